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

// A failureRun is the last failure that tells about the reading as a whole.
type failureRun struct {
	state model.State
	why   string
	row   int       // failures in a row, each of another thread or list than the one before, or of the token
	since time.Time // of the first of them
	last  *schedule.Entry
}

// A reach says how far a failure reaches.
type reach uint8

const (
	reachOne    reach = iota // this thread or list only
	reachAnswer              // all, once three in a row answer so and nothing has been read for 5 s
	reachServer              // all, once two in a row fail
	reachAll                 // all, at once
)

const (
	answerGrace = 5 * time.Second // without a good answer before a failure that may be one thread's is everybody's
	coreGrace   = 30 * time.Second
)

// judge returns what a fault means for the whole: the word on the screen and how far it reaches.
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
	case acquire.FaultAPI, acquire.FaultStatus:
		return model.StateAPIError, reachAnswer
	case acquire.FaultTooBig:
		return model.StateAPIError, reachOne
	}
	return model.StateRetrying, reachServer // a panic, or an error nobody named
}

// An unreadable is the error of an answer with so many rows of which none could be understood. Of
// whoever such a list is about nothing is known; it is not an empty list.
type unreadable int

func (n unreadable) Error() string {
	return fmt.Sprintf("none of its %d rows could be understood; Acquire may have changed its answers, run floorwatch check", int(n))
}

// faultOf returns the fault of an error and how long the server asked to wait.
func faultOf(err error) (acquire.Fault, time.Duration) {
	var e *acquire.Error
	if errors.As(err, &e) {
		return e.Fault, e.RetryAfter
	}
	return 0, 0
}

// addFailure counts one more failure, of e. A thread that fails again and again while
// nothing else is due tells of itself only; all: the failure is not of a thread's, but of the token's.
func (t *failureRun) addFailure(e *schedule.Entry, all bool, state model.State, why string, now time.Time) {
	if t.row == 0 {
		t.since, t.last = now, nil
	}
	t.state, t.why = state, why
	if all || e != t.last {
		t.row, t.last = t.row+1, e
	}
}

// failed judges a failed request, and queues its entry again.
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
		if core { // a list that hangs while threads are answered says nothing of how much the server can take
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
		if p.health.trouble.row > 0 {
			from = p.health.trouble.since
		}
		doubted := f == acquire.FaultTokenRejected && p.health.trouble.row < 2 && !p.stats.lastGood.IsZero() && now.Sub(p.stats.lastGood) < throttle.TokenRetry
		if doubted { // one 401 is believed when a second says the same
			state = model.StateRetrying
		}
		if p.breaker.Trip(r.probe, f, state, wait, doubted, from, now) {
			p.health.trouble.state, p.health.trouble.why = state, err.Error()
			if f == acquire.FaultRateLimited && !r.probe { // a probe that is refused says nothing of the rate
				p.limit.SlowDown(now)
			}
		}
		p.sched.Add(e, e.Class, now.Add(min(throttle.ResumeOver, p.sched.Interval(e.Class)))) // behind the others: the next probe is another
		return
	}
	if r.probe {
		p.open(now) // a failure of one thread only: the server is back
	}
	if e.Fails++; e.Fails == 1 {
		e.Failing = now
	}
	p.sched.Add(e, retryClass(e, reach), now.Add(max(wait, p.backoff(e, reach))))
}

// retryClass returns the priority of the next try. A thread in which somebody waits comes before those that were read in
// time, but not for long: many that always fail must not use all of the budget.
func retryClass(e *schedule.Entry, r reach) schedule.Priority {
	switch near := e.Fails <= throttle.NearTries; {
	case e.Kind != schedule.KindMessages:
	case e.Class == schedule.PriorityWaiting && r == reachServer && near:
		return schedule.PriorityFresh
	case e.Class == schedule.PriorityFresh && !near:
		return schedule.PriorityWaiting
	}
	return e.Class
}

// backoff returns how long an entry that failed waits for its next try. What tells of
// visitors who wait now is at most 15 s away, and nearer while others are answered: an ordinary poll would come as soon.
// A refusal that is this thread's alone is near only at first.
func (p *Poller) backoff(e *schedule.Entry, r reach) time.Duration {
	refused := r == reachOne || r == reachAnswer
	near := e.Class <= schedule.PriorityWaiting || e.Class == schedule.PriorityWaitingLists || e.Class == schedule.PriorityLastHour && e.Fails < throttle.NearTries
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

// core reports whether an answer about e, good or bad, tells about the reading of the floor.
// The agents list and the totals never do, lists of visitors and threads only
// while no thread can be read either.
func (p *Poller) core(e *schedule.Entry, now time.Time) bool {
	switch e.Kind {
	case schedule.KindMessages:
		return true
	case schedule.KindProfiles, schedule.KindThreads:
		return p.stats.messagesGood.IsZero() || now.Sub(p.stats.messagesGood) > coreGrace
	}
	return false
}

// confirms reports whether the failure of e, a list, is the second in a row after that
// of a thread: nothing has been answered between the two.
func (p *Poller) confirms(e *schedule.Entry, r reach) bool {
	t := &p.health.trouble
	return r == reachServer && t.row > 0 && e != t.last && (e.Kind == schedule.KindProfiles || e.Kind == schedule.KindThreads) &&
		!p.stats.lastGood.After(t.since)
}

func (p *Poller) reachesAll(r reach, now time.Time) bool {
	switch r {
	case reachAll:
		return true
	case reachServer:
		return p.health.trouble.row >= 2
	case reachAnswer:
		return p.health.trouble.row >= 3 && now.Sub(p.stats.lastGood) > answerGrace
	}
	return false
}

// open lets everybody ask again, without a burst. What failed before it was known that
// everything does need not wait for that: the failure was not its own.
func (p *Poller) open(now time.Time) {
	long := now.Sub(p.breaker.Since) > throttle.ResumeOver
	p.sched.Each(func(e *schedule.Entry) {
		if e.Fails > 0 && !e.Failing.Before(p.breaker.From) {
			e.Fails, e.Due = 0, earlier(e.Due, now)
		}
	})
	p.breaker.Reset()
	p.health.trouble = failureRun{}
	p.stats.countedAt = time.Time{} // late threads are counted again before LIVE is reported
	if long {
		p.respread(now)
	}
}
