package board

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"floorwatch/model"
)

// A Board that is asked again and again while Events come gives what one gives
// that is asked for the first time: what it keeps from tick to tick is right. So
// it is with Events that lie before the moment asked for and with such as lie after it,
// and where retention lets messages go.
func TestTicksAmidEventsEqualFreshBoards(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		events := rapid.Permutation(append(drawObservations(t, h), drawReads(t, h))).Draw(t, "order")
		cfg := orderConfig()
		cfg.Team = rapid.SampledFrom([]string{"", "", "one"}).Draw(t, "view")
		if rapid.IntRange(0, 3).Draw(t, "full") == 0 {
			cfg.Keep = model.Retention{Rows: 12, Messages: 6}
		}
		ticking := New(cfg)
		now := rapid.IntRange(0, 2000).Draw(t, "begin")
		for i := 0; i < len(events); {
			next := min(len(events), i+rapid.IntRange(1, 8).Draw(t, "events"))
			for ; i < next; i++ {
				ticking.Apply(events[i])
			}
			fresh := New(cfg)
			for _, e := range events[:i] {
				fresh.Apply(e)
			}
			if x, y := ticking.At(sec(now)), fresh.At(sec(now)); !reflect.DeepEqual(x, y) {
				t.Fatalf("at %d, after %d events, a Board that ticks differs from a new one: %s\n%v", now, i, difference(x, y), h)
			}
			for _, n := range []int{5, 60} {
				if x, y := ticking.Activity(sec(now), n, model.Filter{}), fresh.Activity(sec(now), n, model.Filter{}); !reflect.DeepEqual(x, y) {
					t.Fatalf("at %d, after %d events, activity of %d minutes differs:\n%v\n%v\n%v", now, i, n, x, y, h)
				}
			}
			now = h.tick(t, now)
		}
	})
}
