package cursor

import (
	"time"

	"floorwatch/model"
)

// together is how many chats of a thread are asked for at once, where one answer brings them.
const maxTogether = 8

// Later reports whether an answer held its chat and one that began after it: then
// a request for the earliest chat that is owed brings all of them.
func (q Question) Later(got map[model.ChatID]time.Time) bool {
	if _, hit := got[q.Chat]; !hit || q.Chat == 0 {
		return false
	}
	for id := range got {
		if id > q.Chat {
			return true
		}
	}
	return false
}

// Widen returns q with the number of the earliest of the last few chats that are owed, for an account whose answers
// hold later chats as well. Once q's chat did not come, it is asked for by itself.
func (c *Cursor) Widen(q Question, base Mode) Question {
	x := c.find(q.Chat)
	if x == nil || x.misses > 0 || q.mode != base {
		return q
	}
	for i := max(0, len(c.chats)-maxTogether); i < len(c.chats) && c.chats[i].id < q.Chat; i++ {
		if c.chats[i].unread {
			q.Number = min(q.Number, c.number(&c.chats[i], base))
			break
		}
	}
	return q
}
