package model

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"time"
)

// A part is one field of an Event beside At. Size, merging, cutting, applying
// and exporting Events go over all parts, so that a new one is its field and
// its line in parts, and the Board's way to hold it.
type part interface {
	rows(e *Event) int                   // how much of it e holds
	stamp(e *Event)                      // gives what has no time of its own that of e; e owns its lists
	own(e *Event)                        // gives e lists of its own
	merge(e, other *Event)               // makes e say what both say, each thing once; may use the memory of both
	add(e, other *Event)                 // the same without looking for what is in both
	cut(e, head, tail *Event, n *int)    // puts the first n rows into head and the rest into tail; takes what it used from n
	apply(b *Board, e *Event)            // has b take it in
	export(b *Board, room func() *Event) // puts what b knows into the Events that room returns, a row each
}

// parts are all parts, in the order in which a Board takes them in and exports
// them: bounds of age first, so that nothing is taken in that they refuse, and
// health last, so that who has got it has got all.
var parts = []part{
	onePart[LetGo]{
		field: func(e *Event) **LetGo { return &e.LetGo }, merged: mergeLetGo,
		put: (*Board).putLetGo, all: (*Board).exportLetGo,
	},
	onePart[Floor]{
		field: func(e *Event) **Floor { return &e.Floor }, stamp1: stampAt(func(f *Floor) *time.Time { return &f.At }), merged: newestOne((*Floor).compare),
		put: (*Board).putFloor, all: func(b *Board) *Floor { return b.floor },
	},
	listPart[AgentInfo]{
		field: func(e *Event) *[]AgentInfo { return &e.Agents }, at: func(a *AgentInfo) *time.Time { return &a.At },
		merged: newestEach(func(a, b AgentInfo) int { return cmp.Compare(a.ID, b.ID) }, compareAgentInfo),
		put:    (*Board).putAgent, all: func(b *Board) iter.Seq[AgentInfo] { return byKey(b.agents, cmp.Compare) },
	},
	listPart[VisitorInfo]{
		field: func(e *Event) *[]VisitorInfo { return &e.Visitors }, at: func(v *VisitorInfo) *time.Time { return &v.At },
		merged: newestEach(func(a, b VisitorInfo) int { return cmp.Compare(a.ID, b.ID) }, compareVisitorInfo),
		put:    (*Board).putVisitor, all: func(b *Board) iter.Seq[VisitorInfo] { return byKey(b.visitors, cmp.Compare) },
	},
	listPart[ThreadInfo]{
		field: func(e *Event) *[]ThreadInfo { return &e.Threads }, at: func(t *ThreadInfo) *time.Time { return &t.At },
		merged: func(a, b []ThreadInfo) []ThreadInfo { return mergeThreads(append(a, b...)) },
		put:    (*Board).putThread, all: func(b *Board) iter.Seq[ThreadInfo] { return byKey(b.infos, compareKey) },
	},
	listPart[Polled]{
		field: func(e *Event) *[]Polled { return &e.Polled }, at: func(p *Polled) *time.Time { return &p.At },
		merged: newestEach(func(a, b Polled) int { return compareKey(a.Key, b.Key) }, func(a, b *Polled) int { return a.At.Compare(b.At) }),
		put:    (*Board).putPolled, all: (*Board).exportPolled,
	},
	listPart[Gap]{
		field: func(e *Event) *[]Gap { return &e.Gaps }, at: func(g *Gap) *time.Time { return &g.At }, merged: mergeGaps,
		put: (*Board).putGap, all: func(b *Board) iter.Seq[Gap] { return slices.Values(b.exportGaps()) },
	},
	listPart[ChatPast]{
		field: func(e *Event) *[]ChatPast { return &e.Chats }, merged: mergePasts,
		put: (*Board).putPast, all: (*Board).exportPasts,
	},
	listPart[Ack]{
		field: func(e *Event) *[]Ack { return &e.Acks }, at: func(a *Ack) *time.Time { return &a.At },
		merged: newestEach(func(a, b Ack) int { return compareAck(&a, &b) }, compareAck),
		put:    (*Board).acknowledge, all: (*Board).exportAcks,
	},
	listPart[Claim]{
		field: func(e *Event) *[]Claim { return &e.Claims }, at: func(c *Claim) *time.Time { return &c.At },
		merged: newestEach(func(a, b Claim) int { return cmp.Compare(a.Chat, b.Chat) }, compareClaim),
		put:    (*Board).putClaim, all: func(b *Board) iter.Seq[Claim] { return byKey(b.claims, cmp.Compare) },
	},
	listPart[Message]{
		field: func(e *Event) *[]Message { return &e.Messages }, at: func(m *Message) *time.Time { return &m.LastAt },
		merged: func(a, b []Message) []Message { return mergeSorted(a, b, compareID, joinMessages) },
		put:    (*Board).putMessage, all: (*Board).exportMessages,
	},
	listPart[Gone]{
		field: func(e *Event) *[]Gone { return &e.Gone }, at: func(g *Gone) *time.Time { return &g.At }, merged: mergeGone,
		put: func(b *Board, g *Gone) { b.gone.put(g) }, all: func(b *Board) iter.Seq[Gone] { return slices.Values(b.gone.list()) },
	},
	onePart[DayTotals]{
		field: func(e *Event) **DayTotals { return &e.Totals }, stamp1: stampAt(func(t *DayTotals) *time.Time { return &t.At }), merged: newestOne(compareTotals),
		put: (*Board).putTotals, all: func(b *Board) *DayTotals { return b.totals },
	},
	listPart[Usual]{
		field: func(e *Event) *[]Usual { return &e.Usual }, at: func(u *Usual) *time.Time { return &u.At }, merged: mergeUsual,
		put: (*Board).putUsual, all: func(b *Board) iter.Seq[Usual] { return slices.Values(b.usual) },
	},
	onePart[Coverage]{
		field: func(e *Event) **Coverage { return &e.Coverage }, stamp1: (*Coverage).Stamp, merged: mergeCoverage,
		put: (*Board).putCoverage, all: func(b *Board) *Coverage { return b.coverage },
	},
	onePart[Health]{
		field: func(e *Event) **Health { return &e.Health }, stamp1: stampAt(func(h *Health) *time.Time { return &h.At }), merged: newestOne(compareHealth),
		put: (*Board).putHealth, all: (*Board).exportHealth,
	},
}

// A listPart is a part of any number of rows.
type listPart[T any] struct {
	field  func(*Event) *[]T
	at     func(*T) *time.Time // a row's own time; nil: it has none
	merged func(a, b []T) []T  // may use the memory of both
	put    func(*Board, *T)    // must not keep the pointer
	all    func(*Board) iter.Seq[T]
}

func (p listPart[T]) rows(e *Event) int { return len(*p.field(e)) }

func (p listPart[T]) stamp(e *Event) {
	if p.at == nil {
		return
	}
	list := *p.field(e)
	for i := range list {
		setZero(p.at(&list[i]), e.At)
	}
}

func (p listPart[T]) own(e *Event) { *p.field(e) = slices.Clone(*p.field(e)) }

func (p listPart[T]) merge(e, other *Event) {
	if list := p.field(e); len(*list) > 0 || len(*p.field(other)) > 0 {
		*list = p.merged(*list, *p.field(other))
	}
}

func (p listPart[T]) add(e, other *Event) { *p.field(e) = append(*p.field(e), *p.field(other)...) }

func (p listPart[T]) cut(e, head, tail *Event, n *int) {
	list := *p.field(e)
	k := min(*n, len(list))
	*n -= k
	*p.field(head), *p.field(tail) = list[:k:k], list[k:]
}

func (p listPart[T]) apply(b *Board, e *Event) {
	list := *p.field(e)
	if len(list) == 0 {
		return
	}
	v := new(T) // one for all of them
	for i := range list {
		*v = list[i]
		if p.at != nil {
			setZero(p.at(v), e.At)
		}
		p.put(b, v)
	}
}

func (p listPart[T]) export(b *Board, room func() *Event) {
	for v := range p.all(b) {
		list := p.field(room())
		*list = append(*list, v)
	}
}

// A onePart is a part that an Event has once or not at all. What it points to is never changed.
type onePart[T any] struct {
	field  func(*Event) **T
	stamp1 func(*T, time.Time) // gives it a time where it has none; nil: it has no time of its own
	merged func(a, b *T) *T    // neither is nil
	put    func(*Board, *T)    // must not keep the pointer
	all    func(*Board) *T     // nil: nothing
}

func (p onePart[T]) rows(e *Event) int {
	if *p.field(e) == nil {
		return 0
	}
	return 1
}

func (p onePart[T]) stamp(e *Event) {
	v := *p.field(e)
	if v == nil || p.stamp1 == nil {
		return
	}
	own := *v
	p.stamp1(&own, e.At)
	*p.field(e) = &own
}

func (onePart[T]) own(*Event) {} // stamp makes a copy

func (p onePart[T]) merge(e, other *Event) {
	a, b := *p.field(e), *p.field(other)
	switch {
	case a == nil:
		*p.field(e) = b
	case b != nil:
		*p.field(e) = p.merged(a, b)
	}
}

func (p onePart[T]) add(e, other *Event) { p.merge(e, other) }

func (p onePart[T]) cut(e, head, tail *Event, n *int) {
	to := tail
	if *n > 0 && *p.field(e) != nil {
		to = head
		*n--
	}
	*p.field(to) = *p.field(e)
}

func (p onePart[T]) apply(b *Board, e *Event) {
	if v := *p.field(e); v != nil {
		own := *v
		if p.stamp1 != nil {
			p.stamp1(&own, e.At)
		}
		p.put(b, &own)
	}
}

func (p onePart[T]) export(b *Board, room func() *Event) {
	if v := p.all(b); v != nil {
		own := *v
		*p.field(room()) = &own
	}
}

// stampAt gives what has one time of its own a time.
func stampAt[T any](at func(*T) *time.Time) func(*T, time.Time) {
	return func(v *T, t time.Time) { setZero(at(v), t) }
}

func setZero(t *time.Time, at time.Time) {
	if t.IsZero() {
		*t = at
	}
}

// newestOne returns the later of two by order.
func newestOne[T any](order func(a, b *T) int) func(a, b *T) *T {
	return func(a, b *T) *T {
		if order(b, a) > 0 {
			return b
		}
		return a
	}
}

// newestEach keeps of each kind the last by order.
func newestEach[T any](kind func(a, b T) int, order func(a, b *T) int) func(a, b []T) []T {
	return func(a, b []T) []T { return newestOf(append(a, b...), kind, order) }
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
