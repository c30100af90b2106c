package alert

import (
	"slices"
	"time"

	"floorwatch/model"
)

const (
	// BackStep is the time between two moments that are checked: an alert shorter than that may be missed, and what is
	// said of how long one lasted is right to this time.
	BackStep = 30 * time.Second
	// backThreads is how many threads are checked in all, about 20 µs each: a floor of 200 is checked over more
	// than eight hours, and one of 5,000 over the half hour of backLeast.
	backThreads, backLeast, backMost = 200_000, 60, 1440
	// stepThreads is how many are checked in one step.
	stepThreads = 250
)

// A LookBack finds what was critical before a Tracker began, if the floor was being read then: a recording was
// restored, a server read it before, or a replay began in the middle of its day. A separate Tracker observes
// one past moment after another, by the same rules. Nobody is called for what it finds.
type LookBack struct {
	of    *Tracker
	began time.Time // of the Tracker
	found Tracker
	from  time.Time // the first moment
	at    time.Time // the next one
}

// LookBack returns a LookBack over the time before w began, given the floor as it is now; nil if there is nothing to
// find, it was done already, or the first read is not over: until then some waits are unknown.
func (w *Tracker) LookBack(now *model.Snapshot, h model.Health) *LookBack {
	since := now.Coverage.Observed.Since
	if w.lookedBack || since.IsZero() || !since.Before(w.first) || h.State.FirstRead() || !h.State.Current() {
		return nil
	}
	steps := min(max(backThreads/max(1, len(now.Threads)), backLeast), backMost)
	if first := w.first.Add(-time.Duration(steps) * BackStep); since.Before(first) {
		since = first
	}
	return &LookBack{of: w, began: w.first, from: since, at: since, found: Tracker{Floor: w.Floor, Teams: w.Teams, Zone: w.Zone}}
}

// Step checks a few more moments; done is true after the last. at returns the floor at a moment, now is the present
// floor. On a floor of 250 threads or more a step checks one moment.
func (b *LookBack) Step(now *model.Snapshot, at func(time.Time) *model.Snapshot) (done bool) {
	for threads := 0; b.at.Before(b.began) && threads < stepThreads; b.at = b.at.Add(BackStep) {
		if now.Coverage.Unobserved(b.at) {
			continue
		}
		s := at(b.at)
		threads += len(s.Threads) + 1
		h := model.Health{State: model.StateLive, LastGood: s.Now, Read: true}
		b.found.Observe(s, h, slices.DeleteFunc(s.Concerns(h), ofReading))
	}
	if b.at.Before(b.began) {
		return false
	}
	b.of.join(b, now)
	return true
}

// ofReading reports whether a concern is about the data: its past state is not kept with the floor.
func ofReading(c model.Concern) bool { return !c.Kind.OfChat() && c.Kind.Figure() == model.FigureNone }

// join inserts the alerts from before the start before those that have ended since. An alert open at the start
// is the same as the one found since, and gets its earlier beginning.
func (w *Tracker) join(b *LookBack, now *model.Snapshot) {
	if w.lookedBack || !w.first.Equal(b.began) {
		return // it began again meanwhile
	}
	w.lookedBack, w.Back = true, b.from
	var before []*Alert
	for _, old := range append(b.found.Ended, b.found.Live...) {
		if a := w.sameAs(old); a != nil {
			if old.FoundAt.Before(a.FirstSeen()) {
				a.earlier, a.overBy = old.FoundAt, a.FoundAt.Sub(old.Since())
			}
			continue
		}
		if old.Ended.IsZero() {
			old.Ended, old.How = b.began, endingOfAlert(now, old)
		}
		old.Before = true
		before = append(before, old)
	}
	w.Ended = append(before, w.Ended...)
	w.Ended = slices.Delete(w.Ended, 0, max(0, len(w.Ended)-maxEnded))
}

// sameAs returns the alert of w that continues one from before its start: about the same wait, or about a figure that
// was not within its limit for SettleFor in between.
func (w *Tracker) sameAs(old *Alert) *Alert {
	for _, list := range [][]*Alert{w.Live, w.Ended} {
		i := slices.IndexFunc(list, func(a *Alert) bool {
			switch {
			case a.ID != old.ID:
				return false
			case a.ID.Chat != 0:
				return a.wait.Since.Truncate(time.Second).Equal(old.wait.Since.Truncate(time.Second))
			}
			return a.FoundAt.Sub(old.lastFound) < fillTime+SettleFor
		})
		if i >= 0 {
			return list[i]
		}
	}
	return nil
}

// FirstSeen returns the earliest moment at which the alert is known to have been critical.
func (a *Alert) FirstSeen() time.Time {
	if a.earlier.IsZero() {
		return a.FoundAt
	}
	return a.earlier
}
