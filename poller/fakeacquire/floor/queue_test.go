package floor

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestQueue pushes and pops at random: what comes out is in order of time, and
// of two at the same time the one that was pushed first comes first.
func TestQueue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var q queue
		done := map[uint64]bool{}
		var last event
		now := time.Duration(0)
		for _, d := range rapid.SliceOf(rapid.IntRange(-1, 5)).Draw(t, "pushes, -1 is a pop") {
			if d >= 0 {
				q.push(now+time.Duration(d), func() {})
				continue
			}
			if q.len() == 0 {
				continue
			}
			first := q.first().seq
			h := q.pop()
			if h.seq != first || (eventHeap{h, last}).Less(0, 1) || done[h.seq] {
				t.Fatalf("%d at %v came after %d at %v", h.seq, h.at, last.seq, last.at)
			}
			done[h.seq], last, now = true, h, h.at
		}
		if left := q.len(); len(done)+left != int(q.seq) {
			t.Fatalf("%d of %d came out, %d are left", len(done), q.seq, left)
		}
	})
}
