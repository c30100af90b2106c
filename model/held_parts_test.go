package model

import (
	"reflect"
	"testing"

	"floorwatch/model/safetext"
)

// somethingOfEach is an Event of each of an Event's fields beside At, by name.
func somethingOfEach() map[string]Event {
	return map[string]Event{
		"Messages": {Messages: []Message{{ID: 3, Chat: 2, Visitor: 1, Thread: 7, SentAt: noon, Side: SideVisitor, Kind: KindMessage}}},
		"Threads":  {Threads: []ThreadInfo{{ID: 7, Visitor: 1, Chats: []ChatID{2}, Last: 2}}},
		"Visitors": {Visitors: []VisitorInfo{{ID: 1, Name: safetext.Line("Ana")}}},
		"Agents":   {Agents: []AgentInfo{{ID: 4, Name: safetext.Line("Bo")}}},
		"Polled":   {Polled: []Polled{{Key: Key{Visitor: 1, Thread: 7}}}},
		"Acks":     {Acks: []Ack{{Chat: 2, Upto: 3}}},
		"Claims":   {Claims: []Claim{{Chat: 2, Upto: 3}}},
		"Chats":    {Chats: []ChatPast{{Chat: 2, OpenLast: noon}}},
		"Gaps":     {Gaps: []Gap{{Before: 1, After: 3}}},
		"Gone":     {Gone: []Gone{{Chat: 2, All: true}}},
		"LetGo":    {LetGo: &LetGo{Rows: 5}},
		"Totals":   {Totals: &DayTotals{Total: 6}},
		"Usual":    {Usual: []Usual{{Start: noon}}},
		"Floor":    {Floor: &Floor{Name: safetext.Line("North")}},
		"Coverage": {Coverage: &Coverage{List: ListHealth{Unfinished: true}}},
		"Health":   {Health: &Health{State: StateLive}},
	}
}

// Each field of an Event beside its time has its way to be held: what a Board was told it exports, with a time.
func TestEachFieldOfAnEventIsHeld(t *testing.T) {
	each, typ := somethingOfEach(), reflect.TypeFor[Event]()
	for i := range typ.NumField() {
		name := typ.Field(i).Name
		if name == "At" {
			continue
		}
		only, ok := each[name]
		if !ok {
			t.Fatalf("somethingOfEach has no %s: whoever adds a field adds it there too", name)
		}
		b := NewBoard(Config{})
		only.At = noon
		b.Apply(only)
		found := false
		for _, e := range b.Export() {
			found = found || !reflect.ValueOf(e).FieldByName(name).IsZero()
		}
		if !found {
			t.Errorf("a Board that was told %s exports none", name)
		}
	}
	if want := typ.NumField() - 1; len(heldParts) != want {
		t.Errorf("an Event has %d fields beside its time, and heldParts %d entries", want, len(heldParts))
	}
}

// Bounds of age come first, so that nothing is held that they refuse; health comes last.
func TestOrderOfHeldParts(t *testing.T) {
	if _, ok := heldParts[0].(heldOne[LetGo]); !ok {
		t.Errorf("%T comes first, want the bounds of age", heldParts[0])
	}
	if _, ok := heldParts[len(heldParts)-1].(heldOne[Health]); !ok {
		t.Errorf("%T comes last, want the health", heldParts[len(heldParts)-1])
	}
}

// A Board does not change the Event that it is told, whose lists others hold too.
func TestApplyLeavesItsEvent(t *testing.T) {
	for name, e := range somethingOfEach() {
		e.At = noon
		before := asJSON(e)
		NewBoard(Config{}).Apply(e)
		if got := asJSON(e); got != before {
			t.Errorf("applying %s made of\n%s\nthis\n%s", name, before, got)
		}
	}
}
