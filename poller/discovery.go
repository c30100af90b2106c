package poller

import (
	"cmp"
	"context"
	"hash/maphash"
	"maps"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/evidence"
	"floorwatch/poller/schedule"
	"floorwatch/poller/throttle"
)

// The profile list is read in rounds. Its order is not documented and it may
// hold every visitor that ever chatted, so a round reads the pages on which
// something changed lately, the first and the last one (wherever new
// visitors are put, it is there), and goes on through the others where the round before
// ended. A fifth of the budget at most goes into it. Where the list is in falling order
// of stamps that are known to move with words, page 1 alone tells what has changed.
// Under overload pages are further apart, but a round begins in
// time, since a new visitor who waits is found in no other way.
const (
	hotFor        = 10 * time.Minute
	fewestPages   = 4 // of a round, however small the budget is
	mostPages     = 100_000
	listenedEvery = 30 * time.Second // thread list of a changed visitor that is polled closely anyway
	quickEvery    = 4 * time.Second  // between two rounds
	trustedEvery  = 2 * time.Second  // the same where every word moves a stamp
	coldShare     = 0.1              // of the budget, for pages on which nothing has changed: otherwise hot pages would use all of it
	coldEvery     = 10 * time.Second // one of them, where the list's order shows every change on page 1
	fruitlessMost = 5 * time.Minute  // thread list of a visitor whose changes never bring a word
)

// A discovery is the reading of the profile list.
type discovery struct {
	*base
	visitors  *visitors
	perSecond float64 // the budget of all requests together
	doubts    *evidence.Doubts

	entry          schedule.Entry
	todo           []int                      // pages left of this round
	pages          int                        // in all, as last counted
	seed           maphash.Seed               // of stamps and signatures
	stamps         map[model.VisitorID]uint64 // hashes of the change stamps; 16 bytes for each visitor the account ever had
	hot            map[int]time.Time          // pages on which something changed, and when
	read           map[int]time.Time          // when each page was read last
	cold           int                        // where the next round goes on
	first          uint64                     // signature of page 1 in this round
	began          time.Time                  // of this round
	once           bool                       // every page has been read once
	whole          bool                       // … and page 1 again after that, without a page that is new
	passed         map[int]bool               // pages that have been read; nil once the list is whole
	end            int                        // the page at which the first round ended
	unreadableRows map[int]int                // rows that could not be read, by page
	blank          map[int]int                // empty answers in a row, by page
	newestFirst    bool                       // the newest stamp comes first
	good           time.Time                  // the last good round, by the server's clock
	bad            time.Time                  // when the first request was sent that failed since then, or hangs; zero: none
	full           time.Time                  // when a cold page was read last
	top            time.Time                  // when page 1 was read last, by our clock
	total          int                        // how many visitors the list counts
	lacked         int                        // passes over the list that found fewer than it counts
	lacking        time.Time                  // since when visitors are missing …
	proved         bool                       // … and that the first read could not find them
	twice          bool                       // one page names a visitor twice, so the number of rows is not that of visitors
}

func newDiscovery(b *base, visitors *visitors, perSecond float64) *discovery {
	return &discovery{base: b, visitors: visitors, perSecond: perSecond, seed: maphash.MakeSeed(), stamps: map[model.VisitorID]uint64{}, hot: map[int]time.Time{}, read: map[int]time.Time{}, passed: map[int]bool{}, unreadableRows: map[int]int{}, blank: map[int]int{}}
}

func (s *discovery) ask(now time.Time) schedule.Call {
	switch {
	case len(s.todo) == 0:
		s.planRound(now)
	case s.entry.Fails > 0 && s.todo[0] > 1: // one page must not keep those from being found who are new
		s.todo = append(slices.DeleteFunc(s.todo[1:], func(page int) bool { return page == 1 }), s.todo[0])
		s.todo = slices.Insert(s.todo, 0, 1)
	}
	page, total := s.todo[0], s.total
	return func(ctx context.Context) (func(time.Time) error, error) {
		if page == allAtOnce {
			return s.askAll(ctx, total)
		}
		ans, err := s.src.Profiles(ctx, page)
		if err != nil {
			return nil, err
		}
		return func(now time.Time) error {
			s.out.noteAnswer(ans.Meta, now)
			s.countRows(ans.Rows, ans.Drift, now)
			if ans.Rows > 0 && len(ans.Profiles) == 0 {
				return unreadable(ans.Rows)
			}
			s.entry.Fails = 0 // what this answer shows to have changed is followed like that of any other
			s.gotProfiles(page, ans, now)
			return nil
		}, nil
	}
}

// planRound decides which pages the next round reads.
func (s *discovery) planRound(now time.Time) {
	s.began, s.todo = now, []int{1}
	if !s.once {
		return // gotProfiles adds the others once their number is known
	}
	if !s.whole {
		s.confirm()
		return
	}
	if s.newestFirst && s.trust.trusted() && len(s.unreadableRows) == 0 { // what changed stands on page 1; the others are read only to check that
		if now.Sub(s.full) >= coldEvery {
			s.full = now
			s.addPage(s.pages)
			s.addCold(1)
		}
		return
	}
	every := s.roundEvery().Seconds() * s.perSecond
	most, cold := max(fewestPages, int(s.share()*every)), max(1, int(coldShare*every))
	s.addPage(s.pages)
	for _, page := range s.hotPages(now) {
		if len(s.todo) >= max(2, most-cold) {
			break
		}
		s.addPage(page)
	}
	s.addCold(cold)
}

// share is the part of the budget that pages get: more where every word moves a stamp and the list has another order
// than theirs, since words are found by turns over all pages then.
func (s *discovery) share() float64 {
	if s.whole && !s.newestFirst && s.pages > fewestPages && s.trust.trusted() {
		return schedule.TurnShare
	}
	return schedule.ProfileShare
}

// addPage puts a page into the round, once.
func (s *discovery) addPage(page int) {
	if page <= s.pages && !slices.Contains(s.todo, page) {
		s.todo = append(s.todo, page)
	}
}

// hotPages are the pages on which something changed lately, the one first that was not read for longest.
func (s *discovery) hotPages(now time.Time) []int {
	maps.DeleteFunc(s.hot, func(_ int, at time.Time) bool { return now.Sub(at) > hotFor })
	return slices.SortedFunc(maps.Keys(s.hot), func(a, b int) int {
		return cmp.Or(s.read[a].Compare(s.read[b]), a-b)
	})
}

// addCold puts the next pages into the round of those on which nothing has changed.
func (s *discovery) addCold(n int) {
	for range min(n, s.pages) {
		s.cold = s.cold%s.pages + 1
		s.addPage(s.cold)
	}
}

// gotProfiles applies one page of the profile list.
func (s *discovery) gotProfiles(page int, ans acquire.Profiles, now time.Time) {
	s.todo, s.read[page] = s.todo[1:], now
	again := s.whole || s.passed[page]
	if believed := s.notePage(page, &ans, now); !believed && page == 1 {
		s.todo = slices.Insert(s.todo, 0, 1)
		s.sched.Add(&s.entry, schedule.PriorityProfiles, now)
		return
	}
	s.count(&ans)
	sign := s.signature(ans.Profiles)
	switch {
	case page == 1:
		s.first, s.top = sign, now
		s.countPages(ans, again)
	case ans.Rows == 0 || sign == s.first:
		s.pages, s.todo, s.end = max(1, page-1), nil, page // past the end, or the server knows no pages
	case page > s.pages: // where the first round found nothing
		s.pages = page
	}
	if page == s.pages && ans.Rows >= acquire.PageSize && ans.Total <= ans.Rows && page < mostPages {
		s.pages++ // no total: on until a page is short
		s.todo = append(s.todo, s.pages)
	}
	changed := s.gotRows(ans.Profiles, again, now)
	if changed > 0 && s.once {
		s.hot[page] = now
	}
	if s.once && s.newestFirst && changed == acquire.PageSize {
		s.addPage(page + 1) // more may have changed
	}
	// Pages that are still to come in the first pass may hold somebody who waits.
	s.sched.Listing = !s.once && (!s.newestFirst || len(ans.Profiles) > 0 && s.isHot(ans.Profiles[len(ans.Profiles)-1].Changed, now))
	s.nextPage(now)
}

// gotRows applies rows of the list and reports how many have changed.
func (s *discovery) gotRows(rows []acquire.Profile, again bool, now time.Time) int {
	var changed []model.VisitorInfo
	for i := range rows {
		moved := s.gotProfile(&rows[i], again, now)
		s.visitors.stamped(&rows[i], moved, now)
		if moved {
			changed = append(changed, rows[i].VisitorInfo)
		}
	}
	if len(changed) > 0 {
		s.out.send(model.Event{Visitors: changed}, now)
	}
	return len(changed)
}

// countPages works out from page 1 how many there are, and what the first round still has to read.
func (s *discovery) countPages(ans acquire.Profiles, again bool) {
	before := s.pages
	s.pages = 1
	if ans.Rows > 0 {
		s.pages = min(mostPages, max(1, (ans.Total+ans.Rows-1)/ans.Rows))
	}
	if s.once || again {
		s.missing()
		if s.pages > before && !slices.Contains(s.todo, s.pages) {
			s.todo = slices.Insert(s.todo, 0, s.pages) // the list has grown since the round was planned
		}
		return
	}
	for page := 2; page <= s.pages; page++ {
		s.todo = append(s.todo, page)
	}
}

// nextPage queues the next page of the round, or the next round.
func (s *discovery) nextPage(now time.Time) {
	if len(s.todo) > 0 {
		if !s.once && s.newestFirst && s.todo[0] != 1 && now.Sub(s.top) >= quickEvery { // who came or spoke since the pass began
			s.todo = slices.Insert(s.todo, 0, 1)
		}
		s.sched.Add(&s.entry, schedule.PriorityProfiles, now)
		return
	}
	s.good, s.bad = s.out.server(now), time.Time{}
	if s.passOver() {
		s.sched.Add(&s.entry, schedule.PriorityProfiles, now)
		return
	}
	s.sched.Add(&s.entry, schedule.PriorityProfiles, later(now, s.began.Add(throttle.SpreadBy(s.rng, s.roundEvery()))))
}

// gotProfile reports whether the visitor is new or has changed and is recent
// enough to matter; its threads are then looked up. again: their page has been read before.
func (s *discovery) gotProfile(row *acquire.Profile, again bool, now time.Time) bool {
	if row.ID <= 0 {
		return false // nothing that could be asked for
	}
	stamp := maphash.String(s.seed, row.Updated)
	old, known := s.stamps[row.ID]
	if known && old == stamp {
		return false
	}
	s.stamps[row.ID] = stamp
	// A change seen while watching counts whatever its time says: that may be off by a time zone.
	first := !again && !known
	if first && !row.Changed.IsZero() && row.Changed.Before(s.cutoff(now)) {
		return false
	}
	v := s.visitors.visitor(row.ID)
	if row.Chat > 0 {
		v.chat = row.Chat
	}
	if first {
		s.visitors.scheduleFirstList(v, row.Changed)
	} else {
		s.visitors.followChange(v, now)
	}
	return true
}

// roundEvery is the time between two rounds over the pages on which something may have changed.
func (s *discovery) roundEvery() time.Duration {
	if s.trust.trusted() {
		return min(trustedEvery, s.cfg.DiscoverEvery)
	}
	return min(quickEvery, s.cfg.DiscoverEvery)
}

// listHangs is how long the list may leave a request without an answer before it counts as failing: meanwhile new visitors remain unknown.
const listHangs = 5 * time.Second

// failingSince returns since when the list fails, by our clock; zero if it does not. A page that can be read says nothing of
// the others, so only the end of a round ends it: if every third request hangs, page 1 may be unread for two of them.
func (s *discovery) failingSince(now time.Time) time.Time {
	switch e := &s.entry; {
	case !s.bad.IsZero():
	case !e.Bad.IsZero():
		s.bad = e.Bad
	case e.Running && now.Sub(e.Asked) > listHangs:
		s.bad = e.Asked
	}
	return s.bad
}

// signature tells pages apart by their visitors.
func (s *discovery) signature(rows []acquire.Profile) uint64 {
	var h maphash.Hash
	h.SetSeed(s.seed)
	for i := range rows {
		maphash.WriteComparable(&h, rows[i].ID)
	}
	return h.Sum64()
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
