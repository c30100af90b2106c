package model

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"floorwatch/model/safetext"
)

// drawExported draws one observation of a small floor on which everything happens that an Export has to carry.
func drawExported(t *rapid.T) Event {
	at := func(name string) time.Time { return sec(rapid.IntRange(0, 14_000).Draw(t, name)) }
	e := Event{At: at("at")}
	for range rapid.IntRange(0, 6).Draw(t, "messages") {
		id := rapid.IntRange(1, 40).Draw(t, "id")
		m := Message{
			ID: MessageID(id), Chat: ChatID(id%6 + 1), Visitor: VisitorID(id%3 + 1), Thread: ThreadID(rapid.IntRange(-1, 3).Draw(t, "hint")),
			SentAt: sec(300 * id), Side: Side(rapid.IntRange(0, 3).Draw(t, "side")), Kind: Kind(rapid.IntRange(0, 2).Draw(t, "kind")),
			Sender: AgentID(id % 4), Seen: Seen(rapid.IntRange(0, 2).Draw(t, "seen")), Offline: rapid.IntRange(0, 9).Draw(t, "offline") == 0,
			Missed: rapid.IntRange(0, 9).Draw(t, "missed") == 0, LastAt: at("last"), VisitorName: safetext.Line("Ana"),
			Text: safetext.Clean(fmt.Sprint("text ", id, rapid.IntRange(0, 1).Draw(t, "version"))),
		}
		if rapid.IntRange(0, 9).Draw(t, "unreadable") == 0 {
			m.SentAt = time.Time{}
		}
		e.Messages = append(e.Messages, m)
	}
	for range rapid.IntRange(0, 2).Draw(t, "threads") {
		last := ChatID(rapid.IntRange(1, 6).Draw(t, "newest"))
		e.Threads = append(e.Threads, ThreadInfo{
			ID: ThreadID(rapid.IntRange(1, 3).Draw(t, "thread")), Visitor: VisitorID(rapid.IntRange(1, 3).Draw(t, "visitor")),
			Chats: []ChatID{ChatID(rapid.IntRange(1, 6).Draw(t, "chat")), last}, Last: last, Status: Status(rapid.IntRange(0, 2).Draw(t, "status")),
			Agents: []AgentID{AgentID(rapid.IntRange(0, 3).Draw(t, "owner"))}, Offline: rapid.Bool().Draw(t, "offline thread"), At: at("observed"),
		})
	}
	if rapid.Bool().Draw(t, "others") {
		e.Visitors = []VisitorInfo{{ID: VisitorID(rapid.IntRange(1, 3).Draw(t, "known")), Name: safetext.Line("Bo")}}
		e.Agents = []AgentInfo{{ID: AgentID(rapid.IntRange(1, 3).Draw(t, "agent")), Name: safetext.Line("Maya"), Department: safetext.Line("Support")}}
		e.Polled = []Polled{{Key: Key{VisitorID(rapid.IntRange(1, 3).Draw(t, "polled")), NoThread}}}
		e.Acks = []Ack{{Chat: ChatID(rapid.IntRange(1, 6).Draw(t, "acked")), Upto: MessageID(rapid.IntRange(1, 40).Draw(t, "upto")), Undo: rapid.Bool().Draw(t, "undo")}}
		e.Gaps = []Gap{{Before: MessageID(rapid.IntRange(1, 40).Draw(t, "before")), After: MessageID(rapid.IntRange(1, 40).Draw(t, "after")), At: at("noticed")}}
		if rapid.Bool().Draw(t, "healed") {
			e.Gaps[0].Healed = at("healed at")
		}
		e.Totals = &DayTotals{Total: rapid.IntRange(0, 99).Draw(t, "total"), Agents: []AgentTotals{{ID: 1, Handled: 3}}}
		e.Health = &Health{State: StateLive, Targets: rapid.IntRange(0, 9).Draw(t, "targets")}
	}
	return e
}

// A Board that is made from an Export shows what the exporting one shows, then and after whatever comes next.
func TestExport(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cfg := Config{Keep: Keep{Hours: 1, MessagesPerThread: 5, Messages: 12, Rows: rapid.IntRange(8, 40).Draw(t, "rows")}}
		var before, after []Event
		for range rapid.IntRange(0, 30).Draw(t, "events") {
			before = append(before, drawExported(t))
		}
		for range rapid.IntRange(0, 5).Draw(t, "more") {
			after = append(after, drawExported(t))
		}
		for _, more := range [][]Event{nil, after} {
			b, fresh := NewBoard(cfg), NewBoard(cfg)
			for _, e := range before {
				b.Apply(e)
			}
			for _, e := range b.Export() {
				fresh.Apply(overTheWire(t, e))
			}
			for _, e := range more {
				b.Apply(e)
				fresh.Apply(e)
			}
			sameFloor(t, fmt.Sprintf("exported, and %d more", len(more)), fresh, b)
		}
	})
}

// An Export that a Board takes in which knows some of it already changes nothing but that it knows the rest.
func TestExportToABoardThatKnows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, viewer := NewBoard(Config{}), NewBoard(Config{})
		for range rapid.IntRange(0, 20).Draw(t, "events") {
			e := drawExported(t)
			b.Apply(e)
			if rapid.Bool().Draw(t, "heard") {
				viewer.Apply(e)
			}
		}
		merged := Event{}
		for _, e := range b.Export() {
			merged = merged.Merge(e)
		}
		viewer.Apply(merged)
		sameFloor(t, "merged", viewer, b)
	})
}

func overTheWire(t *rapid.T, e Event) Event {
	text, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	var out Event
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func sameFloor(t *rapid.T, what string, got, want *Board) {
	t.Helper()
	for _, at := range []int{3000, 9000, 13_000, 20_000, 90_000, 14_500} {
		now := sec(at)
		g, w := got.At(now), want.At(now)
		if !reflect.DeepEqual(g, w) {
			t.Fatalf("%s, at %d:\n got %+v\nwant %+v", what, at, g, w)
		}
		if g, w := got.Activity(now, 60, Filter{}), want.Activity(now, 60, Filter{}); !reflect.DeepEqual(g, w) {
			t.Fatalf("%s, activity at %d:\n got %+v\nwant %+v", what, at, g, w)
		}
		for _, r := range w.Threads {
			if g, w := got.Transcript(r.Key), want.Transcript(r.Key); !reflect.DeepEqual(g, w) {
				t.Fatalf("%s, transcript of %v:\n got %+v\nwant %+v", what, r.Key, g, w)
			}
			if g, w := got.Cut(r.Key), want.Cut(r.Key); g != w {
				t.Fatalf("%s: %v is cut: %v, want %v", what, r.Key, g, w)
			}
		}
	}
	if got.Health() != want.Health() {
		t.Fatalf("%s: health is %+v, want %+v", what, got.Health(), want.Health())
	}
}

func TestExportComesInBoundedChunks(t *testing.T) {
	b := NewBoard(Config{})
	for i := range 30 {
		e := Event{At: noon, Health: &Health{State: StateLive}}
		for j := range 100 {
			id := 100*i + j + 1
			e.Messages = append(e.Messages, Message{ID: MessageID(id), Chat: ChatID(i + 1), Visitor: 1, SentAt: sec(id), FirstAt: noon})
			e.Visitors = append(e.Visitors, VisitorInfo{ID: VisitorID(id)})
		}
		b.Apply(e)
	}
	list := b.Export()
	if len(list) < 7 || list[0].LetGo == nil || list[len(list)-1].Health == nil {
		t.Fatalf("%d Events, the first with %+v, the last with %+v; want 7 or more, from what was let go to the health", len(list), list[0].LetGo, list[len(list)-1].Health)
	}
	for i, e := range list {
		n := len(e.Messages) + len(e.Threads) + len(e.Visitors) + len(e.Agents) + len(e.Polled) + len(e.Acks) + len(e.Gaps) + len(e.Chats)
		if n > exportRows || !e.At.Equal(noon) || (e.Health != nil) != (i == len(list)-1) {
			t.Errorf("Event %d of %d has %d rows, at %v, health %v; want at most %d at %v, health in the last", i, len(list), n, e.At, e.Health, exportRows, noon)
		}
	}
}
