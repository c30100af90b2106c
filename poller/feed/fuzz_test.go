package feed

import (
	"bytes"
	"floorwatch/poller/feed/feedtest"
	"testing"
	"time"

	"floorwatch/model"
)

// FuzzLines reads lines that anybody may have written into a recording, and
// shows them: nothing panics, and what the Board tells of itself reads back whole.
func FuzzLines(f *testing.F) {
	var enc Encoder
	f.Add(enc.Append(nil, feedtest.Polled(1, 0)))
	for _, line := range []string{
		`"gaps":[{"before":3,"after":9,"at":"2026-11-22T12:00:01Z"},{"before":3,"after":9,"healed":"2026-11-22T12:00:02Z"}]`,
		`"gaps":[{"before":-9223372036854775808,"after":9223372036854775807,"at":"9999-12-31T00:00:00Z"},{}]`,
		`"messages":[{"id":3,"chat":1,"visitor":2},{"id":9,"chat":1,"visitor":2}],"gaps":[{"before":9,"after":3},{"before":3,"after":3}]`,
		`"gaps":[{"before":"3"}]`, `"gaps":{}`, `"gaps":null`,
		`"threads":[{"id":7,"visitor":2,"chats":[1],"last":1}],"polled":[{"key":{"visitor":2,"thread":7}}],"acks":[{"chat":1,"upto":9}]`,
	} {
		f.Add([]byte(`{"at":"2026-11-22T12:00:00Z",` + line + "}\n"))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		board, copied := model.NewBoard(model.Config{}), model.NewBoard(model.Config{})
		events, _ := decodeAll(t, bytes.NewReader(text))
		for _, e := range events {
			board.Apply(e)
		}
		rows := board.At(feedtest.Noon.Add(time.Minute)).Threads
		var enc Encoder
		for _, e := range board.Export() {
			back, skipped := decodeAll(t, bytes.NewReader(enc.Append(nil, e)))
			if skipped > 0 && !e.At.IsZero() {
				t.Fatalf("%d lines of our own cannot be read back", skipped)
			}
			for _, e := range back {
				copied.Apply(e)
			}
		}
		if got := copied.At(feedtest.Noon.Add(time.Minute)).Threads; len(events) > 0 && len(got) != len(rows) {
			t.Errorf("a copy of the Board has %d threads, want %d", len(got), len(rows))
		}
		for _, r := range rows {
			for _, id := range r.Gaps {
				if !bytes.Contains(text, []byte("gaps")) {
					t.Errorf("a gap above %d that nobody told", id)
				}
			}
			board.Transcript(r.Key)
		}
	})
}
