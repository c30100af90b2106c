package cursor

import (
	"time"

	"floorwatch/model"
)

// A gap is claimed where an answer had to hold a message known before and holds
// none: between the two, messages may have been lost. Ids are not dense, so
// holes in them say nothing. When an overlap had to be:
//
//   - An answer that holds a chat of which messages are known. A to D (see
//     cursor) deliver a chat whole or not at all; E does too, since a chat's number
//     is below the ids of its messages. So one of them at least is known.
//   - An answer to a number that brought messages before. Chats and messages are
//     only ever added, so under every reading the same number brings what it
//     brought, and more. Another number proves nothing: under A a new chat comes
//     alone, under B and C without the older ones.
//   - The last reading of a chat that the cursor leaves, where no way brings the
//     chat any more that has come before: its last words are missing.
//
// A server that delivers each message once ("later ones only", by what it gave
// us last) fits none of A to E, and there every answer holds nothing known. So the
// account is watched: an answer that repeats a message shows that it overlaps, an
// empty answer to a number that brought messages before shows that it does not.
// The last sign counts, and until it is that of an overlap a gap is only
// suspected: nothing is said and nothing asked. An empty answer is never a gap.
//
// Nothing is claimed of an answer with rows that could not be read, or that were
// too many: a known message may be among those. What is compared is what came,
// not what the Board holds, so retention makes no gap. After a restart Restore
// brings what the recording held.
//
// A gap is healed by one answer that holds messages of both sides, as an answer
// is one stretch of the thread. Where the sides are two chats, as under A no
// answer can hold both, the older one is enough, asked for later. Every answer
// about the thread can heal; beside those the older side is asked for as an
// earlier chat is, in the account's way and the others by turns, ever less often.

// maxTargetGaps bounds the gaps of a thread that are asked about, the newest.
const maxTargetGaps = 4

// Between two questions about a gap; it doubles with every second one.
const (
	gapFirst = 2 * time.Second
	gapMost  = 10 * time.Minute
)

// A gap is a model.Gap that is being healed.
type gap struct {
	model.Gap
	chat, next    model.ChatID // of the message before and of the one after; 0: not known yet
	before, after IDs
	noticed       time.Time // by our clock
	reported      bool      // else it is only suspected
	tries         int
	due           time.Time // to be asked about again
}

// meet applies an answer that was asked for at a time, and reports whether it heals the gap.
func (g *gap) meet(got map[model.ChatID]IDs, asked time.Time) bool {
	chat, next := metIn(got, g.before), metIn(got, g.after)
	switch {
	case chat != 0 && next != 0:
		return true
	case chat != 0:
		g.chat = chat
		g.before.addAll(got[chat])
	case next != 0:
		g.next = next
		g.after.addAll(got[next])
	}
	return chat != 0 && g.next != 0 && chat != g.next && asked.After(g.noticed)
}

// metIn returns the newest chat of an answer in which one of side is, or 0.
func metIn(got map[model.ChatID]IDs, side IDs) model.ChatID {
	var at model.ChatID
	for chat, list := range got {
		if side.Meets(list) {
			at = max(at, chat)
		}
	}
	return at
}

// Ask returns the question for the older side of a gap that is due.
func (m *SeenIDs) Ask(c *Cursor, base Mode, now time.Time) (Question, bool) {
	for i := range m.gaps {
		g := &m.gaps[i]
		x := c.find(g.chat)
		if !g.reported || g.due.After(now) || x == nil {
			continue
		}
		w := base
		if g.tries%2 == 1 {
			w = Mode(g.tries/2) % modes
		}
		g.tries++
		g.due = now.Add(min(gapMost, gapFirst<<min(g.tries/2, 20)))
		return c.question(x, w), true
	}
	return Question{}, false
}
