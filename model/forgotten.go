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
	for _, p := range parts {
		changed = p.without(&e, f) || changed
	}
	return e, changed
}

// forgetDebts removes the visitor's threads from the debts.
func (f *Forgotten) forgetDebts(c *Coverage) (_ *Coverage, changed bool) {
	mine := func(k Key) bool { return k.Visitor == f.Visitor }
	own := *c
	for _, keys := range []*Keys{&own.Debts.Failing, &own.Debts.Denied, &own.Debts.Capped} {
		if slices.ContainsFunc(*keys, mine) {
			*keys, changed = slices.DeleteFunc(slices.Clone(*keys), mine), true
		}
	}
	return &own, changed
}

// forgetEvicted removes the number of the visitor's message from the bounds of retention.
func (f *Forgotten) forgetEvicted(v *Evicted) (_ *Evicted, changed bool) {
	if !f.messages[v.ID] {
		return v, false
	}
	own := *v
	own.ID = 0
	return &own, true
}
