package poller

import (
	"math/rand/v2"
	"time"

	"floorwatch/poller/schedule"
)

// A base is what everything that asks Acquire works with.
type base struct {
	src    Source
	cfg    Config
	sched  *schedule.Schedule
	rng    *rand.Rand
	out    sink
	trust  *trust
	clock  *chatClock
	people *people
	fixed  map[string]bool // intervals that the user set, by their keys
	began  time.Time       // of Run
}

// hotSpan is how far back the first read hurries: what is older is in no figure of the half hour, and nobody waits in it. What can hold a word of it counts for how far the reading is.
const hotSpan = time.Hour

// isHot reports whether a time of the server's is within the last hour.
func (b *base) isHot(at, now time.Time) bool {
	return !at.IsZero() && b.out.server(now).Sub(at) < hotSpan
}

// cutoff is how far back a last word counts, by the server's clock.
func (b *base) cutoff(now time.Time) time.Time { return b.out.server(now).Add(-b.cfg.Lookback) }
