package model

import (
	"cmp"
	"slices"
)

// facts are what is known of a chat beside its rows. What the thread list says
// is kept of the time when the chat was its thread's newest. The list names a
// state, not when it began, so it is dated by when it was observed: late by up
// to one reading of the list.
type facts struct {
	past
	acks []Ack // by compareAck
}

func newFacts() *facts { return &facts{past: newPast()} }

// maxAcks bounds the acknowledgements that are remembered of a chat; the latest stay.
const maxAcks = 16

// observe takes an observation in and reports whether the chat may come to
// something else now. The result does not depend on the order of observations.
func (f *facts) observe(t *ThreadInfo) bool {
	at := stampOf(t.At)
	closed, owners, offline := f.closed(forever), f.owners(forever), f.offline
	if t.Status == StatusClosed {
		f.closedFirst, f.closedLast = earlier(f.closedFirst, at), max(f.closedLast, at)
	} else {
		f.openLast = max(f.openLast, at)
	}
	f.noteOffline(t.Offline, at)
	f.named = note(f.named, naming{t.owner(), at, at})
	f.listedFirst = earlier(f.listedFirst, at)
	return closed != never || f.closed(forever) != never || offline != f.offline ||
		!slices.Equal(owners, f.owners(forever))
}

// newest is the time of the latest of these facts.
func (f *facts) newest() stamp {
	n := max(f.closedLast, f.openLast, f.cutLast, f.listedFirst)
	for _, a := range f.agents {
		n = max(n, a.last)
	}
	if len(f.acks) > 0 {
		n = max(n, stampOf(f.acks[len(f.acks)-1].At))
	}
	return n
}

// acknowledge takes an acknowledgement in and reports whether it is a new one.
func (f *facts) acknowledge(a Ack) bool {
	i, ok := slices.BinarySearchFunc(f.acks, a, func(x, y Ack) int { return compareAck(&x, &y) })
	if ok {
		return false
	}
	f.acks = slices.Insert(f.acks, i, a)
	if len(f.acks) > maxAcks {
		f.acks = slices.Delete(f.acks, 0, 1)
	}
	return true
}

// A word that a chat needs no reply up to a message, from a moment on.
type needless struct {
	at   stamp
	upto MessageID
}

// standing returns the acknowledgements that hold at limit, the oldest first.
// None holds before the message it is about was sent, however clocks differ.
func (f *facts) standing(c *chat, limit stamp) []needless {
	var list []needless
	for _, a := range f.acks {
		at := stampOf(a.At)
		if at > limit {
			break
		}
		if a.Undo {
			list = nil
			continue
		}
		if i := slices.IndexFunc(c.rows, func(r row) bool { return r.id == a.Upto }); i >= 0 {
			at = max(at, c.rows[i].at())
		}
		list = append(list, needless{at, a.Upto})
	}
	slices.SortStableFunc(list, func(a, b needless) int { return cmp.Compare(a.at, b.at) })
	return slices.DeleteFunc(list, func(a needless) bool { return a.at > limit })
}

// lastAck is the time of the last acknowledgement, or taking back of one, up to limit.
func (f *facts) lastAck(limit stamp) stamp {
	last := never
	for _, a := range f.acks {
		if at := stampOf(a.At); at <= limit {
			last = at
		}
	}
	return last
}

// closed returns since when the chat is closed as known at limit, or never. A
// chat that was reopened and closed again counts from when it was last found open.
func (f *facts) closed(limit stamp) stamp {
	since := f.closedFirst
	switch {
	case f.closedLast == never || f.openLast > f.closedLast:
		return never
	case f.openLast >= since:
		since = f.openLast
	}
	if since > limit {
		return never
	}
	return since
}

// A change of owner takes effect when it was observed.
type ownerChange struct {
	at    stamp
	agent AgentID
}

// owners returns the changes of the named owner that are known at limit, the oldest first.
func (f *facts) owners(limit stamp) []ownerChange {
	if len(f.named) == 0 {
		return nil
	}
	list := make([]ownerChange, 0, len(f.named)+1)
	now := f.named[0]
	for _, n := range f.named {
		list = append(list, ownerChange{n.first, n.agent})
		if n.compare(now) > 0 {
			now = n
		}
	}
	// Who is named now was perhaps named before others were, and again after them.
	again := never
	for _, n := range f.named {
		if n != now && n.first >= now.first {
			again = max(again, n.last)
		}
	}
	if again != never {
		list = append(list, ownerChange{again, now.agent})
	}
	slices.SortFunc(list, func(a, b ownerChange) int {
		if c := cmp.Compare(a.at, b.at); c != 0 {
			return c
		}
		return cmp.Or(compareBool(a.agent == now.agent, b.agent == now.agent), cmp.Compare(a.agent, b.agent))
	})
	return slices.DeleteFunc(list, func(o ownerChange) bool { return o.at > limit })
}
