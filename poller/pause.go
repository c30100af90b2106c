package poller

import (
	"time"

	"floorwatch/poller/schedule"
	"floorwatch/poller/throttle"
)

// gapIsPause is how long the loop, which runs at least once a second, must stand still to count as paused.
const gapIsPause = 30 * time.Second

// stepLeast is a difference between the two clocks that no slewing makes between two turns.
const stepLeast = time.Second

// pauseBetween returns how long the program did not run between two turns
// of its loop, 0 if it ran, and by how much the wall clock moved against the
// monotonic one: back (negative) by a step only, ahead by a step or by a suspend,
// in which the monotonic clock stands still. A stopped process shows in both.
func pauseBetween(wall, mono time.Duration) (pause, step time.Duration) {
	if step = wall - mono; step.Abs() <= stepLeast {
		step = 0
	}
	if max(wall, mono) > gapIsPause {
		pause = max(wall, mono)
	}
	return pause, step
}

// noticePause compares the clocks with those of the last turn.
func (p *Poller) noticePause(now time.Time) {
	was := p.stats.turn
	before := p.stats.server(was)
	p.stats.turn = now
	pause, step := pauseBetween(now.Round(0).Sub(was.Round(0)), now.Sub(was))
	p.stats.stepped(pause, step, now)
	if pause == 0 {
		return
	}
	p.src.Reconnect()
	p.stats.paused, p.stats.pausedFor = now, pause
	if p.stood.IsZero() {
		p.stood = before
	}
	p.breaker.ProbeSoon(now)
	p.respread(now)
}

// stepped notes that our clock moved by step, or that the program stood still. The server's
// clock is then assumed to have moved as our monotonic one did.
func (v *stats) stepped(pause, step time.Duration, now time.Time) {
	if pause == 0 && step == 0 {
		return
	}
	v.skew -= step
	v.skews, v.jumped = nil, now
	if step >= 0 || pause != 0 { // a suspend, or a clock set ahead: the first answer tells
		v.unsure = true
	}
}

// notePause says, once an answer has told the server's time after a pause, how long that was by
// the server's clock. Where it was none our clock was set ahead, and the program ran all the time.
func (p *Poller) notePause() {
	if p.stood.IsZero() || p.stats.unsure {
		return
	}
	from, to := p.stood, p.stats.server(p.stats.paused)
	p.stood = time.Time{}
	if to.Sub(from) <= gapIsPause {
		p.stats.paused = time.Time{}
		return
	}
	p.stats.pausedFor = to.Sub(from)
	p.coverage.observed.Paused(from, to)
	p.coverage.recount = true
}

// respread spreads what has become due while nothing was asked over the next
// 10 s, and what waits over the next 2.
func (p *Poller) respread(now time.Time) {
	p.resumed = now
	p.sched.Each(func(e *schedule.Entry) {
		if e.Class == schedule.PriorityNow || e.Class >= schedule.FirstBulk || e.Due.After(now) {
			return
		}
		over := min(throttle.ResumeOver, p.sched.Interval(e.Class))
		if e.Class <= schedule.PriorityWaiting {
			over = min(over, throttle.WaitingOver)
		}
		e.Due = now.Add(time.Duration(p.rng.Int64N(int64(over))))
	})
}
