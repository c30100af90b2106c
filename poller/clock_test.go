package poller

import (
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/poller/acquire"
)

// TestServerTimesHaveNoMonotonicClock: two of them are compared across a step of
// the skew. With a monotonic reading in them the step counts twice, and a thread
// that waits looks an hour silent.
func TestServerTimesHaveNoMonotonicClock(t *testing.T) {
	v := stats{skew: time.Minute}
	now := time.Now()
	for name, at := range map[string]time.Time{"server": v.server(now), "serverTime": serverTime(now, v.skew), "stampAt": v.stampAt(now)} {
		if at != at.Round(0) {
			t.Errorf("%s keeps the monotonic reading: %v", name, at)
		}
	}
}

// TestStampIsHeld: after our clock may have jumped, nothing is stamped by it before an answer tells the server's.
func TestStampIsHeld(t *testing.T) {
	for _, tt := range []struct {
		name        string
		pause, step time.Duration
		skew        time.Duration // that the first answer tells
		held        bool
	}{
		{"set back by an hour", 0, -time.Hour, time.Hour, false},
		{"set ahead by 20 s", 0, 20 * time.Second, -20 * time.Second, true},
		{"set ahead by an hour, or suspended", time.Hour, time.Hour, -time.Hour, true},
	} {
		v := &stats{}
		was := time.Unix(5000, 0)
		for range skewSamples {
			v.heard(acquire.Meta{}, was)
		}
		last := v.stampAt(was)
		now := was.Add(time.Second + tt.step)
		v.stepped(tt.pause, tt.step)
		at := v.stampAt(now)
		if tt.held && at != last {
			t.Errorf("%s: stamped %v before an answer, want the last stamp", tt.name, at.Sub(was))
		}
		v.heard(acquire.Meta{Skew: tt.skew}, now)
		if at = v.stampAt(now); at.Sub(was) != time.Second {
			t.Errorf("%s: stamped %v after the answer, want 1s", tt.name, at.Sub(was))
		}
		if v.server(now).Sub(was) != time.Second {
			t.Errorf("%s: the server's clock is %v, want 1s", tt.name, v.server(now).Sub(was))
		}
	}
}

// TestOurClockIsADayAhead: what is told before the server's clock is known lets
// nothing of the floor look too old to keep, and is in order all the same.
func TestOurClockIsADayAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFloor()
		f.skew = -25 * time.Hour
		at := time.Now().Add(f.skew - time.Minute)
		f.open(1000, 10, 100, at)
		f.say(1000, 10, 100, model.SideVisitor, at)
		f.fail = broken(acquire.FaultUnreachable, 0)
		board := board.New(board.Config{Limits: model.DefaultLimits(), Keep: model.DefaultKeep(), Location: time.UTC})
		r := run(t, f, DefaultConfig(), Options{})
		r.screen.mu.Lock()
		r.screen.also = func(e model.Event) { board.Apply(e) }
		r.screen.mu.Unlock()
		pass(10 * time.Second)
		if h := r.screen.now(); h.State != model.StateRetrying {
			t.Errorf("before the first answer: %v, want RETRYING", h.State)
		}
		for _, h := range r.screen.healths() {
			if (&model.Event{At: h.At}).Dated() {
				t.Fatalf("stamped %v before any answer", h.At)
			}
		}
		f.setFail(nil)
		pass(20 * time.Second)
		r.stop()
		now := time.Now().Add(f.skew)
		if s := board.At(now); s.Headline.Waiting != 1 {
			t.Errorf("%d wait, want the one", s.Headline.Waiting)
		}
		if h := board.Health(); h.State != model.StateLive || h.At.Sub(now).Abs() > 2*time.Second {
			t.Errorf("the newest Health: %v at %v, want LIVE at %v", h.State, h.At, now)
		}
	})
}
