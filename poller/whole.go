package poller

import (
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/evidence"
	"floorwatch/poller/schedule"
)

// Empty answers about visitors or threads that are known to have chats.
const (
	emptyBelieved = 3               // consecutive ones are believed
	emptyAgain    = 2 * time.Second // time between two of them
)

// judgeList records that a visitor's thread list arrived with so many rows, and whether it was complete.
func (s *visitors) judgeList(v *visitor, rows int) {
	if v.empty++; rows > 0 {
		v.empty = 0
	}
	switch {
	case v.partly:
		v.short++
	case v.empty == 0 || v.empty >= emptyBelieved: // otherwise it completes nothing
		v.short = 0
	}
	v.partly = false
}

// doubtful reports whether every thread list read so far was empty although the profile list names the
// visitor, which it does because of their chats. The third empty list is believed. Messages that were read
// without a thread say nothing about the visitor's threads.
func (v *visitor) doubtful() bool {
	if v.empty == 0 || v.empty >= emptyBelieved {
		return false
	}
	for _, t := range v.targets {
		if t.newestID != 0 && t.key.Thread != model.NoThread {
			return false
		}
	}
	return true
}

// noteChat records a new chat of a visitor in a thread list.
func (s *visitors) noteChat(v *visitor) {
	if v.listReadTwice {
		s.threads.stamps.chat(v.changed)
	}
}

// applyRow applies a row of a page of the profile list; moved says that it has changed.
func (s *visitors) applyRow(row *acquire.Profile, page int, moved bool, now time.Time) {
	v := s.byID[row.ID]
	if v == nil {
		return
	}
	v.rowRead, v.page = s.out.asked, page
	if moved {
		v.rowChanged, v.stamp = now, row.Changed
		s.hurryUnread(v, now)
	}
	s.threads.stamps.dated = s.threads.stamps.dated || !row.Changed.IsZero()
}

// learnFrom learns from a message about the account's times and timestamps.
func (s *threads) learnFrom(t *target, m *model.Message, now time.Time) {
	t.cursor.Began(m.Chat, m.SentAt)
	if m.Kind != model.KindMessage {
		return
	}
	if m.SentAt.After(t.lastMessage) && m.Side != model.SideUnknown {
		t.lastMessage = m.SentAt
	}
	if m.ID <= t.newestID {
		return
	}
	s.doubts.NoteTime(m.SentAt, s.out.server(now), now)
	if !t.read {
		return
	}
	watched := now.Sub(t.lastGood) <= evidence.ZonePolled && m.Chat == t.lastChat // else it may have been sent long before it could be read
	if watched {
		s.doubts.NoteLag(m.SentAt, s.out.server(now), now)
	}
	s.visitors.judgeMessage(t.key.Visitor, m.SentAt, watched, now)
}

// judgeMessage judges a visitor's timestamp by a new message from or to them in a thread that was read before.
// watched: it was read soon after it was sent.
func (s *visitors) judgeMessage(id model.VisitorID, sent time.Time, watched bool, now time.Time) {
	if v := s.byID[id]; v != nil {
		s.threads.stamps.judge(v, s.out.server(v.rowChanged), s.out.server(s.trust.shownUntil(v)), sent, s.out.server(now), watched)
	}
}

// judgeFirst judges a visitor's timestamp once all of their threads have been read.
func (s *visitors) judgeFirst(id model.VisitorID, now time.Time) {
	if v := s.byID[id]; v != nil {
		s.threads.stamps.firstRead(v, s.out.server(v.rowRead), s.out.server(now))
	}
}

// inTurn reports whether a visitor's thread list is read repeatedly if no timestamp shows
// new chats.
func (s *visitors) inTurn(v *visitor, now time.Time) bool {
	return len(v.targets) > 0 || now.Sub(v.since) < s.cfg.Lookback
}

// A chat counts as deleted in Acquire when complete thread lists of its visitor, at least
// two seconds apart, no longer name it: two of them, or three empty ones, which prove
// less. Answers with messages do not prove it.
const goneFor = 2 * time.Second

// An absence is a chat that the visitor's thread list named and does not name now.
type absence struct {
	since time.Time
	lists int
}

// missing compares a complete thread list with earlier ones and returns the deleted chats.
func (v *visitor) missing(found []model.ThreadInfo, now time.Time) (gone []model.ChatID) {
	named := map[model.ChatID]bool{}
	for _, ti := range found {
		if ti.Visitor > 0 && ti.Visitor != v.id {
			continue // another visitor's, whose own list decides
		}
		for _, c := range chatsOf(ti) {
			named[c] = true
		}
	}
	delete(named, 0)
	for c := range v.named {
		if _, known := v.absent[c]; !known && !named[c] {
			if v.absent == nil {
				v.absent = map[model.ChatID]absence{}
			}
			v.absent[c] = absence{since: now}
		}
	}
	v.named = named
	need := 2
	if len(found) == 0 {
		need = emptyBelieved
	}
	for c, a := range v.absent {
		switch a.lists++; {
		case named[c]:
			delete(v.absent, c)
		case a.lists < need || now.Sub(a.since) < goneFor:
			v.absent[c] = a
		default:
			delete(v.absent, c)
			gone = append(gone, c)
		}
	}
	return gone
}

// noteGone applies a complete thread list: it reports deleted chats and stops polling them.
func (s *visitors) noteGone(v *visitor, found []model.ThreadInfo, now time.Time) {
	gone := v.missing(found, now)
	if len(gone) == 0 {
		return
	}
	v.goneAt = now
	var e model.Event
	for _, c := range gone {
		delete(v.claims, c)
		for _, t := range v.targets {
			delete(t.unknown, c)
		}
		if s.moved(c, v) {
			continue
		}
		e.Gone = append(e.Gone, model.Gone{Chat: c, All: true, At: s.out.server(now)})
	}
	if len(e.Gone) > 0 {
		s.threads.log.Warn("chats are gone", "visitor", v.id, "chats", len(e.Gone))
		s.out.send(e, now)
	}
	for _, t := range slices.Clone(v.targets) {
		if !t.cursor.Drop(func(c model.ChatID) bool { return slices.Contains(gone, c) }) {
			continue
		}
		t.waiting, t.lastRow, t.changed = false, time.Time{}, time.Time{}
		if t.cursor.Empty() && !t.watched && t.key != s.threads.screen {
			s.threads.retire(t)
			delete(v.memo, t.key.Thread)
		}
	}
}

// moved reports whether a chat that a visitor's thread list no longer names is in another visitor's: two visitors
// became one, or a thread was given to another. Then it is not deleted.
func (s *visitors) moved(c model.ChatID, from *visitor) bool {
	return slices.ContainsFunc(s.all, func(v *visitor) bool { return v != from && v.named[c] })
}

// noteEmptyAnswer queues a visitor's thread list after an empty answer about a thread with messages.
func (s *threads) noteEmptyAnswer(t *target, rows int, now time.Time) {
	if rows > 0 || t.newestID == 0 {
		t.cameEmpty = false
		return
	}
	if !t.cameEmpty {
		t.cameEmpty = true
		s.visitors.scheduleListSoon(t.key.Visitor, now)
	}
}

// scheduleListSoon queues a visitor's thread list at once.
func (s *visitors) scheduleListSoon(id model.VisitorID, now time.Time) {
	if v := s.byID[id]; v != nil && !v.listEntry.Running {
		s.sched.Add(&v.listEntry, schedule.PriorityActive, now)
	}
}
