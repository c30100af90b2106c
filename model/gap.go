package model

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// A Gap is a place in a transcript where messages may be missing: an answer should have overlapped with known
// messages and did not. It is identified by the messages on both sides and is shown directly above After. Healed
// is when an answer showed the two to be adjacent. A healed gap stays healed, because what was between has been
// read.
type Gap struct {
	Before MessageID `json:"before"`          // the last message known on the one side
	After  MessageID `json:"after"`           // the first one on the other
	At     time.Time `json:"at"`              // when observed; of two the earlier
	Healed time.Time `json:"healed,omitzero"` // of two the earlier; zero while messages may be missing
}

// A GapID identifies a Gap by the messages on both sides.
type GapID struct{ Before, After MessageID }

func (i GapID) compare(j GapID) int {
	return cmp.Or(cmp.Compare(i.Before, j.Before), cmp.Compare(i.After, j.After))
}

// GapTimes says from when to when a gap existed; To is Never while it does.
type GapTimes struct{ From, To Instant }

// A GapSet holds the known gaps.
type GapSet map[GapID]GapTimes

// Record adds an observation of a gap. Order and repetition do not matter.
func (s GapSet) Record(g *Gap) {
	id, t := GapID{g.Before, g.After}, GapTimes{InstantOf(g.At), InstantOf(g.Healed)}
	if old, ok := s[id]; ok {
		t = GapTimes{Earlier(old.From, t.From), Earlier(old.To, t.To)}
	}
	s[id] = t
}

// List returns all gaps, by message.
func (s GapSet) List() []Gap {
	list := make([]Gap, 0, len(s))
	for _, id := range slices.SortedFunc(maps.Keys(s), GapID.compare) {
		t := s[id]
		list = append(list, Gap{id.Before, id.After, t.From.Time(), t.To.Time()})
	}
	return list
}

// mergeGaps merges observations of the same gaps. Times are rounded as Instants are, so that they equal a Board's.
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
