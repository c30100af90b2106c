package model

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"floorwatch/model/safetext"
)

// eventOf is an Event with a row in every part: of a visitor, a chat and a message.
func eventOf(v VisitorID, c ChatID, m MessageID) Event {
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	key := Key{Visitor: v, Thread: 31}
	return Event{
		At: at, Messages: []Message{{ID: m, Chat: c, Visitor: v, Thread: 31, SentAt: at, Text: safetext.Line("words")}},
		Threads:  []ThreadInfo{{ID: 31, Visitor: v, Chats: []ChatID{c}, Last: c, At: at}},
		Visitors: []VisitorInfo{{ID: v, At: at}}, Agents: []AgentInfo{{ID: 5, At: at}}, Polled: []Polled{{Key: key, At: at}},
		Acks: []Ack{{Chat: c, Upto: m, At: at}}, Claims: []Claim{{Chat: c, Upto: m, At: at}}, Chats: []ChatPast{{Chat: c}},
		Gaps: []Gap{{Before: m, After: m + 1, At: at}}, Gone: []Gone{{Chat: c, Messages: []MessageID{m}, At: at}}, Evicted: &Evicted{Rows: 1, At: at, ID: m},
		Totals: &DayTotals{At: at}, Usual: []Usual{{Start: at, At: at}}, Floor: &Floor{At: at},
		Coverage: &Coverage{Debts: Debts{At: at, Failing: Keys{key}, Denied: Keys{key}, Capped: Keys{key}}}, Health: &Health{At: at},
	}
}

// Of a visitor who is forgotten no number stays in any part of a stream, and of others all does.
func TestForgotten(t *testing.T) {
	const visitor, chat, message = 7_770_001, 7_770_002, 7_770_003
	mine, other := eventOf(visitor, chat, message), eventOf(1, 2, 3)
	if v := reflect.ValueOf(mine); true {
		for i := range v.NumField() {
			if v.Field(i).IsZero() {
				t.Fatalf("the test has nothing in %s", v.Type().Field(i).Name)
			}
		}
	}
	f := NewForgotten(visitor)
	f.Scan(&mine)
	f.Scan(&other)
	if len(f.Chats) != 1 || !f.Chats[chat] {
		t.Errorf("chats %v", f.Chats)
	}
	all := other
	all.Add(&mine)
	was, _ := json.Marshal(all)
	left, changed := f.Without(all)
	text, err := json.Marshal(left)
	if err != nil || !changed || strings.Contains(string(text), "777000") {
		t.Errorf("changed %v, %v: %s", changed, err, text)
	}
	if is, _ := json.Marshal(all); string(is) != string(was) {
		t.Error("the Event that was given is another now")
	}
	if _, changed := f.Without(other); changed {
		t.Error("something of another visitor is taken out")
	}
	known := NewForgotten(visitor, 2)
	if e, _ := known.Without(other); len(e.Acks) != 0 || len(e.Messages) != 0 {
		t.Error("a chat that was named stays")
	}
}
