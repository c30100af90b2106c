package cursor

import (
	"slices"
	"time"

	"floorwatch/model"
)

// A message is gone from Acquire when two answers in which it had to be do not
// hold it. It had to be in an answer to the number that brought its chat before,
// with all rows readable and not as many as answers hold at most: between two
// messages of the chat in any case; at its ends where the answer holds fewer
// messages of the chat than one before did. An answer that holds nothing of a
// chat proves nothing of its messages.

// absentFor is how far apart the two answers are at least.
const absentFor = 2 * time.Second

// Absent applies what of the known messages an answer lacks and returns, by
// chat, what is gone. It is to be called before Take. mostRows says that the
// answer has as many rows as the largest one, so that the start may be cut off.
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

// lacks returns the known messages that had to be in list.
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

// forget makes messages unknown.
func (h *seenChat) forget(gone IDs) {
	for _, id := range gone {
		delete(h.absent, id)
		if i, known := slices.BinarySearch(h.ids, id); known {
			h.ids = slices.Delete(h.ids, i, i+1)
		}
	}
	h.most -= len(gone)
}
