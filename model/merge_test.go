package model

import (
	"math/rand/v2"
	"testing"

	"floorwatch/model/safetext"
)

// messagesAt returns messages of chat 1 and visitor 501, sent at these seconds, their ids from 1000 on.
func messagesAt(seconds ...int) []Message {
	var list []Message
	for i, at := range seconds {
		list = append(list, Message{ID: MessageID(1000 + i), Chat: 1, Visitor: 501, SentAt: sec(at), Side: SideVisitor, Kind: KindMessage, Text: safetext.Clean("hello")})
	}
	return list
}

// A merged Event holds each thing once and no more than the Board needs.
func TestMergeIsBounded(t *testing.T) {
	var queue Event
	msgs := messagesAt(0, 10, 20)
	for i := range 50 {
		at := sec(30 + i)
		for j := range msgs {
			msgs[j].FirstAt, msgs[j].LastAt = at, at
		}
		queue = queue.Merge(Event{
			At: at, Messages: msgs,
			Threads:  []ThreadInfo{{ID: 7, Visitor: 501, Last: 1, Status: StatusOpen}},
			Visitors: []VisitorInfo{{ID: 501, Name: safetext.Line("Ann")}},
			Agents:   []AgentInfo{{ID: 1}},
			Polled:   []Polled{{Key: Key{501, 7}}},
			Acks:     []Ack{{Chat: 1, Upto: 1002, At: sec(25)}},
			Health:   &Health{At: at},
			Totals:   &DayTotals{Total: i},
		})
	}
	if len(queue.Messages) != 3 || len(queue.Visitors) != 1 || len(queue.Agents) != 1 || len(queue.Polled) != 1 || len(queue.Acks) != 1 {
		t.Errorf("merged %+v, want each thing once", queue)
	}
	if len(queue.Threads) != 2 { // the first and the last of one state
		t.Errorf("%d words on the thread, want 2: %+v", len(queue.Threads), queue.Threads)
	}
	if m := queue.Messages[0]; !m.FirstAt.Equal(sec(30)) || !m.LastAt.Equal(sec(79)) {
		t.Errorf("first message observed from %v to %v, want from 30 to 79", m.FirstAt, m.LastAt)
	}
	if !queue.At.Equal(sec(79)) || queue.Totals.Total != 49 || !queue.Health.At.Equal(sec(79)) {
		t.Errorf("merged at %v, totals %+v, health %+v; want the newest", queue.At, queue.Totals, queue.Health)
	}
}

// Merge leaves the Event that is merged in as it was.
func TestMergeLeavesOther(t *testing.T) {
	other := Event{At: sec(9), Messages: messagesAt(5, 0, 7), Threads: []ThreadInfo{{ID: 2}, {ID: 1}}}
	Event{At: sec(1), Messages: messagesAt(0)}.Merge(other)
	if m := other.Messages; m[0].ID != 1000 || m[1].ID != 1001 || !other.Threads[0].At.IsZero() || other.Threads[0].ID != 2 {
		t.Errorf("merging changed its argument: %+v", other)
	}
}

// Of two observations of one message the newest content stands, whatever it was before.
func TestJoin(t *testing.T) {
	base := messagesAt(0)[0]
	old, now := base, base
	old.LastAt, old.Text, old.Missed, old.Name = sec(5), safetext.Clean("old"), true, safetext.Line("A")
	now.LastAt, now.Text, now.Thread = sec(6), safetext.Clean("new"), 7
	for name, got := range map[string]Message{"in order": mergeMessages(&old, &now), "in reverse": mergeMessages(&now, &old)} {
		if got.Text.String() != "new" || got.Missed || !got.Edited || !got.Name.IsEmpty() || got.Thread != 7 {
			t.Errorf("%s: %+v, want the newest content, edited", name, got)
		}
	}
	// Back to the first text it is still edited.
	back := old
	back.LastAt = sec(7)
	j := mergeMessages(&old, &now)
	if got := mergeMessages(&j, &back); got.Text.String() != "old" || !got.Edited {
		t.Errorf("edited back: %+v, want the old text, edited", got)
	}
	// Of two that differ in nothing but what was sent one stands, whichever comes first.
	b, i := base, base
	b.Source, i.Source = safetext.Clean("<b>V"), safetext.Clean("<i>V")
	if x, y := mergeMessages(&b, &i), mergeMessages(&i, &b); x != y {
		t.Errorf("joined %+v, in reverse %+v", x, y)
	}
	// A known thread stands, whatever a later reading asked with.
	late := now
	late.LastAt, late.Thread = sec(9), NoThread
	if got := mergeMessages(&now, &late); got.Thread != 7 {
		t.Errorf("hint %d, want 7", got.Thread)
	}
}

// Merging messages gives each id once, in order, wherever those of either side belong; the newest observation stands.
func TestMergedMessagesAreSortedAndWhole(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	some := func(at int) (list []Message) {
		for range rng.IntN(12) {
			list = append(list, Message{ID: MessageID(rng.IntN(20)), Chat: 1, SentAt: sec(0), LastAt: sec(at), Thread: ThreadID(at)})
		}
		return list
	}
	for range 2000 {
		var e Event
		want := map[MessageID]ThreadID{}
		for at := 1; at <= 4; at++ {
			add := some(at)
			for _, m := range add {
				want[m.ID] = m.Thread
			}
			if rng.IntN(2) == 0 {
				e = e.Merge(Event{At: sec(at), Messages: add})
			} else {
				e = e.Absorb(Event{At: sec(at), Messages: add})
			}
		}
		for i, m := range e.Messages {
			if i > 0 && e.Messages[i-1].ID >= m.ID || m.Thread != want[m.ID] {
				t.Fatalf("message %d of thread %d, want it once, after the smaller ids, of thread %d: %+v", m.ID, m.Thread, want[m.ID], e.Messages)
			}
		}
		if len(e.Messages) != len(want) {
			t.Fatalf("%d messages, want %d", len(e.Messages), len(want))
		}
	}
}
