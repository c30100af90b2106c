package board

import (
	"testing"
	"time"

	"floorwatch/model"
)

// What a trend says of a moment is what the floor says of it.
func TestTrendIsTheFloorAsItWas(t *testing.T) {
	b := boardOf(t, "V0 B5 A1@70 V130 V900", "V65 A2@120 V1000 A2@1300", "V3", "V700 A1@715 V1500")
	for _, now := range []time.Time{sec(1760), sec(1810), sec(2400)} {
		trend := b.Trend(now)
		first, missed, in, of := 0, 0, 0, 0
		for i, c := range trend {
			h := b.At(c.End).Headline
			longest := time.Duration(0)
			if h.Longest.Running {
				longest = h.Longest.For
			}
			if c.Waiting != h.Waiting || c.Longest != longest || c.Active != h.Active {
				t.Errorf("cell %d, %v: %d waiting, longest %v, %d active; the floor then had %d, %v, %d", i, c.End, c.Waiting, c.Longest, c.Active, h.Waiting, longest, h.Active)
			}
			first, missed, in, of = first+c.First.N, missed+c.Missed, in+c.FirstService.In, of+c.FirstService.Of
		}
		w := b.At(now).Headline.HalfHour
		if first != w.First.N || missed != w.Missed || in != w.FirstService.In || of != w.FirstService.Of {
			t.Errorf("%v: %d first responses, %d missed, %d of %d in time; want %d, %d, %d of %d", now, first, missed, in, of, w.First.N, w.Missed, w.FirstService.In, w.FirstService.Of)
		}
	}
}

func TestTrendEnds(t *testing.T) {
	ends := model.TrendEnds(sec(1800))
	for i, want := range []int{3, 7, 11, 15, 18, 22, 26, 30} {
		if !ends[i].Equal(sec(60 * want)) {
			t.Errorf("cell %d ends at %v, want minute %d", i, ends[i], want)
		}
	}
}
