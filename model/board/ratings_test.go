package board

import (
	"strings"
	"testing"
	"time"

	"floorwatch/model"
)

// A rating counts at its row, else at the chat's last one; how it was is said by
// the thread list, also after the thread went on with another chat.
func TestRatings(t *testing.T) {
	b := New(Config{Limits: model.DefaultLimits(), Location: time.UTC})
	at := func(second int) *model.Window { return &b.At(sec(second)).Headline.HalfHour }
	msgs := readStream(t, 1, "V0 A1@20 n60")
	b.Apply(model.Event{At: sec(60), Messages: msgs})
	if w := at(61); w.Rates {
		t.Errorf("nothing was rated: %+v", w)
	}
	if v := model.FigureOf(model.FigureRated).Value(b.At(sec(61)), model.Subject{}); v.Known() {
		t.Errorf("an account without ratings has %v", v)
	}
	msgs[2].Kind = model.KindFeedback
	b.Apply(model.Event{At: sec(62), Messages: msgs[2:]})
	if w := at(63); !w.Rates || w.Rated != 1 || w.LowRated != 0 {
		t.Errorf("rated by a row: %+v", w)
	}
	info := model.ThreadInfo{ID: 77, Visitor: msgs[0].Visitor, Chats: []model.ChatID{1}, Last: 1, Stars: 2, At: sec(70)}
	b.Apply(model.Event{At: sec(70), Threads: []model.ThreadInfo{info}})
	info.Chats, info.Last, info.Stars, info.At = []model.ChatID{1, 2}, 2, 0, sec(80)
	b.Apply(model.Event{At: sec(80), Threads: []model.ThreadInfo{info}})
	if w := at(81); w.Rated != 1 || w.LowRated != 1 {
		t.Errorf("two stars: %+v", w)
	}
	if w := at(60 + 1800); w.Rated != 0 || !w.Rates {
		t.Errorf("half an hour later: %+v", w)
	}
	if v := model.FigureOf(model.FigureLowRated).Value(b.At(sec(100)), model.Subject{}); v.String() != "≥1" {
		t.Errorf("rated low: %v", v)
	}
	x := b.Explain(model.FigureLowRated, model.Subject{}, sec(100))
	if len(x.Included) != 1 || !strings.Contains(x.Included[0].What, "rated 2 of 5") {
		t.Errorf("explained by %+v", x.Included)
	}
	// Who reads an Export knows it too.
	copied := New(Config{Limits: model.DefaultLimits(), Location: time.UTC})
	for _, e := range b.Export() {
		copied.Apply(e)
	}
	if got, want := copied.At(sec(100)).Headline.HalfHour, b.At(sec(100)).Headline.HalfHour; got != want {
		t.Errorf("of an export %+v, want %+v", got, want)
	}
}

// ratedAt is when the chat was rated as known at second t; −1: it was not.
func (c *refChat) ratedAt(t int) int {
	row, last := -1, -1
	for _, m := range c.msgs {
		if second(m) > t {
			break
		}
		if last = second(m); m.Kind == model.KindFeedback {
			row = last
		}
	}
	if row < 0 && c.stars > 0 {
		return last
	}
	return row
}

// rate adds the chat's rating as known at second t to a window.
func (c *refChat) rate(w *model.Window, t int, in func(int) bool) {
	rated := c.ratedAt(t)
	w.Rates = w.Rates || rated >= 0
	w.Rated += btoi(rated >= 0 && in(rated))
	w.LowRated += btoi(rated >= 0 && in(rated) && (c.stars == 1 || c.stars == 2))
}

func second(m model.Message) int { return int(m.SentAt.Sub(noon) / time.Second) }

// What the thread list says of co-browsing and recordings stands with the chat that was
// the newest then: not with the next one, and not before it was read.
func TestSharingOfARow(t *testing.T) {
	b := New(Config{Limits: model.DefaultLimits(), Location: time.UTC})
	msgs := readStream(t, 1, "V0 A1@20")
	b.Apply(model.Event{At: sec(60), Messages: msgs})
	is := model.Sharing{CoBrowsed: 3, Recorded: true}
	info := model.ThreadInfo{ID: msgs[0].Thread, Visitor: msgs[0].Visitor, Chats: []model.ChatID{1}, Last: 1, At: sec(70)}
	at := func(second int) model.Sharing { return b.At(sec(second)).Threads[0].Sharing }
	b.Apply(model.Event{At: sec(70), Threads: []model.ThreadInfo{info}})
	if got := at(71); got != (model.Sharing{}) {
		t.Errorf("the list says nothing: %+v", got)
	}
	info.Sharing, info.At = is, sec(80)
	b.Apply(model.Event{At: sec(80), Threads: []model.ThreadInfo{info}})
	if got := at(81); got != is {
		t.Errorf("got %+v, want %+v", got, is)
	}
	if got := at(75); got != (model.Sharing{}) {
		t.Errorf("before it was read: %+v", got)
	}
	info.Chats, info.Last, info.At = []model.ChatID{1, 2}, 2, sec(90)
	b.Apply(model.Event{At: sec(90), Threads: []model.ThreadInfo{info}})
	if got := at(91); got != (model.Sharing{}) {
		t.Errorf("said of the next chat: %+v", got)
	}
}
