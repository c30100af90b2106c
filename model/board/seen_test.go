package board

import (
	"testing"
	"time"

	"floorwatch/model"
)

func TestSight(t *testing.T) {
	cases := []struct {
		stream  string
		now     int
		sight   model.Sight
		unseen  int // seconds, −1: not running
		seen    int
		atLeast bool
	}{
		{"V0", 20, model.SightUnseen, 20, -1, false},
		{"V0 V10", 20, model.SightUnseen, 20, -1, false},
		{"V0!5 V10", 20, model.SightPart, 10, 15, false},
		{"V0!5 V10!15", 20, model.SightSeen, -1, 15, false},
		{"V0!5 V10!15", 12, model.SightPart, 2, 7, false},   // what was seen at 15 was not at 12
		{"V0 V10!15", 20, model.SightSeen, -1, -1, false},   // the oldest has not been seen
		{"V0!0", 20, model.SightSeen, -1, 20, true},         // seen when first read
		{"V0 A5 V10!12", 20, model.SightSeen, -1, 8, false}, // before A5 nothing counts
		{"V0 A5", 20, model.SightNone, -1, -1, false},
	}
	seconds := func(c model.Clock) int {
		if !c.Running {
			return -1
		}
		return int(c.For / time.Second)
	}
	for _, c := range cases {
		b := New(Config{})
		msgs := readStream(t, 1, c.stream)
		for i := range msgs {
			msgs[i].FirstAt = msgs[i].SentAt
		}
		b.Apply(model.Event{At: noon, Messages: msgs})
		s := b.At(sec(c.now))
		r := rowOf(t, s, 1)
		if r.Sight != c.sight || seconds(r.Unseen) != c.unseen || seconds(r.SeenFor) != c.seen || r.SeenFor.AtLeast != c.atLeast {
			t.Errorf("%s, now %d: sight %d, unseen %d, seen %d, at least %v; want %d, %d, %d, %v",
				c.stream, c.now, r.Sight, seconds(r.Unseen), seconds(r.SeenFor), r.SeenFor.AtLeast, c.sight, c.unseen, c.seen, c.atLeast)
		}
		longest := -1 // of the chats whose newest message has been seen
		if c.sight == model.SightSeen {
			longest = c.seen
		}
		if h := s.Headline; h.Unseen != btoi(c.sight == model.SightUnseen) || h.SeenNoReply != btoi(c.sight == model.SightSeen) || seconds(h.SeenLongest) != longest {
			t.Errorf("%s, now %d: headline %d unseen, %d seen, longest %d", c.stream, c.now, h.Unseen, h.SeenNoReply, seconds(h.SeenLongest))
		}
	}
}

// Seen does not go back, and its time is the first observation that found it so.
func TestSeenNeverGoesBack(t *testing.T) {
	m := readStream(t, 1, "V0")[0]
	m.FirstAt, m.LastAt = time.Time{}, time.Time{}
	b := New(Config{})
	for _, o := range []struct {
		at   int
		seen model.Seen
	}{{2, model.SeenNo}, {9, model.SeenYes}, {6, model.SeenYes}, {12, model.SeenNo}, {15, model.SeenUnknown}} {
		m.Seen = o.seen
		b.Apply(model.Event{At: sec(o.at), Messages: []model.Message{m}})
	}
	got := b.Transcript(model.Key{Visitor: 501, Thread: model.NoThread})[0]
	if got.Seen != model.SeenYes || !got.SeenAt.Equal(sec(6)) || !got.FirstAt.Equal(sec(2)) || !got.LastAt.Equal(sec(15)) {
		t.Errorf("got %+v; want seen at 6, first at 2, last at 15", got)
	}
}

func TestVisitorHasNotRead(t *testing.T) {
	cases := []struct {
		stream string
		now    int
		want   bool
	}{
		{"V0 A10", 129, false},
		{"V0 A10", 130, true},
		{"V0 A10!50", 200, false},
		{"V0 A10!150", 140, true},
		{"V0 A10 V20", 200, false},
		{"V0 A10", 1810, false}, // over
	}
	for _, c := range cases {
		if got := rowOf(t, boardOf(t, c.stream).At(sec(c.now)), 1).Gone; got != c.want {
			t.Errorf("%s, now %d: gone %v, want %v", c.stream, c.now, got, c.want)
		}
	}
}
