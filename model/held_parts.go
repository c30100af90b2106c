package model

import (
	"cmp"
	"iter"
	"maps"
	"slices"
)

// A heldPart is how a Board holds one field of an Event.
type heldPart interface {
	apply(b *Board, e *Event)            // has b take it in; everything in e has a time
	export(b *Board, room func() *Event) // puts what b knows into the Events that room returns, a row each
}

// heldParts are all fields of an Event beside At, in the order in which a Board
// applies and exports them: bounds of age first, so that nothing is held that
// they refuse, and health last, so that who has got it has got all.
var heldParts = []heldPart{
	heldOne[LetGo]{
		field: func(e *Event) **LetGo { return &e.LetGo },
		put:   (*Board).putLetGo, all: (*Board).exportLetGo,
	},
	heldOne[Floor]{
		field: func(e *Event) **Floor { return &e.Floor },
		put:   (*Board).putFloor, all: func(b *Board) *Floor { return b.floor },
	},
	heldList[AgentInfo]{
		field: func(e *Event) *[]AgentInfo { return &e.Agents },
		put:   (*Board).putAgent, all: func(b *Board) iter.Seq[AgentInfo] { return byKey(b.agents, cmp.Compare) },
	},
	heldList[VisitorInfo]{
		field: func(e *Event) *[]VisitorInfo { return &e.Visitors },
		put:   (*Board).putVisitor, all: func(b *Board) iter.Seq[VisitorInfo] { return byKey(b.visitors, cmp.Compare) },
	},
	heldList[ThreadInfo]{
		field: func(e *Event) *[]ThreadInfo { return &e.Threads },
		put:   (*Board).putThread, all: func(b *Board) iter.Seq[ThreadInfo] { return byKey(b.infos, compareKey) },
	},
	heldList[Polled]{
		field: func(e *Event) *[]Polled { return &e.Polled },
		put:   (*Board).putPolled, all: (*Board).exportPolled,
	},
	heldList[Gap]{
		field: func(e *Event) *[]Gap { return &e.Gaps },
		put:   func(b *Board, g *Gap) { b.gaps.put(g) }, all: func(b *Board) iter.Seq[Gap] { return slices.Values(b.gaps.list()) },
	},
	heldList[ChatPast]{
		field: func(e *Event) *[]ChatPast { return &e.Chats },
		put:   (*Board).putPast, all: (*Board).exportPasts,
	},
	heldList[Ack]{
		field: func(e *Event) *[]Ack { return &e.Acks },
		put:   (*Board).acknowledge, all: (*Board).exportAcks,
	},
	heldList[Claim]{
		field: func(e *Event) *[]Claim { return &e.Claims },
		put:   (*Board).putClaim, all: func(b *Board) iter.Seq[Claim] { return byKey(b.claims, cmp.Compare) },
	},
	heldList[Message]{
		field: func(e *Event) *[]Message { return &e.Messages },
		put:   (*Board).putMessage, all: (*Board).exportMessages,
	},
	heldList[Gone]{
		field: func(e *Event) *[]Gone { return &e.Gone },
		put:   func(b *Board, g *Gone) { b.gone.put(g) }, all: func(b *Board) iter.Seq[Gone] { return slices.Values(b.gone.list()) },
	},
	heldOne[DayTotals]{
		field: func(e *Event) **DayTotals { return &e.Totals },
		put:   (*Board).putTotals, all: func(b *Board) *DayTotals { return b.totals },
	},
	heldList[Usual]{
		field: func(e *Event) *[]Usual { return &e.Usual },
		put:   (*Board).putUsual, all: func(b *Board) iter.Seq[Usual] { return slices.Values(b.usual) },
	},
	heldOne[Coverage]{
		field: func(e *Event) **Coverage { return &e.Coverage },
		put:   (*Board).putCoverage, all: func(b *Board) *Coverage { return b.coverage },
	},
	heldOne[Health]{
		field: func(e *Event) **Health { return &e.Health },
		put:   (*Board).putHealth, all: (*Board).exportHealth,
	},
}

// A heldList is a field of any number of rows.
type heldList[T any] struct {
	field func(*Event) *[]T
	put   func(*Board, *T) // must neither keep nor change what the pointer points to
	all   func(*Board) iter.Seq[T]
}

func (p heldList[T]) apply(b *Board, e *Event) {
	list := *p.field(e)
	for i := range list {
		p.put(b, &list[i])
	}
}

func (p heldList[T]) export(b *Board, room func() *Event) {
	for v := range p.all(b) {
		list := p.field(room())
		*list = append(*list, v)
	}
}

// A heldOne is a field that an Event has once or not at all.
type heldOne[T any] struct {
	field func(*Event) **T
	put   func(*Board, *T) // must neither keep nor change what the pointer points to
	all   func(*Board) *T  // nil: nothing
}

func (p heldOne[T]) apply(b *Board, e *Event) {
	if v := *p.field(e); v != nil {
		p.put(b, v)
	}
}

func (p heldOne[T]) export(b *Board, room func() *Event) {
	if v := p.all(b); v != nil {
		own := *v
		*p.field(room()) = &own
	}
}

// byKey returns the values of m in the order of their keys.
func byKey[K comparable, V any](m map[K]V, order func(a, b K) int) iter.Seq[V] {
	return func(yield func(V) bool) {
		for _, k := range slices.SortedFunc(maps.Keys(m), order) {
			if !yield(m[k]) {
				return
			}
		}
	}
}
