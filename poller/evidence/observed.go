// Package evidence derives facts from Acquire's answers: since when the floor has been
// observed without a hole (Observed), whether the data can be trusted (Doubts), and
// when a chat began, by its number (ChatClock). It sends no requests and imports only
// acquire's answers and model. Times are arguments; nothing here is safe for
// concurrent use.
package evidence

import (
	"slices"
	"time"

	"floorwatch/model"
)

// holeFrom is the shortest pause of reading that counts as a hole.
const holeFrom = 15 * time.Second

// maxHoles limits the holes kept; the latest stay.
const maxHoles = 64

// Observed tracks since when the floor has been observed, and the holes since then, by the server's clock.
type Observed struct {
	since  time.Time
	sure   bool // since is by the server's clock, which an answer has told
	holes  []model.Hole
	Open   bool           // the last hole has not ended
	before model.Observed // of the recording
	last   time.Time      // the recording's last event
}

// Restore applies an event of a recording made by an earlier run.
func (o *Observed) Restore(e *model.Event) {
	o.last = model.LaterTime(o.last, e.At)
	if e.Coverage != nil && e.Coverage.Observed.At.After(o.before.At) {
		o.before = e.Coverage.Observed
	}
}

// Begin sets since when this program reads; it has no effect after a call with sure, once an answer has
// told the server's time. An earlier run's recording extends the observation back, with the time between as a hole.
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

// NoteStop records that no request has been sent since a moment, or, if that is zero, that requests go on.
// server converts our time to the server's.
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

// Paused records that the program did not run. An open hole is extended back to from.
func (o *Observed) Paused(from, to time.Time) {
	if o.Open {
		last := &o.holes[len(o.holes)-1]
		last.From = model.EarlierTime(last.From, from)
		return
	}
	o.holes = append(o.holes, model.Hole{From: from, To: to})
}

// At returns since when the floor has been observed, and a copy of the latest holes.
func (o *Observed) At(time.Time) model.Observed {
	o.holes = o.holes[max(0, len(o.holes)-maxHoles):]
	return model.Observed{Since: o.since, Holes: slices.Clone(o.holes)}
}
