package board

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

// ledgerOf reads the whole day in strides, as known at a second.
func ledgerOf(b *Board, second, stride int) *ledger.Day {
	l := b.NewLedger(noon.Add(-12*time.Hour), noon.Add(12*time.Hour))
	for !l.Step(sec(second), stride) {
	}
	d := &ledger.Day{From: noon.Add(-12 * time.Hour), To: noon.Add(12 * time.Hour)}
	l.Into(d)
	return d
}

// windowOfSlots adds up the slots that begin in [from, to).
func windowOfSlots(d *ledger.Day, from, to time.Time) model.Window {
	var f ledger.SlotFigures
	for i := range d.Slots {
		if s := &d.Slots[i]; !s.Start.Before(from) && s.Start.Before(to) {
			f.Add(&s.SlotFigures)
		}
	}
	return model.Window{
		First: f.First.Quantile(), FirstTotal: f.Total.Quantile(), Next: f.Next.Quantile(), FirstService: f.FirstService, NextService: f.NextService,
		Missed: f.Missed, Dropped: f.Dropped, BotOnly: f.BotOnly, Transfers: f.Transfers, Overtakes: f.Overtakes, Visitors: f.Visitors, Replies: f.Replies,
		Rated: f.Rated, LowRated: f.LowRated, OutOfHours: f.OutOfHours,
	}
}

// bare is what a ledger keeps of a window. A figure that it does not keep needs no change here.
func bare(w model.Window) model.Window {
	w.FirstService.Level, w.NextService.Level = 0, 0
	return model.Window{
		First: w.First, FirstTotal: w.FirstTotal, Next: w.Next, FirstService: w.FirstService, NextService: w.NextService,
		Missed: w.Missed, Dropped: w.Dropped, BotOnly: w.BotOnly, Transfers: w.Transfers, Overtakes: w.Overtakes, Visitors: w.Visitors, Replies: w.Replies,
		Rated: w.Rated, LowRated: w.LowRated, OutOfHours: w.OutOfHours,
	}
}

// The slots of a day add up to the live figures: two to each half hour, all to
// today. They are chosen by their start from one ledger of the whole day, so that
// a slot whose edge is moved is found.
func TestSlotsAddUpToTheLiveFigures(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, cfg := drawHistory(t), Config{}
		if rapid.Bool().Draw(t, "hours") {
			cfg.Hours = model.Hours{Open: []string{"mon-sun 12:10-12:40", "mon-sun 13:00-13:20"}}
		}
		b := New(cfg)
		b.Apply(h.event())
		stride := rapid.IntRange(1, 3).Draw(t, "stride")
		for second := 1800; second <= h.now+5400; second += 1800 {
			head := b.At(sec(second)).Headline
			d := ledgerOf(b, second, stride)
			if got, want := windowOfSlots(d, sec(second-1800), sec(second)), bare(head.HalfHour); got != want {
				t.Errorf("half hour to %d:\n got %+v\nwant %+v\n%v", second, got, want, h)
			}
			if got, want := windowOfSlots(d, d.From, d.To), bare(head.Today); got != want {
				t.Errorf("today at %d:\n got %+v\nwant %+v\n%v", second, got, want, h)
			}
			if got := waitingAt(d, sec(second)); got != head.Waiting {
				t.Errorf("at %d %d wait by the slots, %d do\n%v", second, got, head.Waiting, h)
			}
			for _, a := range b.At(sec(second)).Agents {
				checkAgentsSlots(t, d, &a)
			}
		}
	})
}

// Where the ends of chats were not seen, as before the start of a program, the slots count what the live figures
// of the day count: not what only may have been.
func TestSlotsOfAFloorWhoseEndsWereNotSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		h.floor.blind = true
		b := New(Config{})
		b.Apply(h.event())
		for second := 1800; second <= h.now+5400; second += 1800 {
			today := b.At(sec(second)).Headline.Today
			today.FirstService.Unsure, today.NextService.Unsure = 0, 0
			d := ledgerOf(b, second, 9)
			if got, want := windowOfSlots(d, d.From, d.To), bare(today); got != want {
				t.Errorf("today at %d:\n got %+v\nwant %+v\n%v", second, got, want, h)
			}
			listed := 0
			for i := range d.Found {
				listed += int(count(d.Found[i].Kind == ledger.FindingMissed))
			}
			if listed != today.Missed {
				t.Errorf("at %d %d missed chats are listed of %d\n%v", second, listed, today.Missed, h)
			}
		}
	})
}

// waitingAt adds up those who waited at the end of the slots that end at a moment.
func waitingAt(d *ledger.Day, end time.Time) (n int) {
	for i := range d.Slots {
		if s := &d.Slots[i]; s.Start.Equal(ledger.SlotStart(end)) {
			n += s.Waiting
		}
	}
	return n
}

// Whoever waits at the end of a slot is counted in it, by who has the chat then, also where the answer came later; those
// over the critical limit are chats to look at.
func TestSlotsCountWhoWaitsAtTheirEnd(t *testing.T) {
	b := New(Config{Limits: model.DefaultLimits(), Location: time.UTC})
	b.Apply(model.Event{Messages: readStream(t, 1, "V890 A1@910 V950 A1@2000 V2700 A1@2701 V3590")})
	d := ledgerOf(b, 3600, 9)
	got := map[int]int{}
	for _, s := range d.Slots {
		if s.Waiting > 0 {
			got[int(s.Start.Sub(noon)/time.Second)] += s.Waiting * int(s.Agent+1)
		}
	}
	if want := map[int]int{0: 1, 900: 2, 1800: 2, 2700: 2}; !maps.Equal(got, want) {
		t.Errorf("wait at the end: %v, want %v", got, want)
	}
	var waiting []string
	for _, f := range d.Found {
		if f.Kind == ledger.FindingWaiting {
			waiting = append(waiting, fmt.Sprint(f.At.Sub(noon), f.Agent, f.Waited))
		}
	}
	if want := []string{"30m0s 1 14m10s"}; !slices.Equal(waiting, want) {
		t.Errorf("long waits %v, want %v", waiting, want)
	}
	if sum := d.Sum(); sum.Waiting != 0 {
		t.Errorf("%d waited at the end of a day that is not over", sum.Waiting)
	}
	if d.Written = sec(3600); d.Sum().Waiting != 1 {
		t.Errorf("%d waited when it was written", d.Sum().Waiting)
	}
}

// checkAgentsSlots compares an agent's turns of the day and their median.
func checkAgentsSlots(t *rapid.T, d *ledger.Day, a *model.AgentRow) {
	var f ledger.SlotFigures
	for i := range d.Slots {
		if d.Slots[i].Agent == a.ID {
			f.Add(&d.Slots[i].SlotFigures)
		}
	}
	var both ledger.Histogram
	both.Merge(f.First)
	both.Merge(f.Next)
	if q := both.Quantile(); q.N != a.DayTurns || q.Median != a.DayMedian {
		t.Errorf("agent %d: %d turns, median %v; want %d, %v", a.ID, q.N, q.Median, a.DayTurns, a.DayMedian)
	}
}

// A late word takes a missed chat back, so a slot stays open after its end.
func TestALateWordTakesAMissedChatBack(t *testing.T) {
	b := New(Config{Limits: model.DefaultLimits(), Location: time.UTC})
	b.Apply(model.Event{Messages: readStream(t, 1, "V10 A1@2400")})
	if got := ledgerOf(b, 1900, 9).Sum(); got.Missed != 1 || got.First.Count() != 0 {
		t.Errorf("at 1900: missed %d, first %v", got.Missed, got.First)
	}
	if got := ledgerOf(b, 2500, 9).Sum(); got.Missed != 0 || got.First.Quantile().Median != 39*time.Minute+50*time.Second {
		t.Errorf("at 2500: missed %d, first %v", got.Missed, got.First)
	}
}

// The checked example of the history.
func TestTheLedgersCheckedExample(t *testing.T) {
	b := New(Config{Limits: model.DefaultLimits(), Location: time.UTC})
	for i, stream := range []string{"V890 A1@900", "V900 A1@940", "V1790 A2@1830", "V1785"} {
		msgs := readStream(t, model.ChatID(i+1), stream)
		for j := range msgs {
			msgs[j].ID += model.MessageID(100 * i)
			msgs[j].Visitor, msgs[j].Thread = model.VisitorID(i+1), model.ThreadID(i+1)
		}
		b.Apply(model.Event{Messages: msgs})
	}
	d := ledgerOf(b, 4000, 1)
	type key struct {
		minute int
		agent  model.AgentID
	}
	want := map[key]ledger.SlotFigures{
		{0, 1}:  {FirstService: model.ServiceLevel{In: 1, Of: 1}, First: ledger.Histogram{{Seconds: 10, N: 1}}, Visitors: 2, Replies: 1},
		{15, 1}: {FirstService: model.ServiceLevel{Of: 1}, First: ledger.Histogram{{Seconds: 40, N: 1}}, Replies: 1},
		{15, 2}: {Visitors: 1},
		{15, 0}: {Visitors: 1, Waiting: 2},
		{30, 2}: {FirstService: model.ServiceLevel{Of: 1}, First: ledger.Histogram{{Seconds: 40, N: 1}}, Replies: 1},
		{30, 0}: {FirstService: model.ServiceLevel{Of: 1}, Waiting: 1},
		{45, 0}: {Missed: 1},
	}
	for _, s := range d.Slots {
		k := key{int(s.Start.Sub(noon) / time.Minute), s.Agent}
		w, ok := want[k]
		delete(want, k)
		s.Peak, w.Total = 0, w.First
		if !ok && s.FirstService.Of+s.Visitors+s.Replies+s.Missed == 0 {
			continue // present, and nothing else
		}
		if diff := difference(s.SlotFigures, w); diff != "" {
			t.Errorf("%v: %s", k, diff)
		}
	}
	if len(want) > 0 {
		t.Errorf("not there: %v", want)
	}
	if got, live := windowOfSlots(d, d.From, d.To), bare(b.At(sec(4000)).Headline.Today); got != live {
		t.Errorf("got %+v, live %+v", got, live)
	}
	d.Found = slices.DeleteFunc(d.Found, func(f ledger.Finding) bool { return f.Kind == ledger.FindingWaiting })
	if len(d.Found) != 1 || d.Found[0].Kind != ledger.FindingMissed || d.Found[0].Waited != 1800*time.Second || d.Found[0].Agent != 0 {
		t.Errorf("found %+v", d.Found)
	}
}

// What happened out of hours has a count of its own in the slots, by who replied or had the chat.
func TestSlotsCountOutOfHours(t *testing.T) {
	b := closingBoard(t, officeHours, "V 19:00:00, A2@ 19:05:00", "V 19:20:00", "V 13:00:00, A1@ 13:01:00")
	var f [3]int
	for _, s := range ledgerOf(b, clockSec(t, "21:00:00"), 9).Slots {
		f[s.Agent] += s.OutOfHours
	}
	if f != [3]int{1, 0, 1} {
		t.Errorf("by agent %v, want one turn of agent 2 and one chat of nobody", f)
	}
}

// A stride reads no more threads and agents, nor many more slots, than it is told
// to, and once all is read the Board is not needed: whoever draws it may have it.
func TestLedgerStridesAreBounded(t *testing.T) {
	const n = 30
	b := New(viewConfig("one"))
	for i := range n {
		agent := fmt.Sprintf("A%d", i+1)
		msgs := readStream(t, model.ChatID(i+1), "V0 "+agent+"@10 V20 "+agent+"@30")
		for j := range msgs {
			msgs[j].Visitor, msgs[j].Thread = model.VisitorID(i+1), model.ThreadID(i+1)
		}
		b.Apply(model.Event{At: sec(60), Messages: msgs})
	}
	l := b.NewLedger(noon.Add(-12*time.Hour), noon.Add(12*time.Hour))
	left := func() [3]int { return [3]int{len(l.threads), len(l.presence), len(l.agents)} }
	steps := 0
	for at, was := l.stage, left(); !l.Step(sec(60), 1); at, was = l.stage, left() {
		steps++
		is, list := left(), map[stage]int{readThreads: 0, readPeaks: 1, readAgents: 2}
		if i, ok := list[at]; ok && was[i]-is[i] > []int{1, slotsOfThread, 1}[i] {
			t.Fatalf("stage %d: a stride went from %v to %v", at, was, is)
		}
	}
	if steps < 2*n {
		t.Errorf("%d threads and as many agents are read in %d strides", n, steps)
	}
	l.b = nil
	var d ledger.Day
	l.Into(&d)
	if sum := d.Sum(); len(d.Agents) == 0 || d.Agents[1].Team.String() != "one" || sum.Replies == 0 || sum.Peak == 0 {
		t.Errorf("a day of %+v by %+v", sum, d.Agents)
	}
}

// A day says what its figures leave out: 0 means that nothing was.
func TestALedgerCountsWhatItLeavesOut(t *testing.T) {
	b := New(Config{Limits: model.DefaultLimits(), Location: time.UTC})
	msgs := readStream(t, 1, "V0 V10 V20 A1@30")
	msgs[1].Kind, msgs[1].Type = model.KindUnknown, safetext.Line("sticker")
	msgs[2].Side = model.SideUnknown
	b.Apply(model.Event{At: sec(60), Messages: msgs})
	if got, want := ledgerOf(b, 60, 10).LeftOut, (ledger.LeftOutCounts{UnknownType: 1, UnknownSide: 1}); got != want {
		t.Errorf("left out %+v, want %+v", got, want)
	}
	if got := ledgerOf(b, 15, 10).LeftOut; got.UnknownType != 1 || got.UnknownSide != 0 {
		t.Errorf("left out at 12:00:15: %+v, want only what was sent by then", got)
	}
}
