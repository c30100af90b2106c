// Package floor simulates a busy floor on a fake Acquire, for --demo and for tests: visitors who come, ask, wait
// and return, bots, and agents with different work styles. It imports fakeacquire, its account and model, and
// promises that the same seed, size and start give the same floor.
package floor

import (
	"context"
	"math"
	"math/rand/v2"
	"time"

	"floorwatch/poller/fakeacquire"
)

const (
	// warmUp is how much is simulated before the first moment, so that the last hour is full.
	warmUp = 75 * time.Minute
	// maxPause is the longest pause that is simulated completely; of a longer one only the end is, as if the floor
	// had been closed before.
	maxPause = 6 * time.Hour
	// playedAfterPause is how much is simulated of a longer pause.
	playedAfterPause = time.Hour
	// keepChats is how long a chat is kept after a later one has started in its thread.
	keepChats = 90 * time.Minute
	// keepVisitors is how long a visitor is kept who will not return. It is more than a day, so that nobody is
	// missing from the last day.
	keepVisitors = 26 * time.Hour
	// maxEventsAtOnce is how many events are simulated while the lock is held.
	maxEventsAtOnce = 500
)

// A Floor simulates a busy floor on a Server. The same seed, size and start give the same floor, whatever the
// steps in which it is advanced. A Floor is not safe for concurrent use; its Server is.
type Floor struct {
	s         *fakeacquire.Server
	rng       *rand.Rand
	phrases   phrasebook
	agents    []*worker
	slots     int
	epoch     time.Time     // start of the floor's own time
	played    time.Duration // since epoch
	queue     queue
	waiting   []*visit // visits whose visitor waits for an agent
	scenarios scenarioPicker
	rate      float64 // share of new visitors among the visits, 0 to 1
}

// New opens a floor with the given numbers of agents (at least one) and threads on an empty server and simulates
// the time before now.
func New(s *fakeacquire.Server, seed uint64, agents, threads int, now time.Time) *Floor {
	f := &Floor{
		s:       s,
		rng:     rand.New(rand.NewPCG(seed, 0x666c6f6f72)),
		phrases: readPhrasebook(),
		slots:   threads,
		epoch:   now.Add(-warmUp).Truncate(time.Second),
	}
	// Each slot has about two visits an hour. New visitors make the lists longer until they are dropped, so their share is
	// smaller on a larger floor.
	newcomers := min(0.7*float64(threads), max(40, float64(threads)/26))
	f.rate = newcomers / (2 * float64(threads))
	s.Mu.Lock()
	f.addAgents(max(1, agents))
	f.startVisits()
	s.Mu.Unlock()
	f.Advance(now)
	return f
}

// Advance simulates everything that is due up to now. Going back does nothing.
func (f *Floor) Advance(now time.Time) {
	if pause := now.Sub(f.epoch) - f.played; pause > maxPause {
		f.epoch = f.epoch.Add((pause - playedAfterPause).Truncate(time.Second))
	}
	to := now.Sub(f.epoch)
	for f.advance(to) {
	}
	f.played = max(f.played, to)
}

// advance simulates some events and reports whether more are due. In between the server can answer.
func (f *Floor) advance(to time.Duration) (more bool) {
	f.s.Mu.Lock()
	defer f.s.Mu.Unlock()
	for range maxEventsAtOnce {
		if f.queue.len() == 0 || f.queue.first().at > to {
			return false
		}
		e := f.queue.pop()
		f.played = e.at
		e.do()
	}
	return true
}

// Run advances the floor by the server's clock until ctx is done.
func (f *Floor) Run(ctx context.Context, every time.Duration) {
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			f.Advance(f.s.Now())
		}
	}
}

// after schedules do in d.
func (f *Floor) after(d time.Duration, do func()) { f.queue.push(f.played+d, do) }

// timestamp returns the floor's time by the server's clock, in unix seconds.
func (f *Floor) timestamp() int64 { return f.epoch.Add(f.played + f.s.ClockOffset).Unix() }

// between returns a uniformly distributed duration from low to high seconds.
func (f *Floor) between(low, high float64) time.Duration {
	return seconds(low + (high-low)*f.rng.Float64())
}

// logNormal returns a log-normally distributed duration with the given median in seconds, as people's response
// times are.
func (f *Floor) logNormal(median, spread float64) time.Duration {
	return seconds(median * math.Exp(spread*f.rng.NormFloat64()))
}

// chance returns true with probability p.
func (f *Floor) chance(p float64) bool { return f.rng.Float64() < p }

func pick[T any](f *Floor, of []T) T { return of[f.rng.IntN(len(of))] }

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
