package board

import (
	"reflect"
	"testing"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// somethingOfEach is an Event of each of an Event's fields beside At, by name.
func somethingOfEach() map[string]model.Event {
	return map[string]model.Event{
		"Messages": {Messages: []model.Message{{ID: 3, Chat: 2, Visitor: 1, Thread: 7, SentAt: noon, Side: model.SideVisitor, Kind: model.KindMessage}}},
		"Threads":  {Threads: []model.ThreadInfo{{ID: 7, Visitor: 1, Chats: []model.ChatID{2}, Last: 2}}},
		"Visitors": {Visitors: []model.VisitorInfo{{ID: 1, Name: safetext.Line("Ana")}}},
		"Agents":   {Agents: []model.AgentInfo{{ID: 4, Name: safetext.Line("Bo")}}},
		"Polled":   {Polled: []model.Polled{{Key: model.Key{Visitor: 1, Thread: 7}}}},
		"Acks":     {Acks: []model.Ack{{Chat: 2, Upto: 3}}},
		"Claims":   {Claims: []model.Claim{{Chat: 2, Upto: 3}}},
		"Chats":    {Chats: []model.ChatPast{{Chat: 2, OpenLast: noon}}},
		"Gaps":     {Gaps: []model.Gap{{Before: 1, After: 3}}},
		"Gone":     {Gone: []model.Gone{{Chat: 2, All: true}}},
		"Evicted":  {Evicted: &model.Evicted{Rows: 5}},
		"Totals":   {Totals: &model.DayTotals{Total: 6}},
		"Usual":    {Usual: []model.Usual{{Start: noon}}},
		"Floor":    {Floor: &model.Floor{Name: safetext.Line("North")}},
		"Coverage": {Coverage: &model.Coverage{List: model.ListHealth{Unfinished: true}}},
		"Health":   {Health: &model.Health{State: model.StateLive}},
	}
}

// Each field of an Event beside its time has its way to be held: what a Board was told it exports, with a time.
func TestEachFieldOfAnEventIsHeld(t *testing.T) {
	each, typ := somethingOfEach(), reflect.TypeFor[model.Event]()
	for i := range typ.NumField() {
		name := typ.Field(i).Name
		if name == "At" {
			continue
		}
		only, ok := each[name]
		if !ok {
			t.Fatalf("somethingOfEach has no %s: whoever adds a field adds it there too", name)
		}
		b := New(Config{})
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
	if want := typ.NumField() - 1; len(eventParts) != want {
		t.Errorf("an Event has %d fields beside its time, and heldParts %d entries", want, len(eventParts))
	}
}

// Bounds of age come first, so that nothing is held that they refuse; health comes last.
func TestOrderOfHeldParts(t *testing.T) {
	if _, ok := eventParts[0].(singlePart[model.Evicted]); !ok {
		t.Errorf("%T comes first, want the bounds of age", eventParts[0])
	}
	if _, ok := eventParts[len(eventParts)-1].(singlePart[model.Health]); !ok {
		t.Errorf("%T comes last, want the health", eventParts[len(eventParts)-1])
	}
}

// A Board does not change the Event that it is told, whose lists others hold too.
func TestApplyLeavesItsEvent(t *testing.T) {
	for name, e := range somethingOfEach() {
		e.At = noon
		before := asJSON(e)
		New(Config{}).Apply(e)
		if got := asJSON(e); got != before {
			t.Errorf("applying %s made of\n%s\nthis\n%s", name, before, got)
		}
	}
}
