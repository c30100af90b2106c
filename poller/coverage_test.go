package poller

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// A way of failing.
type failing int

const (
	failServer  failing = iota // HTTP 500
	failTimeout                // nothing comes
	failGarbage                // rows, none of which can be read
	failPartly                 // one row that cannot be read in place of the last one
	failEmpty                  // no rows
	failDenied                 // HTTP 403
	failings
)

func (w failing) String() string {
	return [...]string{"500", "timeout", "garbage", "a row of garbage", "empty", "denied"}[w]
}

// A spoiler stands before a floor and spoils some requests, counted from 1.
type spoiler struct {
	*floor
	spoil map[int]failing
	n     int
}

// next returns how the request that comes is to fail; ok is false where it is not.
func (s *spoiler) next(ctx context.Context) (way failing, err error, ok bool) {
	s.mu.Lock()
	s.n++
	way, ok = s.spoil[s.n]
	s.mu.Unlock()
	fault := map[failing]acquire.Fault{failServer: acquire.FaultServer, failTimeout: acquire.FaultTimeout, failDenied: acquire.FaultForbidden}[way]
	if !ok || fault == 0 {
		return way, nil, ok
	}
	if way == failTimeout {
		select {
		case <-time.After(15 * time.Second):
		case <-ctx.Done():
		}
	}
	return way, &acquire.Error{Fault: fault}, true
}

// spoilRows spoils a good answer's rows.
func spoilRows[T any](way failing, ok bool, rows *[]T, n *int, drift *model.Drift) {
	switch {
	case !ok:
	case way == failEmpty:
		*rows, *n = nil, 0
	case way == failGarbage:
		drift.Malformed += *n
		*rows = nil
	case way == failPartly && *n > 0:
		drift.Malformed++
		*rows = (*rows)[:*n-1]
	}
}

func (s *spoiler) Messages(ctx context.Context, req acquire.MessagesRequest) (acquire.Messages, error) {
	way, err, ok := s.next(ctx)
	if err != nil {
		return acquire.Messages{}, err
	}
	ans, err := s.floor.Messages(ctx, req)
	if way != failPartly { // a row of messages that cannot be read stands as one that says so
		spoilRows(way, ok, &ans.Messages, &ans.Rows, &ans.Drift)
	}
	return ans, err
}

func (s *spoiler) Threads(ctx context.Context, v model.VisitorID, page int) (acquire.Threads, error) {
	way, err, ok := s.next(ctx)
	if err != nil {
		return acquire.Threads{}, err
	}
	ans, err := s.floor.Threads(ctx, v, page)
	spoilRows(way, ok, &ans.List, &ans.Rows, &ans.Drift)
	return ans, err
}

func (s *spoiler) Profiles(ctx context.Context, page int) (acquire.Profiles, error) {
	return s.profiles(ctx, func() (acquire.Profiles, error) { return s.floor.Profiles(ctx, page) })
}

func (s *spoiler) FirstProfiles(ctx context.Context, n int) (acquire.Profiles, error) {
	return s.profiles(ctx, func() (acquire.Profiles, error) { return s.floor.FirstProfiles(ctx, n) })
}

func (s *spoiler) profiles(ctx context.Context, ask func() (acquire.Profiles, error)) (acquire.Profiles, error) {
	way, err, ok := s.next(ctx)
	if err != nil {
		return acquire.Profiles{}, err
	}
	ans, err := ask()
	spoilRows(way, ok, &ans.List, &ans.Rows, &ans.Drift)
	if ok && way == failEmpty {
		ans.Total = 0
	}
	return ans, err
}

func (s *spoiler) Agents(ctx context.Context, page int) (acquire.Agents, error) {
	if _, err, _ := s.next(ctx); err != nil {
		return acquire.Agents{}, err
	}
	return s.floor.Agents(ctx, page)
}

// exactWaiting reports whether a coverage claims that all who can wait are known.
func exactWaiting(c *model.Coverage, now time.Time) bool {
	l := &c.List
	listed := l.Off || !l.Unfinished && (l.FailingSince.IsZero() || now.Sub(l.FailingSince) <= 15*time.Second)
	return listed && c.Debts.CountNewerThan(true, 30*time.Minute+now.Sub(c.Debts.At)) == 0 && c.Discovery.FullPass <= c.Discovery.AcceptedPass
}

// exactDay reports whether a coverage claims that every word since the lookback is known.
func exactDay(c *model.Coverage, now time.Time) bool {
	return exactWaiting(c, now) && c.Debts.Count() == 0
}

// mixed returns a floor on which all words have been said: visitors who wait,
// some that were here hours ago, several threads, earlier chats, a chat of no thread.
func mixed(visitors int) *floor {
	f := newFloor()
	f.latency = 20 * time.Millisecond
	for i := range visitors {
		v, now := model.VisitorID(1000+i), time.Now()
		thread, c := model.ThreadID(10+10*i), model.ChatID(100+10*i)
		at := now.Add(-time.Duration(i%2*150+2) * time.Minute)
		if i%3 == 0 { // an earlier chat
			f.open(v, thread, c, at.Add(-time.Hour))
			f.say(v, thread, c, model.SideVisitor, at.Add(-time.Hour))
		}
		if i%5 == 4 {
			thread = model.NoThread
		}
		f.open(v, thread, c+1, at)
		f.say(v, thread, c+1, model.SideVisitor, at)
		if i%4 == 1 { // a second thread
			f.open(v, thread+1, c+2, at.Add(time.Minute))
			f.say(v, thread+1, c+2, model.SideVisitor, at.Add(time.Minute))
		}
	}
	return f
}

// A claim is watched over a run: whenever the coverage says that all is known, all has to be.
type claim struct{ waiting, day int }

func (cl *claim) check(f *floor, what string, fail func(string)) func(*screen) {
	return func(s *screen) {
		now := time.Now()
		waits, day := exactWaiting(&s.coverage, now), exactDay(&s.coverage, now)
		if s.coverages == 0 {
			fail(what + ": an Event came before the first coverage")
		}
		if !waits {
			return
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		cl.waiting++
		if day {
			cl.day++
		}
		for _, m := range f.words {
			if _, known := s.messages[m.ID]; !known && (day || now.Sub(m.SentAt) < 30*time.Minute) {
				fail(fmt.Sprintf("%s: all is claimed to be known (the whole day: %v), and word %d of %v ago is not", what, day, m.ID, now.Sub(m.SentAt)))
				return
			}
		}
	}
}

// claims runs a floor with some requests spoiled and reports how often something was claimed.
func claims(t *testing.T, what string, spoil map[int]failing, shape func(*floor)) (cl claim) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		f := mixed(14)
		if shape != nil {
			shape(f)
		}
		failed := false
		s := newScreen()
		s.check = cl.check(f, what, func(msg string) {
			if !failed {
				failed = true
				t.Error(msg)
			}
		})
		r := runOver(t, f, &spoiler{floor: f, spoil: spoil}, s, DefaultConfig(), Options{})
		pass(75 * time.Second)
		r.stop()
	})
	if cl.day == 0 {
		t.Errorf("%s: never known whole", what)
	}
	return cl
}

// However a single one of the first sixty requests fails, nothing is claimed to be known that is not, and in the end all is.
func TestNoFalseClaim(t *testing.T) {
	shapes := map[string]func(*floor){
		"":                   nil,
		", no stamps":        func(f *floor) { f.alike = true },
		", earlier chats":    func(f *floor) { f.reading = uptoChat },
		", later chats only": func(f *floor) { f.reading = afterChat },
		", -1 is any thread": func(f *floor) { f.wildcard, f.names = true, true },
	}
	step := 12 // the runs of one moment after another come round to all
	if long() {
		step = 1
	}
	first := time.Now().Nanosecond() / 1000 % step
	t.Logf("one of %d from %d on", step, first)
	n := 0
	for name, shape := range shapes {
		for at := 1; at <= 60; at++ {
			for way := range failings {
				if name != "" && (at+int(way))%4 != 0 && !long() {
					continue
				}
				if n++; n%step != first {
					continue
				}
				claims(t, fmt.Sprintf("request %d fails: %v%s", at, way, name), map[int]failing{at: way}, shape)
			}
		}
	}
}

// An empty thread list is not believed at once because messages were read without it, as where thread -1 is any thread.
func TestEmptyListIsNotBelievedForItsMessages(t *testing.T) {
	for at := 31; at <= 40; at++ { // the first thread lists are among these
		claims(t, fmt.Sprintf("request %d is empty", at), map[int]failing{at: failEmpty}, func(f *floor) { f.wildcard, f.names = true, true })
	}
}

// The same where two of them fail.
func TestNoFalseClaimOfTwo(t *testing.T) {
	n := 5
	if long() {
		n = 500
	}
	seed := uint64(time.Now().UnixNano())
	t.Log("seed", seed)
	rng := rand.New(rand.NewPCG(1, seed))
	for range n {
		spoil := map[int]failing{}
		for len(spoil) < 2 {
			spoil[1+rng.IntN(60)] = failing(rng.IntN(int(failings)))
		}
		claims(t, fmt.Sprintf("requests fail: %v", spoil), spoil, nil)
	}
}

// Whoever comes once the floor is read does not make it unread while a look at
// them takes no longer than a look does; whoever is not read after five seconds is. The
// figures lack them from the first moment on in either case.
func TestNewcomersAreRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := mixed(14)
		slow := &stalling{floor: f, visitor: 3007}
		s := newScreen()
		lacks, longest, since := 0, time.Duration(0), time.Time{}
		s.check = func(s *screen) {
			now := time.Now()
			floor := model.Snapshot{Now: now, Coverage: s.coverage}
			state, known := floor.EffectiveHealth(model.Health{State: model.StateLive, LastGood: now, ReadDone: 1}).State, floor.WaitsKnown()
			switch {
			case known:
				since = time.Time{}
			case since.IsZero():
				since = now
			}
			switch f.mu.Lock(); {
			case len(f.order) <= 14: // the first read
			case known:
			case state == model.StateLive:
				lacks, longest = lacks+1, max(longest, now.Sub(since))
			case slow.stalls == 0:
				t.Errorf("%v with somebody who came %v ago", state, now.Sub(since))
			}
			f.mu.Unlock()
		}
		r := runOver(t, f, slow, s, DefaultConfig(), Options{})
		pass(20 * time.Second)
		for v := model.VisitorID(3000); v < 3007; v++ {
			at := time.Now()
			f.open(v, model.ThreadID(v), model.ChatID(v), at)
			f.say(v, model.ThreadID(v), model.ChatID(v), model.SideVisitor, at)
			pass(7 * time.Second)
		}
		if lacks == 0 {
			t.Error("nobody was ever missing")
		}
		f.open(3007, 3007, 3007, time.Now())
		pass(25 * time.Second)
		if slow.stalls == 0 || longest < 3*time.Second || longest >= 5*time.Second {
			t.Errorf("LIVE for %v without a visitor whose list did not come, %d asked for", longest, slow.stalls)
		}
		r.stop()
	})
}

// A stalling source never answers for one visitor's thread list.
type stalling struct {
	*floor
	visitor model.VisitorID
	stalls  int
}

func (s *stalling) Threads(ctx context.Context, v model.VisitorID, page int) (acquire.Threads, error) {
	if v != s.visitor {
		return s.floor.Threads(ctx, v, page)
	}
	s.mu.Lock()
	s.stalls++
	s.mu.Unlock()
	<-ctx.Done()
	return acquire.Threads{}, ctx.Err()
}
