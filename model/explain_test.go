package model

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// A figure is what a Snapshot says; known is false for "–".
type figure struct {
	id    FigureID
	want  float64
	known bool
}

func counted(id FigureID, n int) figure { return figure{id, float64(n), true} }

func clocked(id FigureID, c Clock) figure { return figure{id, c.For.Seconds(), c.Running} }

func timed(id FigureID, d time.Duration, n int) figure { return figure{id, d.Seconds(), n > 0} }

func shared(id FigureID, s ServiceLevel) figure {
	p, ok := s.Percent()
	return figure{id, float64(p), ok}
}

func headlineFigures(h *Headline) []figure {
	return []figure{
		counted(FigureWaiting, h.Waiting),
		counted(FigureWaitingOver, h.WaitingOver),
		clocked(FigureLongest, h.Longest),
		counted(FigureSeenNoReply, h.SeenNoReply),
		clocked(FigureSeenLongest, h.SeenLongest),
		counted(FigureUnseen, h.Unseen),
		counted(FigureMissing, h.Missing),
		counted(FigureActive, h.Active),
		counted(FigureAgentsActive, h.AgentsActive),
		counted(FigureBotLane, h.BotLane),
		counted(FigureOfflineInbox, h.OfflineInbox),
		clocked(FigureOfflineOldest, h.OfflineOldest),
	}
}

func windowFigures(w *Window) []figure {
	return []figure{
		timed(FigureFirst, w.First.Median, w.First.N),
		timed(FigureFirstP90, w.First.P90, w.First.N),
		timed(FigureFirstTotal, w.FirstTotal.Median, w.FirstTotal.N),
		timed(FigureFirstTotalP90, w.FirstTotal.P90, w.FirstTotal.N),
		timed(FigureNext, w.Next.Median, w.Next.N),
		timed(FigureNextP90, w.Next.P90, w.Next.N),
		shared(FigureFirstService, w.FirstService),
		shared(FigureNextService, w.NextService),
		counted(FigureMissed, w.Missed),
		counted(FigureDropped, w.Dropped),
		counted(FigureBotOnly, w.BotOnly),
		counted(FigureTransfers, w.Transfers),
		counted(FigureOvertakes, w.Overtakes),
		counted(FigureVisitors, w.Visitors),
		counted(FigureReplies, w.Replies),
	}
}

func agentFigures(r *AgentRow) []figure {
	return []figure{
		counted(FigureAgentState, r.Busy),
		counted(FigureAgentActive, r.Active),
		counted(FigureAgentPeak, r.Peak),
		{FigureAgentMean, r.Mean, true},
		counted(FigureAgentWaiting, r.Waiting),
		clocked(FigureAgentOldest, r.Oldest),
		counted(FigureAgentSeenNoReply, r.SeenNoReply),
		clocked(FigureAgentSilent, r.Silent),
		counted(FigureAgentTurns, r.Turns),
		timed(FigureAgentMedian, r.Median, r.Turns),
		timed(FigureAgentP90, r.P90, r.Turns),
		counted(FigureAgentBreaches, r.Breaches),
		counted(FigureAgentOvertakes, r.Overtakes),
		counted(FigureAgentTransfers, r.Transfers),
	}
}

// What an Explanation adds up to is the figure on the screen, for every figure there is.
func TestExplanationsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		b := NewBoard(orderConfig())
		for _, e := range drawObservations(t, h) {
			b.Apply(e)
		}
		now := sec(h.now)
		s := b.At(now)
		check := func(list []figure, of Subject) {
			for _, f := range list {
				checkExplained(t, b.Explain(f.id, of, now), f, h)
			}
		}
		check(headlineFigures(&s.Headline), Subject{})
		check(windowFigures(&s.Headline.HalfHour), Subject{})
		check(windowFigures(&s.Headline.Today), Subject{Today: true})
		for i := range s.Agents {
			r := &s.Agents[i]
			check(agentFigures(r), Subject{Agent: r.ID})
			check([]figure{
				counted(FigureAgentTurns, r.DayTurns),
				timed(FigureAgentMedian, r.DayMedian, r.DayTurns),
			}, Subject{Agent: r.ID, Today: true})
		}
		for _, r := range s.Threads {
			check([]figure{clocked(FigureWait, r.Wait), clocked(FigureSeenFor, r.SeenFor)}, Subject{Key: r.Key})
		}
	})
}

func checkExplained(t *rapid.T, x Explanation, f figure, h *history) {
	if d := x.Number - f.want; x.Known != f.known || f.known && (d > 1e-9 || d < -1e-9) {
		t.Errorf("figure %d of %+v, %q: explained %v (%v), shown %v (%v)\n%+v\n%v",
			f.id, x.Subject, x.Title, x.Number, x.Known, f.want, f.known, x, h)
	}
	if x.Title == "?" || x.Formula == "" || x.Value == "" {
		t.Errorf("figure %d has no words: %+v", f.id, x)
	}
	for _, p := range x.Included {
		if p.What == "" || p.Chat == 0 {
			t.Errorf("figure %d includes %+v without saying what it is", f.id, p)
		}
	}
	for _, p := range x.Excluded {
		if p.Why == "" {
			t.Errorf("figure %d leaves out %+v without a reason", f.id, p)
		}
	}
}

// The lists are bounded and the rest is counted; the total is that of all.
func TestExplanationIsBounded(t *testing.T) {
	b := NewBoard(Config{})
	for i := range 250 {
		b.Apply(Event{At: sec(60), Messages: readStream(t, ChatID(i+1), fmt.Sprintf("V0 A%d", i%50+1))})
		b.Apply(Event{At: sec(60), Messages: readStream(t, ChatID(i+1001), "V0")})
	}
	x := b.Explain(FigureFirst, Subject{}, sec(60))
	if len(x.Included) != MaxParts || x.MoreIncluded != 150 || x.N != 250 || x.Number != 25 || x.Value != "25s" {
		t.Errorf("%d parts and %d more of %d, %s; want 100 and 150 of 250, 25s", len(x.Included), x.MoreIncluded, x.N, x.Value)
	}
	if len(x.Excluded) != MaxParts || x.MoreExcluded != 150 {
		t.Errorf("%d left out and %d more, want 100 and 150", len(x.Excluded), x.MoreExcluded)
	}
	if x.Included[0].Number != 50 {
		t.Errorf("first part %+v, want the longest", x.Included[0])
	}
}

// The reasons say why each chat is left out of a figure.
func TestExplanationReasons(t *testing.T) {
	acked := func(b *Board) { b.Apply(Event{At: sec(50), Acks: []Ack{{Chat: 1, Upto: 1000}}}) }
	closed := func(b *Board) {
		b.Apply(Event{At: sec(5), Threads: []ThreadInfo{{ID: 7, Visitor: 501, Last: 1, Status: StatusClosed}}})
	}
	offline := func(b *Board) {
		b.Apply(Event{At: sec(5), Threads: []ThreadInfo{{ID: 7, Visitor: 501, Last: 1, Offline: true}}})
	}
	cases := []struct {
		figure FigureID
		stream string
		then   func(*Board)
		now    int
		why    string
	}{
		{FigureFirst, "A0 V20 A35", nil, 60, whyAgentFirst},
		{FigureFirst, "V0", nil, 60, whyOpen},
		{FigureFirst, "V0 B2", nil, 60, whyBot},
		{FigureFirst, "V0", acked, 60, whyAcknowledged},
		{FigureFirstService, "V0", closed, 60, whyAbandoned},
		{FigureFirstService, "V40", nil, 60, whyNotDecided},
		{FigureFirstService, "V0 B2", nil, 60, whyBot},
		{FigureFirst, "V0 A20", offline, 60, whyOffline},
		{FigureWaiting, "V0", acked, 60, whyAcknowledged},
		{FigureWaiting, "V0", closed, 60, overClosed.because()},
		{FigureWaiting, "V0", nil, 1800, overSilence.because()},
		{FigureWaiting, "V0 B2", nil, 60, whyBot},
		{FigureWaiting, "V0", offline, 60, whyOffline},
		{FigureMissed, "V0 A20", nil, 1900, "done: an agent had the last word"},
		{FigureMissed, "V0 A20 V30", nil, 1900, "dropped: an agent left the last words unanswered"},
		{FigureMissed, "V0 B2", nil, 1900, "bot only"},
	}
	for _, c := range cases {
		b := boardOf(t, c.stream)
		if c.then != nil {
			c.then(b)
		}
		x := b.Explain(c.figure, Subject{}, sec(c.now))
		if len(x.Included) != 0 || len(x.Excluded) != 1 || x.Excluded[0].Why != c.why {
			t.Errorf("%s, now %d, %s: included %+v, excluded %+v; want one for %q", c.stream, c.now, x.Title, x.Included, x.Excluded, c.why)
		}
	}
}

func TestShown(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "<1s", 999 * time.Millisecond: "<1s", -time.Second: "<1s", 38 * time.Second: "38s",
		252 * time.Second: "4m12s", 605 * time.Second: "10m05s", 3720 * time.Second: "1h02m",
	} {
		if got := shown(d); got != want {
			t.Errorf("shown(%v) = %q, want %q", d, got, want)
		}
	}
}
