package board

import (
	"testing"
	"time"

	"floorwatch/model"
)

// Without a word on coverage a Board reads it off the health, as a stream of an
// older program needs; with one it keeps to that.
func TestCoverageFromHealth(t *testing.T) {
	b := New(Config{})
	if c := b.Coverage(); c.Exact() || !c.Derived {
		t.Errorf("with nothing applied: %+v, want that nothing is known, and a derived one", c)
	}
	b.Apply(model.Event{At: sec(1), Health: &model.Health{State: model.StateLive, ReadDone: 3, ReadAll: 10}})
	c := b.Coverage()
	if c.Exact() || !c.Derived || !c.List.Unfinished || c.Debts.CountNewerThan(true, time.Hour) != 7 || c.Debts.Read != 3 || c.Debts.Total != 10 {
		t.Errorf("in the first read: %+v, want 7 threads of 10 unread and the list not whole", c)
	}
	b.Apply(model.Event{At: sec(2), Health: &model.Health{State: model.StateLive, ReadDone: 10, ReadAll: 10, Read: true}})
	if c := b.Coverage(); !c.Exact() || !c.Derived {
		t.Errorf("after the first read: %+v, want an exact one", c)
	}
	b.Apply(model.Event{At: sec(3), Coverage: &model.Coverage{Anomalies: model.Anomalies{Seen: true}}})
	b.Apply(model.Event{At: sec(4), Health: &model.Health{State: model.StateLive}})
	if c := b.Coverage(); !c.Derived || !c.Anomalies.Seen || !c.List.Unfinished {
		t.Errorf("with a doubt alone: %+v, want that, and the rest of the health", c)
	}
	b.Apply(model.Event{At: sec(5), Coverage: &model.Coverage{List: model.ListHealth{Read: 2, Pages: 2}}})
	if c := b.Coverage(); c.Derived || !c.Anomalies.Seen || c.List.Unfinished {
		t.Errorf("with a coverage: %+v, want what was said and nothing of the health", c)
	}
}

func TestGone(t *testing.T) {
	a := model.Event{At: sec(5), Gone: []model.Gone{{Chat: 1, Messages: []model.MessageID{7, 8}}}}
	b := model.Event{At: sec(9), Gone: []model.Gone{{Chat: 1, Messages: []model.MessageID{8}, All: true}}}
	for name, events := range map[string][]model.Event{"in order": {a, b, a}, "in reverse": {b, a}, "merged": {(model.Event{}).Merge(b).Merge(a)}} {
		board := New(Config{})
		for _, e := range events {
			board.Apply(e)
		}
		for m, want := range map[model.MessageID]time.Time{7: sec(5), 8: sec(9), 0: sec(9)} {
			if at, ok := board.gone.At(model.GoneID{Chat: 1, Message: m}); !ok || !at.Time().Equal(want) {
				t.Errorf("%s: message %d is gone since %v, %v, want %v", name, m, at, ok, want)
			}
		}
		if at, ok := board.gone.At(model.GoneID{Chat: 1, Message: 9}); ok {
			t.Errorf("%s: a message that nobody spoke of is gone since %v", name, at)
		}
	}
}

func TestClaim(t *testing.T) {
	b := New(Config{})
	b.Apply(model.Event{At: sec(2), Claims: []model.Claim{{Chat: 1, Upto: 3}}})
	b.Apply(model.Event{At: sec(1), Claims: []model.Claim{{Chat: 1, Undo: true}}})
	if c, ok := b.Claim(1); !ok || c.Upto != 3 {
		t.Errorf("claimed: %+v, %v", c, ok)
	}
	b.Apply(model.Event{At: sec(2), Claims: []model.Claim{{Chat: 1, Undo: true}}})
	if c, ok := b.Claim(1); ok {
		t.Errorf("given back: %+v is still a claim", c)
	}
}

// What a stream sends too much of is not held, and stays as it is in the Event.
func TestHostileCoverageIsCut(t *testing.T) {
	e := model.Event{At: noon, Coverage: &model.Coverage{Observed: model.Observed{At: noon, Holes: make([]model.Hole, 1000)}}}
	b := New(Config{})
	b.Apply(e)
	if n := len(b.Coverage().Observed.Holes); n >= 1000 {
		t.Errorf("%d holes are held", n)
	}
	if len(e.Coverage.Observed.Holes) != 1000 {
		t.Error("applying an Event has changed it")
	}
}
