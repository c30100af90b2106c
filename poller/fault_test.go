package poller

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/poller/acquire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// busy returns a floor with n waiting visitors of one thread each.
func busy(n int) *floor {
	f := newFloor()
	for i := range n {
		v, c := model.VisitorID(1000+i), model.ChatID(100+i)
		f.open(v, model.ThreadID(10+i), c, time.Now().Add(-time.Minute))
		f.say(v, model.ThreadID(10+i), c, model.SideVisitor, time.Now().Add(-time.Minute))
	}
	return f
}

func broken(f acquire.Fault, wait time.Duration) func(string, acquire.MessagesRequest) error {
	return func(op string, _ acquire.MessagesRequest) error {
		return &acquire.Error{Fault: f, Op: op, RetryAfter: wait, Detail: safetext.Line("broken on purpose")}
	}
}

// TestFaults breaks everything in each way and wants the word, the next try, and recovery.
func TestFaults(t *testing.T) {
	tests := []struct {
		name  string
		fault acquire.Fault
		wait  time.Duration // Retry-After
		want  model.State
		least time.Duration // until the next try
		most  time.Duration
	}{
		{"unreachable", acquire.FaultUnreachable, 0, model.StateRetrying, 0, gateMost},
		{"timeout", acquire.FaultTimeout, 0, model.StateRetrying, 0, gateMost},
		{"401", acquire.FaultTokenRejected, 0, model.StateTokenRejected, 50 * time.Second, tokenRetry},
		{"403 everywhere", acquire.FaultForbidden, 0, model.StateTokenRejected, 0, gateMost},
		{"portal", acquire.FaultNotAcquire, 0, model.StatePortal, 0, gateMost},
		{"429", acquire.FaultRateLimited, 0, model.StateLimited, 0, limitMost},
		{"429 with Retry-After", acquire.FaultRateLimited, 40 * time.Second, model.StateLimited, 30 * time.Second, 43 * time.Second},
		{"429 with a day", acquire.FaultRateLimited, 24 * time.Hour, model.StateLimited, limitMost - 10*time.Second, limitMost},
		{"5xx", acquire.FaultServer, 0, model.StateRetrying, 0, gateMost},
		{"503 with Retry-After", acquire.FaultServer, 40 * time.Second, model.StateRetrying, 30 * time.Second, 43 * time.Second},
		{"404", acquire.FaultStatus, 0, model.StateAPIError, 0, gateMost},
		{"success false", acquire.FaultAPI, 0, model.StateAPIError, 0, gateMost},
		{"no JSON", acquire.FaultUnreadable, 0, model.StateRetrying, 0, gateMost},
		{"too big", acquire.FaultTooBig, 0, model.StateAPIError, 0, backoffMost},
		{"an error nobody named", 0, 0, model.StateRetrying, 0, gateMost},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := busy(3)
				r := run(t, f, DefaultConfig(), Options{})
				pass(20 * time.Second)
				if h := r.screen.now(); h.State != model.StateLive {
					t.Fatalf("before: %v (%v), want LIVE", h.State, h.Why)
				}
				f.setFail(broken(tt.fault, tt.wait))
				pass(9 * time.Second)
				h, now := r.screen.now(), time.Now()
				if h.State != tt.want {
					t.Errorf("state = %v (%v), want %v", h.State, h.Why, tt.want)
				}
				if !strings.Contains(h.Why.String(), "broken on purpose") {
					t.Errorf("why = %q, want the server's words in it", h.Why)
				}
				if wait := h.RetryAt.Sub(now); wait < tt.least || wait > tt.most {
					t.Errorf("next try in %v, want %v to %v", wait, tt.least, tt.most)
				}
				pass(5 * time.Minute)
				f.setFail(nil)
				pass(6 * time.Minute)
				if h := r.screen.now(); h.State != model.StateLive || !h.RetryAt.IsZero() {
					t.Errorf("after: %v (%v), next try %v, want LIVE and none", h.State, h.Why, h.RetryAt)
				}
				r.stop()
			})
		})
	}
}

func (f *floor) setFail(fail func(string, acquire.MessagesRequest) error) {
	f.mu.Lock()
	f.fail = fail
	f.mu.Unlock()
}

// TestHaltProbes wants one probe a minute while the token is rejected, and a Refresh to wake it.
func TestHaltProbes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := busy(50)
		f.fail = broken(acquire.FaultTokenRejected, 0)
		r := run(t, f, DefaultConfig(), Options{})
		pass(5 * time.Second)
		from := time.Now()
		pass(10 * time.Minute)
		if n := len(f.since(from, "")); n < 9 || n > 11 {
			t.Errorf("%d requests in 10 minutes with a rejected token, want one a minute", n)
		}
		f.setFail(nil)
		r.p.Refresh()
		pass(10 * time.Second)
		if h := r.screen.now(); h.State != model.StateLive {
			t.Errorf("after Refresh: %v (%v), want LIVE", h.State, h.Why)
		}
		r.stop()
	})
}

// TestLimited wants nothing sent before Retry-After is over, Refresh or not,
// and a slower pace afterwards that grows back.
func TestLimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := busy(50)
		r := run(t, f, DefaultConfig(), Options{})
		pass(30 * time.Second)
		f.setFail(broken(acquire.FaultRateLimited, 20*time.Second))
		pass(time.Second)
		f.setFail(nil)
		from := time.Now()
		r.p.Refresh()
		pass(18 * time.Second)
		if n := len(f.since(from, "")); n != 0 {
			t.Errorf("%d requests while limited, want none", n)
		}
		pass(8 * time.Second)
		from = time.Now()
		pass(10 * time.Second)
		if n := len(f.since(from, "")); n > 70 {
			t.Errorf("%d requests in 10 s after the limit, want about half of the budget", n)
		}
		pass(2 * time.Minute)
		from = time.Now()
		pass(10 * time.Second)
		if n := len(f.since(from, "")); n < 95 {
			t.Errorf("%d requests in 10 s two minutes later, want the whole budget again", n)
		}
		r.stop()
	})
}

// TestOneThreadForbidden wants the others read as before, and the state LIVE with a remark.
func TestOneThreadForbidden(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := busy(5)
		f.fail = func(op string, req acquire.MessagesRequest) error {
			if op == "message" && req.Visitor == 1000 {
				return &acquire.Error{Fault: acquire.FaultForbidden, Op: op}
			}
			return nil
		}
		r := run(t, f, DefaultConfig(), Options{})
		pass(2 * time.Minute)
		from := time.Now()
		pass(10 * time.Minute)
		asked := map[model.VisitorID]int{}
		for _, q := range f.since(from, "message") {
			asked[q.key.Visitor]++
		}
		if asked[1000] > 8 {
			t.Errorf("the forbidden thread was asked for %d times in 10 minutes, want it to back off", asked[1000])
		}
		for v := model.VisitorID(1001); v < 1005; v++ {
			if asked[v] < 280 {
				t.Errorf("thread of visitor %d was asked for %d times, want every 2 s", v, asked[v])
			}
		}
		h := r.screen.now()
		if h.State != model.StateLive || !strings.Contains(h.Why.String(), "1 of 5 threads") {
			t.Errorf("health = %v (%q), want LIVE and a word about the thread", h.State, h.Why)
		}
		r.stop()
	})
}

// TestOptionalFails wants LIVE while lists that the floor can do without fail, and a remark.
func TestOptionalFails(t *testing.T) {
	for _, op := range []string{"agents list", "day totals", "profile list"} {
		for _, fault := range []acquire.Fault{acquire.FaultTokenRejected, acquire.FaultForbidden, acquire.FaultNotAcquire, acquire.FaultServer, acquire.FaultAPI} {
			synctest.Test(t, func(t *testing.T) {
				f := busy(3)
				r := run(t, f, DefaultConfig(), Options{})
				pass(20 * time.Second)
				f.setFail(func(at string, _ acquire.MessagesRequest) error {
					if at != op {
						return nil
					}
					return &acquire.Error{Fault: fault, Op: at, Detail: safetext.Line("not for you")}
				})
				from := time.Now()
				pass(6 * time.Minute)
				for _, h := range r.screen.after(from) {
					if h.State != model.StateLive {
						t.Fatalf("%s fails with %d: state %v (%v), want LIVE", op, fault, h.State, h.Why)
					}
				}
				if h := r.screen.now(); !strings.Contains(h.Why.String(), op) {
					t.Errorf("%s fails with %d: why = %q, want a remark", op, fault, h.Why)
				}
				r.stop()
			})
		}
	}
}

// TestOutage wants an hour without a network to end without a burst, and everything read again.
func TestOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := busy(40)
		r := run(t, f, DefaultConfig(), Options{})
		pass(time.Minute)
		f.setFail(broken(acquire.FaultUnreachable, 0))
		from := time.Now()
		pass(time.Hour)
		if n := len(f.since(from, "")); n < 60 || n > 240 {
			t.Errorf("%d requests in an hour without a network, want about two a minute", n)
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
		if len(sent) < 30 {
			t.Errorf("%d requests after the pause, want it to go on", len(sent))
		}
		checkRate(t, sent, 10)
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestPauseBetween(t *testing.T) {
	const s = time.Second
	tests := []struct{ wall, mono, pause, back time.Duration }{
		{s, s, 0, 0},
		{20 * s, 20 * s, 0, 0},
		{3600 * s, s, 3600 * s, 0},        // suspended: the monotonic clock stood still
		{3600 * s, 3600 * s, 3600 * s, 0}, // stopped
		{-3600 * s, s, 0, 3601 * s},       // the clock was set back
		{s - 100*time.Millisecond, s, 0, 0},
	}
	for _, tt := range tests {
		if pause, back := pauseBetween(tt.wall, tt.mono); pause != tt.pause || back != tt.back {
			t.Errorf("pauseBetween(%v, %v) = %v, %v, want %v, %v", tt.wall, tt.mono, pause, back, tt.pause, tt.back)
		}
	}
}

// TestTorture lets each request of a cycle fail once, in each way, and panic
// once, and wants everything on the screen in the end.
func TestTorture(t *testing.T) {
	faults := []acquire.Fault{0, acquire.FaultUnreachable, acquire.FaultTimeout, acquire.FaultForbidden, acquire.FaultServer, acquire.FaultAPI}
	const cycle = 24 // requests until every list and thread was asked for
	for _, fault := range faults {
		for n := range cycle {
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
		if err == nil || !strings.Contains(err.Error(), "on purpose") || !strings.Contains(err.Error(), "fault_test.go") {
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

// TestNeverGivesUp wants a try at least every 5 minutes for a day without a server.
func TestNeverGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := busy(1)
		f.fail = broken(acquire.FaultServer, 0)
		r := run(t, f, DefaultConfig(), Options{})
		pass(24 * time.Hour)
		r.stop()
		last := f.requests[0].at
		for _, q := range f.requests {
			if gap := q.at.Sub(last); gap > backoffMost {
				t.Fatalf("no try for %v", gap)
			}
			last = q.at
		}
		if gap := time.Since(last); gap > backoffMost {
			t.Errorf("no try for the last %v", gap)
		}
	})
}

func TestFullJitter(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for n, bound := range map[int]time.Duration{1: 2 * time.Second, 2: 4 * time.Second, 5: 32 * time.Second, 9: 5 * time.Minute, 1000: 5 * time.Minute} {
		var most, sum time.Duration
		for range 1000 {
			d := fullJitter(rng, n, backoffMost)
			if d < backoffLeast || d > bound {
				t.Fatalf("failure %d: waits %v, want %v to %v", n, d, backoffLeast, bound)
			}
			most, sum = max(most, d), sum+d
		}
		if mean := sum / 1000; most < bound*9/10 || mean < bound*4/10 || mean > bound*7/10 {
			t.Errorf("failure %d: mean %v, most %v of %v, want it drawn evenly", n, mean, most, bound)
		}
	}
}

func TestGuard(t *testing.T) {
	if err := guard(func() error { return nil }); err != nil {
		t.Errorf("guard of nothing = %v", err)
	}
	plain := errors.New("plain")
	if err := guard(func() error { return plain }); err != plain {
		t.Errorf("guard = %v, want the error itself", err)
	}
	var p *panicked
	if err := guard(func() error { panic("boom") }); !errors.As(err, &p) || p.value != "boom" || len(p.stack) == 0 {
		t.Errorf("guard of a panic = %v", err)
	}
}
