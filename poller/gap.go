package poller

import (
	"maps"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
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
// not what the Board holds, so retention makes no gap. After a restart Recall
// brings what the recording held.
//
// A gap is healed by one answer that holds messages of both sides, as an answer
// is one stretch of the thread. Where the sides are two chats, as under A no
// answer can hold both, the older one is enough, asked for later. Every answer
// about the thread can heal; beside those the older side is asked for as an
// earlier chat is, in the account's way and the others by turns, ever less often.

// maxHeard is how many ids of a chat are remembered; longer chats are rare.
const maxHeard = 512

// maxTargetGaps bounds the gaps of a thread that are asked about, the newest.
const maxTargetGaps = 4

// Between two questions about a gap; it doubles with every second one.
const (
	gapFirst = 2 * time.Second
	gapMost  = 10 * time.Minute
)

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

// A gap is a model.Gap that is being healed.
type gap struct {
	model.Gap
	chat, next    model.ChatID // of the message before and of the one after; 0: not known yet
	before, after ids
	noticed       time.Time // by our clock
	told          bool      // else it is only suspected
	tries         int
	due           time.Time // to be asked about again
}

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

// meet takes an answer in that was asked for at a time, and reports whether it heals.
func (g *gap) meet(got map[model.ChatID]ids, asked time.Time) bool {
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
func metIn(got map[model.ChatID]ids, side ids) model.ChatID {
	var at model.ChatID
	for chat, list := range got {
		if side.meets(list) {
			at = max(at, chat)
		}
	}
	return at
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

// askGap returns the question for the older side of a gap that is due.
func (t *target) askGap(base way, now time.Time) (question, bool) {
	for i := range t.memory.gaps {
		g := &t.memory.gaps[i]
		x := t.cursor.find(g.chat)
		if !g.told || g.due.After(now) || x == nil {
			continue
		}
		w := base
		if g.tries%2 == 1 {
			w = way(g.tries/2) % ways
		}
		g.tries++
		g.due = now.Add(min(gapMost, gapFirst<<min(g.tries/2, 20)))
		return t.cursor.question(x, w), true
	}
	return question{}, false
}

// gotGap takes in an answer about the older side of a gap.
func (p *Poller) gotGap(t *target, q question, ans acquire.Messages, now time.Time) {
	t.cursor.deliver(q, p.chatsOf(t, ans.Messages))
	p.notice(t, ans.Messages, false, now)
	p.send(model.Event{Messages: ans.Messages, Gaps: p.compare(t, q, ans, t.past.asked, now)}, now)
	p.queuePast(t, now)
}

// compare compares an answer with those before it, once the cursor has taken it
// in, and returns what there is to say of gaps.
func (p *Poller) compare(t *target, q question, ans acquire.Messages, asked, now time.Time) []model.Gap {
	m, overlaps := &t.memory, &p.overlaps[wayIndex(t.key)]
	got, whole := p.idsOf(t, ans)
	p.recallInto(t, got)
	m.keep(&t.cursor)
	at := p.server(now)
	told := m.heal(got, asked, at)
	switch {
	case m.look(q, got, whole, now):
		*overlaps = true
	case ans.Rows == 0 && m.brought(q.number):
		*overlaps = false
		m.gaps = slices.DeleteFunc(m.gaps, func(g gap) bool { return !g.told })
	}
	m.note(q, got)
	return append(told, p.tell(t, at)...)
}

// tell returns the suspected gaps of t where the account's answers overlap.
func (p *Poller) tell(t *target, at time.Time) []model.Gap {
	if !p.overlaps[wayIndex(t.key)] {
		return nil
	}
	told := t.memory.tell(at)
	for i := range told {
		p.log.Warn("messages may be missing", "visitor", t.key.Visitor, "thread", t.key.Thread, "before", told[i].Before, "after", told[i].After)
	}
	return told
}

// lostEnd takes in that the last reading of a chat that the cursor left brought nothing of it.
func (p *Poller) lostEnd(t *target, q question, ans acquire.Messages, now time.Time) []model.Gap {
	x := t.cursor.find(q.chat)
	if x == nil || !x.got || x.owed || x.misses == 0 || len(ans.Messages) != ans.Rows {
		return nil
	}
	t.memory.lost(q.chat, now)
	return p.tell(t, p.server(now))
}

// idsOf returns the ids of an answer by chat, of what belongs to t. whole is
// false where there is more in the answer than is known by its id.
func (p *Poller) idsOf(t *target, ans acquire.Messages) (got map[model.ChatID]ids, whole bool) {
	got, whole = make(map[model.ChatID]ids, 1), len(ans.Messages) == ans.Rows
	for i := range ans.Messages {
		switch m := &ans.Messages[i]; {
		case m.ID <= 0:
			whole = false
		case p.belongs(t, m):
			got[m.Chat] = append(got[m.Chat], m.ID)
		}
	}
	for _, list := range got {
		slices.Sort(list)
	}
	return got, whole
}

// A recollection is what a recording held.
type recollection struct {
	chats map[model.ChatID]ids
	gaps  []model.Gap
}

// Recall tells what was known before, from a recording, so that what is missing
// since then is noticed and old gaps are healed. It is for before Run.
func (p *Poller) Recall(e model.Event) {
	r := &p.recalled
	if r.chats == nil {
		r.chats = map[model.ChatID]ids{}
	}
	for i := range e.Messages {
		if m := &e.Messages[i]; m.ID > 0 {
			list := r.chats[m.Chat]
			list.add(m.ID)
			r.chats[m.Chat] = list
		}
	}
	if len(e.Gaps) > 0 { // most lines of a recording have none
		r.gaps = model.Event{Gaps: r.gaps}.Merge(model.Event{Gaps: e.Gaps}).Gaps
	}
}

// recallInto gives a target what a recording held of the chats of an answer.
func (p *Poller) recallInto(t *target, got map[model.ChatID]ids) {
	r := &p.recalled
	for chat, list := range got {
		if old, ok := r.chats[chat]; ok && t.memory.chats[chat] == nil {
			delete(r.chats, chat)
			t.memory.note(question{number: noNumber}, map[model.ChatID]ids{chat: old})
		}
		r.gaps = slices.DeleteFunc(r.gaps, func(g model.Gap) bool {
			mine := list.meets(ids{g.Before, g.After})
			if mine && g.Healed.IsZero() {
				t.memory.add(gap{Gap: g, chat: chat, before: ids{g.Before}, after: ids{g.After}, told: true})
			}
			return mine
		})
	}
}
