// Package cursor tracks how far each thread has been read and which request comes next: for the newest chat
// repeatedly, for each earlier one once (Cursor). It also detects messages that may have been missed (SeenIDs, gap).
//
// It imports only model and sends no requests. It promises that every reading of the undocumented
// last_chat_id leads to the same messages, and that a gap is claimed only where an answer had to
// hold something known. It is not safe for concurrent use.
package cursor

import (
	"slices"
	"time"

	"floorwatch/model"
)

// What last_chat_id means is not documented. The sample fits all of these: the
// answer holds that chat only (A), that chat and later ones (B), later ones
// only (C), the thread's chats up to it (D), or it is compared with message ids
// (E). This is how every one of them leads to the same messages:
//
//   - The chat asked for is the newest one known. A, B and D answer with it.
//     E does too: a chat's number is smaller than those of its messages, since
//     every chat has at least one, so "after it" is a superset.
//   - C answers with nothing, so a chat that the thread list names and that does
//     not come is asked for in other ways: by the number before it, by the chat
//     before it in the thread, by 0. The way that brings it is confirmed by
//     asking in the old way once more; it is then what the account is asked in.
//     Only C and E can bring a chat by the number before it without bringing it by
//     its own, and under both that way works for every chat, so a way is
//     never learned wrongly for long. Chats without a thread may be read by another
//     rule and have a way of their own.
//   - New chats: B, C and E bring them; under A and D the thread list does. The
//     cursor moves to a chat only when messages of it have been delivered;
//     until then the newest delivered chat is asked for in turn with it.
//   - Earlier chats: every one is asked for once by itself, the newest first,
//     until one is older than lookback. An answer spares that where it holds
//     the chat and was asked for with a number that is not above the chat's:
//     then A to E all deliver the chat whole. When the cursor moves on, the chat it
//     leaves is read once more, for what was said between the last two polls.
//   - thread_id -1 is a wildcard or a value. Chats that a known thread claims
//     belong to that thread's target and move no other cursor.
//
// Repeats do no harm: the Board applies by id.

// A Mode is how a request names a chat.
type Mode uint8

const (
	ModeExact    Mode = iota // by its own number
	ModeBefore               // by the number before its own
	modePrevious             // by the chat before it in the thread
	ModeNone                 // by 0
	modes
)

// emptyBelieved is how many answers without a chat it takes to believe that it holds nothing.
const emptyBelieved = 3

// maxChats bounds what is remembered of a thread; a visitor may come back for years.
const maxChats = 64

// A chat is what is known about reading one chat of a target.
type chat struct {
	id        model.ChatID
	got       bool        // messages of it have been delivered
	unread    bool        // to be read by itself once more
	tried     [modes]bool // asked for so since it came last, and it did not come
	misses    int         // good answers in a row that should have held it and did not
	last      time.Time   // sent time of its newest message, as delivered
	first     time.Time   // … and of its oldest one
	asked     int         // how often it was asked for in the account's way since it came last, and it did not come
	exhausted bool        // asked for in every way, and in the account's again, and it did not come
	lost      bool        // owed, asked for in every way, and it did not come
}

// came forgets the answers without the chat.
func (x *chat) came() { x.misses, x.tried, x.asked, x.exhausted = 0, [modes]bool{}, 0, false }

// A Question is one request for messages.
type Question struct {
	Chat   model.ChatID // to be delivered; 0 where none is known
	mode   Mode
	Number model.ChatID // what is sent as last_chat_id
}

// An unproven is a way that worked where the account's did not, not yet confirmed.
type unproven struct {
	chat model.ChatID
	mode Mode
}

// A Cursor tracks which chats of a thread have been read and which come next. The zero Cursor knows no chat.
type Cursor struct {
	chats     []chat // by id
	floor     model.ChatID
	unproven  unproven
	alternate bool
	truncated bool // more chats were known than are remembered
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

// newest returns the newest chat known, nil where none is.
func (c *Cursor) newest() *chat {
	if len(c.chats) == 0 {
		return nil
	}
	return &c.chats[len(c.chats)-1]
}

// delivered returns the newest chat that messages were delivered of, or nil.
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

// Missing reports whether a chat was asked for and good answers did not hold it.
func (c *Cursor) Missing(id model.ChatID) bool {
	x := c.find(id)
	return x != nil && x.misses > 0
}

// LeftBehind reports whether a chat came once, was to be read once more, and did not come then.
func (c *Cursor) LeftBehind(id model.ChatID) bool {
	x := c.find(id)
	return x != nil && x.got && !x.unread && x.misses > 0
}

// LastDelivered returns the newest chat that messages were delivered of, or 0.
func (c *Cursor) LastDelivered() model.ChatID {
	if x := c.delivered(); x != nil {
		return x.id
	}
	return 0
}

// After returns the chat that follows id, or the newest where none does; 0 where there is no chat.
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
func (c *Cursor) StartAt(id model.ChatID) { c.floor = max(c.floor, id) }

// Add makes chats known and reports whether one of them is newer than all before.
// Those that are not the newest are owed.
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

// Drop removes the chats that belong to other threads, and reports whether there were any.
func (c *Cursor) Drop(elsewhere func(model.ChatID) bool) bool {
	n := len(c.chats)
	c.chats = slices.DeleteFunc(c.chats, func(x chat) bool { return elsewhere(x.id) })
	return len(c.chats) < n
}

// Ask returns the question for the newest messages of the thread. base is the Mode that works for the account.
func (c *Cursor) Ask(base Mode) Question {
	at := c.newest()
	if at == nil {
		return Question{mode: ModeNone, Number: c.floor}
	}
	if x := c.find(c.unproven.chat); x != nil {
		return c.question(x, base)
	}
	if last := c.delivered(); !at.got && last != nil && at.misses > 0 {
		if c.alternate = !c.alternate; c.alternate {
			return c.question(last, c.modeFor(last, base))
		}
	}
	return c.question(at, c.modeFor(at, base))
}

// question returns how to ask for x in way w.
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

// modeFor returns base while it works. After an answer without x each other way
// is tried once; after that one time in four.
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

// untried returns a way that sends a number which was not sent yet for x.
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

// missed notes an answer to q that did not hold x, and reports whether x was
// asked for in every way by now, and often enough in the account's: another does not
// stand for it, and an answer that is empty by mistake, or two, prove nothing.
func (c *Cursor) missed(x *chat, q Question, base Mode) (allTried bool) {
	x.misses++
	x.tried[q.mode] = true
	if q.mode == base {
		x.asked++
	}
	_, left := c.untried(x)
	return !left && q.mode == base && x.asked >= emptyBelieved
}

// Deliver marks what an answer to q held. A chat that the cursor leaves by it
// is owed, unless the answer held all of that as well.
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
			if x.lost { // it can be had after all
				x.unread, x.lost = true, false
				x.came()
			}
			x.unread = x.unread && id < q.Number
		}
	}
	if x := c.find(left); x != nil && c.delivered().id > left {
		_, held := got[left]
		x.unread = !held || left < q.Number
	}
}

// Answered applies the answer to q: newest sent time by chat, of the chats
// that belong here. It returns the account's way, which it may have learned, and
// whether to ask again at once.
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
		x.came()
		c.unproven = unproven{}
		return base, c.alternate && !c.newest().got // the new chat is asked for at once
	case hit:
		x.came()
		c.unproven = unproven{q.Chat, q.mode}
		return base, true
	case c.unproven.chat == q.Chat:
		learned, c.unproven = c.unproven.mode, unproven{}
		return learned, false
	}
	x.exhausted = c.missed(x, q, base)
	return base, !x.exhausted
}

// NextUnread returns the question for the newest earlier chat that is to be read
// once; ok is false where there is none. The walk ends at a chat whose last
// message is before cutoff: chats of a thread follow each other.
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

// UnreadAnswered applies the answer to a question of Owes; base is the account's way. A
// chat that came in no way, and not in the account's asked again, is lost.
func (c *Cursor) UnreadAnswered(q Question, got map[model.ChatID]time.Time, base Mode) {
	c.Deliver(q, got)
	x := c.find(q.Chat)
	if x == nil {
		return
	}
	if _, hit := got[q.Chat]; hit {
		x.unread, x.lost = false, false
		x.came()
	} else if c.missed(x, q, base) {
		x.unread, x.lost = false, true
	}
}
