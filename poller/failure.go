package poller

import (
	"errors"
	"fmt"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/schedule"
	"floorwatch/poller/throttle"
)

// A failureRun is the last failure that affects the reading as a whole.
type failureRun struct {
	state  model.State
	why    string
	streak int       // consecutive failures, each of another thread or list, or of the token
	since  time.Time // time of the first one
	last   *schedule.Entry
}

// A reach says what a failure affects.
type reach uint8

const (
	reachOne    reach = iota // this thread or list only
	reachAnswer              // everything, after three such answers in a row and 5 s without a good one
	reachServer              // everything, after two failures in a row
	reachAll                 // everything, at once
)

const (
	answerGrace = 5 * time.Second // time without a good answer before a possible failure of one thread affects everything
	coreGrace   = 30 * time.Second
)

// judge returns what a fault means for the reading: the state, and what it affects.
func judge(f acquire.Fault) (model.State, reach) {
	switch f {
	case acquire.FaultUnreachable, acquire.FaultNoToken:
		return model.StateRetrying, reachAll
	case acquire.FaultTimeout, acquire.FaultServer, acquire.FaultUnreadable:
		return model.StateRetrying, reachServer
	case acquire.FaultTokenRejected:
		return model.StateTokenRejected, reachAll
	case acquire.FaultForbidden:
		return model.StateTokenRejected, reachAnswer
	case acquire.FaultNotAcquire:
		return model.StatePortal, reachAll
	case acquire.FaultRateLimited:
		return model.StateLimited, reachAll
	case acquire.FaultAPI, acquire.FaultStatus, acquire.FaultNoList:
		return model.StateAPIError, reachAnswer
	case acquire.FaultTooBig:
		return model.StateAPIError, reachOne
	}
	return model.StateRetrying, reachServer // a panic, or an unknown error
}

// An unreadable is the error of an answer with so many rows, none of which was readable. Such a list
// is unknown, not empty.
type unreadable int

func (n unreadable) Error() string {
	return fmt.Sprintf("none of its %d rows could be understood; Acquire may have changed its answers, run floorwatch check", int(n))
}

// faultOf returns the fault of an error and the delay that the server asked for.
func faultOf(err error) (acquire.Fault, time.Duration) {
	var e *acquire.Error
	if errors.As(err, &e) {
		return e.Fault, e.RetryAfter
	}
	return 0, 0
}

// addFailure counts a failure of e. Repeated failures of one thread while nothing else is due only
// concern that thread; all says that the failure is the token's.
func (t *failureRun) addFailure(e *schedule.Entry, all bool, state model.State, why string, now time.Time) {
	if t.streak == 0 {
		t.since, t.last = now, nil
	}
	t.state, t.why = state, why
	if all || e != t.last {
		t.streak, t.last = t.streak+1, e
	}
}

// failed handles a failed request, and queues its entry again.
func (p *Poller) failed(r result, now time.Time) {
	e, err := r.e, r.err
	if e.Bad.IsZero() {
		e.Bad = r.started
	}
	f, wait := faultOf(err)
	wait = min(wait, throttle.LimitMost)
	state, reach := judge(f)
	if _, ok := errors.AsType[unreadable](err); ok {
		state, reach = model.StateDrift, reachOne
	}
	core := p.core(e, now) || p.breaker.Open || p.confirms(e, reach)
	switch f {
	case acquire.FaultRateLimited:
		p.flights.Failed(now)
	case acquire.FaultTimeout, acquire.FaultServer:
		if core { // a list that hangs while threads are answered does not mean that the server is overloaded
			p.flights.Failed(now)
		}
	}
	p.log.Warn("request failed", "asked", e.Kind.String(), "err", err)
	if !core && reach != reachAll || !core && (f == acquire.FaultTokenRejected || f == acquire.FaultNotAcquire) {
		reach = reachOne
		p.health.notes[e.Kind] = err.Error()
	}
	if e.Kind == schedule.KindMessages {
		p.stats.unreadState, p.stats.unreadWhy = state, err.Error()
	}
	if core {
		p.health.trouble.addFailure(e, f == acquire.FaultTokenRejected, state, err.Error(), now)
	}
	if p.reachesAll(reach, now) {
		from := now
		if p.health.trouble.streak > 0 {
			from = p.health.trouble.since
		}
		doubted := f == acquire.FaultTokenRejected && p.health.trouble.streak < 2 && !p.stats.lastGood.IsZero() && now.Sub(p.stats.lastGood) < throttle.TokenRetry
		if doubted { // a 401 must be confirmed by a second one
			state = model.StateRetrying
		}
		if p.breaker.Trip(r.probe, f, state, wait, doubted, from, now) {
			p.health.trouble.state, p.health.trouble.why = state, err.Error()
			if f == acquire.FaultRateLimited && !r.probe { // a refused probe says nothing about the rate
				p.limit.SlowDown(now)
			}
		}
		p.sched.Add(e, e.Priority, now.Add(min(throttle.ResumeOver, p.sched.Interval(e.Priority)))) // after the others: the next probe is another entry
		return
	}
	if r.probe {
		p.resume(now) // only one thread fails: the server is back
	}
	if e.Fails++; e.Fails == 1 {
		e.Failing = now
	}
	p.sched.Add(e, retryPriority(e, reach), now.Add(max(wait, p.backoff(e, reach))))
}

// retryPriority returns the priority of the next try. A waiting thread comes before those that were read in time, but not
// for long: threads that always fail must not use up the budget.
func retryPriority(e *schedule.Entry, r reach) schedule.Priority {
	switch near := e.Fails <= throttle.NearTries; {
	case e.Kind != schedule.KindMessages:
	case e.Priority == schedule.PriorityWaiting && r == reachServer && near:
		return schedule.PriorityFresh
	case e.Priority == schedule.PriorityFresh && !near:
		return schedule.PriorityWaiting
	}
	return e.Priority
}

// backoff returns how long an entry that failed waits for its next try. What tells of
// visitors who wait now is at most 15 s away, and nearer while others are answered: an ordinary poll would come as soon.
// A refusal that is this thread's alone is near only at first.
func (p *Poller) backoff(e *schedule.Entry, r reach) time.Duration {
	refused := r == reachOne || r == reachAnswer
	near := e.Priority <= schedule.PriorityWaiting || e.Priority == schedule.PriorityWaitingLists || e.Priority == schedule.PriorityLastHour && e.Fails < throttle.NearTries
	switch {
	case e.Kind == schedule.KindProfiles:
		return throttle.ListBackoff(p.rng, e.Fails)
	case near && !refused && e.Fails <= throttle.NearTries && p.stats.messagesGood.After(e.Bad):
		return throttle.FullJitter(p.rng, e.Fails, throttle.AloneMost)
	case near && (!refused || e.Fails <= throttle.NearTries):
		return throttle.FullJitter(p.rng, e.Fails, throttle.NearMost)
	}
	return throttle.FullJitter(p.rng, e.Fails, throttle.BackoffMost)
}

// core reports whether an answer to e, good or bad, says something about reading the floor.
// The agents list and the totals never do, the profile list and thread lists only while no
// thread can be read either.
func (p *Poller) core(e *schedule.Entry, now time.Time) bool {
	switch e.Kind {
	case schedule.KindMessages:
		return true
	case schedule.KindProfiles, schedule.KindThreads:
		return p.stats.messagesGood.IsZero() || now.Sub(p.stats.messagesGood) > coreGrace
	}
	return false
}

// confirms reports whether the failure of e, a list, directly follows that of a thread,
// with no answer in between.
func (p *Poller) confirms(e *schedule.Entry, r reach) bool {
	t := &p.health.trouble
	return r == reachServer && t.streak > 0 && e != t.last && (e.Kind == schedule.KindProfiles || e.Kind == schedule.KindThreads) &&
		!p.stats.lastGood.After(t.since)
}

func (p *Poller) reachesAll(r reach, now time.Time) bool {
	switch r {
	case reachAll:
		return true
	case reachServer:
		return p.health.trouble.streak >= 2
	case reachAnswer:
		return p.health.trouble.streak >= 3 && now.Sub(p.stats.lastGood) > answerGrace
	}
	return false
}

// resume resumes all requests, without a burst. Entries that failed before the stop need not
// wait for their back-off, since the failure was not their own.
func (p *Poller) resume(now time.Time) {
	long := now.Sub(p.breaker.Since) > throttle.ResumeOver
	p.sched.Each(func(e *schedule.Entry) {
		if e.Fails > 0 && !e.Failing.Before(p.breaker.From) {
			e.Fails, e.Due = 0, model.EarlierTime(e.Due, now)
		}
	})
	p.breaker.Reset()
	p.health.trouble = failureRun{}
	p.stats.countedAt = time.Time{} // recount late threads before LIVE is reported
	if long {
		p.respread(now)
	}
}
