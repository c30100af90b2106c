package poller

import (
	"sync"
	"time"

	"floorwatch/model"
	"floorwatch/poller/schedule"
)

// commands are the latest requests of the screen, which never waits for them.
type commands struct {
	wake     chan struct{}
	mu       sync.Mutex
	focus    model.Key
	focusSet bool
	refresh  bool
}

const (
	askedJustNow = time.Second // SetFocus does not request a thread again that was requested more recently
	pruneEvery   = 10 * time.Minute
)

// SetFocus sets the thread on the screen, which is requested at once and then polled as
// often as a waiting one. The zero Key means none. It never blocks; the last call wins.
// Safe for concurrent use.
func (p *Poller) SetFocus(k model.Key) {
	p.commands.mu.Lock()
	p.commands.focus, p.commands.focusSet = k, true
	p.commands.mu.Unlock()
	p.commands.signal()
}

// Refresh requests the profile list, all waiting threads and everything that failed now, and
// ends the wait before a retry, but not one that the server asked for with 429. It never blocks; calls
// that the Poller has not handled yet count as one. Safe for concurrent use.
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

// takeCommands handles the screen's requests since the last turn of the loop.
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
		c := p.threads.priorityOf(t, now)
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
	t.urgentSince = now
	if now.Sub(t.live.Asked) >= askedJustNow {
		p.sched.Add(&t.live, schedule.PriorityNow, now)
	} else if t.live.Queued {
		p.sched.Add(&t.live, schedule.PriorityWaiting, t.live.Asked.Add(p.cfg.Waiting))
	}
}

func (p *Poller) refreshAll(now time.Time) {
	p.breaker.ProbeSoon(model.LaterTime(now, p.breaker.Probed.Add(askedJustNow)))
	p.sched.Each(func(e *schedule.Entry) {
		if e.Fails > 0 || e.Priority == schedule.PriorityWaiting && now.Sub(e.Asked) >= askedJustNow || e.Kind == schedule.KindProfiles {
			e.Due = model.EarlierTime(e.Due, now)
		}
	})
}

// prune removes visitors that have had no thread to poll for a long time.
func (p *Poller) prune(now time.Time) {
	if now.Sub(p.pruned) < pruneEvery {
		return
	}
	p.pruned = now
	p.visitors.prune(now)
}
