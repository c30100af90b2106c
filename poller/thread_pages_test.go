package poller

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// walk goes over a list of n threads, given in pages of limit, and returns the threads found and the pages asked for.
func walk(w *threadPages, n, limit int, pages bool) (found map[model.ThreadID]bool, asked []int) {
	found = map[model.ThreadID]bool{}
	for more := true; more && len(asked) < 1000; {
		asked = append(asked, w.page)
		page := w.page
		if !pages {
			page = 1
		}
		from := min((page-1)*limit, n)
		news := false
		for i := from; i < min(from+limit, n); i++ {
			ti := model.ThreadInfo{ID: model.ThreadID(i + 1), Last: model.ChatID(i + 1)}
			if w.isNew(ti) {
				found[ti.ID], news = true, true
			}
		}
		more = w.next(min(limit, max(0, n-from)), news)
	}
	return found, asked
}

// However long a thread list is, all of it is read, the end before the middle, and later both ends alone.
func TestWalkOverThreadPages(t *testing.T) {
	for _, limit := range []int{20, 50} {
		for _, n := range []int{0, 1, limit, limit + 1, 19 * limit, 20 * limit, 20*limit + 1, 21 * limit, 40 * limit, 40*limit + 1, 61*limit - 7, 199*limit + 3, 200 * limit} {
			w := threadPages{page: 1}
			found, asked := walk(&w, n, limit, true)
			need := n/limit + 1
			if len(found) != n || len(asked) > need+12 {
				t.Errorf("%d threads, %d a page: %d found with %d requests", n, limit, len(found), len(asked))
			}
			if len(slices.Compact(slices.Sorted(slices.Values(asked)))) != len(asked) {
				t.Errorf("%d threads, %d a page: asked twice: %v", n, limit, asked)
			}
			end := slices.Index(asked, (n+limit-1)/limit)
			if n > 30*limit && end > nearPages+12 {
				t.Errorf("%d threads, %d a page: the end came with request %d of %d", n, limit, end, len(asked))
			}
			w.again()
			_, asked = walk(&w, n+2*limit, limit, true)
			if n > 20*limit && len(asked) > 5 || n > 20*limit && n < 198*limit && !slices.Contains(asked, (n+2*limit+limit-1)/limit) {
				t.Errorf("%d threads, %d a page, and two pages more: asked for %v the second time", n, limit, asked)
			}
		}
	}
	w := threadPages{page: 1}
	if _, asked := walk(&w, 20_000, 50, true); !w.cut() || len(asked) > mostThreadPages+2 {
		t.Errorf("20,000 threads: cut %v after %d pages; want that it is said", w.cut(), len(asked))
	}
	w = threadPages{page: 1}
	if found, asked := walk(&w, 50, 50, false); len(found) != 50 || len(asked) != 2 {
		t.Errorf("a server that knows no pages: %d threads with requests %v", len(found), asked)
	}
}

// A visitor has more than a thousand threads, and the newest, in which he waits, is the last of the list:
// it is found, and a newer one at the end later, and those that are long over are asked about no more.
func TestManyThreadsOfOneVisitor(t *testing.T) {
	for _, newestFirst := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			const many = 1234
			f := newFloor()
			now := time.Now()
			for i := range many {
				id, began := model.ThreadID(1000+i), now.Add(-100*24*time.Hour)
				if i == many-1 {
					began = now.Add(-70 * time.Second)
					f.say(1, id, model.ChatID(id), model.SideVisitor, began)
				}
				f.threads = append(f.threads, model.ThreadInfo{ID: id, Visitor: 1, Last: model.ChatID(id), Chats: []model.ChatID{model.ChatID(id)}, Status: model.StatusClosed, ActiveAt: began})
			}
			f.threads[many-1].Status = model.StatusOpen
			if newestFirst {
				slices.Reverse(f.threads)
			}
			f.touch(1, now.Add(-70*time.Second))
			r := run(t, f, DefaultConfig(), Options{})
			pass(10 * time.Second)
			if len(r.screen.messages) != 1 {
				t.Errorf("newest first %v: the word of the newest thread is not known after 10 s", newestFirst)
			}
			if asked := len(f.since(now, "message")); asked > 30 {
				t.Errorf("newest first %v: %d requests for messages, though all but one of the threads are long over", newestFirst, asked)
			}
			walked := len(f.since(now, "thread"))
			if pages := many/acquire.PageSize + 1; walked < pages {
				t.Errorf("newest first %v: %d pages read of %d", newestFirst, walked, pages)
			}
			later := time.Now()
			f.open(1, 9999, 9999, later)
			if newestFirst {
				f.threads = slices.Insert(f.threads[:len(f.threads)-1], 0, f.threads[len(f.threads)-1])
			}
			id := f.say(1, 9999, 9999, model.SideVisitor, later)
			pass(20 * time.Second)
			if _, known := r.screen.messages[id]; !known {
				t.Errorf("newest first %v: the word of a newer thread is not known after 20 s", newestFirst)
			}
			if n := len(f.since(later, "thread")); n > 40 {
				t.Errorf("newest first %v: %d requests for the thread list in 20 s", newestFirst, n)
			}
			r.stop()
		})
	}
}
