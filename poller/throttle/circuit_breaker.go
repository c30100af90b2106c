package throttle

import (
	"math/rand/v2"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// The time over which requests are spread after an outage or a pause.
const (
	ResumeOver  = 10 * time.Second // all of them
	WaitingOver = 2 * time.Second  // those of threads in which a visitor waits
)

// A CircuitBreaker stops all requests after a failure that affects all of them, like a refused token or
// a dead network. Then single requests (probes) test whether Acquire answers; the first answer ends the stop.
type CircuitBreaker struct {
	Rand    *rand.Rand
	Open    bool // requests are stopped
	Probing bool // a probe is under way
	state   model.State
	Since   time.Time // when the stop began
	From    time.Time // time of the first failure that led to it
	Until   time.Time // no request before
	Probed  time.Time // the last probe
	fails   int
}

// Trip stops all requests, or extends the stop if a probe failed. from is when the failures began,
// wait the delay that the server asked for (0: none). It returns false for the failure of a request that was sent before the stop, which changes
// nothing. A single doubted failure is retried at once.
func (g *CircuitBreaker) Trip(probe bool, f acquire.Fault, state model.State, wait time.Duration, doubted bool, from, now time.Time) bool {
	if g.Open && !probe {
		return false
	}
	if !g.Open {
		g.Open, g.Since, g.From, g.fails = true, now, from, 0
	}
	g.fails++
	g.state = state
	most := BreakerMost
	if f == acquire.FaultRateLimited {
		most = LimitMost
	} else if wait == 0 {
		most = breakerWait(now.Sub(g.From))
	}
	switch {
	case f == acquire.FaultTokenRejected && doubted:
		wait = time.Second
	case f == acquire.FaultTokenRejected:
		wait = TokenRetry
	case wait > 0: // a little longer than asked, so that not all clients return at once
		wait = min(wait+SpreadBy(g.Rand, wait)/20, most)
	case f == acquire.FaultRateLimited:
		wait = FullJitter(g.Rand, g.fails, limitNear)
	default:
		wait = FullJitter(g.Rand, g.fails, most)
	}
	g.Until = now.Add(wait)
	return true
}

// ProbeSoon moves the next probe forward to at, unless the server itself asked for a longer wait.
func (g *CircuitBreaker) ProbeSoon(at time.Time) {
	if g.Open && g.state != model.StateLimited && at.Before(g.Until) {
		g.Until = at
	}
}

// Reset closes the circuit breaker: requests are sent again.
func (g *CircuitBreaker) Reset() { *g = CircuitBreaker{Rand: g.Rand} }

// TokenRetry is the wait after HTTP 401, since the token must be replaced first.
const TokenRetry = time.Minute

// LimitMost is the longest wait that a 429 may ask for by Retry-After.
const LimitMost = 5 * time.Minute

// limitNear limits the wait after a 429 without Retry-After: among programs that share an account, one that waits
// for minutes while others send ten requests a second never gets a turn.
const limitNear = 8 * time.Second
