package poller

import (
	"context"
	"time"

	"floorwatch/poller/acquire"
)

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
