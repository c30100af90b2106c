package cursor

import (
	"slices"
	"time"

	"floorwatch/model"
)

// Began notes that a chat holds a message sent at a time; the earliest stands.
func (c *Cursor) Began(id model.ChatID, at time.Time) {
	if x := c.find(id); x != nil && !at.IsZero() && (x.first.IsZero() || at.Before(x.first)) {
		x.first = at
	}
}

// Got reports whether messages of a chat have been delivered.
func (c *Cursor) Got(id model.ChatID) bool {
	x := c.find(id)
	return x != nil && x.got
}

// Pending reports whether the newest chat has not come yet and there are ways left to ask for it.
func (c *Cursor) Pending() bool {
	at := c.newest()
	return at != nil && !at.got && !at.exhausted
}

// Debts calls f with each earlier chat that can hold a word sent after cutoff and
// has not been read whole. It holds no word sent after until, which is zero where
// that is not known: a chat ends where the next one begins. lost: it was asked for in
// every way and did not come.
func (c *Cursor) Debts(cutoff time.Time, f func(until time.Time, lost bool)) {
	var until time.Time
	for i := len(c.chats) - 1; i >= 0; i-- {
		x := &c.chats[i]
		if x.got && !x.last.IsZero() && x.last.Before(cutoff) {
			return
		}
		if i < len(c.chats)-1 && (x.unread || x.lost) {
			f(until, x.lost)
		}
		if !x.first.IsZero() {
			until = x.first
		}
	}
	if c.truncated {
		f(until, true)
	}
}

// Only reports whether chats are known, and all of them are in list.
func (c *Cursor) Only(list []model.ChatID) bool {
	return len(c.chats) > 0 && !slices.ContainsFunc(c.chats, func(x chat) bool { return !slices.Contains(list, x.id) })
}
