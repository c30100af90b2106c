package model

import (
	"cmp"
	"slices"
	"time"
)

// An eventPart is a field of Event other than At. Counting, merging, splitting and forgetting Events iterate over the list
// parts, so a new field needs a row there and a row in board's eventParts.
type eventPart interface {
	rows(e *Event) int                   // how many rows of this part e has
	lacksTime(e *Event) bool             // whether e has a row without a time of its own
	fillTimes(e *Event)                  // dates such rows with e.At; e must own its lists
	cloneLists(e *Event)                 // copies its lists, so that e owns them
	without(e *Event, f *Forgotten) bool // removes what is of a visitor, and reports whether there was any; what e points to stays
	merge(e, other *Event)               // adds the rows of other without duplicates; may use the memory of both
	concat(e, other *Event)              // adds the rows of other as they are
	split(e, head, tail *Event, n *int)  // puts the first n rows into head and the rest into tail, and subtracts from n
}

// parts lists all parts in the order in which they are split: first the bounds of retention and last the health,
// which is also the order in which a Board applies and exports them.
var parts = []eventPart{
	onePart[Evicted]{
		field: func(e *Event) **Evicted { return &e.Evicted }, merged: mergeEvicted, forget: (*Forgotten).forgetEvicted,
	},
	onePart[Floor]{
		field: func(e *Event) **Floor { return &e.Floor }, fillTime: fillTimeAt(func(f *Floor) *time.Time { return &f.At }), merged: newestOne((*Floor).Compare),
	},
	listPart[AgentInfo]{
		field: func(e *Event) *[]AgentInfo { return &e.Agents }, at: func(a *AgentInfo) *time.Time { return &a.At },
		merged: newestEach(func(a, b AgentInfo) int { return cmp.Compare(a.ID, b.ID) }, CompareAgentInfo),
	},
	listPart[VisitorInfo]{
		field: func(e *Event) *[]VisitorInfo { return &e.Visitors }, at: func(v *VisitorInfo) *time.Time { return &v.At },
		merged: newestEach(func(a, b VisitorInfo) int { return cmp.Compare(a.ID, b.ID) }, CompareVisitorInfo),
		of:     func(f *Forgotten, v *VisitorInfo) bool { return v.ID == f.Visitor },
	},
	listPart[ThreadInfo]{
		field: func(e *Event) *[]ThreadInfo { return &e.Threads }, at: func(t *ThreadInfo) *time.Time { return &t.At },
		merged: func(a, b []ThreadInfo) []ThreadInfo { return mergeThreads(append(a, b...)) },
		of:     func(f *Forgotten, t *ThreadInfo) bool { return t.Visitor == f.Visitor },
	},
	listPart[Polled]{
		field: func(e *Event) *[]Polled { return &e.Polled }, at: func(p *Polled) *time.Time { return &p.At },
		merged: newestEach(func(a, b Polled) int { return CompareKey(a.Key, b.Key) }, func(a, b *Polled) int { return a.At.Compare(b.At) }),
		of:     func(f *Forgotten, p *Polled) bool { return p.Key.Visitor == f.Visitor },
	},
	listPart[Gap]{
		field: func(e *Event) *[]Gap { return &e.Gaps }, at: func(g *Gap) *time.Time { return &g.At }, merged: mergeGaps,
		of: func(f *Forgotten, g *Gap) bool { return f.messages[g.Before] || f.messages[g.After] },
	},
	listPart[ChatPast]{
		field: func(e *Event) *[]ChatPast { return &e.Chats }, merged: mergePasts,
		of: func(f *Forgotten, c *ChatPast) bool { return f.Chats[c.Chat] },
	},
	listPart[Ack]{
		field: func(e *Event) *[]Ack { return &e.Acks }, at: func(a *Ack) *time.Time { return &a.At },
		merged: newestEach(func(a, b Ack) int { return CompareAck(&a, &b) }, CompareAck),
		of:     func(f *Forgotten, a *Ack) bool { return f.Chats[a.Chat] },
	},
	listPart[Claim]{
		field: func(e *Event) *[]Claim { return &e.Claims }, at: func(c *Claim) *time.Time { return &c.At },
		merged: newestEach(func(a, b Claim) int { return cmp.Compare(a.Chat, b.Chat) }, CompareClaim),
		of:     func(f *Forgotten, c *Claim) bool { return f.Chats[c.Chat] },
	},
	listPart[Message]{
		field: func(e *Event) *[]Message { return &e.Messages }, at: func(m *Message) *time.Time { return &m.LastAt },
		merged: mergeSorted,
		of:     func(f *Forgotten, m *Message) bool { return m.Visitor == f.Visitor || f.Chats[m.Chat] },
	},
	listPart[Gone]{
		field: func(e *Event) *[]Gone { return &e.Gone }, at: func(g *Gone) *time.Time { return &g.At }, merged: mergeGone,
		of: func(f *Forgotten, g *Gone) bool { return f.Chats[g.Chat] },
	},
	onePart[DayTotals]{
		field: func(e *Event) **DayTotals { return &e.Totals }, fillTime: fillTimeAt(func(t *DayTotals) *time.Time { return &t.At }), merged: newestOne(CompareTotals),
	},
	listPart[Usual]{
		field: func(e *Event) *[]Usual { return &e.Usual }, at: func(u *Usual) *time.Time { return &u.At }, merged: MergeUsual,
	},
	onePart[Coverage]{
		field: func(e *Event) **Coverage { return &e.Coverage }, fillTime: (*Coverage).FillTimes, merged: mergeCoverage, forget: (*Forgotten).forgetDebts,
	},
	onePart[Health]{
		field: func(e *Event) **Health { return &e.Health }, fillTime: fillTimeAt(func(h *Health) *time.Time { return &h.At }), merged: newestOne(CompareHealth),
	},
}

// A listPart is a part with any number of rows.
type listPart[T any] struct {
	field  func(*Event) *[]T
	at     func(*T) *time.Time       // time of a row; nil: rows have none
	merged func(a, b []T) []T        // may use the memory of both
	of     func(*Forgotten, *T) bool // whether a row is of the visitor; nil: rows are of no visitor
}

func (p listPart[T]) rows(e *Event) int { return len(*p.field(e)) }

func (p listPart[T]) lacksTime(e *Event) bool {
	list := *p.field(e)
	for i := range list {
		if p.at != nil && p.at(&list[i]).IsZero() {
			return true
		}
	}
	return false
}

func (p listPart[T]) fillTimes(e *Event) {
	if p.at == nil {
		return
	}
	list := *p.field(e)
	for i := range list {
		fillTime(p.at(&list[i]), e.At)
	}
}

func (p listPart[T]) without(e *Event, f *Forgotten) bool {
	list := *p.field(e)
	if p.of == nil || !slices.ContainsFunc(list, func(v T) bool { return p.of(f, &v) }) {
		return false
	}
	*p.field(e) = slices.DeleteFunc(slices.Clone(list), func(v T) bool { return p.of(f, &v) })
	return true
}

func (p listPart[T]) cloneLists(e *Event) { *p.field(e) = slices.Clone(*p.field(e)) }

func (p listPart[T]) merge(e, other *Event) {
	if list := p.field(e); len(*list) > 0 || len(*p.field(other)) > 0 {
		*list = p.merged(*list, *p.field(other))
	}
}

func (p listPart[T]) concat(e, other *Event) { *p.field(e) = append(*p.field(e), *p.field(other)...) }

func (p listPart[T]) split(e, head, tail *Event, n *int) {
	list := *p.field(e)
	k := min(*n, len(list))
	*n -= k
	*p.field(head), *p.field(tail) = list[:k:k], list[k:]
}

// A onePart is a part with at most one row. What it points to is never changed.
type onePart[T any] struct {
	field    func(*Event) **T
	fillTime func(*T, time.Time)                       // dates a row that has no time; nil: it needs none
	merged   func(a, b *T) *T                          // neither is nil
	forget   func(*Forgotten, *T) (_ *T, changed bool) // a copy without the visitor, if there is anything; nil: there never is
}

func (p onePart[T]) rows(e *Event) int {
	if *p.field(e) == nil {
		return 0
	}
	return 1
}

func (p onePart[T]) lacksTime(e *Event) bool { return *p.field(e) != nil && p.fillTime != nil }

func (p onePart[T]) fillTimes(e *Event) {
	v := *p.field(e)
	if v == nil || p.fillTime == nil {
		return
	}
	own := *v
	p.fillTime(&own, e.At)
	*p.field(e) = &own
}

func (p onePart[T]) without(e *Event, f *Forgotten) (changed bool) {
	if v := p.field(e); *v != nil && p.forget != nil {
		*v, changed = p.forget(f, *v)
	}
	return changed
}

func (onePart[T]) cloneLists(*Event) {} // fillTimes makes a copy

func (p onePart[T]) merge(e, other *Event) {
	a, b := *p.field(e), *p.field(other)
	switch {
	case a == nil:
		*p.field(e) = b
	case b != nil:
		*p.field(e) = p.merged(a, b)
	}
}

func (p onePart[T]) concat(e, other *Event) { p.merge(e, other) }

func (p onePart[T]) split(e, head, tail *Event, n *int) {
	to := tail
	if *n > 0 && *p.field(e) != nil {
		to = head
		*n--
	}
	*p.field(to) = *p.field(e)
}

// fillTimeAt makes a onePart.fillTime of the place of a single time.
func fillTimeAt[T any](at func(*T) *time.Time) func(*T, time.Time) {
	return func(v *T, t time.Time) { fillTime(at(v), t) }
}

func fillTime(t *time.Time, at time.Time) {
	if t.IsZero() {
		*t = at
	}
}

// newestOne returns a merge that keeps the later by order.
func newestOne[T any](order func(a, b *T) int) func(a, b *T) *T {
	return func(a, b *T) *T {
		if order(b, a) > 0 {
			return b
		}
		return a
	}
}

// newestEach returns a merge that keeps the last of each kind by order.
func newestEach[T any](kind func(a, b T) int, order func(a, b *T) int) func(a, b []T) []T {
	return func(a, b []T) []T { return newestOf(append(a, b...), kind, order) }
}
