package model

import (
	"cmp"
	"container/heap"
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
// 200,000 messages and chats, and of one moment those with the highest numbers:
// these are the same whatever the order in which they came.
type GoneSet struct {
	most   int
	at     map[GoneID]Instant
	oldest goneHeap // all of at, and words that newer ones have taken the place of
}

// NewGoneSet returns an empty set.
func NewGoneSet() *GoneSet { return &GoneSet{most: maxGone, at: map[GoneID]Instant{}} }

func (i GoneID) compare(j GoneID) int {
	return cmp.Or(cmp.Compare(i.Chat, j.Chat), cmp.Compare(i.Message, j.Message))
}

// Record adds what g says. Neither order nor repetition matters.
func (s *GoneSet) Record(g *Gone) {
	at := InstantOf(g.At)
	if g.All {
		s.record(deletion{GoneID{g.Chat, 0}, at})
	}
	for _, m := range g.Messages {
		if m != 0 {
			s.record(deletion{GoneID{g.Chat, m}, at})
		}
	}
}

func (s *GoneSet) record(w deletion) {
	if old, ok := s.at[w.id]; ok && w.at <= old {
		return
	}
	s.at[w.id] = w.at
	heap.Push(&s.oldest, w)
	for len(s.at) > s.most {
		if w := heap.Pop(&s.oldest).(deletion); s.at[w.id] == w.at {
			delete(s.at, w.id)
		}
	}
	if len(s.oldest) > 2*len(s.at)+16 {
		s.heapify()
	}
}

// heapify makes the heap of what is known, without what has been replaced.
func (s *GoneSet) heapify() {
	s.oldest = s.oldest[:0]
	for id, at := range s.at {
		s.oldest = append(s.oldest, deletion{id, at})
	}
	heap.Init(&s.oldest)
}

// At returns when a message of a chat was found to be gone, or with message 0 the chat.
func (s *GoneSet) At(id GoneID) (at Instant, ok bool) {
	at, ok = s.at[id]
	return at, ok
}

// Forget removes what was found at a time for which old is true.
func (s *GoneSet) Forget(old func(Instant) bool) {
	n := len(s.at)
	maps.DeleteFunc(s.at, func(_ GoneID, at Instant) bool { return old(at) })
	if len(s.at) < n {
		s.heapify()
	}
}

// A deletion says when something was found to be gone.
type deletion struct {
	id GoneID
	at Instant
}

func (w deletion) compare(v deletion) int { return cmp.Or(cmp.Compare(w.at, v.at), w.id.compare(v.id)) }

// A goneHeap has the oldest word first.
type goneHeap []deletion

func (h goneHeap) Len() int           { return len(h) }
func (h goneHeap) Less(i, j int) bool { return h[i].compare(h[j]) < 0 }
func (h goneHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *goneHeap) Push(w any)        { *h = append(*h, w.(deletion)) }
func (h *goneHeap) Pop() any {
	last := len(*h) - 1
	w := (*h)[last]
	*h = (*h)[:last]
	return w
}

// List returns all that is known, by chat and time.
func (s *GoneSet) List() []Gone {
	ids := slices.SortedFunc(maps.Keys(s.at), func(a, b GoneID) int {
		return cmp.Or(cmp.Compare(a.Chat, b.Chat), deletion{a, s.at[a]}.compare(deletion{b, s.at[b]}))
	})
	var list []Gone
	for _, id := range ids {
		at := s.at[id]
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
	sum := NewGoneSet()
	for _, list := range [][]Gone{a, b} {
		for i := range list {
			sum.Record(&list[i])
		}
	}
	return sum.List()
}
