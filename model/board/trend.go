package board

import (
	"slices"
	"time"

	"floorwatch/model"
)

// Trend returns the last half hour up to now. The offline inbox is left out. It
// reads every chat that has been alive since, so it is meant to be called once a
// minute, not with each frame.
func (b *Board) Trend(now time.Time) model.Trend {
	k := b.bookAt(now)
	t := trend{b: b, now: k.now}
	for i, end := range model.TrendEnds(k.now.Time()) {
		t.cells[i].End, t.ends[i] = end, model.InstantOf(end)
	}
	t.from = k.now.Add(-model.TrendSpan)
	for _, e := range k.live { // no other has a part in the half hour
		t.add(e)
	}
	for i, took := range t.took {
		t.cells[i].First = model.QuantileOf(took)
	}
	return t.cells
}

// A trend is a Trend in the making.
type trend struct {
	b     *Board
	from  model.Instant // when the first cell begins
	now   model.Instant
	ends  [model.TrendCells]model.Instant
	cells model.Trend
	took  [model.TrendCells][]time.Duration
}

// at is the cell that a moment lies in, or -1.
func (t *trend) at(when model.Instant) int {
	if when <= t.from || when > t.now {
		return -1
	}
	i, _ := slices.BinarySearch(t.ends[:], when)
	return i
}

// add adds a chat.
func (t *trend) add(e *entry) {
	if e.offline || max(e.over, e.lastWord) < t.from {
		return
	}
	for i := len(e.waits) - 1; i >= 0 && e.waits[i].to > t.from; i-- {
		for c, end := range t.ends {
			if w := &e.waits[i]; w.holds(end) {
				t.cells[c].Waiting++
				t.cells[c].Longest = max(t.cells[c].Longest, w.ran(end))
			}
		}
	}
	for i := len(e.present) - 1; i >= 0 && e.present[i].to > t.from; i-- {
		for c, end := range t.ends {
			if e.present[i].holds(end) {
				t.cells[c].Active++
			}
		}
	}
	for i := len(e.turns) - 1; i >= 0 && e.turns[i].reply > t.from; i-- {
		if turn := &e.turns[i]; turn.first {
			if c := t.at(turn.reply); c >= 0 {
				t.took[c] = append(t.took[c], turn.took())
			}
			t.decide(turn)
		}
	}
	if turn, ok := e.openTurn(t.now); ok && turn.first {
		t.decide(&turn)
	}
	if o := e.outcome(t.now); o.missed {
		if c := t.at(o.at.to); c >= 0 {
			t.cells[c].Missed++
		}
	}
}

// decide adds a turn that is decided: in time, or past its goal.
func (t *trend) decide(turn *turn) {
	at, in := turn.decided(t.b.LimitsOf(turn.agent).Target(turn.first))
	if c := t.at(at); c >= 0 {
		t.cells[c].FirstService.Of++
		t.cells[c].FirstService.In += int(count(in))
	}
}
