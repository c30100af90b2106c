package board

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// drawObservations draws what a poller may have seen of a history: every
// message one or more times, with texts, flags and seen states that change,
// lists that change, and repetitions, each observed at its own time.
func drawObservations(t *rapid.T, h *history) []model.Event {
	var list []model.Event
	at := func() time.Time {
		s := rapid.IntRange(0, 4000).Draw(t, "observed")
		h.seen = append(h.seen, s)
		return sec(s)
	}
	for _, m := range h.msgs {
		for range rapid.IntRange(1, 3).Draw(t, "times") {
			m.LastAt = m.SentAt.Add(time.Duration(rapid.IntRange(0, 9).Draw(t, "after")) * time.Second)
			m.FirstAt, m.SeenAt = time.Time{}, time.Time{}
			m.Seen = rapid.SampledFrom([]model.Seen{model.SeenUnknown, model.SeenNo, model.SeenYes}).Draw(t, "seen")
			m.Missed = rapid.IntRange(0, 9).Draw(t, "missed") == 0
			m.Offline = rapid.IntRange(0, 29).Draw(t, "offline") == 0
			m.Text = safetext.Clean(rapid.SampledFrom([]string{"a", "b", "b", "b"}).Draw(t, "text"))
			m.Source = safetext.Clean(rapid.SampledFrom([]string{"", "<b>b</b>", "<i>b</i>"}).Draw(t, "source"))
			m.Name = safetext.Line(rapid.SampledFrom([]string{"", "Ann", "Bob"}).Draw(t, "name"))
			m.Thread = rapid.SampledFrom([]model.ThreadID{m.Thread, model.NoThread, 78}).Draw(t, "hint")
			m.Kind = rapid.SampledFrom([]model.Kind{m.Kind, m.Kind, m.Kind, model.KindUnknown}).Draw(t, "kind")
			if rapid.IntRange(0, 19).Draw(t, "moved") == 0 {
				m.SentAt = m.SentAt.Add(time.Second)
			}
			if rapid.IntRange(0, 19).Draw(t, "rechatted") == 0 {
				m.Chat = 9
			}
			list = append(list, model.Event{At: m.LastAt, Messages: []model.Message{m}})
		}
	}
	for _, i := range h.infos {
		for range rapid.IntRange(1, 3).Draw(t, "times") {
			i.Chats = append(i.Chats, model.ChatID(rapid.IntRange(1, 4).Draw(t, "chat")))
			i.Agents = rapid.SampledFrom([][]model.AgentID{nil, {1}, {2}, {1, 3}}).Draw(t, "agents")
			i.Status = rapid.SampledFrom([]model.Status{model.StatusOpen, model.StatusClosed, model.StatusUnknown}).Draw(t, "status")
			i.At = at()
			list = append(list, model.Event{At: i.At, Threads: []model.ThreadInfo{i}})
		}
	}
	for _, a := range h.acks {
		a.Undo = rapid.IntRange(0, 3).Draw(t, "undo") == 0
		list = append(list, model.Event{At: a.At, Acks: []model.Ack{a}})
	}
	for range rapid.IntRange(0, 2).Draw(t, "claims") {
		m := rapid.SampledFrom(h.msgs).Draw(t, "claimed")
		c := model.Claim{Chat: m.Chat, Upto: m.ID, At: at(), Undo: rapid.Bool().Draw(t, "given back")}
		list = append(list, model.Event{At: c.At, Claims: []model.Claim{c}})
	}
	for range rapid.IntRange(0, 3).Draw(t, "gaps") {
		list = append(list, model.Event{At: at(), Gaps: []model.Gap{drawGap(t, h.msgs)}})
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "others") {
		name := safetext.Line(fmt.Sprint("name", i))
		list = append(list,
			model.Event{At: at(), Visitors: []model.VisitorInfo{{ID: 601, Name: name}}},
			model.Event{At: at(), Agents: []model.AgentInfo{{ID: 1, Name: name, Department: safetext.Line(fmt.Sprint("team", i%2))}}},
			model.Event{At: at(), Polled: []model.Polled{{Key: model.Key{Visitor: 501, Thread: 77}}}},
			model.Event{At: at(), Totals: &model.DayTotals{Total: i}},
			model.Event{At: at(), Health: &model.Health{State: model.State(i)}})
	}
	return list
}

// orderConfig has teams, so that a late word on a department has to change limits.
func orderConfig() Config {
	l := model.DefaultLimits()
	l.FirstReply.Within, l.NextReply.Within = 5*time.Second, 10*time.Second
	return Config{Teams: []model.Team{{Name: "one", Departments: []string{"team1"}, Limits: &l}}}
}

// Any order, repetition or partition of the observations gives the same Board,
// whether Events come one by one or merged, and however often At was asked in between.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		events := append(drawObservations(t, h), drawReads(t, h))
		now := sec(h.now)
		a := New(orderConfig())
		for _, e := range events {
			a.Apply(e)
		}
		b := New(orderConfig())
		again := rapid.SliceOfN(rapid.SampledFrom(events), 0, 5).Draw(t, "again")
		var queue model.Event
		for _, e := range rapid.Permutation(append(again, events...)).Draw(t, "order") {
			switch rapid.IntRange(0, 3).Draw(t, "how") {
			case 0:
				b.Apply(queue)
				queue = model.Event{}
			case 1:
				b.At(now.Add(-time.Duration(rapid.IntRange(0, 2000).Draw(t, "earlier")) * time.Second))
			}
			queue = queue.Merge(e)
		}
		b.Apply(queue)
		compareBoards(t, a, b, now, h)

		earlier := now.Add(-time.Duration(rapid.IntRange(0, 2000).Draw(t, "back")) * time.Second)
		c := New(orderConfig())
		for _, e := range events {
			c.Apply(e)
		}
		compareBoards(t, c, b, earlier, h)
	})
}

// compareBoards compares all that two Boards say.
func compareBoards(t *rapid.T, a, b *Board, now time.Time, h *history) {
	x, y := a.At(now), b.At(now)
	if !reflect.DeepEqual(x, y) {
		t.Errorf("two Boards differ: %s\n%v", difference(x, y), h)
	}
	if a.Health() != b.Health() {
		t.Errorf("health %+v and %+v", a.Health(), b.Health())
	}
	for _, r := range x.Threads {
		if m, n := a.Transcript(r.Key), b.Transcript(r.Key); !reflect.DeepEqual(m, n) {
			t.Errorf("transcripts of %v differ:\n%+v\n%+v", r.Key, m, n)
		}
	}
	if m, n := a.Activity(now, 60, model.Filter{}), b.Activity(now, 60, model.Filter{}); !reflect.DeepEqual(m, n) {
		t.Errorf("activities differ:\n%+v\n%+v", m, n)
	}
}

// What is sent later changes no figure of an earlier moment, and At at an
// earlier moment is the same whether the Board has been further or not.
func TestLaterMessagesDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		early := h.event()
		early.Messages = nil
		for _, m := range h.msgs {
			if second(m) <= h.now {
				early.Messages = append(early.Messages, m)
			}
		}
		if beginsBackwards(h) {
			return
		}
		a := New(Config{})
		a.Apply(early)
		b := h.board()
		b.At(sec(h.now + rapid.SampledFrom(gaps).Draw(t, "further")))
		b.At(sec(h.now + 10000))
		x, y := figuresOf(a.At(sec(h.now))), figuresOf(b.At(sec(h.now)))
		if !reflect.DeepEqual(x, y) {
			t.Errorf("later messages change a figure: %s\n%v", difference(x, y), h)
		}
	})
}

// beginsBackwards reports whether a chat begins only after now and one with a higher number before it. Acquire
// numbers chats in the order in which they begin, and whose agents a chat has follows from that order.
func beginsBackwards(h *history) bool {
	first := map[model.ChatID]int{}
	for _, m := range h.msgs {
		if at, ok := first[m.Chat]; !ok || second(m) < at {
			first[m.Chat] = second(m)
		}
	}
	for id, at := range first {
		for other, before := range first {
			if at > h.now && other > id && before <= h.now {
				return true
			}
		}
	}
	return false
}

// Ticking through time gives at each moment what a new Board gives.
func TestTicksEqualFreshBoards(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		ticking := h.board()
		now := rapid.IntRange(0, 60).Draw(t, "begin")
		for range 12 {
			if x, y := ticking.At(sec(now)), h.board().At(sec(now)); !reflect.DeepEqual(x, y) {
				t.Fatalf("at %d a Board that ticks differs from a new one: %s\n%v", now, difference(x, y), h)
			}
			now = h.tick(t, now)
		}
	})
}

// No wait is negative and no share is above the whole, whatever the clocks say.
func TestFiguresAreSane(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		b := New(orderConfig())
		for _, e := range drawObservations(t, h) {
			for i := range e.Messages {
				if rapid.IntRange(0, 9).Draw(t, "skewed") == 0 {
					e.Messages[i].SentAt = e.Messages[i].SentAt.Add(time.Hour)
				}
			}
			b.Apply(e)
		}
		s := b.At(sec(h.now))
		for _, r := range s.Threads {
			if r.Wait.For < 0 || r.SeenFor.For < 0 || r.Unseen.For < 0 {
				t.Errorf("a clock is negative: %+v\n%v", r, h)
			}
		}
		for _, w := range []model.Window{s.Headline.HalfHour, s.Headline.Today} {
			for _, l := range []model.ServiceLevel{w.FirstService, w.NextService} {
				if l.In < 0 || l.In > l.Of {
					t.Errorf("service level %+v\n%v", l, h)
				}
			}
			if w.First.Median < 0 || w.Next.Median < 0 || w.Missed < 0 || w.Dropped < 0 {
				t.Errorf("window %+v\n%v", w, h)
			}
		}
	})
}
