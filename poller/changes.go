package poller

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/poller/schedule"
	"floorwatch/poller/throttle"
)

// followChange follows up a visitor that is new or has changed. Where every word moves a
// stamp a word is the likeliest change: then their newest thread is asked first. Else, and where
// that has none, their thread list is queued; once it is there, threads of theirs that are
// polled seldom are asked about. Changes that never bring
// anything (a visitor who turns pages may change with each of them) are followed less and less often.
func (s *visitors) followChange(v *visitor, now time.Time) {
	if v.listEntry.Running {
		v.again = true
		return
	}
	if s.askNewest(v, now) {
		return
	}
	s.countFruitless(v)
	c, due := schedule.PriorityFresh, v.listRead.Add(s.cfg.Waiting)
	if v.fruitless > 0 {
		c, due = schedule.PriorityQuiet, s.fruitlessDue(v)
	}
	if s.polledOften(v, now) {
		c, due = schedule.PriorityQuiet, later(due, v.listRead.Add(listenedEvery))
	}
	s.scheduleListFor(v, c, due)
}

// countFruitless counts changes in a row that brought no word and no chat.
func (s *visitors) countFruitless(v *visitor) {
	if !v.changed && !v.listReadForChange.IsZero() {
		v.fruitless++
		if v.news.After(v.listReadForChange) {
			v.fruitless = 0
		}
	}
	v.changed = true
}

// fruitlessDue returns when the thread list is read after the next change of a visitor whose last changes brought nothing.
func (s *visitors) fruitlessDue(v *visitor) time.Time {
	return v.listReadForChange.Add(min(fruitlessMost, s.cfg.DiscoverEvery<<min(v.fruitless, 8)))
}

// scheduleListFor queues a visitor's thread list, unless that is to be read sooner anyway.
func (s *visitors) scheduleListFor(v *visitor, c schedule.Priority, due time.Time) {
	if v.listEntry.Queued && v.listEntry.Class == schedule.PriorityWaitingLists && !due.Before(v.listEntry.Due) {
		return
	}
	if !v.listEntry.Queued || c < v.listEntry.Class || c == v.listEntry.Class && due.Before(v.listEntry.Due) {
		s.sched.Add(&v.listEntry, c, due)
	}
}

// fruitlessFew changes may bring no word before a visitor counts as restless: a closing or somebody who joins is one, too.
const fruitlessFew = 2

// askNewest asks a changed visitor's newest thread for the word that moved their
// stamp. Where that brings none, noWord queues their thread list.
func (s *visitors) askNewest(v *visitor, now time.Time) bool {
	if len(v.targets) == 0 || !s.trust.trusted() && !s.trust.mayBeTrusted() || v.fruitless > fruitlessFew {
		return false
	}
	t := slices.MaxFunc(v.targets, func(a, b *target) int { return cmp.Compare(a.newestID, b.newestID) })
	if !t.tried || t.live.Fails > throttle.NearTries {
		return false
	}
	t.listedChange = true
	if !t.live.Running && t.live.Class > schedule.PriorityFresh {
		if t.live.Class > schedule.PriorityWaiting {
			t.waits = now // nobody waited in it, so its last reading is not late
		}
		s.sched.Add(&t.live, schedule.PriorityFresh, later(now, t.live.Asked.Add(askedJustNow)))
	}
	return true
}

// noWord says that a visitor's stamp has moved and their newest thread had no new word: a chat began or ended, or somebody joined.
func (s *visitors) noWord(id model.VisitorID, now time.Time) {
	v := s.visitor(id)
	if v.listEntry.Running {
		return
	}
	s.countFruitless(v)
	if v.fruitless > fruitlessFew {
		s.scheduleListFor(v, schedule.PriorityQuiet, s.fruitlessDue(v))
		return
	}
	s.scheduleListFor(v, schedule.PriorityFresh, later(now, v.listRead.Add(s.cfg.Waiting)))
}
