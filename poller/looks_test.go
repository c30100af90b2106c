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
		want schedule.Class
	}{{time.Second, schedule.ClassWaiting}, {2 * time.Minute, schedule.ClassActive}} {
		p, th, now := withThread()
		th.closed = now.Add(-time.Minute)
		p.threads.gotLive(th, cursor.Question{Number: 100, Chat: 100}, words(now.Add(-tt.said), 200, model.SideVisitor), now)
		if got := p.threads.classOf(th, now); got != tt.want {
			t.Errorf("a word %v ago: class %d, want %d", tt.said, got, tt.want)
		}
		if waits := p.visitors.byID[1].waits(p.threads, now); waits != (tt.want == schedule.ClassWaiting) {
			t.Errorf("a word %v ago: somebody waits: %v", tt.said, waits)
		}
	}
}

// A new chat that was answered before it was found: who answered may have joined it, which its thread list alone says.
func TestChatFoundAnsweredIsLookedAt(t *testing.T) {
	p, th, now := withThread()
	p.threads.gotLive(th, cursor.Question{Number: 100, Chat: 100}, words(now.Add(-time.Second), 200, model.SideVisitor, model.SideAgent), now)
	if in := p.visitors.byID[1].joins.Sub(now); in != joinedAfter {
		t.Errorf("looked at in %v, want %v", in, joinedAfter)
	}
}

// withThread returns a poller with one thread, whose first chat was answered long ago.
func withThread() (*Poller, *target, time.Time) {
	p := New(newFloor(), DefaultConfig(), Options{})
	now := time.Now()
	p.stats.turn = now
	th := p.visitors.newTarget(model.Key{Visitor: 1, Thread: 2}, []model.ChatID{100}, false, now)
	p.outlet.emit = func(model.Event) {}
	p.threads.gotLive(th, th.cursor.Ask(cursor.WayExact), words(now.Add(-20*time.Minute), 100, model.SideVisitor, model.SideAgent), now)
	p.visitors.visitor(1).joins = time.Time{}
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
	th.read, th.waiting, th.word, v.looked = true, true, now, now
	for _, c := range []schedule.Class{schedule.ClassQuiet, schedule.ClassIdle} {
		p.sched.Add(&v.look, c, now.Add(5*time.Minute))
		p.visitors.keepLooking(1, now)
		if in := v.look.Due.Sub(now); in > 15*time.Second || v.look.Class != schedule.ClassLooks {
			t.Errorf("looked at in %v, want the look of one who waits", in)
		}
	}
}
