package model

import (
	"maps"
	"slices"
)

// gapsAt returns, by thread, the messages above which others may be missing at
// now. A gap of which retention let go one side is none any more: what is
// missing would not be held either. Where the two sides stand in different
// threads, a chat has moved, and that is why it was missing.
func (b *Board) gapsAt(now stamp) map[Key][]MessageID {
	var open map[Key][]MessageID
	for id, t := range b.gaps {
		if t.from > now || t.to != never && t.to <= now {
			continue
		}
		before, after := b.byID[id.before], b.byID[id.after]
		if before == nil || after == nil || before.thread != after.thread {
			continue
		}
		if open == nil {
			open = map[Key][]MessageID{}
		}
		k := after.thread.key
		if !slices.Contains(open[k], id.after) {
			open[k] = append(open[k], id.after)
		}
	}
	for _, list := range open {
		slices.Sort(list)
	}
	return open
}

// dropGaps lets go of the gaps observed before the horizon: by then the
// messages on their sides are gone.
func (b *Board) dropGaps(horizon stamp) {
	maps.DeleteFunc(b.gaps, func(_ gapID, t gapTimes) bool { return t.from < horizon })
}
