package poller

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/throttle"
)

// failing makes one operation fail ("" is every one).
func (f *floor) failing(op string, fault acquire.Fault) {
	fail := broken(fault, 0)
	f.setFail(func(at string, req acquire.MessagesRequest) error {
		if op != "" && at != op {
			return nil
		}
		return fail(at, req)
	})
}

// TestShortOutage: once the server is back, everybody who waits has been read again within 5 s, and the state is LIVE.
func TestShortOutage(t *testing.T) {
	for seed := range 20 {
		synctest.Test(t, func(t *testing.T) {
			f := busy(15)
			r := run(t, f, DefaultConfig(), Options{Seed: fmt.Sprint(seed)})
			pass(time.Minute + time.Duration(seed)*100*time.Millisecond)
			f.failing("", acquire.FaultServer)
			pass(35 * time.Second)
			f.setFail(nil)
			back := time.Now()
			pass(5*time.Second + 2*throttle.WaitingOver)
			if h := r.screen.now(); h.State != model.StateLive {
				t.Errorf("seed %d: %v (%v) after the outage, want LIVE", seed, h.State, h.Why)
			}
			r.screen.mu.Lock()
			for k, at := range r.screen.polled {
				if at.Before(back) {
					t.Errorf("seed %d: %v was read %v before its end", seed, k, back.Sub(at))
				}
			}
			r.screen.mu.Unlock()
			for i, h := range r.screen.after(back) {
				if h.State == model.StateLive {
					if late := h.At.Sub(back); late > 5*time.Second {
						t.Errorf("seed %d: LIVE %v after the end of the outage, want 5s", seed, late)
					}
					break
				} else if i > 20 {
					t.Errorf("seed %d: never LIVE", seed)
				}
			}
			r.stop()
		})
	}
}

// TestListIsBack: the profile list is asked again after 1, 2, 4, 8 and then every 15 s, however long it has failed.
func TestListIsBack(t *testing.T) {
	for _, fault := range []acquire.Fault{acquire.FaultServer, acquire.FaultTooBig, acquire.FaultForbidden, acquire.FaultTimeout} {
		synctest.Test(t, func(t *testing.T) {
			f := busy(3)
			r := run(t, f, DefaultConfig(), Options{})
			pass(time.Minute)
			f.failing("profile list", fault)
			from := time.Now()
			pass(10 * time.Minute)
			asked := f.since(from, "profile list")
			if len(asked) < 20 {
				t.Fatalf("fault %d: asked %d times in 10 minutes", fault, len(asked))
			}
			for i := 1; i < len(asked); i++ {
				gap, want := asked[i].at.Sub(asked[i-1].at)-f.latency, min(throttle.NearMost, time.Second<<min(i-1, 4))
				if gap > want+100*time.Millisecond || gap < want*8/10 {
					t.Errorf("fault %d: failure %d is followed by %v of nothing, want %v", fault, i, gap, want)
				}
			}
			r.stop()
		})
	}
}

// TestWaitingIsAskedAgain: a thread that waits and fails by itself is asked at least every 15 s.
func TestWaitingIsAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := busy(5)
		r := run(t, f, DefaultConfig(), Options{})
		pass(30 * time.Second)
		fail := broken(acquire.FaultTimeout, 0)
		f.setFail(func(op string, req acquire.MessagesRequest) error {
			if op == "message" && req.Visitor == 1000 {
				return fail(op, req)
			}
			return nil
		})
		from := time.Now()
		pass(10 * time.Minute)
		last := from
		for _, q := range f.since(from, "message") {
			if q.key.Visitor == 1000 {
				if gap := q.at.Sub(last); gap > throttle.NearMost+3*time.Second {
					t.Errorf("nothing asked for %v", gap)
				}
				last = q.at
			}
		}
		if time.Since(last) > throttle.NearMost+3*time.Second {
			t.Errorf("not asked since %v", time.Since(last))
		}
		r.stop()
	})
}

// TestHotPartIsAskedAgain: what may hold somebody who waits and was never read is asked again within 15 s, be it a
// thread or a thread list, while its failures are its own.
func TestHotPartIsAskedAgain(t *testing.T) {
	for _, what := range []string{"message", "thread"} {
		synctest.Test(t, func(t *testing.T) {
			f := busy(5)
			fail := broken(acquire.FaultTooBig, 0)
			f.setFail(func(op string, req acquire.MessagesRequest) error {
				if op == what && req.Visitor == 1000 {
					return fail(op, req)
				}
				return nil
			})
			from := time.Now()
			r := run(t, f, DefaultConfig(), Options{})
			pass(70 * time.Second)
			last, n := from, 0
			for _, q := range f.since(from, what) {
				if q.key.Visitor != 1000 {
					continue
				}
				if gap := q.at.Sub(last); n < 6 && gap > throttle.NearMost+time.Second {
					t.Errorf("%s: try %d came %v after the one before", what, n+1, gap)
				}
				last, n = q.at, n+1
			}
			if n < 5 {
				t.Errorf("%s: %d tries in 70 s", what, n)
			}
			r.stop()
		})
	}
}

// TestOneRejection: a single 401 stops everything for a second only, and is not believed.
func TestOneRejection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := busy(5)
		r := run(t, f, DefaultConfig(), Options{})
		pass(30 * time.Second)
		from, n := time.Now(), 0
		f.setFail(func(op string, _ acquire.MessagesRequest) error {
			if n++; n == 1 {
				return &acquire.Error{Fault: acquire.FaultTokenRejected, Op: op}
			}
			return nil
		})
		pass(20 * time.Second)
		for _, h := range r.screen.after(from) {
			if h.State == model.StateTokenRejected {
				t.Errorf("%v after one 401", h.State)
			}
			if h.At.Sub(from) > 5*time.Second && h.State != model.StateLive {
				t.Errorf("%v: %v (%v), want LIVE", h.At.Sub(from), h.State, h.Why)
			}
		}
		r.stop()
	})
}

// TestSecondRejection: the second 401 is believed also where one thread is all that is asked.
func TestSecondRejection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for threads := 1; threads <= 2; threads++ {
			f := busy(threads)
			r := run(t, f, DefaultConfig(), Options{})
			pass(30 * time.Second)
			f.setFail(broken(acquire.FaultTokenRejected, 0))
			pass(8 * time.Second)
			if h := r.screen.now(); h.State != model.StateTokenRejected {
				t.Errorf("%d threads, 8 s after the token was refused: %v (%v), want TOKEN REJECTED", threads, h.State, h.Why)
			}
			r.stop()
		}
	})
}

// TestUnreadableRowIsAskedAgain: a thread list of which a row could not be read is asked again, ever less often.
func TestUnreadableRowIsAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFloor()
		f.open(1000, 10, 100, time.Now().Add(-3*time.Hour))
		f.say(1000, 10, 100, model.SideAgent, time.Now().Add(-3*time.Hour))
		f.malformed = 1
		cfg := DefaultConfig()
		cfg.AcceptTurn = time.Hour // no thread list is read for any other reason
		r := run(t, f, cfg, Options{})
		pass(12 * time.Second)
		if n := len(f.since(time.Time{}, "thread")); n != 2 {
			t.Errorf("the thread list was asked for %d times in 12 s, want a second time after 10 s", n)
		}
		pass(10 * time.Minute)
		if n := len(f.since(time.Time{}, "thread")); n < 7 || n > 10 {
			t.Errorf("%d times in 10 min, want 10, 20, 40, 80 and then 120 s between two", n)
		}
		f.mu.Lock()
		f.malformed = 0
		f.mu.Unlock()
		pass(3 * time.Minute)
		from := time.Now()
		pass(time.Minute)
		if n := len(f.since(from, "thread")); n != 0 {
			t.Errorf("asked %d times more after it could be read", n)
		}
		r.stop()
	})
}

// TestRetryAtIsAhead: what is said of the next try never lies in the past.
func TestRetryAtIsAhead(t *testing.T) {
	for _, fault := range []acquire.Fault{acquire.FaultServer, acquire.FaultTooBig, acquire.FaultTimeout, acquire.FaultTokenRejected} {
		synctest.Test(t, func(t *testing.T) {
			f := busy(3)
			f.latency = 4 * time.Second
			r := run(t, f, DefaultConfig(), Options{})
			pass(40 * time.Second)
			f.failing("", fault)
			from, n := time.Now(), 0
			pass(3 * time.Minute)
			for _, h := range r.screen.after(from) {
				if !h.RetryAt.IsZero() {
					if n++; h.RetryAt.Before(h.At) {
						t.Errorf("fault %d, %v: the next try is %v ago", fault, h.At.Sub(from), h.At.Sub(h.RetryAt))
					}
				}
			}
			if n == 0 {
				t.Errorf("fault %d: no Health says when it tries again", fault)
			}
			r.stop()
		})
	}
}
