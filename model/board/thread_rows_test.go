package board

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// Waiting threads stand by time left, then by unanswered messages, then by chat; the others by their newest message.
func TestRowOrder(t *testing.T) {
	b := boardOf(t,
		"V0 A10 V60", // 1: next reply, waiting 40, left 20
		"V50",        // 2: first reply, waiting 50, left −20
		"V80",        // 3: first reply, waiting 20, left 10
		"V80 V81",    // 4: the same with a nudge
		"V80",        // 5: the same as 3
		"V0 A90",     // 6: answered at 90
		"V0 A20",     // 7: answered at 20
		"V0 B95",     // 8: served by a bot
	)
	var order []string
	for _, r := range b.At(sec(100)).Threads {
		order = append(order, fmt.Sprint(r.Chat))
	}
	if got, want := strings.Join(order, " "), "2 4 3 5 1 8 6 7"; got != want {
		t.Errorf("order %s, want %s", got, want)
	}
}

func TestRow(t *testing.T) {
	b := boardOf(t, "V0 n5 A10 V20 B21 V50")
	b.Apply(model.Event{At: sec(55), Polled: []model.Polled{{Key: model.Key{Visitor: 501, Thread: model.NoThread}}}, Visitors: []model.VisitorInfo{{ID: 501, Name: safetext.Line("Ann")}}})
	r := rowOf(t, b.At(sec(60)), 1)
	r.LastText = safetext.Text{} // checked below
	want := model.Row{
		Key: model.Key{Visitor: 501, Thread: model.NoThread}, Chat: 1, Name: safetext.Line("Ann"), Chats: 1, Level: model.LevelWarn, Reason: model.Reason{Clock: model.ClockUnseen, For: 40 * time.Second}, Bot: true,
		Owner: 1, OwnerName: safetext.Line("Agent 1"), OwnerState: model.AgentQuiet, Silent: model.Clock{Running: true, Since: sec(10), For: 50 * time.Second, Level: model.LevelOK},
		Assigned: model.Clock{Running: true, Since: sec(10), For: 50 * time.Second, Level: model.LevelOK},
		Wait:     model.Clock{Running: true, Since: sec(20), For: 40 * time.Second, AtLeast: false, Level: model.LevelOK}, TimeLeft: 20 * time.Second, Unanswered: 2,
		Sight: model.SightUnseen, Unseen: model.Clock{Running: true, Since: sec(20), For: 40 * time.Second, AtLeast: false, Level: model.LevelWarn},
		Messages: 6, LastAt: sec(50), LastSide: model.SideVisitor, PolledAt: sec(55), Answered: true, FirstTook: 10 * time.Second,
	}
	if !reflect.DeepEqual(r, want) {
		t.Errorf("row %s\n got %+v\nwant %+v", difference(r, want), r, want)
	}
	r = rowOf(t, b.At(sec(60)), 1)
	if got, want := r.LastText.String(), "V50 of 1"; got != want {
		t.Errorf("last text %q, want %q", got, want)
	}
	if r := rowOf(t, b.At(sec(52)), 1); !r.PolledAt.Equal(sec(52)) {
		t.Errorf("read at %v as seen from second 52, want that", r.PolledAt)
	}
}

// A new name shows in a row that nothing else happens to.
func TestNamesAreFresh(t *testing.T) {
	b := boardOf(t, "V0 A1@10")
	at := sec(4000) // over long ago
	b.At(at)
	b.Apply(model.Event{At: at, Visitors: []model.VisitorInfo{{ID: 501, Name: safetext.Line("Ann")}}, Agents: []model.AgentInfo{{ID: 1, Name: safetext.Line("Bob")}}})
	if r := rowOf(t, b.At(at), 1); r.Name.String() != "Ann" || r.OwnerName.String() != "Bob" {
		t.Errorf("names %q and %q, want Ann and Bob", r.Name, r.OwnerName)
	}
}

// What a Snapshot holds does not change later.
func TestSnapshotIsItsOwn(t *testing.T) {
	b := boardOf(t, "V0", "V5 A10")
	s := b.At(sec(20))
	before := fmt.Sprintf("%+v", *s)
	b.Apply(model.Event{At: sec(21), Messages: readStream(t, 1, "V0 A21 V22")})
	b.At(sec(30))
	if after := fmt.Sprintf("%+v", *s); after != before {
		t.Errorf("a snapshot changed:\n%s\n%s", before, after)
	}
}

// Rows that nobody understands are counted, and a visitor's of an unknown type waits.
func TestUnknownRows(t *testing.T) {
	msgs := readStream(t, 1, "V0 A10 V20 A30 V40")
	msgs[2].Kind, msgs[2].Type = model.KindUnknown, safetext.Line("sticker")
	msgs[3].Kind = model.KindUnknown // ends no wait
	msgs[4].Side = model.SideUnknown // counts as nobody
	b := New(Config{})
	b.Apply(model.Event{At: noon, Messages: msgs})
	s := b.At(sec(60))
	if got, want := figures(s, 1), "FRT 10, total 10, waiting 40"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if d := s.Diagnostics; d.UnknownType != 2 || d.UnknownSide != 1 || d.Messages != 5 {
		t.Errorf("diag %+v, want 2 unknown types and 1 unknown sender of 5", d)
	}
}

// A message whose time cannot be read, or that was read before it was sent,
// counts from when it was first observed.
func TestClockErrors(t *testing.T) {
	cases := []struct {
		name   string
		sent   time.Time
		wait   int
		errors int
	}{
		{"no time", time.Time{}, 50, 0},
		{"an hour ahead", sec(3610), 50, 1},
		{"two seconds ahead, as clocks are", sec(12), 48, 0},
		{"year 9999", time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), 50, 1},
	}
	for _, c := range cases {
		m := readStream(t, 1, "V0")[0]
		m.SentAt, m.FirstAt, m.LastAt = c.sent, sec(10), sec(10)
		b := New(Config{})
		b.Apply(model.Event{At: sec(10), Messages: []model.Message{m}})
		s := b.At(sec(60))
		if got := int(s.Headline.Longest.For.Seconds()); got != c.wait || s.Diagnostics.ClockErrors != c.errors {
			t.Errorf("%s: waiting %d, %d clock errors; want %d, %d", c.name, got, s.Diagnostics.ClockErrors, c.wait, c.errors)
		}
	}
}

// A tick makes a new row for a chat that waits, and keeps that of another chat, though the agent has had both for a
// second longer.
func TestTickKeepsRowsWhoseClocksDoNotRun(t *testing.T) {
	b := boardOf(t, "V0 A5@10", "V0 A5@10 V20")
	before, after := b.At(sec(40)), b.At(sec(41))
	for i, r := range after.Threads {
		switch same := r == before.Threads[i]; {
		case !r.Assigned.Running:
			t.Errorf("agent %d has chat %d for no time", r.Owner, r.Chat)
		case same == r.Wait.Running:
			t.Errorf("chat %d, waiting %t, has the same row a second later: %t", r.Chat, r.Wait.Running, same)
		case r.AssignedAt(after.Now).For-before.Threads[i].AssignedAt(before.Now).For != time.Second:
			t.Errorf("the agent of chat %d has it since %v a second later, after %v", r.Chat, r.AssignedAt(after.Now), before.Threads[i].AssignedAt(before.Now))
		}
	}
}
