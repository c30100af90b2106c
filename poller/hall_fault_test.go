package poller

import (
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// A hallFault is something that fails in a hall for a while, and how long it may take from its end on until all
// who wait have been read again, and until the profile list has been asked for.
type hallFault struct {
	name          string
	op            string // "" is every request
	fault         acquire.Fault
	span          time.Duration
	waiting, list time.Duration
}

var hallFaults = []hallFault{
	{"503 for 35 s", "", acquire.FaultServer, 35 * time.Second, 15 * time.Second, 15 * time.Second},
	{"503 for 90 s", "", acquire.FaultServer, 90 * time.Second, 15 * time.Second, 15 * time.Second},
	{"unreachable for 4 min", "", acquire.FaultUnreachable, 4 * time.Minute, 15 * time.Second, 15 * time.Second},
	{"the profile list fails for 40 s", "profile list", acquire.FaultServer, 40 * time.Second, 15 * time.Second, 15 * time.Second},
	{"the profile list fails for 150 s", "profile list", acquire.FaultServer, 150 * time.Second, 15 * time.Second, 15 * time.Second},
	// A turn over those who wait on this floor takes up to 6.6 s without any fault, so one who was asked just before it is read again after that.
	{"one 401", "", acquire.FaultTokenRejected, 100 * time.Millisecond, 7 * time.Second, 5 * time.Second},
}

// TestHallFaults measures for how long a floor of 300 threads is not seen beyond the end of a fault.
func TestHallFaults(t *testing.T) {
	seeds := uint64(1)
	if long() {
		seeds = 8
	}
	for _, f := range hallFaults {
		if testing.Short() && rand.IntN(2) > 0 {
			continue // half of them, by chance
		}
		t.Run(f.name, func(t *testing.T) {
			var read, listed []time.Duration
			for seed := range seeds {
				synctest.Test(t, func(t *testing.T) {
					a, b := f.play(t, 20+seed)
					read, listed = append(read, a), append(listed, b)
				})
			}
			sortDurations(read)
			sortDurations(listed)
			t.Logf("p50/max after its end: all who wait read again %.1f/%.1f s, the list asked for %.1f/%.1f s",
				quantile(read, 50).Seconds(), quantile(read, 100).Seconds(), quantile(listed, 50).Seconds(), quantile(listed, 100).Seconds())
			if most := quantile(read, 100); most > f.waiting {
				t.Errorf("all who wait are read again after %v, want %v", most, f.waiting)
			}
			if most := quantile(listed, 100); most > f.list {
				t.Errorf("the list is asked for after %v, want %v", most, f.list)
			}
		})
	}
}

func (f hallFault) play(t *testing.T, seed uint64) (read, listed time.Duration) {
	const from = 400 * time.Second
	to := from + f.span
	h := makeHall(seed, 300, 2*time.Hour, 15*time.Minute, 0)
	h.failOp = func(op string, at time.Duration) error {
		switch {
		case at >= from && at < to && (f.op == "" || f.op == op):
			return &acquire.Error{Fault: f.fault, Op: op}
		case at >= to && op == "profile list" && listed == 0:
			listed = at - to
		}
		return nil
	}
	l := playHall(t, h, 10, to+time.Minute)
	end := h.t0.Add(to)
	for _, c := range h.chats {
		if c.start.After(end) || end.Sub(c.start) > 3*time.Hour || c.waits(end, nil, nil).IsZero() || c.waits(end, l.got, l.closed).IsZero() {
			continue
		}
		found := time.Minute
		for _, at := range l.polled[model.Key{Visitor: c.v.id, Thread: c.thread}] {
			if at.After(end) {
				found = at.Sub(end)
				break
			}
		}
		read = max(read, found)
	}
	return read, listed
}
