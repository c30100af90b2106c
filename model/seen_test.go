package model

import (
	"testing"
	"time"
)

func TestSight(t *testing.T) {
	cases := []struct {
		stream  string
		now     int
		sight   Sight
		unseen  int // seconds, −1: not running
		seen    int
		atLeast bool
	}{
		{"V0", 20, SightUnseen, 20, -1, false},
		{"V0 V10", 20, SightUnseen, 20, -1, false},
		{"V0!5 V10", 20, SightPart, 10, 15, false},
		{"V0!5 V10!15", 20, SightSeen, -1, 15, false},
		{"V0!5 V10!15", 12, SightPart, 2, 7, false},   // what was seen at 15 was not at 12
		{"V0 V10!15", 20, SightSeen, -1, -1, false},   // the oldest has not been seen
		{"V0!0", 20, SightSeen, -1, 20, true},         // seen when first read
		{"V0 A5 V10!12", 20, SightSeen, -1, 8, false}, // before A5 nothing counts
		{"V0 A5", 20, SightNone, -1, -1, false},
	}
	seconds := func(c Clock) int {
		if !c.Running {
			return -1
		}
		return int(c.For / time.Second)
	}
	for _, c := range cases {
		b := NewBoard(Config{})
		msgs := readStream(t, 1, c.stream)
		for i := range msgs {
			msgs[i].FirstAt = msgs[i].SentAt
		}
		b.Apply(Event{At: noon, Messages: msgs})
		s := b.At(sec(c.now))
		r := rowOf(t, s, 1)
		if r.Sight != c.sight || seconds(r.Unseen) != c.unseen || seconds(r.SeenFor) != c.seen || r.SeenFor.AtLeast != c.atLeast {
			t.Errorf("%s, now %d: sight %d, unseen %d, seen %d, at least %v; want %d, %d, %d, %v",
				c.stream, c.now, r.Sight, seconds(r.Unseen), seconds(r.SeenFor), r.SeenFor.AtLeast, c.sight, c.unseen, c.seen, c.atLeast)
		}
		if h := s.Headline; h.Unseen != btoi(c.sight == SightUnseen) || h.SeenNoReply != btoi(c.seen >= 0) || seconds(h.SeenLongest) != c.seen {
			t.Errorf("%s, now %d: headline %d unseen, %d seen, longest %d", c.stream, c.now, h.Unseen, h.SeenNoReply, seconds(h.SeenLongest))
		}
	}
}

// Seen does not go back, and its time is the first observation that found it so.
func TestSeenNeverGoesBack(t *testing.T) {
	m := readStream(t, 1, "V0")[0]
	m.FirstAt, m.LastAt = time.Time{}, time.Time{}
	b := NewBoard(Config{})
	for _, o := range []struct {
		at   int
		seen Seen
	}{{2, SeenNo}, {9, SeenYes}, {6, SeenYes}, {12, SeenNo}, {15, SeenUnknown}} {
		m.Seen = o.seen
		b.Apply(Event{At: sec(o.at), Messages: []Message{m}})
	}
	got := b.Transcript(Key{501, NoThread})[0]
	if got.Seen != SeenYes || !got.SeenAt.Equal(sec(6)) || !got.FirstAt.Equal(sec(2)) || !got.LastAt.Equal(sec(15)) {
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
