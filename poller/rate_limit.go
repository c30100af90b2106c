package poller

import (
	"context"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"floorwatch/poller/acquire"
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

// charge makes every sending of a request after its first one, of which only what
// is below the poller knows, wait for the budget like a request of its own, and counts them.
func (l *rateLimit) charge(ctx context.Context) (context.Context, *atomic.Int32) {
	n := new(atomic.Int32)
	return acquire.OnResend(ctx, func(ctx context.Context) error {
		n.Add(1)
		return l.Wait(ctx)
	}), n
}
