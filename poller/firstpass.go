package poller

import (
	"context"
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
	for page := range s.odd {
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

// passOver takes in the end of a round, and reports whether the next one is to follow at once.
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
	return false
}

// tick takes in a page: that it was read, and how much of it could not be. It returns
// false where the page is empty and that is not to be believed yet.
func (s *discovery) tick(page int, ans *acquire.Profiles, now time.Time) bool {
	if s.blank[page]++; ans.Rows > 0 {
		delete(s.blank, page)
	} else if s.blank[page] < emptyBelieved {
		return false
	}
	if s.passed != nil {
		s.passed[page] = true
	}
	if page == 1 {
		s.falls = falling(ans.Profiles)
	}
	readable := 0
	for i := range ans.Profiles {
		if ans.Profiles[i].ID > 0 {
			readable++
		}
	}
	delete(s.odd, page)
	if n := ans.Rows - readable; n > 0 {
		s.odd[page] = n
		s.hot[page] = now // to be read again in the next round
	}
	return true
}

// unreadable is how many rows of the list could not be read. Pages that are no more hold none.
func (s *discovery) unreadable() int {
	n := 0
	for page, rows := range s.odd {
		if page <= s.pages {
			n += rows
		}
	}
	return n
}

// falling reports whether the newest stamp comes first.
func falling(rows []acquire.Profile) bool {
	for i := range rows {
		if rows[i].Changed.IsZero() || i > 0 && rows[i].Changed.After(rows[i-1].Changed) {
			return false
		}
	}
	return len(rows) > 1
}

// heed counts the rows of a page, and those that could not be read.
func (s *discovery) heed(rows int, drift model.Drift, now time.Time) {
	if s.doubts != nil {
		s.doubts.List(rows, drift, now)
	}
}

// The list says how many visitors it has. Where fewer are known once all pages
// have been read, somebody moved from a page still to come to one read before.
// Then it is not whole: all pages are read again, and after that as much of it as
// one answer can hold. What is missing even then it counts and does not name.
const (
	allAtOnce   = 0    // in place of a page's number: the list in one answer
	mostAtOnce  = 1000 // visitors that are asked for in one answer
	passesToEnd = 2    // passes that search for who is missing
)

// count takes from a page how many visitors the list has.
func (s *discovery) count(ans *acquire.Profiles) {
	s.total = ans.Total
	seen := map[int64]bool{}
	for i := range ans.Profiles {
		id := int64(ans.Profiles[i].ID)
		s.twice = s.twice || seen[id]
		seen[id] = true
	}
}

// lacks is how many visitors the list counts and has not named.
func (s *discovery) lacks() int {
	if s.twice {
		return 0
	}
	return max(0, s.total-len(s.stamps)-s.unreadable())
}

// search plans another pass over the list where visitors are missing, and reports whether it did.
func (s *discovery) search() bool {
	if s.lacks() == 0 || s.lacked >= passesToEnd {
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

// askAll asks for as much of the list as one answer holds.
func (s *discovery) askAll(ctx context.Context, total int) (func(time.Time) error, error) {
	ans, err := s.src.FirstProfiles(ctx, min(mostAtOnce, total+acquire.PageSize))
	if err != nil {
		return nil, err
	}
	return func(now time.Time) error {
		s.out.heard(ans.Meta, now)
		s.heed(ans.Rows, ans.Drift, now)
		s.todo = nil
		s.gotRows(ans.Profiles, true, now)
		s.nextPage(now)
		return nil
	}, nil
}
