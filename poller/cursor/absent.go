package cursor

import (
	"slices"
	"time"

	"floorwatch/model"
)

// A message counts as deleted in Acquire when two answers that should contain it
// do not. An answer should contain it if it was requested with the number that
// returned the chat before and every row was readable: always between two other
// messages of the chat; at either end only if the answer has fewer messages of
// the chat than an earlier one. An answer without any message of a chat proves
// nothing about that chat.

// absentFor is the minimum time between the two answers.
const absentFor = 2 * time.Second

// Absent records which known messages an answer lacks and returns, by chat,
// those that count as deleted. Call it before Compare. mostRows says that the
// answer has as many rows as the largest one so far, so its start may be cut off.
func (m *SeenIDs) Absent(a Answer, mostRows bool, now time.Time) map[model.ChatID]IDs {
	var gone map[model.ChatID]IDs
	for chat, list := range a.Got {
		h := m.chats[chat]
		if h == nil || h.number != a.Question.Number || len(list) == 0 {
			continue
		}
		for _, id := range list {
			delete(h.absent, id)
		}
		if !a.Whole {
			continue
		}
		for _, id := range h.lacks(list, mostRows) {
			if since, known := h.absent[id]; !known {
				h.miss(id, now)
			} else if now.Sub(since) >= absentFor {
				if gone == nil {
					gone = map[model.ChatID]IDs{}
				}
				gone[chat] = append(gone[chat], id)
			}
		}
		h.forget(gone[chat])
	}
	return gone
}

// doubtFor is how long a missing message is worth an early answer; one that cannot decide must not be asked for again and again.
const doubtFor = 30 * time.Second

// Doubtful reports whether a chat's answers have lacked a known message for a short time: another answer decides.
func (m *SeenIDs) Doubtful(chat model.ChatID, now time.Time) bool {
	h := m.chats[chat]
	if h == nil {
		return false
	}
	for _, since := range h.absent {
		if now.Sub(since) < doubtFor {
			return true
		}
	}
	return false
}

// lacks returns the known messages that list should contain and does not.
func (h *seenChat) lacks(list IDs, mostRows bool) IDs {
	first, last, fewer := list[0], list[len(list)-1], len(list) < h.most
	var lacking IDs
	for _, id := range h.ids {
		if _, held := slices.BinarySearch(list, id); held {
			continue
		}
		if id > first && id < last || fewer && (id > last || id < first && !mostRows) {
			lacking = append(lacking, id)
		}
	}
	return lacking
}

func (h *seenChat) miss(id model.MessageID, now time.Time) {
	if h.absent == nil {
		h.absent = map[model.MessageID]time.Time{}
	}
	h.absent[id] = now
}

// forget removes messages from the known ones.
func (h *seenChat) forget(gone IDs) {
	for _, id := range gone {
		delete(h.absent, id)
		if i, known := slices.BinarySearch(h.ids, id); known {
			h.ids = slices.Delete(h.ids, i, i+1)
		}
	}
	h.most -= len(gone)
}
