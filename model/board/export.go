package board

import (
	"iter"
	"maps"
	"slices"
	"time"

	"floorwatch/model"
)

// Export returns Events, all with the time of the newest one applied, that make
// a fresh Board of the same configuration equal to b. Each holds at most 1,000
// rows. The first one sets the bounds of age; Health comes last and alone, so
// who has got it has got all.
func (b *Board) Export() []model.Event {
	x := exporter{at: b.keeper.newest.Time()}
	for i, p := range heldParts {
		if i == 1 || i == len(heldParts)-1 {
			x.rows = model.MaxExportRows // the bounds of age stand alone, and so does health
		}
		p.export(b, x.room)
	}
	return x.list
}

// An exporter cuts an Export into Events.
type exporter struct {
	at   time.Time
	list []model.Event
	rows int // of the last one
}

// room returns the Event to add a row to.
func (x *exporter) room() *model.Event {
	if len(x.list) == 0 || x.rows >= model.MaxExportRows {
		x.list, x.rows = append(x.list, model.Event{At: x.at}), 0
	}
	x.rows++
	return &x.list[len(x.list)-1]
}

func (b *Board) exportLetGo() *model.LetGo {
	k := &b.keeper
	l := model.LetGo{Rows: k.dropped, At: k.floor.At.Time()}
	if k.floor.At != model.Never {
		l.ID = k.floor.ID
	}
	return &l
}

func (b *Board) exportPolled() iter.Seq[model.Polled] {
	return func(yield func(model.Polled) bool) {
		for _, k := range slices.SortedFunc(maps.Keys(b.polled), model.CompareKey) {
			if !yield(model.Polled{Key: k, At: b.polled[k].Time()}) {
				return
			}
		}
	}
}

func (b *Board) exportPasts() iter.Seq[model.ChatPast] {
	return func(yield func(model.ChatPast) bool) {
		for _, id := range slices.Sorted(maps.Keys(b.facts)) {
			if !yield(b.facts[id].ChatPast(id)) {
				return
			}
		}
	}
}

func (b *Board) exportAcks() iter.Seq[model.Ack] {
	return func(yield func(model.Ack) bool) {
		for _, id := range slices.Sorted(maps.Keys(b.facts)) {
			for _, a := range b.facts[id].acks {
				if !yield(a) {
					return
				}
			}
		}
	}
}

func (b *Board) exportMessages() iter.Seq[model.Message] {
	return func(yield func(model.Message) bool) {
		for _, id := range slices.Sorted(maps.Keys(b.chats)) {
			c := b.chats[id]
			for i := range c.rows {
				if l := c.line(i); !yield(l.Message()) {
					return
				}
			}
		}
	}
}

func (b *Board) exportHealth() *model.Health {
	if b.health == (model.Health{}) {
		return nil
	}
	return &b.health
}

// putPast applies what was observed of a chat over time.
func (b *store) putPast(p *model.ChatPast) {
	b.makeFacts(p.Chat).Add(p)
	b.touchOnward(p.Chat)
}

// putLetGo applies what another Board let go of.
func (b *store) putLetGo(l *model.LetGo) {
	b.keeper.dropped = max(b.keeper.dropped, l.Rows)
	if p := (model.Place{At: model.InstantOf(l.At), ID: l.ID}); p.At != model.Never && p.Compare(b.keeper.floor) > 0 {
		b.keeper.floor = p
		for _, c := range b.chats {
			n, found := slices.BinarySearchFunc(c.rows, p, model.ComparePlace)
			if found {
				n++
			}
			b.dropRows(c, n)
		}
	}
}
