package feed

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/poller/feed/feedtest"
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
		`"gone":[{"chat":1,"messages":[3,0,-9223372036854775808],"all":true},{"chat":1,"messages":[3],"at":"9999-12-31T00:00:00Z"}],"claims":[{"chat":1,"by":"a"},{"chat":1,"undo":true}]`,
		`"coverage":{"list":{"at":"2026-11-22T12:00:01Z","unfinished":true},"debts":{"groups":[{"kind":9,"unknown":-1,"ages":[3]},{"kind":5,"ages":[-3,9223372036854775807,1,1]}],"failing":[1,2],"denied":[1]}}`,
		`"coverage":{"observed":{"holes":[]},"debts":{"groups":[{"kind":5,"ages":[]}],"failing":[],"denied":[],"capped":[]}}`,
		`"coverage":{"debts":{"failing":[1,2,3,4],"more":-1},"observed":{"holes":[{},{"from":"9999-12-31T00:00:00Z"}]},"doubt":{"seen":true}},"floor":{"name":"a","invented":true}`,
		`"usual":[{"start":"2026-11-22T00:00:00Z","figures":[{"figure":99},{"figure":4,"lo":[1],"median":[1],"hi":[1],"n":[1],"days":[1]}],"load":{"classes":[{}]}},{}],"chats":[{"chat":1,"agents":[{"agent":3}]}]`,
		`"threads":[{"id":7,"visitor":2,"chats":[1],"last":1}],"polled":[{"key":{"visitor":2,"thread":7}}],"acks":[{"chat":1,"upto":9}]`,
	} {
		f.Add([]byte(`{"at":"2026-11-22T12:00:00Z",` + line + "}\n"))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		board, copied := board.New(board.Config{}), board.New(board.Config{})
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
		c, d := board.Coverage(), copied.Coverage()
		if len(events) > 0 && !c.SameAs(&d) {
			t.Errorf("a copy of the Board knows %+v, want %+v", d, c)
		}
		c.Debts.CountNewerThan(true, time.Hour)
		if u, ok := board.Usual(feedtest.Noon); ok {
			u.Bands(feedtest.Noon)
		}
		for _, r := range rows {
			for _, id := range r.Gaps {
				if !slices.ContainsFunc(events, func(e model.Event) bool { return len(e.Gaps) > 0 }) {
					t.Errorf("a gap above %d that nobody told", id)
				}
			}
			board.Transcript(r.Key)
		}
	})
}
