package poller

import (
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
)

// Where thread -1 means any thread, and the profile list names chats, the words of the last hour come before the
// thread lists, and none is asked for twice; where -1 is a value that takes one request to learn.
func TestWildcard(t *testing.T) {
	for _, holds := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			const many = 60
			f := newFloor()
			f.wildcard, f.names = holds, true
			now := time.Now()
			for i := range many {
				v, at := model.VisitorID(1000+i), now.Add(-time.Duration(2+i%20)*time.Minute)
				f.open(v, model.ThreadID(10+i), model.ChatID(100+i), at)
				f.say(v, model.ThreadID(10+i), model.ChatID(100+i), model.SideVisitor, at)
				if i%3 > 0 {
					f.say(v, model.ThreadID(10+i), model.ChatID(100+i), model.SideAgent, at.Add(time.Minute))
				}
			}
			r := run(t, f, DefaultConfig(), Options{})
			half := 0
			for half = 1; r.screen.known() < len(f.words) && half < 60; half++ {
				pass(time.Second)
			}
			lists := len(f.since(now, "thread"))
			if holds && lists > many/2 || !holds && lists < many {
				t.Errorf("wildcard %v: all words were there after %d s and %d thread lists of %d", holds, half, lists, many)
			}
			pass(30 * time.Second)
			r.stop()
			loose, threads := 0, map[model.Key]int{}
			for _, q := range f.since(now, "message") {
				if q.key.Thread == model.NoThread {
					loose++
				} else {
					threads[q.key]++
				}
			}
			if !holds && loose != 1 {
				t.Errorf("-1 is a value: %d requests for it, want the one that tells", loose)
			}
			for key := range r.p.threads.byKey {
				if key.Thread == model.NoThread {
					t.Errorf("wildcard %v: %v is still asked for by itself", holds, key)
				}
			}
			if n := len(r.p.threads.byKey); n != many {
				t.Errorf("wildcard %v: %d threads are polled, want %d", holds, n, many)
			}
			if r.screen.polled[model.Key{Visitor: 1001, Thread: 11}].IsZero() {
				t.Errorf("wildcard %v: the thread has no age of its own", holds)
			}
		})
	}
}
