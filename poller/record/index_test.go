package record

import (
	"bytes"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/poller/feed"
	"floorwatch/poller/feed/feedtest"
)

func TestIndexCoversTheRecording(t *testing.T) {
	const size = 100_000
	var data []byte
	var enc feed.Encoder
	for i := range 8000 {
		data = enc.Append(data, feedtest.Polled(model.MessageID(i*10+1), i))
		if len(data) > 5*size/2 {
			break
		}
	}
	data = append(data, "cut"...)
	x, err := newIndex(bytes.NewReader(data), size)
	if err != nil {
		t.Fatal(err)
	}
	var off int64
	var last time.Time
	for i, b := range x.blocks {
		if b.off != off || b.end <= b.off || !b.last.After(last) {
			t.Errorf("block %d: %+v, want it to go on from %d and %v", i, b, off, last)
		}
		if i < len(x.blocks)-1 && (b.end-b.off < size || data[b.end-1] != '\n') {
			t.Errorf("block %d: %d bytes that end with %q, want whole lines of at least %d", i, b.end-b.off, data[b.end-1], size)
		}
		off, last = b.end, b.last
	}
	if off != int64(len(data)) || len(x.blocks) != 3 || !x.from.Equal(feedtest.Noon) || !x.to().Equal(last) {
		t.Errorf("%d blocks up to %d, from %v to %v; want 3 up to %d", len(x.blocks), off, x.from, x.to(), len(data))
	}
}

func TestLineTimes(t *testing.T) {
	for line, want := range map[string]time.Time{
		`{"at":"2026-11-22T12:00:00Z","acks":[]}`:            feedtest.Noon,
		`{"at":"2026-11-22T13:00:00.5+01:00"}`:               feedtest.Noon.Add(time.Second / 2),
		`{ "acks": [], "at": "2026-11-22T12:00:00Z" }`:       feedtest.Noon,
		`{"acks":[],"health":{"at":"2026-11-22T12:00:00Z"}}`: {},
		`{"at":"noon"}`: {}, `{"at":"`: {}, `null`: {}, `damage`: {},
	} {
		if got := lineTime([]byte(line)); !got.Equal(want) {
			t.Errorf("%s: %v, want %v", line, got, want)
		}
	}
}

func TestClock(t *testing.T) {
	second := func(n float64) time.Time { return feedtest.Noon.Add(time.Duration(n * float64(time.Second))) }
	for _, c := range []struct {
		name   string
		speed  float64
		paused bool
		passed time.Duration
		now    time.Time
		next   time.Time
		until  time.Duration // −1: never
	}{
		{"start", 1, false, 0, second(0), second(5), 5 * time.Second},
		{"half speed", 0.5, false, 10 * time.Second, second(5), second(6), 2 * time.Second},
		{"fast", 100, false, time.Second, second(100), second(200), time.Second},
		{"due", 1, false, 10 * time.Second, second(10), second(9), 0},
		{"paused", 1, true, time.Hour, second(0), second(5), -1},
		{"paused, due", 1, true, time.Hour, second(0), second(0), 0},
		{"at the end", 1, false, 2 * time.Hour, second(3600), second(3601), -1},
		{"a year at 1000×", 1000, false, 365 * 24 * time.Hour, second(3600), second(3600), 0},
		{"a real clock that went back", 1, false, -time.Hour, second(0), second(1), time.Second},
	} {
		clk := clock{real: feedtest.Noon, virtual: feedtest.Noon, end: second(3600), speed: c.speed, paused: c.paused}
		now := feedtest.Noon.Add(c.passed)
		if got := clk.at(now); !got.Equal(c.now) {
			t.Errorf("%s: %v, want %v", c.name, got, c.now)
		}
		d, ok := clk.until(c.next, now)
		if ok != (c.until >= 0) || ok && (d-c.until).Abs() > 1 {
			t.Errorf("%s: %v until the next (%v), want %v", c.name, d, ok, c.until)
		}
	}
}

func TestBatchSaysWhatItsEventsSay(t *testing.T) {
	events := feedtest.Script(5, 500, feedtest.Noon, time.Second)
	var b batch
	for i := len(events) - 1; i >= 0; i-- {
		b.merge(events[i]) // order does not matter
	}
	if !b.isFull() {
		t.Errorf("%d rows are no full batch", b.e.Rows())
	}
	e, ok := b.take()
	want := feedtest.NewFloor()
	for _, e := range events {
		want.Apply(e)
	}
	got := feedtest.NewFloor()
	got.Apply(e)
	feedtest.SameFloor(t, "a batch", got, want)
	if got.Health != want.Health || len(e.Polled) != 5 || !ok || !e.At.Equal(events[len(events)-1].At) {
		t.Errorf("health %+v, %d polled, at %v; want %+v, 5 and the last", got.Health, len(e.Polled), e.At, want.Health)
	}
	if e, ok := b.take(); ok {
		t.Errorf("an empty batch gave %+v", e)
	}
}

func TestBatchKeepsTheNewestTotals(t *testing.T) {
	var b batch
	for _, n := range []int{1, 3, 2} {
		at := feedtest.Noon.Add(time.Duration(n) * time.Second)
		b.merge(model.Event{At: at, Totals: &model.DayTotals{At: at, Total: n}})
	}
	if e, _ := b.take(); e.Totals == nil || e.Totals.Total != 3 {
		t.Errorf("totals %+v, want the third second's", e.Totals)
	}
}

// A batch says all that its Events say, whatever the part: a replay knows no other way.
func TestBatchHoldsEveryPart(t *testing.T) {
	let := model.Evicted{Rows: 7}
	past := []model.ChatPast{{Chat: 3, EvictedLast: feedtest.Noon}}
	var b batch
	b.merge(model.Event{At: feedtest.Noon, Evicted: &let, Chats: past})
	b.merge(model.Event{At: feedtest.Noon.Add(time.Second), Floor: &model.Floor{Invented: true}, Gone: []model.Gone{{Chat: 3, All: true}}})
	e, ok := b.take()
	if !ok || e.Evicted == nil || *e.Evicted != let || len(e.Chats) != 1 || e.Floor == nil || len(e.Gone) != 1 {
		t.Fatalf("the batch is %+v, want all that was added", e)
	}
	if !e.Floor.At.Equal(feedtest.Noon.Add(time.Second)) || !e.Gone[0].At.Equal(feedtest.Noon.Add(time.Second)) {
		t.Errorf("the floor is of %v and what is gone of %v, want the time of their Event", e.Floor.At, e.Gone[0].At)
	}
}
