package poller

import (
	"floorwatch/model"
)

// The length and order of a thread list are not documented: Acquire pages it.
const (
	// Acquire documents 20 as the thread list's limit: a shorter page is the last one even if ours is ignored.
	fullPage        = 20
	nearPages       = 20  // pages of a visitor that are read one after another
	mostThreadPages = 200 // … and at most: 10,000 threads
)

// threadPages iterates over the pages of a visitor's thread list. Most have one page. Beyond nearPages it searches for
// the end by doubling and halving, and reads back from there to where it began: new threads are at one of the ends.
// Once both are known, later walks read only those.
type threadPages struct {
	page int                       // next page, from 1
	seen map[listedThread]struct{} // rows on the pages of this walk

	read  map[int]bool // pages of this walk; nil while they are read one after another
	full  int          // the last page known to be full
	empty int          // the first page known to be empty; 0: unknown
	end   int          // the last page; 0: unknown
	ends  bool         // read only the ends
}

// A listedThread identifies a row of a thread list, whose pages overlap while it grows.
type listedThread struct {
	thread model.ThreadID
	last   model.ChatID
}

// isNew reports whether a row was not on earlier pages.
func (w *threadPages) isNew(ti model.ThreadInfo) bool {
	k := listedThread{ti.ID, ti.Last}
	if _, known := w.seen[k]; known {
		return false
	}
	if w.seen == nil {
		w.seen = map[listedThread]struct{}{}
	}
	w.seen[k] = struct{}{}
	return true
}

// next applies a page with so many rows and reports whether there is another one to read. news
// says whether a row was not on earlier pages: a server may ignore page numbers.
func (w *threadPages) next(rows int, news bool) (more bool) {
	full := rows >= fullPage && news
	switch {
	case w.ends:
		return w.nextAtEnds(full)
	case w.read == nil && !full:
		return false
	case w.read == nil && w.page < nearPages:
		w.page++
		return true
	case w.read == nil:
		w.read = map[int]bool{}
	}
	w.read[w.page] = true
	if w.end == 0 {
		w.findEnd(full, rows > 0 && news)
	}
	if w.end > 0 {
		for w.page = w.end; w.read[w.page]; {
			w.page--
		}
	}
	return w.page > nearPages
}

// findEnd applies a page beyond the near ones and chooses the next one.
func (w *threadPages) findEnd(full, some bool) {
	switch {
	case full:
		w.full = w.page
	case some:
		w.end = w.page
	default:
		w.empty = w.page
	}
	switch {
	case w.end > 0:
	case w.empty == w.full+1, w.full == mostThreadPages:
		w.end = w.full
	case w.empty > 0:
		w.page = (w.full + w.empty) / 2
	default:
		w.page = min(2*w.full, mostThreadPages)
	}
}

// nextAtEnds goes from the first page to the last one, and further if the list has grown.
func (w *threadPages) nextAtEnds(full bool) bool {
	switch {
	case w.page == 1:
		w.page = w.end
	case full && w.page < mostThreadPages:
		w.page++
		w.end = w.page
	default:
		return false
	}
	return true
}

// cut reports whether there are more pages than will be read.
func (w *threadPages) cut() bool {
	return w.full >= mostThreadPages || w.ends && w.end >= mostThreadPages
}

// again begins the next walk.
func (w *threadPages) again() {
	*w = threadPages{page: 1, end: w.end, ends: w.end > 0}
}
