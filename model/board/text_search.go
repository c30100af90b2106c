package board

import (
	"cmp"
	"slices"

	"floorwatch/model"
)

// Search looks at so many texts more and reports whether that were all. The first
// call only orders the threads, which costs some 3 ms with 5,000 of them; 2,000
// texts cost 0.2 ms, and what Match costs.
func (b *Board) Search(s *model.TextSearch, texts int) (done bool) {
	b.settle()
	if !s.Begun {
		b.beginSearch(s)
		return false
	}
	for texts > 0 && len(s.Pending) > 0 {
		last := len(s.Pending) - 1
		n := 0
		if t := b.threads[s.Pending[last]]; t != nil {
			n = t.search(s, texts)
		}
		if n == texts { // there may be more of it
			s.Row += n
		} else {
			s.Row, s.Pending = 0, s.Pending[:last]
		}
		texts -= n
		s.Looked += n
	}
	return len(s.Pending) == 0
}

// beginSearch notes which threads there are, the newest last.
func (b *Board) beginSearch(s *model.TextSearch) {
	type dated struct {
		key    model.Key
		newest model.Instant
	}
	list := make([]dated, 0, len(b.threads))
	for key, t := range b.threads {
		if b.book != nil && t.shelf != nil && t.shelf.outOfView(b.book.now) {
			continue
		}
		at := model.Never
		for _, c := range t.chats {
			s.All += len(c.rows)
			if n := len(c.rows); n > 0 {
				at = max(at, c.rows[n-1].At())
			}
		}
		list = append(list, dated{key, at})
	}
	slices.SortFunc(list, func(x, y dated) int {
		return cmp.Or(cmp.Compare(x.newest, y.newest), model.CompareKey(x.key, y.key))
	})
	s.Pending = make([]model.Key, len(list))
	for i := range list {
		s.Pending[i] = list[i].key
	}
	s.Begun = true
}

// search looks at no more than texts rows from s.Row on, and returns at how many.
func (t *thread) search(s *model.TextSearch, texts int) (n int) {
	skip := s.Row
	for _, c := range t.chats {
		if skip >= len(c.rows) {
			skip -= len(c.rows)
			continue
		}
		for i := skip; i < len(c.rows); i++ {
			if n == texts {
				return n
			}
			n++
			r := &c.rows[i]
			if !s.Until.IsZero() && r.At() > model.InstantOf(s.Until) || !s.Match(r.Text, c.voices[r.SpeakerIndex].VisitorName) {
				continue
			}
			t.found(s, c, i)
		}
		skip = 0
	}
	return n
}

// found notes row i of a chat.
func (t *thread) found(s *model.TextSearch, c *chat, i int) {
	last := len(s.Found) - 1
	if last < 0 || s.Found[last].Key != t.key {
		l := c.line(i)
		s.Found = append(s.Found, model.TextMatch{Key: t.key, Count: 1, Message: l.Message()})
		return
	}
	f := &s.Found[last]
	f.Count++
	was, is := model.ObservationOf(&f.Message, model.Never), c.line(i)
	if is.Place().Compare(was.Place()) > 0 {
		f.Message = is.Message()
	}
}
