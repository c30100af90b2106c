package board

import (
	"testing"

	"floorwatch/model"
)

// Each example is a chat whose last word is the visitor's, by the seconds at
// which a look at the thread list last found it open and first found it closed,
// and at which the next chat of its thread began; -1: never.
func TestWhenAChatWasOver(t *testing.T) {
	const never = -1
	for _, c := range []struct {
		start, word, open, closed, next int
		want                            string
	}{
		{1000, 900, never, 1500, never, "perhaps"},
		{1000, 1200, never, 1500, never, "surely"},
		{1000, 900, 1400, 1500, never, "surely"},
		{1000, 900, never, never, never, "surely"}, // it fell silent: over at 2700
		{3000, 900, never, never, never, "no"},
		{1000, 400, never, never, 950, "no"},
		// Found closed long after it fell silent: it may have been closed before that.
		{1000, 900, never, 9000, never, "perhaps"},
		// Nobody looked at it before the next chat began.
		{1000, 900, never, never, 1500, "perhaps"},
		{1000, 900, 1450, never, 1500, "surely"},
	} {
		b := New(Config{})
		b.Apply(model.Event{At: sec(9500), Coverage: &model.Coverage{Observed: model.Observed{At: sec(9500), Since: sec(9400)}}})
		b.Apply(model.Event{At: sec(9500), Messages: []model.Message{{ID: 1, Chat: 1, Visitor: 9, Thread: 8, SentAt: sec(c.word), Side: model.SideVisitor, Kind: model.KindMessage}}})
		list := model.ThreadInfo{ID: 8, Visitor: 9, Chats: []model.ChatID{1}, Last: 1}
		for _, look := range []struct {
			at int
			is model.Status
		}{{c.closed, model.StatusClosed}, {c.open, model.StatusOpen}} { // the later one first
			if list.Status, list.At = look.is, sec(look.at); look.at != never {
				b.Apply(model.Event{At: sec(9500), Threads: []model.ThreadInfo{list}})
			}
		}
		if c.next != never {
			b.Apply(model.Event{At: sec(9500), Messages: []model.Message{{ID: 2, Chat: 2, Visitor: 9, Thread: 8, SentAt: sec(c.next), Side: model.SideVisitor, Kind: model.KindMessage}}})
		}
		now := sec(10000)
		o := b.metricsAt(now).b.chats[1].entry.outcome(model.InstantOf(now))
		sure, perhaps := o.at.in(model.InstantOf(sec(c.start)), model.InstantOf(now))
		got := map[bool]string{true: "perhaps", false: "no"}[perhaps]
		if sure {
			got = "surely"
		}
		if !o.missed || got != c.want {
			t.Errorf("%+v: over after %d s: %s, %+v", c, c.start, got, o)
		}
	}
}

// Where no look found a chat open before it was found closed the figures are
// between what surely ended in the window and what may have; else they are exact.
func TestEndsBeforeTheObservation(t *testing.T) {
	floor := func(opens ...int) *model.Snapshot {
		b := New(Config{})
		for i, word := range []int{900, 2000} {
			id := int64(i + 1)
			for _, at := range opens {
				b.Apply(model.Event{At: sec(at), Threads: []model.ThreadInfo{{ID: model.ThreadID(id), Visitor: model.VisitorID(id), Chats: []model.ChatID{model.ChatID(id)}, Last: model.ChatID(id), Status: model.StatusOpen, At: sec(at)}}})
			}
			b.Apply(model.Event{
				At:       sec(2990),
				Messages: []model.Message{{ID: model.MessageID(id), Chat: model.ChatID(id), Visitor: model.VisitorID(id), Thread: model.ThreadID(id), SentAt: sec(word), Side: model.SideVisitor, Kind: model.KindMessage}},
				Threads:  []model.ThreadInfo{{ID: model.ThreadID(id), Visitor: model.VisitorID(id), Chats: []model.ChatID{model.ChatID(id)}, Last: model.ChatID(id), Status: model.StatusClosed, At: sec(2500)}},
				Coverage: &model.Coverage{Observed: model.Observed{At: noon, Since: noon}, List: model.ListHealth{At: noon, LastGood: noon}},
			})
		}
		return b.At(sec(3000))
	}
	missed := model.FigureOf(model.FigureMissed)
	if s := floor(); missed.Value(s, model.Subject{}).String() != "1–2" {
		t.Errorf("found closed: %v missed", missed.Value(s, model.Subject{}))
	}
	if s := floor(2400, 2490); missed.Value(s, model.Subject{}).String() != "2" {
		t.Errorf("found open before: %v missed", missed.Value(s, model.Subject{}))
	}
}

// A chat that was closed, reopened and closed again was over between the last look that found it open and the last
// that found it closed, or a word's half hour: on either side of a window's edge.
func TestClosedAgainIsAnInterval(t *testing.T) {
	b := boardOf(t, "V0 A10 V20")
	for _, l := range []struct {
		at     int
		status model.Status
	}{{60, model.StatusClosed}, {70, model.StatusOpen}, {90, model.StatusClosed}, {120, model.StatusClosed}} {
		list(b, l.at, l.status)
	}
	b.Apply(model.Event{At: sec(120), Coverage: &model.Coverage{
		Observed: model.Observed{At: sec(120), Since: sec(-7200)}, List: model.ListHealth{At: sec(120)},
	}})
	for now, want := range map[int]string{125: "1", 1869: "1", 1880: "≤1", 1919: "≤1", 1920: "0"} {
		if got := model.FigureOf(model.FigureDropped).Value(b.At(sec(now)), model.Subject{}).String(); got != want {
			t.Errorf("at %d: %s, want %s", now, got, want)
		}
	}
}
