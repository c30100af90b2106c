package floor

import (
	"floorwatch/poller/fakeacquire"
	"floorwatch/poller/fakeacquire/account"
)

// What a floor looks like to somebody who watches it, worked out from the
// world itself and in short: enough to tell a lively floor from a dead or a
// burning one. The exact figures are the model's.

// figures are one look at a floor.
type figures struct {
	live, waiting int // threads with an open chat; of them waiting
	over          int // waiting beyond their target: 30 s for the first answer, else 60 s
	severe        int // waiting for 300 s or more
	first, next   turns
	missed        int // in the last half hour
}

// turns are the answered ones of the last half hour.
type turns struct{ in, all int }

func (t turns) percent() int { return 100 * t.in / max(1, t.all) }

func look(s *fakeacquire.Server, now int64) figures {
	var f figures
	for _, c := range s.Records.Chats {
		turnsOf(c, now, &f)
		if c.Missed && now-c.Updated < 1800 {
			f.missed++
		}
		if over(c, now) {
			continue
		}
		f.live++
		wait, first := waits(c, now)
		if wait < 0 {
			continue
		}
		f.waiting++
		if wait >= 60 || first && wait >= 30 {
			f.over++
		}
		if wait >= 300 {
			f.severe++
		}
	}
	return f
}

func over(c *account.Chat, now int64) bool {
	t := c.Thread
	return c.Missed || c.Offline || t.Closed || t.Chats[len(t.Chats)-1] != c || now-c.Updated > 1800
}

// waits returns for how many seconds the visitor of c has waited, -1 where
// nobody waits, and whether it is for the first answer.
func waits(c *account.Chat, now int64) (wait int64, first bool) {
	human, bot, last := int64(-1), int64(-1), int64(-1)
	first = true
	for _, m := range c.Messages {
		if m.Typ != account.TypeMessage {
			continue
		}
		switch m.Sender {
		case account.SenderVisitor:
			last = m.At
			if human < 0 {
				human = m.At
			}
			if bot < 0 {
				bot = m.At
			}
		case account.SenderAgent:
			human, bot, first = -1, -1, false
		case account.SenderBot:
			bot = -1
		}
	}
	switch {
	case human < 0 || bot < 0 && first && len(c.Agents) == 0:
		return -1, first
	case !first:
		return now - human, first
	case bot >= 0:
		return now - bot, first
	default:
		return now - last, first
	}
}

// turnsOf adds the turns of c that were answered in the last half hour.
func turnsOf(c *account.Chat, now int64, f *figures) {
	start, first := int64(-1), true
	for _, m := range c.Messages {
		if m.Typ != account.TypeMessage {
			continue
		}
		switch {
		case m.Sender == account.SenderVisitor && start < 0:
			start = m.At
		case m.Sender == account.SenderBot && first:
			start = m.At - 1
		case m.Sender == account.SenderAgent:
			t, target := &f.next, int64(60)
			if first {
				t, target = &f.first, 30
			}
			if start >= 0 && now-m.At < 1800 {
				t.all++
				if m.At-start <= target {
					t.in++
				}
			}
			start, first = -1, false
		}
	}
}
