package poller

import (
	"math/rand/v2"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// The time over which everything is asked again after an outage or a pause.
const (
	resumeOver  = 10 * time.Second
	waitingOver = 2 * time.Second // of what waits
)

// A circuitBreaker stops everything after a failure that reaches all. It is then half
// open: one request at a time tries, until one is answered.
type circuitBreaker struct {
	rng     *rand.Rand
	closed  bool // nothing is asked
	probing bool
	state   model.State
	since   time.Time
	from    time.Time // of the first failure that led to it
	until   time.Time // no request before
	probed  time.Time // the last probe
	fails   int
}

// trip stops everything, or keeps it stopped for longer where a probe failed; from is when the
// failures began that led to it, wait what the server asked for. It returns false for an answer to
// what was sent before everything was stopped: that adds nothing.
// A single failure that is doubted is tried again at once.
func (g *circuitBreaker) trip(probe bool, f acquire.Fault, state model.State, wait time.Duration, doubted bool, from, now time.Time) bool {
	if g.closed && !probe {
		return false
	}
	if !g.closed {
		g.closed, g.since, g.from, g.fails = true, now, from, 0
	}
	g.fails++
	g.state = state
	most := gateMost
	if f == acquire.FaultRateLimited {
		most = limitMost
	} else if wait == 0 {
		most = gateBound(now.Sub(g.from))
	}
	switch {
	case f == acquire.FaultTokenRejected && doubted:
		wait = time.Second
	case f == acquire.FaultTokenRejected:
		wait = tokenRetry
	case wait > 0: // a little over what the server asked, so that not everybody comes back at once
		wait = min(wait+spreadBy(g.rng, wait)/20, most)
	default:
		wait = fullJitter(g.rng, g.fails, most)
	}
	g.until = now.Add(wait)
	return true
}

// probeSoon lets the next probe go at once, unless the server asked to wait.
func (g *circuitBreaker) probeSoon(now time.Time) {
	if g.closed && g.state != model.StateLimited {
		g.until = now
	}
}

// reset lets everything be asked again.
func (g *circuitBreaker) reset() { *g = circuitBreaker{rng: g.rng} }
