// Package throttle decides how hard Acquire may be asked: the rate limit, how many
// requests are under way at once, how long a failed one waits, and the circuit
// breaker that stops everything. It knows nothing of threads or visitors; it
// imports acquire's faults and model's states, and promises never to allow more
// than the budget. Nothing here is safe for concurrent use but RateLimit's reading.
package throttle

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
	most         = 0.985            // of the budget; the rest lets another program on the account begin
)

// A RateLimit is the budget of all requests together. Programs that share an account know of each other by 429 only;
// halving at each and growing by equal steps makes their rates alike (Chiu and Jain, 1989).
type RateLimit struct {
	*rate.Limiter
	Full   float64 // the budget, in requests a second
	slowed time.Time
}

// NewRateLimit returns the limit of a budget of so many requests a second. It uses almost all of that: where the account
// refills at just this rate, a program at all of it would leave nothing for the first request of another, which would
// then be refused for ever, and the first one never be told to slow down.
func NewRateLimit(perSecond float64) *RateLimit {
	return &RateLimit{Limiter: rate.NewLimiter(rate.Limit(most*perSecond), 1), Full: perSecond}
}

// SlowDown halves the rate after a 429. A server that allows less than the
// budget would otherwise be run into again and again, with a stop each time.
func (l *RateLimit) SlowDown(now time.Time) {
	l.SetLimitAt(now, max(l.Limit()/2, rate.Limit(slowest*l.Full)))
	l.slowed = now
}

// SpeedUp goes back towards the budget step by step, unless all requests are stopped.
func (l *RateLimit) SpeedUp(stopped bool, now time.Time) {
	if !l.Slowed() || stopped || now.Sub(l.slowed) < speedUpAfter {
		return
	}
	l.slowed = now
	l.SetLimitAt(now, rate.Limit(min(most, float64(l.Limit())/l.Full+speedUpStep)*l.Full))
}

// Slowed reports whether the rate is still below what it can be, because of a 429.
func (l *RateLimit) Slowed() bool { return float64(l.Limit()) < most*l.Full }

// Charge makes every sending of a request after its first one, of which only what
// is below the poller knows, wait for the budget like a request of its own, and counts them.
func (l *RateLimit) Charge(ctx context.Context) (context.Context, *atomic.Int32) {
	n := new(atomic.Int32)
	return acquire.OnResend(ctx, func(ctx context.Context) error {
		n.Add(1)
		return l.Wait(ctx)
	}), n
}
