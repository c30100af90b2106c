package poller

import (
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/poller/schedule"
	"floorwatch/poller/throttle"
)

// Only thread lists show closings, joins and, under some readings of last_chat_id, new chats.
const (
	unstampedShare = 0.3              // of the budget, for the thread lists of all visitors if no stamp shows new chats
	unstampedLeast = 20 * time.Second // shortest interval of one visitor's list
	auditShare     = 0.05             // of the budget, for the same if stamps show every message
	joinedAfter    = 10 * time.Second // after a chat's first reply: its agent may have joined just then
)

// scheduleList queues the next request for a visitor's thread list, unless it is queued: soon if the
// visitor waits, because a closing ends that, later if the profile list shows changes. It never
// relies on stamps alone.
func (s *visitors) scheduleList(id model.VisitorID, now time.Time) {
	v := s.visitor(id)
	c, every := s.listEvery(v, now)
	due := model.LaterTime(now, model.LaterTime(v.listRead, v.listEntry.Asked).Add(throttle.SpreadBy(s.rng, every)))
	if v.joinedDue.After(v.listRead) {
		c, due = schedule.PriorityWaitingLists, model.EarlierTime(due, model.LaterTime(now, v.joinedDue))
	}
	seldom := v.listEntry.Priority >= schedule.PriorityActive && v.listEntry.Priority <= schedule.PriorityIdle // due in minutes, or long overdue if the budget is short
	switch {
	case !v.listEntry.Queued:
		s.sched.Add(&v.listEntry, c, due)
	case seldom && c == schedule.PriorityWaitingLists:
		s.sched.Add(&v.listEntry, c, model.EarlierTime(due, v.listEntry.Due))
	}
}

// listEvery returns the priority and the interval of a visitor's thread list if nothing has changed.
func (s *visitors) listEvery(v *visitor, now time.Time) (schedule.Priority, time.Duration) {
	if v.waits(s.threads, now) {
		return schedule.PriorityWaitingLists, s.sched.WaitingListsDue()
	}
	every := s.cfg.Idle
	if s.trust.trusted() {
		every *= 2
	}
	if s.polledOften(v, now) {
		return schedule.PriorityIdle, every
	}
	switch s.threads.stamps.kind() {
	case model.TimestampsNever: // nothing else shows new chats of known visitors
		turn := float64(len(s.byID)) / (unstampedShare * s.sched.Budget())
		return schedule.PriorityIdle, min(s.cfg.turnEvery(), max(unstampedLeast, time.Duration(turn*float64(time.Second))))
	case model.TimestampsUnknown:
		return schedule.PriorityIdle, s.cfg.turnEvery()
	}
	if s.audits() {
		turn := float64(len(s.byID)) / (auditShare * s.sched.Budget())
		return schedule.PriorityIdle, max(s.cfg.turnEvery(), time.Duration(turn*float64(time.Second)))
	}
	if t := v.spokenLast(); t != nil {
		every = max(every, 2*s.threads.idleEvery(t, now))
	}
	return schedule.PriorityIdle, every
}

// audits reports whether the budget has room to read the thread lists of visitors whose trusted stamps show no change: some
// may have stopped moving.
func (s *visitors) audits() bool { return s.trust.trusted() && s.sched.Stretch() <= 1 }

// anyRead reports whether a thread of the visitor has been read. A thread that was retired and is found again has not.
func (v *visitor) anyRead() bool {
	return slices.ContainsFunc(v.targets, func(t *target) bool { return t.read })
}

// waits reports whether the visitor is known to wait.
func (v *visitor) waits(s *threads, now time.Time) bool {
	return slices.ContainsFunc(v.targets, func(t *target) bool {
		return t.waiting && t.read && s.priorityOf(t, now) == schedule.PriorityWaiting
	})
}

// spokenLast returns the visitor's thread with the newest message; nil if there are no threads.
func (v *visitor) spokenLast() *target {
	if len(v.targets) == 0 {
		return nil
	}
	return slices.MaxFunc(v.targets, func(a, b *target) int { return a.lastRow.Compare(b.lastRow) })
}
