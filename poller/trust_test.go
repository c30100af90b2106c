package poller

import (
	"hash/maphash"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/evidence"
	"floorwatch/poller/schedule"
)

// TestTrust: what stamps are known to tell is not told while the list fails, and one word that none told ends the hope.
func TestTrust(t *testing.T) {
	for _, tt := range []struct {
		name          string
		stamps        timestamps
		fails         int
		held, hopeful bool
	}{
		{"nothing known", timestamps{discover: true}, 0, false, true},
		{"told by words", timestamps{discover: true, told: 5, fresh: 5}, 0, true, true},
		{"the list fails", timestamps{discover: true, told: 5, fresh: 5}, 1, false, false},
		{"one was not told", timestamps{discover: true, told: 4, fresh: 4, silent: 1}, 0, false, false},
		{"no list", timestamps{told: 5, fresh: 5}, 0, false, false},
	} {
		tr := &trust{stamps: &tt.stamps, discovery: &discovery{entry: schedule.Entry{Fails: tt.fails}}}
		if tr.trusted() != tt.held || tr.mayBeTrusted() != tt.hopeful {
			t.Errorf("%s: trusted %v, hopeful %v, want %v, %v", tt.name, tr.trusted(), tr.mayBeTrusted(), tt.held, tt.hopeful)
		}
	}
}

// talking returns a floor of n threads without a word for an hour, and a function that lets them talk from now on, one a second.
func talking(n int) (f *floor, talk func(seconds int)) {
	f = newFloor()
	for i := range n {
		at := time.Now().Add(-time.Hour)
		f.open(model.VisitorID(1000+i), model.ThreadID(10+i), model.ChatID(100+i), at)
		f.say(model.VisitorID(1000+i), model.ThreadID(10+i), model.ChatID(100+i), model.SideVisitor, at)
	}
	next := 0
	return f, func(seconds int) {
		for range seconds {
			i := next % n
			next += 7
			side := model.SideAgent
			if next%3 == 0 {
				side = model.SideVisitor
			}
			f.say(model.VisitorID(1000+i), model.ThreadID(10+i), model.ChatID(100+i), side, time.Now())
			pass(time.Second)
		}
	}
}

// TestOneMessageAChange: where every word moves a stamp, a word is found within two rounds of 2 s by one request,
// and threads in which nobody waits are asked for seldom besides. What the user set is kept.
func TestOneMessageAChange(t *testing.T) {
	ways := []bool{false, true}
	if !long() { // one of them, by chance
		ways = []bool{rand.N(2) == 1}
	}
	for _, fixed := range ways {
		synctest.Test(t, func(t *testing.T) {
			f, talk := talking(100)
			cfg := DefaultConfig()
			if fixed {
				cfg.Idle = time.Minute
			}
			r := run(t, f, cfg, Options{})
			pass(90 * time.Second)
			talk(60)
			r.inside(func() {
				if !r.p.trust.trusted() {
					t.Errorf("not trusted after a minute of words: told %v, silent %v", r.p.threads.stamps.told, r.p.threads.stamps.silent)
				}
			})
			pass(40 * time.Minute) // all have been silent for longer than a quiet thread is
			from := time.Now()
			pass(10 * time.Minute)
			asked := len(f.since(from, "message"))
			if want := 100 * 10; fixed && asked < want*9/10 || !fixed && asked > want/10 {
				t.Errorf("idle set: %v: %d requests for messages in 10 minutes of silence by 100 threads", fixed, asked)
			}
			id := f.say(1099, 109, 199, model.SideVisitor, time.Now())
			from = time.Now()
			pass(6 * time.Second)
			if at, ok := r.screen.arrivedAt(id); !ok || at.Sub(from) > 5*time.Second { // the list is not in the order of its stamps
				t.Errorf("a word in an idle thread came after %v (%v), want 5s", at.Sub(from), ok)
			}
			r.stop()
		})
	}
}

// TestNoWordIsLookedAt: a stamp that moves without a word in the visitor's newest thread leads to his thread list, where a new chat stands.
func TestNoWordIsLookedAt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, talk := talking(50)
		r := run(t, f, DefaultConfig(), Options{})
		pass(time.Minute)
		talk(60)
		pass(40 * time.Minute)
		f.open(1007, 9000, 9001, time.Now())
		id := f.say(1007, 9000, 9001, model.SideVisitor, time.Now())
		from := time.Now()
		pass(10 * time.Second)
		if at, ok := r.screen.arrivedAt(id); !ok || at.Sub(from) > 5*time.Second {
			t.Errorf("the first word of a known visitor's new chat came after %v (%v), want 5s", at.Sub(from), ok)
		}
		r.stop()
	})
}

// TestStampsThatDoNotMove: where the stamps tell of nothing, idle threads are asked as often as before.
func TestStampsThatDoNotMove(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, talk := talking(100)
		f.alike = true
		r := run(t, f, DefaultConfig(), Options{})
		pass(90 * time.Second)
		talk(120)
		r.inside(func() {
			if r.p.trust.trusted() {
				t.Errorf("trusted: told %v, silent %v", r.p.threads.stamps.told, r.p.threads.stamps.silent)
			}
		})
		pass(40 * time.Minute)
		id := f.say(1050, 60, 150, model.SideVisitor, time.Now())
		from := time.Now()
		pass(3 * time.Minute)
		if at, ok := r.screen.arrivedAt(id); !ok {
			t.Errorf("a word in an idle thread came after %v (%v), want the idle interval", at.Sub(from), ok)
		}
		r.stop()
	})
}

// Where every word moves a stamp but one visitor's has stopped: a word that it did not tell of has their threads polled as often as
// without stamps, and the second one has it said how long a turn over all visitors takes. A word that it tells of ends both.
func TestOneStampStops(t *testing.T) {
	p, th, now := withThread()
	*p.threads.stamps = timestamps{discover: true, told: 90, old: 90}
	v := p.visitors.byID[1]
	v.listRead = now.Add(-10 * time.Minute)
	p.setIntervals()
	words := func(moved time.Duration) {
		v.rowRead, v.rowChanged = now.Add(-time.Second), now.Add(moved)
		p.visitors.judgeMessage(1, now.Add(-10*time.Second), true, now)
		th.lastRow, th.changed, th.live.Asked = now.Add(-10*time.Second), now, now
		p.threads.requeue(th, now, false)
	}
	for i, tt := range []struct {
		moved  time.Duration
		often  bool
		unsure bool
	}{{-time.Hour, true, false}, {-time.Hour, true, true}, {-5 * time.Second, false, false}} {
		words(tt.moved)
		if in := th.live.Due.Sub(now); tt.often != (in < 2*p.cfg.Active) {
			t.Errorf("word %d: asked again in %v", i, in)
		}
		if turn := p.coverage.watching(p.coverage.survey(now)).FullPass; tt.unsure != (turn > 0) {
			t.Errorf("word %d: a turn of %v", i, turn)
		}
	}
	if !p.threads.stamps.byMessage() {
		t.Error("one visitor ended the trust in all stamps")
	}
}

// A message found at once proves nothing, since the list may not have been read after it: once a visitor's stamp is doubted,
// the next message shows whether the last one has moved it since. So it is known to have stopped though all polls are quick.
func TestStampThatStopsIsFoundByQuickPolls(t *testing.T) {
	now := time.Now()
	at := func(s int) time.Time { return now.Add(time.Duration(s) * time.Second) }
	for _, tt := range []struct {
		name  string
		moved int // when the row last changed
		want  int
	}{{"it stands still", -600, stoppedFrom}, {"it moves again", -19, 0}} {
		s, v := &timestamps{discover: true, told: 90, fresh: 90}, &visitor{silent: 1}
		s.judge(v, at(-600), at(-21), at(-20), at(-19), true)
		if v.silent != 1 {
			t.Errorf("%s: found before the list was read: %d silent", tt.name, v.silent)
		}
		s.judge(v, at(tt.moved), at(-1), at(-2), at(0), true)
		if tt.want == 0 {
			s.judge(v, at(-2), at(-1), at(-2), at(0), true)
		}
		if v.silent != tt.want {
			t.Errorf("%s: %d silent, want %d", tt.name, v.silent, tt.want)
		}
		if s.silent > 0 || !s.byMessage() {
			t.Errorf("%s: %d messages count against the stamps of all", tt.name, s.silent)
		}
	}
}

// Page 1 of a list that begins with the newest shows that the rows below it have not changed: a message that it was read after has
// not moved the visitor's stamp, though their own row was read long ago. If all of page 1 has changed, page 2 may have too.
func TestPageOneShowsAStoppedStamp(t *testing.T) {
	for _, all := range []bool{false, true} {
		p, _, now := withThread()
		*p.threads.stamps = timestamps{discover: true, told: 90, fresh: 90}
		d, v := p.discovery, p.visitors.byID[1]
		d.whole, d.allRead, d.passed, d.pages = true, true, nil, 3
		v.rowRead, v.rowChanged = now.Add(-time.Minute), now.Add(-time.Hour)
		ans := acquire.Profiles{Rows: 2, Total: 120}
		for i := range 2 {
			at := now.Add(-time.Duration(i) * time.Second)
			row := acquire.Profile{VisitorInfo: model.VisitorInfo{ID: model.VisitorID(10 + i)}, Changed: at, Updated: at.String()}
			if ans.List = append(ans.List, row); i == 0 && !all {
				d.stamps[row.ID] = maphash.String(d.seed, row.Updated)
			}
		}
		d.todo, p.stats.asked = []int{1}, now
		d.gotProfiles(1, ans, now)
		p.visitors.judgeMessage(1, now.Add(-10*time.Second), true, now)
		if want := map[bool]int{false: 1, true: 0}[all]; v.silent != want {
			t.Errorf("all of page 1 has changed %v: %d silent, want %d", all, v.silent, want)
		}
	}
}

// Where every word moves a stamp a twentieth of the budget reads all thread lists in turn, as long as the budget has room: a stamp may have stopped.
func TestThreadListsAreAudited(t *testing.T) {
	for _, waiting := range []int{0, 40} { // twice the budget
		p, th, now := withThread()
		*p.threads.stamps = timestamps{discover: true, told: 90, old: 90}
		for i := range 200 {
			p.visitors.visitor(model.VisitorID(1000 + i))
		}
		for range waiting {
			p.sched.Add(&schedule.Entry{}, schedule.PriorityWaiting, now)
		}
		v := p.visitors.byID[1]
		p.sched.Remove(&v.listEntry)
		th.lastRow, v.listRead = now.Add(-2*time.Hour), now
		p.visitors.scheduleListAgain(v, now)
		if room := waiting == 0; v.listEntry.Queued != room || room && (v.listEntry.Due.Sub(now) < 6*time.Minute || v.listEntry.Due.Sub(now) > 8*time.Minute) {
			t.Errorf("%d wait: queued %v, read again in %v; want a turn of 201 at one in 2 s where there is room", waiting, v.listEntry.Queued, v.listEntry.Due.Sub(now))
		}
	}
}

// TestChatClock: a chat began before the next one that is known.
func TestChatClock(t *testing.T) {
	at := func(s int64) time.Time { return time.Unix(s, 0) }
	var c evidence.ChatClock
	c.Note([]model.Message{{Chat: 20, SentAt: at(220)}, {Chat: 20, SentAt: at(200)}, {Chat: 10, SentAt: at(100)}, {Chat: 30}, {SentAt: at(1)}})
	c.Note([]model.Message{{Chat: 20, SentAt: at(250)}})
	for id, want := range map[model.ChatID]int64{5: 100, 10: 100, 11: 200, 20: 200, 21: 900, 30: 900} {
		if got := c.Before(id, at(900)); got != at(want) {
			t.Errorf("chat %d began before %d, want %d", id, got.Unix(), want)
		}
	}
}

// TestJoinAfterAnAnswer: who joined just after a first answer is looked for once.
func TestJoinAfterAnAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := busy(1)
		r := run(t, f, DefaultConfig(), Options{})
		pass(30 * time.Second)
		f.say(1000, 10, 100, model.SideAgent, time.Now())
		pass(4 * time.Second)
		f.mu.Lock()
		f.threads[0].Agents = []model.AgentID{7}
		f.mu.Unlock()
		pass(9 * time.Second)
		r.screen.mu.Lock()
		n := len(r.screen.threads[model.Key{Visitor: 1000, Thread: 10}].Agents)
		r.screen.mu.Unlock()
		if n != 1 {
			t.Errorf("%d agents known 9 s after one joined, want 1", n)
		}
		r.stop()
	})
}

// Where every word moves a stamp the words of a thread are as of the list's last
// round, unless the visitor's row has changed since the thread was asked; what was seen is as of its own answer.
func TestWordsAsOfTheList(t *testing.T) {
	now := time.Now()
	at := func(s int) time.Time { return now.Add(time.Duration(s) * time.Second) }
	words := timestamps{discover: true, told: 20, old: 10}
	for _, tt := range []struct {
		name   string
		stamps timestamps
		of     target
		v      visitor
		falls  bool
		want   int
	}{
		{"the row stood unchanged", words, target{asked: at(-21), lastGood: at(-20)}, visitor{rowRead: at(-3), rowChanged: at(-60)}, false, -3},
		{"page 1 shows that nothing has changed below it", words, target{asked: at(-21), lastGood: at(-20)}, visitor{rowRead: at(-9), rowChanged: at(-60)}, true, -1},
		{"it has changed since", words, target{asked: at(-21), lastGood: at(-20)}, visitor{rowRead: at(-3), rowChanged: at(-3)}, true, -20},
		{"it changed while the thread was asked", words, target{asked: at(-21), lastGood: at(-19)}, visitor{rowRead: at(-3), rowChanged: at(-20)}, true, -19},
		{"an answer is pressing", words, target{asked: at(-21), lastGood: at(-20), urgentSince: at(-5)}, visitor{rowRead: at(-3), rowChanged: at(-60)}, true, -5},
		{"read after the list", words, target{asked: at(-2), lastGood: at(-1)}, visitor{rowRead: at(-3), rowChanged: at(-60)}, false, -1},
		{"stamps are not known to move", timestamps{discover: true}, target{asked: at(-21), lastGood: at(-20)}, visitor{rowRead: at(-3), rowChanged: at(-60)}, true, -20},
		{"the list has no row of his", words, target{asked: at(-21), lastGood: at(-20)}, visitor{}, true, -20},
	} {
		tr := &trust{stamps: &tt.stamps, discovery: &discovery{newestFirst: tt.falls, told: at(-1)}}
		if got := tr.knownUntil(&tt.of, &tt.v); !got.Equal(at(tt.want)) {
			t.Errorf("%s: as of %v, want %d s", tt.name, got.Sub(now), tt.want)
		}
	}
}

// A visitor who browsed without a word and has written since is followed as others are: with the next change their newest thread
// is read at once, not their thread list half a minute later.
func TestRestlessVisitorWhoWritesIsFollowedAtOnce(t *testing.T) {
	for _, tt := range []struct {
		name string
		news time.Duration // before now
		want bool
	}{{"has written since", 10 * time.Second, true}, {"has not", 2 * time.Minute, false}} {
		p, th, now := withThread()
		p.coverage.stamps.told, p.coverage.stamps.fresh = stampEnough, stampEnough
		v := p.visitors.byID[1]
		th.tried = true
		p.sched.Add(&th.live, schedule.PriorityActive, now.Add(20*time.Second))
		v.fruitless, v.listReadForChange, v.listRead, v.news = fruitlessFew+1, now.Add(-time.Minute), now.Add(-time.Minute), now.Add(-tt.news)
		p.visitors.followChange(v, now)
		if got := th.live.Priority == schedule.PriorityFresh && th.listedChange; got != tt.want {
			t.Errorf("%s: the newest thread is asked for at once: %v, want %v", tt.name, got, tt.want)
		}
	}
}
