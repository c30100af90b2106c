package poller

import (
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// The list is believed to be whole once each of its pages has been read and then
// the first one again, without a page, or a row that could not be read, that is left
// over: while pages are read a visitor may move from one that is still to come to one
// that has been, and one answer that is empty, or shorter than the truth, ends no list.

// confirm plans the round after the first one: page 1, the end, and what is left over.
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

// passOver applies the end of a round, and reports whether the next one is to follow at once.
func (s *discovery) passOver() bool {
	if s.whole {
		return false
	}
	if !s.once {
		s.once, s.end = true, max(s.end, s.pages)
		return true
	}
	if s.missing(); len(s.todo) > 0 || s.search() {
		return true
	}
	s.whole, s.passed = true, nil
	s.proved = s.missingVisitors() > 0
	return false
}

// notePage applies a page: that it was read, and how much of it could not be. It returns
// false where the page is empty and that is not to be believed yet.
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
		s.newestFirst = isNewestFirst(ans.Profiles)
	}
	readable := 0
	for i := range ans.Profiles {
		if ans.Profiles[i].ID > 0 {
			readable++
		}
	}
	delete(s.unreadableRows, page)
	if n := ans.Rows - readable; n > 0 {
		s.unreadableRows[page] = n
		s.hot[page] = now // to be read again in the next round
	}
	return true
}

// unreadable is how many rows of the list could not be read. Pages that are no more hold none.
func (s *discovery) unreadable() int {
	n := 0
	for page, rows := range s.unreadableRows {
		if page <= s.pages {
			n += rows
		}
	}
	return n
}

// isNewestFirst reports whether the newest stamp comes first.
func isNewestFirst(rows []acquire.Profile) bool {
	for i := range rows {
		if rows[i].Changed.IsZero() || i > 0 && rows[i].Changed.After(rows[i-1].Changed) {
			return false
		}
	}
	return len(rows) > 1
}

// countRows counts the rows of a page, and those that could not be read.
func (s *discovery) countRows(rows int, drift model.Drift, now time.Time) {
	if s.doubts != nil {
		s.doubts.CountRows(rows, drift, now)
	}
}
