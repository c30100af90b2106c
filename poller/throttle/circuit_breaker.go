package throttle

import (
	"math/rand/v2"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// The time over which everything is asked again after an outage or a pause.
const (
	ResumeOver  = 10 * time.Second
	WaitingOver = 2 * time.Second // of what waits
)

// A CircuitBreaker stops everything after a failure that reaches all. It is then half
// open: one request at a time tries, until one is answered.
type CircuitBreaker struct {
	Rand    *rand.Rand
	Closed  bool // nothing is asked
	Probing bool
	state   model.State
	Since   time.Time
	From    time.Time // of the first failure that led to it
	Until   time.Time // no request before
	Probed  time.Time // the last probe
	fails   int
}

// Trip stops everything, or keeps it stopped for longer where a probe failed; from is when the
// failures began that led to it, wait what the server asked for. It returns false for an answer to
// what was sent before everything was stopped: that adds nothing.
// A single failure that is doubted is tried again at once.
func (g *CircuitBreaker) Trip(probe bool, f acquire.Fault, state model.State, wait time.Duration, doubted bool, from, now time.Time) bool {
	if g.Closed && !probe {
		return false
	}
	if !g.Closed {
		g.Closed, g.Since, g.From, g.fails = true, now, from, 0
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
	case wait > 0: // a little over what the server asked, so that not everybody comes back at once
		wait = min(wait+SpreadBy(g.Rand, wait)/20, most)
	case f == acquire.FaultRateLimited:
		wait = FullJitter(g.Rand, g.fails, limitNear)
	default:
		wait = FullJitter(g.Rand, g.fails, most)
	}
	g.Until = now.Add(wait)
	return true
}

// ProbeSoon lets the next probe go at a time that is near, unless the server asked to wait.
func (g *CircuitBreaker) ProbeSoon(at time.Time) {
	if g.Closed && g.state != model.StateLimited && at.Before(g.Until) {
		g.Until = at
	}
}

// Reset lets everything be asked again.
func (g *CircuitBreaker) Reset() { *g = CircuitBreaker{Rand: g.Rand} }

const TokenRetry = time.Minute // after 401: the token has to be changed first

const LimitMost = 5 * time.Minute // of Retry-After

// limitNear bounds the wait after a 429 without Retry-After: where several programs share an account, whoever waits
// for minutes while others ask ten times a second never has a turn.
const limitNear = 8 * time.Second
