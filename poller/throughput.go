package poller

import (
	"time"

	"floorwatch/model"
	"floorwatch/poller/schedule"
	"floorwatch/poller/throttle"
)

// A throughput knows how fast the floor can be read, and what limits that.
type throughput struct {
	*base
	limit *throttle.RateLimit
}

// rate returns the possible requests per second.
func (p *throughput) rate() float64 {
	r := float64(p.limit.Limit())
	if s := p.flights.Latency().Seconds(); s > 0 {
		r = min(r, float64(p.flights.Limit)/s)
	}
	return r
}

// timeFor returns how long n requests take, in whole seconds.
func (p *throughput) timeFor(n int) time.Duration {
	if r := p.rate(); r > 0 {
		return time.Duration(float64(n) / r * float64(time.Second)).Round(time.Second)
	}
	return 0
}

// An oldestRead is the waiting thread that was read longest ago, if it is late.
type oldestRead struct {
	thread *target // nil: none is late
	since  time.Time
	bound  time.Duration // a read longer ago is late
}

// allInTime returns an oldestRead without threads.
func (p *throughput) allInTime(now time.Time) oldestRead {
	bound := lateBound(p.cfg)
	return oldestRead{since: now.Add(-bound), bound: bound}
}

// include adds a thread of visitor v.
func (p *throughput) include(o *oldestRead, t *target, v *visitor) {
	if t.live.Priority > schedule.PriorityWaiting || !t.read {
		return
	}
	if at := p.trust.knownUntil(t, v); at.Before(o.since) {
		o.thread, o.since = t, at
	}
}

// freshness returns how recently waiting threads were read; threads is the number of polled threads.
func (p *throughput) freshness(o oldestRead, threads int, now time.Time) model.Freshness {
	is := model.Freshness{LateAfter: o.bound}
	if o.thread == nil {
		return is
	}
	is.OldestRead, is.Cause, is.Threads = p.out.server(o.since), p.cause(o.thread, is.LateAfter, now), threads
	p.addLimits(&is)
	return is
}

// addLimits fills in the rate and limits of the reading, sent only while threads are late or much is still unread.
func (p *throughput) addLimits(is *model.Freshness) {
	is.InFlight, is.PerSecond = p.flights.Limit, float64(p.limit.Limit())
	is.Latency = p.flights.Latency().Round(100 * time.Millisecond)
}

// cause returns what keeps a waiting thread from being read in time. It is the only place
// that decides this; model.LateSentence has the words.
func (p *throughput) cause(t *target, bound time.Duration, now time.Time) model.LateCause {
	switch {
	case t.live.Fails > 0:
		return model.CauseBackOff
	case p.flights.Latency() > bound:
		return model.CauseLatency
	case p.limit.Slowed():
		return model.CauseSlowed
	case p.silent(bound, now):
		return model.CauseLatency
	case p.rate() < float64(p.limit.Limit()):
		return model.CauseInFlight
	}
	return model.CauseBudget
}

// silent reports whether no request has been answered for half the bound, although the rate allows two in that time:
// the latency is that of answers, and knows nothing of requests that hang.
func (p *throughput) silent(bound time.Duration, now time.Time) bool {
	quiet := now.Sub(p.out.lastGood)
	return quiet > bound/2 && p.rate()*quiet.Seconds() > 2
}

// lateBound returns the age from which on a waiting thread's last read is late.
func lateBound(cfg Config) time.Duration { return max(3*cfg.Waiting, lateLeast) }
