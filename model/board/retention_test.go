package board

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// The bounds keep the newest by (sent, id), in whatever order messages come.
func TestRetentionDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		cfg := Config{Keep: model.Retention{
			Hours:             rapid.IntRange(1, 24).Draw(t, "hours"),
			MessagesPerThread: rapid.IntRange(1, 6).Draw(t, "texts a thread"),
			Messages:          rapid.IntRange(1, 15).Draw(t, "texts"),
			Rows:              rapid.IntRange(1, 20).Draw(t, "rows"),
		}}
		var events []model.Event
		for _, m := range h.msgs {
			at := m.SentAt.Add(time.Duration(rapid.IntRange(0, 40).Draw(t, "read after")) * time.Hour)
			m.FirstAt, m.LastAt = time.Time{}, time.Time{}
			m.Source = safetext.Clean(rapid.SampledFrom([]string{"", "<p>"}).Draw(t, "source"))
			events = append(events, model.Event{At: at, Messages: []model.Message{m}})
		}
		now := h.now + 3600*rapid.IntRange(0, 40).Draw(t, "hours on")
		a, b := New(cfg), New(cfg)
		for _, e := range events {
			a.Apply(e)
		}
		again := rapid.SliceOfN(rapid.SampledFrom(events), 0, 5).Draw(t, "again")
		for _, e := range rapid.Permutation(append(again, events...)).Draw(t, "order") {
			b.Apply(e)
			if rapid.IntRange(0, 3).Draw(t, "at") == 0 {
				b.At(sec(now))
			}
		}
		x, y := figuresOf(a.At(sec(now))), figuresOf(b.At(sec(now)))
		if d := difference(x, y); d != "" {
			t.Errorf("two Boards with bounds %+v differ: %s\n%v", cfg.Keep, d, h)
		}
		for _, r := range x.Threads {
			if d := difference(a.Transcript(r.Key), b.Transcript(r.Key)); d != "" {
				t.Errorf("transcripts of %v with bounds %+v differ: %s\n%v", r.Key, cfg.Keep, d, h)
			}
			if c, d := a.Truncated(r.Key), b.Truncated(r.Key); c != d {
				t.Errorf("cut: %v of %v with bounds %+v, in another order %v\n%v", c, r.Key, cfg.Keep, d, h)
			}
		}
		checkBounds(t, a, cfg.Keep)
		checkBounds(t, b, cfg.Keep)
	})
}

// checkBounds counts what a Board holds.
func checkBounds(t *rapid.T, b *Board, k model.Retention) {
	rows, texts := 0, 0
	for _, c := range b.chats {
		own, sources := 0, 0
		for _, r := range c.rows {
			if s := c.sources[r.ID]; !s.IsEmpty() {
				sources++
				if r.Text.IsEmpty() {
					t.Errorf("message %d has %q as sent, but its text was let go", r.ID, s)
				}
			}
			rows++
			if !r.Text.IsEmpty() {
				own++
			}
		}
		if sources != len(c.sources) {
			t.Errorf("chat %d holds %d texts as sent, %d of its rows have one", c.id, len(c.sources), sources)
		}
		texts += own
		if own > k.MessagesPerThread {
			t.Errorf("chat %d has %d texts, bound %d", c.id, own, k.MessagesPerThread)
		}
	}
	if rows > k.Rows || texts > k.Messages || b.index.len() != rows || b.retention.rows != rows || b.retention.texts != texts {
		t.Errorf("%d rows (%d by id, %d counted), %d texts (%d counted), bounds %+v",
			rows, b.index.len(), b.retention.rows, texts, b.retention.texts, k)
	}
}

// What was sent goes with its text: where newer texts need the room, and where a
// message whose text went is read once more.
func TestSourceGoesWithItsText(t *testing.T) {
	sent := func(chat model.ChatID, stream string, html int) []model.Message {
		msgs := readStream(t, chat, stream)
		msgs[html].Source = safetext.Clean("<p>")
		return msgs
	}
	one := sent(1, "V0 V0 V0 A0", 2)
	two := sent(2, "V0 A0", 0)
	for _, c := range []struct {
		name string
		keep model.Retention
		msgs []model.Message
		key  model.Key
	}{
		{"newer ones", model.Retention{Hours: 1, MessagesPerThread: 1, Messages: 1, Rows: 2}, one, model.Key{Visitor: 501, Thread: model.NoThread}},
		{"read again", model.Retention{Hours: 1, MessagesPerThread: 1, Messages: 1, Rows: 3}, slices.Concat(two[:1], readStream(t, 1, "V0 A1"), two), model.Key{Visitor: 502, Thread: model.NoThread}},
	} {
		b := New(Config{Keep: c.keep})
		for _, m := range c.msgs {
			b.Apply(model.Event{At: m.SentAt, Messages: []model.Message{m}})
		}
		gone := 0
		for _, m := range b.Transcript(c.key) {
			if m.Bare {
				gone++
			}
			if m.Text.IsEmpty() && !m.Source.IsEmpty() {
				t.Errorf("%s: message %d has %q as sent, but its text was let go", c.name, m.ID, m.Source)
			}
		}
		if gone == 0 {
			t.Errorf("%s: no text was let go: %+v", c.name, b.Transcript(c.key))
		}
	}
}

func TestTextsAreBoundedByThread(t *testing.T) {
	b := New(Config{Keep: model.Retention{MessagesPerThread: 2}})
	b.Apply(model.Event{At: noon, Messages: readStream(t, 1, "V0 V1 A2 V3 V4")})
	b.Apply(model.Event{At: noon, Messages: readStream(t, 2, "V0 V1")})
	got := textsOf(b, model.Key{Visitor: 501, Thread: model.NoThread})
	if want := []string{"", "", "", "V3 of 1", "V4 of 1"}; !slices.Equal(got, want) {
		t.Errorf("texts %q, want %q", got, want)
	}
	if got := textsOf(b, model.Key{Visitor: 502, Thread: model.NoThread}); len(got) != 2 || got[0] == "" {
		t.Errorf("texts of the other thread %q, want both", got)
	}
	if m := b.Transcript(model.Key{Visitor: 501, Thread: model.NoThread}); !m[0].Bare || m[4].Bare {
		t.Errorf("text dropped of the first %v, of the last %v; want true, false", m[0].Bare, m[4].Bare)
	}
	if d := b.At(sec(5)).Diagnostics; d.TextsDropped != 3 || d.Messages != 7 {
		t.Errorf("diag %+v, want 3 texts dropped of 7 messages", d)
	}
}

func textsOf(b *Board, k model.Key) []string {
	var list []string
	for _, m := range b.Transcript(k) {
		list = append(list, m.Text.String())
	}
	return list
}

// An edit shows after its text was let go, and reading the message again does not bring the text back.
func TestEditAfterTextWasLetGo(t *testing.T) {
	b := New(Config{Keep: model.Retention{MessagesPerThread: 1}})
	msgs := readStream(t, 1, "V0 V1")
	b.Apply(model.Event{At: sec(2), Messages: msgs})
	again := msgs[0]
	again.LastAt = sec(3)
	b.Apply(model.Event{At: sec(3), Messages: []model.Message{again}})
	if m := b.Transcript(model.Key{Visitor: 501, Thread: model.NoThread})[0]; m.Edited || !m.Text.IsEmpty() {
		t.Errorf("read again: %+v, want no text and not edited", m)
	}
	again.Text, again.LastAt = safetext.Clean("other"), sec(4)
	b.Apply(model.Event{At: sec(4), Messages: []model.Message{again}})
	if m := b.Transcript(model.Key{Visitor: 501, Thread: model.NoThread})[0]; !m.Edited || !m.Text.IsEmpty() {
		t.Errorf("edited: %+v, want no text and edited", m)
	}
}

// Rows live longer than texts, so that the figures of the day survive them.
func TestFiguresOutliveTexts(t *testing.T) {
	b := New(Config{Keep: model.Retention{Messages: 2, MessagesPerThread: 1}})
	for i := range 30 {
		b.Apply(model.Event{At: sec(60), Messages: readStream(t, model.ChatID(i+1), "V0 A20 V30 A40")})
	}
	s := b.At(sec(60))
	if w := s.Headline.Today; w.First.N != 30 || w.Next.N != 30 {
		t.Errorf("%d first and %d next responses, want 30 each", w.First.N, w.Next.N)
	}
	if s.Diagnostics.TextsDropped != 118 {
		t.Errorf("%d texts dropped, want 118", s.Diagnostics.TextsDropped)
	}
}

// At 23:30 the messages since the start of the day are held, with 1 hour to keep.
func TestTodayIsHeld(t *testing.T) {
	b := New(Config{Keep: model.Retention{Hours: 1}})
	morning := noon.Add(-11*time.Hour - 30*time.Minute)
	msgs := readStream(t, 1, "V0 A20")
	for i := range msgs {
		msgs[i].SentAt = morning.Add(time.Duration(20*i) * time.Second)
		msgs[i].FirstAt, msgs[i].LastAt = msgs[i].SentAt, msgs[i].SentAt
	}
	b.Apply(model.Event{At: morning, Messages: msgs})
	late := noon.Add(11*time.Hour + 30*time.Minute)
	b.Apply(model.Event{At: late, Messages: readStream(t, 2, "V0")})
	if n := b.At(late).Headline.Today.First.N; n != 1 {
		t.Errorf("%d first responses today, want 1", n)
	}
	b.Apply(model.Event{At: late.Add(4 * time.Hour)})
	s := b.At(late.Add(4 * time.Hour))
	if s.Diagnostics.Messages != 0 || s.Diagnostics.RowsDropped != 3 {
		t.Errorf("the day after: %+v, want nothing held and 3 rows dropped", s.Diagnostics)
	}
}

// What lists say is let go when it is old, so that years do not fill the memory.
func TestListsAreForgotten(t *testing.T) {
	b := New(Config{})
	for day := range 10 {
		at := noon.AddDate(0, 0, day)
		for i := range 20 {
			id := 1000*day + i
			b.Apply(model.Event{
				At:       at,
				Threads:  []model.ThreadInfo{{ID: model.ThreadID(id), Visitor: model.VisitorID(id), Chats: []model.ChatID{model.ChatID(id)}, Last: model.ChatID(id)}},
				Visitors: []model.VisitorInfo{{ID: model.VisitorID(id), Name: safetext.Line(fmt.Sprint(id))}},
				Polled:   []model.Polled{{Key: model.Key{Visitor: model.VisitorID(id), Thread: model.ThreadID(id)}}},
				Acks:     []model.Ack{{Chat: model.ChatID(id), Upto: 1}},
			})
		}
	}
	for name, n := range map[string]int{
		"infos": len(b.threadInfos), "visitors": len(b.visitors), "polled": len(b.polledAt), "facts": len(b.facts), "named": len(b.namedBy),
	} {
		if n > 60 {
			t.Errorf("%d %s held after ten days of 20, want three days' at most", n, name)
		}
	}
}

// A week on a floor of the same size leaves the Board as large as two days do.
func TestWeekIsFlat(t *testing.T) {
	b := New(Config{})
	held := func() [9]int {
		m := b.metrics
		return [9]int{
			len(b.chats), b.index.len(), len(b.threads), len(b.facts), len(b.threadInfos), len(b.namedBy),
			len(m.threads), len(m.agents), len(b.retention.shares),
		}
	}
	var after [8][9]int
	for hour := range 7 * 24 {
		now := noon.Add(time.Duration(hour)*time.Hour + 30*time.Minute)
		for i := range 5 {
			id := model.ChatID(5*hour + i + 1)
			msgs := readStream(t, id, fmt.Sprintf("V0 A%d@10 V20 A%d@30", i+1, i+1))
			for j := range msgs {
				msgs[j].SentAt = msgs[j].SentAt.Add(now.Sub(noon) - time.Minute)
				msgs[j].FirstAt, msgs[j].LastAt = now, now
			}
			b.Apply(model.Event{At: now, Messages: msgs, Threads: []model.ThreadInfo{{ID: model.ThreadID(id), Visitor: msgs[0].Visitor, Last: id}}})
		}
		if s := b.At(now); s.Headline.Today.First.N == 0 {
			t.Fatalf("hour %d: no first responses today", hour)
		}
		after[hour/24+1] = held()
	}
	if after[7] != after[3] {
		t.Errorf("held after seven days %v, after three %v", after[7], after[3])
	}
}

// A message that turns out to be another visitor's counts towards that one's texts.
func TestVisitorOfMessageChanges(t *testing.T) {
	b := New(Config{Keep: model.Retention{MessagesPerThread: 1}})
	msgs := readStream(t, 1, "V0 V1")
	b.Apply(model.Event{At: sec(1), Messages: msgs[:1]})
	moved := msgs[0]
	moved.Visitor, moved.LastAt = 777, sec(2)
	b.Apply(model.Event{At: sec(2), Messages: []model.Message{moved, msgs[1]}})
	if d := b.At(sec(3)).Diagnostics; d.TextsDropped != 0 {
		t.Errorf("%d texts dropped, want none: each visitor has one", d.TextsDropped)
	}
	if n := b.retention.shares[501].texts + b.retention.shares[777].texts; n != 2 {
		t.Errorf("%d texts counted, want 2", n)
	}
}

// On a full Board most Events find what to let go without a walk over every chat.
func TestFullBoardIsSeldomWalked(t *testing.T) {
	keep := model.Retention{Messages: 640, Rows: 1280}
	b := New(Config{Keep: keep})
	apply := func(i int) {
		msgs := readStream(t, model.ChatID(i+1), "V0")
		msgs[0].SentAt = msgs[0].SentAt.Add(time.Duration(i) * time.Second)
		b.Apply(model.Event{At: noon.Add(time.Hour), Messages: msgs})
	}
	for i := range keep.Rows {
		apply(i)
	}
	walks, rows, texts := 0, len(b.retention.oldRows), len(b.retention.oldTexts)
	const n = 400
	for i := range n {
		apply(keep.Rows + i)
		if len(b.retention.oldRows) >= rows {
			walks++
		}
		if len(b.retention.oldTexts) >= texts {
			walks++
		}
		rows, texts = len(b.retention.oldRows), len(b.retention.oldTexts)
	}
	if want := n/queueLength(keep.Rows) + n/queueLength(keep.Messages) + 2; walks > want {
		t.Errorf("%d walks over all chats for %d messages, want %d at most", walks, n, want)
	}
	if b.retention.rows != keep.Rows || b.retention.texts != keep.Messages {
		t.Errorf("%d rows and %d texts are held, want %d and %d: the bounds are exact", b.retention.rows, b.retention.texts, keep.Rows, keep.Messages)
	}
}
