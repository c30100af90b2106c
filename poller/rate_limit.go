package poller

import (
	"time"

	"golang.org/x/time/rate"
)

const (
	speedUpAfter = 10 * time.Second // between two steps back to the full budget
	speedUpStep  = 0.1              // of the budget
	slowest      = 0.05             // of the budget, however often the server says 429
)

// slowDown halves the rate after a 429. A server that allows less than the
// budget would otherwise be run into again and again, with a stop each time.
func (p *Poller) slowDown(now time.Time) {
	p.limiter.SetLimitAt(now, max(p.limiter.Limit()/2, rate.Limit(slowest*p.perSecond)))
	p.slowed = now
}

// speedUp goes back towards the budget step by step.
func (p *Poller) speedUp(now time.Time) {
	full := rate.Limit(p.perSecond)
	if p.limiter.Limit() >= full || p.gate.closed || now.Sub(p.slowed) < speedUpAfter {
		return
	}
	p.slowed = now
	p.limiter.SetLimitAt(now, min(full, p.limiter.Limit()+speedUpStep*full))
}
