package ledger

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"floorwatch/model"
)

func TestASlotIsLeftOpen(t *testing.T) {
	noon := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct{ at, want time.Duration }{
		{0, -15 * time.Minute}, {time.Second, 0}, {15 * time.Minute, 0}, {15*time.Minute + 1, 15 * time.Minute},
	} {
		if got := SlotStart(noon.Add(c.at)); !got.Equal(noon.Add(c.want)) {
			t.Errorf("%v after noon is in the slot from %v", c.at, got)
		}
	}
}

// The history's checked example: the four answers of the slots add up to the day.
func TestTheCheckedExampleAddsUp(t *testing.T) {
	one := func(seconds int32) Histogram { return Histogram{{seconds, 1}} }
	slots := []SlotFigures{
		{FirstService: model.ServiceLevel{In: 1, Of: 1}, First: one(10), Visitors: 2, Replies: 1},
		{FirstService: model.ServiceLevel{In: 0, Of: 1}, First: one(40), Replies: 1},
		{Visitors: 1}, {Visitors: 1},
		{FirstService: model.ServiceLevel{In: 0, Of: 1}, First: one(40), Replies: 1},
		{FirstService: model.ServiceLevel{In: 0, Of: 1}},
		{Missed: 1},
	}
	var sum SlotFigures
	for i := range slots {
		sum.Add(&slots[i])
	}
	q := sum.First.Quantile()
	if p, _ := sum.FirstService.Percent(); q.N != 3 || q.Median != 40*time.Second || q.P90 != 40*time.Second || p != 25 || sum.Missed != 1 || sum.NewChats() != 4 {
		t.Errorf("%+v, service %+v, missed %d, new %d", q, sum.FirstService, sum.Missed, sum.NewChats())
	}
}

// Merging is the same as adding one by one, and leaves what is merged as it was.
func TestMergeAgainstAdd(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var sum, slow Histogram
	for range 300 {
		var part Histogram
		for range r.IntN(6) {
			v, n := int32(r.IntN(200)), 1+r.IntN(3)
			part.Add(v, n)
			slow.Add(v, n)
		}
		before := slices.Clone(part)
		sum.Merge(part)
		if !slices.Equal(part, before) {
			t.Fatal("what was merged changed")
		}
	}
	if !slices.Equal(sum, slow) {
		t.Errorf("%v, want %v", sum, slow)
	}
}
