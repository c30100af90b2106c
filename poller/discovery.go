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

// The profile list is read in rounds. Its order is not documented and it may contain every visitor that ever chatted,
// so a round reads the pages that changed recently, the first and the last one (new visitors are on one of them), and
// some of the others, continuing where the last round ended. share says how much of the budget it takes. If the list is
// sorted by timestamps that change with every message, newest first, page 1 alone shows all changes. Under overload
// pages are read less often, but rounds begin in time, since new visitors who wait are found only this way.
const (
	hotFor        = 10 * time.Minute
	fewestPages   = 4  // pages of a round, for any budget
	leastLimit    = 10 // rows of a page if Acquire ignores our limit: the documented default
	mostPages     = 100_000
	listenedEvery = 30 * time.Second // interval of the thread list of a changed visitor who is polled often anyway
	quickEvery    = 4 * time.Second  // interval of rounds
	trustedEvery  = 2 * time.Second  // … if every message changes a timestamp
	coldShare     = 0.1              // of the budget, for unchanged pages: otherwise hot pages would use all of it
	coldEvery     = 10 * time.Second // interval of an unchanged page if page 1 shows every change
	fruitlessMost = 5 * time.Minute  // longest delay of the thread list of a visitor whose changes never lead to messages
)

// A discovery is the reading of the profile list.
type discovery struct {
	*base
	visitors  *visitors
	perSecond float64 // the budget of all requests together
	doubts    *evidence.Doubts

	entry          schedule.Entry
	todo           []int                      // pages left of this round
	pages          int                        // total number of pages
	full           int                        // rows of a full page if the list has no total
	firstRows      int                        // rows of page 1 in this round
	single         time.Time                  // when page 2 was last found empty
	seed           maphash.Seed               // for the hashes of stamps and signatures
	stamps         map[model.VisitorID]uint64 // hashes of the change stamps; 16 bytes for each visitor of the account
	hot            map[int]time.Time          // when something last changed on a page
	read           map[int]time.Time          // send time of the last request for each page that was answered
	cold           int                        // where the next round continues
	first          uint64                     // signature of page 1 in this round
	began          time.Time                  // of this round
	allRead        bool                       // every page has been read once
	whole          bool                       // … and page 1 again after that, without a new page
	passed         map[int]bool               // pages that have been read; nil once the list is whole
	end            int                        // the page at which the first round ended
	unreadableRows map[int]int                // unreadable rows by page
	blank          map[int]int                // consecutive empty answers by page
	newestFirst    bool                       // the newest stamp comes first
	good           time.Time                  // end of the last good round, by the server's clock
	bad            time.Time                  // when the first request that failed or hangs since then was sent; zero: none
	coldRead       time.Time                  // when an unchanged page was last read
	top            time.Time                  // when page 1 was last read, by our clock …
	told           time.Time                  // … and as of when the list has shown all changes: send time of the request
	total          int                        // number of visitors that the list counts
	lacked         int                        // passes that found fewer visitors than the list counts
	lacking        time.Time                  // since when visitors are missing …
	proved         bool                       // … and the first read could not find them
	old            []acquire.Profile          // the visitors left out who changed last, at most oldProbes
	probed         bool                       // … and they have been requested all the same
	hasDuplicates  bool                       // a page names a visitor twice, so rows and visitors differ in number
}

func newDiscovery(b *base, visitors *visitors, perSecond float64) *discovery {
	return &discovery{base: b, visitors: visitors, perSecond: perSecond, full: leastLimit, seed: maphash.MakeSeed(), stamps: map[model.VisitorID]uint64{}, hot: map[int]time.Time{}, read: map[int]time.Time{}, passed: map[int]bool{}, unreadableRows: map[int]int{}, blank: map[int]int{}}
}

func (s *discovery) ask(now time.Time) schedule.Call {
	switch {
	case len(s.todo) == 0:
		s.planRound(now)
	case s.entry.Fails > 0 && s.todo[0] > 1: // a failing page must not keep new visitors from being found
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
			if ans.Rows > 0 && len(ans.List) == 0 {
				return unreadable(ans.Rows)
			}
			s.entry.Fails = 0 // changes in this answer are followed as usual
			s.gotProfiles(page, ans, now)
			return nil
		}, nil
	}
}

// planRound decides which pages the next round reads.
func (s *discovery) planRound(now time.Time) {
	s.began, s.todo = now, []int{1}
	if !s.allRead {
		return // gotProfiles adds the other pages once their number is known
	}
	if !s.whole {
		s.confirm()
		return
	}
	if s.newestFirst && s.trust.trusted() && len(s.unreadableRows) == 0 { // changes are on page 1; the other pages are only read to verify that
		if now.Sub(s.coldRead) >= coldEvery {
			s.coldRead = now
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

// share returns the part of the budget for pages: more if every message changes a timestamp but the list is not sorted
// by them, since messages are then found by reading all pages in turn.
func (s *discovery) share() float64 {
	if s.turns() && s.trust.trusted() {
		return schedule.TurnShare
	}
	return schedule.ProfileShare
}

// turns reports whether changes are found only by reading many pages in turn.
func (s *discovery) turns() bool { return s.whole && !s.newestFirst && s.pages > fewestPages }

// addPage adds a page to the round unless it is in it.
func (s *discovery) addPage(page int) {
	if page <= s.pages && !slices.Contains(s.todo, page) {
		s.todo = append(s.todo, page)
	}
}

// hotPages returns the pages that changed recently, the one read longest ago first.
func (s *discovery) hotPages(now time.Time) []int {
	maps.DeleteFunc(s.hot, func(_ int, at time.Time) bool { return now.Sub(at) > hotFor })
	return slices.SortedFunc(maps.Keys(s.hot), func(a, b int) int {
		return cmp.Or(s.read[a].Compare(s.read[b]), a-b)
	})
}

// addCold adds the next n unchanged pages to the round.
func (s *discovery) addCold(n int) {
	for range min(n, s.pages) {
		s.cold = s.cold%s.pages + 1
		s.addPage(s.cold)
	}
}

// gotProfiles applies one page of the profile list.
func (s *discovery) gotProfiles(page int, ans acquire.Profiles, now time.Time) {
	s.todo, s.read[page] = s.todo[1:], s.out.asked
	again := s.whole || s.passed[page]
	if believed := s.notePage(page, &ans, now); !believed && page == 1 {
		s.todo = slices.Insert(s.todo, 0, 1)
		s.sched.Add(&s.entry, schedule.PriorityProfiles, now)
		return
	}
	s.count(&ans)
	sign := s.signature(ans.List)
	switch {
	case page == 1:
		s.first, s.firstRows, s.top = sign, ans.Rows, now
		s.countPages(ans, again)
	case ans.Rows == 0 || sign == s.first:
		s.pages, s.todo, s.end = max(1, page-1), nil, page // past the end, or the server has no pages
		if page == 2 {
			s.full, s.single = max(s.full, s.firstRows+1), now // page 1 was not full, or just full
		}
	case page > s.pages: // beyond the end found by the first round
		s.pages = page
	}
	if page == 2 && s.pages > 1 {
		s.full = s.firstRows
	}
	if page == s.pages && s.mayBeFull(ans.Rows, now) && ans.Total <= ans.Rows && page < mostPages {
		s.pages++ // no total: continue until a page is short
		s.todo = append(s.todo, s.pages)
	}
	changed := s.gotRows(page, ans.List, again, now)
	if changed > 0 && s.allRead {
		s.hot[page] = now
	}
	switch {
	case !s.newestFirst:
	case s.allRead && changed > 0 && changed == ans.Rows:
		s.addPage(page + 1) // more may have changed
	case page == 1 && s.trust.trusted():
		s.told = model.LaterTime(s.told, s.out.asked)
	}
	// Pages that are still to come in the first pass may hold somebody who waits.
	s.sched.Listing = !s.allRead && (!s.newestFirst || len(ans.List) > 0 && s.isHot(ans.List[len(ans.List)-1].Changed, now))
	s.nextPage(now)
}

// mayBeFull reports whether a page of so many rows may be followed by another. Page 1 that was the only one may have been
// just full, and then the next visitor is on page 2: it is looked for at the interval of unchanged pages.
func (s *discovery) mayBeFull(rows int, now time.Time) bool {
	return rows >= min(s.full, acquire.PageSize) || rows == s.full-1 && now.Sub(s.single) >= coldEvery
}

// gotRows applies rows of a page of the list and returns how many have changed.
func (s *discovery) gotRows(page int, rows []acquire.Profile, again bool, now time.Time) int {
	var changed []model.VisitorInfo
	for i := range rows {
		moved := s.gotProfile(&rows[i], again, now)
		s.visitors.applyRow(&rows[i], page, moved, now)
		if moved {
			changed = append(changed, rows[i].VisitorInfo)
		}
	}
	if len(changed) > 0 {
		s.out.send(model.Event{Visitors: changed}, now)
	}
	return len(changed)
}

// countPages derives the number of pages from page 1, and what the first round still has to read.
func (s *discovery) countPages(ans acquire.Profiles, again bool) {
	before := s.pages
	s.pages = 1
	if ans.Rows > 0 {
		s.pages = min(mostPages, max(1, (ans.Total+ans.Rows-1)/ans.Rows))
	}
	if s.allRead || again {
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
		if !s.allRead && s.newestFirst && s.todo[0] != 1 && now.Sub(s.top) >= quickEvery { // new and changed visitors since the pass began
			s.todo = slices.Insert(s.todo, 0, 1)
		}
		s.sched.Add(&s.entry, schedule.PriorityProfiles, now)
		return
	}
	s.good, s.bad, s.told = s.out.server(now), time.Time{}, model.LaterTime(s.told, s.began)
	if s.passOver() {
		s.sched.Add(&s.entry, schedule.PriorityProfiles, now)
		return
	}
	s.readOld(now)
	s.sched.Add(&s.entry, schedule.PriorityProfiles, model.LaterTime(now, s.began.Add(throttle.SpreadBy(s.rng, s.roundEvery()))))
}

// gotProfile applies a row and reports whether the visitor is new or changed and recent
// enough to matter; their threads are then read. again says that the page was read before.
func (s *discovery) gotProfile(row *acquire.Profile, again bool, now time.Time) bool {
	if row.ID <= 0 {
		return false // no id to request
	}
	stamp := maphash.String(s.seed, row.Updated)
	old, known := s.stamps[row.ID]
	if known && old == stamp {
		return false
	}
	s.stamps[row.ID] = stamp
	// An observed change counts whatever its time, which may be off by a time zone.
	first := !again && !known
	if first && !row.Changed.IsZero() && row.Changed.Before(s.cutoff(now)) {
		s.noteOld(row)
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

// roundEvery returns the interval of rounds.
func (s *discovery) roundEvery() time.Duration {
	if s.trust.trusted() {
		return min(trustedEvery, s.cfg.DiscoverEvery)
	}
	return min(quickEvery, s.cfg.DiscoverEvery)
}

// How long the list may leave a request without an answer, and how old what it has shown may be, before it counts as
// failing: meanwhile new visitors remain unknown. An answer shows what was so when it was requested, however late it comes.
const (
	listHangs = 5 * time.Second
	listOld   = 10 * time.Second
)

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

// oldSince returns as of when the list is known, by our clock, if that is too long ago; else zero.
func (s *discovery) oldSince(now time.Time) time.Time {
	if s.whole && now.Sub(s.told) > listOld {
		return s.told
	}
	return time.Time{}
}

// signature returns a hash of a page's visitors.
func (s *discovery) signature(rows []acquire.Profile) uint64 {
	var h maphash.Hash
	h.SetSeed(s.seed)
	for i := range rows {
		maphash.WriteComparable(&h, rows[i].ID)
	}
	return h.Sum64()
}
