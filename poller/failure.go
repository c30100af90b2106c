package poller

import (
	"errors"
	"fmt"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/schedule"
)

// A trouble is the last failure that tells about the reading as a whole.
type trouble struct {
	state model.State
	why   string
	row   int       // failures in a row
	since time.Time // of the first of them
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
	tokenRetry  = time.Minute     // after 401: somebody has to change the token first
	limitMost   = 5 * time.Minute // of Retry-After
	answerGrace = 5 * time.Second // without a good answer before a failure that may be one thread's is everybody's
	coreGrace   = 30 * time.Second
)

// judge returns what a fault means for the whole: the word on the screen and how far it reaches.
func judge(f acquire.Fault) (model.State, reach) {
	switch f {
	case acquire.FaultUnreachable:
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
// whoever such a list is about nothing is known; it is no empty list.
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

// failed judges a failed request, and queues its entry again.
func (p *Poller) failed(r result, now time.Time) {
	e, err := r.e, r.err
	f, wait := faultOf(err)
	wait = min(wait, limitMost)
	state, reach := judge(f)
	if _, ok := errors.AsType[unreadable](err); ok {
		state, reach = model.StateDrift, reachOne
	}
	core := p.core(e, now) || p.gate.closed
	p.log.Warn("request failed", "asked", e.Kind.String(), "err", err)
	if !core && reach != reachAll || !core && (f == acquire.FaultTokenRejected || f == acquire.FaultNotAcquire) {
		reach = reachOne
		p.notes[e.Kind] = err.Error()
	}
	if e.Kind == schedule.KindMessages {
		p.vitals.unreadState, p.vitals.unreadWhy = state, err.Error()
	}
	if core {
		if p.trouble.row == 0 {
			p.trouble.since = now
		}
		p.trouble = trouble{state: state, why: err.Error(), row: p.trouble.row + 1, since: p.trouble.since}
	}
	if p.reachesAll(reach, now) {
		p.shut(r, f, state, wait, now)
		p.sched.Add(e, e.Class, now.Add(min(resumeOver, p.sched.Interval(e.Class)))) // behind the others: the next probe is another
		return
	}
	if r.probe {
		p.open(now) // a failure of one thread only: the server is back
	}
	if e.Fails++; e.Fails == 1 {
		e.Failing = now
	}
	p.sched.Add(e, e.Class, now.Add(max(wait, fullJitter(p.rng, e.Fails, backoffMost))))
}

// core reports whether an answer about e, good or bad, tells about the reading of the floor.
// The agents list and the totals never do, lists of visitors and threads only
// while no thread can be read either.
func (p *Poller) core(e *schedule.Entry, now time.Time) bool {
	switch e.Kind {
	case schedule.KindMessages:
		return true
	case schedule.KindProfiles, schedule.KindThreads:
		return p.vitals.messagesGood.IsZero() || now.Sub(p.vitals.messagesGood) > coreGrace
	}
	return false
}

func (p *Poller) reachesAll(r reach, now time.Time) bool {
	switch r {
	case reachAll:
		return true
	case reachServer:
		return p.trouble.row >= 2
	case reachAnswer:
		return p.trouble.row >= 3 && now.Sub(p.vitals.lastGood) > answerGrace
	}
	return false
}
