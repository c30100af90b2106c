package model

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// A ChatPast is what was observed of a chat over time beside its messages: it
// cannot be read off the newest word on its thread. Export makes it, and a
// reader who had to let messages go; two of one chat add up.
type ChatPast struct {
	Chat        ChatID      `json:"chat"`
	ClosedFirst time.Time   `json:"closed_first,omitzero"` // first and last found closed
	ClosedLast  time.Time   `json:"closed_last,omitzero"`
	OpenLast    time.Time   `json:"open_last,omitzero"`
	OfflineAt   time.Time   `json:"offline_at,omitzero"` // last looked whether it is an offline one …
	Offline     bool        `json:"offline,omitempty"`   // … and whether it was
	Owners      []OwnerPast `json:"owners,omitempty"`
	Agents      []OwnerPast `json:"agents,omitempty"`      // all that a look found with it
	ListedFirst time.Time   `json:"listed_first,omitzero"` // a thread list first named it as the newest
	CutLast     time.Time   `json:"cut_last,omitzero"`     // the last message that retention let go
	CutAgent    time.Time   `json:"cut_agent,omitzero"`
}

// An OwnerPast is an agent of a chat (as its owner, 0: nobody), and when first and last observed so.
type OwnerPast struct {
	Agent AgentID   `json:"agent"`
	First time.Time `json:"first"`
	Last  time.Time `json:"last"`
}

// LetGo says what retention let go, so that a Board made from an Export counts
// it too and does not take it in again. Of two the larger stands.
type LetGo struct {
	Rows int       `json:"rows,omitempty"` // messages
	At   time.Time `json:"at,omitzero"`    // messages up to this place, by time …
	ID   MessageID `json:"id,omitempty"`   // … and id, are not held
}

// mergeLetGo returns what both say.
func mergeLetGo(a, b *LetGo) *LetGo {
	out := LetGo{Rows: max(a.Rows, b.Rows), At: a.At, ID: a.ID}
	if c := cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID)); c > 0 {
		out.At, out.ID = b.At, b.ID
	}
	return &out
}

// mergePasts adds up those of one chat.
func mergePasts(a, b []ChatPast) []ChatPast {
	list := slices.Concat(a, b)
	if len(a) == 0 || len(b) == 0 {
		return list
	}
	sums := map[ChatID]*past{}
	for i := range list {
		id := list[i].Chat
		if sums[id] == nil {
			p := newPast()
			sums[id] = &p
		}
		sums[id].add(&list[i])
	}
	list = list[:0]
	for _, id := range slices.Sorted(maps.Keys(sums)) {
		list = append(list, sums[id].chatPast(id))
	}
	return list
}

// A past is what a ChatPast says, with its times as instants: the form in which
// a Board holds it and several add up.
type past struct {
	closedFirst, closedLast stamp // first and last found closed
	openLast                stamp // last found not closed
	named                   []naming
	agents                  []naming // all that a look found with it, the owner among them
	listedFirst             stamp    // first named by a thread list as its thread's newest
	offlineAt               stamp    // of the newest observation …
	offline                 bool     // … and whether it called the chat an offline one
	cutLast, cutA           stamp    // the last row that was let go, the last A among those
}

// newPast returns the past of a chat of which nothing was observed.
func newPast() past {
	return past{
		closedFirst: never, closedLast: never, openLast: never, listedFirst: never,
		offlineAt: never, cutLast: never, cutA: never,
	}
}

// add adds what p says. Neither order nor repetition matters.
func (f *past) add(p *ChatPast) {
	f.closedFirst = earlier(f.closedFirst, stampOf(p.ClosedFirst))
	f.closedLast = max(f.closedLast, stampOf(p.ClosedLast))
	f.openLast = max(f.openLast, stampOf(p.OpenLast))
	f.noteOffline(p.Offline, stampOf(p.OfflineAt))
	for _, o := range p.Owners {
		f.named = note(f.named, naming{o.Agent, stampOf(o.First), stampOf(o.Last)})
	}
	for _, o := range p.Agents {
		f.agents = note(f.agents, naming{o.Agent, stampOf(o.First), stampOf(o.Last)})
	}
	f.listedFirst = earlier(f.listedFirst, stampOf(p.ListedFirst))
	f.cutLast, f.cutA = max(f.cutLast, stampOf(p.CutLast)), max(f.cutA, stampOf(p.CutAgent))
}

// noteOffline notes whether a chat was found to be an offline one. The newest
// observation counts, and of those of one moment that it was.
func (f *past) noteOffline(offline bool, at stamp) {
	if at >= f.offlineAt {
		f.offline = offline || (at == f.offlineAt && f.offline)
		f.offlineAt = at
	}
}

// chatPast returns it as an Event holds it.
func (f *past) chatPast(id ChatID) ChatPast {
	p := ChatPast{
		Chat: id, ClosedFirst: f.closedFirst.time(), ClosedLast: f.closedLast.time(), OpenLast: f.openLast.time(),
		ListedFirst: f.listedFirst.time(), OfflineAt: f.offlineAt.time(), Offline: f.offline, CutLast: f.cutLast.time(), CutAgent: f.cutA.time(),
	}
	for _, n := range f.named {
		p.Owners = append(p.Owners, OwnerPast{n.agent, n.first.time(), n.last.time()})
	}
	for _, n := range f.agents {
		p.Agents = append(p.Agents, OwnerPast{n.agent, n.first.time(), n.last.time()})
	}
	return p
}

// A naming is an agent (0: nobody) as the owner, and when first and last observed so.
type naming struct {
	agent       AgentID
	first, last stamp
}

// maxNamings bounds the owners that are remembered of a chat; the latest stay.
const maxNamings = 16

// note adds to what is known of the agents of a chat.
func note(list []naming, m naming) []naming {
	for i := range list {
		if n := &list[i]; n.agent == m.agent {
			n.first, n.last = earlier(n.first, m.first), max(n.last, m.last)
			return list
		}
	}
	list = append(list, m)
	if len(list) > maxNamings {
		oldest := slices.MinFunc(list, naming.compare)
		list = slices.DeleteFunc(list, func(n naming) bool { return n == oldest })
	}
	return list
}

func (n naming) compare(m naming) int {
	return cmp.Or(cmp.Compare(n.last, m.last), cmp.Compare(n.first, m.first), cmp.Compare(n.agent, m.agent))
}
