package feed

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/feed/feedtest"
)

// decodeAll reads everything r holds.
func decodeAll(t *testing.T, r io.Reader) (events []model.Event, skipped int) {
	t.Helper()
	dec := NewDecoder(r)
	for {
		e, err := dec.Next()
		if errors.Is(err, io.EOF) {
			return events, dec.Skipped()
		}
		if err != nil {
			t.Fatalf("Next: %v", err)
		}
		events = append(events, e)
	}
}

func TestLinesSayWhatTheEventSays(t *testing.T) {
	var enc Encoder
	for _, e := range feedtest.Script(1, 200, feedtest.Noon, time.Second) {
		line := enc.Append(nil, e)
		if n := bytes.Count(line, []byte{'\n'}); n != 1 || line[len(line)-1] != '\n' {
			t.Fatalf("%d line ends in %q, want one, at the end", n, line)
		}
		back, skipped := decodeAll(t, bytes.NewReader(line))
		if len(back) != 1 || skipped != 0 {
			t.Fatalf("%q gave %d events and %d damaged lines, want 1 and 0", line, len(back), skipped)
		}
		if got, want := feedtest.Canonical(back[0]), feedtest.Canonical(e); got != want {
			t.Fatalf("read back: %s, want %s", got, want)
		}
	}
}

func TestDamagedLinesAreSkippedAndCounted(t *testing.T) {
	var enc Encoder
	a, b := string(enc.Append(nil, feedtest.Said(1, 0))), string(enc.Append(nil, feedtest.Said(2, 1)))
	long := `{"at":"2026-11-22T12:00:00Z","x":"` + strings.Repeat("x", MaxLine) + "\"}\n"
	for _, c := range []struct {
		name, input     string
		events, skipped int
	}{
		{"nothing", "", 0, 0},
		{"two lines", a + b, 2, 0},
		{"blank lines", "\n" + a + "\r\n \n" + b, 2, 0},
		{"no last LF", a + strings.TrimSuffix(b, "\n"), 2, 0},
		{"cut last line", a + b[:len(b)/2], 1, 1},
		{"cut, then going on", a[:30] + "\n" + b, 1, 1},
		{"cut into the next", a[:30] + b + a, 1, 1},
		{"binary", a + "\x00\xff\xfe\n" + b, 2, 1},
		{"other JSON", "null\n[]\n1\n\"x\"\n{}\n" + b, 1, 5},
		{"a time that is none", `{"at":"yesterday"}` + "\n" + b, 1, 1},
		{"a message that is none", `{"at":"2026-11-22T12:00:00Z","messages":[{"id":"x"}]}` + "\n" + b, 1, 1},
		{"fields of a later version", `{"at":"2026-11-22T12:00:00Z","mood":{"a":[1]}}` + "\n" + b, 2, 0},
		{"too long", a + long + b, 2, 1},
		{"too long and cut", a + long[:len(long)-2], 1, 1},
		{"deep", a + `{"at":` + strings.Repeat("[", 1<<20) + "\n" + b, 2, 1},
	} {
		for _, r := range []io.Reader{strings.NewReader(c.input), iotest.HalfReader(strings.NewReader(c.input))} {
			events, skipped := decodeAll(t, r)
			if len(events) != c.events || skipped != c.skipped {
				t.Errorf("%s: %d events and %d skipped, want %d and %d", c.name, len(events), skipped, c.events, c.skipped)
			}
		}
	}
}

func TestDecoderPassesOnTheReadersError(t *testing.T) {
	broken := errors.New("broken")
	var enc Encoder
	dec := NewDecoder(io.MultiReader(bytes.NewReader(enc.Append(nil, feedtest.Said(1, 0))), iotest.ErrReader(broken)))
	if _, err := dec.Next(); err != nil {
		t.Fatalf("first Next: %v", err)
	}
	if _, err := dec.Next(); !errors.Is(err, broken) {
		t.Errorf("second Next: %v, want %v", err, broken)
	}
}

func TestLargeEventsBecomeSeveralLines(t *testing.T) {
	e := model.Event{At: feedtest.Noon, Health: &model.Health{At: feedtest.Noon}, Totals: &model.DayTotals{At: feedtest.Noon}}
	for i := range 2500 {
		e.Messages = append(e.Messages, feedtest.Message(model.MessageID(i+1), i))
		e.Polled = append(e.Polled, model.Polled{Key: model.Key{Visitor: model.VisitorID(i)}, At: feedtest.Noon})
	}
	var enc Encoder
	lines := enc.Lines(e)
	want, got := feedtest.NewFloor(), feedtest.NewFloor()
	want.Apply(e)
	total := 0
	for _, line := range lines {
		back, _ := decodeAll(t, bytes.NewReader(line))
		if len(back) != 1 || back[0].Rows() > lineRows || !back[0].At.Equal(feedtest.Noon) {
			t.Fatalf("a line holds %d events, the first with %d rows, at %v", len(back), back[0].Rows(), back[0].At)
		}
		total += back[0].Rows()
		got.Apply(back[0])
	}
	if total != e.Rows() || got.Health != want.Health || enc.LeftOut != 0 {
		t.Errorf("%d lines hold %d rows and left out %d, want all %d and the same health", len(lines), total, enc.LeftOut, e.Rows())
	}
	feedtest.SameFloor(t, "from several lines", got, want)
}

func TestWhatNoLineCanHoldIsLeftOutAlone(t *testing.T) {
	bad := feedtest.Message(2, 0)
	bad.SentAt = time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC) // a year that JSON does not know
	e := model.Event{At: feedtest.Noon, Messages: []model.Message{feedtest.Message(1, 0), bad, feedtest.Message(3, 0)}}
	var enc Encoder
	got := feedtest.NewFloor()
	for _, line := range enc.Lines(e) {
		back, _ := decodeAll(t, bytes.NewReader(line))
		got.Apply(back[0])
	}
	if _, n := got.Count(); n != 2 || !got.Has(1, 1) || !got.Has(3, 1) || enc.LeftOut != 1 {
		t.Errorf("%d messages came through and %d rows were left out, want 2 and 1", n, enc.LeftOut)
	}
}

func TestHalvesHoldAllRows(t *testing.T) {
	e := model.Event{
		At: feedtest.Noon, Messages: make([]model.Message, 3), Threads: make([]model.ThreadInfo, 1), Visitors: make([]model.VisitorInfo, 1),
		Agents: make([]model.AgentInfo, 1), Acks: make([]model.Ack, 1), Gaps: make([]model.Gap, 2), Totals: &model.DayTotals{}, Health: &model.Health{},
	}
	var split func(model.Event) int
	split = func(e model.Event) int {
		if e.Rows() == 1 {
			return 1
		}
		a, b := e.Halve()
		if a.Rows() == 0 || b.Rows() == 0 {
			t.Fatalf("%d rows became %d and %d", e.Rows(), a.Rows(), b.Rows())
		}
		return split(a) + split(b)
	}
	if got := split(e); got != e.Rows() {
		t.Errorf("split to the end: %d rows, want %d", got, e.Rows())
	}
}
