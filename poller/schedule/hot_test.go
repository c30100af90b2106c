package schedule

import (
	"testing"
	"time"
)

// While what is read first may hold somebody who has waited for long, changes get a fifth of the requests; once that
// has been read, two fifths.
func TestChangesWhileTheLastHourIsRead(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	for _, tt := range []struct {
		rank        int64
		least, most int
	}{{-900_000, 10, 25}, {-100_000, 30, 50}} {
		s := New(Intervals{Waiting: 2 * time.Second, Active: 5 * time.Second, Quiet: 30 * time.Second, Idle: 2 * time.Minute, Watch: 15 * time.Second}, 10)
		s.MayWait = -500_000
		for range 200 {
			s.Add(&Entry{Rank: tt.rank}, PriorityLastHour, now)
			s.Add(&Entry{}, PriorityFresh, now)
		}
		fresh := 0
		for range 100 {
			e := s.Pick(now)
			if e.Priority == PriorityFresh {
				fresh++
			}
			s.Take(e, now)
		}
		if fresh < tt.least || fresh > tt.most {
			t.Errorf("rank %d: %d of 100 requests for changes, want %d to %d", tt.rank, fresh, tt.least, tt.most)
		}
	}
}
