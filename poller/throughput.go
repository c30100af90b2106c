package poller

import (
	"time"

	"floorwatch/model"
	"floorwatch/poller/schedule"
	"floorwatch/poller/throttle"
)

// A throughput knows how fast the floor can be read, and why not faster.
type throughput struct {
	*base
	limit   *throttle.RateLimit
	flights *throttle.InFlight
}

// rate is how many requests a second there can be.
func (p *throughput) rate() float64 {
	r := float64(p.limit.Limit())
	if s := p.flights.Latency().Seconds(); s > 0 {
		r = min(r, float64(p.flights.Limit)/s)
	}
	return r
}

// timeFor is how long so many requests take, in whole seconds.
func (p *throughput) timeFor(n int) time.Duration {
	if r := p.rate(); r > 0 {
		return time.Duration(float64(n) / r * float64(time.Second)).Round(time.Second)
	}
	return 0
}

// An oldestRead is the thread of those in which somebody waits whose words are the oldest, where they are late.
type oldestRead struct {
	thread *target // nil: all are in time
	since  time.Time
	bound  time.Duration // older words are late
}

// allInTime is what there is before a thread was seen.
func (p *throughput) allInTime(now time.Time) oldestRead {
	bound := lateBound(p.cfg)
	return oldestRead{since: now.Add(-bound), bound: bound}
}

// include looks at one thread more, of visitor v.
func (p *throughput) include(o *oldestRead, t *target, v *visitor) {
	if t.live.Class > schedule.PriorityWaiting || !t.read {
		return
	}
	if at := p.trust.knownUntil(t, v); at.Before(o.since) {
		o.thread, o.since = t, at
	}
}

// freshness returns how old the words are of those who wait, in one of so many threads.
func (p *throughput) freshness(o oldestRead, threads int) model.Freshness {
	is := model.Freshness{LateAfter: o.bound}
	if o.thread == nil {
		return is
	}
	is.OldestRead, is.Cause, is.Threads = p.out.server(o.since), p.cause(o.thread, is.LateAfter), threads
	p.addLimits(&is)
	return is
}

// addLimits fills in at which pace is read: it is sent while that matters, since words are late or much is still to be read.
func (p *throughput) addLimits(is *model.Freshness) {
	is.InFlight, is.PerSecond = p.flights.Limit, float64(p.limit.Limit())
	is.Latency = p.flights.Latency().Round(100 * time.Millisecond)
}

// cause is what keeps a thread in which somebody waits from being read in time. It is
// the only place that says so; model.LateSentence has the words.
func (p *throughput) cause(t *target, bound time.Duration) model.LateCause {
	switch {
	case t.live.Fails > 0:
		return model.CauseBackOff
	case p.flights.Latency() > bound:
		return model.CauseLatency
	case p.limit.Slowed():
		return model.CauseSlowed
	case p.rate() < float64(p.limit.Limit()):
		return model.CauseInFlight
	}
	return model.CauseBudget
}

// lateBound is from which age on the words of those who wait are late.
func lateBound(cfg Config) time.Duration { return max(3*cfg.Waiting, lateLeast) }
