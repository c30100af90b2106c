package board

import (
	"slices"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
)

// TestCut: a thread says that messages of it were let go, of a chat that is held or of one that went as a whole.
func TestCut(t *testing.T) {
	b := New(Config{Keep: model.Retention{Rows: 3}})
	b.Apply(model.Event{At: sec(9), Messages: readStream(t, 1, "V0 V1"), Threads: []model.ThreadInfo{{ID: 7, Visitor: 501, Chats: []model.ChatID{1, 3}}}})
	k := model.Key{Visitor: 501, Thread: 7}
	if b.Truncated(k) {
		t.Error("cut before anything was let go")
	}
	b.Apply(model.Event{At: sec(9), Messages: readStream(t, 2, "V2 V3")})
	if got := len(b.Transcript(k)); !b.Truncated(k) || got != 1 || b.Truncated(model.Key{Visitor: 502, Thread: model.NoThread}) {
		t.Errorf("cut: %v with %d messages left, the other thread %v; want true, 1, false", b.Truncated(k), got, b.Truncated(model.Key{Visitor: 502, Thread: model.NoThread}))
	}
	later := readStream(t, 3, "V4 V5")
	for i := range later {
		later[i].Visitor = 501
	}
	b.Apply(model.Event{At: sec(9), Messages: later})
	if got := b.Transcript(k); !b.Truncated(k) || len(got) != 2 || got[0].Chat != 3 {
		t.Errorf("cut: %v with %+v left, want true with chat 3", b.Truncated(k), got)
	}
	b.Apply(model.Event{At: sec(9), Chats: []model.ChatPast{{Chat: 2, EvictedLast: sec(1)}}}) // a reader had to let go of some
	if !b.Truncated(model.Key{Visitor: 502, Thread: model.NoThread}) {
		t.Error("not cut, though its reader says so")
	}
}

// What was let go before all that is remembered is not spoken of, in whatever order it came to be known.
func TestCutIsForgotten(t *testing.T) {
	msg := func(id model.MessageID, at time.Time) model.Message {
		return model.Message{ID: id, Chat: 1, Visitor: 501, Thread: 7, SentAt: at, Side: model.SideVisitor, Kind: model.KindMessage}
	}
	evening := noon.Add(10*time.Hour + 30*time.Minute)
	events := []model.Event{
		{At: evening, Messages: []model.Message{msg(1, evening)}},
		{At: evening.Add(2 * time.Hour), Messages: []model.Message{msg(2, evening.Add(2*time.Hour))}},
		{At: evening.Add(48 * time.Hour), Messages: []model.Message{msg(3, evening.Add(48*time.Hour))}, Threads: []model.ThreadInfo{{ID: 7, Visitor: 501, Last: 1, Status: model.StatusClosed}}},
	}
	a, b := New(Config{Keep: model.Retention{Hours: 1}}), New(Config{Keep: model.Retention{Hours: 1}})
	for i, e := range events {
		a.Apply(e)
		if k := (model.Key{Visitor: 501, Thread: 7}); a.Truncated(k) != (i == 1) {
			t.Errorf("after event %d cut: %v", i, a.Truncated(k))
		}
	}
	for _, e := range slices.Backward(events) {
		b.Apply(e)
	}
	if b.Truncated(model.Key{Visitor: 501, Thread: 7}) {
		t.Error("in reverse it is cut")
	}
}

// A chat whose beginning was let go is not taken for a new one: no turn is made
// up, and a wait says that it may be longer.
func TestCutChat(t *testing.T) {
	keep := Config{Keep: model.Retention{Rows: 2}}
	cases := []struct {
		stream string
		now    int
		want   string
	}{
		{"V0 A10 V20 A50", 60, ""},               // V20 A50 would look like a first response
		{"V0 A10 V20 V30", 60, "waiting 40"},     // after A10, which is known to have been
		{"V0 V10 V20", 60, "waiting 50"},         // the first V is let go
		{"V0 V10 V20", 2000, "over, missed"},     // nobody ever answered
		{"V0 A10 V20 V30", 2000, "over"},         // dropped, not missed
		{"V0 A10 V20 A50 V60", 70, "waiting 10"}, // known from A50 on
		{"V0 V10 A20 V30 A35", 40, "NRT 5"},      // A20 is held: what follows is known
	}
	for _, c := range cases {
		b := New(keep)
		if strings.Contains(c.want, "NRT") {
			b = New(Config{Keep: model.Retention{Rows: 3}})
		}
		b.Apply(model.Event{At: sec(c.now), Messages: readStream(t, 1, c.stream)})
		s := b.At(sec(c.now))
		if got := figures(s, 1); got != c.want {
			t.Errorf("%s with 2 rows kept, now %d: got %q, want %q", c.stream, c.now, got, c.want)
		}
		r := rowOf(t, s, 1)
		if known := strings.Contains(c.stream, "A50 V60"); r.Wait.Running && r.Wait.AtLeast == known {
			t.Errorf("%s: at least %v", c.stream, r.Wait.AtLeast)
		}
	}
}
