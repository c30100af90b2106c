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

// List returns all alerts: the open ones, the worst first, then the ended ones, the latest first, those that had ended
// before the Tracker began last.
func (w *Tracker) List() []*Alert { return listed(w.Live, w.Ended) }

func listed(open, ended []*Alert) []*Alert {
	open, ended = slices.Clone(open), slices.Clone(ended)
	slices.SortStableFunc(open, compareUrgency)
	slices.SortStableFunc(ended, func(a, b *Alert) int {
		return cmp.Or(model.CompareBool(a.Before, b.Before), b.Since().Compare(a.Since()), b.Ended.Compare(a.Ended), cmp.Compare(a.ID.Chat, b.ID.Chat))
	})
	return append(open, ended...)
}

// ListAt returns the alerts as of a past moment, in the same order: what was critical on that floor, each with the
// time at which it was found then, and the alerts that had ended. Concerns about the reading are not kept.
func (w *Tracker) ListAt(s *model.Snapshot) []*Alert {
	then := Tracker{Floor: w.Floor, Teams: w.Teams, Zone: w.Zone}
	h := model.Health{State: model.StateLive, LastGood: s.Now, Read: true}
	then.Observe(s, h, slices.DeleteFunc(s.Concerns(h), ofReading))
	var ended []*Alert
	for _, a := range slices.Concat(w.Ended, w.Live) {
		switch {
		case a.FirstSeen().After(s.Now):
		case !a.Ended.IsZero() && !a.Ended.After(s.Now):
			ended = append(ended, a)
		default:
			if open := alertOf(then.Live, a.ID); open != nil {
				open.continues(a.FirstSeen())
			}
		}
	}
	return listed(then.Live, ended)
}

// continues gives an alert the time at which it was first found.
func (a *Alert) continues(since time.Time) {
	if a.ID.Chat == 0 { // of a chat it follows from the wait
		a.FoundAt = since
	}
	a.earlier = since
}

// compareUrgency orders alerts by urgency. Missing data comes first: without data the rest is uncertain.
func compareUrgency(a, b *Alert) int {
	return cmp.Or(
		model.CompareBool(a.Acked, b.Acked), model.CompareBool(b.ID.kind == model.ConcernData, a.ID.kind == model.ConcernData),
		cmp.Compare(b.Level, a.Level), cmp.Compare(b.wait.For, a.wait.For),
		a.FoundAt.Compare(b.FoundAt), cmp.Compare(a.ID.Chat, b.ID.Chat),
	)
}

// LastCall returns when open alerts were last sent to somebody; zero if never.
func (w *Tracker) LastCall() time.Time {
	last := w.screenCaller.lastCall
	for _, c := range w.routes {
		last = model.LaterTime(last, c.lastCall)
	}
	return last
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
