package poller

import (
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/poller/schedule"
)

func TestClass(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	type row struct {
		ago  time.Duration
		side model.Side
		kind model.Kind
	}
	const m = time.Minute
	V, A, B := model.SideVisitor, model.SideAgent, model.SideBot
	word, event, note, odd := model.KindMessage, model.KindEvent, model.KindNote, model.KindUnknown
	tests := []struct {
		name string
		rows []row
		want schedule.Priority
	}{
		{"nothing", nil, schedule.PriorityIdle},
		{"visitor waits", []row{{m, V, word}}, schedule.PriorityWaiting},
		{"visitor waits for 29 min", []row{{29 * m, V, word}}, schedule.PriorityWaiting},
		{"over after 30 min", []row{{30 * m, V, word}}, schedule.PriorityIdle},
		{"answered", []row{{2 * m, V, word}, {m, A, word}}, schedule.PriorityActive},
		{"answered in the same second", []row{{m, V, word}, {m, A, word}}, schedule.PriorityActive},
		{"answered 5 min ago", []row{{6 * m, V, word}, {5 * m, A, word}}, schedule.PriorityQuiet},
		{"answered 30 min ago", []row{{40 * m, V, word}, {30 * m, A, word}}, schedule.PriorityIdle},
		{"a bot answered", []row{{2 * m, V, word}, {m, B, word}}, schedule.PriorityActive},
		{"a bot answered after a human", []row{{4 * m, V, word}, {3 * m, A, word}, {2 * m, V, word}, {m, B, word}}, schedule.PriorityWaiting},
		{"asked again after the bot", []row{{3 * m, V, word}, {2 * m, B, word}, {m, V, word}}, schedule.PriorityWaiting},
		{"a note answers nothing", []row{{2 * m, V, word}, {m, A, note}}, schedule.PriorityWaiting},
		{"an event answers nothing", []row{{2 * m, V, word}, {m, A, event}}, schedule.PriorityWaiting},
		{"an event alone", []row{{m, V, event}}, schedule.PriorityActive},
		{"an unknown row of a visitor", []row{{m, V, odd}}, schedule.PriorityWaiting},
		{"an unknown row of an agent answers nothing", []row{{2 * m, V, word}, {m, A, odd}}, schedule.PriorityWaiting},
		{"nobody knows who", []row{{m, model.SideUnknown, word}}, schedule.PriorityActive},
		{"from the future", []row{{-time.Hour, V, word}}, schedule.PriorityWaiting},
	}
	for _, tt := range tests {
		var msgs []model.Message
		for i, r := range tt.rows {
			msgs = append(msgs, model.Message{ID: model.MessageID(i + 1), Chat: 5, SentAt: now.Add(-r.ago), Side: r.side, Kind: r.kind})
		}
		// Order must not matter, nor rows of other chats.
		for range 2 {
			x := &target{}
			x.updateWaiting(append(msgs, model.Message{ID: 99, Chat: 4, SentAt: now, Side: V, Kind: word}), 5, nil)
			if got := x.priorityAt(now); got != tt.want {
				t.Errorf("%s: class %d, want %d", tt.name, got, tt.want)
			}
			for i, j := 0, len(msgs)-1; i < j; i, j = i+1, j-1 {
				msgs[i], msgs[j] = msgs[j], msgs[i]
			}
		}
	}
}

func TestClassWithoutWait(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	base := model.Message{ID: 1, Chat: 5, SentAt: now.Add(-time.Minute), Side: model.SideVisitor, Kind: model.KindMessage}
	missed, offline, noTime := base, base, base
	missed.Missed, offline.Offline = true, true
	noTime.SentAt, noTime.FirstAt = time.Time{}, now.Add(-2*time.Minute)
	tests := []struct {
		name   string
		m      model.Message
		closed bool
		want   schedule.Priority
	}{
		{"missed", missed, false, schedule.PriorityActive},
		{"offline", offline, false, schedule.PriorityActive},
		{"closed", base, true, schedule.PriorityActive},
		{"a time that cannot be read", noTime, false, schedule.PriorityWaiting},
	}
	for _, tt := range tests {
		x := &target{}
		if tt.closed {
			x.closed = now
		}
		x.updateWaiting([]model.Message{tt.m}, 5, nil)
		if got := x.priorityAt(now); got != tt.want {
			t.Errorf("%s: class %d, want %d", tt.name, got, tt.want)
		}
	}
	// A bot's answer is none once an agent is named.
	bot := base
	bot.ID, bot.SentAt, bot.Side = 2, now.Add(-30*time.Second), model.SideBot
	for owned, want := range map[bool]schedule.Priority{false: schedule.PriorityActive, true: schedule.PriorityWaiting} {
		x := &target{owned: owned}
		x.updateWaiting([]model.Message{base, bot}, 5, nil)
		if got := x.priorityAt(now); got != want {
			t.Errorf("a bot answered, an agent is named (%v): class %d, want %d", owned, got, want)
		}
	}
	// Times that are off by hours: what was seen to come counts.
	x := &target{changed: now.Add(-time.Minute)}
	late := base
	late.SentAt = now.Add(-8 * time.Hour)
	x.updateWaiting([]model.Message{late}, 5, nil)
	if got := x.priorityAt(now); got != schedule.PriorityWaiting {
		t.Errorf("a word that just came with a time of 8 hours ago: class %d, want %d", got, schedule.PriorityWaiting)
	}
}
