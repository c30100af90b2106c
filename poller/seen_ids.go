package poller

import (
	"maps"
	"slices"
	"time"

	"floorwatch/model"
)

// maxHeard is how many ids of a chat are remembered; longer chats are rare.
const maxHeard = 512

// ids are rising and positive; what could not be read has a negative one of ours.
type ids []model.MessageID

// add makes an id known; beyond maxHeard the smallest is forgotten.
func (s *ids) add(id model.MessageID) {
	i, known := slices.BinarySearch(*s, id)
	if known || i == 0 && len(*s) >= maxHeard {
		return
	}
	if *s = slices.Insert(*s, i, id); len(*s) > maxHeard {
		*s = slices.Delete(*s, 0, 1)
	}
}

func (s *ids) addAll(list ids) {
	for _, id := range list {
		s.add(id)
	}
}

// meets reports whether one of list is known.
func (s ids) meets(list ids) bool {
	return slices.ContainsFunc(list, func(id model.MessageID) bool { _, ok := slices.BinarySearch(s, id); return ok })
}

// A heard is what came of a chat, and by which number last.
type heard struct {
	ids ids
	by  model.ChatID
}

// noNumber is that of what came from a recording.
const noNumber model.ChatID = -1

// A memory is what the answers about a target held, for the next to be compared with.
type memory struct {
	chats map[model.ChatID]*heard
	gaps  []gap
}

// brought reports whether a number brought messages before.
func (m *memory) brought(number model.ChatID) bool { return m.last(number) != 0 }

// last returns the newest chat that a number brought, or 0.
func (m *memory) last(number model.ChatID) model.ChatID {
	var last model.ChatID
	for id, h := range m.chats {
		if h.by == number {
			last = max(last, id)
		}
	}
	return last
}

// note takes in what an answer held.
func (m *memory) note(q question, got map[model.ChatID]ids) {
	if m.chats == nil {
		m.chats = map[model.ChatID]*heard{}
	}
	for chat, list := range got {
		h := m.chats[chat]
		if h == nil {
			h = &heard{}
			m.chats[chat] = h
		}
		h.by = q.number
		h.ids.addAll(list)
	}
}

// keep forgets the chats that the cursor has forgotten, and what was to be asked of them.
func (m *memory) keep(c *cursor) {
	maps.DeleteFunc(m.chats, func(id model.ChatID, _ *heard) bool { return c.find(id) == nil })
	m.gaps = slices.DeleteFunc(m.gaps, func(g gap) bool { return c.find(g.chat) == nil })
}

// suspect adds the gap between what is known of a chat and what an answer held instead.
func (m *memory) suspect(chat model.ChatID, known ids, next model.ChatID, fresh ids, now time.Time) {
	if len(known) == 0 || len(fresh) == 0 {
		return
	}
	i, _ := slices.BinarySearch(fresh, known[len(known)-1])
	if i == len(fresh) { // the answer held older ones
		chat, known, next, fresh = next, fresh, chat, known
		i, _ = slices.BinarySearch(fresh, known[len(known)-1])
	}
	g := gap{
		Gap: model.Gap{Before: known[len(known)-1], After: fresh[i]}, chat: chat, next: next,
		before: slices.Clone(known), after: slices.Clone(fresh), noticed: now, due: now.Add(gapFirst),
	}
	m.add(g)
}

func (m *memory) add(g gap) {
	if slices.ContainsFunc(m.gaps, func(o gap) bool { return o.Before == g.Before && o.After == g.After }) {
		return
	}
	m.gaps = append(m.gaps, g)
	if extra := len(m.gaps) - maxTargetGaps; extra > 0 {
		m.gaps = slices.Delete(m.gaps, 0, extra)
	}
}

// look suspects a gap where an answer to q had to hold something known, and
// reports whether it repeated anything. Where nothing is said of it, no gap is looked for.
func (m *memory) look(q question, got map[model.ChatID]ids, whole bool, now time.Time) (repeats bool) {
	old := false
	for chat, list := range got {
		h := m.chats[chat]
		if h == nil || len(h.ids) == 0 {
			continue
		}
		old = true
		if h.ids.meets(list) {
			repeats = true
		} else if whole {
			m.suspect(chat, h.ids, chat, list, now)
		}
	}
	if last := m.last(q.number); whole && !old && last != 0 {
		var all ids
		for _, list := range got {
			all.addAll(list)
		}
		m.suspect(last, m.chats[last].ids, metIn(got, all[:min(1, len(all))]), all, now)
	}
	return repeats
}

// lost suspects that the last words of a chat that came before are missing,
// which no way brings any more now that the thread has gone on.
func (m *memory) lost(chat model.ChatID, now time.Time) {
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

// heal takes out the gaps that an answer closes and returns those that were told.
func (m *memory) heal(got map[model.ChatID]ids, asked, at time.Time) (healed []model.Gap) {
	open := m.gaps[:0]
	for _, g := range m.gaps {
		switch closed := g.meet(got, asked); {
		case !closed:
			open = append(open, g)
		case g.told:
			g.Healed = at
			healed = append(healed, g.Gap)
		}
	}
	clear(m.gaps[len(open):])
	m.gaps = open
	return healed
}

// tell returns the gaps that were only suspected until now.
func (m *memory) tell(at time.Time) (told []model.Gap) {
	for i := range m.gaps {
		if g := &m.gaps[i]; !g.told {
			g.told, g.At = true, at
			told = append(told, g.Gap)
		}
	}
	return told
}

// due returns when a gap is to be asked about next; ok is false where there is none.
func (m *memory) due() (due time.Time, ok bool) {
	for i := range m.gaps {
		if g := &m.gaps[i]; g.told && (!ok || g.due.Before(due)) {
			due, ok = g.due, true
		}
	}
	return due, ok
}
