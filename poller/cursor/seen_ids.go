package cursor

import (
	"maps"
	"slices"
	"time"

	"floorwatch/model"
)

// maxIDs limits the ids remembered per chat; longer chats are rare.
const maxIDs = 512

// IDs are message ids of one chat in ascending order. Unreadable rows have negative ids of our own.
type IDs []model.MessageID

// Add inserts an id; beyond maxIDs it drops the smallest.
func (s *IDs) Add(id model.MessageID) {
	i, known := slices.BinarySearch(*s, id)
	if known || i == 0 && len(*s) >= maxIDs {
		return
	}
	if *s = slices.Insert(*s, i, id); len(*s) > maxIDs {
		*s = slices.Delete(*s, 0, 1)
	}
}

func (s *IDs) addAll(list IDs) {
	for _, id := range list {
		s.Add(id)
	}
}

// Meets reports whether s and list have an id in common.
func (s IDs) Meets(list IDs) bool {
	return slices.ContainsFunc(list, func(id model.MessageID) bool { _, ok := slices.BinarySearch(s, id); return ok })
}

// A seenChat is what answers contained of one chat.
type seenChat struct {
	ids    IDs
	number model.ChatID                  // the last one that returned the chat
	most   int                           // messages in one answer
	absent map[model.MessageID]time.Time // since when answers lack a message they should contain
}

// noNumber stands for a recording in seenChat.number.
const noNumber model.ChatID = -1

// SeenIDs remembers the message ids of a target's answers, to find gaps and deleted messages.
type SeenIDs struct {
	chats map[model.ChatID]*seenChat
	gaps  []gap
}

// last returns the newest chat that a number returned, or 0.
func (m *SeenIDs) last(number model.ChatID) model.ChatID {
	var last model.ChatID
	for id, h := range m.chats {
		if h.number == number {
			last = max(last, id)
		}
	}
	return last
}

// remember adds the ids of an answer.
func (m *SeenIDs) remember(q Question, got map[model.ChatID]IDs) {
	if m.chats == nil {
		m.chats = map[model.ChatID]*seenChat{}
	}
	for chat, list := range got {
		h := m.chats[chat]
		if h == nil {
			h = &seenChat{}
			m.chats[chat] = h
		}
		h.number, h.most = q.Number, max(h.most, len(list))
		h.ids.addAll(list)
	}
}

// An Answer is the answer to a Question, reduced to the thread's message ids.
type Answer struct {
	Question Question
	Got      map[model.ChatID]IDs
	Whole    bool // every row was readable and has an id
	Empty    bool // no rows at all
}

// Compare compares an answer with earlier ones, which may lead to suspected gaps, and remembers it. It updates
// overlaps, whether the account's answers repeat earlier messages, if this answer shows it.
func (m *SeenIDs) Compare(a Answer, overlaps *bool, now time.Time) {
	switch {
	case m.checkAnswer(a.Question, a.Got, a.Whole, now):
		*overlaps = true
	case a.Empty && m.last(a.Question.Number) != 0:
		*overlaps = false
		m.gaps = slices.DeleteFunc(m.gaps, func(g gap) bool { return !g.reported })
	}
	m.remember(a.Question, a.Got)
}

// Restore adds a chat's ids from a recording, unless some are known already, and reports whether it did.
func (m *SeenIDs) Restore(chat model.ChatID, old IDs) bool {
	if m.chats[chat] != nil {
		return false
	}
	m.remember(Question{Number: noNumber}, map[model.ChatID]IDs{chat: old})
	return true
}

// Reopen adds an unhealed gap of a chat from a recording.
func (m *SeenIDs) Reopen(chat model.ChatID, g model.Gap) {
	m.addGap(gap{Gap: g, chat: chat, before: IDs{g.Before}, after: IDs{g.After}, reported: true})
}

// Keep removes the chats that the cursor no longer has, and their gaps.
func (m *SeenIDs) Keep(c *Cursor) {
	maps.DeleteFunc(m.chats, func(id model.ChatID, _ *seenChat) bool { return c.find(id) == nil })
	m.gaps = slices.DeleteFunc(m.gaps, func(g gap) bool { return c.find(g.chat) == nil })
}

// suspect adds the gap between the known messages of a chat and those of an answer without any of them.
func (m *SeenIDs) suspect(chat model.ChatID, known IDs, next model.ChatID, fresh IDs, now time.Time) {
	if len(known) == 0 || len(fresh) == 0 {
		return
	}
	i, _ := slices.BinarySearch(fresh, known[len(known)-1])
	if i == len(fresh) { // the answer contained older ones
		chat, known, next, fresh = next, fresh, chat, known
		i, _ = slices.BinarySearch(fresh, known[len(known)-1])
	}
	g := gap{
		Gap: model.Gap{Before: known[len(known)-1], After: fresh[i]}, chat: chat, next: next,
		before: slices.Clone(known), after: slices.Clone(fresh), noticed: now, due: now.Add(gapFirst),
	}
	m.addGap(g)
}

func (m *SeenIDs) addGap(g gap) {
	if slices.ContainsFunc(m.gaps, func(o gap) bool { return o.Before == g.Before && o.After == g.After }) {
		return
	}
	m.gaps = append(m.gaps, g)
	if extra := len(m.gaps) - maxTargetGaps; extra > 0 {
		m.gaps = slices.Delete(m.gaps, 0, extra)
	}
}

// checkAnswer suspects a gap if an answer to q should contain a known message and does
// not, and reports whether it repeats one. If whole is false it looks for no gap.
func (m *SeenIDs) checkAnswer(q Question, got map[model.ChatID]IDs, whole bool, now time.Time) (repeats bool) {
	old := false
	for chat, list := range got {
		h := m.chats[chat]
		if h == nil || len(h.ids) == 0 {
			continue
		}
		old = true
		if h.ids.Meets(list) {
			repeats = true
		} else if whole {
			m.suspect(chat, h.ids, chat, list, now)
		}
	}
	if last := m.last(q.Number); whole && !old && last != 0 {
		var all IDs
		for _, list := range got {
			all.addAll(list)
		}
		m.suspect(last, m.chats[last].ids, metIn(got, all[:min(1, len(all))]), all, now)
	}
	return repeats
}

// Lost suspects that the last messages of a chat are missing: the thread has gone on
// and no mode returns the chat any more.
func (m *SeenIDs) Lost(chat model.ChatID, now time.Time) {
	var next model.ChatID
	for id, h := range m.chats {
		if id > chat && len(h.ids) > 0 && (next == 0 || id < next) {
			next = id
		}
	}
	if h := m.chats[chat]; h != nil && next != 0 {
		m.suspect(chat, h.ids, next, m.chats[next].ids, now)
	}
}

// Heal removes the gaps that an answer, requested at asked, closes and returns the reported ones.
func (m *SeenIDs) Heal(got map[model.ChatID]IDs, asked, at time.Time) (healed []model.Gap) {
	open := m.gaps[:0]
	for _, g := range m.gaps {
		switch closed := g.meet(got, asked); {
		case !closed:
			open = append(open, g)
		case g.reported:
			g.Healed = at
			healed = append(healed, g.Gap)
		}
	}
	clear(m.gaps[len(open):])
	m.gaps = open
	return healed
}

// Report returns the suspected gaps and marks them as reported at a time.
func (m *SeenIDs) Report(at time.Time) (reported []model.Gap) {
	for i := range m.gaps {
		if g := &m.gaps[i]; !g.reported {
			g.reported, g.At = true, at
			reported = append(reported, g.Gap)
		}
	}
	return reported
}

// Due returns when the next request about a gap is due; ok is false if there is none.
func (m *SeenIDs) Due() (due time.Time, ok bool) {
	for i := range m.gaps {
		if g := &m.gaps[i]; g.reported && (!ok || g.due.Before(due)) {
			due, ok = g.due, true
		}
	}
	return due, ok
}
