package poller

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/throttle"
)

// TestFailedIsNotRead lets one kind of request fail for a while in each way that reaches one thread or list only.
// The first read is not over before all of it has been read with success, and what fails is counted.
func TestFailedIsNotRead(t *testing.T) {
	watched := DefaultConfig()
	watched.Discover = false
	for i := range 3 {
		watched.Watch = append(watched.Watch, Watch{VisitorID: model.VisitorID(1000 + i)})
	}
	for _, tt := range []struct {
		name string
		cfg  Config
		op   string
		v    model.VisitorID // whose requests fail; 0: all
		say  string
		left int // of the first read, while they fail
	}{
		{"the profile list", DefaultConfig(), "profile list", 0, "the list of visitors", 1},
		{"a thread list", DefaultConfig(), "thread", 1001, "chat lists of 1 of 3 visitors cannot be read", 1},
		{"a thread", DefaultConfig(), "message", 1001, "1 of 3 chats cannot be read", 1},
		{"a watched visitor's thread list, discovery off", watched, "thread", 1001, "chat lists of 1 of 3 visitors cannot be read", 1},
		{"a watched visitor's thread, discovery off", watched, "message", 1001, "chats cannot be read", 2}, // of a thread, and of none
	} {
		for _, fault := range []acquire.Fault{acquire.FaultServer, acquire.FaultForbidden, acquire.FaultTooBig} {
			synctest.Test(t, func(t *testing.T) {
				f := busy(3)
				f.fail = func(op string, req acquire.MessagesRequest) error {
					if op == tt.op && (tt.v == 0 || req.Visitor == tt.v) {
						return &acquire.Error{Fault: fault, Op: op}
					}
					return nil
				}
				r := run(t, f, tt.cfg, Options{})
				pass(3 * time.Minute) // several tries: none of them makes it read
				passUntil(9*time.Minute, 5*time.Second, func() bool {
					h := r.screen.now()
					return h.State != model.StateStarting && h.ReadFailed == tt.left && h.Failing >= tt.left
				})
				h := r.screen.now()
				live := h.State == model.StateLive // else it is everybody's failure, and nothing's own
				if h.Read || h.ReadAll-h.ReadDone != tt.left || live && (h.ReadFailed != tt.left || h.Failing < tt.left) {
					t.Errorf("%s fails with %d: read %v, %d of %d, %d of them failed, %d fail; want %d that failed and are not read",
						tt.name, fault, h.Read, h.ReadDone, h.ReadAll, h.ReadFailed, h.Failing, tt.left)
				}
				if live && !strings.Contains(h.Why.String(), tt.say) {
					t.Errorf("%s fails with %d: says %q, want %q", tt.name, fault, h.Why, tt.say)
				}
				f.setFail(nil)
				passUntil(throttle.BackoffMost+20*time.Second, 5*time.Second, func() bool { h := r.screen.now(); return h.Read && h.ReadFailed+h.Failing == 0 })
				if h := r.screen.now(); !h.Read || h.ReadFailed+h.Failing != 0 || h.ReadDone != h.ReadAll {
					t.Errorf("%s answers again: read %v, %d of %d, %d fail", tt.name, h.Read, h.ReadDone, h.ReadAll, h.Failing)
				}
				r.stop()
			})
		}
	}
}

// TestUnreadableListIsNotRead: a list of rows of which none can be understood is not an empty list.
func TestUnreadableListIsNotRead(t *testing.T) {
	for _, list := range []string{"profile list", "thread list"} {
		synctest.Test(t, func(t *testing.T) {
			s := &twisted{floor: busy(3)}
			var well atomic.Bool
			garble := func(rows int, drift *model.Drift) bool {
				if well.Load() || rows == 0 {
					return false
				}
				drift.Malformed += rows
				return true
			}
			if list == "profile list" {
				s.profiles = func(_ int, ans *acquire.Profiles) {
					if garble(ans.Rows, &ans.Drift) {
						ans.List = nil
					}
				}
			} else {
				s.threads = func(_ int, ans *acquire.Threads) {
					if garble(ans.Rows, &ans.Drift) {
						ans.List = nil
					}
				}
			}
			p := New(s, DefaultConfig(), Options{Seed: "garbled"})
			scr := newScreen()
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() { done <- p.Run(ctx, scr.put) }()
			pass(3 * time.Minute)
			if h := scr.now(); h.Read || h.ReadFailed == 0 || h.State != model.StateDrift || !strings.Contains(h.Why.String(), "understood") {
				t.Errorf("%s: read %v, %d failed, %v (%v); want that it is not read, and DRIFT", list, h.Read, h.ReadFailed, h.State, h.Why)
			}
			well.Store(true)
			pass(throttle.BackoffMost + time.Minute)
			if h := scr.now(); !h.Read || h.State != model.StateLive || h.Targets != 3 {
				t.Errorf("%s, afterwards: read %v, %v (%v), %d threads; want all three", list, h.Read, h.State, h.Why, h.Targets)
			}
			cancel()
			<-done
		})
	}
}

// Where answers hold later chats than the one asked for, a thread's earlier chats cost no request of their own.
func TestEarlierChatsTogether(t *testing.T) {
	asked := map[reading]int{}
	for _, how := range []reading{thatChat, fromChat, afterChat, afterID} {
		synctest.Test(t, func(t *testing.T) {
			const many, chats = 20, 4
			f := newFloor()
			f.reading = how
			start := time.Now()
			for i := range many * chats {
				v, thread, at := model.VisitorID(1000+i/chats), model.ThreadID(10+i/chats), start.Add(time.Duration(i%chats-chats)*time.Hour)
				f.open(v, thread, model.ChatID(100+i), at)
				f.say(v, thread, model.ChatID(100+i), model.SideVisitor, at)
			}
			r := run(t, f, DefaultConfig(), Options{})
			for range 30 {
				if pass(time.Second); r.screen.known() == len(f.words) {
					break
				}
			}
			if r.screen.known() != len(f.words) {
				t.Errorf("%v: %d of %d words are known after 30 s", how, r.screen.known(), len(f.words))
			}
			asked[how] = len(f.since(start, "message"))
			r.stop()
		})
	}
	for how, n := range asked {
		if how != thatChat && n > asked[thatChat]*2/3 {
			t.Errorf("%v: %d requests for messages until all words were known, %d where each chat has to be asked for", how, n, asked[thatChat])
		}
	}
}
