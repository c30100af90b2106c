package board

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"floorwatch/model"
)

// An eventPart applies and exports one field of an Event.
type eventPart interface {
	apply(b *Board, e *model.Event) // everything in e has a time
	// export writes what b holds into the Events that room returns, one row each; it returns false once room
	// returns nil.
	export(b *Board, room func() *model.Event) bool
}

// eventParts lists all fields of an Event except At in the order in which a Board applies and exports them:
// first the bounds of age, so that nothing is stored that they refuse; health last, so that a reader who has
// it has everything.
var eventParts = []eventPart{
	singlePart[model.Evicted]{
		field: func(e *model.Event) **model.Evicted { return &e.Evicted },
		put:   (*Board).putEvicted, all: exportEvicted,
	},
	singlePart[model.Floor]{
		field: func(e *model.Event) **model.Floor { return &e.Floor },
		put:   (*Board).putFloor, all: func(b *Board) *model.Floor { return b.floor },
	},
	listPart[model.AgentInfo]{
		field: func(e *model.Event) *[]model.AgentInfo { return &e.Agents },
		put:   (*Board).putAgent, all: func(b *Board) iter.Seq[model.AgentInfo] { return byKey(b.agents, cmp.Compare) },
	},
	listPart[model.VisitorInfo]{
		field: func(e *model.Event) *[]model.VisitorInfo { return &e.Visitors },
		put:   (*Board).putVisitor, all: func(b *Board) iter.Seq[model.VisitorInfo] { return byKey(b.visitors, cmp.Compare) },
	},
	listPart[model.ThreadInfo]{
		field: func(e *model.Event) *[]model.ThreadInfo { return &e.Threads },
		put:   (*Board).putThread, all: func(b *Board) iter.Seq[model.ThreadInfo] { return byKey(b.threadInfos, model.CompareKey) },
	},
	listPart[model.Polled]{
		field: func(e *model.Event) *[]model.Polled { return &e.Polled },
		put:   (*Board).putPolled, all: exportPolled,
	},
	listPart[model.Gap]{
		field: func(e *model.Event) *[]model.Gap { return &e.Gaps },
		put:   (*Board).putGap, all: func(b *Board) iter.Seq[model.Gap] { return slices.Values(b.gaps.List()) },
	},
	listPart[model.ChatPast]{
		field: func(e *model.Event) *[]model.ChatPast { return &e.Chats },
		put:   (*Board).putPast, all: exportPasts,
	},
	listPart[model.Ack]{
		field: func(e *model.Event) *[]model.Ack { return &e.Acks },
		put:   (*Board).acknowledge, all: exportAcks,
	},
	listPart[model.Claim]{
		field: func(e *model.Event) *[]model.Claim { return &e.Claims },
		put:   (*Board).putClaim, all: func(b *Board) iter.Seq[model.Claim] { return byKey(b.claims, cmp.Compare) },
	},
	listPart[model.Message]{
		field: func(e *model.Event) *[]model.Message { return &e.Messages },
		put:   (*Board).putMessage, all: exportMessages,
	},
	listPart[model.Gone]{
		field: func(e *model.Event) *[]model.Gone { return &e.Gone },
		put:   (*Board).putGone, all: func(b *Board) iter.Seq[model.Gone] { return slices.Values(b.gone.List()) },
	},
	singlePart[model.DayTotals]{
		field: func(e *model.Event) **model.DayTotals { return &e.Totals },
		put:   (*Board).putTotals, all: func(b *Board) *model.DayTotals { return b.totals },
	},
	listPart[model.Usual]{
		field: func(e *model.Event) *[]model.Usual { return &e.Usual },
		put:   (*Board).putUsual, all: func(b *Board) iter.Seq[model.Usual] { return slices.Values(b.usual) },
	},
	singlePart[model.Coverage]{
		field: func(e *model.Event) **model.Coverage { return &e.Coverage },
		put:   (*Board).putCoverage, all: func(b *Board) *model.Coverage { return b.coverage },
	},
	singlePart[model.Health]{
		field: func(e *model.Event) **model.Health { return &e.Health },
		put:   (*Board).putHealth, all: exportHealth,
	},
}

// A listPart is a field with any number of rows.
type listPart[T any] struct {
	field func(*model.Event) *[]T
	put   func(*Board, *T) // must neither keep nor modify *T
	all   func(*Board) iter.Seq[T]
}

func (p listPart[T]) apply(b *Board, e *model.Event) {
	list := *p.field(e)
	for i := range list {
		p.put(b, &list[i])
	}
}

func (p listPart[T]) export(b *Board, room func() *model.Event) bool {
	for v := range p.all(b) {
		e := room()
		if e == nil {
			return false
		}
		list := p.field(e)
		*list = append(*list, v)
	}
	return true
}

// A singlePart is a field that an Event has at most once.
type singlePart[T any] struct {
	field func(*model.Event) **T
	put   func(*Board, *T) // must neither keep nor modify *T
	all   func(*Board) *T  // nil: nothing
}

func (p singlePart[T]) apply(b *Board, e *model.Event) {
	if v := *p.field(e); v != nil {
		p.put(b, v)
	}
}

func (p singlePart[T]) export(b *Board, room func() *model.Event) bool {
	v := p.all(b)
	if v == nil {
		return true
	}
	own := *v
	e := room()
	if e == nil {
		return false
	}
	*p.field(e) = &own
	return true
}

// ordered yields the entries of m in the order of the keys. Entries added or removed meanwhile are left out.
func ordered[K comparable, V any](m map[K]V, order func(a, b K) int) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for _, k := range slices.SortedFunc(maps.Keys(m), order) {
			if v, ok := m[k]; ok && !yield(k, v) {
				return
			}
		}
	}
}

// byKey yields the values of m in the order of their keys, as ordered does.
func byKey[K comparable, V any](m map[K]V, order func(a, b K) int) iter.Seq[V] {
	return func(yield func(V) bool) {
		for _, v := range ordered(m, order) {
			if !yield(v) {
				return
			}
		}
	}
}
