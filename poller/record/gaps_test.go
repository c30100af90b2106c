package record

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/poller/feed"
	"floorwatch/poller/feed/feedtest"
)

// A gap and its healing go through lines, a recording's thinning and a batch.
func TestGapsAreCarried(t *testing.T) {
	open := model.Gap{Before: 3, After: 9, At: feedtest.Noon}
	healed := open
	healed.Healed = feedtest.Noon.Add(time.Minute)
	thin := feed.NewDeduper(0, 0, 0)
	var enc feed.Encoder
	var b batch
	for _, g := range []model.Gap{open, healed} {
		e, ok := thin.Filter(model.Event{At: feedtest.Noon, Gaps: []model.Gap{g}}, feedtest.Noon)
		back, _ := readAll(t, bytes.NewReader(enc.Append(nil, e)))
		if !ok || len(back) != 1 || len(back[0].Gaps) != 1 || back[0].Gaps[0] != g {
			t.Fatalf("%+v came through as %+v", g, back)
		}
		b.merge(back[0])
	}
	if e, _ := b.take(); !slices.Equal(e.Gaps, []model.Gap{open, healed}) {
		t.Errorf("a batch holds %+v, want the gap and its healing", e.Gaps)
	}
}
