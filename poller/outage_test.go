package poller

import (
	"context"
	"maps"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/throttle"
)

// TestOutage wants an hour without a network to end without a burst, and everything read again.
func TestOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := busy(40)
		r := run(t, f, DefaultConfig(), Options{})
		pass(time.Minute)
		f.setFail(broken(acquire.FaultUnreachable, 0))
		from := time.Now()
		pass(time.Hour)
		if n := len(f.since(from, "")); n < 60 || n > 260 {
			t.Errorf("%d requests in an hour without a network, want a few a minute, more in the first one", n)
		}
		f.say(1000, 10, 100, model.SideVisitor, time.Now())
		f.setFail(nil)
		from = time.Now()
		pass(2 * time.Minute)
		var sent []time.Time
		for _, q := range f.since(from, "") {
			sent = append(sent, q.at)
		}
		checkRate(t, sent, 10)
		if h := r.screen.now(); h.State != model.StateLive {
			t.Errorf("after the outage: %v (%v), want LIVE", h.State, h.Why)
		}
		wantAll(t, r, "after the outage")
		r.stop()
		for k, at := range r.screen.polled {
			if at.Before(from) {
				t.Errorf("thread %v was not read again after the outage", k)
			}
		}
	})
}

// TestLiveIsFresh breaks the server for some seconds again and again, beside one thread that
// never can be read, and wants LIVE said only while all the others that wait have been read just now.
func TestLiveIsFresh(t *testing.T) {
	seconds := 180
	if long() {
		seconds = 600
	}
	for _, fault := range []acquire.Fault{acquire.FaultServer, acquire.FaultForbidden, acquire.FaultUnreachable, acquire.FaultTimeout} {
		synctest.Test(t, func(t *testing.T) {
			f := busy(20)
			one := broken(acquire.FaultForbidden, 0)
			alone := func(op string, req acquire.MessagesRequest) error {
				if op == "message" && req.Visitor == 1000 {
					return one(op, req)
				}
				return nil
			}
			f.setFail(alone)
			r := run(t, f, DefaultConfig(), Options{RequestsPerSecond: 50})
			pass(time.Minute)
			for i := range seconds {
				switch i % 60 {
				case 0:
					f.setFail(broken(fault, 0))
				case 8:
					f.setFail(alone)
				}
				pass(time.Second)
				if r.screen.now().State != model.StateLive {
					continue
				}
				r.screen.mu.Lock()
				polled := maps.Clone(r.screen.polled)
				r.screen.mu.Unlock()
				for k, at := range polled {
					if age := time.Since(at); age > lateLeast+time.Second {
						t.Errorf("fault %d, second %d: LIVE, and thread %v was read %v ago", fault, i, k, age)
					}
				}
			}
			r.stop()
			if n := r.p.threads.byKey[model.Key{Visitor: 1000, Thread: 10}].live.Fails; n < 8 {
				t.Errorf("fault %d: the thread that cannot be read backs off after %d failures only", fault, n)
			}
		})
	}
}

// TestHang wants a server that answers nothing to be noticed within a request's time limit.
func TestHang(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := busy(10)
		r := run(t, f, DefaultConfig(), Options{})
		pass(30 * time.Second)
		f.mu.Lock()
		f.hang = true
		f.mu.Unlock()
		pass(17 * time.Second)
		if h := r.screen.now(); h.State != model.StateRetrying {
			t.Errorf("state = %v (%v), want RETRYING", h.State, h.Why)
		}
		r.stop() // in the middle of requests
	})
}

// TestPause stops the loop for an hour, as a suspend does, and wants one
// calm resume.
func TestPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := busy(60)
		p := New(f, DefaultConfig(), Options{Seed: "pause"})
		s := newScreen()
		stopAt := time.Now().Add(time.Minute)
		paused := false
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() {
			done <- p.Run(ctx, func(e model.Event) {
				s.put(e)
				if !paused && time.Now().After(stopAt) {
					paused = true
					time.Sleep(time.Hour)
				}
			})
		}()
		pass(time.Minute + time.Hour + 2*time.Second)
		resumed := stopAt.Add(time.Hour)
		var states []model.State
		for _, h := range s.after(resumed) {
			states = append(states, h.State)
		}
		if len(states) == 0 || states[0] != model.StatePaused {
			t.Errorf("states after the pause = %v, want PAUSED first", states)
		}
		pass(10 * time.Second)
		if h := s.now(); h.State != model.StateLive && h.State != model.StateLate {
			t.Errorf("10 s after the pause: %v (%v), want LIVE", h.State, h.Why)
		}
		var sent []time.Time
		for _, q := range f.since(resumed, "") {
			sent = append(sent, q.at)
		}
		f.mu.Lock()
		if f.reconnects != 1 {
			t.Errorf("connections were dropped %d times, want once", f.reconnects)
		}
		f.mu.Unlock()
		if len(sent) < 30 {
			t.Errorf("%d requests after the pause, want it to go on", len(sent))
		}
		checkRate(t, sent, 10)
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if holes := s.coverage.Observed.Holes; len(holes) != 1 || (holes[0].To.Sub(holes[0].From)-time.Hour).Abs() > time.Second {
			t.Errorf("holes in the reading: %v, want one of an hour", holes)
		}
	})
}

func TestPauseBetween(t *testing.T) {
	const s = time.Second
	tests := []struct{ wall, mono, pause, step time.Duration }{
		{s, s, 0, 0},
		{20 * s, 20 * s, 0, 0},
		{3600 * s, s, 3600 * s, 3599 * s}, // suspended, or set ahead: the monotonic clock knows of nothing
		{3600 * s, 3600 * s, 3600 * s, 0}, // stopped
		{-3600 * s, s, 0, -3601 * s},      // the clock was set back
		{21 * s, s, 0, 20 * s},            // set ahead by less than a pause
		{s - 100*time.Millisecond, s, 0, 0},
	}
	for _, tt := range tests {
		if pause, step := pauseBetween(tt.wall, tt.mono); pause != tt.pause || step != tt.step {
			t.Errorf("pauseBetween(%v, %v) = %v, %v, want %v, %v", tt.wall, tt.mono, pause, step, tt.pause, tt.step)
		}
	}
}

// TestTorture lets each request of a cycle fail once, in each way, and panic
// once, and wants everything on the screen in the end: a third of the requests, another one for each way, and with FLOORWATCH_LONG all.
func TestTorture(t *testing.T) {
	faults := []acquire.Fault{0, acquire.FaultUnreachable, acquire.FaultTimeout, acquire.FaultForbidden, acquire.FaultServer, acquire.FaultAPI}
	const cycle = 25 // requests until every list and thread was asked for
	step := 3
	if long() {
		step = 1
	}
	for i, fault := range faults {
		for n := i % step; n < cycle; n += step {
			synctest.Test(t, func(t *testing.T) {
				f := busy(4)
				f.open(1000, 10, 200, time.Now().Add(-time.Second))
				f.say(1000, 10, 200, model.SideVisitor, time.Now())
				i := 0
				f.fail = func(op string, req acquire.MessagesRequest) error {
					f.mu.Lock()
					i++
					hit := i == n+1
					f.mu.Unlock()
					switch {
					case !hit:
						return nil
					case fault == 0:
						panic("on purpose, in " + op)
					}
					return broken(fault, 0)(op, req)
				}
				r := run(t, f, DefaultConfig(), Options{})
				pass(90 * time.Second)
				wantAll(t, r, "in the end")
				h := r.screen.now()
				if h.State != model.StateLive || h.ReadDone != h.ReadAll || h.ReadAll != 4 {
					t.Errorf("request %d fails with %d: health %v (%v), read %d of %d, want LIVE and 4 of 4", n, fault, h.State, h.Why, h.ReadDone, h.ReadAll)
				}
				r.stop()
				if len(r.screen.visitors) != 4 || r.screen.agents == 0 || r.screen.totals == 0 {
					t.Errorf("request %d fails with %d: %d visitors, %d agents, %d totals arrived", n, fault, len(r.screen.visitors), r.screen.agents, r.screen.totals)
				}
			})
		}
	}
}

// TestPanic wants a panic in the Source told in Health, and Run to go on.
func TestPanic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := busy(2)
		f.fail = func(string, acquire.MessagesRequest) error { panic("on purpose") }
		r := run(t, f, DefaultConfig(), Options{})
		pass(time.Minute)
		if h := r.screen.now(); h.State != model.StateRetrying || !strings.Contains(h.Why.String(), "on purpose") {
			t.Errorf("health = %v (%v), want RETRYING and the panic's words", h.State, h.Why)
		}
		f.setFail(nil)
		pass(2 * time.Minute)
		wantAll(t, r, "after the panics")
		r.stop()
	})
}

// TestPanicInEmit wants a panic of the loop itself to end Run with an error that says where.
func TestPanicInEmit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(busy(1), DefaultConfig(), Options{Seed: "panic"})
		err := p.Run(t.Context(), func(e model.Event) {
			if e.Health != nil {
				panic("on purpose")
			}
		})
		if err == nil || !strings.Contains(err.Error(), "on purpose") || !strings.Contains(err.Error(), "outage_test.go") {
			t.Errorf("Run returned %v, want the panic and its stack", err)
		}
	})
}

// TestCancel ends a Poller at many moments: in requests, in waits, at the start.
func TestCancel(t *testing.T) {
	for _, after := range []time.Duration{0, 10 * time.Millisecond, 60 * time.Millisecond, time.Second, 7*time.Second + 33*time.Millisecond, time.Minute} {
		for _, fault := range []acquire.Fault{0, acquire.FaultUnreachable, acquire.FaultTokenRejected} {
			synctest.Test(t, func(t *testing.T) {
				f := busy(5)
				if fault != 0 {
					f.fail = broken(fault, 0)
				}
				r := run(t, f, DefaultConfig(), Options{})
				time.Sleep(after)
				before := time.Now()
				r.stop()
				if took := time.Since(before); took > 0 {
					t.Errorf("cancelled after %v with fault %d: Run took %v to return", after, fault, took)
				}
			})
		}
	}
}

// TestNeverGivesUp wants a try at least every 5 minutes for six hours without a server; with FLOORWATCH_LONG for a day.
func TestNeverGivesUp(t *testing.T) {
	gone := 6 * time.Hour
	if long() {
		gone = 24 * time.Hour
	}
	synctest.Test(t, func(t *testing.T) {
		f := busy(1)
		f.fail = broken(acquire.FaultServer, 0)
		r := run(t, f, DefaultConfig(), Options{})
		pass(gone)
		r.stop()
		last := f.requests[0].at
		for _, q := range f.requests {
			if gap := q.at.Sub(last); gap > throttle.BackoffMost {
				t.Fatalf("no try for %v", gap)
			}
			last = q.at
		}
		if gap := time.Since(last); gap > throttle.BackoffMost {
			t.Errorf("no try for the last %v", gap)
		}
	})
}
