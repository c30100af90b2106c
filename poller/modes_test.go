package poller

import (
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/cursor"
)

// TestLearn wants each reading's way found, and few requests spent on finding it.
func TestLearn(t *testing.T) {
	want := map[reading]cursor.Mode{thatChat: cursor.ModeExact, fromChat: cursor.ModeExact, afterChat: cursor.ModeBefore, uptoChat: cursor.ModeExact, afterID: cursor.ModeExact, fromID: cursor.ModeExact, knownAfter: cursor.ModeNone}
	for r, w := range want {
		synctest.Test(t, func(t *testing.T) {
			f := calm(100)
			f.reading = r
			cfg := DefaultConfig()
			cfg.Idle, cfg.AcceptTurn = time.Hour, 2*time.Hour // so that hardly any is asked for a second time
			running := run(t, f, cfg, Options{})
			pass(40 * time.Second)
			running.stop()
			wantAll(t, running, r.String())
			if got := running.p.threads.modes[0]; got != w {
				t.Errorf("%v: learned way %d, want %d", r, got, w)
			}
			if n := len(f.since(time.Time{}, "message")); n > 115 {
				t.Errorf("%v: %d requests for the first read of 100 threads", r, n)
			}
		})
	}
}

// TestEmptyChatTeachesNothing lists chats that hold no message until the
// Poller has asked for them in other ways, and wants no way learned from it.
func TestEmptyChatTeachesNothing(t *testing.T) {
	for r := range readings {
		if r == afterChat || r == knownAfter {
			continue
		}
		synctest.Test(t, func(t *testing.T) {
			f := calm(20)
			f.reading = r
			for i := range 20 {
				f.open(key(i).Visitor, key(i).Thread, model.ChatID(500+i), time.Now())
			}
			running := run(t, f, DefaultConfig(), Options{})
			for i := range 20 { // words come at any moment of the cycle of ways
				pass(time.Duration(i) * 130 * time.Millisecond)
				f.say(key(i).Visitor, key(i).Thread, model.ChatID(500+i), model.SideVisitor, time.Now())
			}
			pass(time.Minute)
			wantAll(t, running, r.String())
			running.stop()
			if got := running.p.threads.modes[0]; got != cursor.ModeExact && r != fromChat {
				t.Errorf("%v: learned way %d from chats that were empty", r, got)
			}
		})
	}
}

// TestConvergeUnderFaults plays the story while one request in five fails.
func TestConvergeUnderFaults(t *testing.T) {
	faults := []acquire.Fault{acquire.FaultTimeout, acquire.FaultServer, acquire.FaultUnreadable, acquire.FaultAPI}
	for r := range readings {
		synctest.Test(t, func(t *testing.T) {
			f := newFloor()
			f.reading = r
			rng := rand.New(rand.NewPCG(uint64(r), 7))
			until := time.Now().Add(100 * time.Second)
			f.fail = func(op string, _ acquire.MessagesRequest) error {
				f.mu.Lock()
				defer f.mu.Unlock()
				if time.Now().After(until) || rng.IntN(5) > 0 {
					return nil
				}
				return &acquire.Error{Fault: faults[rng.IntN(len(faults))], Op: op}
			}
			start := time.Now()
			for i, c := range []model.ChatID{102, 104, 106, 108} {
				f.open(2, 12, c, start.Add(-time.Duration(5-i)*time.Hour))
				f.say(2, 12, c, model.SideVisitor, start.Add(-time.Duration(5-i)*time.Hour))
			}
			f.open(4, model.NoThread, 107, start)
			f.say(4, model.NoThread, 107, model.SideVisitor, start)
			running := run(t, f, DefaultConfig(), Options{})
			for i := range 40 {
				pass(2 * time.Second)
				f.say(2, 12, model.ChatID(108+10*(i/10)), model.SideVisitor, time.Now())
				if i%10 == 9 {
					f.open(2, 12, model.ChatID(118+10*(i/10)), time.Now())
				}
			}
			pass(3 * time.Minute)
			wantAll(t, running, r.String())
			running.stop()
		})
	}
}
