package board

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"floorwatch/model"
)

// What an Explanation adds up to is the figure on the screen, for every figure there is.
func TestExplanationsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		cfg := orderConfig()
		cfg.Team = rapid.SampledFrom([]string{"", "", "one"}).Draw(t, "view")
		b := New(cfg)
		for _, e := range drawObservations(t, h) {
			b.Apply(e)
		}
		now := sec(h.now)
		b.Apply(drawReads(t, h))
		s := b.At(now)
		for i := range model.Figures() {
			f := &model.Figures()[i]
			for _, of := range subjectsOf(f, s) {
				checkExplained(t, b.Explain(f.ID, of, now), f, f.Value(s, of), h)
			}
		}
	})
}

// drawReads is when some threads were last read, and perhaps the list that vouches for their words.
func drawReads(t *rapid.T, h *history) model.Event {
	ago := rapid.SampledFrom([]int{0, 5, 59, 61, 90, 200})
	e := model.Event{At: sec(h.now)}
	for _, c := range h.floor.chats {
		if rapid.Bool().Draw(t, "read") {
			e.Polled = append(e.Polled, model.Polled{Key: c.thread, At: sec(h.now - ago.Draw(t, "read ago"))})
		}
	}
	if rapid.Bool().Draw(t, "vouched for") {
		e.Coverage = &model.Coverage{Freshness: model.Freshness{At: e.At, OldestRead: sec(h.now - ago.Draw(t, "list ago"))}}
	}
	return e
}

// subjectsOf is everything in a snapshot that a figure is of.
func subjectsOf(f *model.Figure, s *model.Snapshot) []model.Subject {
	list := []model.Subject{{}}
	switch f.Scope {
	case model.ScopeRow:
		list = nil
		for i := range s.Threads {
			list = append(list, model.Subject{Key: s.Threads[i].Key})
		}
	case model.ScopeAgent, model.ScopeAgentHalf, model.ScopeAgentWindow:
		list = nil
		for i := range s.Agents {
			list = append(list, model.Subject{Agent: s.Agents[i].ID})
		}
	}
	if f.Scope.Daily() {
		for _, of := range list {
			of.Today = true
			list = append(list, of)
		}
	}
	return list
}

func checkExplained(t *rapid.T, x model.Explanation, f *model.Figure, want model.Value, h *history) {
	if want.Unit != f.Unit {
		t.Fatalf("%q has a value in another unit than its own: %+v", f.Name, want)
	}
	if d := x.Number - want.Number; x.Known != want.Known() || want.Known() && (d > 1e-9 || d < -1e-9 || x.Bound != want.Bound || x.Value != want.String()) {
		t.Errorf("%q of %+v: explained %s, %v (%v, %v), shown %+v\n%+v\n%v", f.Name, x.Subject, x.Value, x.Number, x.Known, x.Bound, want, x, h)
	}
	if x.Title != f.Title || x.Formula == "" || x.Value == "" {
		t.Errorf("%q has no words: %+v", f.Name, x)
	}
	for _, p := range x.Included {
		if p.What == "" || p.Chat == 0 {
			t.Errorf("%q includes %+v without saying what it is", f.Name, p)
		}
	}
	for _, p := range x.Excluded {
		if p.Why == "" {
			t.Errorf("%q leaves out %+v without a reason", f.Name, p)
		}
	}
}

// The lists are bounded and the rest is counted; the total is that of all.
func TestExplanationIsBounded(t *testing.T) {
	b := boardOf(t)
	for i := range 250 {
		b.Apply(model.Event{At: sec(60), Messages: readStream(t, model.ChatID(i+1), fmt.Sprintf("V0 A%d", i%50+1))})
		b.Apply(model.Event{At: sec(60), Messages: readStream(t, model.ChatID(i+1001), "V0")})
	}
	x := b.Explain(model.FigureFirst, model.Subject{}, sec(60))
	if len(x.Included) != model.MaxParts || x.MoreIncluded != 150 || x.N != 250 || x.Number != 25 || x.Value != "25s" {
		t.Errorf("%d parts and %d more of %d, %s; want 100 and 150 of 250, 25s", len(x.Included), x.MoreIncluded, x.N, x.Value)
	}
	if len(x.Excluded) != model.MaxParts || x.MoreExcluded != 150 {
		t.Errorf("%d left out and %d more, want 100 and 150", len(x.Excluded), x.MoreExcluded)
	}
	if x.Included[0].Number != 50 {
		t.Errorf("first part %+v, want the longest", x.Included[0])
	}
}

// The reasons say why each chat is left out of a figure.
func TestExplanationReasons(t *testing.T) {
	acked := func(b *Board) { b.Apply(model.Event{At: sec(50), Acks: []model.Ack{{Chat: 1, Upto: 1000}}}) }
	closed := func(b *Board) {
		b.Apply(model.Event{At: sec(5), Threads: []model.ThreadInfo{{ID: 7, Visitor: 501, Last: 1, Status: model.StatusClosed}}})
	}
	offline := func(b *Board) {
		b.Apply(model.Event{At: sec(5), Threads: []model.ThreadInfo{{ID: 7, Visitor: 501, Last: 1, Offline: true}}})
	}
	cases := []struct {
		figure model.FigureID
		stream string
		then   func(*Board)
		now    int
		why    string
	}{
		{model.FigureFirst, "A0 V20 A35", nil, 60, whyAgentFirst},
		{model.FigureFirst, "V0", nil, 60, whyOpen},
		{model.FigureFirst, "V0 B2", nil, 60, whyBot},
		{model.FigureFirst, "V0", acked, 60, whyAcknowledged},
		{model.FigureFirstService, "V0", closed, 60, whyAbandoned},
		{model.FigureFirstService, "V40", nil, 60, whyNotDecided},
		{model.FigureFirstService, "V0 B2", nil, 60, whyBot},
		{model.FigureFirst, "V0 A20", offline, 60, whyOffline},
		{model.FigureWaiting, "V0", acked, 60, whyAcknowledged},
		{model.FigureWaiting, "V0", closed, 60, overClosed.because()},
		{model.FigureWaiting, "V0", nil, 1800, overSilence.because()},
		{model.FigureWaiting, "V0 B2", nil, 60, whyBot},
		{model.FigureWaiting, "V0", offline, 60, whyOffline},
		{model.FigureMissed, "V0 A20", nil, 1900, "ended: an agent wrote the last message"},
		{model.FigureMissed, "V0 A20 V30", nil, 1900, "ended unanswered: an agent left the last messages"},
		{model.FigureMissed, "V0 B2", nil, 1900, "bot only"},
	}
	for _, c := range cases {
		b := boardOf(t, c.stream)
		if c.then != nil {
			c.then(b)
		}
		x := b.Explain(c.figure, model.Subject{}, sec(c.now))
		if len(x.Included) != 0 || len(x.Excluded) != 1 || x.Excluded[0].Why != c.why {
			t.Errorf("%s, now %d, %s: included %+v, excluded %+v; want one for %q", c.stream, c.now, x.Title, x.Included, x.Excluded, c.why)
		}
	}
}

// TestAMinuteAddsUp: what explains a bar of the Activity adds up to the bar, of the floor, of an agent and of a thread.
func TestAMinuteAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		b := New(orderConfig())
		for _, e := range drawObservations(t, h) {
			b.Apply(e)
		}
		now := sec(h.now)
		s := b.At(now)
		filters := []model.Filter{{}}
		for i := range s.Agents {
			filters = append(filters, model.Filter{Agent: s.Agents[i].ID})
		}
		for i := range s.Threads {
			filters = append(filters, model.Filter{Key: s.Threads[i].Key})
		}
		for _, f := range filters {
			list := b.Activity(now, 40, f)
			for _, m := range list[:len(list)-1] {
				want := map[model.FigureID]int{model.FigureReplies: m.Agents, model.FigureVisitors: m.Visitors, model.FigureMissed: m.Missed}
				if f == (model.Filter{}) {
					want[model.FigureWaiting] = m.Waiting
				}
				for id, want := range want {
					x := b.Explain(id, model.Subject{Agent: f.Agent, Key: f.Key, Minute: m.Start}, now)
					if n := len(x.Included) + x.MoreIncluded; n != want {
						t.Fatalf("%s of %+v at %v: %d are included, the bar says %d\n%+v", model.FigureOf(id).Name, f, m.Start, n, want, x)
					}
				}
			}
		}
	})
}
