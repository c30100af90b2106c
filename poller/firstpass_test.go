package poller

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// A mover is a floor whose list changes while it is read: one visitor, from a page that is
// still to come, stands on page 1 as soon as that has been read.
type mover struct {
	*floor
	who   model.VisitorID
	times int // that page 1 is read before he shows there; < 0: he never does
	wide  bool
	asked []int
}

func (s *mover) Profiles(ctx context.Context, page int) (acquire.Profiles, error) {
	s.mu.Lock()
	s.asked = append(s.asked, page)
	at, i := slices.Clone(s.order), slices.Index(s.order, s.who)
	moved := slices.Insert(slices.Delete(slices.Clone(at), i, i+1), 0, s.who)
	if page == 1 && s.times != 0 {
		s.times--
	} else if page > 1 || s.times == 0 {
		s.order = moved
	}
	s.mu.Unlock()
	ans, err := s.floor.Profiles(ctx, page)
	s.mu.Lock()
	s.order = at
	s.mu.Unlock()
	return ans, err
}

func (s *mover) FirstProfiles(ctx context.Context, n int) (acquire.Profiles, error) {
	s.mu.Lock()
	s.asked = append(s.asked, allAtOnce)
	s.mu.Unlock()
	if !s.wide {
		n = acquire.PageSize
	}
	return s.floor.FirstProfiles(ctx, n)
}

// Who changes the page while the list is read is found before the list counts as whole.
func TestVisitorMovesWhileListIsRead(t *testing.T) {
	for _, tt := range []struct {
		what  string
		times int
		wide  bool
		lacks int
	}{
		{"he stands on page 1 when that is read again", 1, false, 0},
		{"he does at the third reading", 2, false, 0},
		{"he never does, and one answer holds the list", -1, true, 0},
		{"he never does", -1, false, 1},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := newFloor()
			for v := model.VisitorID(1); v <= 120; v++ {
				f.open(v, model.ThreadID(v), model.ChatID(v), time.Now().Add(-time.Hour-time.Duration(v)*time.Second))
			}
			src := &mover{floor: f, who: f.order[109], times: tt.times, wide: tt.wide}
			s := newScreen()
			found, early := false, false
			s.check = func(s *screen) {
				found = found || s.visitors[src.who]
				early = early || !s.coverage.List.Unfinished && s.coverages > 0 && !found
				if is := (&model.Snapshot{Now: time.Now(), Coverage: s.coverage}); is.WaitsKnown() && !found && s.coverages > 0 {
					t.Errorf("%s: it is known who waits before he is found", tt.what)
				}
			}
			r := runOver(t, f, src, s, DefaultConfig(), Options{})
			pass(40 * time.Second)
			r.stop()
			if l := s.coverage.List; l.Unfinished || l.Missing != tt.lacks {
				t.Errorf("%s: the list %+v, want it whole and %d missing", tt.what, l, tt.lacks)
			}
			if l := s.coverage.List; l.MissingSince.IsZero() != (tt.lacks == 0) {
				t.Errorf("%s: %d missing since %v", tt.what, tt.lacks, l.MissingSince)
			}
			if want := tt.lacks == 0; found != want || early == want {
				t.Errorf("%s: found %v, the list whole before that %v (pages asked for: %v)", tt.what, found, early, src.asked[:min(len(src.asked), 20)])
			}
		})
	}
}

// A row that repeats a visitor says nothing of the order: if it did, one would cost the trust in page 1, and with it most of the
// requests that find closings.
func TestRepeatedRowKeepsTheOrder(t *testing.T) {
	now := time.Now()
	row := func(id model.VisitorID, age time.Duration) acquire.Profile {
		return acquire.Profile{VisitorInfo: model.VisitorInfo{ID: id}, Changed: now.Add(-age)}
	}
	for name, tt := range map[string]struct {
		rows []acquire.Profile
		want bool
	}{
		"newest first":         {[]acquire.Profile{row(1, 1), row(2, 2), row(3, 2)}, true},
		"a repeated row":       {[]acquire.Profile{row(1, 1), row(2, 2), row(1, 1), row(3, 3)}, true},
		"another order":        {[]acquire.Profile{row(1, 1), row(2, 3), row(3, 2)}, false},
		"only repeated rows":   {[]acquire.Profile{row(1, 1), row(1, 1)}, false},
		"order after a repeat": {[]acquire.Profile{row(1, 1), row(2, 3), row(1, 1), row(3, 2)}, false},
		"without a stamp":      {[]acquire.Profile{row(1, 1), {VisitorInfo: model.VisitorInfo{ID: 2}}}, false},
	} {
		if got := isNewestFirst(tt.rows); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

// A shortPaged floor has pages of a size of its own, whatever is asked for, and no total.
type shortPaged struct {
	*floor
	size int
}

func (s shortPaged) Profiles(ctx context.Context, page int) (acquire.Profiles, error) {
	ans, err := s.floor.FirstProfiles(ctx, 1000)
	from := min(len(ans.List), (page-1)*s.size)
	ans.List = ans.List[from:min(len(ans.List), from+s.size)]
	ans.Rows, ans.Total = len(ans.List), len(ans.List)
	return ans, err
}

// ranFor returns a Poller that has read src for a time and has ended.
func ranFor(t *testing.T, src Source, d time.Duration) *Poller {
	p := New(src, DefaultConfig(), Options{Seed: t.Name()})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx, func(model.Event) {}) }()
	pass(d)
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	return p
}

// Without a total only an empty page ends the list, since the size of a full page is not known: 20 rows may be all
// visitors or a page of a server that allows no more. It is learned, so that a short list costs hardly a second request.
func TestDiscoverPagesShorterThanAskedFor(t *testing.T) {
	for _, tt := range []struct{ visitors, size, requests int }{{60, 20, 300}, {41, 10, 400}, {12, 50, 90}, {12, 12, 90}} {
		synctest.Test(t, func(t *testing.T) {
			f := crowded(tt.visitors, tt.visitors)
			p := ranFor(t, shortPaged{f, tt.size}, 2*time.Minute)
			if n := len(p.visitors.byID); n != tt.visitors {
				t.Errorf("pages of %d: %d visitors were found, want %d", tt.size, n, tt.visitors)
			}
			if n := len(f.since(time.Time{}, "profile list")); n > tt.requests {
				t.Errorf("%d visitors, pages of %d: %d requests in two minutes, want at most %d", tt.visitors, tt.size, n, tt.requests)
			}
		})
	}
}

// Timestamps that are older than the lookback and move with nothing: the visitors are found all the same, whether all of
// them are so or only those who came back.
func TestTimestampsThatNeverMove(t *testing.T) {
	for _, tt := range []struct {
		name          string
		visitors, old int // … and how many of them have an old timestamp
	}{{"all are old", 12, 12}, {"those who came back", 30, 10}} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFloor()
				now := time.Now()
				for i := range tt.visitors {
					v, thread, c := model.VisitorID(i+1), model.ThreadID(i+101), model.ChatID(i+1001)
					f.open(v, thread, c, now)
					f.say(v, thread, c, model.SideAgent, now.Add(-20*time.Minute))
					f.stamps[v] = now.Add(-3 * time.Hour)
					if i < tt.old {
						f.stamps[v] = now.Add(-100 * 24 * time.Hour)
					}
				}
				id := f.say(1, 101, 1001, model.SideVisitor, now.Add(-10*time.Minute))
				f.stamps[1] = now.Add(-200 * 24 * time.Hour)
				f.frozen = true
				screen := newScreen()
				runOver(t, f, f, screen, DefaultConfig(), Options{})
				pass(30 * time.Second)
				if _, ok := screen.arrivedAt(id); !ok {
					t.Error("a waiting visitor was not found within 30 s")
				}
				late := f.say(2, 102, 1002, model.SideVisitor, time.Now())
				pass(3 * time.Minute)
				if _, ok := screen.arrivedAt(late); !ok {
					t.Error("a new message was not found within 3 min")
				}
			})
		})
	}
}

// A growing floor has more visitors from a time on, at the end of its list.
type growing struct {
	shortPaged
	few  int
	when time.Time
}

func (g growing) Profiles(ctx context.Context, page int) (acquire.Profiles, error) {
	ans, err := g.floor.FirstProfiles(ctx, 1000)
	if time.Now().Before(g.when) {
		ans.List = ans.List[:g.few]
	}
	from := min(len(ans.List), (page-1)*g.size)
	ans.List = ans.List[from:min(len(ans.List), from+g.size)]
	ans.Rows, ans.Total = len(ans.List), len(ans.List)
	return ans, err
}

// A page that is just full is the last one until the next visitor comes, who is on a page of their own: an empty page after
// it says nothing of later.
func TestDiscoverGrowsBeyondAFullPage(t *testing.T) {
	for _, tt := range []struct{ few, visitors, size int }{{10, 11, 10}, {20, 23, 20}, {40, 41, 20}} {
		synctest.Test(t, func(t *testing.T) {
			f := growing{shortPaged{crowded(tt.visitors, tt.visitors), tt.size}, tt.few, time.Now().Add(time.Minute)}
			p := ranFor(t, f, 2*time.Minute)
			if n := len(p.visitors.byID); n != tt.visitors {
				t.Errorf("pages of %d: %d visitors are known a minute after the %dth came, want %d", tt.size, n, tt.visitors, tt.visitors)
			}
		})
	}
}
