package poller

import (
	"time"

	"floorwatch/poller/schedule"
	"floorwatch/poller/throttle"
)

// gapIsPause is how long the loop, which runs every second at least, stands still in a pause.
const gapIsPause = 30 * time.Second

// stepLeast is a difference between the two clocks that no slewing makes between two turns.
const stepLeast = time.Second

// pauseBetween returns for how long the program did not run between two turns
// of its loop, 0 where it did, and by how much the wall clock moved against the
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
	was := p.turn
	p.turn = now
	if was.IsZero() {
		return
	}
	pause, step := pauseBetween(now.Round(0).Sub(was.Round(0)), now.Sub(was))
	p.stats.stepped(pause, step)
	if pause == 0 {
		return
	}
	p.src.Reconnect()
	p.coverage.observed.Paused(p.stats.server(now.Add(-pause)), p.stats.server(now))
	p.stats.paused, p.stats.pausedFor = now, pause
	p.breaker.ProbeSoon(now)
	p.respread(now)
}

// stepped notes that our clock moved by step, or that the program stood still.
func (v *stats) stepped(pause, step time.Duration) {
	switch {
	case step < 0 && pause == 0: // our clock was set back, the server's was not
		v.skew -= step
		v.skews = append(v.skews[:0], v.skew)
	case step != 0 || pause != 0: // a suspend, or a clock set ahead: the first answer tells
		v.skews, v.unsure = nil, true
	}
}

// respread spreads what has become due while nothing was asked over the next
// 10 s, and what waits over the next 2.
func (p *Poller) respread(now time.Time) {
	p.resumed = now
	p.sched.Each(func(e *schedule.Entry) {
		if e.Class == schedule.ClassNow || e.Class >= schedule.FirstBulk || e.Due.After(now) {
			return
		}
		over := min(throttle.ResumeOver, p.sched.Interval(e.Class))
		if e.Class <= schedule.ClassWaiting {
			over = min(over, throttle.WaitingOver)
		}
		e.Due = now.Add(time.Duration(p.rng.Int64N(int64(over))))
	})
}
