package poller

import (
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// server returns the server's time at our time now.
func (v *stats) server(now time.Time) time.Time { return now.Add(v.skew) }

// stampAt is server, but never earlier than a stamp given out just before:
// skew is measured anew with each answer, and the newest Health wins.
func (v *stats) stampAt(now time.Time) time.Time {
	at := v.server(now)
	if back := v.stamp.Sub(at); back > 0 && back < 10*time.Second {
		return v.stamp
	}
	v.stamp = at
	return at
}

// A sink is where what an answer held goes.
type sink interface {
	heard(m acquire.Meta, now time.Time)
	send(e model.Event, now time.Time)
	server(now time.Time) time.Time
}

// An outlet is the one way by which Events leave the poller, stamped by the server's clock.
type outlet struct {
	*stats
	emit func(model.Event)
}

// send hands an Event to the screen.
func (o *outlet) send(e model.Event, now time.Time) {
	e.At = o.stampAt(now)
	o.emit(e)
}

// serverTime is an own time by the server's clock; the zero time stays zero.
func serverTime(at time.Time, skew time.Duration) time.Time {
	if at.IsZero() {
		return at
	}
	return at.Add(skew)
}
