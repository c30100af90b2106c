package poller

import (
	"slices"

	"floorwatch/model"
	"floorwatch/poller/cursor"
)

// A recollection is the content of a recording that the poller needs.
type recollection struct {
	chats map[model.ChatID]cursor.IDs
	gaps  []model.Gap
}

// Recall applies an Event of a recording, so that gaps since then are noticed and old ones
// healed. Call it before Run.
func (p *Poller) Recall(e model.Event) {
	p.coverage.observed.Restore(&e)
	r := &p.threads.recalled
	if r.chats == nil {
		r.chats = map[model.ChatID]cursor.IDs{}
	}
	for i := range e.Messages {
		if m := &e.Messages[i]; m.ID > 0 {
			list := r.chats[m.Chat]
			list.Add(m.ID)
			r.chats[m.Chat] = list
		}
	}
	if len(e.Gaps) > 0 { // rare in recordings
		r.gaps = model.Event{Gaps: r.gaps}.Merge(model.Event{Gaps: e.Gaps}).Gaps
	}
}

// recallInto adds to a target what a recording has of the chats of an answer.
func (s *threads) recallInto(t *target, got map[model.ChatID]cursor.IDs) {
	r := &s.recalled
	for chat, list := range got {
		if old, ok := r.chats[chat]; ok && t.memory.Restore(chat, old) {
			delete(r.chats, chat)
		}
		r.gaps = slices.DeleteFunc(r.gaps, func(g model.Gap) bool {
			mine := list.Meets(cursor.IDs{g.Before, g.After})
			if mine && g.Healed.IsZero() {
				t.memory.Reopen(chat, g)
			}
			return mine
		})
	}
}
