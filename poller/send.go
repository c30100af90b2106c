package poller

import (
	"time"

	"floorwatch/model"
)

// server returns the server's time at a moment of ours; the zero time stays zero. A moment
// before or after the loop's current turn is as far from it as the monotonic clock says: its
// own reading of the wall clock may be from before a step of that clock.
// The result keeps no monotonic reading: two such times are compared across a step
// of the skew, which a monotonic reading would count a second time.
func (v *stats) server(at time.Time) time.Time {
	switch {
	case at.IsZero():
		return at
	case v.turn.IsZero():
		return at.Round(0).Add(v.skew)
	}
	return v.turn.Round(0).Add(v.skew + at.Sub(v.turn))
}

// stampAt is server, but never earlier than a stamp given out just before: the
// skew is measured with each answer, and the newest Health wins. While our clock
// is not to be trusted the last stamp is held. Before the first answer there is
// none; those stamps count up from the Unix epoch (model.Event.Dated), so that a
// clock that is a day ahead lets nothing of the floor look too old to keep.
func (v *stats) stampAt(now time.Time) time.Time {
	switch {
	case !v.dated:
		v.stamp = later(time.Unix(0, 0).UTC(), v.stamp).Add(1)
		return v.stamp
	case v.unsure:
		return v.stamp
	}
	at := v.server(now)
	if back := v.stamp.Sub(at); back > 0 && back < 10*time.Second {
		return v.stamp
	}
	v.stamp = at
	return at
}

// An outlet is the one way by which Events leave the poller, stamped by the server's clock.
type outlet struct {
	*stats
	emit     func(model.Event)
	coverage *coverage
	holding  bool
	held     []model.Event
}

// release sends what was kept back as one Event.
func (o *outlet) release(now time.Time) {
	o.holding = false
	if len(o.held) == 0 {
		return
	}
	all := o.held[0]
	for i := range o.held[1:] {
		all.Add(&o.held[1+i])
	}
	clear(o.held)
	o.held = o.held[:0]
	o.emitNow(all, now)
}

// emitNow lets an Event out, and with it what there is to say of what is missing.
func (o *outlet) emitNow(e model.Event, now time.Time) {
	e.Coverage = o.coverage.news(e.At, now)
	o.emit(e)
}

// send hands an Event to the screen.
func (o *outlet) send(e model.Event, now time.Time) {
	e.At = o.stampAt(now)
	if o.holding {
		o.held = append(o.held, e)
		return
	}
	o.emitNow(e, now)
}
