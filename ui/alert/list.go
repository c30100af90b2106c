package alert

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
)

// OpenCount returns the number of open, unacknowledged alerts.
func (w *Tracker) OpenCount() int {
	n := 0
	for _, a := range w.Live {
		if !a.Acked {
			n++
		}
	}
	return n
}

// OpenSince returns the number of open, unacknowledged alerts found after t.
func (w *Tracker) OpenSince(t time.Time) int {
	n := 0
	for _, a := range w.Live {
		if a.FoundAt.After(t) && !a.Acked {
			n++
		}
	}
	return n
}

// EndedBefore returns how many of the ended alerts had ended before the Tracker began.
func (w *Tracker) EndedBefore() int {
	n := 0
	for _, a := range w.Ended {
		if a.Before {
			n++
		}
	}
	return n
}

// List returns all alerts: the open ones, the worst first, then the ended ones, the latest end first.
func (w *Tracker) List() []*Alert {
	out := slices.Clone(w.Live)
	slices.SortStableFunc(out, compareUrgency)
	for _, a := range slices.Backward(w.Ended) {
		out = append(out, a)
	}
	return out
}

// compareUrgency orders alerts by urgency. Missing data comes first: without data the rest is uncertain.
func compareUrgency(a, b *Alert) int {
	return cmp.Or(
		model.CompareBool(a.Acked, b.Acked), model.CompareBool(b.ID.kind == model.ConcernData, a.ID.kind == model.ConcernData),
		cmp.Compare(b.Level, a.Level), cmp.Compare(b.wait.For, a.wait.For),
		a.FoundAt.Compare(b.FoundAt), cmp.Compare(a.ID.Chat, b.ID.Chat),
	)
}

// Nearest returns the time of the nearest alert before t (d = -1) or after it (d = 1).
func (w *Tracker) Nearest(t time.Time, d int) (at time.Time, found bool) {
	for _, a := range w.List() {
		first := a.FirstSeen()
		if c := first.Compare(t); c != d {
			continue
		}
		if !found || first.Compare(at) == -d {
			at, found = first, true
		}
	}
	return at, found
}
