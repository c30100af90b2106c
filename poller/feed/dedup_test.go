package feed

import (
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/poller/feed/feedtest"
)

func TestThinnerLetsNewsThroughOnce(t *testing.T) {
	seen := func(m *model.Message) { m.Seen, m.SeenAt = model.SeenYes, feedtest.Noon.Add(time.Minute) }
	for _, c := range []struct {
		name   string
		first  func(*model.Message)
		second func(*model.Message)
		news   bool
	}{
		{"the same", nil, nil, false},
		{"observed later", nil, func(m *model.Message) { m.FirstAt = m.FirstAt.Add(1); m.LastAt = m.LastAt.Add(1) }, false},
		{"observed earlier", nil, func(m *model.Message) { m.FirstAt = m.FirstAt.Add(-1) }, true},
		{"the same moment elsewhere", nil, func(m *model.Message) { m.SentAt = m.SentAt.In(time.FixedZone("", 3600)) }, false},
		{"other type", nil, func(m *model.Message) { m.Type = safetext.Line("x") }, true},
		{"missed", nil, func(m *model.Message) { m.Missed = true }, true},
		{"seen now", nil, seen, true},
		{"seen still", seen, func(m *model.Message) { seen(m); m.SeenAt = m.SeenAt.Add(time.Hour) }, false},
		{"seen earlier", seen, func(m *model.Message) { seen(m); m.SeenAt = m.SeenAt.Add(-1) }, true},
		{"other thread", nil, func(m *model.Message) { m.Thread = 8 }, true},
	} {
		thin := NewDeduper(0, 0, 0)
		for i, change := range []func(*model.Message){c.first, c.second} {
			e := feedtest.Said(1, 0)
			if change != nil {
				change(&e.Messages[0])
			}
			if _, ok := thin.Filter(e, feedtest.Noon); ok != (i == 0 || c.news) {
				t.Errorf("%s: Event %d is news: %v, want %v", c.name, i+1, ok, !ok)
			}
		}
	}
}

func TestThinnerKeepsTheRest(t *testing.T) {
	thin := NewDeduper(0, 0, 0)
	thin.Filter(feedtest.Polled(1, 0), feedtest.Noon)
	e := feedtest.Polled(6, 0) // five of it are known
	got, ok := thin.Filter(e, feedtest.Noon)
	if !ok || len(got.Messages) != 5 || got.Messages[0].ID != 11 || len(got.Polled) != 1 {
		t.Errorf("got %d messages, the first %v, and %d polled; want 5 from 11 on, and 1", len(got.Messages), got.Messages, len(got.Polled))
	}
	if len(e.Messages) != 10 || e.Messages[0].ID != 6 {
		t.Errorf("the Event that was handed in has changed: %v", e.Messages)
	}
}

func TestThinnerOfLists(t *testing.T) {
	at := func(n int) time.Time { return feedtest.Noon.Add(time.Duration(n) * time.Second) }
	list := func(n, unseen int) model.Event {
		return model.Event{
			At:      at(n),
			Threads: []model.ThreadInfo{{ID: 7, Chats: []model.ChatID{1, 2}, Unseen: unseen, At: at(n)}},
			Agents:  []model.AgentInfo{{ID: 4, Disabled: unseen > 0, At: at(n)}}, Visitors: []model.VisitorInfo{{ID: 5, At: at(n)}},
		}
	}
	thin := NewDeduper(0, 0, 0)
	if e, _ := thin.Filter(list(0, 0), feedtest.Noon); e.Rows() != 3 {
		t.Errorf("the first lists: %d rows, want 3", e.Rows())
	}
	if e, ok := thin.Filter(list(1, 0), feedtest.Noon); ok {
		t.Errorf("the same lists a second later: %+v, want nothing", e)
	}
	if e, _ := thin.Filter(list(2, 1), feedtest.Noon); len(e.Threads) != 1 || len(e.Agents) != 1 || len(e.Visitors) != 0 {
		t.Errorf("a changed thread and agent: %+v, want those two", e)
	}
}

// When a chat is found closed, the newest look that found it open goes with that,
// so that whoever reads the stream knows between which two it was closed.
func TestThinnerKeepsTheLastLookBeforeAChange(t *testing.T) {
	thin := NewDeduper(0, 0, 0)
	look := func(n int, is model.Status) []model.ThreadInfo {
		at := feedtest.Noon.Add(time.Duration(n) * time.Second)
		e, _ := thin.Filter(model.Event{At: at, Threads: []model.ThreadInfo{{ID: 7, Chats: []model.ChatID{1}, Status: is}}}, at)
		return e.Threads
	}
	for n, want := range []int{1, 0, 0, 0} {
		if got := look(n, model.StatusOpen); len(got) != want {
			t.Errorf("look %d at an open chat: %v passes, want %d", n, got, want)
		}
	}
	got := look(4, model.StatusClosed)
	if len(got) != 2 || got[0].Status != model.StatusOpen || !got[0].At.Equal(feedtest.Noon.Add(3*time.Second)) || got[1].Status != model.StatusClosed {
		t.Errorf("found closed: %+v passes, want the look of second 3 before it", got)
	}
	if got := look(5, model.StatusClosed); len(got) != 0 {
		t.Errorf("closed still: %v passes", got)
	}
}

func TestThinnerOfHealth(t *testing.T) {
	thin := NewDeduper(0, 10*time.Second, 0)
	for _, c := range []struct {
		at    int
		state model.State
		more  bool
		want  bool
	}{
		{0, model.StateLive, false, true},
		{1, model.StateLive, false, false},
		{2, model.StateRetrying, false, true}, // another word
		{3, model.StateRetrying, true, true},  // not alone
		{12, model.StateRetrying, false, false},
		{13, model.StateRetrying, false, true}, // 10 s
	} {
		at := feedtest.Noon.Add(time.Duration(c.at) * time.Second)
		e := model.Event{At: at, Health: &model.Health{At: at, State: c.state}}
		if c.more {
			e.Acks = []model.Ack{{Chat: 1}}
		}
		if got, ok := thin.Filter(e, at); ok != c.want || ok && got.Health == nil {
			t.Errorf("%v after %d s: passes %v with %v, want %v", c.state, c.at, ok, got.Health, c.want)
		}
	}
}

func TestGenerationsAreBounded(t *testing.T) {
	g := newGenerations[int, int](200)
	for i := range 10_000 {
		g.put(i, i)
		if v, ok := g.get(0); !ok || v != 0 {
			t.Fatalf("after %d: what is asked for all the time is forgotten", i)
		}
		n := 0
		for _, m := range g.maps {
			n += len(m)
		}
		if n > 300 {
			t.Fatalf("after %d: %d kept, want at most 300", i, n)
		}
	}
	if _, ok := g.get(1); ok {
		t.Error("what nobody asked for is still known")
	}
}

// TestThinnerHoldsAsMuchAsTheBoard: with as many messages as the Board holds, nothing passes twice.
func TestThinnerHoldsAsMuchAsTheBoard(t *testing.T) {
	const held = 1000
	thin := NewDeduper(held, 0, 0)
	for round := range 4 {
		from := round * held / 2 // half of them are new each time
		for i := range held {
			_, ok := thin.Filter(feedtest.Said(model.MessageID(from+i+1), 0), feedtest.Noon)
			if want := round == 0 || i >= held/2; ok != want {
				t.Fatalf("round %d: message %d of %d is news: %v, want %v", round, i, held, ok, want)
			}
		}
	}
}

// A coverage that says less than the last passes at once, a better one in its
// time, with whatever Event comes then; the same never.
func TestThinnerOfCoverage(t *testing.T) {
	owed := func(n int) *model.Coverage {
		var list []model.Debt
		for range n {
			list = append(list, model.Debt{Kind: model.DebtUnread, Live: true})
		}
		return &model.Coverage{Debts: model.SumDebts(feedtest.Noon, list)}
	}
	thin := NewDeduper(0, 0, 2*time.Second)
	for i, c := range []struct {
		after time.Duration
		owed  int // -1: the Event has no coverage
		want  int // -1: it passes without
	}{
		{0, 5, 5},
		{100 * time.Millisecond, 5, -1},   // the same
		{200 * time.Millisecond, 3, -1},   // better, and too early
		{300 * time.Millisecond, 7, 7},    // worse
		{400 * time.Millisecond, 6, -1},   // better, and too early
		{500 * time.Millisecond, 4, -1},   // and again
		{2200 * time.Millisecond, -1, -1}, // not its time yet
		{2300 * time.Millisecond, -1, 4},  // with an Event that has none
		{2400 * time.Millisecond, -1, -1}, // and that was it
		{2500 * time.Millisecond, 2, -1},  // better, and too early
		{2600 * time.Millisecond, 4, -1},  // as bad as what passed
		{9000 * time.Millisecond, -1, -1}, // so there is nothing to tell
		{9100 * time.Millisecond, 0, 0},
	} {
		now := feedtest.Noon.Add(c.after)
		e := model.Event{At: now, Health: &model.Health{At: now}}
		if c.owed >= 0 {
			e.Coverage = owed(c.owed)
			e.Coverage.Debts.At = now
		}
		got, ok := thin.Filter(e, now)
		n := -1
		if got.Coverage != nil {
			n = got.Coverage.Debts.Count()
		}
		if !ok || n != c.want {
			t.Errorf("Event %d: %d debts pass, want %d", i, n, c.want)
		}
	}
}

// The parts of a coverage come alone, each with the time of its Event.
func TestThinnerOfPartsOfACoverage(t *testing.T) {
	thin := NewDeduper(0, 0, 0)
	pass := func(after time.Duration, c model.Coverage) *model.Coverage {
		e, _ := thin.Filter(model.Event{At: feedtest.Noon.Add(after), Coverage: &c}, feedtest.Noon.Add(after))
		return e.Coverage
	}
	pass(0, model.Coverage{Anomalies: model.Anomalies{Seen: true}})
	got := pass(time.Second, model.Coverage{List: model.ListHealth{Unfinished: true}})
	if got == nil || !got.Anomalies.Seen || !got.List.Unfinished || !got.List.At.Equal(feedtest.Noon.Add(time.Second)) {
		t.Errorf("what passes is %+v, want both parts, with their times", got)
	}
	if got := pass(2*time.Second, model.Coverage{List: model.ListHealth{Unfinished: true}}); got != nil {
		t.Errorf("%+v passes again", got)
	}
}

func TestThinnerOfTheFloorsName(t *testing.T) {
	thin := NewDeduper(0, 0, 0)
	for i, want := range []bool{true, false, false} {
		at := feedtest.Noon.Add(time.Duration(i) * time.Second)
		if _, ok := thin.Filter(model.Event{At: at, Floor: &model.Floor{Invented: true, At: at}}, at); ok != want {
			t.Errorf("the floor's name passes for the %d. time: %v", i+1, ok)
		}
	}
	if e, ok := thin.Filter(model.Event{At: feedtest.Noon, Floor: &model.Floor{Name: safetext.Line("North")}}, feedtest.Noon); !ok || e.Floor == nil {
		t.Error("another name does not pass")
	}
}
