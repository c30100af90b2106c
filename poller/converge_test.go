package poller

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
)

// TestConverge plays one story under every reading of last_chat_id and of
// thread_id -1, and wants the same messages on the screen.
func TestConverge(t *testing.T) {
	for r := range readings {
		for _, wildcard := range []bool{false, true} {
			t.Run(fmt.Sprintf("%v, wildcard %v", r, wildcard), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					f := newFloor()
					f.reading, f.wildcard = r, wildcard
					story(t, f, DefaultConfig())
				})
			})
		}
	}
}

// story lets visitors with every kind of history talk and checks that all of
// it arrives.
func story(t *testing.T, f *floor, cfg Config) {
	t.Helper()
	start := time.Now()
	ago := func(d time.Duration) time.Time { return start.Add(-d) }
	// One thread, one chat; one thread, three chats of which the last is empty;
	// two threads; a chat without a thread; a visitor from long ago.
	f.open(1, 11, 101, ago(time.Hour))
	f.say(1, 11, 101, model.SideVisitor, ago(time.Hour))
	for i, c := range []model.ChatID{102, 104, 106} {
		f.open(2, 12, c, ago(time.Duration(5-i)*time.Hour))
		f.say(2, 12, c, model.SideVisitor, ago(time.Duration(5-i)*time.Hour))
		f.say(2, 12, c, model.SideAgent, ago(time.Duration(5-i)*time.Hour-time.Minute))
	}
	f.open(2, 12, 108, ago(time.Minute))
	f.open(3, 13, 103, ago(2*time.Hour))
	f.say(3, 13, 103, model.SideVisitor, ago(2*time.Hour))
	f.open(3, 14, 105, ago(90*time.Minute))
	f.say(3, 14, 105, model.SideVisitor, ago(90*time.Minute))
	f.open(4, model.NoThread, 107, ago(time.Minute))
	f.say(4, model.NoThread, 107, model.SideVisitor, ago(time.Minute))
	running := run(t, f, cfg, Options{})
	pass(20 * time.Second)
	wantAll(t, running, "after the first read")

	// A second chat begins right after last words in the first one.
	f.say(1, 11, 101, model.SideVisitor, time.Now())
	pass(3 * time.Second)
	f.say(1, 11, 101, model.SideAgent, time.Now())
	f.open(1, 11, 120, time.Now())
	f.say(1, 11, 120, model.SideVisitor, time.Now())
	// The empty chat gets its first word, a visitor comes for the first time.
	f.say(2, 12, 108, model.SideVisitor, time.Now())
	f.open(5, 15, 121, time.Now())
	f.say(5, 15, 121, model.SideVisitor, time.Now())
	// A new thread of a known visitor, a word in his older one, a new chat without a thread.
	f.open(3, 16, 122, time.Now())
	f.say(3, 16, 122, model.SideVisitor, time.Now())
	f.say(3, 13, 103, model.SideAgent, time.Now())
	f.open(4, model.NoThread, 123, time.Now())
	f.say(4, model.NoThread, 123, model.SideVisitor, time.Now())
	pass(90 * time.Second)
	wantAll(t, running, "after the second act")
	for range 50 {
		f.say(1, 11, 120, model.SideVisitor, time.Now())
		f.say(4, model.NoThread, 123, model.SideAgent, time.Now())
		pass(time.Second)
	}
	pass(5 * time.Second)
	wantAll(t, running, "after the third act")
	if h := running.screen.now(); h.State != model.StateLive {
		t.Errorf("state = %v (%v), want LIVE", h.State, h.Why)
	}
	running.stop()
}

func wantAll(t *testing.T, r *testRun, when string) {
	t.Helper()
	got := r.screen.ids()
	for _, m := range r.floor.words {
		if _, ok := slices.BinarySearch(got, m.ID); !ok {
			t.Errorf("%s: message %d of visitor %d, thread %d, chat %d did not arrive", when, m.ID, m.Visitor, m.Thread, m.Chat)
		}
	}
}
