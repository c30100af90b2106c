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

// A GoneID is a message of a chat, or with 0 the whole chat.
type GoneID struct {
	Chat    ChatID
	Message MessageID
}

// A GoneSet says when what was last found to be gone. It remembers the latest
// 200,000 messages and chats.
type GoneSet map[GoneID]Instant

func (i GoneID) compare(j GoneID) int {
	return cmp.Or(cmp.Compare(i.Chat, j.Chat), cmp.Compare(i.Message, j.Message))
}

// Put adds what g says. Neither order nor repetition matters.
func (s GoneSet) Put(g *Gone) {
	at := InstantOf(g.At)
	note := func(id GoneID) {
		if old, ok := s[id]; !ok || at > old {
			s[id] = at
		}
	}
	if g.All {
		note(GoneID{g.Chat, 0})
	}
	for _, m := range g.Messages {
		if m != 0 {
			note(GoneID{g.Chat, m})
		}
	}
	if len(s) > maxGone {
		s.trim(maxGone * 9 / 10)
	}
}

// trim keeps the latest n, and at one moment those with the highest numbers.
func (s GoneSet) trim(n int) {
	ids := slices.SortedFunc(maps.Keys(s), func(a, b GoneID) int { return s.compare(b, a) })
	for _, id := range ids[min(n, len(ids)):] {
		delete(s, id)
	}
}

func (s GoneSet) compare(a, b GoneID) int {
	return cmp.Or(cmp.Compare(s[a], s[b]), a.compare(b))
}

// List returns all that is known, by chat and time.
func (s GoneSet) List() []Gone {
	ids := slices.SortedFunc(maps.Keys(s), func(a, b GoneID) int {
		return cmp.Or(cmp.Compare(a.Chat, b.Chat), s.compare(a, b))
	})
	var list []Gone
	for _, id := range ids {
		at := s[id]
		if n := len(list); n == 0 || list[n-1].Chat != id.Chat || InstantOf(list[n-1].At) != at || len(list[n-1].Messages) >= MaxExportRows {
			list = append(list, Gone{Chat: id.Chat, At: at.Time()})
		}
		g := &list[len(list)-1]
		if id.Message == 0 {
			g.All = true
			continue
		}
		g.Messages = append(g.Messages, id.Message)
	}
	return list
}

// mergeGone makes one word of two on the same message or chat.
func mergeGone(a, b []Gone) []Gone {
	if len(a) == 0 && len(b) < 2 {
		return b
	}
	sum := GoneSet{}
	for _, list := range [][]Gone{a, b} {
		for i := range list {
			sum.Put(&list[i])
		}
	}
	return sum.List()
}
