package poller

import (
	"math/rand/v2"
	"time"
)

const (
	backoffFirst = 2 * time.Second
	backoffMost  = 5 * time.Minute // of one thread or list
	gateMost     = time.Minute     // of everything: one small request a minute is no burden, and recovery is seen sooner
	backoffLeast = 500 * time.Millisecond
)

// fullJitter returns how long to wait after the n-th failure in a row (1 is
// the first): evenly drawn from nothing to a bound that doubles from 2 s up to
// most, so that many clients that failed together do not come back together.
func fullJitter(rng *rand.Rand, n int, most time.Duration) time.Duration {
	bound := most
	if shift := n - 1; shift < 16 {
		bound = min(most, backoffFirst<<max(0, shift))
	}
	return max(backoffLeast, time.Duration(rng.Int64N(int64(bound)+1)))
}

// spreadBy returns d with up to 5 % more or less, so that the dashboards of a
// floor that were started together do not ask in step.
func spreadBy(rng *rand.Rand, d time.Duration) time.Duration {
	return d - d/20 + time.Duration(rng.Int64N(int64(d/10)+1))
}
