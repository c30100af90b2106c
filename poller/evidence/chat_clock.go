package evidence

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
)

// A ChatClock estimates when a chat began from its number: Acquire numbers chats in
// the order in which they begin. Each chat that is read adds a number and its time.
type ChatClock struct{ starts []chatStart } // by number

type chatStart struct {
	id model.ChatID
	at time.Time // by the server's clock
}

// Note adds the chats of an answer that are not known yet, each with its earliest sent time.
func (c *ChatClock) Note(msgs []model.Message) {
	first := map[model.ChatID]time.Time{}
	for i := range msgs {
		m := &msgs[i]
		if at, ok := first[m.Chat]; m.Chat > 0 && !m.SentAt.IsZero() && (!ok || m.SentAt.Before(at)) {
			first[m.Chat] = m.SentAt
		}
	}
	for id, at := range first {
		if i, known := c.find(id); !known {
			c.starts = slices.Insert(c.starts, i, chatStart{id, at})
		}
	}
}

func (c *ChatClock) find(id model.ChatID) (int, bool) {
	return slices.BinarySearchFunc(c.starts, id, func(b chatStart, id model.ChatID) int { return cmp.Compare(b.id, id) })
}

// Before returns the latest time at which a chat can have begun: its own start if known, else that of the next known
// chat, else now.
func (c *ChatClock) Before(id model.ChatID, now time.Time) time.Time {
	if i, _ := c.find(id); i < len(c.starts) {
		return c.starts[i].at
	}
	return now
}
