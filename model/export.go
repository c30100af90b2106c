package model

import (
	"cmp"
	"iter"
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

// Export returns Events, all with the time of the newest one applied, that make
// a fresh Board of the same configuration equal to b. Each holds at most 1,000
// rows. The first one sets the bounds of age; Health comes last and alone, so
// who has got it has got all.
func (b *Board) Export() []Event {
	x := exporter{at: b.keeper.newest.time()}
	for i, p := range parts {
		if i == 1 || i == len(parts)-1 {
			x.rows = exportRows // the bounds of age stand alone, and so does health
		}
		p.export(b, x.room)
	}
	return x.list
}

// An exporter cuts an Export into Events.
type exporter struct {
	at   time.Time
	list []Event
	rows int // of the last one
}

// room returns the Event to add a row to.
func (x *exporter) room() *Event {
	if len(x.list) == 0 || x.rows >= exportRows {
		x.list, x.rows = append(x.list, Event{At: x.at}), 0
	}
	x.rows++
	return &x.list[len(x.list)-1]
}

func (b *Board) exportLetGo() *LetGo {
	k := &b.keeper
	l := LetGo{Rows: k.dropped, At: k.floor.at.time()}
	if k.floor.at != never {
		l.ID = k.floor.id
	}
	return &l
}

func (b *Board) exportPolled() iter.Seq[Polled] {
	return func(yield func(Polled) bool) {
		for _, k := range slices.SortedFunc(maps.Keys(b.polled), compareKey) {
			if !yield(Polled{Key: k, At: b.polled[k].time()}) {
				return
			}
		}
	}
}

func (b *Board) exportPasts() iter.Seq[ChatPast] {
	return func(yield func(ChatPast) bool) {
		for _, id := range slices.Sorted(maps.Keys(b.facts)) {
			if !yield(b.facts[id].past(id)) {
				return
			}
		}
	}
}

func (b *Board) exportAcks() iter.Seq[Ack] {
	return func(yield func(Ack) bool) {
		for _, id := range slices.Sorted(maps.Keys(b.facts)) {
			for _, a := range b.facts[id].acks {
				if !yield(a) {
					return
				}
			}
		}
	}
}

func (b *Board) exportMessages() iter.Seq[Message] {
	return func(yield func(Message) bool) {
		for _, id := range slices.Sorted(maps.Keys(b.chats)) {
			c := b.chats[id]
			for i := range c.rows {
				if l := c.line(i); !yield(l.message()) {
					return
				}
			}
		}
	}
}

func (b *Board) exportHealth() *Health {
	if b.health == (Health{}) {
		return nil
	}
	return &b.health
}

func (f *facts) past(id ChatID) ChatPast {
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
		f.named = note(f.named, naming{o.Agent, stampOf(o.First), stampOf(o.Last)})
	}
	for _, o := range p.Agents {
		f.agents = note(f.agents, naming{o.Agent, stampOf(o.First), stampOf(o.Last)})
	}
	f.listedFirst = earlier(f.listedFirst, stampOf(p.ListedFirst))
	f.cutLast, f.cutA = max(f.cutLast, stampOf(p.CutLast)), max(f.cutA, stampOf(p.CutAgent))
	b.touchID(p.Chat)
}

// putLetGo takes in what another Board let go of.
func (b *Board) putLetGo(l *LetGo) {
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
