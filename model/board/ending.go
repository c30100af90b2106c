package board

import "floorwatch/model"

// An ending is when a chat was over: after from, or at it where the two are the
// same, and not after to.
type ending struct{ from, to model.Instant }

// in says whether the chat was over in (from, now]: surely, or perhaps.
func (e ending) in(from, now model.Instant) (sure, perhaps bool) {
	if perhaps = from < e.to && e.to <= now; !perhaps {
		return false, false
	}
	return from < e.from, true
}

// An endings counts chats by how they ended in a window: surely in it, and at most.
type endings struct{ sure, most int }

// counted is how many count, and how many may at most. What was observed ended
// when it was found so; of a window that was not it is between the two.
func (c endings) counted(blind bool) (n, upTo int) {
	if blind {
		return c.sure, c.most
	}
	return c.most, c.most
}

// add counts n times an ending if the chat was over in (from, now].
func (c *endings) add(e ending, from, now model.Instant, n int) {
	sure, perhaps := e.in(from, now)
	if sure {
		c.sure += n
	}
	if perhaps {
		c.most += n
	}
}
