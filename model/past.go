package model

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// A ChatPast is what was observed about a chat over time, apart from its messages, and cannot be read off the
// newest observation of its thread. Board.Export creates it, and so does a reader that had to drop messages. Two
// of one chat add up.
type ChatPast struct {
	Chat         ChatID      `json:"chat"`
	ClosedFirst  time.Time   `json:"closed_first,omitzero"` // first and last found closed
	ClosedLast   time.Time   `json:"closed_last,omitzero"`
	OpenLast     time.Time   `json:"open_last,omitzero"`
	OfflineAt    time.Time   `json:"offline_at,omitzero"` // when last observed whether it is an offline chat …
	Offline      bool        `json:"offline,omitempty"`   // … and the result
	Stars        uint8       `json:"stars,omitempty"`     // the visitor's rating as of StarsAt, 1 to 5; 0: none
	Owners       []OwnerPast `json:"owners,omitempty"`
	Agents       []OwnerPast `json:"agents,omitempty"`      // everybody that a thread list named with it
	ListedFirst  time.Time   `json:"listed_first,omitzero"` // when a thread list first named it as the newest chat
	EvictedLast  time.Time   `json:"cut_last,omitzero"`     // the last message that retention dropped
	EvictedAgent time.Time   `json:"cut_agent,omitzero"`    // the last one from an agent among those
	StarsAt      time.Time   `json:"stars_at,omitzero"`     // when the rating was last found
}

// An OwnerPast is an agent who had a chat (0: nobody), and when that was first and last observed.
type OwnerPast struct {
	Agent AgentID   `json:"agent"`
	First time.Time `json:"first"`
	Last  time.Time `json:"last"`
}

// Evicted says what retention dropped, so that a Board made of an Export counts it too and does not accept those
// messages again. Of two the larger wins.
type Evicted struct {
	Rows int       `json:"rows,omitempty"` // messages
	At   time.Time `json:"at,omitzero"`    // messages up to this position, by time …
	ID   MessageID `json:"id,omitempty"`   // … and id, are not held
}

// mergeEvicted returns the larger count and the later position.
func mergeEvicted(a, b *Evicted) *Evicted {
	out := Evicted{Rows: max(a.Rows, b.Rows), At: a.At, ID: a.ID}
	if c := cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID)); c > 0 {
		out.At, out.ID = b.At, b.ID
	}
	return &out
}

// mergePasts adds up the observations of each chat.
func mergePasts(a, b []ChatPast) []ChatPast {
	list := slices.Concat(a, b)
	if len(a) == 0 || len(b) == 0 {
		return list
	}
	sums := map[ChatID]*Past{}
	for i := range list {
		id := list[i].Chat
		if sums[id] == nil {
			p := NewPast()
			sums[id] = &p
		}
		sums[id].Add(&list[i])
	}
	list = list[:0]
	for _, id := range slices.Sorted(maps.Keys(sums)) {
		list = append(list, sums[id].ChatPast(id))
	}
	return list
}

// A Past is a ChatPast with Instants for times: the form in which a Board holds it and in which several add up.
type Past struct {
	ClosedFirst, ClosedLast   Instant // first and last observed closed
	OpenLast                  Instant // last observed not closed
	Owners                    []Ownership
	Agents                    []Ownership // everybody that a thread list named with it, the owner included
	ListedFirst               Instant     // first named by a thread list as its thread's newest
	offlineAt                 Instant     // of the newest observation …
	Offline                   bool        // … and whether it was an offline chat
	EvictedLast, EvictedAgent Instant     // the last message that retention dropped, and the last from an agent
	Stars                     int         // the visitor's rating, 1 to 5; 0: none was found
	starsAt                   Instant     // when last found
}

// NewPast returns a Past without observations.
func NewPast() Past {
	return Past{
		ClosedFirst: Never, ClosedLast: Never, OpenLast: Never, ListedFirst: Never,
		offlineAt: Never, EvictedLast: Never, EvictedAgent: Never, starsAt: Never,
	}
}

// Add adds the observations in p. Order and repetition do not matter.
func (f *Past) Add(p *ChatPast) {
	f.ClosedFirst = Earlier(f.ClosedFirst, InstantOf(p.ClosedFirst))
	f.ClosedLast = max(f.ClosedLast, InstantOf(p.ClosedLast))
	f.OpenLast = max(f.OpenLast, InstantOf(p.OpenLast))
	f.AddOffline(p.Offline, InstantOf(p.OfflineAt))
	for _, o := range p.Owners {
		f.Owners = AddOwner(f.Owners, Ownership{o.Agent, InstantOf(o.First), InstantOf(o.Last)})
	}
	for _, o := range p.Agents {
		f.Agents = AddOwner(f.Agents, Ownership{o.Agent, InstantOf(o.First), InstantOf(o.Last)})
	}
	f.ListedFirst = Earlier(f.ListedFirst, InstantOf(p.ListedFirst))
	f.EvictedLast, f.EvictedAgent = max(f.EvictedLast, InstantOf(p.EvictedLast)), max(f.EvictedAgent, InstantOf(p.EvictedAgent))
	f.AddRating(int(p.Stars), InstantOf(p.StarsAt))
}

// MaxStars is the best rating a visitor can give.
const MaxStars = 5

// AddRating records a rating that was found; 0 is none. The newest observation counts, and of the same moment the
// better rating.
func (f *Past) AddRating(stars int, at Instant) {
	switch {
	case stars <= 0 || stars > MaxStars || at < f.starsAt:
	case at > f.starsAt:
		f.Stars, f.starsAt = stars, at
	default:
		f.Stars = max(f.Stars, stars)
	}
}

// AddOffline records whether the chat was found to be an offline one. The newest observation counts, and of the
// same moment true.
func (f *Past) AddOffline(offline bool, at Instant) {
	if at >= f.offlineAt {
		f.Offline = offline || (at == f.offlineAt && f.Offline)
		f.offlineAt = at
	}
}

// ChatPast returns f in the form that an Event holds.
func (f *Past) ChatPast(id ChatID) ChatPast {
	p := ChatPast{
		Chat: id, ClosedFirst: f.ClosedFirst.Time(), ClosedLast: f.ClosedLast.Time(), OpenLast: f.OpenLast.Time(),
		ListedFirst: f.ListedFirst.Time(), OfflineAt: f.offlineAt.Time(), Offline: f.Offline, EvictedLast: f.EvictedLast.Time(), EvictedAgent: f.EvictedAgent.Time(),
		Stars: uint8(f.Stars), StarsAt: f.starsAt.Time(),
	}
	for _, n := range f.Owners {
		p.Owners = append(p.Owners, OwnerPast{n.Agent, n.First.Time(), n.Last.Time()})
	}
	for _, n := range f.Agents {
		p.Agents = append(p.Agents, OwnerPast{n.Agent, n.First.Time(), n.Last.Time()})
	}
	return p
}

// An Ownership is an agent who had a chat (0: nobody), and when that was first and last observed.
type Ownership struct {
	Agent       AgentID
	First, Last Instant
}

// maxOwners is how many owners of a chat are remembered; the oldest are dropped.
const maxOwners = 16

// AddOwner adds m to list, which has one entry for each agent. Beyond 16 it drops the one that was last observed
// longest ago. It may use the memory of list.
func AddOwner(list []Ownership, m Ownership) []Ownership {
	for i := range list {
		if n := &list[i]; n.Agent == m.Agent {
			n.First, n.Last = Earlier(n.First, m.First), max(n.Last, m.Last)
			return list
		}
	}
	list = append(list, m)
	if len(list) > maxOwners {
		oldest := slices.MinFunc(list, Ownership.Compare)
		list = slices.DeleteFunc(list, func(n Ownership) bool { return n == oldest })
	}
	return list
}

// Compare orders by last observation, then by first, then by agent.
func (n Ownership) Compare(m Ownership) int {
	return cmp.Or(cmp.Compare(n.Last, m.Last), cmp.Compare(n.First, m.First), cmp.Compare(n.Agent, m.Agent))
}
