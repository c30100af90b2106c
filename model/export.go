package model

import (
	"iter"
	"maps"
	"slices"
	"time"
)

// Export returns Events, all with the time of the newest one applied, that make
// a fresh Board of the same configuration equal to b. Each holds at most 1,000
// rows. The first one sets the bounds of age; Health comes last and alone, so
// who has got it has got all.
func (b *Board) Export() []Event {
	x := exporter{at: b.keeper.newest.time()}
	for i, p := range heldParts {
		if i == 1 || i == len(heldParts)-1 {
			x.rows = maxExportRows // the bounds of age stand alone, and so does health
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
	if len(x.list) == 0 || x.rows >= maxExportRows {
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
			if !yield(b.facts[id].chatPast(id)) {
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

// putPast takes in what was observed of a chat over time.
func (b *Board) putPast(p *ChatPast) {
	b.makeFacts(p.Chat).add(p)
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
