package poller

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// TestLearn wants each reading's way found, and few requests spent on finding it.
func TestLearn(t *testing.T) {
	want := map[reading]way{thatChat: wayExact, fromChat: wayExact, afterChat: wayBefore, uptoChat: wayExact, afterID: wayExact, fromID: wayExact, knownAfter: wayNone}
	for r, w := range want {
		synctest.Test(t, func(t *testing.T) {
			f := calm(100)
			f.reading = r
			cfg := DefaultConfig()
			cfg.Idle = time.Hour // so that hardly any is asked for a second time
			ride := run(t, f, cfg, Options{})
			pass(40 * time.Second)
			ride.stop()
			wantAll(t, ride, r.String())
			if got := ride.p.ways[0]; got != w {
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
			ride := run(t, f, DefaultConfig(), Options{})
			for i := range 20 { // words come at any moment of the cycle of ways
				pass(time.Duration(i) * 130 * time.Millisecond)
				f.say(key(i).Visitor, key(i).Thread, model.ChatID(500+i), model.SideVisitor, time.Now())
			}
			pass(time.Minute)
			wantAll(t, ride, r.String())
			ride.stop()
			if got := ride.p.ways[0]; got != wayExact && r != fromChat {
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
			ride := run(t, f, DefaultConfig(), Options{})
			for i := range 40 {
				pass(2 * time.Second)
				f.say(2, 12, model.ChatID(108+10*(i/10)), model.SideVisitor, time.Now())
				if i%10 == 9 {
					f.open(2, 12, model.ChatID(118+10*(i/10)), time.Now())
				}
			}
			pass(3 * time.Minute)
			wantAll(t, ride, r.String())
			ride.stop()
		})
	}
}

// TestCursorProperties drives a cursor with random lists and answers.
func TestCursorProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := reading(rapid.IntRange(0, int(fromID)).Draw(t, "reading"))
		f := &floor{reading: r}
		var c cursor
		base := wayExact
		var newest model.ChatID
		when := time.Unix(1_000_000, 0)
		holds := map[model.ChatID]int{} // messages of a chat
		listed := []model.ChatID{}
		next, id := model.ChatID(10), model.MessageID(5000)
		for step := range rapid.IntRange(5, 60).Draw(t, "steps") {
			when = when.Add(time.Second)
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				next += model.ChatID(rapid.IntRange(1, 3).Draw(t, "gap"))
				listed = append(listed, next)
				c.add(next)
			case 1:
				if len(listed) > 0 {
					holds[rapid.SampledFrom(listed).Draw(t, "chat")]++
				}
			default:
				q := c.ask(base)
				if q.number < 0 || q.chat != 0 && c.find(q.chat) == nil {
					t.Fatalf("step %d: question %+v", step, q)
				}
				got := map[model.ChatID]time.Time{}
				for chat, n := range holds {
					m := model.Message{Chat: chat, ID: id + model.MessageID(chat)*10}
					if n > 0 && f.holds(m, acquire.MessagesRequest{LastChat: q.number}) {
						got[chat] = when
					}
				}
				base, _ = c.answered(q, got, base)
			}
			if x := c.delivered(); x != nil {
				if x.id < newest {
					t.Fatalf("step %d: the cursor went back from %d to %d", step, newest, x.id)
				}
				newest = x.id
			}
		}
	})
}

func TestHistoryEndsAtLookback(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	cutoff := now.Add(-time.Hour)
	var c cursor
	c.add(1, 2, 3, 4, 5)
	base := wayExact
	c.answered(question{chat: 5, number: 5}, map[model.ChatID]time.Time{5: now}, base)
	var read []model.ChatID
	for range 10 {
		q, ok := c.owes(base, cutoff)
		if !ok {
			break
		}
		read = append(read, q.chat)
		age := time.Duration(5-q.chat) * 40 * time.Minute // 4: 40 min, 3: 80 min
		c.paid(q, map[model.ChatID]time.Time{q.chat: now.Add(-age)})
	}
	if fmt.Sprint(read) != "[4 3]" {
		t.Errorf("read earlier chats %v, want 4 and 3 (the first that is too old)", read)
	}
}

// TestLeftChatIsReadOnceMore moves on to a new chat and wants the last words of the one before.
func TestLeftChatIsReadOnceMore(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	tests := []struct {
		name string
		got  []model.ChatID // in the answer to a question for chat 2
		owes bool
	}{
		{"that chat only", []model.ChatID{2}, true},
		{"up to it", []model.ChatID{1, 2}, true}, // it may be a comparison with message ids: not proven whole
	}
	for _, tt := range tests {
		var c cursor
		c.add(1)
		c.answered(question{chat: 1, number: 1}, map[model.ChatID]time.Time{1: now}, wayExact)
		c.add(2)
		got := map[model.ChatID]time.Time{}
		for _, id := range tt.got {
			got[id] = now
		}
		c.answered(question{chat: 2, number: 2}, got, wayExact)
		if q, ok := c.owes(wayExact, now.Add(-time.Hour)); ok != tt.owes || ok && q.number != 1 {
			t.Errorf("%s: owes %+v, %v, want chat 1: %v", tt.name, q, ok, tt.owes)
		}
	}
	var c cursor // "from the chat on" and "later ones" deliver both at once: nothing is owed
	c.add(1)
	c.answered(question{chat: 1, number: 1}, map[model.ChatID]time.Time{1: now}, wayExact)
	c.answered(question{chat: 1, number: 1}, map[model.ChatID]time.Time{1: now, 2: now, 3: now}, wayExact)
	if q, ok := c.owes(wayExact, now.Add(-time.Hour)); ok {
		t.Errorf("after an answer with chats 1 to 3 to a question for 1: owes %+v, want nothing", q)
	}
	if x := c.newest(); x.id != 3 {
		t.Errorf("newest = %d, want 3", x.id)
	}
}

func TestCursorIsBounded(t *testing.T) {
	var c cursor
	for i := range 1000 {
		c.add(model.ChatID(i + 1))
	}
	if len(c.chats) != maxChats || c.newest().id != 1000 {
		t.Errorf("%d chats, newest %d, want %d and 1000", len(c.chats), c.newest().id, maxChats)
	}
	c.add(0, -5)
	if len(c.chats) != maxChats {
		t.Errorf("ids that are none were added: %d chats", len(c.chats))
	}
	c.drop([]model.ChatID{1000, 999})
	if c.newest().id != 998 {
		t.Errorf("newest = %d after dropping two, want 998", c.newest().id)
	}
}
