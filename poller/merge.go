package poller

import (
	"time"

	"floorwatch/model"
)

// merge stands for model.Event's own Merge until that is there.
func merge(a, b model.Event) model.Event {
	out := model.Event{At: later(a.At, b.At), Acks: append(a.Acks[:len(a.Acks):len(a.Acks)], b.Acks...)}
	out.Messages = union(a.Messages, b.Messages, func(m model.Message) model.MessageID { return m.ID }, mergeMessage)
	out.Threads = union(a.Threads, b.Threads, threadKey, newer(func(t model.ThreadInfo) time.Time { return t.At }))
	out.Visitors = union(a.Visitors, b.Visitors, func(v model.VisitorInfo) model.VisitorID { return v.ID }, newer(func(v model.VisitorInfo) time.Time { return v.At }))
	out.Agents = union(a.Agents, b.Agents, func(g model.AgentInfo) model.AgentID { return g.ID }, newer(func(g model.AgentInfo) time.Time { return g.At }))
	out.Polled = union(a.Polled, b.Polled, func(p model.Polled) model.Key { return p.Key }, newer(func(p model.Polled) time.Time { return p.At }))
	out.Totals, out.Health = a.Totals, a.Health
	if a.Totals == nil || b.Totals != nil && b.Totals.At.After(a.Totals.At) {
		out.Totals = b.Totals
	}
	if a.Health == nil || b.Health != nil && !b.Health.At.Before(a.Health.At) {
		out.Health = b.Health
	}
	return out
}

func threadKey(t model.ThreadInfo) model.Key { return model.Key{Visitor: t.Visitor, Thread: t.ID} }

// union keeps one row for each key, in the order of their first appearance.
func union[T any, K comparable](a, b []T, key func(T) K, pick func(T, T) T) []T {
	if len(a) == 0 || len(b) == 0 {
		return append(a[:len(a):len(a)], b...)
	}
	out := make([]T, 0, len(a)+len(b))
	at := make(map[K]int, len(a)+len(b))
	for _, rows := range [2][]T{a, b} {
		for _, r := range rows {
			k := key(r)
			if i, ok := at[k]; ok {
				out[i] = pick(out[i], r)
				continue
			}
			at[k] = len(out)
			out = append(out, r)
		}
	}
	return out
}

func newer[T any](at func(T) time.Time) func(a, b T) T {
	return func(a, b T) T {
		if at(b).After(at(a)) {
			return b
		}
		return a
	}
}

// mergeMessage takes the content observed last, the first times of both.
func mergeMessage(a, b model.Message) model.Message {
	out := a
	if b.LastAt.After(a.LastAt) {
		out = b
	}
	out.FirstAt = first(a.FirstAt, b.FirstAt)
	out.SeenAt = first(a.SeenAt, b.SeenAt)
	out.Seen = max(a.Seen, b.Seen)
	out.Edited = a.Edited || b.Edited || a.Text != b.Text
	return out
}

// first returns the earlier time of those that are set.
func first(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
