package schedule

import (
	"testing"
	"time"
)

// BenchmarkPick takes the next of 5,000 and queues it again.
func BenchmarkPick(b *testing.B) {
	s := New(Intervals{Waiting: 2 * time.Second, Active: 5 * time.Second, Quiet: 30 * time.Second, Idle: 2 * time.Minute, Watch: 15 * time.Second}, 10)
	now := time.Unix(0, 0)
	for i := range 5000 {
		s.Add(&Entry{}, PriorityWaiting+Priority(i%4), now.Add(time.Duration(i)*time.Millisecond))
	}
	b.ReportAllocs()
	for b.Loop() {
		now = now.Add(100 * time.Millisecond)
		e := s.Pick(now)
		s.Take(e, now)
		s.Done(e)
		s.Add(e, e.Priority, now.Add(s.Interval(e.Priority)))
	}
}
