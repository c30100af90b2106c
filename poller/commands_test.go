package poller

import (
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// calm returns a floor with n threads that have been silent for an hour.
func calm(n int) *floor {
	f := newFloor()
	for i := range n {
		v, c := model.VisitorID(1000+i), model.ChatID(100+i)
		f.open(v, model.ThreadID(10+i), c, time.Now().Add(-time.Hour))
		f.say(v, model.ThreadID(10+i), c, model.SideAgent, time.Now().Add(-time.Hour))
	}
	return f
}

func key(i int) model.Key {
	return model.Key{Visitor: model.VisitorID(1000 + i), Thread: model.ThreadID(10 + i)}
}

// asked returns how often a thread was asked for from a moment on.
func (f *floor) asked(from time.Time, k model.Key) int {
	n := 0
	for _, r := range f.since(from, "message") {
		if r.key == k {
			n++
		}
	}
	return n
}

func TestLook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := calm(30)
		r := run(t, f, DefaultConfig(), Options{})
		pass(30 * time.Second)
		from := time.Now()
		r.p.SetFocus(key(3))
		pass(200 * time.Millisecond)
		if n := f.asked(from, key(3)); n != 1 {
			t.Errorf("a thread that came on screen was asked for %d times in 200 ms, want once", n)
		}
		pass(20 * time.Second)
		if n := f.asked(from, key(3)); n < 9 || n > 12 {
			t.Errorf("the thread on screen was asked for %d times in 20 s, want every 2 s", n)
		}
		from = time.Now()
		for i := range 20 { // a reader runs down the list: the last one wins
			r.p.SetFocus(key(i))
		}
		pass(20 * time.Second)
		if a, b, c := f.asked(from, key(19)), f.asked(from, key(10)), f.asked(from, key(3)); a < 9 || b > 0 || c > 1 {
			t.Errorf("asked for: last looked at %d, passed over %d, left %d times, want 9 or more, 0, 1 at most", a, b, c)
		}
		r.p.SetFocus(model.Key{})
		pass(2 * time.Second)
		from = time.Now()
		pass(20 * time.Second)
		if n := f.asked(from, key(19)); n > 1 {
			t.Errorf("nothing is on screen, but the thread was asked for %d times in 20 s", n)
		}
		r.stop()
	})
}

// TestLookAtUnknown looks at a thread that the Poller has never heard of, as after a replay.
func TestLookAtUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := calm(5)
		cfg := DefaultConfig()
		cfg.Lookback = 10 * time.Minute // too short to find them
		r := run(t, f, cfg, Options{})
		pass(10 * time.Second)
		if h := r.screen.now(); h.Targets != 0 {
			t.Fatalf("%d targets, want none", h.Targets)
		}
		r.p.SetFocus(key(2))
		pass(5 * time.Second)
		if _, ok := r.screen.arrivedAt(f.words[2].ID); !ok {
			t.Error("the thread on screen was not read")
		}
		r.p.SetFocus(model.Key{})
		pass(5 * time.Minute)
		if h := r.screen.now(); h.Targets != 0 {
			t.Errorf("%d targets, want the thread dropped again", h.Targets)
		}
		r.stop()
	})
}

// TestLookNeverBlocks calls Look and Refresh before Run and without anybody listening.
func TestLookNeverBlocks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(calm(1), DefaultConfig(), Options{Seed: "look"})
		for i := range 100 {
			p.SetFocus(key(i))
			p.Refresh()
		}
	})
}

func TestRefresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := calm(3)
		f.fail = broken(acquire.FaultServer, 4*time.Minute)
		r := run(t, f, DefaultConfig(), Options{})
		pass(10 * time.Second)
		f.setFail(nil)
		from := time.Now()
		pass(30 * time.Second)
		if n := len(f.since(from, "")); n != 0 {
			t.Fatalf("%d requests before Refresh, want the Poller to wait", n)
		}
		r.p.Refresh()
		pass(5 * time.Second)
		if h := r.screen.now(); h.State != model.StateLive {
			t.Errorf("after Refresh: %v (%v), want LIVE", h.State, h.Why)
		}
		r.stop()
	})
}

// TestRefreshHeld holds the key down while the server fails, and wants no storm.
func TestRefreshHeld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := calm(20)
		f.fail = broken(acquire.FaultTokenRejected, 0)
		r := run(t, f, DefaultConfig(), Options{})
		pass(10 * time.Second)
		from := time.Now()
		for range 300 {
			r.p.Refresh()
			pass(100 * time.Millisecond)
		}
		if n := len(f.since(from, "")); n > 31 {
			t.Errorf("%d requests in 30 s of Refresh, want one a second at most", n)
		}
		r.stop()
	})
}
