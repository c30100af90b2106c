package poller

import (
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/cursor"
)

// gotGap takes in an answer about the older side of a gap.
func (s *threads) gotGap(t *target, q cursor.Question, ans acquire.Messages, now time.Time) {
	t.cursor.Deliver(q, s.chatsOf(t, ans.Messages))
	s.notice(t, ans.Messages, false, now)
	s.out.send(model.Event{Messages: ans.Messages, Chats: ans.Cut, Gaps: s.compare(t, q, ans, t.past.Asked, now)}, now)
	s.queuePast(t, now)
}

// compare compares an answer with those before it, once the cursor has taken it
// in, and returns what there is to say of gaps.
func (s *threads) compare(t *target, q cursor.Question, ans acquire.Messages, asked, now time.Time) []model.Gap {
	got, whole := s.idsOf(t, ans)
	s.recallInto(t, got)
	t.memory.Keep(&t.cursor)
	at := s.out.server(now)
	healed := t.memory.Heal(got, asked, at)
	t.memory.Take(cursor.Answer{Question: q, Got: got, Whole: whole, Empty: ans.Rows == 0}, &s.overlaps[wayIndex(t.key)], now)
	return append(healed, s.tell(t, at)...)
}

// tell returns the suspected gaps of t where the account's answers overlap.
func (s *threads) tell(t *target, at time.Time) []model.Gap {
	if !s.overlaps[wayIndex(t.key)] {
		return nil
	}
	told := t.memory.Tell(at)
	for i := range told {
		s.log.Warn("messages may be missing", "visitor", t.key.Visitor, "thread", t.key.Thread, "before", told[i].Before, "after", told[i].After)
	}
	return told
}

// lostEnd takes in that the last reading of a chat that the cursor left brought nothing of it.
func (s *threads) lostEnd(t *target, q cursor.Question, ans acquire.Messages, now time.Time) []model.Gap {
	if !t.cursor.LeftBehind(q.Chat) || len(ans.Messages) != ans.Rows {
		return nil
	}
	t.memory.Lost(q.Chat, now)
	return s.tell(t, s.out.server(now))
}

// idsOf returns the ids of an answer by chat, of what belongs to t. whole is
// false where there is more in the answer than is known by its id.
func (s *threads) idsOf(t *target, ans acquire.Messages) (got map[model.ChatID]cursor.IDs, whole bool) {
	got, whole = make(map[model.ChatID]cursor.IDs, 1), len(ans.Messages) == ans.Rows
	for i := range ans.Messages {
		switch m := &ans.Messages[i]; {
		case m.ID <= 0:
			whole = false
		case s.belongs(t, m):
			got[m.Chat] = append(got[m.Chat], m.ID)
		}
	}
	for _, list := range got {
		slices.Sort(list)
	}
	return got, whole
}
