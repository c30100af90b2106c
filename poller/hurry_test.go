package poller

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/schedule"
)

// Whatever coverage counts as perhaps of the last hour, which is so of a visitor's second thread where the visitor's stamp is
// of that hour, is read before chats that are over: only there can somebody wait.
func TestWhoMayWaitIsReadBeforeEarlierChats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFloor()
		chat := model.ChatID(100)
		for v := model.VisitorID(1000); v < 1012; v++ {
			for n := range 6 {
				at := time.Now().Add(time.Duration(n-7) * 8 * time.Minute)
				f.open(v, model.ThreadID(v-900), chat, at)
				f.say(v, model.ThreadID(v-900), chat, model.SideAgent, at)
				chat++
			}
		}
		var second []model.Key
		for v := model.VisitorID(1000); v < 1005; v++ {
			key, at := model.Key{Visitor: v, Thread: model.ThreadID(v - 800)}, time.Now().Add(-70*time.Minute)
			second = append(second, key)
			f.open(v, key.Thread, model.ChatID(v-960), at)
			f.say(v, key.Thread, model.ChatID(v-960), model.SideAgent, at)
			f.touch(v, time.Now().Add(-7*time.Minute))
		}
		for i := range f.threads {
			f.threads[i].ActiveAt = time.Now().Add(-8 * time.Minute)
			if f.threads[i].ID >= 200 {
				f.threads[i].ActiveAt = time.Now().Add(-70 * time.Minute)
			}
		}
		r := run(t, f, DefaultConfig(), Options{RequestsPerSecond: 4})
		pass(14 * time.Second)
		r.screen.mu.Lock()
		unread := slices.DeleteFunc(second, func(k model.Key) bool { return !r.screen.polled[k].IsZero() })
		r.screen.mu.Unlock()
		if len(unread) > 0 || r.screen.owed(model.DebtEarlierChat) < 30 {
			t.Errorf("not read %v, with %d earlier chats left; want all read while most of those are", unread, r.screen.owed(model.DebtEarlierChat))
		}
		r.stop()
	})
}

// Once all of the last hour has been read, who comes counts as just come, though the rest of the day is still being read.
func TestNewcomersWhileTheDayIsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFloor()
		for i := range 60 {
			at := time.Now().Add(-2 * time.Hour)
			if i < 6 {
				at = time.Now().Add(-time.Duration(i+1) * time.Minute)
			}
			f.open(model.VisitorID(1000+i), model.ThreadID(10+i), model.ChatID(100+i), at)
			f.say(model.VisitorID(1000+i), model.ThreadID(10+i), model.ChatID(100+i), model.SideAgent, at)
		}
		r := run(t, f, DefaultConfig(), Options{RequestsPerSecond: 2})
		left := 0
		for range 60 {
			pass(time.Second)
			if is := r.screen.told(); is.Debts.CountNewerThan(true, time.Hour) == 0 {
				left = is.Debts.Count()
				break
			}
		}
		if left == 0 {
			t.Fatalf("no moment with the last hour read and the day not")
		}
		var since time.Time
		r.screen.mu.Lock()
		r.screen.also = func(e model.Event) {
			if e.Coverage != nil && e.Coverage.Debts.CountNewerThan(true, time.Hour) > 0 {
				since = e.Coverage.Debts.Since
			}
		}
		r.screen.mu.Unlock()
		now := f.newcomer()
		pass(10 * time.Second)
		r.stop()
		if since.IsZero() || since.Sub(now) > 5*time.Second {
			t.Errorf("who came at %v is told to be owed since %v", now, since)
		}
	})
}

// A thread in which nobody waited is asked where the list says that it has changed. What it was known as of before
// makes no waiting chat late; from the change on it does.
func TestChangedThreadIsNotAWaitingOne(t *testing.T) {
	p := New(newFloor(), DefaultConfig(), Options{})
	now := time.Now()
	v := p.visitors.visitor(1)
	key := model.Key{Visitor: 1, Thread: 2}
	th := p.visitors.newTarget(key, []model.ChatID{3}, false, now)
	th.tried, th.read, th.lastGood, th.asked = true, true, now.Add(-time.Minute), now.Add(-time.Minute)
	p.coverage.stamps.told, p.coverage.stamps.fresh = stampEnough, stampEnough
	v.rowRead, v.rowChanged = now, now
	if !p.visitors.askNewest(v, now) {
		t.Fatal("not asked for its change")
	}
	if is := p.coverage.at(now, now.Add(time.Second)).Freshness; !is.OldestRead.IsZero() {
		t.Errorf("words of a waiting chat are as of %v before the change", now.Sub(is.OldestRead))
	}
	if is := p.coverage.at(now, now.Add(time.Minute)).Freshness; is.OldestRead.IsZero() || !is.OldestRead.Equal(p.out.server(now)) {
		t.Errorf("a change that is not read for a minute: late since %v, want %v", is.OldestRead, now)
	}
}

// A thread that is asked for in another way, since the first answer did not hold its chat, is still of the first read:
// it does not stand behind the polls of those who wait.
func TestFirstReadGoesOnInAnotherWay(t *testing.T) {
	p := New(newFloor(), DefaultConfig(), Options{})
	now := time.Now()
	th := p.visitors.targetIn(schedule.PriorityLastHour, model.Key{Visitor: 1, Thread: 2}, []model.ChatID{3}, now, 0, now)
	for _, read := range []bool{false, true} {
		th.read = read
		p.sched.Take(&th.live, now)
		p.sched.Done(&th.live)
		p.threads.requeue(th, now, true)
		if want := map[bool]schedule.Priority{false: schedule.PriorityLastHour, true: schedule.PriorityWaiting}[read]; th.live.Priority != want {
			t.Errorf("read before: %v: in class %d, want %d", read, th.live.Priority, want)
		}
	}
}

// Closings stand in the thread lists alone, so the next look at one who waits follows the last one, not the next poll of
// the thread, which is minutes away where many wait.
func TestOneLookFollowsTheOther(t *testing.T) {
	p := New(newFloor(), DefaultConfig(), Options{})
	now := time.Now()
	v := p.visitors.visitor(1)
	th := p.visitors.newTarget(model.Key{Visitor: 1, Thread: 2}, []model.ChatID{3}, false, now)
	th.read, th.lastRow = true, now
	p.coverage.stamps.told, p.coverage.stamps.fresh = stampEnough, stampEnough
	v.listRead = now
	p.visitors.scheduleListAgain(v, now)
	if e := &v.listEntry; !e.Queued || e.Priority == schedule.PriorityWaitingLists || e.Due.Sub(now) < time.Minute {
		t.Errorf("the thread list of somebody who does not wait: queued %v in class %d, in %v; want it in its turn", e.Queued, e.Priority, e.Due.Sub(now))
	}
	th.waiting = true
	p.visitors.scheduleListAgain(v, now)
	if !v.listEntry.Queued || v.listEntry.Priority != schedule.PriorityWaitingLists {
		t.Errorf("queued %v in class %d, want %d", v.listEntry.Queued, v.listEntry.Priority, schedule.PriorityWaitingLists)
	}
}

// Where every word moves a stamp and the list is in another order, its pages are read in turn, more of them than
// elsewhere, and of those on which something changed the one that was not read for longest comes first.
func TestPagesInTurn(t *testing.T) {
	p := New(newFloor(), DefaultConfig(), Options{})
	d, now := p.discovery, time.Now()
	d.pages, d.whole, d.allRead, d.passed = 38, true, true, nil
	for page := 2; page < 10; page++ {
		d.hot[page], d.read[page] = now, now.Add(time.Duration(page*page%11)*time.Second)
	}
	d.hot[30] = now.Add(-hotFor - time.Second)
	pages := d.hotPages(now)
	if !slices.IsSortedFunc(pages, func(a, b int) int { return d.read[a].Compare(d.read[b]) }) || len(pages) != 8 {
		t.Errorf("hot pages %v, want those read longest ago first", pages)
	}
	if got := d.share(); got != schedule.ProfileShare {
		t.Errorf("a share of %v where stamps are not known to tell, want %v", got, schedule.ProfileShare)
	}
	p.coverage.stamps.told, p.coverage.stamps.fresh = stampEnough, stampEnough
	if got := d.share(); got != schedule.TurnShare {
		t.Errorf("a share of %v where pages tell by turns, want %v", got, schedule.TurnShare)
	}
	if d.newestFirst = true; d.share() != schedule.ProfileShare {
		t.Errorf("a share of %v where page 1 tells all, want %v", d.share(), schedule.ProfileShare)
	}
}

// Where pages of the list tell by turns, a known visitor's word is known as of when their page was read: that is the turn.
func TestTurnOverPages(t *testing.T) {
	for _, tt := range []struct {
		name  string
		falls bool
		pages int
		want  time.Duration
	}{{"in another order", false, 8, 30 * time.Second}, {"the newest first", true, 8, 0}, {"few pages", false, fewestPages, 0}} {
		p, _, now := withThread()
		p.coverage.stamps.told, p.coverage.stamps.fresh = stampEnough, stampEnough
		d, v := p.discovery, p.visitors.byID[1]
		d.whole, d.newestFirst, d.pages = true, tt.falls, tt.pages
		d.read[3], d.read[4], d.read[5] = now.Add(-5*time.Second), now.Add(-22*time.Second), now.Add(-time.Hour) // nobody known is on page 5
		v.page, v.listRead = 4, now
		other := p.visitors.visitor(2)
		other.page, other.listRead = 3, now
		if got := p.coverage.watching(p.coverage.survey(now)).FullPass; got != tt.want {
			t.Errorf("%s: a turn of %v, want %v", tt.name, got, tt.want)
		}
	}
}

// A newcomer makes the waits a lower bound until their thread is read, a moment later: it is told then, not in the next seconds.
func TestNewcomerIsKnownAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := crowded(20, 20)
		r := run(t, f, DefaultConfig(), Options{})
		pass(time.Minute)
		var from, to time.Time
		r.screen.mu.Lock()
		r.screen.also = func(e model.Event) {
			switch {
			case e.Coverage == nil:
			case e.Coverage.Debts.CountNewerThan(true, time.Hour) > 0:
				from, to = time.Now(), time.Time{}
			case !from.IsZero() && to.IsZero():
				to = time.Now()
			}
		}
		r.screen.mu.Unlock()
		now := f.newcomer()
		pass(10 * time.Second)
		r.stop()
		if from.IsZero() || to.IsZero() || to.Sub(from) > time.Second {
			t.Errorf("owed at %v, for %v, want a second at most", from.Sub(now), to.Sub(from))
		}
	})
}

// While the day is read, a thread that was not read yet is read at once when its visitor's timestamp moves: the message that moved
// it may be there, and until then waits are a lower bound.
func TestChangeHurriesUnreadThreads(t *testing.T) {
	for _, tt := range []struct {
		name  string
		stamp time.Duration // before now
		want  schedule.Priority
	}{{"a change", time.Second, schedule.PriorityLastHour}, {"a date of long ago", 2 * time.Hour, schedule.PriorityFirstRead}} {
		p := New(newFloor(), DefaultConfig(), Options{})
		now := time.Now()
		v := p.visitors.visitor(1)
		v.stamp, v.listRead = now.Add(-3*time.Hour), now.Add(-time.Minute)
		older := p.visitors.newTarget(model.Key{Visitor: 1, Thread: 3}, []model.ChatID{90}, false, now)
		other := p.visitors.newTarget(model.Key{Visitor: 2, Thread: 4}, []model.ChatID{80}, false, now)
		row := acquire.Profile{VisitorInfo: model.VisitorInfo{ID: 1}, Changed: now.Add(-tt.stamp)}
		p.visitors.applyRow(&row, 1, true, now)
		if older.live.Priority != tt.want || other.live.Priority != schedule.PriorityFirstRead || !older.live.Queued {
			t.Errorf("%s: an unread thread has priority %d and another visitor's %d, want %d and %d", tt.name, older.live.Priority, other.live.Priority, tt.want, schedule.PriorityFirstRead)
		}
	}
}

// newcomer lets a visitor appear at the top of the profile list who writes at once, and returns when.
func (f *floor) newcomer() time.Time {
	now := time.Now()
	f.mu.Lock()
	f.order = append([]model.VisitorID{2000}, f.order...)
	f.stamps[2000] = now
	f.mu.Unlock()
	f.open(2000, 99, 999, now)
	f.say(2000, 99, 999, model.SideVisitor, now)
	return now
}
