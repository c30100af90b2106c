package poller

import (
	"context"
	"time"

	"floorwatch/poller/acquire"
	"floorwatch/poller/schedule"
)

// A census counts what has been read and what has not, over all threads and lists.
type census struct {
	*base
	threads   *threads
	visitors  *visitors
	discovery *discovery
	agents    *agentList
	totals    *dayTotals
	coverage  *coverage
}

// count updates the figures that need a pass over all visitors and their threads.
func (c *census) count(v *stats, now time.Time) {
	v.failing, v.failingLists, v.unread, v.unreadDue = 0, 0, 0, time.Time{}
	var first firstRead
	late := c.coverage.throughput.allInTime(now)
	for _, w := range c.visitors.all {
		if w.listEntry.Fails > 0 {
			v.failingLists++
		}
		if w.listUnread() {
			first.left(&w.listEntry)
		}
		for _, t := range w.targets {
			c.coverage.throughput.include(&late, t, w)
			c.countThread(v, t)
			first.thread(t)
		}
	}
	v.freshness = c.coverage.throughput.freshness(late, len(c.threads.byKey), now)
	if !v.readOver {
		c.follow(v, first)
	}
}

// countThread counts a failing thread.
func (c *census) countThread(v *stats, t *target) {
	if t.failing() {
		v.failing++
	}
	if t.live.Fails > 1 && !t.live.Asked.Before(v.messagesGood) {
		if v.unread++; v.unreadDue.IsZero() || t.live.Due.Before(v.unreadDue) {
			v.unreadDue = t.live.Due
		}
	}
}

// A firstRead counts the progress of the first read: threads, and lists still to be read.
type firstRead struct{ done, all, failed int }

// left counts a list still to be read. A failed one is retried and never counts as done.
func (f *firstRead) left(e *schedule.Entry) {
	f.all++
	if e.Fails > 0 {
		f.failed++
	}
}

// thread counts a thread as read, failed or still to be read.
func (f *firstRead) thread(t *target) {
	f.all++
	switch {
	case t.read:
		f.done++
	case t.failing():
		f.failed++
	}
}

// follow updates the progress of the first read. The last one it reports means that no unread visitor can be waiting.
func (c *census) follow(v *stats, f firstRead) {
	if c.cfg.Discover && !c.discovery.whole {
		f.left(&c.discovery.entry)
	}
	switch {
	case f.done < f.all:
	case c.coverage.over:
		v.readOver, f.failed = true, 0
	default: // the rest is not a counted thread or list
		f.all++
	}
	v.readDone, v.readAll, v.readFailed = f.done, f.all, f.failed
}

// failingItems returns how many threads and lists cannot be read.
func (c *census) failingItems(v *stats) int {
	n := v.failing + v.failingLists
	for _, e := range []*schedule.Entry{&c.discovery.entry, &c.agents.entry, &c.totals.entry} {
		if e.Fails > 0 {
			n++
		}
	}
	return n
}

// The profile list has a total. If fewer visitors are known once all pages have been
// read, some moved from an unread page to one that was read before. Then the list is
// incomplete: all pages are read again, and after that as much of it as one answer can
// contain. Visitors missing even then are counted by the list but not named.
const (
	allAtOnce   = 0    // instead of a page's number: the list in one answer
	mostAtOnce  = 1000 // visitors requested in one answer
	passesToEnd = 2    // passes that search for missing visitors
)

// count updates the total of the list from a page.
func (s *discovery) count(ans *acquire.Profiles) {
	s.total = ans.Total
	seen := map[int64]bool{}
	for i := range ans.List {
		id := int64(ans.List[i].ID)
		s.hasDuplicates = s.hasDuplicates || seen[id]
		seen[id] = true
	}
}

// missingVisitors returns how many visitors the list counts but has not named.
func (s *discovery) missingVisitors() int {
	if s.hasDuplicates {
		return 0
	}
	return max(0, s.total-len(s.stamps)-s.unreadable())
}

// lackGrace is how long the list may count a new visitor before the page that names them is read.
const lackGrace = 15 * time.Second

// missingSince returns since when visitors are missing from the list, by our clock, if that is not temporary: all passes
// of the first read failed to find them, or they have been missing for longer than lackGrace. Otherwise zero.
func (s *discovery) missingSince(now time.Time) time.Time {
	switch {
	case s.missingVisitors() == 0:
		s.lacking, s.proved = time.Time{}, false
	case s.lacking.IsZero():
		s.lacking = now
	}
	if s.whole && (s.proved || now.Sub(s.lacking) > lackGrace) {
		return s.lacking
	}
	return time.Time{}
}

// search plans another pass over the list if visitors are missing, and reports whether it did.
func (s *discovery) search() bool {
	if s.missingVisitors() == 0 || s.lacked >= passesToEnd {
		return false
	}
	s.lacked++
	if s.lacked == passesToEnd && s.total <= mostAtOnce {
		s.todo = []int{allAtOnce}
		return true
	}
	for page := 1; page <= s.pages; page++ {
		s.again(page)
	}
	return true
}

// askAll requests as much of the list as one answer can contain.
func (s *discovery) askAll(ctx context.Context, total int) (func(time.Time) error, error) {
	ans, err := s.src.FirstProfiles(ctx, min(mostAtOnce, total+acquire.PageSize))
	if err != nil {
		return nil, err
	}
	return func(now time.Time) error {
		s.out.noteAnswer(ans.Meta, now)
		s.countRows(ans.Rows, ans.Drift, now)
		s.todo = nil
		s.gotRows(allAtOnce, ans.List, true, now)
		s.nextPage(now)
		return nil
	}, nil
}
