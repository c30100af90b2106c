package model

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// A Gone says that messages of a chat are not in Acquire any more, or with All
// the chat as a whole. What an answer observed after At holds is there all the
// same: the newer of the two wins, so the order of arrival does not matter.
type Gone struct {
	Chat     ChatID      `json:"chat"`
	Messages []MessageID `json:"messages,omitempty"`
	All      bool        `json:"all,omitempty"`
	At       time.Time   `json:"at"`
}

// maxGone bounds the messages and chats that are remembered as gone; the latest stay.
const maxGone = 200_000

// A goneID is a message of a chat, or with 0 the whole chat.
type goneID struct {
	chat    ChatID
	message MessageID
}

// A goneSet is when what was last found to be gone.
type goneSet map[goneID]stamp

func (i goneID) compare(j goneID) int {
	return cmp.Or(cmp.Compare(i.chat, j.chat), cmp.Compare(i.message, j.message))
}

func (s goneSet) put(g *Gone) {
	at := stampOf(g.At)
	note := func(id goneID) {
		if old, ok := s[id]; !ok || at > old {
			s[id] = at
		}
	}
	if g.All {
		note(goneID{g.Chat, 0})
	}
	for _, m := range g.Messages {
		if m != 0 {
			note(goneID{g.Chat, m})
		}
	}
	if len(s) > maxGone {
		s.trim(maxGone * 9 / 10)
	}
}

// trim keeps the latest n, and at one moment those with the highest numbers.
func (s goneSet) trim(n int) {
	ids := slices.SortedFunc(maps.Keys(s), func(a, b goneID) int { return s.compare(b, a) })
	for _, id := range ids[min(n, len(ids)):] {
		delete(s, id)
	}
}

func (s goneSet) compare(a, b goneID) int {
	return cmp.Or(cmp.Compare(s[a], s[b]), a.compare(b))
}

// list returns all that is known, by chat and time.
func (s goneSet) list() []Gone {
	ids := slices.SortedFunc(maps.Keys(s), func(a, b goneID) int {
		return cmp.Or(cmp.Compare(a.chat, b.chat), s.compare(a, b))
	})
	var list []Gone
	for _, id := range ids {
		at := s[id]
		if n := len(list); n == 0 || list[n-1].Chat != id.chat || stampOf(list[n-1].At) != at || len(list[n-1].Messages) >= maxExportRows {
			list = append(list, Gone{Chat: id.chat, At: at.time()})
		}
		g := &list[len(list)-1]
		if id.message == 0 {
			g.All = true
			continue
		}
		g.Messages = append(g.Messages, id.message)
	}
	return list
}

// mergeGone makes one word of two on the same message or chat.
func mergeGone(a, b []Gone) []Gone {
	if len(a) == 0 && len(b) < 2 {
		return b
	}
	sum := goneSet{}
	for _, list := range [][]Gone{a, b} {
		for i := range list {
			sum.put(&list[i])
		}
	}
	return sum.list()
}
