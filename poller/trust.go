package poller

import (
	"time"

	"floorwatch/poller/schedule"
)

// Where every word moves a stamp of the profile list (stamps), the list's page 1 tells
// what to ask, and polls of threads in which nobody waits only check that.
const (
	checkActive, checkQuiet, checkIdle = 3, 10, 10 // by how much checks are further apart than polls

	resumedFor = 15 * time.Second // after an outage all who wait are asked themselves, whatever the list tells

	idleGrowth = 10 // an idle thread is asked again after this part of the time since its last word …
	idleMost   = 15 // … and at most so many times its interval …
	idleBlind  = 4  // … or so many, where nothing else tells of a word
)

// trust decides how far the profile list's stamps replace polls of the threads.
type trust struct {
	stamps    *timestamps
	discovery *discovery // while it fails the stamps say nothing
}

// trusted reports whether every word moves a stamp that is read every few seconds.
func (t *trust) trusted() bool { return t.stamps.byWords() && t.discovery.entry.Fails == 0 }

// mayBeTrusted reports whether the stamps may still turn out to be trusted: a changed row is then worth a request, from which they are judged.
func (t *trust) mayBeTrusted() bool {
	return t.stamps.discover && t.stamps.silent == 0 && t.discovery.entry.Fails == 0
}

// knownUntil is as of when the words of a thread are known, by our clock: its own last answer; or,
// where every word moves a stamp, the list's last round, if the visitor's row has not changed
// since that answer was asked for. Where the list begins with the newest stamp, page 1 shows that of all.
// What was seen, closings and owners are as of their own answers always.
func (t *trust) knownUntil(of *target, v *visitor) time.Time {
	at := later(of.lastGood, of.waits)
	if v == nil || v.silent > 0 || !t.stamps.byWords() || v.listed.IsZero() || !v.moved.Before(of.asked) || of.waits.After(of.lastGood) {
		return at
	}
	at = later(at, v.listed)
	if t.discovery.newestFirst {
		at = later(at, t.discovery.top)
	}
	return at
}

// setIntervals sets how often threads in which nobody waits are asked: seldom where stamps tell of every
// word. What the user set is not stretched.
func (p *Poller) setIntervals() {
	held := p.trust.trusted()
	p.sched.ListShowsWords, p.sched.Pages = held, p.discovery.share()
	p.sched.MayWait = -p.out.server(p.stats.turn).Add(-quietFor).Unix() // who waits has spoken since, and the newest have the lowest ranks
	p.sched.ListIsQuick = held && (p.discovery.newestFirst || p.discovery.pages <= fewestPages) && p.stats.turn.Sub(p.resumed) > resumedFor
	for _, k := range []struct {
		class schedule.Priority
		key   string
		every time.Duration
		times time.Duration
	}{
		{schedule.PriorityActive, "active", p.cfg.Active, checkActive},
		{schedule.PriorityQuiet, "quiet", p.cfg.Quiet, checkQuiet},
		{schedule.PriorityIdle, "idle", p.cfg.Idle, checkIdle},
	} {
		if held && !p.fixed[k.key] {
			k.every *= k.times
		}
		p.sched.SetInterval(k.class, k.every)
	}
	p.sched.SetInterval(schedule.PriorityWaitingLists, p.sched.WaitingListsEvery())
}

// idleEvery is how long until an idle thread is asked again: the longer nobody
// has spoken, the seldomer somebody begins again. Where stamps do not tell of that
// the interval is kept as far as the budget allows.
func (s *threads) idleEvery(t *target, now time.Time) time.Duration {
	d, most := s.sched.Interval(schedule.PriorityIdle), float64(idleMost)
	switch v := s.visitors.visitor(t.key.Visitor); {
	case v.fruitless > fruitlessFew, v.silent > 0: // nothing tells a word of theirs from the other changes
		return s.cfg.Idle
	case s.fixed["idle"]:
		return d
	case !s.trust.trusted():
		most = min(max(1, s.sched.Stretch()), idleBlind)
	}
	age := s.out.server(now).Sub(later(t.lastRow, t.changed)) / idleGrowth
	return min(max(d, age), time.Duration(most*float64(d)))
}
