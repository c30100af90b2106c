package model

import "slices"

// A Forgotten is a visitor who is to be taken out of what was kept: by number,
// and by the chats and messages that streams name as the visitor's. Scan has to
// see all of a stream before Without can be complete, since some parts name a
// chat or a message alone. It is not safe for concurrent use.
type Forgotten struct {
	Visitor  VisitorID
	Chats    map[ChatID]bool
	messages map[MessageID]bool
}

// NewForgotten returns a Forgotten that knows some chats of the visitor already.
func NewForgotten(v VisitorID, chats ...ChatID) *Forgotten {
	f := &Forgotten{Visitor: v, Chats: map[ChatID]bool{}, messages: map[MessageID]bool{}}
	for _, c := range chats {
		f.Chats[c] = true
	}
	return f
}

// Scan notes the chats and messages of the visitor that an Event names.
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

// Without returns an Event without all that is of the visitor, and whether that
// was anything. It does not change what e holds.
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

// without returns list without those that are gone, in memory of its own where there is one.
func without[T any](list []T, changed *bool, gone func(*T) bool) []T {
	if !slices.ContainsFunc(list, func(v T) bool { return gone(&v) }) {
		return list
	}
	*changed = true
	return slices.DeleteFunc(slices.Clone(list), func(v T) bool { return gone(&v) })
}
