package board

import (
	"maps"
	"slices"

	"floorwatch/model"
)

func (b *Board) putGap(g *model.Gap) {
	if _, ok := b.gaps[model.GapID{Before: g.Before, After: g.After}]; ok || len(b.gaps) < maxGaps {
		b.gaps.Put(g)
	}
}

// gapsAt returns, by thread, the messages above which others may be missing at
// now. A gap of which retention let go one side is none any more: what is
// missing would not be held either. Where the two sides stand in different
// threads, a chat has moved, and that is why it was missing.
func (b *Board) gapsAt(now model.Instant) map[model.Key][]model.MessageID {
	var open map[model.Key][]model.MessageID
	for id, t := range b.gaps {
		if t.From > now || t.To != model.Never && t.To <= now {
			continue
		}
		before, after := b.byID[id.Before], b.byID[id.After]
		if before == nil || after == nil || before.thread != after.thread {
			continue
		}
		if open == nil {
			open = map[model.Key][]model.MessageID{}
		}
		k := after.thread.key
		if len(open[k]) < maxOpenGaps && !slices.Contains(open[k], id.After) {
			open[k] = append(open[k], id.After)
		}
	}
	for _, list := range open {
		slices.Sort(list)
	}
	return open
}

// dropGaps lets go of the gaps observed before the horizon: by then the
// messages on their sides are gone.
func (b *Board) dropGaps(horizon model.Instant) {
	maps.DeleteFunc(b.gaps, func(_ model.GapID, t model.GapTimes) bool { return t.From < horizon })
}
