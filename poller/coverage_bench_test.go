package poller

import (
	"fmt"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/poller/cursor"
)

// BenchmarkCoverage measures what is counted over all threads, once a second and where more is owed than before: what is
// owed of each, how old the words are, and how long a turn over all takes. The first read begins with all of it owed, and
// ends with next to nothing.
func BenchmarkCoverage(b *testing.B) {
	for _, read := range []bool{false, true} {
		for _, n := range []int{1_000, 5_000, 20_000, 50_000} {
			b.Run(fmt.Sprintf("read=%v/%d", read, n), func(b *testing.B) {
				p := New(newFloor(), DefaultConfig(), Options{})
				now := time.Now()
				p.discovery.whole = true
				for i := range n {
					v := p.visitors.visitor(model.VisitorID(i + 1))
					v.listRead, v.stamp = now, now.Add(-time.Duration(i)*time.Second)
					chat := model.ChatID(i + 1)
					t := p.visitors.newTarget(model.Key{Visitor: v.id, Thread: model.ThreadID(i + 1)}, []model.ChatID{chat}, false, now)
					t.read, t.lastGood, t.lastMessage = i%50 != 0, now, v.stamp
					if read {
						t.cursor.Deliver(cursor.Question{Number: chat, Chat: chat}, map[model.ChatID]time.Time{chat: v.stamp})
					}
				}
				b.ReportAllocs()
				for b.Loop() {
					p.coverage.at(now, now)
				}
			})
		}
	}
}
