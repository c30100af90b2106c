package model

import (
	"testing"
	"time"
)

// Without a word on coverage a Board reads it off the health, as a stream of an
// older program needs; with one it keeps to that.
func TestCoverageFromHealth(t *testing.T) {
	b := NewBoard(Config{})
	if c := b.Coverage(); !c.Exact() || !c.Derived {
		t.Errorf("with nothing applied: %+v, want an exact one that is derived", c)
	}
	b.Apply(Event{At: sec(1), Health: &Health{State: StateLive, ReadDone: 3, ReadAll: 10}})
	c := b.Coverage()
	if c.Exact() || !c.Derived || !c.List.Unfinished || c.Debts.Touching(true, time.Hour) != 7 || c.Debts.Read != 3 || c.Debts.Of != 10 {
		t.Errorf("in the first read: %+v, want 7 threads of 10 unread and the list not whole", c)
	}
	b.Apply(Event{At: sec(2), Health: &Health{State: StateLive, ReadDone: 10, ReadAll: 10, Read: true}})
	if c := b.Coverage(); !c.Exact() || !c.Derived {
		t.Errorf("after the first read: %+v, want an exact one", c)
	}
	b.Apply(Event{At: sec(3), Coverage: &Coverage{Doubt: Doubt{Seen: true}}})
	b.Apply(Event{At: sec(4), Health: &Health{State: StateLive}})
	if c := b.Coverage(); !c.Derived || !c.Doubt.Seen || !c.List.Unfinished {
		t.Errorf("with a doubt alone: %+v, want that, and the rest of the health", c)
	}
	b.Apply(Event{At: sec(5), Coverage: &Coverage{List: ListHealth{Read: 2, Pages: 2}}})
	if c := b.Coverage(); c.Derived || !c.Doubt.Seen || c.List.Unfinished {
		t.Errorf("with a coverage: %+v, want what was said and nothing of the health", c)
	}
}

func TestGone(t *testing.T) {
	a := Event{At: sec(5), Gone: []Gone{{Chat: 1, Messages: []MessageID{7, 8}}}}
	b := Event{At: sec(9), Gone: []Gone{{Chat: 1, Messages: []MessageID{8}, All: true}}}
	for name, events := range map[string][]Event{"in order": {a, b, a}, "in reverse": {b, a}, "merged": {(Event{}).Merge(b).Merge(a)}} {
		board := NewBoard(Config{})
		for _, e := range events {
			board.Apply(e)
		}
		for m, want := range map[MessageID]time.Time{7: sec(5), 8: sec(9), 0: sec(9)} {
			if at, ok := board.Gone(1, m); !ok || !at.Equal(want) {
				t.Errorf("%s: message %d is gone since %v, %v, want %v", name, m, at, ok, want)
			}
		}
		if at, ok := board.Gone(1, 9); ok || !at.IsZero() {
			t.Errorf("%s: a message that nobody spoke of is gone since %v", name, at)
		}
	}
}

func TestClaim(t *testing.T) {
	b := NewBoard(Config{})
	b.Apply(Event{At: sec(2), Claims: []Claim{{Chat: 1, Upto: 3}}})
	b.Apply(Event{At: sec(1), Claims: []Claim{{Chat: 1, Undo: true}}})
	if c, ok := b.Claim(1); !ok || c.Upto != 3 {
		t.Errorf("claimed: %+v, %v", c, ok)
	}
	b.Apply(Event{At: sec(2), Claims: []Claim{{Chat: 1, Undo: true}}})
	if c, ok := b.Claim(1); ok {
		t.Errorf("given back: %+v is still a claim", c)
	}
}

// What a stream sends too much of is not held, and stays as it is in the Event.
func TestHostileCoverageIsCut(t *testing.T) {
	e := Event{At: noon, Coverage: &Coverage{Observed: Observed{At: noon, Holes: make([]Hole, 1000)}}}
	b := NewBoard(Config{})
	b.Apply(e)
	if n := len(b.Coverage().Observed.Holes); n >= 1000 {
		t.Errorf("%d holes are held", n)
	}
	if len(e.Coverage.Observed.Holes) != 1000 {
		t.Error("applying an Event has changed it")
	}
}
