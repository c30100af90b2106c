package acquire

import (
	"net/http"
	"sync"
	"time"
)

// A serverClock knows how far the server's clock is ahead of ours. Servers behind one address may differ: a single one
// whose clock is an hour wrong must not date what it answers, or every waiting chat would look long over.
type serverClock struct {
	mu      sync.Mutex
	skew    time.Duration
	last    time.Time // when the last answer with a Date came
	answers int       // … and how many there have been

	rival  time.Duration // another skew that answers have had
	rivals int           // how many, since the last one that confirmed the known skew unless the rival is nearer to 0
	since  time.Time     // when the first of them came
}

const (
	stepLeast  = time.Minute      // a change of the skew that neither slewing nor a slow answer explains
	stepProof  = 3                // answers that prove one …
	stepFor    = 15 * time.Second // … over so long a time, if it is away from our clock and all answers have it
	earlyReads = 20               // answers before which a skew nearer to 0 counts at once: the first server may be the wrong one
)

// jumpLeast is a difference between wall clock and monotonic clock that slewing cannot cause during a request.
const jumpLeast = time.Second

// learn applies a Date header that was written between sent and received, and returns
// the server's time at received, without a monotonic reading, and the skew. The header
// has whole seconds, so it allows a skew from (date − received) to (date + 1 s − sent);
// the known skew moves only as far as needed to fit. So equal clocks give 0 and not a
// jitter of 1 s. Without a header the skew does not change, nor if our clock was set or
// the machine slept between the two times; the server's time is then the header's.
func (k *serverClock) learn(date string, sent, received time.Time) (time.Time, time.Duration) {
	k.mu.Lock()
	defer k.mu.Unlock()
	wall := received.Round(0)
	if at, err := http.ParseTime(date); err == nil {
		if jump := wall.Sub(sent.Round(0)) - received.Sub(sent); jump.Abs() > jumpLeast {
			return at, k.skew
		}
		low, high := at.Sub(wall), at.Add(time.Second).Sub(sent.Round(0))
		if skew := min(max(k.skew, low), max(high, low)); k.believes(skew, received) {
			k.skew = skew
		}
	}
	return wall.Add(k.skew), k.skew
}

// believes reports whether a skew replaces the known one. A step of our own clock explains any change; otherwise a large
// one needs proof, and least of all if it is nearer to our clock, which most machines keep right.
func (k *serverClock) believes(skew time.Duration, received time.Time) bool {
	first, last := k.last.IsZero(), k.last
	stepped := (received.Round(0).Sub(last.Round(0)) - received.Sub(last)).Abs() > jumpLeast
	k.last = received
	k.answers++
	switch {
	case first, stepped:
		k.rivals = 0
		return true
	case (skew - k.skew).Abs() <= stepLeast:
		if k.rival.Abs() >= k.skew.Abs() {
			k.rivals = 0
		}
		return true
	case k.rivals == 0 || (skew-k.rival).Abs() > stepLeast:
		k.rival, k.rivals, k.since = skew, 0, received
	}
	k.rivals++
	proved := k.rivals >= stepProof
	if skew.Abs() < k.skew.Abs() {
		proved = proved || k.answers <= earlyReads
	} else {
		proved = proved && received.Sub(k.since) >= stepFor
	}
	if proved {
		k.rivals = 0
	}
	return proved
}
