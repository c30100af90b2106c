package poller

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// crowded returns a floor of n visitors with a word each: the first few just
// now, the others long before lookback.
func crowded(n, few int) *floor {
	f := newFloor()
	for i := range n {
		at := time.Now().Add(-100 * 24 * time.Hour)
		if i < few {
			at = time.Now().Add(-time.Hour)
		}
		v, c := model.VisitorID(1000+i), model.ChatID(100+i)
		f.open(v, model.ThreadID(10+i), c, at)
		f.say(v, model.ThreadID(10+i), c, model.SideVisitor, at)
	}
	return f
}

func TestDiscoverLooksBackOnlySoFar(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := crowded(1000, 7)
		r := run(t, f, DefaultConfig(), Options{})
		pass(time.Minute)
		r.stop()
		if n := len(f.since(time.Time{}, "thread")); n != 7 {
			t.Errorf("%d thread lists were read, want those of the 7 recent visitors", n)
		}
		if h := r.screen.now(); h.Targets != 7 || h.ReadDone != 7 || h.ReadAll != 7 {
			t.Errorf("health says %d targets, %d of %d read, want 7", h.Targets, h.ReadDone, h.ReadAll)
		}
	})
}

// TestDiscoverFindsChanges changes visitors on any page of a long list, and
// wants each to be found, the newest page soon and the budget kept.
func TestDiscoverFindsChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := crowded(5000, 0) // 100 pages
		r := run(t, f, DefaultConfig(), Options{})
		pass(2 * time.Minute)
		places := []int{0, 2500, 4999}
		if !long() { // one of them, by chance
			i := rand.N(len(places))
			places = places[i : i+1]
		}
		for _, i := range places {
			v, thread, c := model.VisitorID(1000+i), model.ThreadID(10+i), model.ChatID(100+i)
			id := f.say(v, thread, c, model.SideVisitor, time.Now())
			from := time.Now()
			pass(75 * time.Second)
			at, ok := r.screen.arrivedAt(id)
			t.Logf("word of visitor %d in a list of 100 pages: found after %v", i, at.Sub(from))
			if !ok {
				t.Errorf("the word of visitor %d was not found in 75 s", i)
			}
		}
		id := model.MessageID(0)
		f.open(9000, 9, 9999, time.Now()) // a new visitor, at the end of the list
		id = f.say(9000, 9, 9999, model.SideVisitor, time.Now())
		pass(20 * time.Second)
		if _, ok := r.screen.arrivedAt(id); !ok {
			t.Error("a new visitor on the last page was not found within 20 s")
		}
		from := time.Now()
		pass(5 * time.Minute)
		r.stop()
		if n := len(f.since(from, "profile list")); n > 5*60*2+40 {
			t.Errorf("%d pages of the profile list in 5 minutes, want at most a fifth of the budget", n)
		}
	})
}

func (s *screen) arrivedAt(id model.MessageID) (time.Time, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, ok := s.arrived[id]
	return at, ok
}

// A twisted Source changes single answers of a floor.
type twisted struct {
	*floor
	profiles func(page int, ans *acquire.Profiles)
	threads  func(page int, ans *acquire.Threads)
}

func (s *twisted) Profiles(ctx context.Context, page int) (acquire.Profiles, error) {
	ans, err := s.floor.Profiles(ctx, page)
	if err == nil && s.profiles != nil {
		s.profiles(page, &ans)
	}
	return ans, err
}

// FirstProfiles gives no more than a page, as a server may that bounds its limit.
func (s *twisted) FirstProfiles(ctx context.Context, _ int) (acquire.Profiles, error) {
	return s.Profiles(ctx, 1)
}

func (s *twisted) Threads(ctx context.Context, v model.VisitorID, page int) (acquire.Threads, error) {
	ans, err := s.floor.Threads(ctx, v, page)
	if err == nil && s.threads != nil {
		s.threads(page, &ans)
	}
	return ans, err
}

// TestDiscoverOddLists wants lists that lie about their length to end, within a fifth of the budget.
func TestDiscoverOddLists(t *testing.T) {
	tests := []struct {
		name     string
		profiles func(page int, ans *acquire.Profiles)
		rounds   int // most requests for pages in 5 minutes
		found    int // visitors
	}{
		{"the total is far too high", func(_ int, ans *acquire.Profiles) { ans.Total = 1_000_000 }, 600, 60},
		{"no total", func(_ int, ans *acquire.Profiles) { ans.Total = ans.Rows }, 600, 60},
		{"every page is the first", nil, 600, 50},
		{"rows without an id", func(_ int, ans *acquire.Profiles) {
			for i := range ans.List {
				ans.List[i].ID = -5
			}
		}, 600, 0},
		{"an empty list", func(_ int, ans *acquire.Profiles) { *ans = acquire.Profiles{} }, 600, 0},
	}
	if !long() { // two of them, by chance
		rand.Shuffle(len(tests), func(i, j int) { tests[i], tests[j] = tests[j], tests[i] })
		tests = tests[:2]
	}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			f := crowded(60, 60)
			s := &twisted{floor: f, profiles: tt.profiles}
			if tt.profiles == nil {
				s.profiles = func(page int, ans *acquire.Profiles) {
					if page > 1 {
						*ans, _ = f.Profiles(t.Context(), 1)
					}
				}
			}
			p := New(s, DefaultConfig(), Options{Seed: "odd"})
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() { done <- p.Run(ctx, func(model.Event) {}) }()
			pass(5 * time.Minute)
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
			if n := len(f.since(time.Time{}, "profile list")); n > tt.rounds || n < 60 {
				t.Errorf("%s: %d pages were read in 5 minutes, want 60 to %d", tt.name, n, tt.rounds)
			}
			if n := len(p.visitors.byID); n != tt.found {
				t.Errorf("%s: %d visitors were found, want %d", tt.name, n, tt.found)
			}
		})
	}
}

// TestThreadPages reads a visitor with 130 threads, from a server that cuts
// pages at 20 whatever is asked for, and from one that knows no pages.
func TestThreadPages(t *testing.T) {
	for _, paged := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			f := newFloor()
			for i := range 130 {
				f.open(1, model.ThreadID(10+i), model.ChatID(100+i), time.Now().Add(-time.Hour))
				f.say(1, model.ThreadID(10+i), model.ChatID(100+i), model.SideVisitor, time.Now().Add(-time.Hour))
			}
			s := &twisted{floor: f, threads: func(page int, ans *acquire.Threads) {
				if !paged {
					page = 1
				}
				at := min(len(f.threads), (page-1)*20)
				ans.List = slices.Clone(f.threads[at:min(len(f.threads), at+20)])
				ans.Rows = len(ans.List)
			}}
			p := New(s, DefaultConfig(), Options{Seed: "pages"})
			ctx, cancel := context.WithCancel(t.Context())
			var mu sync.Mutex
			var last model.Health
			done := make(chan error, 1)
			go func() {
				done <- p.Run(ctx, func(e model.Event) {
					mu.Lock()
					defer mu.Unlock()
					if e.Health != nil {
						last = *e.Health
					}
				})
			}()
			pass(time.Minute)
			cancel()
			<-done
			want := map[bool]int{true: 130, false: 20}[paged]
			if last.Targets != want {
				t.Errorf("paged %v: %d targets, want %d", paged, last.Targets, want)
			}
			if n := len(f.since(time.Time{}, "thread")); n > 10 {
				t.Errorf("paged %v: %d requests for the thread list", paged, n)
			}
		})
	}
}

// TestWatchAlone polls a watched visitor while no list works.
func TestWatchAlone(t *testing.T) {
	for r := range readings {
		synctest.Test(t, func(t *testing.T) {
			f := newFloor()
			f.reading, f.wildcard = r, true
			f.open(5, model.NoThread, 101, time.Now())
			f.say(5, model.NoThread, 101, model.SideVisitor, time.Now())
			f.fail = func(op string, _ acquire.MessagesRequest) error {
				if op == "message" {
					return nil
				}
				return &acquire.Error{Fault: acquire.FaultStatus, Status: 404, Op: op}
			}
			cfg := DefaultConfig()
			cfg.Discover = false
			cfg.Watch = []Watch{{VisitorID: 5, ThreadID: model.NoThread, LastChatID: 101}}
			running := run(t, f, cfg, Options{})
			pass(10 * time.Second)
			wantAll(t, running, r.String())
			f.say(5, model.NoThread, 101, model.SideAgent, time.Now())
			pass(8 * time.Second)
			wantAll(t, running, r.String())
			running.stop()
			if h := running.screen.now(); h.State != model.StateLive {
				t.Errorf("%v: %v (%v), want LIVE", r, h.State, h.Why)
			}
		})
	}
}

// TestWatchFindsNewChats polls a watched visitor without discovery and wants
// chats and threads that begin later.
func TestWatchFindsNewChats(t *testing.T) {
	for r := range readings {
		synctest.Test(t, func(t *testing.T) {
			f := newFloor()
			f.reading = r
			f.open(5, 7, 101, time.Now())
			f.say(5, 7, 101, model.SideVisitor, time.Now())
			cfg := DefaultConfig()
			cfg.Discover = false
			cfg.Watch = []Watch{{VisitorID: 5}} // nothing but the visitor is known
			running := run(t, f, cfg, Options{})
			pass(10 * time.Second)
			f.open(5, 7, 110, time.Now())
			f.say(5, 7, 110, model.SideVisitor, time.Now())
			f.open(5, 8, 111, time.Now())
			f.say(5, 8, 111, model.SideVisitor, time.Now())
			pass(20 * time.Second)
			wantAll(t, running, r.String())
			running.stop()
			if n := len(f.since(time.Time{}, "profile list")); n != 0 {
				t.Errorf("the profile list was read %d times without discovery", n)
			}
		})
	}
}

// TestQuietListsStillMove wants new chats of a live thread found where the
// profile list's stamps never change.
func TestQuietListsStillMove(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFloor()
		f.alike = true
		f.open(5, 7, 101, time.Now())
		f.say(5, 7, 101, model.SideVisitor, time.Now())
		r := run(t, f, DefaultConfig(), Options{})
		pass(time.Minute)
		f.open(5, 7, 102, time.Now())
		f.say(5, 7, 102, model.SideVisitor, time.Now())
		pass(150 * time.Second)
		wantAll(t, r, "after the visitor's thread list was due again")
		r.stop()
	})
}

// TestRetire wants a thread that has been silent for longer than lookback
// dropped, and taken up again when somebody speaks in it.
func TestRetire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := crowded(50, 50)
		cfg := DefaultConfig()
		cfg.Lookback = 2 * time.Hour
		r := run(t, f, cfg, Options{})
		pass(time.Minute)
		if h := r.screen.now(); h.Targets != 50 {
			t.Fatalf("%d targets, want 50", h.Targets)
		}
		passUntil(4*time.Hour, time.Minute, func() (gone bool) {
			r.inside(func() { gone = len(r.p.visitors.byID) == 0 })
			return gone
		})
		if h := r.screen.now(); h.Targets != 0 {
			t.Errorf("%d targets after 4 hours of silence, want none", h.Targets)
		}
		f.say(1003, 13, 103, model.SideVisitor, time.Now())
		pass(30 * time.Second)
		wantAll(t, r, "after a word in a thread that was dropped")
		r.stop()
		if n := len(r.p.visitors.byID); n > 5 {
			t.Errorf("%d visitors are remembered, want only those with a thread", n)
		}
	})
}

// TestRestlessVisitors changes the stamps of idle visitors all the time without a word,
// and wants them followed less and less, but the first word found.
func TestRestlessVisitors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := calm(40)
		f.latency = 10 * time.Millisecond
		r := run(t, f, DefaultConfig(), Options{})
		restless := func(d time.Duration) {
			for range d / (5 * time.Second) {
				f.mu.Lock()
				for i := range 40 {
					f.touch(key(i).Visitor, time.Now())
				}
				f.mu.Unlock()
				pass(5 * time.Second)
			}
		}
		restless(10 * time.Minute)
		from := time.Now()
		restless(10 * time.Minute)
		if n := len(f.since(from, "thread")); n > 40*3 {
			t.Errorf("%d thread lists in 10 minutes for 40 visitors who say nothing, want one in 5 minutes each", n)
		}
		id := f.say(key(7).Visitor, key(7).Thread, 107, model.SideVisitor, time.Now())
		restless(130 * time.Second)
		if _, ok := r.screen.arrivedAt(id); !ok {
			t.Error("the word of a restless visitor was not found within the interval of an idle thread")
		}
		r.stop()
	})
}

// TestFirstRoundReadsUndated wants visitors without a readable stamp counted as recent.
func TestFirstRoundReadsUndated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := crowded(10, 2)
		f.alike = true
		r := run(t, f, DefaultConfig(), Options{})
		pass(10 * time.Second)
		r.stop()
		if n := len(r.screen.visitors); n != 10 {
			t.Errorf("%d visitors were looked up, want all 10", n)
		}
	})
}

// TestFreshestFirst wants the visitor who spoke a minute ago read among the
// first, wherever the list has him.
func TestFreshestFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := crowded(400, 400)
		id := f.say(1200, 210, 300, model.SideVisitor, time.Now().Add(-time.Minute))
		from := time.Now()
		r := run(t, f, DefaultConfig(), Options{})
		pass(10 * time.Second)
		at, ok := r.screen.arrivedAt(id)
		if !ok {
			t.Fatal("the visitor who waits was not read within 10 s of the start")
		}
		t.Logf("the visitor who waits was read %v after the start, of 400", at.Sub(from))
		r.stop()
	})
}
