package board

import (
	"time"

	"floorwatch/model"
)

// shortAbandon is how soon after its start a turn's chat is closed for the turn to be left out.
const shortAbandon = 10 * time.Second

// decided returns when a turn is decided given its target, and whether the
// reply came in time. A turn that is open, too, is decided once its target has passed.
func (t *turn) decided(target time.Duration) (at model.Instant, in bool) {
	due := t.start.Add(target)
	if t.reply != model.Never && t.reply <= due {
		return t.reply, true
	}
	return due, false
}

func (t *turn) took() time.Duration { return t.reply.Since(t.start) }

// openTurn returns the turn that nobody has answered. One whose chat was closed
// within 10 s of its start counts as none.
func (c *course) openTurn(now model.Instant) (turn, bool) {
	t, ok := c.open(now)
	if ok && c.abandoned(t.start) {
		return turn{}, false
	}
	return t, ok
}

// abandoned reports whether the chat was closed within 10 s of start.
func (c *course) abandoned(start model.Instant) bool {
	return c.closed != model.Never && c.closed.Since(start) <= shortAbandon
}
