// Package ledger defines the history: the figures of quarter-hour slots, the local days that they form, and the
// report of a period. Like package model it is pure, and it imports only that and safetext. The Board's Ledger
// computes Days, poller/history stores them, and ui/report/period shows a PeriodReport.
package ledger

import (
	"slices"
	"time"

	"floorwatch/model"
)

// SlotLength is the length of a slot. Every UTC offset and clock change in use today is a multiple of it, so a
// local hour or day is always a whole number of slots.
const SlotLength = model.UsualSlot

// SlotStart returns the start of the slot that contains t. Slots are left-open like all windows, (start, start +
// 15 min], so 12:15:00 belongs to the slot that began at 12:00.
func SlotStart(t time.Time) time.Time {
	start := t.Truncate(SlotLength)
	if start.Equal(t) {
		return start.Add(-SlotLength)
	}
	return start
}

// A HistogramBucket is a duration in whole seconds and its number of occurrences.
type HistogramBucket struct{ Seconds, N int32 }

// A Histogram holds durations of whole seconds without loss, as buckets in ascending order. Histograms are merged
// by addition, so quantiles of any sum of slots are exact. The zero Histogram is empty. A copy shares its buckets,
// so only add to one that started empty.
type Histogram []HistogramBucket

// Add counts a duration n times; a negative n takes it out again. Negative durations count as 0.
func (h *Histogram) Add(seconds int32, n int) {
	r := HistogramBucket{max(seconds, 0), int32(n)}
	i, found := slices.BinarySearchFunc(*h, r.Seconds, func(r HistogramBucket, s int32) int { return int(r.Seconds) - int(s) })
	switch {
	case !found:
		*h = slices.Insert(*h, i, r)
	case (*h)[i].N == -r.N:
		*h = slices.Delete(*h, i, i+1)
	default:
		(*h)[i].N += r.N
	}
}

// Merge adds another Histogram. It allocates only if h grows. It walks both, because a binary search for each
// bucket is slower.
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

// Count returns the number of durations.
func (h Histogram) Count() int {
	n := 0
	for _, r := range h {
		n += int(r.N)
	}
	return n
}

// Quantile returns the median and the 90th percentile by nearest rank.
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

// SlotFigures are what happened in a slot, or in any sum of slots. The figures are defined as for a Window; each
// occurrence belongs to the slot of its moment: a turn to that of its decision, a reply's duration to that of the
// reply, an ending to that of the end. The zero value is an empty sum.
type SlotFigures struct {
	FirstService, NextService model.ServiceLevel // only In and Of; a sum has no level
	Missed, Dropped, BotOnly  int
	Transfers, Overtakes      int
	Visitors, Replies         int // messages of visitors and of agents
	Rated, LowRated           int // chats that were rated; … badly
	OutOfHours                int // turns asked and answered while closed, and chats left unanswered then
	// Waiting is how many chats were waiting at the end of the time, or when the file was written if earlier.
	// Since it is as of a moment, Add ignores it; see AddConcurrent.
	Waiting int
	// Unknown is how many of the counts, from the last one backwards, are unknown: the file is older than they
	// are, or the account has none.
	Unknown int

	First, Total, Next Histogram // first response, the same including the bot's time, next response
	Peak               float64   // of one agent: highest concurrency. Combined by maximum, not by sum
}

// SlotCounts is the number of counts in SlotFigures.
const SlotCounts = 15

// waitingCount is the index of Waiting among the counts.
const waitingCount = 14

// Counts returns the counts in the order of the file. New ones are appended, never inserted.
func (f *SlotFigures) Counts() [SlotCounts]*int {
	return [SlotCounts]*int{
		&f.FirstService.In, &f.FirstService.Of, &f.NextService.In, &f.NextService.Of,
		&f.Missed, &f.Dropped, &f.BotOnly, &f.Transfers, &f.Overtakes, &f.Visitors, &f.Replies,
		&f.Rated, &f.LowRated, &f.OutOfHours, &f.Waiting,
	}
}

// Add adds other figures. All sums (hours, days, agents, teams, the floor) are made with it.
func (f *SlotFigures) Add(other *SlotFigures) {
	f.Unknown = max(f.Unknown, other.Unknown)
	into, from := f.Counts(), other.Counts()
	for i := range into {
		if i != waitingCount {
			*into[i] += *from[i]
		}
		if !f.Known(i) {
			*into[i] = 0 // unknown for part of the sum
		}
	}
	f.First.Merge(other.First)
	f.Total.Merge(other.Total)
	f.Next.Merge(other.Next)
	f.Peak = max(f.Peak, other.Peak)
}

// AddConcurrent adds figures of a time with the same end, Waiting included: those of other agents, or of the last
// slot of f's time.
func (f *SlotFigures) AddConcurrent(other *SlotFigures) {
	f.Waiting += other.Waiting
	f.Add(other)
}

// Reset makes f empty, and keeps the memory of its histograms.
func (f *SlotFigures) Reset() {
	*f = SlotFigures{First: f.First[:0], Total: f.Total[:0], Next: f.Next[:0]}
}

// Empty reports whether nothing happened and nobody was waiting.
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

// NewChats returns how many chats reached a human or should have: those with a first reply and those missed.
func (f *SlotFigures) NewChats() int { return f.First.Count() + f.Missed }

// Turns returns how many turns were answered.
func (f *SlotFigures) Turns() int { return f.First.Count() + f.Next.Count() }

// Late returns how many decided turns were past their goal.
func (f *SlotFigures) Late() int {
	return f.FirstService.Of - f.FirstService.In + f.NextService.Of - f.NextService.In
}
