package model

import (
	"iter"
	"maps"
	"slices"
	"time"
)

// exportRows is how many rows an Event of an Export holds at most, so that one
// line of it stays within what every reader takes.
const exportRows = 1000

// Export returns Events, all with the time of the newest one applied, that make
// a fresh Board of the same configuration equal to b. Each holds at most 1,000
// rows. The first one sets the bounds of age; Health comes last and alone, so
// who has got it has got all.
func (b *Board) Export() []Event {
	x := exporter{at: b.keeper.newest.time()}
	for i, p := range heldParts {
		if i == 1 || i == len(heldParts)-1 {
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
