package board

import (
	"time"

	"floorwatch/model"
)

// A moment of the past is known in part where nothing was read then. What was
// said then was read later, with its times. What was open has no time unless a
// look found it open, or a word came, later; of what was seen, and of the owners
// that thread lists name, nothing is known.

// readSoon is how soon after it was sent a word is read, as a rule.
const readSoon = time.Minute

// unobserved reports whether nothing was read at a moment of the past.
func (b *Board) unobserved(at model.Instant) bool {
	c := b.Coverage()
	return c.Unobserved(at.Time())
}

// mayBeOver reports whether a chat may have been over by now, a moment of the past,
// though nothing says so: it was closed at some time after the last sign that it was open.
func (e *entry) mayBeOver() bool {
	return e.openTo < e.book.now && e.openTo < e.over
}

// sightKnown reports whether it was observed what had been seen, at now, of the wait
// that began with the row head: it had been read by then, or was about to be.
func (e *entry) sightKnown(head int32) bool {
	k := e.book
	r := &e.c.rows[head]
	return !k.dark && (r.First <= k.now || r.First.Since(r.At()) <= readSoon)
}

// stateKnown is a state of an agent, or that it is not known where not all is that the agent may have said
// of late. Before anything was told of the reading there is nothing else to go by.
func (b *Board) stateKnown(s model.AgentState, now model.Instant) model.AgentState {
	switch s {
	case model.AgentSilent, model.AgentQuiet, model.AgentIdle, model.AgentGone:
		if b.coverage == nil && b.health.At.IsZero() {
			return s
		}
		if c := b.Coverage(); !c.SilenceKnown(now.Time()) {
			return model.AgentUnknown
		}
	}
	return s
}

// A looks is what is known of the looks at thread lists.
type looks struct {
	dated   bool // it is told since when the floor is read: a closing lies between the looks before and after it
	doubted bool // chats end and none is ever reported closed
}

func looksOf(c *model.Coverage) looks {
	return looks{dated: !c.Observed.Since.IsZero() || c.Doubt.Closed, doubted: c.Doubt.Closed}
}
