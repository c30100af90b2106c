package poller

import (
	"sync"
	"time"

	"floorwatch/model"
	"floorwatch/poller/schedule"
)

// commands are what the screen asks for, latched: the last one wins, and
// nobody waits.
type commands struct {
	wake     chan struct{}
	mu       sync.Mutex
	focus    model.Key
	focusSet bool
	refresh  bool
}

const (
	askedJustNow = time.Second // a thread that was asked less long ago is not asked again for a Look
	pruneEvery   = 10 * time.Minute
)

// SetFocus says which thread is on the screen now: it is asked at once and then as
// often as one that waits. The zero Key means none. It never blocks; the last
// call wins. Safe for concurrent use.
func (p *Poller) SetFocus(k model.Key) {
	p.commands.mu.Lock()
	p.commands.focus, p.commands.focusSet = k, true
	p.commands.mu.Unlock()
	p.commands.signal()
}

// Refresh asks for everything that waits, and for what failed, now, and wakes
// a Poller that waits before it tries again. It does not cut short what the
// server asked for with 429. It never blocks; calls before the Poller comes to
// it count as one. Safe for concurrent use.
func (p *Poller) Refresh() {
	p.commands.mu.Lock()
	p.commands.refresh = true
	p.commands.mu.Unlock()
	p.commands.signal()
}

func (r *commands) signal() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// takeCommands does what the screen asked for since the last turn.
func (p *Poller) takeCommands(now time.Time) {
	r := &p.commands
	r.mu.Lock()
	focus, focusSet, refresh := r.focus, r.focusSet, r.refresh
	r.focusSet, r.refresh = false, false
	r.mu.Unlock()
	if focusSet {
		p.focusOn(focus, now)
	}
	if refresh {
		p.refreshAll(now)
	}
}

func (p *Poller) focusOn(k model.Key, now time.Time) {
	before := p.threads.screen
	p.threads.screen = k
	if t := p.threads.byKey[before]; t != nil && before != k && t.live.Queued && t.live.Fails == 0 && t.read {
		c := p.threads.classOf(t, now)
		p.sched.Add(&t.live, c, t.live.Asked.Add(p.sched.Interval(c)))
	}
	if k.Visitor <= 0 {
		return
	}
	t := p.threads.byKey[k]
	if t == nil { // retired, or known from a recording only
		t = p.visitors.newTarget(k, p.visitors.chatsIn(k), true, now)
		p.visitors.followChange(p.visitors.visitor(k.Visitor), now)
	}
	t.waits = now
	if now.Sub(t.live.Asked) >= askedJustNow {
		p.sched.Add(&t.live, schedule.PriorityNow, now)
	} else if t.live.Queued {
		p.sched.Add(&t.live, schedule.PriorityWaiting, t.live.Asked.Add(p.cfg.Waiting))
	}
}

func (p *Poller) refreshAll(now time.Time) {
	p.breaker.ProbeSoon(later(now, p.breaker.Probed.Add(askedJustNow)))
	p.sched.Each(func(e *schedule.Entry) {
		if e.Fails > 0 || e.Class == schedule.PriorityWaiting && now.Sub(e.Asked) >= askedJustNow || e.Kind == schedule.KindProfiles {
			e.Due = earlier(e.Due, now)
		}
	})
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// prune forgets visitors that have had no thread to poll for long.
func (p *Poller) prune(now time.Time) {
	if now.Sub(p.pruned) < pruneEvery {
		return
	}
	p.pruned = now
	p.visitors.prune(now)
}
