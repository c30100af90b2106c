package poller

import (
	"floorwatch/model"
)

// A thread list may be of any length and in any order, which no document says: Acquire pages it.
const (
	// Acquire documents 20 as the thread list's own limit: a shorter page is the last one even where it does not heed ours.
	shortThreads = 20
	nearPages    = 20  // pages of a visitor that are read one after the other
	mostThreads  = 200 // … and that are read at all: 10,000 threads
)

// threadPages walk over a visitor's thread list. Most have one page. Where there are more
// than nearPages of them the end is looked for, by doubling and halving, and read
// first, back to where the walk began: wherever new threads are put, it is at one of the ends.
// Once both are known a later walk reads those alone.
type threadPages struct {
	page int                       // to be asked for next, from 1
	seen map[listedThread]struct{} // on the pages of this walk

	read  map[int]bool // of this walk; nil while pages are read one after the other
	full  int          // the last page known to be full
	empty int          // the first page known to hold nothing; 0: not known
	end   int          // the last page, once it is known
	ends  bool         // only the ends are read
}

// A listedThread tells rows of a thread list apart: pages overlap while it grows.
type listedThread struct {
	thread model.ThreadID
	last   model.ChatID
}

// isNew reports whether a row was not on the pages before.
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

// next applies the page that was asked for and returns whether there is another one to read. rows
// is how many it had, news whether any was not on the pages before: a server may know no pages.
func (w *threadPages) next(rows int, news bool) (more bool) {
	full := rows >= shortThreads && news
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

// findEnd applies a page beyond the near ones, and decides which is asked for next.
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
	case w.empty == w.full+1, w.full == mostThreads:
		w.end = w.full
	case w.empty > 0:
		w.page = (w.full + w.empty) / 2
	default:
		w.page = min(2*w.full, mostThreads)
	}
}

// nextAtEnds goes from the first page to the last one, and on while the list has grown.
func (w *threadPages) nextAtEnds(full bool) bool {
	switch {
	case w.page == 1:
		w.page = w.end
	case full && w.page < mostThreads:
		w.page++
		w.end = w.page
	default:
		return false
	}
	return true
}

// cut reports whether there are more pages than are read.
func (w *threadPages) cut() bool { return w.full >= mostThreads || w.ends && w.end >= mostThreads }

// again begins the next walk.
func (w *threadPages) again() {
	*w = threadPages{page: 1, end: w.end, ends: w.end > 0}
}
