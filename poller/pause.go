package poller

import (
	"time"

	"floorwatch/poller/schedule"
)

// gapIsPause is how long the loop, which runs every second at least, stands still in a pause.
const gapIsPause = 30 * time.Second

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
		p.stats.skew += back
		p.stats.skews = append(p.stats.skews[:0], p.stats.skew)
	}
	if pause == 0 {
		return
	}
	p.src.Reconnect()
	p.stats.paused, p.stats.pausedFor = now, pause
	p.stats.skews = nil // it may have been our clock that jumped: the first answer tells
	p.breaker.probeSoon(now)
	p.respread(now)
}

// respread spreads what has become due while nothing was asked over the next
// 10 s, and what waits over its own interval.
func (p *Poller) respread(now time.Time) {
	p.sched.Each(func(e *schedule.Entry) {
		if e.Class == schedule.ClassNow || e.Class >= schedule.FirstBulk || e.Due.After(now) {
			return
		}
		over := min(resumeOver, p.sched.Interval(e.Class))
		e.Due = now.Add(time.Duration(p.rng.Int64N(int64(over))))
	})
}
