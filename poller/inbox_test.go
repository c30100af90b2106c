package poller

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

func word(id int, at time.Time) model.Message {
	return model.Message{ID: model.MessageID(id), Chat: 1, SentAt: at, FirstAt: at, LastAt: at, Text: safetext.Clean(fmt.Sprint(id))}
}

// TestInboxLosesNothing lets several putters run against a taker that is slow
// at first and checks that every message comes out.
func TestInboxLosesNothing(t *testing.T) {
	const putters, each = 4, 500
	in := NewInbox()
	start := time.Unix(1000, 0)
	var all sync.WaitGroup
	for w := range putters {
		all.Go(func() {
			for i := range each {
				in.Put(model.Event{At: start, Messages: []model.Message{word(1+w*each+i, start), word(1+i, start)}})
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { all.Wait(); in.Put(model.Event{At: start.Add(time.Hour)}); cancel() }()
	got := map[model.MessageID]bool{}
	take := func(ctx context.Context) error {
		e, err := in.Take(ctx)
		for _, m := range e.Messages {
			got[m.ID] = true
		}
		return err
	}
	for take(ctx) == nil {
	}
	if e, ok := in.all(); ok {
		for _, m := range e.Messages {
			got[m.ID] = true
		}
	}
	if len(got) != putters*each {
		t.Errorf("%d messages came out, want %d", len(got), putters*each)
	}
}

// TestInboxHungScreen puts an hour of a poller's day into an Inbox that nobody empties; with FLOORWATCH_LONG a quarter of the day.
func TestInboxHungScreen(t *testing.T) {
	events := 4_000
	if long() {
		events = 20_000
	}
	in := NewInbox()
	start := time.Unix(1000, 0)
	for i := range events {
		at := start.Add(time.Duration(i) * time.Second)
		chat := i % 300
		e := model.Event{At: at, Polled: []model.Polled{{Key: model.Key{Visitor: model.VisitorID(chat), Thread: 1}, At: at}}, Health: &model.Health{At: at}}
		for j := range 10 {
			m := word(chat*10+j+1, start)
			m.LastAt = at
			e.Messages = append(e.Messages, m)
		}
		in.Put(e)
		if len(in.pending) > 32 {
			t.Fatalf("after %d Events %d are held unmerged", i+1, len(in.pending))
		}
	}
	e, err := in.Take(t.Context())
	if err != nil || len(e.Messages) != 3000 || len(e.Polled) != 300 {
		t.Errorf("took %d messages, %d polled, %v, want 3000, 300 and no error", len(e.Messages), len(e.Polled), err)
	}
	if want := start.Add(time.Duration(events-1) * time.Second); e.Health == nil || !e.Health.At.Equal(want) || !e.At.Equal(want) {
		t.Errorf("took Event of %v with Health %v, want the newest (%v)", e.At, e.Health, want)
	}
	if e.Health.Dropped != 0 {
		t.Errorf("%d dropped, want none", e.Health.Dropped)
	}
}

func TestInboxDropsTheOldestAndSaysSo(t *testing.T) {
	in := NewInbox()
	in.holds = 100
	start := time.Unix(1000, 0)
	for i := range 1000 {
		in.Put(model.Event{Messages: []model.Message{word(i+1, start.Add(time.Duration(i)*time.Second))}})
	}
	in.Put(model.Event{Health: &model.Health{At: start}})
	e, err := in.Take(t.Context())
	if err != nil || len(e.Messages) > 100 {
		t.Fatalf("took %d messages, %v, want at most 100", len(e.Messages), err)
	}
	if e.Health == nil || e.Health.Dropped != 1000-len(e.Messages) {
		t.Errorf("health = %+v, want %d dropped", e.Health, 1000-len(e.Messages))
	}
	for _, m := range e.Messages {
		if int(m.ID) <= 900 {
			t.Errorf("message %d is still held, want the newest 100", m.ID)
		}
	}
	in.Put(model.Event{Health: &model.Health{At: start}})
	if e, _ := in.Take(t.Context()); e.Health.Dropped != 900 {
		t.Errorf("the next Health says %d dropped, want the count since the start (900)", e.Health.Dropped)
	}
}

func TestInboxOrderDoesNotMatter(t *testing.T) {
	start := time.Unix(1000, 0)
	var events []model.Event
	for i := range 60 {
		at := start.Add(time.Duration(i) * time.Second)
		m := word(i%20+1, start)
		m.FirstAt, m.LastAt, m.Seen = at, at, model.Seen(i%3)
		if m.Seen == model.SeenYes {
			m.SeenAt = at
		}
		k := model.Key{Visitor: model.VisitorID(i % 7), Thread: 1}
		events = append(events, model.Event{At: at, Messages: []model.Message{m},
			Polled:   []model.Polled{{Key: k, At: at}},
			Threads:  []model.ThreadInfo{{ID: 1, Visitor: k.Visitor, Last: model.ChatID(i), At: at}},
			Visitors: []model.VisitorInfo{{ID: k.Visitor, At: at}}, Agents: []model.AgentInfo{{ID: model.AgentID(i % 3), At: at}},
			Health: &model.Health{At: at, Targets: i}, Totals: &model.DayTotals{At: at, Total: i}})
	}
	want := taken(t, events)
	rng := rand.New(rand.NewPCG(1, 1))
	for range 50 {
		rng.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		if got := taken(t, append(events, events[:30]...)); !reflect.DeepEqual(got, want) {
			t.Fatalf("another order gives %s", firstDifference(got, want))
		}
	}
}

// firstDifference names the first part in which two Events differ.
func firstDifference(got, want model.Event) string {
	a, b := reflect.ValueOf(got), reflect.ValueOf(want)
	for i := range a.NumField() {
		if reflect.DeepEqual(a.Field(i).Interface(), b.Field(i).Interface()) {
			continue
		}
		text := fmt.Sprintf("%s %.400v, want %.400v", a.Type().Field(i).Name, a.Field(i), b.Field(i))
		return text[:min(len(text), 1000)]
	}
	return "nothing else"
}

// taken puts Events into an Inbox and returns what comes out, sorted; of the
// rows of a thread the newest counts.
func taken(t *testing.T, events []model.Event) model.Event {
	t.Helper()
	in := NewInbox()
	for _, e := range events {
		in.Put(e)
	}
	e, err := in.Take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(e.Messages, func(a, b model.Message) int { return int(a.ID - b.ID) })
	slices.SortFunc(e.Polled, func(a, b model.Polled) int { return int(a.Key.Visitor - b.Key.Visitor) })
	slices.SortFunc(e.Threads, func(a, b model.ThreadInfo) int { return cmp.Or(int(a.Visitor-b.Visitor), b.At.Compare(a.At)) })
	e.Threads = slices.CompactFunc(e.Threads, func(a, b model.ThreadInfo) bool { return a.Visitor == b.Visitor })
	slices.SortFunc(e.Visitors, func(a, b model.VisitorInfo) int { return int(a.ID - b.ID) })
	slices.SortFunc(e.Agents, func(a, b model.AgentInfo) int { return int(a.ID - b.ID) })
	return e
}

func TestInboxTakeWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := NewInbox()
		got := make(chan model.Event)
		go func() {
			e, _ := in.Take(t.Context())
			got <- e
		}()
		synctest.Wait()
		select {
		case e := <-got:
			t.Fatalf("Take returned %+v before anything was put", e)
		default:
		}
		in.Put(model.Event{Messages: []model.Message{word(1, time.Unix(1, 0))}})
		if e := <-got; len(e.Messages) != 1 {
			t.Errorf("Take returned %+v, want what was put", e)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := in.Take(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Take of an empty Inbox = %v, want it to wait until ctx is done", err)
		}
	})
}

// TestInboxKeepsPutEvents checks that what was put is not changed by later Puts.
func TestInboxKeepsPutEvents(t *testing.T) {
	h := &model.Health{}
	rows := make([]model.Message, 1, 8)
	rows[0] = word(1, time.Unix(1, 0))
	in := NewInbox()
	in.dropped = 5
	in.Put(model.Event{Messages: rows, Health: h})
	in.Put(model.Event{Messages: []model.Message{word(2, time.Unix(2, 0))}})
	if _, err := in.Take(t.Context()); err != nil {
		t.Fatal(err)
	}
	if spare := rows[:2]; spare[1].ID != 0 || h.Dropped != 0 {
		t.Errorf("the putter's own rows became %v, its Health %+v", spare, h)
	}
}

// BenchmarkInboxPut puts one answer into an Inbox that holds a large floor.
func BenchmarkInboxPut(b *testing.B) {
	in := NewInbox()
	start := time.Unix(1000, 0)
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		e := model.Event{Messages: make([]model.Message, 0, 40)}
		for j := range 40 {
			e.Messages = append(e.Messages, word((i%1000)*40+j+1, start))
		}
		in.Put(e)
		i++
	}
}
