package cursor

import (
	"slices"
	"time"

	"floorwatch/model"
)

// Began records that a chat contains a message sent at a time and keeps the earliest.
func (c *Cursor) Began(id model.ChatID, at time.Time) {
	if x := c.find(id); x != nil && !at.IsZero() && (x.first.IsZero() || at.Before(x.first)) {
		x.first = at
	}
}

// NewestBegan returns the earliest known time of the newest delivered chat; zero if none is known.
func (c *Cursor) NewestBegan() time.Time {
	if x := c.delivered(); x != nil {
		return x.first
	}
	return time.Time{}
}

// Got reports whether messages of a chat have been delivered.
func (c *Cursor) Got(id model.ChatID) bool {
	x := c.find(id)
	return x != nil && x.got
}

// Pending reports whether the newest chat has not been delivered and there are modes left to try.
func (c *Cursor) Pending() bool {
	at := c.newest()
	return at != nil && !at.got && !at.exhausted
}

// Arrived reports whether the newest chat has been delivered.
func (c *Cursor) Arrived() bool {
	at := c.newest()
	return at != nil && at.got
}

// Debts calls f for each earlier chat that may contain messages sent after cutoff and
// has not been read completely. It contains none sent after until, when the next chat
// began; zero if that is not known. lost says that no mode returns the chat.
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

// Only reports whether chats are known and list contains all of them.
func (c *Cursor) Only(list []model.ChatID) bool {
	return len(c.chats) > 0 && !slices.ContainsFunc(c.chats, func(x chat) bool { return !slices.Contains(list, x.id) })
}
