package board

import (
	"slices"
	"testing"
	"time"

	"floorwatch/model"
)

func TestActivity(t *testing.T) {
	b := boardOf(t, "V0 B5 A1@70 A2@80 V130 n131", "V65 A2@75", "V3")
	now := sec(150)
	minute := func(n int, m model.Minute) model.Minute {
		m.Start = noon.Add(time.Duration(n) * time.Minute)
		return m
	}
	cases := []struct {
		name   string
		filter model.Filter
		want   []model.Minute
	}{
		{"the floor", model.Filter{}, []model.Minute{
			minute(-1, model.Minute{Waiting: 1}), // one begins at its very end
			minute(0, model.Minute{Visitors: 2, Bots: 1, Waiting: 1}),
			minute(1, model.Minute{Agents: 3, Visitors: 1, Firsts: 2, Waiting: 1}),
			minute(2, model.Minute{Visitors: 1, Waiting: 2}),
		}},
		{"a thread", model.Filter{Key: model.Key{Visitor: 502, Thread: model.NoThread}}, []model.Minute{
			minute(-1, model.Minute{}), minute(0, model.Minute{}), minute(1, model.Minute{Agents: 1, Visitors: 1, Firsts: 1}), minute(2, model.Minute{}),
		}},
		{"an agent: own words and owned chats", model.Filter{Agent: 2}, []model.Minute{
			minute(-1, model.Minute{}),
			minute(0, model.Minute{Visitors: 1, Bots: 1}),
			minute(1, model.Minute{Agents: 2, Visitors: 1, Firsts: 1}),
			minute(2, model.Minute{Visitors: 1}),
		}},
		{"nobody", model.Filter{Key: model.Key{Visitor: 999, Thread: 1}}, []model.Minute{minute(-1, model.Minute{}), minute(0, model.Minute{}), minute(1, model.Minute{}), minute(2, model.Minute{})}},
	}
	for _, c := range cases {
		if got := b.Activity(now, 4, c.filter); difference(got, c.want) != "" {
			t.Errorf("%s: %s\n got %+v\nwant %+v", c.name, difference(got, c.want), got, c.want)
		}
	}
	if got := b.Activity(now, 0, model.Filter{}); got != nil {
		t.Errorf("of no minutes: %+v, want nothing", got)
	}
}

// The backlog of a minute is how many waited at its end, as the floor of that moment says.
func TestBacklogIsThatOfTheFloor(t *testing.T) {
	b := boardOf(t, "V0 A1@70 V130 A1@250", "V65", "V3 B5 V20", "V100 A2@119 V121 A2@179", "V180")
	list := b.Activity(sec(330), 7, model.Filter{})
	seen := 0
	for i, m := range list {
		end := m.Start.Add(time.Minute)
		if i == len(list)-1 {
			end = sec(330)
		}
		want := boardOf(t, "V0 A1@70 V130 A1@250", "V65", "V3 B5 V20", "V100 A2@119 V121 A2@179", "V180").At(end).Headline.Waiting
		if m.Waiting != want {
			t.Errorf("at the end of minute %d: %d waited, want %d", i, m.Waiting, want)
		}
		seen += want
	}
	if seen < 5 {
		t.Fatalf("hardly anybody waits in this test: %d", seen)
	}
}

// A missed chat shows in the minute in which it was over.
func TestActivityMissed(t *testing.T) {
	list := boardOf(t, "V0").At(sec(1900))
	if list.Headline.HalfHour.Missed != 1 {
		t.Fatalf("%+v, want one missed", list.Headline.HalfHour)
	}
	got := boardOf(t, "V0").Activity(sec(1900), 3, model.Filter{})
	for i, want := range []int{0, 1, 0} { // minutes 29, 30 and 31
		if got[i].Missed != want {
			t.Errorf("minute %v: %d missed, want %d", got[i].Start, got[i].Missed, want)
		}
	}
}

// A transcript holds all chats of a thread by time, notes and events included.
func TestTranscript(t *testing.T) {
	b := New(Config{})
	for chat, stream := range map[model.ChatID]string{1: "V0 n10 A50", 2: "V40 A60"} {
		msgs := readStream(t, chat, stream)
		for i := range msgs {
			msgs[i].Visitor, msgs[i].Thread = 501, 7
		}
		b.Apply(model.Event{At: noon, Messages: msgs})
	}
	got := textsOf(b, model.Key{Visitor: 501, Thread: 7})
	want := []string{"V0 of 1", "n10 of 1", "V40 of 2", "A50 of 1", "A60 of 2"}
	if difference(got, want) != "" {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := b.Transcript(model.Key{Visitor: 9, Thread: 9}); got != nil {
		t.Errorf("of an unknown thread: %+v, want nothing", got)
	}
}

// The newest word on a thread that names a chat says where it belongs, before what was asked for.
func TestGrouping(t *testing.T) {
	b := boardOf(t, "V0")
	if r := rowOf(t, b.At(sec(5)), 1); r.Key != (model.Key{Visitor: 501, Thread: model.NoThread}) {
		t.Errorf("without a hint: %v, want the visitor's loose chats", r.Key)
	}
	m := readStream(t, 1, "V0")[0]
	m.Thread = 5
	b.Apply(model.Event{At: sec(6), Messages: []model.Message{m}})
	if r := rowOf(t, b.At(sec(6)), 1); r.Key != (model.Key{Visitor: 501, Thread: 5}) {
		t.Errorf("with a hint: %v, want thread 5", r.Key)
	}
	name := func(at int, thread model.ThreadID, chats ...model.ChatID) {
		b.Apply(model.Event{At: sec(at), Threads: []model.ThreadInfo{{ID: thread, Visitor: 501, Chats: chats}}})
	}
	name(10, 8, 1)
	name(10, 7, 1)
	if r := rowOf(t, b.At(sec(20)), 1); r.Key != (model.Key{Visitor: 501, Thread: 8}) {
		t.Errorf("named by two at once: %v, want the larger, 8", r.Key)
	}
	name(15, 7, 1, 2)
	if r := rowOf(t, b.At(sec(20)), 1); r.Key != (model.Key{Visitor: 501, Thread: 7}) {
		t.Errorf("named by a newer word: %v, want thread 7", r.Key)
	}
	name(16, 7, 2)
	if r := rowOf(t, b.At(sec(20)), 1); r.Key != (model.Key{Visitor: 501, Thread: 8}) {
		t.Errorf("no longer named by it: %v, want thread 8", r.Key)
	}
	name(17, 8)
	if s := b.At(sec(20)); len(s.Threads) != 1 || s.Threads[0].Key != (model.Key{Visitor: 501, Thread: 5}) {
		t.Errorf("named by none: %+v, want the hint's thread 5", s.Threads)
	}
}

// The Activity of four hours, which looks at the chats that ended lately, is the end of that of a day, which looks at
// every chat: also after a day of ticks, and where messages come late.
func TestActivityOfChatsThatEnded(t *testing.T) {
	f := newBenchFloor()
	b := New(Config{})
	day := f.messages(600, 6, 20)
	slices.SortFunc(day, func(x, y []model.Message) int { return x[0].SentAt.Compare(y[0].SentAt) })
	for i, list := range day {
		now := list[len(list)-1].SentAt
		b.Apply(model.Event{At: now, Messages: list})
		if i%20 == 0 && i >= 60 {
			late := f.message(int(day[i-60][0].Chat)-1, now.Add(-90*time.Minute))
			late.FirstAt, late.LastAt, late.SeenAt = now, now, now
			b.Apply(model.Event{At: now, Messages: []model.Message{late}})
			b.At(now)
		}
	}
	for _, of := range []model.Filter{{}, {Agent: 5}, {Key: model.Key{Visitor: 7, Thread: 7}}} {
		got, all := b.Activity(f.end, 239, of), b.Activity(f.end, 900, of)
		if d := difference(got, all[900-239:]); d != "" {
			t.Errorf("%+v: four hours differ from the end of fifteen: %s", of, d)
		}
	}
	if n := len(b.metrics.ended.list); n == 0 || n > 450 {
		t.Errorf("%d chats of the last four hours are kept of 600 in 20 hours", n)
	}
}
