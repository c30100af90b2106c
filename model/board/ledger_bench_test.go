package board

import (
	"testing"
	"time"

	"floorwatch/model"
)

// Budget: 150 ms for 5,000 threads and 200,000 messages, and no call above 5 ms.
func BenchmarkLedger(b *testing.B) {
	board, f := largeBoard(model.Retention{})
	from := f.end.Truncate(24 * time.Hour)
	board.At(f.end)
	const stride = 100
	longest, calls := time.Duration(0), 0
	for b.Loop() {
		l := board.NewLedger(from, from.Add(24*time.Hour))
		for {
			began := time.Now()
			done := l.Step(f.end, stride)
			longest, calls = max(longest, time.Since(began)), calls+1
			if done {
				break
			}
		}
	}
	b.ReportMetric(float64(longest)/1e6, "longest-ms")
	b.ReportMetric(float64(calls)/float64(b.N), "calls")
}
