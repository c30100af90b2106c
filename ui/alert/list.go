package alert

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
)

// Open is how many alerts go on that nobody has acknowledged.
func (w *Tracker) Open() int {
	n := 0
	for _, a := range w.Live {
		if !a.Acked {
			n++
		}
	}
	return n
}

// OpenSince is how many alerts go on that have come up after t.
func (w *Tracker) OpenSince(t time.Time) int {
	n := 0
	for _, a := range w.Live {
		if a.FoundAt.After(t) && !a.Acked {
			n++
		}
	}
	return n
}

// EndedBefore is how many of those that have ended did so before the Tracker began.
func (w *Tracker) EndedBefore() int {
	n := 0
	for _, a := range w.Ended {
		if a.Before {
			n++
		}
	}
	return n
}

// List returns all alerts: those that go on, the worst first, then the others, the last ended first.
func (w *Tracker) List() []*Alert {
	out := slices.Clone(w.Live)
	slices.SortStableFunc(out, compareUrgency)
	for _, a := range slices.Backward(w.Ended) {
		out = append(out, a)
	}
	return out
}

// newFor is how long what has become critical, or worse, counts as news.
const newFor = 2 * time.Minute

// Fresh returns the waits that have become critical a short while ago, or have
// become worse: the worst first, then the newest.
func (w *Tracker) Fresh(now time.Time) []*Alert {
	var out []*Alert
	for _, a := range w.Live {
		age := now.Sub(a.criticalAt)
		if a.ID.kind == model.ConcernWait && !a.criticalAt.IsZero() && age >= 0 && age < newFor {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(x, y *Alert) int {
		return cmp.Or(cmp.Compare(y.Level, x.Level), y.criticalAt.Compare(x.criticalAt), cmp.Compare(x.ID.Chat, y.ID.Chat))
	})
	return out
}

// compareUrgency orders alerts by how much somebody should do about them. Without data the rest is hearsay.
func compareUrgency(a, b *Alert) int {
	return cmp.Or(
		order(a.Acked, b.Acked), order(b.ID.kind == model.ConcernData, a.ID.kind == model.ConcernData),
		cmp.Compare(b.Level, a.Level), cmp.Compare(b.wait.For, a.wait.For),
		a.FoundAt.Compare(b.FoundAt), cmp.Compare(a.ID.Chat, b.ID.Chat),
	)
}

// order puts false before true.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// Nearest is the time of the nearest alert before t (d < 0) or after it.
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
