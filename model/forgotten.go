package model

import "slices"

// A Forgotten is a visitor who is to be removed from everything that was kept, identified by number and by the
// chats and messages that streams attribute to the visitor. Scan must have seen the whole stream before Without is
// complete, because some parts name only a chat or a message. It is not safe for concurrent use.
type Forgotten struct {
	Visitor  VisitorID
	Chats    map[ChatID]bool
	messages map[MessageID]bool
}

// NewForgotten returns a Forgotten for v; chats are those already known to be the visitor's.
func NewForgotten(v VisitorID, chats ...ChatID) *Forgotten {
	f := &Forgotten{Visitor: v, Chats: map[ChatID]bool{}, messages: map[MessageID]bool{}}
	for _, c := range chats {
		f.Chats[c] = true
	}
	return f
}

// Scan collects the visitor's chats and messages that an Event names.
func (f *Forgotten) Scan(e *Event) {
	for i := range e.Threads {
		if t := &e.Threads[i]; t.Visitor == f.Visitor {
			for _, c := range t.AllChats() {
				f.Chats[c] = true
			}
		}
	}
	for i := range e.Messages {
		if m := &e.Messages[i]; m.Visitor == f.Visitor {
			f.Chats[m.Chat], f.messages[m.ID] = true, true
		}
	}
}

// Without returns e without anything of the visitor, and whether there was any. It does not change what e points
// to.
func (f *Forgotten) Without(e Event) (_ Event, changed bool) {
	e.Messages = without(e.Messages, &changed, func(m *Message) bool { return m.Visitor == f.Visitor || f.Chats[m.Chat] })
	e.Threads = without(e.Threads, &changed, func(t *ThreadInfo) bool { return t.Visitor == f.Visitor })
	e.Visitors = without(e.Visitors, &changed, func(v *VisitorInfo) bool { return v.ID == f.Visitor })
	e.Polled = without(e.Polled, &changed, func(p *Polled) bool { return p.Key.Visitor == f.Visitor })
	e.Acks = without(e.Acks, &changed, func(a *Ack) bool { return f.Chats[a.Chat] })
	e.Claims = without(e.Claims, &changed, func(c *Claim) bool { return f.Chats[c.Chat] })
	e.Chats = without(e.Chats, &changed, func(c *ChatPast) bool { return f.Chats[c.Chat] })
	e.Gaps = without(e.Gaps, &changed, func(g *Gap) bool { return f.messages[g.Before] || f.messages[g.After] })
	e.Gone = without(e.Gone, &changed, func(g *Gone) bool { return f.Chats[g.Chat] })
	if e.Coverage != nil {
		own := *e.Coverage
		for _, keys := range []*Keys{&own.Debts.Failing, &own.Debts.Denied, &own.Debts.Capped} {
			*keys = without(*keys, &changed, func(k *Key) bool { return k.Visitor == f.Visitor })
		}
		e.Coverage = &own
	}
	if e.Evicted != nil && f.messages[e.Evicted.ID] {
		own := *e.Evicted
		own.ID, changed = 0, true
		e.Evicted = &own
	}
	return e, changed
}

// without returns list without the items for which gone holds, as a copy if there are any.
func without[T any](list []T, changed *bool, gone func(*T) bool) []T {
	if !slices.ContainsFunc(list, func(v T) bool { return gone(&v) }) {
		return list
	}
	*changed = true
	return slices.DeleteFunc(slices.Clone(list), func(v T) bool { return gone(&v) })
}
