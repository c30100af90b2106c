package cursor

import (
	"testing"
	"time"

	"floorwatch/model"
)

// Where answers contain later chats too, one request returns all unread chats of a thread.
func TestWiden(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	var c Cursor
	c.Add(10, 20, 30, 40)
	q := c.Widen(c.Ask(ModeExact), ModeExact)
	if q.Chat != 40 || q.Number != 10 {
		t.Fatalf("asks for %d by %d, want 40 by 10", q.Chat, q.Number)
	}
	got := map[model.ChatID]time.Time{10: at, 20: at, 30: at, 40: at}
	c.Answered(q, got, ModeExact)
	if q, owes := c.NextUnread(ModeExact, time.Time{}); owes {
		t.Errorf("chat %d is still unread", q.Chat)
	}

	var d Cursor
	d.Add(10, 20, 30, 40)
	q = d.Widen(d.Ask(ModeExact), ModeExact)
	d.Answered(q, nil, ModeExact)
	if q := d.Widen(d.Ask(ModeExact), ModeExact); q.Number < 39 {
		t.Errorf("after an answer without it chat 40 is asked for by %d", q.Number)
	}

	var long Cursor
	for id := model.ChatID(1); id <= 30; id++ {
		long.Add(id * 10)
	}
	if q := long.Widen(long.Ask(ModeExact), ModeExact); q.Number != 230 {
		t.Errorf("of 30 chats asks by %d, want the last 8", q.Number)
	}
	if q := c.Widen(c.Ask(ModeExact), ModeExact); q.Number != 40 {
		t.Errorf("with nothing unread asks by %d", q.Number)
	}
}

// That a later chat came beside the one that was asked for tells of such an account; a chat alone, or an earlier one, does not.
func TestLater(t *testing.T) {
	at := time.Now()
	for _, c := range []struct {
		got  map[model.ChatID]time.Time
		want bool
	}{
		{map[model.ChatID]time.Time{10: at}, false}, {map[model.ChatID]time.Time{10: at, 20: at}, true},
		{map[model.ChatID]time.Time{5: at, 10: at}, false}, {map[model.ChatID]time.Time{20: at}, false}, {nil, false},
	} {
		if got := (Question{Chat: 10, Number: 10}).Later(c.got); got != c.want {
			t.Errorf("%v: %v", c.got, got)
		}
	}
}
