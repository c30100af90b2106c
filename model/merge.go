package model

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"sort"
	"time"
)

// Merge returns one Event with the effect of e followed by other, without duplicates, its messages sorted by id.
// It may use the memory of e, which must not be used afterwards; other is not changed.
//
// Messages that e already has sorted by id are merged in place, so a queue that merges poll after poll pays only
// for what is new.
func (e Event) Merge(other Event) Event {
	for _, p := range parts {
		p.cloneLists(&other)
	}
	return e.Absorb(other)
}

// Absorb is Merge, but may use the memory of other too, which must not be used afterwards either.
func (e Event) Absorb(other Event) Event {
	e.fillAllTimes()
	for _, p := range parts {
		p.fillTimes(&other)
		p.merge(&e, &other)
	}
	e.At = LaterTime(e.At, other.At)
	return e
}

// KeepNewest keeps the newest n messages by (sent time, id) and returns how many it dropped. A Board that holds n
// messages would drop the same.
func (e *Event) KeepNewest(n int) int {
	drop := len(e.Messages) - n
	if drop <= 0 {
		return 0
	}
	at := InstantOf(e.At)
	places := make([]Position, len(e.Messages))
	for i := range e.Messages {
		l := ObservationOf(&e.Messages[i], at)
		places[i] = l.Position()
	}
	slices.SortFunc(places, Position.Compare)
	least := places[drop]
	e.Messages = slices.DeleteFunc(e.Messages, func(m Message) bool {
		l := ObservationOf(&m, at)
		return l.Position().Compare(least) < 0
	})
	return drop
}

// CompareKey orders threads by visitor, then by thread.
func CompareKey(a, b Key) int {
	return cmp.Or(cmp.Compare(a.Visitor, b.Visitor), cmp.Compare(a.Thread, b.Thread))
}

// mergeMessages merges two observations of a message.
func mergeMessages(a, b *Message) Message {
	x, y := ObservationOf(a, Never), ObservationOf(b, Never)
	z := x.Merge(y)
	return z.Message()
}

// mergeSorted merges add into list and returns it sorted by id, without duplicates. It may use the memory of both,
// and is cheap if the new ones belong at the end.
func mergeSorted(list, add []Message) []Message {
	list, add = unique(list), unique(add)
	if len(list) == 0 {
		return add
	}
	fresh := add[:0]
	for i := range add {
		j := sort.Search(len(list), func(j int) bool { return list[j].ID >= add[i].ID })
		if j < len(list) && list[j].ID == add[i].ID {
			list[j] = mergeMessages(&list[j], &add[i])
		} else {
			fresh = append(fresh, add[i])
		}
	}
	old, left := len(list), len(fresh)
	list = slices.Grow(list, left)[:old+left]
	for at := len(list) - 1; left > 0; at-- { // from the end, so that nothing is overwritten before it is moved
		if old > 0 && list[old-1].ID > fresh[left-1].ID {
			old--
			list[at] = list[old]
		} else {
			left--
			list[at] = fresh[left]
		}
	}
	return list
}

// unique sorts list by id and joins duplicates.
func unique(list []Message) []Message {
	sorted := true
	for i := 1; i < len(list) && sorted; i++ {
		sorted = list[i-1].ID < list[i].ID
	}
	if sorted {
		return list
	}
	slices.SortStableFunc(list, func(a, b Message) int { return cmp.Compare(a.ID, b.ID) })
	n := 0
	for i := range list {
		if n > 0 && list[n-1].ID == list[i].ID {
			list[n-1] = mergeMessages(&list[n-1], &list[i])
			continue
		}
		list[n] = list[i]
		n++
	}
	clear(list[n:])
	return list[:n]
}

// newestOf sorts list by kind and keeps the last of each kind by order.
func newestOf[T any](list []T, kind func(a, b T) int, order func(a, b *T) int) []T {
	if len(list) < 2 {
		return list
	}
	slices.SortFunc(list, func(a, b T) int { return cmp.Or(kind(a, b), -order(&a, &b)) })
	return slices.CompactFunc(list, func(a, b T) bool { return kind(a, b) == 0 })
}

// mergeThreads keeps the first and the last observation of each state of a thread (newest chat, status, owner,
// offline), from which a Board reads when each state began and ended.
func mergeThreads(list []ThreadInfo) []ThreadInfo {
	if len(list) < 2 {
		return list
	}
	state := func(a, b *ThreadInfo) int {
		return cmp.Or(
			cmp.Compare(a.Visitor, b.Visitor), cmp.Compare(a.ID, b.ID),
			cmp.Compare(a.NewestChat(), b.NewestChat()), cmp.Compare(a.Status, b.Status),
			cmp.Compare(a.Owner(), b.Owner()), CompareBool(a.Offline, b.Offline),
		)
	}
	slices.SortFunc(list, func(a, b ThreadInfo) int { return cmp.Or(state(&a, &b), CompareThreadInfo(&a, &b)) })
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

// LaterTime returns the later of two times.
func LaterTime(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// EarlierTime returns the earlier of two times.
func EarlierTime(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// The newest observation of a thing wins. For observations of the same moment these functions compare the content, so
// that the result does not depend on the order of arrival.

// CompareThreadInfo orders observations of threads, the newest last.
func CompareThreadInfo(a, b *ThreadInfo) int { return compareNewest(a.At, b.At, a, b) }

// CompareVisitorInfo orders observations of visitors, the newest last.
func CompareVisitorInfo(a, b *VisitorInfo) int { return compareNewest(a.At, b.At, a, b) }

// CompareAgentInfo orders observations of agents, the newest last.
func CompareAgentInfo(a, b *AgentInfo) int { return compareNewest(a.At, b.At, a, b) }

// CompareAck orders the acknowledgements of a chat by time. At the same moment an undo is the later one: showing a
// wait too many is the safe side.
func CompareAck(a, b *Ack) int {
	return cmp.Or(
		a.At.Compare(b.At),
		CompareBool(a.Undo, b.Undo),
		cmp.Compare(a.Chat, b.Chat),
		cmp.Compare(a.Upto, b.Upto),
		CompareText(a.By, b.By),
	)
}

// CompareClaim orders the claims of a chat by time. At the same moment an undo is the later one. A Claim has the
// fields of an Ack.
func CompareClaim(a, b *Claim) int { return CompareAck((*Ack)(a), (*Ack)(b)) }

// CompareTotals orders observations of a day's totals, the newest last.
func CompareTotals(a, b *DayTotals) int { return compareNewest(a.At, b.At, a, b) }

// CompareHealth orders Healths, the newest last.
func CompareHealth(a, b *Health) int { return compareNewest(a.At, b.At, a, b) }

// compareNewest orders two states of a thing by time, then by content.
func compareNewest[T any](at, bt time.Time, a, b *T) int {
	if c := at.Compare(bt); c != 0 {
		return c
	}
	x, _ := json.Marshal(a) // on an error (a year after 9999) they count as equal
	y, _ := json.Marshal(b)
	return bytes.Compare(x, y)
}

// CompareBool is a comparison function that orders false before true.
func CompareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
