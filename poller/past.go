package poller

import (
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/cursor"
	"floorwatch/poller/schedule"
)

// gotPast applies an answer about an earlier chat.
func (s *threads) gotPast(t *target, q cursor.Question, ans acquire.Messages, now time.Time) {
	got := s.chatsOf(t, ans.Messages)
	s.later[modeIndex(t.key)] = s.later[modeIndex(t.key)] || q.Later(got)
	t.cursor.UnreadAnswered(q, got, s.modeFor(t.key))
	s.update(t, &ans, false, now)
	e := model.Event{Messages: ans.Messages, Chats: ans.Cut}
	e.Gaps, e.Gone = s.compare(t, q, ans, t.past.Asked, now)
	e.Gaps = append(e.Gaps, s.lostEnd(t, q, ans, now)...)
	s.out.send(e, now)
	s.queuePast(t, now)
}

// queuePast queues a thread's unread earlier chats, first those that ended within the last hour.
func (s *threads) queuePast(t *target, now time.Time) {
	due, ok := now, true
	if _, owes := t.cursor.NextUnread(s.modeFor(t.key), s.cutoff(now)); !owes {
		due, ok = t.memory.Due()
	}
	if !ok || t.past.Queued && (t.past.Fails > 0 || !due.Before(t.past.Due)) {
		return
	}
	c := schedule.PriorityHistory
	if q, owes := t.cursor.NextUnread(s.modeFor(t.key), s.cutoff(now)); owes {
		over := s.clock.Before(t.cursor.After(q.Chat), s.out.server(now)) // an earlier chat ended before the next one began
		t.past.Rank = -over.Unix()
		if s.isHot(over, now) {
			c = schedule.PriorityLastHour
		}
	}
	s.sched.Add(&t.past, c, due)
}

func (s *threads) askPast(t *target, now time.Time) schedule.Call {
	if q, ok := t.cursor.NextUnread(s.modeFor(t.key), s.cutoff(now)); ok {
		return s.askMessages(t, s.widen(t, q), s.gotPast)
	}
	if q, ok := t.memory.Ask(&t.cursor, s.modeFor(t.key), now); ok {
		return s.askMessages(t, q, s.gotGap)
	}
	return nil
}

// widen makes a request cover all unread chats of a thread's day, if one answer can contain them.
func (s *threads) widen(t *target, q cursor.Question) cursor.Question {
	if !s.later[modeIndex(t.key)] {
		return q
	}
	return t.cursor.Widen(q, s.modeFor(t.key))
}
