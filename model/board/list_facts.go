package board

import (
	"cmp"
	"slices"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// facts is what is known of a chat besides its rows. What the thread list says is recorded while the chat is
// its thread's newest. The list gives a state, not when it began, so each state is dated by its observation:
// late by up to one read of the list.
type facts struct {
	model.Past
	acks []model.Ack // sorted by model.CompareAck
}

func newFacts() *facts { return &facts{Past: model.NewPast()} }

// maxAcks is how many acknowledgements of a chat are kept: the latest.
const maxAcks = 16

// observe records a thread list entry and reports whether the chat's timeline may change. The result does
// not depend on the order of observations.
func (f *facts) observe(t *model.ThreadInfo) bool {
	at := model.InstantOf(t.At)
	closed, owners, offline := f.closedSince(forever), f.ownerChanges(forever), f.Offline
	first, named, stars := f.ListedFirst, f.listedAgents(), f.Stars
	if t.Status == model.StatusClosed {
		f.ClosedFirst, f.ClosedLast = model.Earlier(f.ClosedFirst, at), max(f.ClosedLast, at)
	} else {
		f.OpenLast = max(f.OpenLast, at)
	}
	f.AddOffline(t.Offline, at)
	f.AddRating(t.Stars, at)
	f.Owners = model.AddOwner(f.Owners, model.Ownership{Agent: t.Owner(), First: at, Last: at})
	for _, a := range t.Agents {
		f.Agents = model.AddOwner(f.Agents, model.Ownership{Agent: a, First: at, Last: at})
	}
	f.ListedFirst = model.Earlier(f.ListedFirst, at)
	return f.ListedFirst != first || !slices.Equal(named, f.listedAgents()) || closed != model.Never || f.closedSince(forever) != model.Never || offline != f.Offline || stars != f.Stars ||
		!slices.Equal(owners, f.ownerChanges(forever))
}

// listedAgents returns the agents listed with the chat; for those of the latest read without an end.
func (f *facts) listedAgents() []model.Ownership {
	list := slices.Clone(f.Agents)
	for i := range list {
		if list[i].Last >= max(f.ClosedLast, f.OpenLast) {
			list[i].Last = forever
		}
	}
	return list
}

// firstFoundWith reports whether a was the owner when the chat was first listed.
func (f *facts) firstFoundWith(a model.AgentID) bool {
	return slices.ContainsFunc(f.Owners, func(o model.Ownership) bool { return o.First == f.ListedFirst && o.Agent == a })
}

// firstFoundWithAnother reports whether an agent other than the given one was the owner when the chat was
// first listed.
func (f *facts) firstFoundWithAnother(than model.AgentID) bool {
	return slices.ContainsFunc(f.Owners, func(o model.Ownership) bool {
		return o.First == f.ListedFirst && o.Agent != 0 && o.Agent != than
	})
}

// newestAt returns the time of the latest fact.
func (f *facts) newestAt() model.Instant {
	n := max(f.ClosedLast, f.OpenLast, f.EvictedLast, f.ListedFirst)
	for _, a := range f.Agents {
		n = max(n, a.Last)
	}
	if len(f.acks) > 0 {
		n = max(n, model.InstantOf(f.acks[len(f.acks)-1].At))
	}
	return n
}

// ackedBy returns who last acknowledged the chat, up to now.
func (f *facts) ackedBy(now model.Instant) safetext.Text {
	for i := len(f.acks) - 1; i >= 0; i-- {
		if a := &f.acks[i]; model.InstantOf(a.At) <= now && !a.Undo {
			return a.By
		}
	}
	return safetext.Text{}
}

// acknowledge adds an acknowledgement and reports whether it is new.
func (f *facts) acknowledge(a model.Ack) bool {
	i, ok := slices.BinarySearchFunc(f.acks, a, func(x, y model.Ack) int { return model.CompareAck(&x, &y) })
	if ok {
		return false
	}
	f.acks = slices.Insert(f.acks, i, a)
	if len(f.acks) > maxAcks {
		f.acks = slices.Delete(f.acks, 0, 1)
	}
	return true
}

// An ackMark says that a chat needs no reply up to a message, from a moment on.
type ackMark struct {
	at   model.Instant
	upto model.MessageID
}

// acksAt returns the acknowledgements in force at limit, oldest first. None takes effect before its message
// was sent, whatever the clocks say.
func (f *facts) acksAt(c *chat, limit model.Instant) []ackMark {
	var list []ackMark
	for _, a := range f.acks {
		at := model.InstantOf(a.At)
		if at > limit {
			break
		}
		if a.Undo {
			list = nil
			continue
		}
		if i := slices.IndexFunc(c.rows, func(r model.StoredMessage) bool { return r.ID == a.Upto }); i >= 0 {
			at = max(at, c.rows[i].At())
		}
		list = append(list, ackMark{at, a.Upto})
	}
	slices.SortStableFunc(list, func(a, b ackMark) int { return cmp.Compare(a.at, b.at) })
	return slices.DeleteFunc(list, func(a ackMark) bool { return a.at > limit })
}

// lastAck returns the time of the last acknowledgement or withdrawal up to limit.
func (f *facts) lastAck(limit model.Instant) model.Instant {
	last := model.Never
	for _, a := range f.acks {
		if at := model.InstantOf(a.At); at <= limit {
			last = at
		}
	}
	return last
}

// closedSince returns since when the chat is closed as known at limit, or Never. A chat that was reopened
// and closed again counts as closed from when it was last seen open.
func (f *facts) closedSince(limit model.Instant) model.Instant {
	since := f.ClosedFirst
	switch {
	case f.ClosedLast == model.Never || f.OpenLast > f.ClosedLast:
		return model.Never
	case f.OpenLast >= since:
		since = f.OpenLast
	}
	if since > limit {
		return model.Never
	}
	return since
}

// An ownerChange is a change of owner; it takes effect when it was observed.
type ownerChange struct {
	at    model.Instant
	agent model.AgentID
}

// ownerChanges returns the changes of the listed owner known at limit, oldest first.
func (f *facts) ownerChanges(limit model.Instant) []ownerChange {
	if len(f.Owners) == 0 {
		return nil
	}
	list := make([]ownerChange, 0, len(f.Owners)+1)
	now := f.Owners[0]
	for _, n := range f.Owners {
		list = append(list, ownerChange{n.First, n.Agent})
		if n.Compare(now) > 0 {
			now = n
		}
	}
	// The current owner may have been listed before others and again after them.
	again := model.Never
	for _, n := range f.Owners {
		if n != now && n.First >= now.First {
			again = max(again, n.Last)
		}
	}
	if again != model.Never {
		list = append(list, ownerChange{again, now.Agent})
	}
	slices.SortFunc(list, func(a, b ownerChange) int {
		if c := cmp.Compare(a.at, b.at); c != 0 {
			return c
		}
		return cmp.Or(model.CompareBool(a.agent == now.Agent, b.agent == now.Agent), cmp.Compare(a.agent, b.agent))
	})
	return slices.DeleteFunc(list, func(o ownerChange) bool { return o.at > limit })
}
