// Package ledger is what the history keeps: the figures of slots of a quarter of an
// hour, the local days they make, and the report of a period. It is as pure as the
// package model, and imports only that and safetext. The Board's Ledger makes Days,
// poller/history writes and reads them, ui/report/period shows PeriodReports.
package ledger

import (
	"slices"
	"time"

	"floorwatch/model"
)

// SlotLength is how long a slot of the history is. Every UTC offset and every
// change of clocks in use today is a multiple of it, so a local hour or day is
// always a whole number of slots.
const SlotLength = model.UsualSlot

// SlotStart returns the start of the slot that t falls in. A slot is left-open
// like every window: (start, start + 15 min], so 12:15:00 belongs to the slot
// that began at 12:00.
func SlotStart(t time.Time) time.Time {
	start := t.Truncate(SlotLength)
	if start.Equal(t) {
		return start.Add(-SlotLength)
	}
	return start
}

// A HistogramBucket is a duration in whole seconds and how often it occurred.
type HistogramBucket struct{ Seconds, N int32 }

// A Histogram holds durations of whole seconds without loss, as runs in
// ascending order. Histograms are merged by addition, so quantiles over any sum
// of slots are exact. The zero Histogram is empty. A copy shares its runs, so add
// only to one that began empty.
type Histogram []HistogramBucket

// Add counts a duration n times. Negative durations count as 0.
func (h *Histogram) Add(seconds int32, n int) {
	r := HistogramBucket{max(seconds, 0), int32(n)}
	i, found := slices.BinarySearchFunc(*h, r.Seconds, func(r HistogramBucket, s int32) int { return int(r.Seconds) - int(s) })
	if found {
		(*h)[i].N += r.N
		return
	}
	*h = slices.Insert(*h, i, r)
}

// Merge adds what another Histogram holds. It allocates only where h grows. Both
// are walked, since a binary search for each run is slower.
func (h *Histogram) Merge(other Histogram) {
	a := *h
	missing, i := 0, 0
	for _, r := range other {
		for i < len(a) && a[i].Seconds < r.Seconds {
			i++
		}
		if i == len(a) || a[i].Seconds != r.Seconds {
			missing++
		}
	}
	if missing > 0 {
		h.mergeNew(other, missing)
		return
	}
	i = 0
	for _, r := range other {
		for a[i].Seconds < r.Seconds {
			i++
		}
		a[i].N += r.N
	}
}

// mergeNew merges from the end, so that nothing is overwritten before it is read.
func (h *Histogram) mergeNew(other Histogram, missing int) {
	i, j := len(*h)-1, len(other)-1
	*h = slices.Grow(*h, missing)[:len(*h)+missing]
	a := *h
	for k := len(a) - 1; j >= 0; k-- {
		switch {
		case i < 0 || a[i].Seconds < other[j].Seconds:
			a[k], j = other[j], j-1
		case a[i].Seconds > other[j].Seconds:
			a[k], i = a[i], i-1
		default:
			a[k] = HistogramBucket{a[i].Seconds, a[i].N + other[j].N}
			i, j = i-1, j-1
		}
	}
}

// Count returns how many durations the Histogram holds.
func (h Histogram) Count() int {
	n := 0
	for _, r := range h {
		n += int(r.N)
	}
	return n
}

// Quantile returns the median and the p90 by nearest rank.
func (h Histogram) Quantile() model.Quantile {
	return model.QuantileAt(h.Count(), h.at)
}

// at returns the i-th smallest duration, from 0.
func (h Histogram) at(i int) time.Duration {
	for _, r := range h {
		if i -= int(r.N); i < 0 {
			return time.Duration(r.Seconds) * time.Second
		}
	}
	return 0
}

// SlotFigures are what happened in a slot, or in any sum of slots. What each
// figure counts is defined as for a Window; each occurrence belongs to the slot
// of its moment: a turn's verdict to that of its decision, a reply's duration to
// that of the reply, an ending to that of the end. The zero value is an empty sum.
type SlotFigures struct {
	FirstService, NextService model.ServiceLevel // In and Of alone; a sum has no level
	Missed, Dropped, BotOnly  int
	Transfers, Overtakes      int
	Visitors, Replies         int // messages of visitors and of agents
	Rated, LowRated           int // chats that were rated; … badly
	OutOfHours                int // turns asked and answered while closed, and chats that were left so
	// Waiting is how many chats waited when the time ended, or when it was written where that came first. It is of a
	// moment: Add leaves it alone, and whoever adds up agents or takes the last of some slots says so.
	Waiting int
	// Unknown is how many of the counts, from the last one back, are not known:
	// the file was written before they existed, or the account has none.
	Unknown int

	First, Total, Next Histogram // first response, the same with the bot's time, next response
	Peak               float64   // of one agent: the highest concurrency. Maximum, not sum
}

// SlotCounts is how many counts SlotFigures holds.
const SlotCounts = 15

// waitingCount is where Waiting stands among the counts.
const waitingCount = 14

// Counts returns the counts in the order of the file. Further ones are appended, never inserted.
func (f *SlotFigures) Counts() [SlotCounts]*int {
	return [SlotCounts]*int{
		&f.FirstService.In, &f.FirstService.Of, &f.NextService.In, &f.NextService.Of,
		&f.Missed, &f.Dropped, &f.BotOnly, &f.Transfers, &f.Overtakes, &f.Visitors, &f.Replies,
		&f.Rated, &f.LowRated, &f.OutOfHours, &f.Waiting,
	}
}

// Add adds other figures: the only rule by which hours, days, agents, teams and
// the floor come about.
func (f *SlotFigures) Add(other *SlotFigures) {
	f.Unknown = max(f.Unknown, other.Unknown)
	into, from := f.Counts(), other.Counts()
	for i := range into {
		if i != waitingCount {
			*into[i] += *from[i]
		}
		if !f.Known(i) {
			*into[i] = 0 // of a part of the sum it is not known
		}
	}
	f.First.Merge(other.First)
	f.Total.Merge(other.Total)
	f.Next.Merge(other.Next)
	f.Peak = max(f.Peak, other.Peak)
}

// AddConcurrent adds figures of a time that ends with the sum's: those of other agents, or the last of its slots.
func (f *SlotFigures) AddConcurrent(other *SlotFigures) {
	f.Waiting += other.Waiting
	f.Add(other)
}

// WaitingKnown reports whether Waiting is known.
func (f *SlotFigures) WaitingKnown() bool { return f.Known(waitingCount) }

// Empty reports whether nothing happened and nobody waited.
func (f *SlotFigures) Empty() bool {
	for _, n := range f.Counts() {
		if *n != 0 {
			return false
		}
	}
	return f.Peak == 0 && len(f.First) == 0 && len(f.Total) == 0 && len(f.Next) == 0
}

// Known reports whether the i-th of Counts is known.
func (f *SlotFigures) Known(i int) bool { return i < SlotCounts-f.Unknown }

// NewChats returns how many chats reached a human or should have: those with a
// first reply and those missed.
func (f *SlotFigures) NewChats() int { return f.First.Count() + f.Missed }

// Turns returns how many turns were answered.
func (f *SlotFigures) Turns() int { return f.First.Count() + f.Next.Count() }

// Late returns how many decided turns were over their target.
func (f *SlotFigures) Late() int {
	return f.FirstService.Of - f.FirstService.In + f.NextService.Of - f.NextService.In
}
