package model

import (
	"cmp"
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
