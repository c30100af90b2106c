package poller

import (
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/cursor"
)

// gotGap applies an answer about the older side of a gap.
func (s *threads) gotGap(t *target, q cursor.Question, ans acquire.Messages, now time.Time) {
	t.cursor.Deliver(q, s.chatsOf(t, ans.Messages))
	s.update(t, &ans, false, now)
	e := model.Event{Messages: ans.Messages, Chats: ans.Cut}
	e.Gaps, e.Gone = s.compare(t, q, ans, t.past.Asked, now)
	s.out.send(e, now)
	s.queuePast(t, now)
}

// compare compares an answer with earlier ones, after the cursor has processed it, and
// returns the changes of gaps and the deleted messages.
func (s *threads) compare(t *target, q cursor.Question, ans acquire.Messages, asked, now time.Time) (gaps []model.Gap, gone []model.Gone) {
	got, whole := s.idsOf(t, ans)
	s.recallInto(t, got)
	t.memory.Keep(&t.cursor)
	at := s.out.server(now)
	healed := t.memory.Heal(got, asked, at)
	a := cursor.Answer{Question: q, Got: got, Whole: whole && len(ans.Cut) == 0 && !s.limit.reached(ans.Rows), Empty: ans.Rows == 0}
	absent := t.memory.Absent(a, ans.Rows >= s.limit.rows, now)
	a.Whole = whole
	t.memory.Compare(a, &s.overlaps[modeIndex(t.key)], now)
	if s.overlaps[modeIndex(t.key)] {
		for chat, ids := range absent {
			s.log.Warn("messages are gone", "visitor", t.key.Visitor, "thread", t.key.Thread, "chat", chat, "messages", len(ids))
			gone = append(gone, model.Gone{Chat: chat, Messages: ids, At: at})
		}
	}
	return append(healed, s.reportGaps(t, at)...), gone
}

// reportGaps returns the suspected gaps of t if the account's answers overlap.
func (s *threads) reportGaps(t *target, at time.Time) []model.Gap {
	if !s.overlaps[modeIndex(t.key)] {
		return nil
	}
	reported := t.memory.Report(at)
	for i := range reported {
		s.log.Warn("messages may be missing", "visitor", t.key.Visitor, "thread", t.key.Thread, "before", reported[i].Before, "after", reported[i].After)
	}
	return reported
}

// lostEnd handles the final read of a chat that the cursor left if it returned nothing of it.
func (s *threads) lostEnd(t *target, q cursor.Question, ans acquire.Messages, now time.Time) []model.Gap {
	if !t.cursor.LeftBehind(q.Chat) || len(ans.Messages) != ans.Rows {
		return nil
	}
	t.memory.Lost(q.Chat, now)
	return s.reportGaps(t, s.out.server(now))
}

// idsOf returns the ids of an answer by chat, as far as they belong to t. whole is false
// if the answer has more than these.
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

// belongs reports whether a message counts for t's cursor: it is of the visitor or of a
// requested chat, and not of a chat that the thread list gives to another thread.
func (s *threads) belongs(t *target, m *model.Message) bool {
	if m.Chat <= 0 || m.Visitor != t.key.Visitor && !t.cursor.Has(m.Chat) {
		return false
	}
	owner, claimed := s.visitors.claimed(t.key.Visitor, m.Chat)
	return !claimed || owner == t.key.Thread
}

// chatsOf returns the sent time of the newest message of each chat that belongs to t.
func (s *threads) chatsOf(t *target, msgs []model.Message) map[model.ChatID]time.Time {
	got := make(map[model.ChatID]time.Time, 1)
	for i := range msgs {
		m := &msgs[i]
		if last, known := got[m.Chat]; (!known || m.SentAt.After(last)) && s.belongs(t, m) {
			got[m.Chat] = m.SentAt
		}
	}
	return got
}
