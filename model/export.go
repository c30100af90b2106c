package model

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// exportRows is how many rows an Event of an Export holds at most, so that one
// line of it stays within what every reader takes.
const exportRows = 1000

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
	CutLast     time.Time   `json:"cut_last,omitzero"` // the last message that retention let go
	CutAgent    time.Time   `json:"cut_agent,omitzero"`
}

// An OwnerPast is an agent (0: nobody) as a chat's owner, and when first and last observed so.
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

// Export returns Events, all with the time of the newest one applied, that make
// a fresh Board of the same configuration equal to b. Each holds at most 1,000
// rows. The first one sets the bounds of age; Health comes last and alone, so
// who has got it has got all.
func (b *Board) Export() []Event {
	x := exporter{at: b.keeper.newest.time()}
	x.letGo(&b.keeper)
	for _, id := range slices.Sorted(maps.Keys(b.agents)) {
		x.room().Agents = append(x.room().Agents, b.agents[id])
	}
	for _, id := range slices.Sorted(maps.Keys(b.visitors)) {
		x.room().Visitors = append(x.room().Visitors, b.visitors[id])
	}
	for _, k := range slices.SortedFunc(maps.Keys(b.infos), compareKey) {
		x.room().Threads = append(x.room().Threads, b.infos[k])
	}
	for _, k := range slices.SortedFunc(maps.Keys(b.polled), compareKey) {
		x.room().Polled = append(x.room().Polled, Polled{Key: k, At: b.polled[k].time()})
	}
	for _, g := range b.exportGaps() {
		x.room().Gaps = append(x.room().Gaps, g)
	}
	for _, id := range slices.Sorted(maps.Keys(b.facts)) {
		f := b.facts[id]
		x.room().Chats = append(x.room().Chats, f.past(id))
		for _, a := range f.acks {
			x.room().Acks = append(x.room().Acks, a)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(b.chats)) {
		c := b.chats[id]
		for i := range c.rows {
			l := c.line(i)
			x.room().Messages = append(x.room().Messages, l.message())
		}
	}
	if b.totals != nil {
		t := *b.totals
		x.room().Totals = &t
	}
	if b.health != (Health{}) {
		h := b.health
		x.list = append(x.list, Event{At: x.at, Health: &h})
	}
	return x.list
}

// An exporter cuts an Export into Events.
type exporter struct {
	at   time.Time
	list []Event
}

// room returns the Event to add to.
func (x *exporter) room() *Event {
	if n := len(x.list); n > 1 {
		e := &x.list[n-1]
		if len(e.Messages)+len(e.Threads)+len(e.Visitors)+len(e.Agents)+len(e.Polled)+len(e.Acks)+len(e.Gaps)+len(e.Chats) < exportRows {
			return e
		}
	}
	x.list = append(x.list, Event{At: x.at})
	return &x.list[len(x.list)-1]
}

func (x *exporter) letGo(k *keeper) {
	l := LetGo{Rows: k.dropped, At: k.floor.at.time()}
	if k.floor.at != never {
		l.ID = k.floor.id
	}
	x.list = append(x.list, Event{At: x.at, LetGo: &l})
}

func (f *facts) past(id ChatID) ChatPast {
	p := ChatPast{
		Chat: id, ClosedFirst: f.closedFirst.time(), ClosedLast: f.closedLast.time(), OpenLast: f.openLast.time(),
		OfflineAt: f.offlineAt.time(), Offline: f.offline, CutLast: f.cutLast.time(), CutAgent: f.cutA.time(),
	}
	for _, n := range f.named {
		p.Owners = append(p.Owners, OwnerPast{n.agent, n.first.time(), n.last.time()})
	}
	return p
}

// putPast takes in what was observed of a chat over time.
func (b *Board) putPast(p *ChatPast) {
	f := b.makeFacts(p.Chat)
	f.closedFirst = earlier(f.closedFirst, stampOf(p.ClosedFirst))
	f.closedLast = max(f.closedLast, stampOf(p.ClosedLast))
	f.openLast = max(f.openLast, stampOf(p.OpenLast))
	if at := stampOf(p.OfflineAt); at >= f.offlineAt {
		f.offline = p.Offline || (at == f.offlineAt && f.offline)
		f.offlineAt = at
	}
	for _, o := range p.Owners {
		f.nameFor(naming{o.Agent, stampOf(o.First), stampOf(o.Last)})
	}
	f.cutLast, f.cutA = max(f.cutLast, stampOf(p.CutLast)), max(f.cutA, stampOf(p.CutAgent))
	b.touchID(p.Chat)
}

// putLetGo takes in what another Board let go of.
func (b *Board) putLetGo(l *LetGo) {
	if l == nil {
		return
	}
	b.keeper.dropped = max(b.keeper.dropped, l.Rows)
	if p := (place{stampOf(l.At), l.ID}); p.at != never && p.compare(b.keeper.floor) > 0 {
		b.keeper.floor = p
		for _, c := range b.chats {
			n, found := slices.BinarySearchFunc(c.rows, p, comparePlace)
			if found {
				n++
			}
			b.dropRows(c, n)
		}
	}
}

// mergeLetGo returns what both say.
func mergeLetGo(a, b *LetGo) *LetGo {
	if a == nil || b == nil {
		return cmp.Or(a, b)
	}
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
	sum := NewBoard(Config{})
	for i := range list {
		sum.putPast(&list[i])
	}
	list = list[:0]
	for _, id := range slices.Sorted(maps.Keys(sum.facts)) {
		list = append(list, sum.facts[id].past(id))
	}
	return list
}
