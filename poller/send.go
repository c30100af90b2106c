package poller

import (
	"time"

	"floorwatch/model"
)

// server returns the server's time at our time now.
func (p *Poller) server(now time.Time) time.Time { return now.Add(p.vitals.skew) }

// stampAt is server, but never earlier than a stamp given out just before:
// skew is measured anew with each answer, and the newest Health wins.
func (p *Poller) stampAt(now time.Time) time.Time {
	at := p.server(now)
	if back := p.vitals.stamp.Sub(at); back > 0 && back < 10*time.Second {
		return p.vitals.stamp
	}
	p.vitals.stamp = at
	return at
}

// send hands an Event to the screen.
func (p *Poller) send(e model.Event, now time.Time) {
	e.At = p.stampAt(now)
	p.emit(e)
}

// serverTime is an own time by the server's clock; the zero time stays zero.
func serverTime(at time.Time, skew time.Duration) time.Time {
	if at.IsZero() {
		return at
	}
	return at.Add(skew)
}
