package board

import (
	"cmp"
	"maps"
	"slices"

	"floorwatch/model"
)

// Search continues a search over at most so many further texts and reports whether it is finished. The first
// call only lists the threads, the next ones sort half as many threads each. A call costs some 1 ms for
// 2,000 texts, plus the cost of Match.
func (b *Board) Search(s *model.TextSearch, texts int) (done bool) {
	b.assignThreads()
	switch {
	case s.Unordered == nil:
		s.Unordered = slices.AppendSeq(make([]model.Key, 0, len(b.threads)), maps.Keys(b.threads))
		return false
	case !s.Ordered:
		b.orderSearch(s, max(1, texts/2))
		return false
	}
	for texts > 0 {
		run := newestRun(s.Pending)
		if run < 0 {
			return true
		}
		last := len(s.Pending[run]) - 1
		t := b.threads[s.Pending[run][last].Key]
		if t == nil { // removed meanwhile; the look-up counts, too
			s.NextRow, s.Pending[run] = 0, s.Pending[run][:last]
			texts--
			continue
		}
		n := t.search(s, texts)
		if n == texts { // the thread may have more rows
			s.NextRow += n
		} else {
			s.NextRow, s.Pending[run] = 0, s.Pending[run][:last]
		}
		texts -= n
		s.Searched += n
	}
	return newestRun(s.Pending) < 0
}

// orderSearch sorts the next threads into a run. Sorting all at once would take 30 ms with 50,000 threads;
// the runs are merged while they are read.
func (b *Board) orderSearch(s *model.TextSearch, threads int) {
	n := min(threads, len(s.Unordered))
	run := make([]model.DatedThread, 0, n)
	for _, key := range s.Unordered[:n] {
		t := b.threads[key]
		if t == nil || b.metrics != nil && t.entry != nil && t.entry.outOfView(b.metrics.now) {
			continue
		}
		at := model.Never
		for _, c := range t.chats {
			s.All += len(c.rows)
			if n := len(c.rows); n > 0 {
				at = max(at, c.rows[n-1].At())
			}
		}
		run = append(run, model.DatedThread{Key: key, Newest: at})
	}
	slices.SortFunc(run, compareDated)
	s.Pending = append(s.Pending, run)
	s.Unordered = s.Unordered[n:]
	s.Ordered = len(s.Unordered) == 0
}

// newestRun returns the run with the newest thread; -1 if none is left.
func newestRun(runs [][]model.DatedThread) int {
	newest := -1
	for i, run := range runs {
		if len(run) > 0 && (newest < 0 || compareDated(run[len(run)-1], runs[newest][len(runs[newest])-1]) > 0) {
			newest = i
		}
	}
	return newest
}

func compareDated(x, y model.DatedThread) int {
	return cmp.Or(cmp.Compare(x.Newest, y.Newest), model.CompareKey(x.Key, y.Key))
}

// search checks at most texts rows from s.Row on and returns how many it checked.
func (t *thread) search(s *model.TextSearch, texts int) (n int) {
	skip := s.NextRow
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
			if !s.Until.IsZero() && r.At() > model.InstantOf(s.Until) || !s.Match(r.Text, c.speakers[r.SpeakerIndex].VisitorName) {
				continue
			}
			t.found(s, c, i)
		}
		skip = 0
	}
	return n
}

// found adds row i of a chat to the matches.
func (t *thread) found(s *model.TextSearch, c *chat, i int) {
	last := len(s.Found) - 1
	if last < 0 || s.Found[last].Key != t.key {
		obs := c.observation(i)
		s.Found = append(s.Found, model.TextMatch{Key: t.key, Count: 1, Message: obs.Message()})
		return
	}
	f := &s.Found[last]
	f.Count++
	was, is := model.ObservationOf(&f.Message, model.Never), c.observation(i)
	if is.Position().Compare(was.Position()) > 0 {
		f.Message = is.Message()
	}
}
