package model

import (
	"cmp"
	"slices"
	"time"
)

// Merge returns one Event that does to a Board what e and other do one after
// the other, each thing in it once. It may use the memory of e, which must not
// be used any more; other is left as it is. The messages come back by id.
//
// Messages that e holds by id already are merged in place, so a queue that
// merges poll after poll pays for what is new.
func (e Event) Merge(other Event) Event {
	e.stamp()
	other.Messages, other.Threads = slices.Clone(other.Messages), slices.Clone(other.Threads)
	other.Visitors, other.Agents = slices.Clone(other.Visitors), slices.Clone(other.Agents)
	other.Polled, other.Acks = slices.Clone(other.Polled), slices.Clone(other.Acks)
	other.Gaps = slices.Clone(other.Gaps)
	other.stamp()

	e.Messages = mergeSorted(e.Messages, other.Messages, compareID, joinMessages)
	e.Threads = mergeThreads(append(e.Threads, other.Threads...))
	e.Visitors = newestOf(append(e.Visitors, other.Visitors...),
		func(a, b VisitorInfo) int { return cmp.Compare(a.ID, b.ID) }, compareVisitorInfo)
	e.Agents = newestOf(append(e.Agents, other.Agents...),
		func(a, b AgentInfo) int { return cmp.Compare(a.ID, b.ID) }, compareAgentInfo)
	e.Polled = newestOf(append(e.Polled, other.Polled...),
		func(a, b Polled) int { return compareKey(a.Key, b.Key) }, func(a, b *Polled) int { return a.At.Compare(b.At) })
	e.Acks = newestOf(append(e.Acks, other.Acks...),
		func(a, b Ack) int { return compareAck(&a, &b) }, compareAck)
	e.Gaps = mergeGaps(e.Gaps, other.Gaps)
	e.Chats = mergePasts(e.Chats, other.Chats)
	e.LetGo = mergeLetGo(e.LetGo, other.LetGo)
	if other.Totals != nil && (e.Totals == nil || compareTotals(other.Totals, e.Totals) > 0) {
		e.Totals = other.Totals
	}
	if other.Health != nil && (e.Health == nil || compareHealth(other.Health, e.Health) > 0) {
		e.Health = other.Health
	}
	e.At = latest(e.At, other.At)
	return e
}

// Trim keeps of the messages the newest n by (sent time, id) and returns how
// many it let go. A Board that keeps n rows would not have kept those either.
func (e *Event) Trim(n int) int {
	drop := len(e.Messages) - n
	if drop <= 0 {
		return 0
	}
	at := stampOf(e.At)
	places := make([]place, len(e.Messages))
	for i := range e.Messages {
		l := lineOf(&e.Messages[i], at)
		places[i] = l.place()
	}
	slices.SortFunc(places, place.compare)
	least := places[drop]
	e.Messages = slices.DeleteFunc(e.Messages, func(m Message) bool {
		l := lineOf(&m, at)
		return l.place().compare(least) < 0
	})
	return drop
}

// stamp writes into each part that has no time of its own the time of e, which it is about to lose.
func (e *Event) stamp() {
	for i := range e.Messages {
		m := &e.Messages[i]
		if m.LastAt.IsZero() {
			m.LastAt = e.At
		}
	}
	for i := range e.Threads {
		e.Threads[i].At = orAt(e.Threads[i].At, e.At)
	}
	for i := range e.Visitors {
		e.Visitors[i].At = orAt(e.Visitors[i].At, e.At)
	}
	for i := range e.Agents {
		e.Agents[i].At = orAt(e.Agents[i].At, e.At)
	}
	for i := range e.Polled {
		e.Polled[i].At = orAt(e.Polled[i].At, e.At)
	}
	for i := range e.Acks {
		e.Acks[i].At = orAt(e.Acks[i].At, e.At)
	}
	for i := range e.Gaps {
		e.Gaps[i].At = orAt(e.Gaps[i].At, e.At)
	}
	if e.Totals != nil && e.Totals.At.IsZero() {
		t := *e.Totals
		t.At, e.Totals = e.At, &t
	}
	if e.Health != nil && e.Health.At.IsZero() {
		h := *e.Health
		h.At, e.Health = e.At, &h
	}
}

func compareID(a, b Message) int { return cmp.Compare(a.ID, b.ID) }

func compareKey(a, b Key) int {
	return cmp.Or(cmp.Compare(a.Visitor, b.Visitor), cmp.Compare(a.Thread, b.Thread))
}

// joinMessages joins two observations of a message.
func joinMessages(a, b *Message) Message {
	x, y := lineOf(a, never), lineOf(b, never)
	z := x.join(y)
	return z.message()
}

// mergeSorted merges add into list, both to be sorted and without two of a kind
// afterwards. It costs what add costs where the new ones come behind the old.
func mergeSorted(list, add []Message, compare func(a, b Message) int, join func(a, b *Message) Message) []Message {
	list, add = unique(list, compare, join), unique(add, compare, join)
	old := len(list)
	for i := range add {
		if j, ok := slices.BinarySearchFunc(list[:old], add[i], compare); ok {
			list[j] = join(&list[j], &add[i])
		} else {
			list = append(list, add[i])
		}
	}
	if old > 0 && old < len(list) && compare(list[old], list[old-1]) < 0 {
		slices.SortFunc(list, compare)
	}
	return list
}

// unique sorts list and joins those of a kind.
func unique(list []Message, compare func(a, b Message) int, join func(a, b *Message) Message) []Message {
	sorted := true
	for i := 1; i < len(list) && sorted; i++ {
		sorted = compare(list[i-1], list[i]) < 0
	}
	if sorted {
		return list
	}
	slices.SortStableFunc(list, compare)
	n := 0
	for i := range list {
		if n > 0 && compare(list[n-1], list[i]) == 0 {
			list[n-1] = join(&list[n-1], &list[i])
			continue
		}
		list[n] = list[i]
		n++
	}
	clear(list[n:])
	return list[:n]
}

// newestOf sorts list by kind and keeps of each kind the last by order.
func newestOf[T any](list []T, kind func(a, b T) int, order func(a, b *T) int) []T {
	if len(list) < 2 {
		return list
	}
	slices.SortFunc(list, func(a, b T) int { return cmp.Or(kind(a, b), -order(&a, &b)) })
	return slices.CompactFunc(list, func(a, b T) bool { return kind(a, b) == 0 })
}

// mergeThreads keeps of the observations of a thread the first and the last of
// each state (newest chat, status, owner, offline): what began when is read off them.
func mergeThreads(list []ThreadInfo) []ThreadInfo {
	if len(list) < 2 {
		return list
	}
	state := func(a, b *ThreadInfo) int {
		return cmp.Or(
			cmp.Compare(a.Visitor, b.Visitor), cmp.Compare(a.ID, b.ID),
			cmp.Compare(a.newestChat(), b.newestChat()), cmp.Compare(a.Status, b.Status),
			cmp.Compare(a.owner(), b.owner()), compareBool(a.Offline, b.Offline),
		)
	}
	slices.SortFunc(list, func(a, b ThreadInfo) int { return cmp.Or(state(&a, &b), compareThreadInfo(&a, &b)) })
	kept := list[:0]
	for i := range list {
		n := len(kept)
		if n >= 2 && state(&kept[n-2], &list[i]) == 0 {
			kept[n-1] = list[i] // between the first and the last of a state
			continue
		}
		kept = append(kept, list[i])
	}
	clear(list[len(kept):])
	return kept
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
