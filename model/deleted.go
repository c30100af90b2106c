package model

import (
	"cmp"
	"container/heap"
	"maps"
	"slices"
	"time"
)

// A Gone says that messages of a chat, or with All the whole chat, no longer exist in Acquire. An answer observed
// after At that contains them overrules it: the newer observation wins, whatever the order of arrival.
type Gone struct {
	Chat     ChatID      `json:"chat"`
	Messages []MessageID `json:"messages,omitempty"`
	All      bool        `json:"all,omitempty"`
	At       time.Time   `json:"at"`
}

// maxGone is how many deleted messages and chats are remembered; the oldest are dropped.
const maxGone = 200_000

// A GoneID identifies a message of a chat, or with Message 0 the whole chat.
type GoneID struct {
	Chat    ChatID
	Message MessageID
}

// A GoneSet holds when messages and chats were last found to be deleted. It remembers the latest 200,000, and
// among those of one moment the ones with the highest ids, so that the result does not depend on the order of
// arrival.
type GoneSet struct {
	most   int
	at     map[GoneID]Instant
	oldest goneHeap // everything in at, and entries that newer ones have replaced
}

// NewGoneSet returns a GoneSet without entries.
func NewGoneSet() *GoneSet { return &GoneSet{most: maxGone, at: map[GoneID]Instant{}} }

func (i GoneID) compare(j GoneID) int {
	return cmp.Or(cmp.Compare(i.Chat, j.Chat), cmp.Compare(i.Message, j.Message))
}

// Record adds the content of g. Order and repetition do not matter.
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

// heapify rebuilds the heap without replaced entries.
func (s *GoneSet) heapify() {
	s.oldest = s.oldest[:0]
	for id, at := range s.at {
		s.oldest = append(s.oldest, deletion{id, at})
	}
	heap.Init(&s.oldest)
}

// At returns when a message, or with Message 0 a chat, was found to be deleted.
func (s *GoneSet) At(id GoneID) (at Instant, ok bool) {
	at, ok = s.at[id]
	return at, ok
}

// Forget removes the entries for whose time old holds.
func (s *GoneSet) Forget(old func(Instant) bool) {
	n := len(s.at)
	maps.DeleteFunc(s.at, func(_ GoneID, at Instant) bool { return old(at) })
	if len(s.at) < n {
		s.heapify()
	}
}

// A deletion is an entry of a GoneSet.
type deletion struct {
	id GoneID
	at Instant
}

func (w deletion) compare(v deletion) int { return cmp.Or(cmp.Compare(w.at, v.at), w.id.compare(v.id)) }

// goneHeap is a container/heap with the oldest deletion first.
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

// List returns all entries by chat and time, each Gone with at most MaxExportRows messages.
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

// mergeGone merges observations of the same messages and chats.
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
