package model

import (
	"cmp"
	"slices"
	"time"
)

// An eventPart is one field of an Event beside At. Size, merging and cutting Events go
// over all parts, so that a new one is its field and its line in parts, and its
// line in board's eventParts.
type eventPart interface {
	rows(e *Event) int                  // how much of it e holds
	lacksTime(e *Event) bool            // whether something of it in e needs the time of e
	fillTimes(e *Event)                 // gives what has no time of its own that of e; e owns its lists
	cloneLists(e *Event)                // gives e lists of its own
	merge(e, other *Event)              // makes e say what both say, each thing once; may use the memory of both
	concat(e, other *Event)             // the same without looking for what is in both
	split(e, head, tail *Event, n *int) // puts the first n rows into head and the rest into tail; takes what it used from n
}

// parts are all parts, in the order in which they are cut: bounds of age first
// and health last, as a Board applies and exports them.
var parts = []eventPart{
	onePart[Evicted]{
		field: func(e *Event) **Evicted { return &e.Evicted }, merged: mergeEvicted,
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
	},
	listPart[ThreadInfo]{
		field: func(e *Event) *[]ThreadInfo { return &e.Threads }, at: func(t *ThreadInfo) *time.Time { return &t.At },
		merged: func(a, b []ThreadInfo) []ThreadInfo { return mergeThreads(append(a, b...)) },
	},
	listPart[Polled]{
		field: func(e *Event) *[]Polled { return &e.Polled }, at: func(p *Polled) *time.Time { return &p.At },
		merged: newestEach(func(a, b Polled) int { return CompareKey(a.Key, b.Key) }, func(a, b *Polled) int { return a.At.Compare(b.At) }),
	},
	listPart[Gap]{
		field: func(e *Event) *[]Gap { return &e.Gaps }, at: func(g *Gap) *time.Time { return &g.At }, merged: mergeGaps,
	},
	listPart[ChatPast]{
		field: func(e *Event) *[]ChatPast { return &e.Chats }, merged: mergePasts,
	},
	listPart[Ack]{
		field: func(e *Event) *[]Ack { return &e.Acks }, at: func(a *Ack) *time.Time { return &a.At },
		merged: newestEach(func(a, b Ack) int { return CompareAck(&a, &b) }, CompareAck),
	},
	listPart[Claim]{
		field: func(e *Event) *[]Claim { return &e.Claims }, at: func(c *Claim) *time.Time { return &c.At },
		merged: newestEach(func(a, b Claim) int { return cmp.Compare(a.Chat, b.Chat) }, CompareClaim),
	},
	listPart[Message]{
		field: func(e *Event) *[]Message { return &e.Messages }, at: func(m *Message) *time.Time { return &m.LastAt },
		merged: func(a, b []Message) []Message { return mergeSorted(a, b, compareID, mergeMessages) },
	},
	listPart[Gone]{
		field: func(e *Event) *[]Gone { return &e.Gone }, at: func(g *Gone) *time.Time { return &g.At }, merged: mergeGone,
	},
	onePart[DayTotals]{
		field: func(e *Event) **DayTotals { return &e.Totals }, fillTime: fillTimeAt(func(t *DayTotals) *time.Time { return &t.At }), merged: newestOne(CompareTotals),
	},
	listPart[Usual]{
		field: func(e *Event) *[]Usual { return &e.Usual }, at: func(u *Usual) *time.Time { return &u.At }, merged: MergeUsual,
	},
	onePart[Coverage]{
		field: func(e *Event) **Coverage { return &e.Coverage }, fillTime: (*Coverage).FillTimes, merged: mergeCoverage,
	},
	onePart[Health]{
		field: func(e *Event) **Health { return &e.Health }, fillTime: fillTimeAt(func(h *Health) *time.Time { return &h.At }), merged: newestOne(CompareHealth),
	},
}

// A listPart is a part of any number of rows.
type listPart[T any] struct {
	field  func(*Event) *[]T
	at     func(*T) *time.Time // a row's own time; nil: it has none
	merged func(a, b []T) []T  // may use the memory of both
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

// A onePart is a part that an Event has once or not at all. What it points to is never changed.
type onePart[T any] struct {
	field    func(*Event) **T
	fillTime func(*T, time.Time) // gives it a time where it has none; nil: it has no time of its own
	merged   func(a, b *T) *T    // neither is nil
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

func (onePart[T]) cloneLists(*Event) {} // stamp makes a copy

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

// fillTimeAt gives what has one time of its own a time.
func fillTimeAt[T any](at func(*T) *time.Time) func(*T, time.Time) {
	return func(v *T, t time.Time) { fillTime(at(v), t) }
}

func fillTime(t *time.Time, at time.Time) {
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
