package poller

import (
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/poller/schedule"
)

// A chat is gone from Acquire when whole thread lists of its visitor, at least
// two seconds apart, no longer name it: two of them, or three where the list is
// empty, as an empty answer proves less. No answer for messages proves that.
const goneFor = 2 * time.Second

// An absence is a chat that the visitor's thread list named and does not name now.
type absence struct {
	since time.Time
	looks int
}

// noteGone compares a whole thread list with the one before.
func (s *visitors) noteGone(v *visitor, found []model.ThreadInfo, now time.Time) {
	named := map[model.ChatID]bool{}
	for _, ti := range found {
		if s.ownerOf(v, ti) == v {
			for _, c := range chatsOf(ti) {
				named[c] = true
			}
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
	var gone []model.Gone
	for c, a := range v.absent {
		if named[c] {
			delete(v.absent, c)
			continue
		}
		if a.looks++; a.looks < need || now.Sub(a.since) < goneFor {
			v.absent[c] = a
			continue
		}
		delete(v.absent, c)
		delete(v.claims, c)
		gone = append(gone, model.Gone{Chat: c, All: true, At: s.out.server(now)})
		s.leave(v, c)
	}
	if len(gone) > 0 {
		s.threads.log.Warn("chats are gone", "visitor", v.id, "chats", len(gone))
		s.out.send(model.Event{Gone: gone}, now)
	}
}

// leave lets the targets go in which nothing is left without a chat.
func (s *visitors) leave(v *visitor, c model.ChatID) {
	for _, t := range slices.Clone(v.targets) {
		if !t.cursor.Drop(func(id model.ChatID) bool { return id == c }) {
			continue
		}
		t.waiting, t.word, t.changed = false, time.Time{}, time.Time{}
		if t.cursor.Empty() && !t.watched && t.key != s.threads.screen {
			s.threads.retire(t)
			delete(v.memo, t.key.Thread)
		}
	}
}

// vanished looks at a visitor's threads because an answer brought nothing of one that has messages.
func (s *threads) vanished(t *target, rows int, now time.Time) {
	if rows > 0 || t.newestID == 0 {
		t.blanked = false
		return
	}
	if !t.blanked {
		t.blanked = true
		s.visitors.lookSoon(t.key.Visitor, now)
	}
}

// lookSoon queues the thread list of a visitor.
func (s *visitors) lookSoon(id model.VisitorID, now time.Time) {
	if v := s.byID[id]; v != nil && !v.look.Running {
		s.sched.Add(&v.look, schedule.ClassActive, now)
	}
}
