package poller

import (
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/poller/schedule"
	"floorwatch/poller/throttle"
)

// Closings, joins and new chats stand in the thread lists alone.
const (
	unstampedShare = 0.3              // of the budget, for the thread lists of all visitors where no stamp tells of new chats
	unstampedLeast = 20 * time.Second // between two of the same visitor
	auditShare     = 0.05             // of the budget, for the same where stamps tell of every word
	joinedAfter    = 10 * time.Second // a first answer: who gave it may have joined just then
)

// scheduleList sees to it that the thread list of a visitor with a thread that
// is alive is read now and then: often where somebody waits, since a closing ends
// that, seldom where the profile list tells of changes. New chats show in no other place
// under some readings of last_chat_id, so that is not left to the change stamps alone.
func (s *visitors) scheduleList(id model.VisitorID, now time.Time) {
	v := s.visitor(id)
	c, every := s.listEvery(v, now)
	due := later(now, later(v.listRead, v.listEntry.Asked).Add(throttle.SpreadBy(s.rng, every)))
	if v.joinedDue.After(v.listRead) {
		c, due = schedule.PriorityWaitingLists, earlier(due, later(now, v.joinedDue))
	}
	seldom := v.listEntry.Class >= schedule.PriorityActive && v.listEntry.Class <= schedule.PriorityIdle // minutes later, or long overdue where the budget is short
	switch {
	case !v.listEntry.Queued:
		s.sched.Add(&v.listEntry, c, due)
	case seldom && c == schedule.PriorityWaitingLists:
		s.sched.Add(&v.listEntry, c, earlier(due, v.listEntry.Due))
	}
}

// listEvery is how often a visitor's thread list is read where nothing asks for it.
func (s *visitors) listEvery(v *visitor, now time.Time) (schedule.Priority, time.Duration) {
	if v.waits(s.threads, now) {
		return schedule.PriorityWaitingLists, s.sched.Interval(schedule.PriorityWaitingLists)
	}
	every := s.cfg.Idle
	if s.trust.trusted() {
		every *= 2
	}
	if s.polledOften(v, now) {
		return schedule.PriorityIdle, every
	}
	switch s.threads.stamps.kind() {
	case model.TimestampsNever: // new chats of known visitors stand nowhere else: what the budget has left goes into that
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

// audits reports whether the budget has room to read the thread lists of those whose stamps tell of nothing: a stamp may have stopped.
func (s *visitors) audits() bool { return s.trust.trusted() && s.sched.Stretch() <= 1 }

// anyRead reports whether a thread of the visitor was read. One that was dropped after a long silence and is found again was not.
func (v *visitor) anyRead() bool {
	return slices.ContainsFunc(v.targets, func(t *target) bool { return t.read })
}

// waits reports whether somebody waits in a thread of the visitor, as far as is known.
func (v *visitor) waits(s *threads, now time.Time) bool {
	return slices.ContainsFunc(v.targets, func(t *target) bool {
		return t.waiting && t.read && s.classOf(t, now) == schedule.PriorityWaiting
	})
}

// spokenLast returns the thread of a visitor with the last word; nil where there is none.
func (v *visitor) spokenLast() *target {
	if len(v.targets) == 0 {
		return nil
	}
	return slices.MaxFunc(v.targets, func(a, b *target) int { return a.lastRow.Compare(b.lastRow) })
}
