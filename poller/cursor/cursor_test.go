package cursor

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"floorwatch/model"
)

// TestCursorProperties drives a cursor with random lists and answers.
func TestCursorProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := dialect(rapid.IntRange(0, int(dialects)-1).Draw(t, "reading"))
		var c Cursor
		base := ModeExact
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
				c.Add(next)
			case 1:
				if len(listed) > 0 {
					holds[rapid.SampledFrom(listed).Draw(t, "chat")]++
				}
			default:
				q := c.Ask(base)
				if q.Number < 0 || q.Chat != 0 && !c.Has(q.Chat) {
					t.Fatalf("step %d: question %+v", step, q)
				}
				got := map[model.ChatID]time.Time{}
				for chat, n := range holds {
					m := model.Message{Chat: chat, ID: id + model.MessageID(chat)*10}
					if n > 0 && r.holds(m, q.Number) {
						got[chat] = when
					}
				}
				base, _ = c.Answered(q, got, base)
			}
			last := c.LastDelivered()
			if last < newest {
				t.Fatalf("step %d: the cursor went back from %d to %d", step, newest, last)
			}
			newest = last
		}
	})
}

func TestHistoryEndsAtLookback(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	cutoff := now.Add(-time.Hour)
	var c Cursor
	c.Add(1, 2, 3, 4, 5)
	base := ModeExact
	c.Answered(Question{Chat: 5, Number: 5}, map[model.ChatID]time.Time{5: now}, base)
	var read []model.ChatID
	for range 10 {
		q, ok := c.NextUnread(base, cutoff)
		if !ok {
			break
		}
		read = append(read, q.Chat)
		age := time.Duration(5-q.Chat) * 40 * time.Minute // 4: 40 min, 3: 80 min
		c.UnreadAnswered(q, map[model.ChatID]time.Time{q.Chat: now.Add(-age)}, ModeExact)
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
		var c Cursor
		c.Add(1)
		c.Answered(Question{Chat: 1, Number: 1}, map[model.ChatID]time.Time{1: now}, ModeExact)
		c.Add(2)
		got := map[model.ChatID]time.Time{}
		for _, id := range tt.got {
			got[id] = now
		}
		c.Answered(Question{Chat: 2, Number: 2}, got, ModeExact)
		if q, ok := c.NextUnread(ModeExact, now.Add(-time.Hour)); ok != tt.owes || ok && q.Number != 1 {
			t.Errorf("%s: owes %+v, %v, want chat 1: %v", tt.name, q, ok, tt.owes)
		}
	}
	var c Cursor // "from the chat on" and "later ones" deliver both at once: nothing is unread
	c.Add(1)
	c.Answered(Question{Chat: 1, Number: 1}, map[model.ChatID]time.Time{1: now}, ModeExact)
	c.Answered(Question{Chat: 1, Number: 1}, map[model.ChatID]time.Time{1: now, 2: now, 3: now}, ModeExact)
	if q, ok := c.NextUnread(ModeExact, now.Add(-time.Hour)); ok {
		t.Errorf("after an answer with chats 1 to 3 to a question for 1: owes %+v, want nothing", q)
	}
	if x := c.newest(); x.id != 3 {
		t.Errorf("newest = %d, want 3", x.id)
	}
}

func TestCursorIsBounded(t *testing.T) {
	var c Cursor
	for i := range 1000 {
		c.Add(model.ChatID(i + 1))
	}
	if len(c.chats) != maxChats || c.newest().id != 1000 {
		t.Errorf("%d chats, newest %d, want %d and 1000", len(c.chats), c.newest().id, maxChats)
	}
	c.Add(0, -5)
	if len(c.chats) != maxChats {
		t.Errorf("ids that are none were added: %d chats", len(c.chats))
	}
	c.Drop(func(id model.ChatID) bool { return id >= 999 })
	if c.newest().id != 998 {
		t.Errorf("newest = %d after dropping two, want 998", c.newest().id)
	}
}

// A dialect is one of the meanings that last_chat_id may have.
type dialect int

const (
	dialectThat dialect = iota
	dialectFrom
	dialectAfter
	dialectUpto
	dialectAfterID
	dialectFromID
	dialects
)

// holds reports whether the answer to a number holds a message.
func (d dialect) holds(m model.Message, number model.ChatID) bool {
	switch d {
	case dialectThat:
		return m.Chat == number
	case dialectFrom:
		return m.Chat >= number
	case dialectAfter:
		return m.Chat > number
	case dialectUpto:
		return m.Chat <= number
	case dialectAfterID:
		return int64(m.ID) > int64(number)
	}
	return int64(m.ID) >= int64(number)
}

// One or two empty answers about a chat that has delivered messages are more likely a mistake than another reading: the same
// number is asked again, and others only after that.
func TestEmptyAnswerIsAskedAgain(t *testing.T) {
	var c Cursor
	c.Add(10)
	c.Answered(c.Ask(ModeExact), map[model.ChatID]time.Time{10: time.Unix(1, 0)}, ModeExact)
	for i := range emptyBelieved {
		q := c.Ask(ModeExact)
		if q.Number != 10 {
			t.Fatalf("after %d empty answers number %d is asked for, want 10", i, q.Number)
		}
		c.Answered(q, nil, ModeExact)
	}
	if q := c.Ask(ModeExact); q.Number == 10 {
		t.Errorf("after %d empty answers the same number is asked for", emptyBelieved)
	}
}
