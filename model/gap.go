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

// A GapID is what two words on one gap have in common.
type GapID struct{ Before, After MessageID }

func (i GapID) compare(j GapID) int {
	return cmp.Or(cmp.Compare(i.Before, j.Before), cmp.Compare(i.After, j.After))
}

// GapTimes are from when to when a gap stands; To is Never while it does.
type GapTimes struct{ From, To Instant }

// A GapSet is what is known of gaps.
type GapSet map[GapID]GapTimes

// Record adds a word on a gap. Neither order nor repetition matters.
func (s GapSet) Record(g *Gap) {
	id, t := GapID{g.Before, g.After}, GapTimes{InstantOf(g.At), InstantOf(g.Healed)}
	if old, ok := s[id]; ok {
		t = GapTimes{Earlier(old.From, t.From), Earlier(old.To, t.To)}
	}
	s[id] = t
}

// List returns all that is known, by message.
func (s GapSet) List() []Gap {
	list := make([]Gap, 0, len(s))
	for _, id := range slices.SortedFunc(maps.Keys(s), GapID.compare) {
		t := s[id]
		list = append(list, Gap{id.Before, id.After, t.From.Time(), t.To.Time()})
	}
	return list
}

// mergeGaps makes one word of two on the same gap. Times are those of
// Instants, as a Board would have them.
func mergeGaps(a, b []Gap) []Gap {
	if len(b) == 0 {
		return a
	}
	sum := GapSet{}
	for _, list := range [][]Gap{a, b} {
		for i := range list {
			sum.Record(&list[i])
		}
	}
	return sum.List()
}
