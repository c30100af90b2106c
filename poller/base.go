package poller

import (
	"math/rand/v2"
	"time"

	"floorwatch/poller/schedule"
)

// A base is what everything that asks Acquire works with.
type base struct {
	src   Source
	cfg   Config
	sched *schedule.Schedule
	rng   *rand.Rand
	out   sink
	began time.Time // of Run
}

// cutoff is how far back a last word counts, by the server's clock.
func (b *base) cutoff(now time.Time) time.Time { return b.out.server(now).Add(-b.cfg.Lookback) }
