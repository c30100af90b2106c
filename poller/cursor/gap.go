package cursor

import (
	"time"

	"floorwatch/model"
)

// A gap is suspected if an answer should contain a known message and contains none:
// messages between the known ones and the new ones may be lost. Ids are not dense,
// so holes in them prove nothing. An answer should overlap with the known messages:
//
//   - If it contains a chat of which messages are known. A to D (see cursor.go)
//     deliver a chat whole or not at all; so does E, because a chat's number is
//     below the ids of its messages.
//   - If it answers a number that returned messages before. Chats and messages are
//     only ever added, so under every interpretation the same number returns what
//     it returned before, and more. Another number proves nothing: under A a new
//     chat is returned alone, under B and C without the older ones.
//   - If it is the final read of a chat the cursor has left, and no mode returns
//     that chat any more: its last messages are missing.
//
// A server that delivers each message once ("later ones only", relative to the last
// delivery) fits none of A to E, and no answer of it contains a known message. So
// the account is watched: an answer that repeats a message shows that answers
// overlap; an empty answer to a number that returned messages before shows that
// they do not. The latest evidence counts. Until it shows an overlap, gaps are only
// suspected: they are neither reported nor asked about. An empty answer is never a gap.
//
// An answer with unreadable rows, or with too many, proves nothing: a known message
// may be among them. Answers are compared with answers, not with the Board, so
// retention causes no gaps. After a restart Restore supplies the recorded ones.
//
// One answer with messages of both sides heals a gap, because an answer is one
// contiguous part of the thread. If the sides are two chats, a later answer with the
// older one is enough: under A no answer can contain both. Every answer about the
// thread may heal it; in addition the older side is requested like an earlier chat,
// in the account's mode and the others in turn, less and less often.

// maxTargetGaps limits the gaps kept per thread; the newest stay.
const maxTargetGaps = 4

// The delay between two requests about a gap doubles with every second one.
const (
	gapFirst = 2 * time.Second
	gapMost  = 10 * time.Minute
)

// A gap is a model.Gap that is not healed yet.
type gap struct {
	model.Gap
	chat, next    model.ChatID // of the message before and of the one after; 0: not known yet
	before, after IDs
	noticed       time.Time // by our clock
	reported      bool      // otherwise only suspected
	tries         int
	due           time.Time // of the next request about it
}

// meet adds what an answer, requested at asked, contains of both sides, and reports whether it heals the gap.
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

// metIn returns the newest chat of an answer that contains one of side, or 0.
func metIn(got map[model.ChatID]IDs, side IDs) model.ChatID {
	var at model.ChatID
	for chat, list := range got {
		if side.Meets(list) {
			at = max(at, chat)
		}
	}
	return at
}

// Ask returns the request for the older side of a gap that is due.
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
