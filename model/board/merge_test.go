package board

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// TestTrim: KeepNewest keeps the newest, which are those that a Board with that bound would keep.
func TestTrim(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		n := rapid.IntRange(1, len(h.msgs)).Draw(t, "n")
		cfg := Config{Keep: model.Retention{Rows: n}}
		var queue model.Event
		trimmed := 0
		for _, m := range rapid.Permutation(h.msgs).Draw(t, "order") {
			queue = queue.Merge(model.Event{At: m.SentAt, Messages: []model.Message{m}})
			trimmed += queue.KeepNewest(n)
		}
		if len(queue.Messages) != n || trimmed != len(h.msgs)-n {
			t.Errorf("%d messages, %d let go; want %d of %d\n%v", len(queue.Messages), trimmed, n, len(h.msgs), h)
		}
		a, b := New(cfg), New(cfg)
		a.Apply(model.Event{At: noon, Messages: h.msgs})
		b.Apply(queue)
		for _, r := range a.At(sec(h.now)).Threads {
			if d := difference(a.Transcript(r.Key), b.Transcript(r.Key)); d != "" {
				t.Errorf("a trimmed queue differs: %s\n%v", d, h)
			}
		}
	})
}

// What was sent belongs to the text that was made of it: of all observations,
// in whatever order and grouped however, it is that of the newest; a message
// whose text was let go has none.
func TestSourceFollowsText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := model.Message{ID: 1, Chat: 2, Visitor: 501, Thread: 7, SentAt: noon, Side: model.SideVisitor, Kind: model.KindMessage}
		var seen []model.Message
		newest, bare := base, false
		for i := range rapid.IntRange(1, 6).Draw(t, "observations") {
			m := base
			m.LastAt = sec(i + 1)
			m.Text = safetext.Clean(rapid.SampledFrom([]string{"a", "b"}).Draw(t, "text"))
			m.Source = safetext.Clean(rapid.SampledFrom([]string{"", "<b>", "<i>"}).Draw(t, "source"))
			if rapid.IntRange(0, 9).Draw(t, "bare") == 0 {
				m.Bare, m.TextSum, bare = true, model.ObservationOf(&m, model.Never).Hash, true
			}
			seen, newest = append(seen, m), m
		}
		want := newest.Source
		if bare {
			want = safetext.Text{}
		}
		var queue model.Event
		b := New(Config{})
		for _, m := range rapid.Permutation(append(seen, seen[0])).Draw(t, "order") {
			queue = queue.Merge(model.Event{At: m.LastAt, Messages: []model.Message{m}})
			if rapid.Bool().Draw(t, "apply") {
				b.Apply(queue)
				queue = model.Event{}
			}
		}
		b.Apply(queue)
		if got := b.Transcript(model.Key{Visitor: 501, Thread: 7}); len(got) != 1 || got[0].Source != want || !bare && got[0].Text != newest.Text {
			t.Errorf("%+v of %+v, want %q as sent", got, seen, want)
		}
	})
}

// What a random search found once of what was sent: in whatever order the
// observations come, one by one or merged, it is that of the newest.
func TestSourceOfTheNewestStands(t *testing.T) {
	type seen struct {
		second       int
		text, source string
		bare         bool // its text was let go before it came here
	}
	for _, c := range []struct {
		name string
		list []seen
		want string
	}{
		{"edited back to the first text, now with HTML", []seen{{1, "b", "", false}, {2, "a", "", false}, {3, "b", "<b>", false}}, "<b>"},
		{"edited, then only the HTML is new", []seen{{0, "a", "", false}, {1, "b", "", false}, {2, "b", "<b>b</b>", false}}, "<b>b</b>"},
		{"edited, then the HTML is gone", []seen{{0, "a", "", false}, {1, "b", "<b>b</b>", false}, {2, "b", "", false}}, ""},
		{"let go, then read again with HTML", []seen{{1, "a", "", true}, {2, "a", "", true}, {4, "a", "<b>", false}}, ""},
	} {
		var msgs []model.Message
		for _, o := range c.list {
			m := model.Message{ID: 1, Chat: 2, Visitor: 501, Thread: 7, SentAt: noon, LastAt: sec(o.second), Side: model.SideVisitor, Kind: model.KindMessage,
				Text: safetext.Clean(o.text), Source: safetext.Clean(o.source)}
			if o.bare {
				m.Text, m.Bare, m.TextSum = safetext.Text{}, true, model.ObservationOf(&m, model.Never).Hash
			}
			msgs = append(msgs, m)
		}
		for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}, {0, 0, 2, 1}} {
			apart, merged, queue := New(Config{}), New(Config{}), model.Event{}
			for _, i := range order {
				e := model.Event{At: msgs[i].LastAt, Messages: []model.Message{msgs[i]}}
				apart.Apply(e)
				queue = queue.Merge(e)
			}
			merged.Apply(queue)
			for how, b := range map[string]*Board{"one by one": apart, "merged": merged} {
				if got := b.Transcript(model.Key{Visitor: 501, Thread: 7}); len(got) != 1 || got[0].Source.String() != c.want {
					t.Errorf("%s, order %v, %s: %+v, want %q as sent", c.name, order, how, got, c.want)
				}
			}
		}
	}
}

// A message reads back as it was applied.
func TestMessageRoundTrip(t *testing.T) {
	m := model.Message{
		ID: 4, Chat: 5, Visitor: 6, Thread: 7, SentAt: sec(1), Side: model.SideAgent, Kind: model.KindUnknown,
		Type: safetext.Line("card"), Sender: 9, Name: safetext.Line("Bob"), VisitorName: safetext.Line("Ann"),
		Text: safetext.Clean("hello"), Source: safetext.Clean("<b>hello"), Seen: model.SeenYes, Offline: true, Missed: true, Edited: true,
		FirstAt: sec(2), LastAt: sec(3), SeenAt: sec(3),
	}
	b := New(Config{})
	b.Apply(model.Event{At: sec(3), Messages: []model.Message{m}})
	if got := b.Transcript(model.Key{Visitor: 6, Thread: 7}); len(got) != 1 || got[0] != m {
		t.Errorf("got %+v, want %+v", got, m)
	}
}

// BenchmarkMerge puts a poll's 100 messages, most of them known, to a queue of
// 20,000 that a blocked screen has let come together.
func BenchmarkMerge(b *testing.B) {
	f := newBenchFloor()
	var queue model.Event
	for _, list := range f.messages(500, 40, 22) {
		queue.Messages = append(queue.Messages, list...)
	}
	queue = model.Event{}.Merge(queue)
	now := f.end
	for b.Loop() {
		b.StopTimer()
		now = now.Add(100 * time.Millisecond)
		e := model.Event{At: now}
		for range 90 {
			m := queue.Messages[f.rng.IntN(len(queue.Messages))]
			m.LastAt = now
			e.Messages = append(e.Messages, m)
		}
		for range 10 {
			e.Messages = append(e.Messages, f.message(f.rng.IntN(500), now))
		}
		b.StartTimer()
		queue = queue.Merge(e)
	}
}
