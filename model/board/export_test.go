package board

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// drawExported draws one observation of a small floor on which everything happens that an Export has to carry.
func drawExported(t *rapid.T) model.Event {
	at := func(name string) time.Time { return sec(rapid.IntRange(0, 14_000).Draw(t, name)) }
	e := model.Event{At: at("at")}
	for range rapid.IntRange(0, 6).Draw(t, "messages") {
		id := rapid.IntRange(1, 40).Draw(t, "id")
		m := model.Message{
			ID: model.MessageID(id), Chat: model.ChatID(id%6 + 1), Visitor: model.VisitorID(id%3 + 1), Thread: model.ThreadID(rapid.IntRange(-1, 3).Draw(t, "hint")),
			SentAt: sec(300 * id), Side: model.Side(rapid.IntRange(0, 3).Draw(t, "side")), Kind: model.Kind(rapid.IntRange(0, 4).Draw(t, "kind")),
			Sender: model.AgentID(id % 4), Seen: model.Seen(rapid.IntRange(0, 2).Draw(t, "seen")), Offline: rapid.IntRange(0, 9).Draw(t, "offline") == 0,
			Missed: rapid.IntRange(0, 9).Draw(t, "missed") == 0, LastAt: at("last"), VisitorName: safetext.Line("Ana"),
			Text: safetext.Clean(fmt.Sprint("text ", id, rapid.IntRange(0, 1).Draw(t, "version"))),
		}
		if rapid.IntRange(0, 9).Draw(t, "unreadable") == 0 {
			m.SentAt = time.Time{}
		}
		e.Messages = append(e.Messages, m)
	}
	for range rapid.IntRange(0, 2).Draw(t, "threads") {
		last := model.ChatID(rapid.IntRange(1, 6).Draw(t, "newest"))
		e.Threads = append(e.Threads, model.ThreadInfo{
			ID: model.ThreadID(rapid.IntRange(1, 3).Draw(t, "thread")), Visitor: model.VisitorID(rapid.IntRange(1, 3).Draw(t, "visitor")),
			Chats: []model.ChatID{model.ChatID(rapid.IntRange(1, 6).Draw(t, "chat")), last}, Last: last, Status: model.Status(rapid.IntRange(0, 2).Draw(t, "status")),
			Agents: []model.AgentID{model.AgentID(rapid.IntRange(0, 3).Draw(t, "owner"))}, Offline: rapid.Bool().Draw(t, "offline thread"), Stars: rapid.IntRange(0, 5).Draw(t, "stars"), At: at("observed"),
		})
	}
	if rapid.Bool().Draw(t, "others") {
		e.Visitors = []model.VisitorInfo{{ID: model.VisitorID(rapid.IntRange(1, 3).Draw(t, "known")), Name: safetext.Line("Bo")}}
		e.Agents = []model.AgentInfo{{ID: model.AgentID(rapid.IntRange(1, 3).Draw(t, "agent")), Name: safetext.Line("Maya"), Department: safetext.Line("Support")}}
		e.Polled = []model.Polled{{Key: model.Key{Visitor: model.VisitorID(rapid.IntRange(1, 3).Draw(t, "polled")), Thread: model.NoThread}}}
		e.Acks = []model.Ack{{Chat: model.ChatID(rapid.IntRange(1, 6).Draw(t, "acked")), Upto: model.MessageID(rapid.IntRange(1, 40).Draw(t, "upto")), Undo: rapid.Bool().Draw(t, "undo")}}
		e.Gaps = []model.Gap{{Before: model.MessageID(rapid.IntRange(1, 40).Draw(t, "before")), After: model.MessageID(rapid.IntRange(1, 40).Draw(t, "after")), At: at("noticed")}}
		if rapid.Bool().Draw(t, "healed") {
			e.Gaps[0].Healed = at("healed at")
		}
		e.Totals = &model.DayTotals{Total: rapid.IntRange(0, 99).Draw(t, "total"), Agents: []model.AgentTotals{{ID: 1, Handled: 3}}}
		drawState(t, &e, at)
		e.Health = &model.Health{State: model.StateLive, Targets: rapid.IntRange(0, 9).Draw(t, "targets")}
	}
	return e
}

// drawState draws what a stream says of the floor as a whole, and of chats beside their messages.
func drawState(t *rapid.T, e *model.Event, at func(string) time.Time) {
	n := func(name string, most int) int { return rapid.IntRange(0, most).Draw(t, name) }
	e.Acks[0].By = safetext.Line([]string{"", "ann", "bo"}[n("by", 2)])
	e.Claims = []model.Claim{{Chat: model.ChatID(n("claimed", 5) + 1), Upto: model.MessageID(n("claimed upto", 40)), Undo: rapid.Bool().Draw(t, "given back"), By: e.Acks[0].By}}
	e.Gone = []model.Gone{{Chat: model.ChatID(n("gone from", 5) + 1), Messages: []model.MessageID{model.MessageID(n("gone", 40) + 1), 41}, All: rapid.Bool().Draw(t, "all gone"), At: at("gone at")}}
	e.Chats = []model.ChatPast{{
		Chat: model.ChatID(n("past", 5) + 1), ListedFirst: at("listed"), Agents: []model.OwnerPast{{Agent: model.AgentID(n("one of", 3)), First: at("from"), Last: at("to")}},
	}}
	e.Floor = &model.Floor{Name: safetext.Line([]string{"North", "South"}[n("name", 1)]), Invented: rapid.Bool().Draw(t, "invented"), Zone: safetext.Line("Europe/Vienna")}
	e.Usual = []model.Usual{{
		Start: noon.AddDate(0, 0, n("day", 10)), At: at("worked out"),
		Figures: []model.UsualSeries{{Figure: model.UsualNew, Lo: []int{1}, Median: []int{2}, Hi: []int{n("high", 9)}, N: []int{24}, Days: []int{8}}},
	}}
	e.Coverage = &model.Coverage{Debts: model.SumDebts(at("summed"), []model.Debt{{Kind: model.DebtKind(n("kind", 6)), Key: model.Key{Visitor: 1, Thread: 2}, Live: rapid.Bool().Draw(t, "live")}})}
	if rapid.Bool().Draw(t, "with list") {
		e.Coverage.List = model.ListHealth{At: at("listed at"), Read: n("pages", 3), Pages: 3}
		e.Coverage.Observed = model.Observed{Since: at("since"), Holes: []model.Hole{{From: at("hole"), To: at("hole ends")}}}
		e.Coverage.Discovery = model.Discovery{Timestamps: model.Timestamps(n("stamps", 3)), FullPass: time.Minute}
		e.Coverage.Anomalies = model.Anomalies{Seen: rapid.Bool().Draw(t, "seen doubt")}
	}
}

// A Board that is made from an Export shows what the exporting one shows, then and after whatever comes next.
func TestExport(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cfg := Config{Keep: model.Retention{Hours: 1, MessagesPerThread: 5, Messages: 12, Rows: rapid.IntRange(8, 40).Draw(t, "rows")}}
		var before, after []model.Event
		for range rapid.IntRange(0, 30).Draw(t, "events") {
			before = append(before, drawExported(t))
		}
		for range rapid.IntRange(0, 5).Draw(t, "more") {
			after = append(after, drawExported(t))
		}
		for _, more := range [][]model.Event{nil, after} {
			b, fresh := New(cfg), New(cfg)
			for _, e := range before {
				b.Apply(e)
			}
			for _, e := range b.Export() {
				fresh.Apply(overTheWire(t, e))
			}
			for _, e := range more {
				b.Apply(e)
				fresh.Apply(e)
			}
			sameFloor(t, fmt.Sprintf("exported, and %d more", len(more)), fresh, b)
		}
	})
}

// What is applied between two Events of an Export is known to the copy once it has been told that too.
func TestExportOfABoardThatGoesOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, viewer := New(Config{}), New(Config{})
		for range rapid.IntRange(0, 20).Draw(t, "events") {
			b.Apply(drawExported(t))
		}
		var meanwhile []model.Event
		for e := range exported(b, rapid.IntRange(1, 10).Draw(t, "rows of an Event")) {
			viewer.Apply(e)
			if rapid.IntRange(0, 4).Draw(t, "goes on") == 0 {
				meanwhile = append(meanwhile, drawExported(t))
				b.Apply(meanwhile[len(meanwhile)-1])
			}
		}
		for _, e := range meanwhile {
			viewer.Apply(e)
		}
		sameFloor(t, "told while it went on", viewer, b)
	})
}

// What was let go between two Events of an Export is told at its end.
func TestExportTellsWhatIsLetGoMeanwhile(t *testing.T) {
	cfg := Config{Keep: model.Retention{Rows: 8, Messages: 8}}
	b, viewer := New(cfg), New(cfg)
	say := func(id int) {
		b.Apply(model.Event{At: sec(id), Messages: []model.Message{{ID: model.MessageID(id), Chat: model.ChatID(id), Visitor: 1, SentAt: sec(id)}}})
	}
	for id := range 8 {
		say(id + 1)
	}
	first := true
	for e := range exported(b, 1) {
		viewer.Apply(e)
		for id := range 20 {
			if first {
				say(id + 9)
			}
		}
		first = false
	}
	if got, want := viewer.At(sec(99)).Diagnostics.RowsDropped, b.At(sec(99)).Diagnostics.RowsDropped; got != want || want == 0 {
		t.Errorf("%d rows were let go, want %d", got, want)
	}
}

// Applying an Export to a Board that knows a part of it adds the rest and changes nothing else.
func TestExportToABoardThatKnows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, viewer := New(Config{}), New(Config{})
		for range rapid.IntRange(0, 20).Draw(t, "events") {
			e := drawExported(t)
			b.Apply(e)
			if rapid.Bool().Draw(t, "heard") {
				viewer.Apply(e)
			}
		}
		merged := model.Event{}
		for _, e := range b.Export() {
			merged = merged.Merge(e)
		}
		viewer.Apply(merged)
		sameFloor(t, "merged", viewer, b)
	})
}

func overTheWire(t *rapid.T, e model.Event) model.Event {
	text, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	var out model.Event
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func sameFloor(t *rapid.T, what string, got, want *Board) {
	t.Helper()
	for _, at := range []int{3000, 9000, 13_000, 20_000, 90_000, 14_500} {
		now := sec(at)
		g, w := got.At(now), want.At(now)
		if !reflect.DeepEqual(g, w) {
			t.Fatalf("%s, at %d:\n got %+v\nwant %+v", what, at, g, w)
		}
		if g, w := got.Activity(now, 60, model.Filter{}), want.Activity(now, 60, model.Filter{}); !reflect.DeepEqual(g, w) {
			t.Fatalf("%s, activity at %d:\n got %+v\nwant %+v", what, at, g, w)
		}
		for _, r := range w.Threads {
			if g, w := got.Transcript(r.Key), want.Transcript(r.Key); !reflect.DeepEqual(g, w) {
				t.Fatalf("%s, transcript of %v:\n got %+v\nwant %+v", what, r.Key, g, w)
			}
			if g, w := got.Truncated(r.Key), want.Truncated(r.Key); g != w {
				t.Fatalf("%s: %v is cut: %v, want %v", what, r.Key, g, w)
			}
		}
	}
	for name, of := range map[string]func(*Board) any{
		"health":   func(b *Board) any { return b.Health() },
		"coverage": func(b *Board) any { return asJSON(b.Coverage()) },
		"floor":    func(b *Board) any { return b.Floor() },
		"usual":    func(b *Board) any { return asJSON(b.usual) },
		"gone":     func(b *Board) any { return b.gone.List() },
		"claims":   func(b *Board) any { return asJSON(b.claims) },
		"agents of a chat": func(b *Board) any {
			f := b.factsOf(3)
			return fmt.Sprint(f.ListedFirst, slices.SortedFunc(slices.Values(f.Agents), model.Ownership.Compare))
		},
	} {
		if g, w := of(got), of(want); !reflect.DeepEqual(g, w) {
			t.Fatalf("%s: the %s is %+v, want %+v", what, name, g, w)
		}
	}
}

func asJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func TestExportComesInBoundedChunks(t *testing.T) {
	b := New(Config{})
	for i := range 30 {
		e := model.Event{At: noon, Health: &model.Health{State: model.StateLive}}
		for j := range 100 {
			id := 100*i + j + 1
			e.Messages = append(e.Messages, model.Message{ID: model.MessageID(id), Chat: model.ChatID(i + 1), Visitor: 1, SentAt: sec(id), FirstAt: noon})
			e.Visitors = append(e.Visitors, model.VisitorInfo{ID: model.VisitorID(id)})
		}
		b.Apply(e)
	}
	list := b.Export()
	if len(list) < 7 || list[0].Evicted == nil || list[len(list)-1].Health == nil {
		t.Fatalf("%d Events, the first with %+v, the last with %+v; want 7 or more, from what was let go to the health", len(list), list[0].Evicted, list[len(list)-1].Health)
	}
	for i, e := range list {
		n := e.Rows()
		if n > model.MaxExportRows || !e.At.Equal(noon) || (e.Health != nil) != (i == len(list)-1) {
			t.Errorf("Event %d of %d has %d rows, at %v, health %v; want at most %d at %v, health in the last", i, len(list), n, e.At, e.Health, model.MaxExportRows, noon)
		}
	}
}
