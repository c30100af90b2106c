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

// A rateLimit is the budget of all requests together.
type rateLimit struct {
	*rate.Limiter
	full   float64 // requests a second
	slowed time.Time
}

// slowDown halves the rate after a 429. A server that allows less than the
// budget would otherwise be run into again and again, with a stop each time.
func (l *rateLimit) slowDown(now time.Time) {
	l.SetLimitAt(now, max(l.Limit()/2, rate.Limit(slowest*l.full)))
	l.slowed = now
}

// speedUp goes back towards the budget step by step, while nothing is stopped (closed).
func (l *rateLimit) speedUp(closed bool, now time.Time) {
	full := rate.Limit(l.full)
	if l.Limit() >= full || closed || now.Sub(l.slowed) < speedUpAfter {
		return
	}
	l.slowed = now
	l.SetLimitAt(now, min(full, l.Limit()+speedUpStep*full))
}
