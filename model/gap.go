package model

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// A Gap is a place in a transcript at which messages may be missing: an answer
// that should have held a message known before held none. It is known by the
// messages on its two sides, and stands directly above After. Healed is when an
// answer left nothing between the two. A gap that was healed once stays so,
// whatever comes later or again, since what had been between has been read.
type Gap struct {
	Before MessageID `json:"before"`          // the last message known on the one side
	After  MessageID `json:"after"`           // the first one on the other
	At     time.Time `json:"at"`              // when observed; the earliest counts
	Healed time.Time `json:"healed,omitzero"` // the earliest counts; zero while messages may be missing
}

// A gapID is what two words on one gap have in common.
type gapID struct{ before, after MessageID }

func (i gapID) compare(j gapID) int {
	return cmp.Or(cmp.Compare(i.before, j.before), cmp.Compare(i.after, j.after))
}

// A gapTimes is from when to when a gap stands; to is never while it does.
type gapTimes struct{ from, to stamp }

// putGap takes in a word on a gap.
func (b *Board) putGap(g *Gap) {
	id, t := gapID{g.Before, g.After}, gapTimes{stampOf(g.At), stampOf(g.Healed)}
	if old, ok := b.gaps[id]; ok {
		t = gapTimes{earlier(old.from, t.from), earlier(old.to, t.to)}
	}
	b.gaps[id] = t
}

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

// exportGaps returns all that is known of gaps.
func (b *Board) exportGaps() []Gap {
	list := make([]Gap, 0, len(b.gaps))
	for _, id := range slices.SortedFunc(maps.Keys(b.gaps), gapID.compare) {
		t := b.gaps[id]
		list = append(list, Gap{id.before, id.after, t.from.time(), t.to.time()})
	}
	return list
}

// dropGaps lets go of the gaps observed before the horizon: by then the
// messages on their sides are gone.
func (b *Board) dropGaps(horizon stamp) {
	maps.DeleteFunc(b.gaps, func(_ gapID, t gapTimes) bool { return t.from < horizon })
}

// mergeGaps makes one word of two on the same gap. Times are those of stamps,
// as a Board would have them.
func mergeGaps(a, b []Gap) []Gap {
	if len(b) == 0 {
		return a
	}
	sum := Board{gaps: map[gapID]gapTimes{}}
	for _, list := range [][]Gap{a, b} {
		for i := range list {
			sum.putGap(&list[i])
		}
	}
	return sum.exportGaps()
}
