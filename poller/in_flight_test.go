package poller

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/throttle"
)

// A slow Source answers late, and counts how many requests are under way.
type slow struct {
	*floor
	mu        sync.Mutex
	now, most int
}

func (s *slow) Messages(ctx context.Context, req acquire.MessagesRequest) (acquire.Messages, error) {
	s.mu.Lock()
	s.now++
	s.most = max(s.most, s.now)
	s.mu.Unlock()
	defer func() { s.mu.Lock(); s.now--; s.mu.Unlock() }()
	return s.floor.Messages(ctx, req)
}

// TestInFlightGrows: with answers of 3 s, four requests at once reach 1.3 of 10 a second. What the user set is kept.
func TestInFlightGrows(t *testing.T) {
	for _, tt := range []struct {
		fixed, most int
		least       float64 // requests a second
	}{{0, throttle.FlightsMost, 4.8}, {4, 4, 1.2}, {6, 6, 1.8}} {
		synctest.Test(t, func(t *testing.T) {
			s := &slow{floor: busy(60)}
			s.latency = 3 * time.Second
			p := New(s, DefaultConfig(), Options{Seed: "slow", InFlight: tt.fixed})
			scr := newScreen()
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() { done <- p.Run(ctx, scr.put) }()
			pass(time.Minute)
			from := time.Now()
			pass(time.Minute)
			if rate := float64(len(s.since(from, ""))) / 60; rate < tt.least {
				t.Errorf("in_flight %d: %.1f requests a second, want %.1f", tt.fixed, rate, tt.least)
			}
			late, want := scr.now(), "too few requests at once"
			if late.State != model.StateLate || !strings.Contains(late.Why.String(), want) {
				t.Errorf("in_flight %d: %v (%v), want LATE and its cause", tt.fixed, late.State, late.Why)
			}
			if s.most > tt.most {
				t.Errorf("in_flight %d: %d at once, want at most %d", tt.fixed, s.most, tt.most)
			}
			cancel()
			<-done
		})
	}
}

// TestLateWhereNothingIsAnswered: requests that hang have no latency yet, and none of the limits is to blame for them.
func TestLateWhereNothingIsAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := busy(20)
		r := run(t, f, DefaultConfig(), Options{RequestsPerSecond: 100})
		pass(time.Minute)
		f.mu.Lock()
		f.hang = true
		f.mu.Unlock()
		pass(13 * time.Second) // the first request is given up after 15 s
		want := "Acquire answers slowly"
		if h := r.screen.now(); h.State != model.StateLate || !strings.HasSuffix(h.Why.String(), want) {
			t.Errorf("nothing answered for 13 s: %v (%v), want LATE: %s", h.State, h.Why, want)
		}
		r.stop()
	})
}

// TestInFlightShrinks: a server that fails or says 429 gets fewer at once, and after a while as many again.
func TestInFlightShrinks(t *testing.T) {
	for _, fault := range []acquire.Fault{acquire.FaultRateLimited, acquire.FaultTimeout, acquire.FaultServer} {
		synctest.Test(t, func(t *testing.T) {
			f := busy(60)
			f.latency = 3 * time.Second
			r := run(t, f, DefaultConfig(), Options{})
			pass(time.Minute)
			limit := func() (n int) { r.inside(func() { n = r.p.flights.Limit }); return n }
			before := limit()
			f.setFail(broken(fault, 0))
			pass(20 * time.Second)
			f.setFail(nil)
			if now := limit(); before != throttle.FlightsMost || now > before/2 {
				t.Errorf("fault %d: %d at once before and %d after, want 16 and half at most", fault, before, now)
			}
			pass(5 * time.Minute)
			if now := limit(); now != throttle.FlightsMost {
				t.Errorf("fault %d: %d at once five minutes later, want 16", fault, now)
			}
			r.stop()
		})
	}
}

// TestListThatHangsTakesNoRoom: while threads are answered a list that is not says nothing of how much the server can take.
func TestListThatHangsTakesNoRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := busy(20)
		r := run(t, f, DefaultConfig(), Options{})
		pass(time.Minute)
		f.setFail(func(op string, _ acquire.MessagesRequest) error {
			if op == "profile list" {
				return &acquire.Error{Fault: acquire.FaultTimeout, Op: op}
			}
			return nil
		})
		pass(20 * time.Second)
		r.inside(func() {
			if n := r.p.flights.Limit; n < 4 {
				t.Errorf("%d at once while only the list fails, want 4", n)
			}
		})
		r.stop()
	})
}
