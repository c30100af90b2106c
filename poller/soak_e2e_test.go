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
	"floorwatch/poller/acquire"
	"floorwatch/poller/fakeacquire"
	"floorwatch/poller/fakeacquire/floor"
)

// twoPolls is how long two polls of a thread that waits take, the first of them failed and backed off.
const twoPolls = 5 * time.Second

// cycle is long enough for one turn of everything: lists, threads, messages, totals.
const cycle = 20 * time.Second

// failures are the ways in which a call fails in TestEveryCallFailsOnce; the
// zero Fault is a connection that cannot be made.
var failures = []fakeacquire.Fault{
	{}, fakeacquire.Status(500), {Kind: fakeacquire.KindCut}, fakeacquire.Status(403), {Kind: fakeacquire.KindHTML}, {Kind: fakeacquire.KindTruncated},
}

// TestEveryCallFailsOnce counts the requests of one cycle and plays it again
// as often, with another one of them failing each time: every eighth by turns in one way,
// or all in every way where FLOORWATCH_LONG is set. Two polls later the state is right again, and
// in the end nothing is missing.
func TestEveryCallFailsOnce(t *testing.T) {
	calls := 0
	synctest.Test(t, func(t *testing.T) { calls = torture(t, -1, fakeacquire.Fault{}) })
	if calls < 15 {
		t.Fatalf("a cycle has %d requests, so the test would show little", calls)
	}
	t.Logf("%d requests in a cycle", calls)
	step := 8 // the runs of one seed after another come round to all
	if long() {
		step = 1
	}
	first := int(seed(t) % uint64(step))
	for n := first; n < calls; n += step {
		for i, f := range failures {
			if i != n%len(failures) && !long() {
				continue
			}
			synctest.Test(t, func(t *testing.T) { torture(t, n, f) })
			if t.Failed() {
				t.Fatalf("with request %d of %d failing: %v", n, calls, f)
			}
		}
	}
}

// torture lets request n fail and returns how many there were in a cycle.
func torture(t *testing.T, n int, f fakeacquire.Fault) (calls int) {
	s, chats := smallFloor()
	defer s.Close()
	w := &wire{base: s.Transport()}
	at := 0
	failed := make(chan struct{})
	w.set(func(*http.Request) error { // called under no lock, but one request after the other is counted
		w.mu.Lock()
		defer w.mu.Unlock()
		if at++; at-1 != n {
			return nil
		}
		close(failed)
		if f != (fakeacquire.Fault{}) {
			s.FailNext(1, f)
			return nil
		}
		return errors.New("failed on purpose")
	})
	p := lay(t, s, setup{wire: w})
	if n >= 0 {
		<-failed
		pass(twoPolls)
		p.wantState(model.StateLive, "two polls later")
	}
	pass(cycle)
	calls = w.count()
	for _, e := range []fakeacquire.Endpoint{fakeacquire.EndpointMessage, fakeacquire.EndpointThread, fakeacquire.EndpointProfiles,
		fakeacquire.EndpointAgents, fakeacquire.EndpointChats, fakeacquire.EndpointTeam} {
		if s.Count(e) == 0 {
			t.Errorf("%s was not asked in the cycle", e)
		}
	}
	s.Say(chats[2], "the last word")
	p.settle(6*time.Minute, "at the end")
	p.stop()
	return calls
}

// TestSoak reads a floor for three hours of virtual time, a week where
// FLOORWATCH_LONG is set, with every mishap by turns in the first half: memory
// and goroutines stay as they are from then on, and the reading is LIVE in the end.
func TestSoak(t *testing.T) {
	hours, keep := 3, 1 // of what the Board holds, so its last hour is like the one before
	if long() {
		hours = 24 * 7
	}
	synctest.Test(t, func(t *testing.T) {
		s := fakeacquire.NewServer(fakeacquire.Options{Token: token})
		defer s.Close()
		life := floor.New(s, 7, 4, 8, time.Now())
		// A day at the default pace is most of a million requests; one every fourth second shows the same.
		p := lay(t, s, setup{keep: model.Retention{Hours: keep}, api: func(c *acquire.Config) { c.RequestsPerSecond = 0.25 }, cfg: func(c *poller.Config) {
			c.Lookback, c.DiscoverEvery = 2*time.Hour, 2*time.Minute
			c.Waiting, c.Active, c.Quiet, c.Idle = time.Minute, 2*time.Minute, 4*time.Minute, 10*time.Minute
		}})
		stop := p.play(life, 2*time.Second)
		var heap int64
		goroutines := 0
		for h := range hours {
			if h < hours/2 {
				s.FailNext(5, fakeacquire.AllFaults()[h%len(fakeacquire.AllFaults())])
			}
			pass(time.Hour)
			p.all() // the figures are carried forward, as on a screen
			if h == hours*3/4-1 {
				heap, goroutines = heapNow(), runtime.NumGoroutine()
			}
		}
		grown := heapNow() - heap
		t.Logf("%d hours, %d requests for messages, a heap of %d KiB, %d KiB more at the end",
			hours, s.Count(fakeacquire.EndpointMessage), heap>>10, grown>>10)
		if grown > 4<<20 {
			t.Errorf("the heap grew by %d KiB in the last hours", grown>>10)
		}
		if n := runtime.NumGoroutine(); n > goroutines+4 { // a request may be under way
			t.Errorf("%d goroutines, %d some hours before", n, goroutines)
		}
		stop()
		pass(25 * time.Minute)
		p.wantState(model.StateLive, "at the end")
		p.stop()
	})
}

// play advances a floor until the returned function is called.
func (p *path) play(life *floor.Floor, every time.Duration) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			life.Advance(time.Now())
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
