package board

import (
	"floorwatch/model"
	"maps"
	"slices"
)

// A store is what a Board holds of chats, threads and people, within the bounds
// of retention, and which chat belongs to which thread. It notes what has changed
// since the book was carried forward.
type store struct {
	chats   map[model.ChatID]*chat // those with rows
	byID    map[model.MessageID]*chat
	threads map[model.Key]*thread
	facts   map[model.ChatID]*facts
	noFacts *facts

	infos    map[model.Key]model.ThreadInfo
	namedBy  map[model.ChatID][]model.Key // those of infos that name a chat
	visitors map[model.VisitorID]model.VisitorInfo
	agents   map[model.AgentID]model.AgentInfo
	polled   map[model.Key]model.Instant
	gaps     model.GapSet
	gone     *model.GoneSet
	claims   map[model.ChatID]model.Claim

	automations model.Automations // among agents
	unsorted    bool              // agents have come or changed since they were sorted

	keeper keeper
	dirty  []*chat   // to be settled
	fresh  []*thread // to be put into the book
	book   *book     // of the latest moment asked for; nil where it has to be built from nothing
}

func newStore(cfg Config) store {
	return store{
		chats:    map[model.ChatID]*chat{},
		byID:     map[model.MessageID]*chat{},
		threads:  map[model.Key]*thread{},
		facts:    map[model.ChatID]*facts{},
		noFacts:  newFacts(),
		infos:    map[model.Key]model.ThreadInfo{},
		namedBy:  map[model.ChatID][]model.Key{},
		visitors: map[model.VisitorID]model.VisitorInfo{},
		agents:   map[model.AgentID]model.AgentInfo{},
		polled:   map[model.Key]model.Instant{},
		gaps:     model.GapSet{},
		gone:     model.NewGoneSet(),
		claims:   map[model.ChatID]model.Claim{},
		keeper:   newKeeper(cfg),
	}
}

func (b *store) putGap(g *model.Gap) {
	if _, ok := b.gaps[model.GapID{Before: g.Before, After: g.After}]; ok || len(b.gaps) < maxGaps {
		b.gaps.Put(g)
	}
}

// gapsAt returns, by thread, the messages above which others may be missing at
// now. A gap of which retention let go one side is none any more: what is
// missing would not be held either. Where the two sides stand in different
// threads, a chat has moved, and that is why it was missing.
func (b *store) gapsAt(now model.Instant) map[model.Key][]model.MessageID {
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
func (b *store) dropGaps(horizon model.Instant) {
	maps.DeleteFunc(b.gaps, func(_ model.GapID, t model.GapTimes) bool { return t.From < horizon })
}
