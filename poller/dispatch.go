package poller

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"floorwatch/poller/guard"
	"floorwatch/poller/schedule"
)

// A result is the outcome of a request's goroutine.
type result struct {
	e       *schedule.Entry
	started time.Time
	resent  *atomic.Int32 // number of retransmissions by the layers below
	probe   bool
	settle  func(now time.Time) error
	err     error
}

// sendDue sends what is due, as far as the budget allows, and returns how long to wait
// for the next request; a result ends the wait early.
func (p *Poller) sendDue(ctx context.Context, now time.Time) time.Duration {
	for {
		e, wait := p.choose(now)
		if e == nil {
			return wait
		}
		if p.flying >= p.flights.Limit {
			if p.limit.TokensAt(now) >= 1 {
				p.flights.RecordWait(now)
			}
			if p.flying >= p.flights.Limit {
				return reportEvery
			}
		}
		if !p.limit.AllowN(now, 1) {
			short := (1 - p.limit.TokensAt(now)) / float64(p.limit.Limit())
			return time.Duration(short*float64(time.Second)) + time.Nanosecond
		}
		p.sched.Take(e, now)
		p.dispatch(ctx, e, now)
	}
}

// choose returns the entry to request now, or nil and how long to wait for one.
func (p *Poller) choose(now time.Time) (*schedule.Entry, time.Duration) {
	if p.breaker.Open {
		switch {
		case p.breaker.Probing:
			return nil, reportEvery
		case now.Before(p.breaker.Until):
			return nil, p.breaker.Until.Sub(now)
		}
		return p.sched.Probe(), reportEvery
	}
	if e := p.sched.Pick(now); e != nil {
		return e, 0
	}
	if due, ok := p.sched.Next(); ok {
		return nil, max(due.Sub(now), time.Nanosecond)
	}
	return nil, reportEvery
}

// dispatch sends one request on a goroutine that ends with it.
func (p *Poller) dispatch(ctx context.Context, e *schedule.Entry, now time.Time) {
	ask := e.Ask(now)
	if ask == nil {
		p.sched.Done(e)
		return
	}
	r := result{e: e, started: now, probe: p.breaker.Open}
	if r.probe {
		p.breaker.Probing, p.breaker.Probed = true, now
	}
	p.stats.sent = append(p.stats.sent, now)
	p.flying++
	ctx, r.resent = p.limit.Charge(ctx)
	p.workers.Add(1)
	guard.Go("a request", func() (err error) {
		if r.probe { // the host may have moved, or the connection died silently
			p.src.Reconnect()
		}
		r.settle, err = ask(ctx)
		return err
	}, func(err error) {
		r.err = err
		p.results <- r // never blocks: one place for each request in flight
		p.workers.Done()
	})
}

// settle applies a result. Its data is sent as one Event, with the coverage after it.
func (p *Poller) settle(r result, now time.Time) {
	p.out.holding = true
	defer p.out.release(now)
	p.flying--
	for range r.resent.Load() {
		p.stats.sent = append(p.stats.sent, now)
	}
	p.sched.Done(r.e)
	if r.probe {
		p.breaker.Probing = false
	}
	p.stats.asked = r.started
	if r.err == nil {
		r.err = guard.Call("taking in an answer", func() error { return r.settle(now) })
	}
	if fault, ok := errors.AsType[*guard.Panic](r.err); ok { // our fault, not the network's or Acquire's
		r.err = fmt.Errorf("floorwatch itself failed (%v); it goes on, please report this", fault.Thrown)
	}
	switch {
	case r.err == nil:
		p.succeeded(r, now)
	case r.started.Before(p.stats.paused): // requests under way while the program was stopped prove nothing
		p.sched.Add(r.e, r.e.Priority, now)
	default:
		p.failed(r, now)
	}
	p.notePause()
	p.coverage.afterAnswer(r.e, r.err != nil, now)
}

// succeeded records a good answer. Only that of a request sent after a stop ends the stop.
func (p *Poller) succeeded(r result, now time.Time) {
	r.e.Fails, r.e.Bad = 0, time.Time{}
	p.health.notes[r.e.Kind] = ""
	p.stats.lastGood = now
	p.flights.RecordLatency(now.Sub(r.started))
	if r.e.Kind == schedule.KindMessages {
		p.stats.messagesGood = now
	}
	if p.core(r.e, now) {
		p.health.trouble.streak = 0
	}
	if p.breaker.Open && r.probe {
		p.resume(now)
	}
}
