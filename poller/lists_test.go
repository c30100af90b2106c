package poller

import (
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/cursor"
	"floorwatch/poller/schedule"
)

// A visitor who writes in a thread that was closed when its list was read last waits like any other: the thread is asked
// every few seconds, and its list is looked at for who takes the chat. What was said before that look reopens nothing.
func TestWordReopensAClosedThread(t *testing.T) {
	for _, tt := range []struct {
		said time.Duration // before now
		want schedule.Priority
	}{{time.Second, schedule.PriorityWaiting}, {2 * time.Minute, schedule.PriorityActive}} {
		p, th, now := withThread()
		th.closed = now.Add(-time.Minute)
		p.threads.gotLive(th, cursor.Question{Number: 100, Chat: 100}, words(now.Add(-tt.said), 200, model.SideVisitor), now)
		if got := p.threads.priorityOf(th, now); got != tt.want {
			t.Errorf("a word %v ago: class %d, want %d", tt.said, got, tt.want)
		}
		if waits := p.visitors.byID[1].waits(p.threads, now); waits != (tt.want == schedule.PriorityWaiting) {
			t.Errorf("a word %v ago: somebody waits: %v", tt.said, waits)
		}
	}
}

// A new chat that was answered before it was found: who answered may have joined it, which its thread list alone says.
func TestChatFoundAnsweredIsLookedAt(t *testing.T) {
	p, th, now := withThread()
	p.threads.gotLive(th, cursor.Question{Number: 100, Chat: 100}, words(now.Add(-time.Second), 200, model.SideVisitor, model.SideAgent), now)
	if in := p.visitors.byID[1].joinedDue.Sub(now); in != joinedAfter {
		t.Errorf("looked at in %v, want %v", in, joinedAfter)
	}
}

// withThread returns a poller with one thread, whose first chat was answered long ago.
func withThread() (*Poller, *target, time.Time) {
	p := New(newFloor(), DefaultConfig(), Options{})
	now := time.Now()
	p.stats.turn = now
	th := p.visitors.newTarget(model.Key{Visitor: 1, Thread: 2}, []model.ChatID{100}, false, now)
	p.out.emit = func(model.Event) {}
	p.threads.gotLive(th, th.cursor.Ask(cursor.ModeExact), words(now.Add(-20*time.Minute), 100, model.SideVisitor, model.SideAgent), now)
	p.visitors.visitor(1).joinedDue = time.Time{}
	return p, th, now
}

// words are the messages of a chat in thread 2 of visitor 1, by these sides.
func words(at time.Time, chat model.ChatID, sides ...model.Side) acquire.Messages {
	ans := acquire.Messages{Rows: len(sides)}
	for i, side := range sides {
		ans.Messages = append(ans.Messages, model.Message{
			ID: model.MessageID(10*chat) + model.MessageID(i), Chat: chat, Visitor: 1, Thread: 2, SentAt: at, FirstAt: at, Side: side, Kind: model.KindMessage,
		})
	}
	return ans
}

// Somebody whose changes brought nothing is looked at minutes later, but not once he waits.
func TestWaitBringsALookForward(t *testing.T) {
	p := New(newFloor(), DefaultConfig(), Options{})
	now := time.Now()
	v := p.visitors.visitor(1)
	th := p.visitors.newTarget(model.Key{Visitor: 1, Thread: 2}, []model.ChatID{3}, false, now)
	th.read, th.waiting, th.lastRow, v.listRead = true, true, now, now
	for _, c := range []schedule.Priority{schedule.PriorityQuiet, schedule.PriorityIdle} {
		for _, due := range []time.Duration{5 * time.Minute, -time.Minute} {
			p.sched.Add(&v.listEntry, c, now.Add(due))
			p.visitors.scheduleList(1, now)
			if in := v.listEntry.Due.Sub(now); in > 15*time.Second || v.listEntry.Priority != schedule.PriorityWaitingLists {
				t.Errorf("class %d, due in %v: class %d, looked at in %v, want the look of one who waits", c, due, v.listEntry.Priority, in)
			}
		}
	}
}

// However little the needs of the others promise to leave over, a waiting visitor's thread list is due again after 3 s:
// what is left over in fact goes to it.
func TestWaitingListsAreDueSoon(t *testing.T) {
	p := New(newFloor(), DefaultConfig(), Options{RequestsPerSecond: 1})
	now := time.Now()
	for i := range 20 {
		v := p.visitors.visitor(model.VisitorID(1 + i))
		th := p.visitors.newTarget(model.Key{Visitor: v.id, Thread: 2}, []model.ChatID{3}, false, now)
		th.read, th.waiting, th.lastRow, v.listRead = true, true, now, now
		p.sched.Add(&th.live, schedule.PriorityWaiting, now)
	}
	p.visitors.scheduleList(1, now)
	if share := p.sched.WaitingListsEvery(); share < 8*time.Second {
		t.Fatalf("the share is for a list every %v, want a short budget", share)
	}
	if in := p.visitors.visitor(1).listEntry.Due.Sub(now); in > 3200*time.Millisecond {
		t.Errorf("due in %v, want 3 s", in)
	}
}

// An answer with a row that could not be read, and nothing new, ends no wait: the word that it lacks has not been unsaid.
func TestUnreadableRowEndsNoWait(t *testing.T) {
	p, th, now := withThread()
	q := cursor.Question{Number: 100, Chat: 100}
	more := words(now.Add(-20*time.Minute), 100, model.SideVisitor, model.SideAgent)
	word := words(now, 100, model.SideVisitor).Messages[0]
	word.ID += 5
	less := more
	more.Messages, more.Rows = append(more.Messages[:2:2], word), 3
	p.threads.gotLive(th, q, more, now)
	less.Rows, less.Drift.Malformed = 3, 1
	p.threads.gotLive(th, q, less, now)
	if got := p.threads.priorityOf(th, now); got != schedule.PriorityWaiting {
		t.Errorf("class %d, want the one of who waits", got)
	}
	if in := th.live.Due.Sub(th.live.Asked); in > 2*p.cfg.Waiting {
		t.Errorf("asked again after %v", in)
	}
}

// Old words of a chat that nobody asked about before, as after an outage, say nothing of Acquire's clock; those of a chat that was just read do.
func TestOldWordsOfANewChatAreNoShiftOfTheClock(t *testing.T) {
	for chat, want := range map[model.ChatID]bool{200: false, 100: true} {
		p, th, now := withThread()
		for i := range 20 {
			ans := words(now.Add(-time.Hour), chat, model.SideVisitor)
			ans.Messages[0].ID += model.MessageID(10 + i)
			if p.threads.gotLive(th, cursor.Question{Number: 100, Chat: 100}, ans, now); chat == 200 {
				chat, th.lastChat = 200, 100 // each is the first one that is heard of
				th.cursor = cursor.Cursor{}
				th.cursor.Add(100)
			}
		}
		if is := p.coverage.doubts.At(0, now); is.Zone != want {
			t.Errorf("words of chat %d: times are said to be off: %v, want %v", chat, is.Zone, want)
		}
	}
}

// What an answer of the profile list shows to have changed is asked for at once, also where the list could not be read the time before.
func TestListIsFollowedAfterAFailure(t *testing.T) {
	f := busy(1)
	f.latency = 0
	p := New(f, DefaultConfig(), Options{})
	p.out.emit = func(model.Event) {}
	p.discovery.whole, p.discovery.allRead, p.discovery.entry.Fails = true, true, 1
	p.threads.stamps.told, p.threads.stamps.fresh, p.threads.stamps.silent = 50, 50, 1
	now := time.Now()
	th := p.visitors.newTarget(model.Key{Visitor: 1000, Thread: 10}, []model.ChatID{100}, false, now)
	th.tried, th.read = true, true
	p.visitors.visitor(1000).listRead = now
	settle, err := p.discovery.ask(now)(t.Context())
	if err != nil || settle(now) != nil || !th.listedChange {
		t.Errorf("a changed visitor's thread is asked for: %v (%v)", th.listedChange, err)
	}
}

// Three words in a row of several visitors that no stamp told of end the trust in stamps, whatever they told before; one that they tell of
// renews it. One visitor's words do not end it, however many they are: their stamp may have stopped alone.
func TestSilentWordsInARowEndTheTrust(t *testing.T) {
	now := time.Now()
	s := &timestamps{discover: true, told: 90, fresh: 90}
	for i := range stampRow {
		if !s.byMessage() {
			t.Errorf("no trust after %d silent words", i)
		}
		s.judge(&visitor{}, now.Add(-time.Hour), now, now.Add(-10*time.Second), now, true)
	}
	if s.byMessage() {
		t.Errorf("trust after %d silent words in a row", stampRow)
	}
	one := &visitor{}
	if s.judge(one, now, now, now.Add(-time.Second), now, true); !s.byMessage() {
		t.Error("no trust after a word that was told")
	}
	for i := range 20 {
		if s.judge(one, now.Add(-time.Hour), now, now.Add(-10*time.Second), now, true); !s.byMessage() {
			t.Fatalf("no trust after %d silent words of one visitor", i+1)
		}
	}
	if s.judge(&visitor{}, now.Add(-time.Hour), now, now.Add(-10*time.Second), now, true); s.byMessage() {
		t.Error("trust after silent words of two visitors")
	}
}

// A list that leaves a request without an answer fails since it was asked, not only once the request is given up.
func TestListThatHangsFails(t *testing.T) {
	p := New(newFloor(), DefaultConfig(), Options{})
	now := time.Now()
	for _, tt := range []struct {
		hangs time.Duration
		want  bool
	}{{4 * time.Second, false}, {6 * time.Second, true}} {
		p.discovery.entry.Running, p.discovery.entry.Asked = true, now.Add(-tt.hangs)
		if is := p.coverage.list(now); is.FailingSince.IsZero() == tt.want {
			t.Errorf("without an answer for %v: failing since %v", tt.hangs, is.FailingSince)
		}
	}
}
