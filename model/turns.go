package model

import (
	"slices"
	"time"
)

// shortAbandon is how soon after its start a turn's chat is closed for the turn to be left out.
const shortAbandon = 10 * time.Second

// decided returns when a turn is decided given its target, and whether the
// reply came in time. A turn that is open, too, is decided once its target has passed.
func (t *turn) decided(target time.Duration) (at stamp, in bool) {
	due := t.start.add(target)
	if t.reply != never && t.reply <= due {
		return t.reply, true
	}
	return due, false
}

func (t *turn) took() time.Duration { return t.reply.since(t.start) }

// openTurn returns the turn that nobody has answered. One whose chat was closed
// within 10 s of its start counts as none.
func (c *course) openTurn(now stamp) (turn, bool) {
	t, ok := c.open(now)
	if ok && c.abandoned(t.start) {
		return turn{}, false
	}
	return t, ok
}

// abandoned reports whether the chat was closed within 10 s of start.
func (c *course) abandoned(start stamp) bool {
	return c.closed != never && c.closed.since(start) <= shortAbandon
}

// countIn counts the moments of a sorted list in (from, now].
func countIn(list []stamp, from, now stamp) int {
	a, _ := slices.BinarySearch(list, from+1)
	z, _ := slices.BinarySearch(list, now+1)
	return z - a
}
