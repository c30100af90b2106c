package poller

import (
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// The list counts as complete once all pages have been read, and then the first one again,
// without unread pages or unreadable rows: during a pass a visitor may move from an unread
// page to one already read, and a single empty or short answer does not prove the end.

// confirm plans the round after the first one: page 1, the end, and the remaining pages.
func (s *discovery) confirm() {
	s.missing()
	for page := range s.unreadableRows {
		s.again(page)
	}
	if s.end > 1 {
		s.again(s.end)
	}
}

// missing queues the pages that have never been read.
func (s *discovery) missing() {
	for page := 2; page <= s.pages && s.passed != nil; page++ {
		if !s.passed[page] {
			s.again(page)
		}
	}
}

func (s *discovery) again(page int) {
	if !slices.Contains(s.todo, page) {
		s.todo = append(s.todo, page)
	}
}

// passOver handles the end of a round, and reports whether the next one follows at once.
func (s *discovery) passOver() bool {
	if s.whole {
		return false
	}
	if !s.allRead {
		s.allRead, s.end = true, max(s.end, s.pages)
		return true
	}
	if s.missing(); len(s.todo) > 0 || s.search() {
		return true
	}
	s.whole, s.passed = true, nil
	s.proved = s.missingVisitors() > 0
	return false
}

// notePage records that a page was read, and its unreadable rows. It returns false for an
// empty page that needs confirmation.
func (s *discovery) notePage(page int, ans *acquire.Profiles, now time.Time) bool {
	if s.blank[page]++; ans.Rows > 0 {
		delete(s.blank, page)
	} else if s.blank[page] < emptyBelieved {
		return false
	}
	if s.passed != nil {
		s.passed[page] = true
	}
	if page == 1 {
		s.newestFirst = isNewestFirst(ans.List)
	}
	readable := 0
	for i := range ans.List {
		if ans.List[i].ID > 0 {
			readable++
		}
	}
	delete(s.unreadableRows, page)
	if n := ans.Rows - readable; n > 0 {
		s.unreadableRows[page] = n
		s.hot[page] = now // read it again in the next round
	}
	return true
}

// unreadable returns how many rows of the list are unreadable, on existing pages.
func (s *discovery) unreadable() int {
	n := 0
	for page, rows := range s.unreadableRows {
		if page <= s.pages {
			n += rows
		}
	}
	return n
}

// isNewestFirst reports whether rows are sorted by timestamp, newest first. A row that repeats a visitor says
// nothing of the order: two answers of the server may have been joined.
func isNewestFirst(rows []acquire.Profile) bool {
	seen := map[model.VisitorID]bool{}
	var last time.Time
	for i := range rows {
		if seen[rows[i].ID] {
			continue
		}
		if rows[i].Changed.IsZero() || len(seen) > 0 && rows[i].Changed.After(last) {
			return false
		}
		seen[rows[i].ID], last = true, rows[i].Changed
	}
	return len(seen) > 1
}

// countRows counts the rows of a page, and the unreadable ones.
func (s *discovery) countRows(rows int, drift model.Drift, now time.Time) {
	if s.doubts != nil {
		s.doubts.CountRows(rows, drift, now)
	}
}

// oldProbes is how many visitors whose timestamps are older than the lookback are requested if nobody's is newer.
const oldProbes = 8

// noteOld remembers a visitor left out because of an old timestamp.
func (s *discovery) noteOld(row *acquire.Profile) {
	i, _ := slices.BinarySearchFunc(s.old, row, func(a acquire.Profile, b *acquire.Profile) int { return b.Changed.Compare(a.Changed) })
	s.old = slices.Insert(s.old, i, *row)
	s.old = s.old[:min(len(s.old), oldProbes)]
}

// readOld requests visitors that the list shows to be silent for longer than the lookback, where that may be wrong. If new
// chats move no timestamp, each may be back: all of them, again and again. If nobody at all has a newer one, a few are
// requested once, since a floor on which nobody writes looks the same as one whose timestamps never move.
func (s *discovery) readOld(now time.Time) {
	byID := s.visitors.byID
	switch {
	case s.trust.stamps.kind() == model.TimestampsNever && len(byID) < len(s.stamps):
		for id := range s.stamps {
			if byID[id] == nil {
				s.visitors.scheduleFirstList(s.visitors.visitor(id), time.Time{})
			}
		}
	case len(byID) == 0 && !s.probed:
		s.probed = true
		for i := range s.old {
			v := s.visitors.visitor(s.old[i].ID)
			v.stamp, v.rowRead, v.rowChanged, v.probed = s.old[i].Changed, now, now, true
			s.visitors.scheduleFirstList(v, s.old[i].Changed)
		}
	}
}
