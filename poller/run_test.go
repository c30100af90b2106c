package poller

import (
	"cmp"
	"context"
	"os"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
)

// long reports whether the long versions of the tests were asked for.
func long() bool { return os.Getenv("FLOORWATCH_LONG") != "" }

// A screen collects what a Poller emits.
type screen struct {
	mu        sync.Mutex
	messages  map[model.MessageID]model.Message
	arrived   map[model.MessageID]time.Time
	threads   map[model.Key]model.ThreadInfo
	polled    map[model.Key]time.Time
	visitors  map[model.VisitorID]bool
	agents    int
	totals    int
	health    []model.Health
	coverage  model.Coverage
	coverages int             // that came
	check     func(s *screen) // after each Event
	gaps      []model.Gap
	events    int
	also      func(model.Event) // called with each Event, where set
}

func newScreen() *screen {
	return &screen{messages: map[model.MessageID]model.Message{}, arrived: map[model.MessageID]time.Time{},
		threads: map[model.Key]model.ThreadInfo{}, polled: map[model.Key]time.Time{}, visitors: map[model.VisitorID]bool{}}
}

// healths are a copy of all that has been told so far.
func (s *screen) healths() []model.Health {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.health)
}

// known is how many messages have arrived.
func (s *screen) known() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.messages)
}

func (s *screen) put(e model.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events++
	if s.also != nil {
		s.also(e)
	}
	for _, m := range e.Messages {
		if _, known := s.messages[m.ID]; !known {
			s.arrived[m.ID] = time.Now()
		}
		s.messages[m.ID] = m
	}
	for _, ti := range e.Threads {
		s.threads[model.Key{Visitor: ti.Visitor, Thread: ti.ID}] = ti
	}
	for _, v := range e.Visitors {
		s.visitors[v.ID] = true
	}
	for _, p := range e.Polled {
		s.polled[p.Key] = p.At
	}
	s.gaps = append(s.gaps, e.Gaps...)
	s.agents += len(e.Agents)
	if e.Totals != nil {
		s.totals++
	}
	if e.Coverage != nil {
		s.coverage = s.coverage.Merge(*e.Coverage)
		s.coverages++
	}
	if s.check != nil {
		defer s.check(s)
	}
	if e.Health != nil {
		s.health = append(s.health, *e.Health)
	}
}

func (s *screen) ids() []model.MessageID {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := make([]model.MessageID, 0, len(s.messages))
	for id := range s.messages {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b model.MessageID) int { return cmp.Compare(a, b) })
	return ids
}

// now returns the newest Health.
func (s *screen) now() model.Health {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.health) == 0 {
		return model.Health{}
	}
	return s.health[len(s.health)-1]
}

// after returns the Healths from a moment on.
func (s *screen) after(at time.Time) []model.Health {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []model.Health
	for _, h := range s.health {
		if h.At.After(at) {
			list = append(list, h)
		}
	}
	return list
}

// A testRun is a Poller that runs in a bubble of virtual time.
type testRun struct {
	p      *Poller
	floor  *floor
	screen *screen
	stop   func()
	asked  chan func()
}

// inside calls f in the goroutine of the Poller, which alone may touch its state, with its next Event (a Health comes each second).
func (r *testRun) inside(f func()) {
	done := make(chan struct{})
	r.asked <- func() { f(); close(done) }
	<-done
}

// put passes an Event on to the screen, and before it calls what inside was asked for.
func (r *testRun) put(e model.Event) {
	select {
	case f := <-r.asked:
		f()
	default:
	}
	r.screen.put(e)
}

// run starts a Poller over f and stops it when the test function returns.
func run(t *testing.T, f *floor, cfg Config, opt Options) *testRun {
	t.Helper()
	return runOver(t, f, f, newScreen(), cfg, opt)
}

// runOver starts a Poller that asks src, which stands before f, and tells s.
func runOver(t *testing.T, f *floor, src Source, s *screen, cfg Config, opt Options) *testRun {
	t.Helper()
	if opt.Seed == "" {
		opt.Seed = "test"
	}
	r := &testRun{p: New(src, cfg, opt), floor: f, screen: s, asked: make(chan func(), 1)}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.p.Run(ctx, r.put) }()
	stopped := false
	r.stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run returned %v, want nil", err)
		}
		var sent []time.Time
		for _, q := range f.requests {
			sent = append(sent, q.at)
		}
		checkRate(t, sent, cmp.Or(opt.RequestsPerSecond, 10))
		if len(r.screen.gaps) > 0 { // this floor never loses a word
			t.Errorf("gaps were claimed where nothing is missing: %+v", r.screen.gaps)
		}
	}
	t.Cleanup(r.stop)
	return r
}

// pass lets d of virtual time go by.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// passUntil lets virtual time go by, in steps, until ok holds or most of it has passed, and half a minute more: what holds then stays.
func passUntil(most, step time.Duration, ok func() bool) {
	for end := time.Now().Add(most); time.Now().Before(end) && !ok(); {
		pass(step)
	}
	pass(30 * time.Second)
}
