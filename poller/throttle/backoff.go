package throttle

import (
	"math/rand/v2"
	"time"
)

const (
	backoffFirst = 2 * time.Second
	BackoffMost  = 5 * time.Minute        // longest delay before a failed thread or list is requested again
	NearMost     = 15 * time.Second       // longest delay for the profile list and waiting threads, whose data nothing else has
	AloneMost    = 2 * time.Second        // … for the first NearTries of a waiting thread that fails while others are answered
	NearTries    = 6                      // … for so many retries of a refusal, which more retries will hardly change
	BackoffLeast = 500 * time.Millisecond // the shortest wait after a failure

	// Longest delay of a probe, by how long everything has failed: one small request is no burden.
	breakerSoon = 1500 * time.Millisecond // in the first minute: waiting threads, read over 2 s, are current after 5 s, with a second until that is told
	breakerNear = 8 * time.Second         // waiting threads are current after 15 s
	breakerLong = 5 * time.Minute         // BreakerMost applies from here on
	BreakerMost = time.Minute             // the longest wait, after breakerLong of failures
)

// breakerWait returns the longest delay of the next probe after everything has failed for so long.
func breakerWait(failing time.Duration) time.Duration {
	switch {
	case failing < time.Minute:
		return breakerSoon
	case failing < breakerLong:
		return breakerNear
	}
	return BreakerMost
}

// ListBackoff returns how long to wait after the n-th failure of the profile list in a
// row: 1, 2, 4, 8, then 15 s, each a little less. Only this list shows new visitors.
func ListBackoff(rng *rand.Rand, n int) time.Duration {
	d := min(NearMost, time.Second<<min(max(0, n-1), 4))
	return d - time.Duration(rng.Int64N(int64(d/10)+1))
}

// FullJitter returns the delay after the n-th failure in a row (from 1): uniformly
// random up to a limit that doubles from 2 s up to most, but at least BackoffLeast, so
// that clients that failed together do not return together.
func FullJitter(rng *rand.Rand, n int, most time.Duration) time.Duration {
	bound := most
	if shift := n - 1; shift < 16 {
		bound = min(most, backoffFirst<<max(0, shift))
	}
	return max(BackoffLeast, time.Duration(rng.Int64N(int64(bound)+1)))
}

// SpreadBy returns d changed by up to 5 % at random, so that dashboards that were
// started together do not poll in step.
func SpreadBy(rng *rand.Rand, d time.Duration) time.Duration {
	return d - d/20 + time.Duration(rng.Int64N(int64(d/10)+1))
}

// UnreadableAgain returns the delay after the n-th answer in a row with an unreadable
// row: 10 s, 20 s and so on, up to 2 min.
func UnreadableAgain(n int) time.Duration {
	return min(2*time.Minute, 10*time.Second<<min(max(0, n-1), 4))
}
