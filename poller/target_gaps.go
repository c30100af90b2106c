package poller

import (
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/cursor"
)

// gotGap takes in an answer about the older side of a gap.
func (p *Poller) gotGap(t *target, q cursor.Question, ans acquire.Messages, now time.Time) {
	t.cursor.Deliver(q, p.chatsOf(t, ans.Messages))
	p.notice(t, ans.Messages, false, now)
	p.send(model.Event{Messages: ans.Messages, Chats: ans.Cut, Gaps: p.compare(t, q, ans, t.past.Asked, now)}, now)
	p.queuePast(t, now)
}

// compare compares an answer with those before it, once the cursor has taken it
// in, and returns what there is to say of gaps.
func (p *Poller) compare(t *target, q cursor.Question, ans acquire.Messages, asked, now time.Time) []model.Gap {
	got, whole := p.idsOf(t, ans)
	p.recallInto(t, got)
	t.memory.Keep(&t.cursor)
	at := p.server(now)
	healed := t.memory.Heal(got, asked, at)
	t.memory.Take(cursor.Answer{Question: q, Got: got, Whole: whole, Empty: ans.Rows == 0}, &p.overlaps[wayIndex(t.key)], now)
	return append(healed, p.tell(t, at)...)
}

// tell returns the suspected gaps of t where the account's answers overlap.
func (p *Poller) tell(t *target, at time.Time) []model.Gap {
	if !p.overlaps[wayIndex(t.key)] {
		return nil
	}
	told := t.memory.Tell(at)
	for i := range told {
		p.log.Warn("messages may be missing", "visitor", t.key.Visitor, "thread", t.key.Thread, "before", told[i].Before, "after", told[i].After)
	}
	return told
}

// lostEnd takes in that the last reading of a chat that the cursor left brought nothing of it.
func (p *Poller) lostEnd(t *target, q cursor.Question, ans acquire.Messages, now time.Time) []model.Gap {
	if !t.cursor.LeftBehind(q.Chat) || len(ans.Messages) != ans.Rows {
		return nil
	}
	t.memory.Lost(q.Chat, now)
	return p.tell(t, p.server(now))
}

// idsOf returns the ids of an answer by chat, of what belongs to t. whole is
// false where there is more in the answer than is known by its id.
func (p *Poller) idsOf(t *target, ans acquire.Messages) (got map[model.ChatID]cursor.IDs, whole bool) {
	got, whole = make(map[model.ChatID]cursor.IDs, 1), len(ans.Messages) == ans.Rows
	for i := range ans.Messages {
		switch m := &ans.Messages[i]; {
		case m.ID <= 0:
			whole = false
		case p.belongs(t, m):
			got[m.Chat] = append(got[m.Chat], m.ID)
		}
	}
	for _, list := range got {
		slices.Sort(list)
	}
	return got, whole
}
