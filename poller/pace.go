package poller

import (
	"time"

	"golang.org/x/time/rate"

	"floorwatch/model"
)

const (
	gapIsPause   = 30 * time.Second // the loop runs every second at least
	resumeOver   = 10 * time.Second // everything is asked again within so long
	speedUpAfter = 10 * time.Second // between two steps back to the full budget
	speedUpStep  = 0.1              // of the budget
	slowest      = 0.05             // of the budget, however often the server says 429
)

// slowDown halves the rate after a 429. A server that allows less than the
// budget would otherwise be run into again and again, with a stop each time.
func (p *Poller) slowDown(now time.Time) {
	p.limiter.SetLimitAt(now, max(p.limiter.Limit()/2, rate.Limit(slowest*p.perSecond)))
	p.slowed = now
}

// speedUp goes back towards the budget step by step.
func (p *Poller) speedUp(now time.Time) {
	full := rate.Limit(p.perSecond)
	if p.limiter.Limit() >= full || p.gate.closed || now.Sub(p.slowed) < speedUpAfter {
		return
	}
	p.slowed = now
	p.limiter.SetLimitAt(now, min(full, p.limiter.Limit()+speedUpStep*full))
}

// pauseBetween returns for how long the program did not run between two turns
// of its loop, 0 where it did. In a suspend the wall clock goes on and the
// monotonic one stands still; a stopped process or machine shows in both. back
// is by how much the wall clock was set back.
func pauseBetween(wall, mono time.Duration) (pause, back time.Duration) {
	switch {
	case max(wall, mono) > gapIsPause:
		return max(wall, mono), 0
	case mono-wall > time.Second:
		return 0, mono - wall
	}
	return 0, 0
}

// noticePause compares the clocks with those of the last turn.
func (p *Poller) noticePause(now time.Time) {
	was := p.turn
	p.turn = now
	if was.IsZero() {
		return
	}
	pause, back := pauseBetween(now.Round(0).Sub(was.Round(0)), now.Sub(was))
	if back > 0 { // our clock moved, the server's did not
		p.vitals.skew += back
		p.vitals.skews = append(p.vitals.skews[:0], p.vitals.skew)
	}
	if pause == 0 {
		return
	}
	p.src.Reconnect()
	p.vitals.paused, p.vitals.pausedFor = now, pause
	p.vitals.skews = nil // it may have been our clock that jumped: the first answer tells
	if p.gate.closed && p.gate.state != model.StateLimited {
		p.gate.until = now
	}
	p.respread(now)
}

// respread spreads what has become due while nothing was asked over the next
// 10 s, and what waits over its own interval.
func (p *Poller) respread(now time.Time) {
	p.sched.each(func(e *entry) {
		if e.class == classNow || e.class >= firstBulk || e.due.After(now) {
			return
		}
		over := min(resumeOver, p.sched.interval[e.class])
		e.due = now.Add(time.Duration(p.rng.Int64N(int64(over))))
	})
}
