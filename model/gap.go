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

// A gapSet is what is known of gaps.
type gapSet map[gapID]gapTimes

// put adds a word on a gap. Neither order nor repetition matters.
func (s gapSet) put(g *Gap) {
	id, t := gapID{g.Before, g.After}, gapTimes{stampOf(g.At), stampOf(g.Healed)}
	if old, ok := s[id]; ok {
		t = gapTimes{earlier(old.from, t.from), earlier(old.to, t.to)}
	}
	s[id] = t
}

// list returns all that is known, by message.
func (s gapSet) list() []Gap {
	list := make([]Gap, 0, len(s))
	for _, id := range slices.SortedFunc(maps.Keys(s), gapID.compare) {
		t := s[id]
		list = append(list, Gap{id.before, id.after, t.from.time(), t.to.time()})
	}
	return list
}

// mergeGaps makes one word of two on the same gap. Times are those of stamps,
// as a Board would have them.
func mergeGaps(a, b []Gap) []Gap {
	if len(b) == 0 {
		return a
	}
	sum := gapSet{}
	for _, list := range [][]Gap{a, b} {
		for i := range list {
			sum.put(&list[i])
		}
	}
	return sum.list()
}
