// Package cursor tracks how far each thread has been read and which request comes next: for the newest chat
// repeatedly, for each earlier one once (Cursor). It also detects messages that may have been missed (SeenIDs, gap).
//
// It imports only model and sends no requests. Every interpretation of the undocumented last_chat_id
// leads to the same messages, and a gap is reported only if an answer lacks something it should
// contain. It is not safe for concurrent use.
package cursor

import (
	"slices"
	"time"

	"floorwatch/model"
)

// The meaning of last_chat_id is not documented. The sample fits all of these:
// the answer contains that chat only (A), that chat and later ones (B), later
// ones only (C), the thread's chats up to it (D), or the number is compared with
// message ids (E). The following leads to the same messages under all of them:
//
//   - The newest known chat is requested. A, B and D return it. So does E: a
//     chat's number is lower than those of its messages, because every chat has
//     at least one, so "after it" is a superset.
//   - C returns nothing. A chat that the thread list names and that is not
//     returned is therefore requested in the other modes: by the number before
//     it, by the previous chat of the thread, by 0. A mode that returns it is
//     confirmed by trying the old mode once more and then used for the account.
//     Only C and E can return a chat by the number before it and not by its own,
//     and under both that mode works for every chat, so a wrong mode does not
//     last. Chats without a thread may follow another rule and have a separate
//     mode.
//   - New chats: B, C and E return them; under A and D the thread list shows
//     them. The cursor advances to a chat only after messages of it were
//     delivered; until then it alternates with the newest delivered chat.
//   - Earlier chats: each one is requested once by itself, newest first, until
//     one is older than lookback. That is not needed if an answer contains the
//     chat and was requested with a number not above the chat's: then A to E all
//     deliver the whole chat. When the cursor advances, the previous chat is
//     read once more, for messages sent between the last two polls.
//   - thread_id -1 is a wildcard or a value. Chats that a known thread claims
//     belong to that thread's target and move no other cursor.
//
// Repeated messages are harmless: the Board deduplicates by id.

// A Mode is the number by which a request selects a chat.
type Mode uint8

const (
	ModeExact    Mode = iota // the chat's number, as readings A, B and D need
	ModeBefore               // the number before the chat's, as C needs
	modePrevious             // the number of the previous chat of the thread
	ModeNone                 // 0, in case the thread alone selects
	modes
)

// emptyBelieved is how many answers must lack a chat before it counts as empty.
const emptyBelieved = 3

// maxChats limits the chats remembered for a thread; a visitor may return for years.
const maxChats = 64

// A chat is the state of reading one chat of a target.
type chat struct {
	id        model.ChatID
	got       bool        // messages of it have been delivered
	unread    bool        // to be requested by itself, for the first time or once more
	tried     [modes]bool // requested in this mode since it was last returned, without success
	misses    int         // consecutive good answers that should have contained it and did not
	last      time.Time   // sent time of its newest delivered message
	first     time.Time   // … and of its oldest one
	asked     int         // requests in the account's mode since it was last returned, without success
	exhausted bool        // requested in every mode, and often enough in the account's, without success
	lost      bool        // was unread, and no mode returned it
}

// foundAgain resets the count of answers without the chat.
func (x *chat) foundAgain() { x.misses, x.tried, x.asked, x.exhausted = 0, [modes]bool{}, 0, false }

// A Question is one request for messages.
type Question struct {
	Chat   model.ChatID // the chat wanted; 0 if none is known
	mode   Mode
	Number model.ChatID // the last_chat_id to send
}

// An unproven is a mode that worked where the account's did not, not confirmed yet.
type unproven struct {
	chat model.ChatID
	mode Mode
}

// A Cursor tracks which chats of a thread have been read and which come next. The zero Cursor knows no chat.
type Cursor struct {
	chats     []chat // by id
	start     model.ChatID
	unproven  unproven
	alternate bool
	truncated bool // chats beyond maxChats were dropped
}

func (c *Cursor) find(id model.ChatID) *chat {
	if i, ok := c.search(id); ok {
		return &c.chats[i]
	}
	return nil
}

func (c *Cursor) search(id model.ChatID) (int, bool) {
	return slices.BinarySearchFunc(c.chats, id, func(c chat, id model.ChatID) int { return int(c.id - id) })
}

// newest returns the newest known chat, or nil.
func (c *Cursor) newest() *chat {
	if len(c.chats) == 0 {
		return nil
	}
	return &c.chats[len(c.chats)-1]
}

// delivered returns the newest chat of which messages were delivered, or nil.
func (c *Cursor) delivered() *chat {
	for i := len(c.chats) - 1; i >= 0; i-- {
		if c.chats[i].got {
			return &c.chats[i]
		}
	}
	return nil
}

// Has reports whether a chat is known.
func (c *Cursor) Has(id model.ChatID) bool { return c.find(id) != nil }

// Empty reports whether no chat is known.
func (c *Cursor) Empty() bool { return len(c.chats) == 0 }

// Missing reports whether good answers that should have contained a chat did not.
func (c *Cursor) Missing(id model.ChatID) bool {
	x := c.find(id)
	return x != nil && x.misses > 0
}

// LeftBehind reports whether a chat was delivered once and its final read returned nothing.
func (c *Cursor) LeftBehind(id model.ChatID) bool {
	x := c.find(id)
	return x != nil && x.got && !x.unread && x.misses > 0
}

// LastDelivered returns the newest chat of which messages were delivered, or 0.
func (c *Cursor) LastDelivered() model.ChatID {
	if x := c.delivered(); x != nil {
		return x.id
	}
	return 0
}

// After returns the chat that follows id, or the newest if none does; 0 if no chat is known.
func (c *Cursor) After(id model.ChatID) model.ChatID {
	if len(c.chats) == 0 {
		return 0
	}
	i, known := c.search(id)
	if known {
		i++
	}
	return c.chats[min(i, len(c.chats)-1)].id
}

// StartAt sets the last_chat_id to send while no chat is known.
func (c *Cursor) StartAt(id model.ChatID) { c.start = max(c.start, id) }

// Add adds chats and reports whether one of them is newer than all known before. All but the newest are marked unread.
func (c *Cursor) Add(ids ...model.ChatID) (newer bool) {
	for _, id := range ids {
		i, known := c.search(id)
		if known || id <= 0 {
			continue
		}
		if i == len(c.chats) {
			newer = true
			if i > 0 && !c.chats[i-1].got {
				c.chats[i-1].unread = true
			}
		}
		c.chats = slices.Insert(c.chats, i, chat{id: id, unread: i < len(c.chats)})
	}
	if extra := len(c.chats) - maxChats; extra > 0 {
		c.chats, c.truncated = slices.Delete(c.chats, 0, extra), true
	}
	return newer
}

// Drop removes the chats for which elsewhere returns true and reports whether there were any.
func (c *Cursor) Drop(elsewhere func(model.ChatID) bool) bool {
	n := len(c.chats)
	c.chats = slices.DeleteFunc(c.chats, func(x chat) bool { return elsewhere(x.id) })
	return len(c.chats) < n
}

// Ask returns the request for the newest messages of the thread. base is the Mode that works for the account.
func (c *Cursor) Ask(base Mode) Question {
	at := c.newest()
	if at == nil {
		return Question{mode: ModeNone, Number: c.start}
	}
	if x := c.find(c.unproven.chat); x != nil {
		return c.question(x, base)
	}
	if last := c.delivered(); !at.got && last != nil && at.misses > 0 {
		if c.alternate = !c.alternate; c.alternate {
			return c.question(last, c.modeFor(last, base))
		}
	}
	if at.got && at.misses < emptyBelieved { // an empty answer is more likely a mistake than a sign of another reading
		return c.question(at, base)
	}
	return c.question(at, c.modeFor(at, base))
}

// question returns the request for x in mode w.
func (c *Cursor) question(x *chat, w Mode) Question {
	return Question{Chat: x.id, mode: w, Number: c.number(x, w)}
}

func (c *Cursor) number(x *chat, w Mode) model.ChatID {
	switch w {
	case ModeBefore:
		return x.id - 1
	case modePrevious:
		if i, _ := c.search(x.id); i > 0 {
			return c.chats[i-1].id
		}
		return x.id
	case ModeNone:
		return 0
	}
	return x.id
}

// modeFor returns base while it works. After an answer without x it returns each
// other mode once, and after that another mode one time in four.
func (c *Cursor) modeFor(x *chat, base Mode) Mode {
	if !x.tried[base] {
		return base
	}
	if w, ok := c.untried(x); ok {
		return w
	}
	if x.misses%4 == 0 {
		return Mode(x.misses/4) % modes
	}
	return base
}

// untried returns a mode whose number was not sent for x yet.
func (c *Cursor) untried(x *chat) (Mode, bool) {
	for w := range modes {
		if x.tried[w] {
			continue
		}
		n, sent := c.number(x, w), false
		for o := range modes {
			sent = sent || x.tried[o] && c.number(x, o) == n
		}
		if !sent {
			return w, true
		}
	}
	return 0, false
}

// missed records an answer to q without x and reports whether x has been requested in every mode, and emptyBelieved
// times in the account's: one or two answers may be empty by mistake.
func (c *Cursor) missed(x *chat, q Question, base Mode) (allTried bool) {
	x.misses++
	x.tried[q.mode] = true
	if q.mode == base {
		x.asked++
	}
	_, left := c.untried(x)
	return !left && q.mode == base && x.asked >= emptyBelieved
}

// Deliver records the chats of an answer to q. If the cursor advances, the previous
// chat becomes unread, unless the answer contained all of it.
func (c *Cursor) Deliver(q Question, got map[model.ChatID]time.Time) {
	var left model.ChatID
	if x := c.delivered(); x != nil {
		left = x.id
	}
	for id := range got {
		c.Add(id)
	}
	for id, last := range got {
		if x := c.find(id); x != nil {
			x.got, x.last = true, last
			if x.lost { // it is available after all
				x.unread, x.lost = true, false
				x.foundAgain()
			}
			x.unread = x.unread && id < q.Number
		}
	}
	if x := c.find(left); x != nil && c.delivered().id > left {
		_, held := got[left]
		x.unread = !held || left < q.Number
	}
}

// Answered records the answer to q: the newest sent time of each of this thread's chats. It returns the account's mode,
// which it may have learned, and whether to ask again at once.
func (c *Cursor) Answered(q Question, got map[model.ChatID]time.Time, base Mode) (learned Mode, again bool) {
	c.Deliver(q, got)
	x := c.find(q.Chat)
	if x == nil {
		c.unproven = unproven{}
		return base, false
	}
	_, hit := got[q.Chat]
	switch {
	case hit && q.mode == base:
		x.foundAgain()
		c.unproven = unproven{}
		return base, c.alternate && !c.newest().got // request the new chat at once
	case hit:
		x.foundAgain()
		c.unproven = unproven{q.Chat, q.mode}
		return base, true
	case c.unproven.chat == q.Chat:
		learned, c.unproven = c.unproven.mode, unproven{}
		return learned, false
	}
	x.exhausted = c.missed(x, q, base)
	return base, !x.exhausted
}

// NextUnread returns the request for the newest earlier chat that is unread; ok is false if there is none. It stops at
// a chat whose last message is before cutoff, since the chats of a thread do not overlap.
func (c *Cursor) NextUnread(base Mode, cutoff time.Time) (q Question, ok bool) {
	for i := len(c.chats) - 1; i >= 0; i-- {
		x := &c.chats[i]
		if x.got && !x.last.IsZero() && x.last.Before(cutoff) {
			for j := range i + 1 {
				c.chats[j].unread = false
			}
			return Question{}, false
		}
		if x.unread && i < len(c.chats)-1 {
			return c.question(x, c.modeFor(x, base)), true
		}
	}
	return Question{}, false
}

// UnreadAnswered records the answer to a request of NextUnread; base is the account's
// mode. A chat that no mode returned is lost.
func (c *Cursor) UnreadAnswered(q Question, got map[model.ChatID]time.Time, base Mode) {
	c.Deliver(q, got)
	x := c.find(q.Chat)
	if x == nil {
		return
	}
	if _, hit := got[q.Chat]; hit {
		x.unread, x.lost = false, false
		x.foundAgain()
	} else if c.missed(x, q, base) {
		x.unread, x.lost = false, true
	}
}
