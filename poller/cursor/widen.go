package cursor

import (
	"time"

	"floorwatch/model"
)

// maxTogether limits how many chats of a thread one request asks for.
const maxTogether = 8

// Later reports whether an answer contained its chat and a later one. If so, one
// request for the earliest unread chat returns all of them.
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

// Widen returns q with the number of the earliest unread chat among the last few, for an account whose answers
// contain later chats too. Once q's chat was missing from an answer, q stays as it is.
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
