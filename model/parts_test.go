package model

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"floorwatch/model/safetext"
)

// wholeEvent holds something of each part.
func wholeEvent() Event {
	return Event{
		At:       noon,
		Messages: []Message{{ID: 3, Chat: 2, Visitor: 1, Thread: 7, SentAt: noon, Side: SideVisitor, Kind: KindMessage, Text: safetext.Clean("hello")}},
		Threads:  []ThreadInfo{{ID: 7, Visitor: 1, Chats: []ChatID{2}, Last: 2}},
		Visitors: []VisitorInfo{{ID: 1, Name: safetext.Line("Ana")}},
		Agents:   []AgentInfo{{ID: 4, Name: safetext.Line("Bo")}},
		Polled:   []Polled{{Key: Key{1, 7}}},
		Acks:     []Ack{{Chat: 2, Upto: 3, By: safetext.Line("lea")}},
		Claims:   []Claim{{Chat: 2, Upto: 3, By: safetext.Line("lea")}},
		Chats:    []ChatPast{{Chat: 2, OpenLast: noon, ListedFirst: noon, Agents: []OwnerPast{{4, noon, noon}}}},
		Gaps:     []Gap{{Before: 1, After: 3}},
		Gone:     []Gone{{Chat: 2, Messages: []MessageID{9}, All: true}},
		Evicted:  &Evicted{Rows: 5},
		Totals:   &DayTotals{Total: 6},
		Usual:    []Usual{{Start: noon, Figures: []UsualSeries{{Figure: UsualNew, N: []int{24}}}, Load: &LoadTable{Target: 80}}},
		Floor:    &Floor{Name: safetext.Line("North"), Invented: true},
		Coverage: &Coverage{List: ListHealth{Unfinished: true}, Debts: Debts{Groups: []DebtGroup{{Kind: DebtUnread, Live: true, Ages: []int{3, 1}}}}},
		Health:   &Health{State: StateLive},
	}
}

// eachPart calls f with the name of each field of an Event beside At, and an Event that has only this one.
func eachPart(t *testing.T, f func(name string, only Event)) {
	t.Helper()
	whole := reflect.ValueOf(wholeEvent())
	for i := range whole.NumField() {
		name := whole.Type().Field(i).Name
		if name == "At" {
			continue
		}
		if whole.Field(i).IsZero() {
			t.Fatalf("wholeEvent has no %s: whoever adds a part adds it there too", name)
		}
		only := Event{At: noon}
		reflect.ValueOf(&only).Elem().FieldByName(name).Set(whole.Field(i))
		f(name, only)
	}
}

func has(e Event, part string) bool { return !reflect.ValueOf(e).FieldByName(part).IsZero() }

// Each field of an Event is a part: it counts, and goes through every function that goes over the parts.
func TestParts(t *testing.T) {
	n := 0
	eachPart(t, func(name string, only Event) {
		n++
		if only.Rows() != 1 {
			t.Errorf("%s alone counts %d rows, want 1", name, only.Rows())
		}
		if only.OnlyHealth() != (name == "Health") {
			t.Errorf("%s alone is only health: %v", name, only.OnlyHealth())
		}
		if e := (Event{}).Merge(only); !has(e, name) {
			t.Errorf("%s is lost in a merge with nothing", name)
		}
		if e := (Event{}).Merge(only).Merge(Event{At: noon}); !has(e, name) {
			t.Errorf("%s is lost where nothing is merged with it", name)
		}
		var sum Event
		own := (Event{}).Merge(only)
		sum.Add(&own)
		if !has(sum, name) {
			t.Errorf("%s is lost in Add", name)
		}
		var back Event
		if text, err := json.Marshal(only); err != nil || json.Unmarshal(text, &back) != nil || !has(back, name) {
			t.Errorf("%s is lost in JSON: %s, %v", name, text, err)
		}
	})
	if n != len(parts) {
		t.Errorf("an Event has %d fields beside its time, and there are %d parts", n, len(parts))
	}
	if e := (Event{At: noon}); e.Rows() != 0 || e.OnlyHealth() {
		t.Error("an Event with a time alone says something")
	}
}

// Halves of halves hold each part once, and the time.
func TestHalveParts(t *testing.T) {
	var rows []Event
	var split func(e Event)
	split = func(e Event) {
		if e.Rows() == 1 {
			rows = append(rows, e)
			return
		}
		head, tail := e.Halve()
		if head.Rows() == 0 || tail.Rows() == 0 || head.Rows()+tail.Rows() != e.Rows() {
			t.Fatalf("%d rows became %d and %d", e.Rows(), head.Rows(), tail.Rows())
		}
		split(head)
		split(tail)
	}
	whole := wholeEvent()
	split(whole)
	if len(rows) != whole.Rows() {
		t.Errorf("%d rows, want %d", len(rows), whole.Rows())
	}
	var all Event
	for _, e := range rows {
		if !e.At.Equal(noon) {
			t.Errorf("a half has the time %v", e.At)
		}
		all = all.Merge(e)
	}
	if got, want := asJSON(all), asJSON((Event{}).Merge(wholeEvent())); got != want {
		t.Errorf("put together again:\n got %s\nwant %s", got, want)
	}
}

// What has no time of its own keeps that of its Event, also where the other one is later.
func TestMergeKeepsTimes(t *testing.T) {
	for name, sum := range map[string]Event{
		"merged": (Event{}).Merge(wholeEvent()).Merge(Event{At: noon.Add(time.Hour)}),
		"added": func() Event {
			var sum Event
			first, second := (Event{}).Merge(wholeEvent()), Event{At: noon.Add(time.Hour)}
			sum.Add(&first)
			sum.Add(&second)
			return sum
		}(),
	} {
		for _, at := range []time.Time{
			sum.Messages[0].LastAt, sum.Threads[0].At, sum.Visitors[0].At, sum.Agents[0].At, sum.Polled[0].At, sum.Acks[0].At, sum.Claims[0].At,
			sum.Gaps[0].At, sum.Gone[0].At, sum.Totals.At, sum.Usual[0].At, sum.Floor.At, sum.Coverage.List.At, sum.Coverage.Debts.At, sum.Health.At,
		} {
			if !at.Equal(noon) {
				t.Errorf("%s: a part is of %v, want %v", name, at, noon)
			}
		}
		if !sum.Coverage.Anomalies.At.IsZero() || !sum.At.Equal(noon.Add(time.Hour)) {
			t.Errorf("%s: a part of the coverage that says nothing has the time %v; the Event has %v", name, sum.Coverage.Anomalies.At, sum.At)
		}
	}
	whole := wholeEvent()
	(Event{}).Merge(whole)
	filled := whole
	filled.FillTimes()
	if filled.Threads[0].At.IsZero() || filled.Coverage.List.At.IsZero() || filled.Health.At.IsZero() {
		t.Error("FillTimes has left something without a time")
	}
	if &filled.Chats[0] != &whole.Chats[0] {
		t.Error("FillTimes has copied a list that has all its times")
	}
	if !whole.Threads[0].At.IsZero() || !whole.Coverage.List.At.IsZero() || !whole.Health.At.IsZero() {
		t.Error("merging an Event into another, or filling in the times of a copy, has changed it")
	}
}
