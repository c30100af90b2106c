package poller

import (
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/schedule"
)

// resumeOver is the time over which everything is asked again after an outage or a pause.
const resumeOver = 10 * time.Second

// A gate stops everything after a failure that reaches all. It is then half
// open: one request at a time tries, until one is answered.
type gate struct {
	closed  bool
	probing bool
	state   model.State
	since   time.Time
	from    time.Time // of the first failure that led to it
	until   time.Time // no request before
	probed  time.Time // the last probe
	fails   int
}

// shut closes the gate, or keeps it closed for longer where a probe failed.
// What was sent before it closed adds nothing.
func (p *Poller) shut(r result, f acquire.Fault, state model.State, wait time.Duration, now time.Time) {
	g := &p.gate
	if g.closed && !r.probe {
		return
	}
	if !g.closed {
		g.closed, g.since, g.from, g.fails = true, now, now, 0
		if p.trouble.row > 0 {
			g.from = p.trouble.since
		}
	}
	g.fails++
	g.state = state
	p.trouble.state, p.trouble.why = state, r.err.Error()
	most := gateMost
	if f == acquire.FaultRateLimited {
		most = limitMost
	}
	switch {
	case f == acquire.FaultTokenRejected:
		wait = tokenRetry
	case wait > 0: // a little over what the server asked, so that not everybody comes back at once
		wait = min(wait+spreadBy(p.rng, wait)/20, most)
	default:
		wait = fullJitter(p.rng, g.fails, most)
	}
	g.until = now.Add(wait)
	if f == acquire.FaultRateLimited {
		p.slowDown(now)
	}
}

// open lets everybody ask again, without a burst. What failed before it was known that
// everything does need not wait for that: the failure was not its own.
func (p *Poller) open(now time.Time) {
	long := now.Sub(p.gate.since) > resumeOver
	p.sched.Each(func(e *schedule.Entry) {
		if e.Fails > 0 && !e.Failing.Before(p.gate.from) {
			e.Fails, e.Due = 0, earlier(e.Due, now)
		}
	})
	p.gate = gate{}
	p.trouble = trouble{}
	p.vitals.countedAt = time.Time{} // who is late counts anew before LIVE is told
	if long {
		p.respread(now)
	}
}

// respread spreads what has become due while nothing was asked over the next
// 10 s, and what waits over its own interval.
func (p *Poller) respread(now time.Time) {
	p.sched.Each(func(e *schedule.Entry) {
		if e.Class == schedule.ClassNow || e.Class >= schedule.FirstBulk || e.Due.After(now) {
			return
		}
		over := min(resumeOver, p.sched.Interval(e.Class))
		e.Due = now.Add(time.Duration(p.rng.Int64N(int64(over))))
	})
}
