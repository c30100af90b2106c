// Package floor plays a lively floor on a fake Acquire, for --demo and for tests
// that want more than a story: visitors who come, ask, wait and come back, bots,
// and agents of all tempers. It imports fakeacquire, its account and model, and
// promises that the same seed, size and start give the same floor.
package floor

import (
	"context"
	"floorwatch/poller/fakeacquire"
	"math"
	"math/rand/v2"
	"time"
)

const (
	// history is how much a floor plays before its first moment is shown, so
	// that the last hour is full.
	warmUp = 75 * time.Minute
	// longest is the longest pause that is played; of a longer one only the
	// end is, as if the floor had been closed for the rest.
	maxPause = 6 * time.Hour
	// resumed is how much is played of a pause that was too long.
	playedAfterPause = time.Hour
	// kept is how long a chat is remembered once a later one has taken its place.
	keepChats = 90 * time.Minute
	// left is how long a visitor is remembered who will not come back. It is
	// more than a day, so nobody who looks back a day misses one.
	keepVisitors = 26 * time.Hour
	// burst is how many events are played under one lock.
	maxEventsAtOnce = 500
)

// A Floor fills a Server with a lively floor: visitors who come, ask, wait and
// come back, bots, and agents of all tempers. The same seed, size and start
// give the same floor, in whatever steps it is advanced. A Floor is not safe
// for concurrent use; its Server is.
type Floor struct {
	s         *fakeacquire.Server
	rng       *rand.Rand
	phrases   phrasebook
	agents    []*worker
	slots     int
	epoch     time.Time     // where the floor's own time begins
	played    time.Duration // since epoch
	queue     queue
	waiting   []*visit // visits whose visitor waits for an agent
	scenarios scenarioPicker
	rate      float64 // newcomers among the visits, 0 to 1
}

// New opens a floor of agents (at least one) and threads on an empty
// server and plays the hour before now.
func New(s *fakeacquire.Server, seed uint64, agents, threads int, now time.Time) *Floor {
	f := &Floor{
		s:       s,
		rng:     rand.New(rand.NewPCG(seed, 0x666c6f6f72)),
		phrases: readPhrasebook(),
		slots:   threads,
		epoch:   now.Add(-warmUp).Truncate(time.Second),
	}
	// Each slot sees about two visits an hour. Those who come for the first
	// time make the lists longer until they are forgotten, so they are fewer
	// the larger the floor is.
	newcomers := min(0.7*float64(threads), max(40, float64(threads)/26))
	f.rate = newcomers / (2 * float64(threads))
	s.Mu.Lock()
	f.addAgents(max(1, agents))
	f.startVisits()
	s.Mu.Unlock()
	f.Advance(now)
	return f
}

// Advance plays everything that is due up to now. Going back does nothing.
func (f *Floor) Advance(now time.Time) {
	if pause := now.Sub(f.epoch) - f.played; pause > maxPause {
		f.epoch = f.epoch.Add((pause - playedAfterPause).Truncate(time.Second))
	}
	to := now.Sub(f.epoch)
	for f.advance(to) {
	}
	f.played = max(f.played, to)
}

// advance plays a burst of events and reports whether more are due. Between
// bursts the server can answer.
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

// after lets something happen in d.
func (f *Floor) after(d time.Duration, do func()) { f.queue.push(f.played+d, do) }

// timestamp is the floor's time as the server stamps it.
func (f *Floor) timestamp() int64 { return f.epoch.Add(f.played + f.s.ClockOffset).Unix() }

// between picks a duration of low to high seconds, evenly.
func (f *Floor) between(low, high float64) time.Duration {
	return seconds(low + (high-low)*f.rng.Float64())
}

// logNormal picks a duration that is shorter than median seconds as often as
// longer, with a tail to the right: people are like that.
func (f *Floor) logNormal(median, spread float64) time.Duration {
	return seconds(median * math.Exp(spread*f.rng.NormFloat64()))
}

// chance is true p times in one.
func (f *Floor) chance(p float64) bool { return f.rng.Float64() < p }

func pick[T any](f *Floor, of []T) T { return of[f.rng.IntN(len(of))] }

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
