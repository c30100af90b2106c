package poller

import (
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/poller/acquire"
	"floorwatch/poller/throttle"
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
		{"unreachable", acquire.FaultUnreachable, 0, model.StateRetrying, 0, throttle.BreakerMost},
		{"timeout", acquire.FaultTimeout, 0, model.StateRetrying, 0, throttle.BreakerMost},
		{"401", acquire.FaultTokenRejected, 0, model.StateTokenRejected, 50 * time.Second, throttle.TokenRetry},
		{"no token to ask with", acquire.FaultNoToken, 0, model.StateRetrying, 0, throttle.BreakerMost},
		{"403 everywhere", acquire.FaultForbidden, 0, model.StateTokenRejected, 0, throttle.BreakerMost},
		{"portal", acquire.FaultNotAcquire, 0, model.StatePortal, 0, throttle.BreakerMost},
		{"429", acquire.FaultRateLimited, 0, model.StateLimited, 0, throttle.LimitMost},
		{"429 with Retry-After", acquire.FaultRateLimited, 40 * time.Second, model.StateLimited, 30 * time.Second, 43 * time.Second},
		{"429 with a day", acquire.FaultRateLimited, 24 * time.Hour, model.StateLimited, throttle.LimitMost - 10*time.Second, throttle.LimitMost},
		{"5xx", acquire.FaultServer, 0, model.StateRetrying, 0, throttle.BreakerMost},
		{"503 with Retry-After", acquire.FaultServer, 40 * time.Second, model.StateRetrying, 30 * time.Second, 43 * time.Second},
		{"503 with a day", acquire.FaultServer, 24 * time.Hour, model.StateRetrying, throttle.BreakerMost - 10*time.Second, throttle.BreakerMost},
		{"404", acquire.FaultStatus, 0, model.StateAPIError, 0, throttle.BreakerMost},
		{"no list", acquire.FaultNoList, 0, model.StateAPIError, 0, throttle.BreakerMost},
		{"success false", acquire.FaultAPI, 0, model.StateAPIError, 0, throttle.BreakerMost},
		{"no JSON", acquire.FaultUnreadable, 0, model.StateRetrying, 0, throttle.BreakerMost},
		{"too big", acquire.FaultTooBig, 0, model.StateAPIError, 0, throttle.BackoffMost},
		{"an error nobody named", 0, 0, model.StateRetrying, 0, throttle.BreakerMost},
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
				h := r.screen.now()
				if h.State != tt.want {
					t.Errorf("state = %v (%v), want %v", h.State, h.Why, tt.want)
				}
				if !strings.Contains(h.Why.String(), "broken on purpose") {
					t.Errorf("why = %q, want the server's words in it", h.Why)
				}
				if wait := h.RetryAt.Sub(h.At); wait < tt.least || wait > tt.most {
					t.Errorf("next try in %v, want %v to %v", wait, tt.least, tt.most)
				}
				pass(5 * time.Minute)
				f.setFail(nil)
				passUntil(6*time.Minute, 5*time.Second, func() bool { h := r.screen.now(); return h.State == model.StateLive && h.RetryAt.IsZero() })
				if h := r.screen.now(); h.State != model.StateLive || !h.RetryAt.IsZero() {
					t.Errorf("after: %v (%v), next try %v, want LIVE and none", h.State, h.Why, h.RetryAt)
				}
				r.stop()
			})
		})
	}
}

// TestBlind: where no thread can be read it is not LIVE, whatever the lists
// answer and however few threads there are; where only some cannot, it is.
func TestBlind(t *testing.T) {
	for _, tt := range []struct {
		name          string
		threads, fail int
		fault         acquire.Fault
		want          model.State
	}{
		{"the only thread", 1, 1, acquire.FaultAPI, model.StateAPIError},
		{"the only thread, too big", 1, 1, acquire.FaultTooBig, model.StateAPIError},
		{"the only thread, 403", 1, 1, acquire.FaultForbidden, model.StateTokenRejected},
		{"the only thread, 5xx", 1, 1, acquire.FaultServer, model.StateRetrying},
		{"one of two", 2, 1, acquire.FaultTooBig, model.StateLive},
		{"both of two", 2, 2, acquire.FaultTooBig, model.StateAPIError},
		{"three of forty", 40, 3, acquire.FaultTooBig, model.StateLive},
		{"all of forty", 40, 40, acquire.FaultTooBig, model.StateAPIError},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := busy(tt.threads)
				r := run(t, f, DefaultConfig(), Options{})
				pass(20 * time.Second)
				fail := broken(tt.fault, 0)
				f.setFail(func(op string, q acquire.MessagesRequest) error {
					if op != "message" || q.Visitor >= model.VisitorID(1000+tt.fail) {
						return nil
					}
					return fail(op, q)
				})
				pass(8 * time.Second)
				from := time.Now()
				pass(3 * time.Minute)
				for _, h := range r.screen.after(from) {
					if h.State != tt.want || tt.want != model.StateLive && !strings.Contains(h.Why.String(), "broken on purpose") {
						t.Fatalf("%v after the first failure: %v (%v), want %v", h.At.Sub(from)+8*time.Second, h.State, h.Why, tt.want)
					}
				}
				if h := r.screen.now(); (tt.want == model.StateLive) != h.RetryAt.IsZero() {
					t.Errorf("%v, and the next try is at %v", h.State, h.RetryAt)
				}
				f.setFail(nil)
				pass(throttle.BackoffMost + time.Minute)
				if h := r.screen.now(); h.State != model.StateLive || !h.Why.IsEmpty() {
					t.Errorf("afterwards: %v (%v), want LIVE", h.State, h.Why)
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

// TestRefreshRightAfterAProbe: a key pressed within the second after a probe counts, when the second is over.
func TestRefreshRightAfterAProbe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := busy(10)
		r := run(t, f, DefaultConfig(), Options{})
		pass(30 * time.Second)
		f.setFail(broken(acquire.FaultTokenRejected, 0))
		for r.screen.now().State != model.StateTokenRejected {
			pass(100 * time.Millisecond)
		}
		f.setFail(nil)
		r.p.Refresh()
		pass(5 * time.Second)
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
		if h.State != model.StateLive || !strings.Contains(h.Why.String(), "1 of 5 chats") {
			t.Errorf("health = %v (%q), want LIVE and a word about the thread", h.State, h.Why)
		}
		r.stop()
	})
}

// TestOptionalFails wants LIVE while lists that the floor can do without fail, and a remark.
func TestOptionalFails(t *testing.T) {
	for _, op := range []string{"agents list", "day totals", "agent totals", "profile list"} {
		for _, fault := range []acquire.Fault{acquire.FaultTokenRejected, acquire.FaultForbidden, acquire.FaultNotAcquire, acquire.FaultServer, acquire.FaultAPI} {
			if testing.Short() && rand.IntN(2) > 0 {
				continue // half of them, by chance
			}
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
				if h := r.screen.now(); !strings.Contains(h.Why.String(), strings.TrimPrefix(op, "agent ")) {
					t.Errorf("%s fails with %d: why = %q, want a remark", op, fault, h.Why)
				}
				r.stop()
			})
		}
	}
}

func TestFullJitter(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for n, bound := range map[int]time.Duration{1: 2 * time.Second, 2: 4 * time.Second, 5: 32 * time.Second, 9: 5 * time.Minute, 1000: 5 * time.Minute} {
		var most, sum time.Duration
		for range 1000 {
			d := throttle.FullJitter(rng, n, throttle.BackoffMost)
			if d < throttle.BackoffLeast || d > bound {
				t.Fatalf("failure %d: waits %v, want %v to %v", n, d, throttle.BackoffLeast, bound)
			}
			most, sum = max(most, d), sum+d
		}
		if mean := sum / 1000; most < bound*9/10 || mean < bound*4/10 || mean > bound*7/10 {
			t.Errorf("failure %d: mean %v, most %v of %v, want it drawn evenly", n, mean, most, bound)
		}
	}
}
