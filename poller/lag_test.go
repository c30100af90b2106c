package poller

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/schedule"
)

// A lagging floor is several servers behind one address: its lists know of something before its messages can be read.
type lagging struct {
	*floor
	listed   map[model.ThreadID]time.Time  // from when on a thread list has the thread
	away     map[model.ThreadID]time.Time  // until when it has not, from now on
	readable map[model.MessageID]time.Time // from when on an answer has the message
	without  int                           // answers that lack their newest message
}

func lag(f *floor) *lagging {
	return &lagging{floor: f, listed: map[model.ThreadID]time.Time{}, away: map[model.ThreadID]time.Time{}, readable: map[model.MessageID]time.Time{}}
}

func (s *lagging) Threads(ctx context.Context, v model.VisitorID, page int) (acquire.Threads, error) {
	ans, err := s.floor.Threads(ctx, v, page)
	s.mu.Lock()
	defer s.mu.Unlock()
	ans.List = slices.DeleteFunc(ans.List, func(ti model.ThreadInfo) bool {
		return time.Now().Before(s.listed[ti.ID]) || time.Now().Before(s.away[ti.ID])
	})
	ans.Rows = len(ans.List)
	return ans, err
}

func (s *lagging) Messages(ctx context.Context, req acquire.MessagesRequest) (acquire.Messages, error) {
	ans, err := s.floor.Messages(ctx, req)
	s.mu.Lock()
	defer s.mu.Unlock()
	ans.Messages = slices.DeleteFunc(ans.Messages, func(m model.Message) bool {
		return time.Now().Before(s.readable[m.ID]) || time.Now().Before(s.away[m.Thread])
	})
	if s.without > 0 && len(ans.Messages) > 0 {
		s.without--
		ans.Messages = ans.Messages[:len(ans.Messages)-1]
	}
	ans.Rows = len(ans.Messages)
	return ans, err
}

// A list that names a chat, or shows a change, promises messages. If they can be read only later, they are found within
// half the time that they were missing and a few seconds, though no list changes again.
func TestMessagesThatLagBehindTheLists(t *testing.T) {
	tests := []struct {
		name   string
		listed time.Duration // when the thread list has the new thread, after the profile list has the visitor
		lag    time.Duration // … and when its messages can be read, after that
		idle   bool          // it is a message in a thread that has been silent for an hour
	}{
		{"a new visitor's first message", 0, 8 * time.Second, false},
		{"… after half a minute", 0, 30 * time.Second, false},
		{"the thread list lags too", 15 * time.Second, 10 * time.Second, false},
		{"a message in an idle thread", 0, 3 * time.Second, true},
		{"… after half a minute", 0, 30 * time.Second, true},
	}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			f := crowded(20, 20)
			s, screen := lag(f), newScreen()
			runOver(t, f, s, screen, DefaultConfig(), Options{})
			pass(time.Minute)
			v, thread, c := model.VisitorID(9000), model.ThreadID(900), model.ChatID(9000)
			if tt.idle {
				v, thread, c = 1003, 13, 103
			}
			now := time.Now()
			from := now.Add(tt.listed + tt.lag)
			s.mu.Lock()
			s.listed[thread], s.readable[f.nextID] = now.Add(tt.listed), from
			s.mu.Unlock()
			if !tt.idle {
				f.open(v, thread, c, now)
			}
			id := f.say(v, thread, c, model.SideVisitor, now)
			pass(2 * time.Minute)
			if at, ok := screen.arrivedAt(id); !ok || at.Sub(from) > (tt.listed+tt.lag)/2+6*time.Second {
				t.Errorf("%s: arrived %v, %v after it could be read", tt.name, ok, at.Sub(from))
			}
		})
	}
}

// A visitor's new thread is in the thread list only after their timestamp has shown the change: it is looked for again.
func TestNewThreadThatLagsBehindTheChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := crowded(20, 20)
		s, screen := lag(f), newScreen()
		runOver(t, f, s, screen, DefaultConfig(), Options{})
		pass(time.Minute)
		from := time.Now().Add(5 * time.Second)
		s.mu.Lock()
		s.listed[900], s.readable[f.nextID] = from, from
		s.mu.Unlock()
		f.open(1003, 900, 9000, time.Now())
		id := f.say(1003, 900, 9000, model.SideVisitor, time.Now())
		pass(30 * time.Second)
		if at, ok := screen.arrivedAt(id); !ok || at.Sub(from) > 8*time.Second {
			t.Errorf("arrived %v, %v after it could be read", ok, at.Sub(from))
		}
	})
}

// An answer in the old thread and a new thread move the timestamp between two rounds of the list: the answer does not
// explain a timestamp that is newer, so the new thread is looked for.
func TestTwoChangesInOneRound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, screen := crowded(20, 20), newScreen()
		r := runOver(t, f, f, screen, DefaultConfig(), Options{})
		for i := range 12 { // it is learned that every message moves a timestamp, at once
			pass(7 * time.Second)
			f.say(1010+model.VisitorID(i%3), model.ThreadID(20+i%3), model.ChatID(110+i%3), model.SideAgent, time.Now())
		}
		pass(20 * time.Second)
		r.inside(func() {
			if !r.p.trust.trusted() {
				t.Error("timestamps are not trusted")
			}
		})
		now := time.Now()
		f.say(1003, 13, 103, model.SideAgent, now.Add(-1500*time.Millisecond))
		f.open(1003, 900, 9000, now)
		id := f.say(1003, 900, 9000, model.SideVisitor, now)
		pass(10 * time.Second)
		if at, ok := screen.arrivedAt(id); !ok {
			t.Errorf("the message in the new thread has not arrived %v", at)
		}
	})
}

// A single answer that lacks the newest message is the first one about a thread: the profile list's timestamp is newer
// than what it has, so the thread is asked again.
func TestFirstAnswerWithoutItsNewestMessage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFloor()
		f.open(1, 2, 3, time.Now().Add(-10*time.Minute))
		f.say(1, 2, 3, model.SideAgent, time.Now().Add(-10*time.Minute))
		id := f.say(1, 2, 3, model.SideVisitor, time.Now().Add(-7*time.Minute))
		s, screen := lag(f), newScreen()
		s.without = 1
		began := time.Now()
		runOver(t, f, s, screen, DefaultConfig(), Options{})
		pass(time.Minute)
		if at, ok := screen.arrivedAt(id); !ok || at.Sub(began) > 6*time.Second {
			t.Errorf("arrived %v, %v after the start", ok, at.Sub(began))
		}
	})
}

// A thread that is gone for a while, and comes back as it was, is found again.
func TestThreadComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFloor()
		f.open(1, 2, 3, time.Now().Add(-time.Minute))
		f.say(1, 2, 3, model.SideVisitor, time.Now().Add(-time.Minute))
		s, screen := lag(f), newScreen()
		var gone atomic.Int32
		screen.also = func(e model.Event) { gone.Add(int32(len(e.Gone))) }
		runOver(t, f, s, screen, DefaultConfig(), Options{})
		pass(10 * time.Second)
		back := time.Now().Add(20 * time.Second)
		s.mu.Lock()
		s.away[2] = back
		s.mu.Unlock()
		pass(20 * time.Second)
		if n := gone.Load(); n != 1 {
			t.Fatalf("%d chats are gone, want 1", n)
		}
		pass(20 * time.Second)
		if at := screen.polledAt(model.Key{Visitor: 1, Thread: 2}); !at.After(back) {
			t.Errorf("last read %v after it came back", at.Sub(back))
		}
	})
}

// Two visitors become one: the chat that the one's thread list loses is in the other's, and not deleted.
func TestMovedChatIsNotGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFloor()
		for v := range model.VisitorID(2) {
			f.open(v+1, model.ThreadID(v+11), model.ChatID(v+21), time.Now().Add(-time.Minute))
			f.say(v+1, model.ThreadID(v+11), model.ChatID(v+21), model.SideVisitor, time.Now().Add(-time.Minute))
		}
		var gone atomic.Int32
		screen := newScreen()
		screen.also = func(e model.Event) { gone.Add(int32(len(e.Gone))) }
		runOver(t, f, f, screen, DefaultConfig(), Options{})
		pass(10 * time.Second)
		f.mu.Lock()
		f.threads[0].Visitor, f.words[0].Visitor = 2, 2
		f.touch(2, time.Now())
		f.mu.Unlock()
		pass(time.Minute)
		if at := screen.polledAt(model.Key{Visitor: 2, Thread: 11}); at.IsZero() || gone.Load() != 0 {
			t.Errorf("read at %v under the new visitor, %d chats gone, want it read and none", at, gone.Load())
		}
	})
}

func (s *screen) polledAt(k model.Key) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.polled[k]
}

// An answer without the visitor's newest message may be a mistake, or the message is deleted: the next one, seconds later and
// not when a thread without a waiting visitor is due, decides.
func TestAnswerWithoutAKnownMessage(t *testing.T) {
	for _, deleted := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			f := newFloor()
			f.open(1, 2, 3, time.Now().Add(-10*time.Minute))
			f.say(1, 2, 3, model.SideVisitor, time.Now().Add(-10*time.Minute))
			f.say(1, 2, 3, model.SideAgent, time.Now().Add(-9*time.Minute))
			f.say(1, 2, 3, model.SideVisitor, time.Now().Add(-8*time.Minute))
			s, screen := lag(f), newScreen()
			var gone atomic.Int32
			screen.also = func(e model.Event) { gone.Add(int32(len(e.Gone))) }
			r := runOver(t, f, s, screen, DefaultConfig(), Options{})
			pass(20 * time.Second)
			s.mu.Lock()
			if s.without = 1; deleted {
				s.without = 1000
			}
			s.mu.Unlock()
			pass(12 * time.Second)
			r.inside(func() {
				if waits := r.p.threads.byKey[model.Key{Visitor: 1, Thread: 2}].waiting; waits == deleted || (gone.Load() > 0) != deleted {
					t.Errorf("deleted %v: the visitor waits %v, %d chats with messages gone", deleted, waits, gone.Load())
				}
			})
		})
	}
}

// A waiting visitor's thread that seems to lack its newest message is asked again as one in which somebody waits.
func TestWaitingThreadWithoutItsNewestMessageKeepsItsPriority(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFloor()
		f.open(1, 2, 3, time.Now().Add(-10*time.Minute))
		f.say(1, 2, 3, model.SideVisitor, time.Now().Add(-10*time.Minute))
		f.say(1, 2, 3, model.SideVisitor, time.Now().Add(-7*time.Minute))
		s, screen := lag(f), newScreen()
		s.without = 1
		r := runOver(t, f, s, screen, DefaultConfig(), Options{})
		pass(time.Second)
		r.inside(func() {
			if at := r.p.threads.byKey[model.Key{Visitor: 1, Thread: 2}]; !at.read || !at.waiting || at.live.Priority != schedule.PriorityWaiting {
				t.Errorf("read %v, the visitor waits %v, priority %v", at.read, at.waiting, at.live.Priority)
			}
		})
	})
}

// slowLists lets the thread list of a visitor take long.
type slowLists struct {
	*floor
	of   model.VisitorID
	take atomic.Int64
}

func (s *slowLists) Threads(ctx context.Context, v model.VisitorID, page int) (acquire.Threads, error) {
	if v == s.of {
		time.Sleep(time.Duration(s.take.Load()))
	}
	return s.floor.Threads(ctx, v, page)
}

// The list shows a change, the visitor's newest thread has no new message, and the thread list is long in coming: whoever
// began to write is unknown, so waits are not exact, until that list has come.
func TestChangeThatIsNotFollowedIsADebt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, screen := crowded(20, 20), newScreen()
		s := &slowLists{floor: f, of: 1003}
		r := runOver(t, f, s, screen, DefaultConfig(), Options{})
		for i := range 12 { // it is learned that every message moves a timestamp
			pass(7 * time.Second)
			f.say(1010+model.VisitorID(i%3), model.ThreadID(20+i%3), model.ChatID(110+i%3), model.SideAgent, time.Now())
		}
		pass(20 * time.Second)
		r.inside(func() {
			if !r.p.trust.trusted() {
				t.Error("timestamps are not trusted")
			}
		})
		known := func() bool {
			floor := &model.Snapshot{Coverage: screen.told(), Now: time.Now()}
			return floor.WaitsKnown()
		}
		if !known() {
			t.Error("waits are not known before the change")
		}
		s.take.Store(int64(20 * time.Second))
		f.open(1003, 900, 9000, time.Now())
		id := f.say(1003, 900, 9000, model.SideVisitor, time.Now())
		pass(10 * time.Second)
		if _, ok := screen.arrivedAt(id); ok || known() {
			t.Errorf("after 10 s: the message has arrived %v, waits are known %v; want neither", ok, known())
		}
		s.take.Store(0)
		pass(20 * time.Second)
		if _, ok := screen.arrivedAt(id); !ok || !known() {
			t.Errorf("after 30 s: the message has arrived %v, waits are known %v; want both", ok, known())
		}
	})
}

// A change stops being a debt once it is followed to its end: the thread list and what was to be read because of it were
// requested after it, or the newest message is as new as the timestamp.
func TestWhenAChangeIsFollowed(t *testing.T) {
	now := time.Now()
	ago := func(s int) time.Time { return now.Add(time.Duration(-s) * time.Second) }
	for _, tt := range []struct {
		name string
		make func(v *visitor, t *target, s *timestamps)
		want bool
	}{
		{"shown 10 s ago", func(*visitor, *target, *timestamps) {}, true},
		{"shown a moment ago", func(v *visitor, _ *target, _ *timestamps) { v.unfollowed = ago(4) }, false},
		{"the thread list was requested before it", func(v *visitor, _ *target, _ *timestamps) { v.listRead, v.listEntry.Asked = ago(1), ago(12) }, true},
		{"the thread list was requested after it", func(v *visitor, _ *target, _ *timestamps) { v.listRead, v.listEntry.Asked = ago(1), ago(2) }, false},
		{"… and a thread is to be read", func(v *visitor, t *target, _ *timestamps) {
			v.listRead, v.listEntry.Asked, t.urgentSince = ago(1), ago(2), ago(1)
		}, true},
		{"the message came", func(v *visitor, t *target, _ *timestamps) { t.lastMessage = v.stamp }, false},
		{"changes without messages are usual for the visitor", func(v *visitor, _ *target, _ *timestamps) { v.fruitless = fruitlessFew + 1 }, false},
		{"timestamps do not move by messages", func(_ *visitor, _ *target, s *timestamps) { s.fresh, s.told = 0, 0 }, false},
	} {
		p := New(newFloor(), DefaultConfig(), Options{})
		p.discovery.whole = true
		v := p.visitors.visitor(1)
		th := p.visitors.newTarget(model.Key{Visitor: 1, Thread: 2}, []model.ChatID{3}, false, ago(60))
		th.cursor.Answered(th.cursor.Ask(p.threads.modeFor(th.key)), nil, p.threads.modeFor(th.key))
		th.tried, th.read, th.lastGood, th.asked, th.lastMessage = true, true, ago(9), ago(9), ago(60)
		v.listRead, v.listEntry.Asked, v.stamp, v.unfollowed, v.rowChanged = ago(50), ago(51), ago(12), ago(11), ago(10)
		p.coverage.stamps.told, p.coverage.stamps.fresh = stampEnough, stampEnough
		tt.make(v, th, p.coverage.stamps)
		v.noteFollowed()
		if debts := p.coverage.at(now, now).Debts; (debts.CountOf(model.DebtUnlisted) == 1) != tt.want {
			t.Errorf("%s: %v, want a debt: %v", tt.name, debts.Groups, tt.want)
		}
	}
}

// What the list shows first after a while may have happened all that time ago: it is a debt at once.
func TestChangeOfAnOutageIsADebtAtOnce(t *testing.T) {
	for _, tt := range []struct {
		told time.Duration // before the request
		want bool
	}{{2 * time.Second, false}, {time.Minute, true}} {
		p, th, now := withThread()
		p.coverage.stamps.told, p.coverage.stamps.fresh = stampEnough, stampEnough
		p.discovery.whole, p.discovery.told, p.stats.asked = true, now.Add(-tt.told), now
		v := p.visitors.byID[1]
		v.listRead, v.rowChanged = now.Add(-time.Hour), now
		p.visitors.followChange(v, now)
		v.stamp = th.lastMessage.Add(time.Minute)
		if debts := p.coverage.at(now, now.Add(time.Second)).Debts; (debts.CountOf(model.DebtUnlisted) == 1) != tt.want {
			t.Errorf("the list was read %v before: %v, want a debt: %v", tt.told, debts.Groups, tt.want)
		}
	}
}
