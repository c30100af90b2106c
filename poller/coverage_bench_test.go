package poller

import (
	"fmt"
	"testing"
	"time"

	"floorwatch/model"
)

// BenchmarkCoverage measures what is counted over all threads, once a second and where more is owed than before: what is
// owed of each, how old the words are, and how long a turn over all takes. Measured on a busy machine: 0.8, 4.7 and
// 38 ms at 1,000, 5,000 and 20,000 threads, n^1.3: at 20,000 the pass is some 4 % of a core.
func BenchmarkCoverage(b *testing.B) {
	for _, n := range []int{1_000, 5_000, 20_000, 50_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := New(newFloor(), DefaultConfig(), Options{})
			now := time.Now()
			p.discovery.whole = true
			for i := range n {
				v := p.visitors.visitor(model.VisitorID(i + 1))
				v.looked, v.stamp = now, now.Add(-time.Duration(i)*time.Second)
				t := p.visitors.newTarget(model.Key{Visitor: v.id, Thread: model.ThreadID(i + 1)}, []model.ChatID{model.ChatID(i + 1)}, false, now)
				t.read, t.good, t.said = i%50 != 0, now, v.stamp
			}
			b.ReportAllocs()
			for b.Loop() {
				p.coverage.at(now, now)
			}
		})
	}
}
