package poller

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// A slowList answers with what was so when it was asked, long after.
type slowList struct {
	*floor
	take atomic.Int64
}

func (s *slowList) Profiles(ctx context.Context, page int) (acquire.Profiles, error) {
	ans, err := s.floor.Profiles(ctx, page)
	time.Sleep(time.Duration(s.take.Load()))
	return ans, err
}

// What the list shows is as old as the request for it. Where that is longer ago than the list may fail, somebody may have
// begun to write since: the floor is not LIVE, though no request fails and none has been on its way for that long. Nor does
// an old answer say of a message sent after it was requested that it moves no timestamp.
func TestListThatIsOldWhenItComes(t *testing.T) {
	for _, tt := range []struct {
		take time.Duration
		want int // seconds of 40
	}{{2 * time.Second, 40}, {12 * time.Second, 0}} {
		synctest.Test(t, func(t *testing.T) {
			f, screen := crowded(20, 20), newScreen()
			s := &slowList{floor: f}
			r := runOver(t, f, s, screen, DefaultConfig(), Options{})
			for i := range 12 { // it is learned that every message moves a timestamp
				pass(7 * time.Second)
				f.say(1010+model.VisitorID(i%3), model.ThreadID(20+i%3), model.ChatID(110+i%3), model.SideAgent, time.Now())
			}
			pass(20 * time.Second)
			s.take.Store(int64(tt.take))
			for i := range 20 {
				pass(5 * time.Second)
				f.say(1010+model.VisitorID(i%3), model.ThreadID(20+i%3), model.ChatID(110+i%3), model.SideAgent, time.Now())
			}
			pass(40 * time.Second)
			live := 0
			for range 40 { // nothing changes
				pass(time.Second)
				floor := &model.Snapshot{Coverage: screen.told(), Now: time.Now()}
				if floor.EffectiveHealth(screen.now()).State == model.StateLive {
					live++
				}
			}
			if live != tt.want {
				t.Errorf("answers take %v: LIVE for %d of 40 s, want %d", tt.take, live, tt.want)
			}
			r.inside(func() {
				if n := r.p.threads.stamps.silent; n > 0 {
					t.Errorf("answers take %v: %d messages count as silent, want none", tt.take, n)
				}
			})
		})
	}
}
