package poller

import (
	"time"

	"floorwatch/poller/schedule"
	"floorwatch/poller/throttle"
)

// gapIsPause is how long the loop, which runs at least once a second, must stop to count as paused.
const gapIsPause = 30 * time.Second

// stepLeast is a difference between the two clocks that slewing cannot cause between two turns.
const stepLeast = time.Second

// pauseBetween returns how long the program did not run between two turns of its loop, 0
// if it ran, and by how much the wall clock moved relative to the monotonic one: back
// (negative) only by a step, ahead by a step or by a suspend, during which the monotonic
// clock stops. A stopped process shows in both.
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

// stepped records that our clock moved by step, or that the program did not run. The server's
// clock is assumed to have moved like our monotonic one.
func (v *stats) stepped(pause, step time.Duration, now time.Time) {
	if pause == 0 && step == 0 {
		return
	}
	v.skew -= step
	v.skews, v.jumped = nil, now
	if step >= 0 || pause != 0 { // a suspend, or a clock set ahead: the first answer shows which
		v.unsure = true
	}
}

// notePause records a pause by the server's clock, once an answer has told it. If there was no
// pause, our clock was set ahead and the program ran all the time.
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

// respread spreads what became due while no requests were sent over the next 10 s, and
// waiting threads over the next 2.
func (p *Poller) respread(now time.Time) {
	p.resumed = now
	p.sched.Each(func(e *schedule.Entry) {
		if e.Priority == schedule.PriorityNow || e.Priority >= schedule.FirstBulk || e.Due.After(now) {
			return
		}
		over := min(throttle.ResumeOver, p.sched.Interval(e.Priority))
		if e.Priority <= schedule.PriorityWaiting {
			over = min(over, throttle.WaitingOver)
		}
		e.Due = now.Add(time.Duration(p.rng.Int64N(int64(over))))
	})
}

// followClock queues all threads again after the server's clock has jumped: which of them wait depends on the time since their
// last message. Until its next poll, in up to half an hour, a thread that only seemed silent would otherwise not be watched.
func (p *Poller) followClock(now time.Time) {
	if !p.stats.moved {
		return
	}
	p.stats.moved = false
	for _, v := range p.visitors.all {
		for _, t := range v.targets {
			if e := &t.live; t.read && e.Queued && e.Fails == 0 && e.Priority >= schedule.PriorityWaiting && e.Priority <= schedule.PriorityIdle && !p.threads.stale(t, now) {
				p.threads.requeue(t, now, false)
			}
		}
	}
}
