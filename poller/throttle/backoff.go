package throttle

import (
	"math/rand/v2"
	"time"
)

const (
	backoffFirst = 2 * time.Second
	BackoffMost  = 5 * time.Minute        // of one thread or list
	NearMost     = 15 * time.Second       // of the profile list and of threads that wait: nothing else tells what they would
	NearTries    = 6                      // … of these, where the answer is a refusal that more tries will hardly change
	BackoffLeast = 500 * time.Millisecond // the shortest wait after a failure

	// Of everything, by how long it has failed: one small request is not a burden, and recovery is seen soon.
	breakerSoon = 2 * time.Second // in the first minute: with the 2 s in which all that wait are read again, 5 s
	breakerNear = 8 * time.Second // with the time in which all that wait are read again, 15 s
	breakerLong = 5 * time.Minute // from here on
	BreakerMost = time.Minute     // the longest wait, after breakerLong of failures
)

// breakerWait is how long everything waits at most before it is tried again, once it has failed for so long.
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
// row: 1, 2, 4, 8, then 15 s, a little less each. Visitors who are new stand nowhere else.
func ListBackoff(rng *rand.Rand, n int) time.Duration {
	d := min(NearMost, time.Second<<min(max(0, n-1), 4))
	return d - time.Duration(rng.Int64N(int64(d/10)+1))
}

// FullJitter returns how long to wait after the n-th failure in a row (1 is
// the first): evenly drawn from nothing to a bound that doubles from 2 s up to
// most, so that many clients that failed together do not come back together.
func FullJitter(rng *rand.Rand, n int, most time.Duration) time.Duration {
	bound := most
	if shift := n - 1; shift < 16 {
		bound = min(most, backoffFirst<<max(0, shift))
	}
	return max(BackoffLeast, time.Duration(rng.Int64N(int64(bound)+1)))
}

// SpreadBy returns d with up to 5 % more or less, so that the dashboards of a
// floor that were started together do not ask in step.
func SpreadBy(rng *rand.Rand, d time.Duration) time.Duration {
	return d - d/20 + time.Duration(rng.Int64N(int64(d/10)+1))
}

// UnreadableAgain returns when to ask again after the n-th answer in a row that had a
// row which could not be read: after 10 s, 20 s and so on, up to 2 min.
func UnreadableAgain(n int) time.Duration {
	return min(2*time.Minute, 10*time.Second<<min(max(0, n-1), 4))
}
