package poller

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// TestHealthEverySecond wants Health at least every second, in the server's
// time. Its stamp always rises, from before that time is known on: the newest stamp wins on the Board.
func TestHealthEverySecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := busy(5)
		f.skew = -3 * time.Hour
		r := run(t, f, DefaultConfig(), Options{})
		from := time.Now()
		pass(5 * time.Minute)
		r.stop()
		hs := r.screen.health
		if len(hs) < 300 {
			t.Errorf("%d Healths in 5 minutes, want one a second", len(hs))
		}
		for i := 1; i < len(hs); i++ {
			dated := (&model.Event{At: hs[i-1].At}).Dated()
			if gap := hs[i].At.Sub(hs[i-1].At); gap <= 0 || dated && gap > 1100*time.Millisecond {
				t.Fatalf("Health %d is %v after the one before", i, gap)
			}
		}
		last := r.screen.now()
		if last.Skew != f.skew || last.LastGood.Sub(from) > -2*time.Hour {
			t.Errorf("skew %v, last good %v, want it in the server's time, 3 hours back", last.Skew, last.LastGood)
		}
		for k, at := range r.screen.polled {
			if at.Sub(from) > -2*time.Hour {
				t.Errorf("thread %v was polled at %v, want it in the server's time", k, at)
			}
		}
	})
}

// TestSkewIsSmooth wants single odd answers not to move the clock.
func TestSkewIsSmooth(t *testing.T) {
	p := New(newFloor(), DefaultConfig(), Options{Seed: "skew"})
	now := time.Unix(5000, 0)
	for i, s := range []time.Duration{time.Second, 0, time.Second, time.Hour, time.Second, 0, time.Second, -time.Hour, time.Second} {
		p.stats.noteAnswer(acquire.Meta{Skew: s}, now)
		if got := p.stats.server(now).Sub(now); i > 2 && got != time.Second {
			t.Errorf("after answer %d the server's clock is %v ahead, want 1s", i, got)
		}
	}
}

func TestFirstReadIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := calm(120)
		r := run(t, f, DefaultConfig(), Options{})
		pass(500 * time.Microsecond)
		if h := r.screen.now(); h.State != model.StateStarting {
			t.Errorf("state before any answer = %v, want STARTING", h.State)
		}
		pass(15 * time.Second)
		h := r.screen.now()
		if h.State != model.StateLive || h.ReadDone == 0 || h.ReadDone >= h.ReadAll || h.ReadAll != 120 || !h.Why.IsEmpty() {
			t.Errorf("while reading: %v (%q), %d of %d, want LIVE without a remark and n of 120: the coverage says the rest", h.State, h.Why, h.ReadDone, h.ReadAll)
		}
		pass(50 * time.Second)
		if h := r.screen.now(); h.ReadDone != 120 || h.ReadAll != 120 {
			t.Errorf("after the first read: %d of %d, want 120 of 120", h.ReadDone, h.ReadAll)
		}
		from := time.Now()
		f.open(9000, 900, 9999, time.Now())
		f.say(9000, 900, 9999, model.SideVisitor, time.Now())
		pass(60 * time.Second)
		for _, h := range r.screen.after(from) {
			if h.ReadDone != h.ReadAll {
				t.Fatalf("a new visitor reopened the first read: %d of %d", h.ReadDone, h.ReadAll)
			}
		}
		if h := r.screen.now(); h.Targets != 121 {
			t.Errorf("%d targets, want 121", h.Targets)
		}
		r.stop()
	})
}

// The answer that leaves nobody unread says so itself: a snapshot and a screen wait for
// it, and would wait up to a second for the next count.
func TestTheLastAnswerEndsTheFirstRead(t *testing.T) {
	for _, n := range []int{1, 40, 120} {
		synctest.Test(t, func(t *testing.T) {
			f, s := calm(n), newScreen()
			var read, whole, told time.Time // when the last thread was read first and the list to its end, and when the first read was told to be over
			known := map[model.Key]bool{}
			s.also = func(e model.Event) {
				for _, p := range e.Polled {
					if !known[p.Key] {
						known[p.Key], read = true, time.Now()
					}
				}
				if c := e.Coverage; c != nil && !c.List.Unfinished {
					if whole.IsZero() {
						whole = time.Now()
					}
					if told.IsZero() && c.Debts.CountNewerThan(true, maxDuration) == 0 {
						told = time.Now()
					}
				}
			}
			r := runOver(t, f, f, s, DefaultConfig(), Options{})
			pass(2 * time.Minute)
			r.stop()
			if len(known) != n || !told.Equal(model.LaterTime(read, whole)) {
				t.Errorf("%d threads: the last of %d was read at %v, the list at %v, and it was told at %v", n, len(known), read, whole, told)
			}
		})
	}
}

// TestDrift wants DRIFT as the state only for rows that nobody could read, as a
// remark for other oddities, and each only for a while.
func TestDrift(t *testing.T) {
	tests := []struct {
		name  string
		drift model.Drift
		want  model.State
		why   string
	}{
		{"unknown type", model.Drift{UnknownType: 1, UnknownField: 3}, model.StateLive, ""},
		{"malformed", model.Drift{Malformed: 1}, model.StateDrift, "could not be understood"},
		{"ids", model.Drift{OddID: 2}, model.StateLive, "DRIFT: ids that are not numbers"},
		{"envelope, visitor", model.Drift{OddEnvelope: 1, WrongThread: 1}, model.StateLive, "DRIFT: answers in another form than documented, rows of other visitors"},
	}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			f := busy(3)
			s := &twisted{floor: f}
			var even atomic.Bool
			s.threads = func(_ int, ans *acquire.Threads) {
				if !even.Load() {
					ans.Drift = tt.drift
				}
			}
			p := New(s, DefaultConfig(), Options{Seed: "drift"})
			scr := newScreen()
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() { done <- p.Run(ctx, scr.put) }()
			pass(10 * time.Second)
			h := scr.now()
			asked := len(f.since(time.Time{}, "thread"))
			if n := h.Drift.Total() / tt.drift.Total(); h.State != tt.want || n < 3 || n > asked || n < asked-3 || h.Drift.Total() != n*tt.drift.Total() {
				t.Errorf("%s: %v (%v), drift %+v, want %v and the sum of %d answers", tt.name, h.State, h.Why, h.Drift, tt.want, asked)
			}
			if !strings.Contains(h.Why.String(), tt.why) || tt.why == "" && !h.Why.IsEmpty() {
				t.Errorf("%s: says %q, want %q", tt.name, h.Why, tt.why)
			}
			even.Store(true)
			pass(4 * time.Minute)
			if h := scr.now(); h.State != model.StateLive || !h.Why.IsEmpty() {
				t.Errorf("%s: %v (%v) four minutes later, want LIVE", tt.name, h.State, h.Why)
			}
			cancel()
			<-done
		})
	}
}

// TestLate slows the server down until waiting threads are read too seldom.
func TestLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := busy(30)
		r := run(t, f, DefaultConfig(), Options{InFlight: 4})
		pass(time.Minute)
		if h := r.screen.now(); h.State != model.StateLive {
			t.Errorf("30 waiting threads at 10 requests a second: %v (%v), want LIVE", h.State, h.Why)
		}
		f.mu.Lock()
		f.latency = 4 * time.Second // 4 in flight make one request a second
		f.mu.Unlock()
		pass(time.Minute)
		if h := r.screen.now(); h.State != model.StateLate {
			t.Errorf("with one answer a second: %v (%v), want LATE", h.State, h.Why)
		}
		f.mu.Lock()
		f.latency = 50 * time.Millisecond
		f.mu.Unlock()
		pass(time.Minute)
		if h := r.screen.now(); h.State != model.StateLive {
			t.Errorf("fast again: %v (%v), want LIVE", h.State, h.Why)
		}
		if h := r.screen.now(); h.Rate < 9 || h.Rate > 10.5 {
			t.Errorf("rate = %v, want about 10", h.Rate)
		}
		r.stop()
	})
}

// TestDetection measures how long a visitor's word takes to the screen, next
// to what the class allows, on a floor of 300 threads whose profile list shows changes.
func TestDetection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := calm(300)
		r := run(t, f, DefaultConfig(), Options{})
		pass(2 * time.Minute)
		type said struct {
			id model.MessageID
			at time.Time
		}
		var first, second []said
		n := 40
		if long() {
			n = 100
		}
		for i := range n {
			k, c := key(i), model.ChatID(100+i)
			first = append(first, said{f.say(k.Visitor, k.Thread, c, model.SideVisitor, time.Now()), time.Now()})
			pass(9*time.Second + 700*time.Millisecond) // an answer and another word, while it is watched closely
			f.say(k.Visitor, k.Thread, c, model.SideAgent, time.Now())
			pass(9*time.Second + 900*time.Millisecond)
			second = append(second, said{f.say(k.Visitor, k.Thread, c, model.SideVisitor, time.Now()), time.Now()})
			f.say(k.Visitor, k.Thread, c, model.SideAgent, time.Now())
			pass(7*time.Second + 300*time.Millisecond)
		}
		pass(time.Minute)
		r.stop()
		for _, tt := range []struct {
			name  string
			words []said
			bound time.Duration
		}{
			{"in an idle thread (discover_every 15s, then at once)", first, 17 * time.Second},
			{"in an active thread (active 5s)", second, 6 * time.Second},
		} {
			var took []time.Duration
			for _, w := range tt.words {
				at, ok := r.screen.arrived[w.id]
				if !ok {
					t.Fatalf("%s: word %d never arrived", tt.name, w.id)
				}
				took = append(took, at.Sub(w.at))
			}
			sortDurations(took)
			t.Logf("a word %s: p50 %v p95 %v", tt.name, quantile(took, 50), quantile(took, 95))
			if p95 := quantile(took, 95); p95 > tt.bound {
				t.Errorf("a word %s: p95 %v, want at most %v", tt.name, p95, tt.bound)
			}
		}
	})
}

// A calendar notes which days the totals are asked for.
type calendar struct {
	crowd
	from, to time.Time
}

func (c *calendar) FloorTotals(_ context.Context, from, to time.Time, _ *time.Location) (model.DayTotals, error) {
	c.from, c.to = from, to
	return model.DayTotals{}, nil
}

// TestTotalsOfTheDaysThatTheClocksChange wants the whole day, be it of 23 or 25 hours, by the server's clock.
func TestTotalsOfTheDaysThatTheClocksChange(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		now   time.Time
		from  string
		hours time.Duration
	}{
		{time.Date(2026, 3, 29, 0, 59, 59, 0, time.UTC), "2026-03-28T23:00:00Z", 23},
		{time.Date(2026, 3, 29, 21, 59, 59, 0, time.UTC), "2026-03-28T23:00:00Z", 23},
		{time.Date(2026, 3, 29, 22, 0, 0, 0, time.UTC), "2026-03-29T22:00:00Z", 24},
		{time.Date(2026, 10, 25, 1, 0, 0, 0, time.UTC), "2026-10-24T22:00:00Z", 25},
		{time.Date(2026, 10, 25, 22, 59, 59, 0, time.UTC), "2026-10-24T22:00:00Z", 25},
	} {
		c := &calendar{}
		p := New(c, DefaultConfig(), Options{Location: berlin})
		here := time.Now()
		p.stats.skew = tt.now.Sub(here)
		if _, err := p.totals.ask(here)(t.Context()); err != nil {
			t.Fatal(err)
		}
		if from := c.from.UTC().Format(time.RFC3339); from != tt.from || c.to.Sub(c.from) != tt.hours*time.Hour-time.Second {
			t.Errorf("at %v: from %s for %v, want %s for %d hours less a second", tt.now, from, c.to.Sub(c.from), tt.from, tt.hours)
		}
	}
}

// TestTotalsOfAnotherDay: totals that turn out to be of another day than today, since the server's clock was not known when
// they were asked for or midnight has passed, are asked for again and not shown.
func TestTotalsOfAnotherDay(t *testing.T) {
	p := New(&calendar{}, DefaultConfig(), Options{})
	shown := 0
	p.out.emit = func(e model.Event) {
		if e.Totals != nil {
			shown++
		}
	}
	now := time.Now()
	both := func(clockSet time.Duration) { // the floor's totals, then the agents'
		for _, set := range []time.Duration{0, clockSet} {
			settle, err := p.totals.ask(now)(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			p.stats.skew += set
			if err := settle(now); err != nil {
				t.Fatal(err)
			}
		}
	}
	if both(0); shown != 1 {
		t.Fatalf("totals of today were shown %d times, want once", shown)
	}
	both(-24 * time.Hour) // an answer tells that it is yesterday still
	if due := p.totals.entry.Due; shown != 1 || due.After(now) {
		t.Errorf("shown %d times, asked again in %v; want once, and at once", shown, due.Sub(now))
	}
	if both(0); shown != 2 {
		t.Errorf("shown %d times, want twice", shown)
	}
}
