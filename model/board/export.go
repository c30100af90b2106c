package board

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"floorwatch/model"
)

// Export returns Events that make an empty Board of the same configuration equal to b. All have the time of
// the newest applied Event, and each holds at most model.MaxExportRows rows. The first sets the bounds of
// age; Health comes last and alone, so that a reader who has it has everything.
func (b *Board) Export() []model.Event { return slices.Collect(b.Exported()) }

// Exported yields the Events of Export one at a time. b may change between two of them: what is applied
// meanwhile may or may not be included, and applying it to the copy afterwards makes the copy complete.
func (b *Board) Exported() iter.Seq[model.Event] { return exported(b, model.MaxExportRows) }

// exported yields Events of at most so many rows.
func exported(b *Board, most int) iter.Seq[model.Event] {
	return func(yield func(model.Event) bool) {
		x := exporter{at: b.retention.newest.Time(), most: most, yield: yield}
		bounds := *exportEvicted(b)
		for i, p := range eventParts {
			if i == 1 || i == len(eventParts)-1 {
				x.flush() // bounds and health are Events of their own
			}
			if ev := exportEvicted(b); i == len(eventParts)-1 && *ev != bounds {
				if e := x.room(); e != nil {
					e.Evicted = ev // more was dropped meanwhile, perhaps not exported before
				}
				x.flush()
			}
			if !p.export(b, x.room) {
				return
			}
		}
		x.flush()
	}
}

// An exporter splits an Export into Events.
type exporter struct {
	at    time.Time
	e     model.Event // the Event being filled
	rows  int         // of e
	most  int         // that an Event may hold
	yield func(model.Event) bool
	ended bool // the reader has stopped
}

// room returns the Event to add a row to; nil once the reader has stopped.
func (x *exporter) room() *model.Event {
	if x.rows >= x.most {
		x.flush()
	}
	if x.ended {
		return nil
	}
	x.e.At = x.at
	x.rows++
	return &x.e
}

// flush yields the current Event unless it is empty.
func (x *exporter) flush() {
	if x.rows > 0 && !x.ended {
		x.ended = !x.yield(x.e)
	}
	x.e, x.rows = model.Event{Messages: make([]model.Message, 0, len(x.e.Messages))}, 0 // the next holds as many
}

func exportEvicted(b *Board) *model.Evicted {
	r := &b.retention
	l := model.Evicted{Rows: r.dropped, At: r.evictedTo.At.Time()}
	if r.evictedTo.At != model.Never {
		l.ID = r.evictedTo.ID
	}
	return &l
}

func exportPolled(b *Board) iter.Seq[model.Polled] {
	return func(yield func(model.Polled) bool) {
		for k, at := range ordered(b.polledAt, model.CompareKey) {
			if !yield(model.Polled{Key: k, At: at.Time()}) {
				return
			}
		}
	}
}

func exportPasts(b *Board) iter.Seq[model.ChatPast] {
	return func(yield func(model.ChatPast) bool) {
		for id, facts := range ordered(b.facts, cmp.Compare) {
			if !yield(facts.ChatPast(id)) {
				return
			}
		}
	}
}

func exportAcks(b *Board) iter.Seq[model.Ack] {
	return func(yield func(model.Ack) bool) {
		for _, facts := range ordered(b.facts, cmp.Compare) {
			for _, a := range slices.Clone(facts.acks) {
				if !yield(a) {
					return
				}
			}
		}
	}
}

func exportMessages(b *Board) iter.Seq[model.Message] {
	return func(yield func(model.Message) bool) {
		var list []model.Message // of one chat, whose rows may move when an Event is applied
		for _, c := range ordered(b.chats, cmp.Compare) {
			list = list[:0]
			for i := range c.rows {
				obs := c.observation(i)
				list = append(list, obs.Message())
			}
			for _, m := range list {
				if !yield(m) {
					return
				}
			}
		}
	}
}

func exportHealth(b *Board) *model.Health {
	if b.health == (model.Health{}) {
		return nil
	}
	return &b.health
}

// putPast applies the past of a chat from another Board.
func (b *store) putPast(p *model.ChatPast) {
	b.makeFacts(p.Chat).Add(p)
	b.touchLater(p.Chat)
}

// putEvicted applies the bounds of another Board's retention.
func (b *store) putEvicted(ev *model.Evicted) {
	b.retention.dropped = max(b.retention.dropped, ev.Rows)
	if p := (model.Position{At: model.InstantOf(ev.At), ID: ev.ID}); p.At != model.Never && p.Compare(b.retention.evictedTo) > 0 {
		b.retention.evictedTo = p
		for _, c := range b.chats {
			n, found := slices.BinarySearchFunc(c.rows, p, model.ComparePosition)
			if found {
				n++
			}
			b.dropRows(c, n)
		}
	}
}
