// Package evidence gathers what Acquire's answers give away about themselves: since
// when the floor is read without a hole (Observed), whether what is sent can be
// trusted (Doubts), and when a chat began by its number (ChatClock). It reads
// answers, asks for nothing, and imports only acquire's answers and model. Times
// are arguments; nothing here is safe for concurrent use.
package evidence

import (
	"slices"
	"time"

	"floorwatch/model"
)

// holeFrom is for how long nothing has to be read to be a hole in the observation.
const holeFrom = 15 * time.Second

// maxHoles bounds the holes that are told; the latest stay.
const maxHoles = 64

// An Observed keeps since when the floor is read without a hole, by the server's clock.
type Observed struct {
	since  time.Time
	sure   bool // since is by a clock that an answer has set
	holes  []model.Hole
	Open   bool // the last of them goes on
	before model.Observed
	last   time.Time // that it was read before us
}

// Restore applies what a recording says of those who read before us.
func (o *Observed) Restore(e *model.Event) {
	if e.At.After(o.last) {
		o.last = e.At
	}
	if e.Coverage != nil && e.Coverage.Observed.At.After(o.before.At) {
		o.before = e.Coverage.Observed
	}
}

// Begin says since when this program reads; once an answer has told the server's time it stands.
func (o *Observed) Begin(began time.Time, sure bool) {
	if o.sure {
		return
	}
	o.since, o.sure = began, sure
	if !sure || o.before.Since.IsZero() || !o.before.Since.Before(began) {
		return
	}
	o.since, o.holes = o.before.Since, slices.Concat(o.before.Holes, o.holes)
	for i := range o.holes {
		if h := &o.holes[i]; h.To.IsZero() && h.From.Before(began) {
			h.To = began
		}
	}
	if began.Sub(o.last) > holeFrom {
		o.holes = append(o.holes, model.Hole{From: o.last, To: began})
	}
}

// NoteStop notes that nothing is asked since a moment, or, where that is zero, that it is again.
func (o *Observed) NoteStop(since, now time.Time, server func(time.Time) time.Time) {
	switch {
	case since.IsZero() && o.Open:
		o.Open = false
		o.holes[len(o.holes)-1].To = server(now)
	case !since.IsZero() && !o.Open && now.Sub(since) > holeFrom:
		o.Open = true
		o.holes = append(o.holes, model.Hole{From: server(since)})
	}
}

// Paused notes that the program did not run. A hole that is open now goes on from there.
func (o *Observed) Paused(from, to time.Time) {
	if o.Open {
		last := &o.holes[len(o.holes)-1]
		last.From = earlier(last.From, from)
		return
	}
	o.holes = append(o.holes, model.Hole{From: from, To: to})
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// At returns since when the floor has been observed, and the latest holes.
func (o *Observed) At(time.Time) model.Observed {
	o.holes = o.holes[max(0, len(o.holes)-maxHoles):]
	return model.Observed{Since: o.since, Holes: slices.Clone(o.holes)}
}
