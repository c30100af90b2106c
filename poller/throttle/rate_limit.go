// Package throttle limits the load on Acquire: the rate limit, the number of
// concurrent requests, the delay before a retry, and the circuit breaker that stops
// all requests. It does not know threads or visitors; it imports acquire's faults
// and model's states, and never allows more than the budget. Nothing here is safe
// for concurrent use except reading a RateLimit.
package throttle

import (
	"context"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"floorwatch/poller/acquire"
)

const (
	speedUpAfter = 10 * time.Second // time between two steps back to the full budget
	speedUpStep  = 0.1              // of the budget
	slowest      = 0.05             // of the budget, after any number of 429s
	most         = 0.985            // of the budget; the rest lets another program of the account start
)

// A RateLimit is the budget of all requests together. Programs that share an account notice each other only by 429;
// halving the rate at each and growing by equal steps makes their rates converge (Chiu and Jain, 1989).
type RateLimit struct {
	*rate.Limiter
	Full   float64 // the budget, in requests per second
	slowed time.Time
}

// NewRateLimit returns the limit for a budget in requests per second. It uses almost all of it: if the account's limit
// is exactly the budget, a program that uses all of it leaves nothing for another one, whose requests are then always
// refused while the first one never gets a 429.
func NewRateLimit(perSecond float64) *RateLimit {
	return &RateLimit{Limiter: rate.NewLimiter(rate.Limit(most*perSecond), 1), Full: perSecond}
}

// SlowDown halves the rate after a 429. Otherwise a server that allows less than the
// budget would refuse requests again and again, with a stop each time.
func (l *RateLimit) SlowDown(now time.Time) {
	l.SetLimitAt(now, max(l.Limit()/2, rate.Limit(slowest*l.Full)))
	l.slowed = now
}

// SpeedUp raises the rate towards the budget step by step, unless all requests are stopped.
func (l *RateLimit) SpeedUp(stopped bool, now time.Time) {
	if !l.Slowed() || stopped || now.Sub(l.slowed) < speedUpAfter {
		return
	}
	l.slowed = now
	l.SetLimitAt(now, rate.Limit(min(most, float64(l.Limit())/l.Full+speedUpStep)*l.Full))
}

// Slowed reports whether the rate is still reduced because of a 429.
func (l *RateLimit) Slowed() bool { return float64(l.Limit()) < most*l.Full }

// Charge makes each retransmission of a request, which only the layers below the poller
// know of, wait for the budget like a new request, and counts them.
func (l *RateLimit) Charge(ctx context.Context) (context.Context, *atomic.Int32) {
	n := new(atomic.Int32)
	return acquire.OnResend(ctx, func(ctx context.Context) error {
		n.Add(1)
		return l.Wait(ctx)
	}), n
}
