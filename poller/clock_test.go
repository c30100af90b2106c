package poller

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
	"unsafe"

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
	for name, at := range map[string]time.Time{"server": v.server(now), "stampAt": v.stampAt(now)} {
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
			v.noteAnswer(acquire.Meta{}, was)
		}
		last := v.stampAt(was)
		now := was.Add(time.Second + tt.step)
		v.stepped(tt.pause, tt.step, now)
		at := v.stampAt(now)
		if tt.held && at != last {
			t.Errorf("%s: stamped %v before an answer, want the last stamp", tt.name, at.Sub(was))
		}
		v.asked = now
		v.noteAnswer(acquire.Meta{Skew: tt.skew}, now)
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
		board := board.New(board.Config{Limits: model.DefaultLimits(), Keep: model.DefaultRetention(), Location: time.UTC})
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

// stepWall returns at with another wall clock and the same monotonic reading, as a clock that was set shows it. Only the
// operating system can make such a time: the seconds of one with a monotonic reading stand above the lowest 30 bits of its first word.
func stepWall(t *testing.T, at time.Time, by time.Duration) time.Time {
	stepped := at
	(*struct{ wall uint64 })(unsafe.Pointer(&stepped)).wall += uint64(by/time.Second) << 30
	if stepped.Sub(at) != 0 || stepped.Round(0).Sub(at.Round(0)) != by {
		t.Fatalf("a clock set by %v: %v became %v", by, at, stepped)
	}
	return stepped
}

// steppedClock returns the clock of f's machine in a bubble, with a monotonic reading, which a bubble's own times do not have.
// real is a time with a monotonic reading and no fraction of a second.
func steppedClock(t *testing.T, f *floor, real time.Time) func() time.Time {
	start := time.Now()
	return func() time.Time {
		f.mu.Lock()
		by := f.ahead(time.Now())
		f.mu.Unlock()
		return stepWall(t, real.Add(time.Since(start)), start.Sub(real.Round(0))+by)
	}
}

// TestClockIsSet sets this machine's clock again and again under a running poller, with requests under way: nothing is stamped
// by it, nothing stands still and nothing is asked too often, in good times, in an outage and while Acquire asks to slow down.
func TestClockIsSet(t *testing.T) {
	const h = time.Hour
	for _, tt := range []struct {
		name  string
		by    []time.Duration // ahead of the true time, one after the other
		every time.Duration
		fault acquire.Fault
	}{
		{"an hour ahead and back", []time.Duration{h, 0}, 50 * time.Second, 0},
		{"an hour back", []time.Duration{-h}, 50 * time.Second, 0},
		{"a day ahead, a day back", []time.Duration{25 * h, -25 * h, 0}, 50 * time.Second, 0},
		{"20 s ahead and back", []time.Duration{20 * time.Second, 0}, 20 * time.Second, 0},
		{"many times a minute", []time.Duration{h, -h, 25 * h, 5 * time.Second, -25 * h, 0, 3 * h}, 3 * time.Second, 0},
		{"ahead in an outage", []time.Duration{h, 25 * h}, 8 * time.Second, acquire.FaultUnreachable},
		{"back in an outage", []time.Duration{-h, -25 * h}, 8 * time.Second, acquire.FaultUnreachable},
		{"ahead while slowed down", []time.Duration{h}, 8 * time.Second, acquire.FaultRateLimited},
		{"back while slowed down", []time.Duration{-h}, 8 * time.Second, acquire.FaultRateLimited},
	} {
		if testing.Short() && tt.every > 8*time.Second { // the others set it just as often
			continue
		}
		t.Run(tt.name, func(t *testing.T) {
			real := time.Now()
			real = real.Add(-time.Duration(real.Nanosecond()))
			synctest.Test(t, func(t *testing.T) { clockIsSet(t, real, tt.by, tt.every, tt.fault) })
		})
	}
}

func clockIsSet(t *testing.T, real time.Time, by []time.Duration, every time.Duration, fault acquire.Fault) {
	f := busy(15)
	f.latency = 300 * time.Millisecond // so some requests are always under way
	board := board.New(board.Config{Limits: model.DefaultLimits(), Keep: model.DefaultRetention(), Location: time.UTC})
	p := New(f, DefaultConfig(), Options{Seed: "clock"})
	p.now = steppedClock(t, f, real)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	s := newScreen()
	s.also = func(e model.Event) {
		board.Apply(e)
		stampsAreTrue(t, e, fault != 0)
	}
	go func() { done <- p.Run(ctx, s.put) }()
	defer func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if n := p.threads.stamps.silent; n > 0 {
			t.Errorf("%d words were not told by a stamp of the list, though every word moves one", n)
		}
	}()
	pass(40 * time.Second)
	if fault != 0 {
		f.setFail(broken(fault, 0))
	}
	last := time.Duration(0)
	for _, to := range by {
		for i := range model.VisitorID(15) { // polls bring these before or after the list has told of them
			f.say(1000+i, model.ThreadID(10+i), model.ChatID(100+i), model.SideVisitor, time.Now())
		}
		pass(100 * time.Millisecond)
		f.mu.Lock()
		f.steps = append(f.steps, clockStep{time.Now(), to})
		f.mu.Unlock()
		last = to
		pass(every)
	}
	f.setFail(nil)
	pass(15 * time.Second)
	if fault == acquire.FaultRateLimited {
		pass(2 * time.Minute) // the rate comes back step by step
	}
	if h := s.now(); h.State != model.StateLive {
		t.Errorf("15 s later: %v (%v), want LIVE", h.State, h.Why)
	} else if (h.Skew + last).Abs() > time.Second {
		t.Errorf("the clocks differ by %v, want %v", h.Skew, -last)
	}
	from := time.Now()
	pass(time.Minute)
	for _, h := range s.after(from) {
		if h.State != model.StateLive {
			t.Errorf("a minute later: %v (%v), want LIVE", h.State, h.Why)
			break
		}
	}
	asked := map[model.Key]int{}
	var sent []time.Time
	for _, r := range f.since(from, "message") {
		asked[r.key]++
	}
	for _, r := range f.since(time.Time{}, "") {
		sent = append(sent, r.at)
	}
	checkRate(t, sent, 10)
	for key, n := range asked {
		if n < 6 || n > 35 { // every 2 s, or as far as the budget goes
			t.Errorf("%v was asked %d times in a minute", key, n)
		}
	}
	if len(asked) != 15 {
		t.Errorf("%d threads were asked in a minute, want all 15", len(asked))
	}
	if p.limit.Slowed() {
		t.Errorf("%v requests a second are left of the budget", p.limit.Limit())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, hole := range s.coverage.Observed.Holes {
		if fault == 0 {
			t.Errorf("a hole in the reading from %v to %v, though it never stopped", hole.From, hole.To)
		}
	}
	snap := board.At(time.Now())
	if snap.Headline.Waiting != 15 {
		t.Errorf("%d wait, want 15", snap.Headline.Waiting)
	}
}

// stampsAreTrue wants all that an Event says of times to be within what is known by the true clock. While nothing is
// answered the last stamp may be held.
func stampsAreTrue(t *testing.T, e model.Event, outage bool) {
	now, held := time.Now(), 10*time.Second
	if outage {
		held = time.Minute
	}
	near := func(what string, at time.Time, past time.Duration) {
		if (&model.Event{At: at}).Dated() && (at.After(now.Add(time.Second)) || at.Before(now.Add(-past))) {
			t.Errorf("at %v %s is %v", now.Format(time.TimeOnly), what, at.Sub(now))
		}
	}
	near("the stamp of an Event", e.At, held)
	for _, p := range e.Polled {
		near("an answer", p.At, 10*time.Second)
	}
	for i := range e.Threads {
		near("a row of a thread list", e.Threads[i].At, 10*time.Second)
	}
	if h := e.Health; h != nil {
		near("the stamp of a Health", h.At, held)
		near("the last good answer", h.LastGood, time.Minute)
		if !h.RetryAt.IsZero() && (h.RetryAt.Before(now.Add(-held)) || h.RetryAt.After(now.Add(time.Minute))) {
			t.Errorf("the next try is in %v", h.RetryAt.Sub(now))
		}
	}
	if c := e.Coverage; c != nil {
		near("what waits was read", c.Freshness.OldestRead, time.Minute)
		near("the list fails", c.List.FailingSince, time.Minute)
		for _, hole := range c.Observed.Holes {
			near("a hole begins", hole.From, 10*time.Minute)
			near("a hole ends", hole.To, 10*time.Minute)
		}
		if c.Discovery.FullPass > 10*time.Minute || c.Discovery.FullPass < 0 {
			t.Errorf("a turn takes %v", c.Discovery.FullPass)
		}
	}
}
