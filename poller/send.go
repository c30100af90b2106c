package poller

import (
	"time"

	"floorwatch/model"
)

// server returns the server's time at a moment of ours; the zero time stays zero. The distance
// to the loop's current turn is measured by the monotonic clock, since the moment's wall clock
// reading may be from before a step. The result has no monotonic reading: such times are compared
// across a step of the skew, which a monotonic reading would count twice.
func (v *stats) server(at time.Time) time.Time {
	switch {
	case at.IsZero():
		return at
	case v.turn.IsZero():
		return at.Round(0).Add(v.skew)
	}
	return v.turn.Round(0).Add(v.skew + at.Sub(v.turn))
}

// stampAt is like server, but never earlier than the last stamp: the skew is measured with
// each answer, and the newest Health wins. While our clock is in doubt it repeats the last
// stamp. Before the first answer stamps count up from the Unix epoch (model.Event.Dated), so
// that a clock that is a day ahead does not make the floor look too old to keep.
func (v *stats) stampAt(now time.Time) time.Time {
	switch {
	case !v.dated:
		v.stamp = model.LaterTime(time.Unix(0, 0).UTC(), v.stamp).Add(1)
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

// An outlet sends all Events of the poller, dated by the server's clock.
type outlet struct {
	*stats
	emit     func(model.Event)
	coverage *coverage
	holding  bool
	held     []model.Event
}

// release sends what was delayed as one Event.
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

// emitNow emits an Event, with the coverage if that is due.
func (o *outlet) emitNow(e model.Event, now time.Time) {
	e.Coverage = o.coverage.news(e.At, now)
	o.emit(e)
}

// send emits an Event, or delays it while holding is set.
func (o *outlet) send(e model.Event, now time.Time) {
	e.At = o.stampAt(now)
	if o.holding {
		o.held = append(o.held, e)
		return
	}
	o.emitNow(e, now)
}
