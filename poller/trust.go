package poller

import (
	"time"

	"floorwatch/model"
	"floorwatch/poller/schedule"
)

// If every message moves a stamp of the profile list (see timestamps), page 1 of the list shows
// which threads to request, and polls of threads that do not wait only check that.
const (
	checkActive, checkQuiet, checkIdle = 3, 10, 10 // intervals of checks, as multiples of those of polls

	resumedFor = 15 * time.Second // after an outage every waiting thread is requested, whatever the list shows

	idleGrowth = 10 // an idle thread is requested again after this fraction of the time since its last message …
	idleMost   = 15 // … but no later than this multiple of its interval …
	idleBlind  = 4  // … or this one, if only polls find messages
)

// trust decides how far the stamps of the profile list replace polls of threads.
type trust struct {
	stamps    *timestamps
	discovery *discovery // while it fails, stamps prove nothing
}

// trusted reports whether every message moves a stamp that is read every few seconds.
func (t *trust) trusted() bool { return t.stamps.byMessage() && t.discovery.entry.Fails == 0 }

// mayBeTrusted reports whether stamps may still prove to move with every message. A changed row is worth a request then,
// whose answer is evidence.
func (t *trust) mayBeTrusted() bool {
	return t.stamps.discover && t.stamps.silent == 0 && t.discovery.entry.Fails == 0
}

// knownUntil returns up to when the messages of a thread are known, by our clock. That is the
// time of its last answer; if every message moves a stamp, it is that of the list's last round,
// unless the visitor's row has changed since the thread was requested. If the list is sorted by
// stamp, newest first, page 1 shows this for all rows. Seen values, closings and owners are only
// known up to their own answers.
func (t *trust) knownUntil(of *target, v *visitor) time.Time {
	at := model.LaterTime(of.lastGood, of.urgentSince)
	if v == nil || v.silent > 0 || !t.stamps.byMessage() || v.rowRead.IsZero() || !v.rowChanged.Before(of.asked) || of.urgentSince.After(of.lastGood) {
		return at
	}
	return model.LaterTime(at, t.shownUntil(v))
}

// shownUntil returns up to when the profile list has shown a visitor's changes, by our clock. If it is sorted by stamp,
// newest first, page 1 shows those of all rows.
func (t *trust) shownUntil(v *visitor) time.Time {
	if t.discovery.newestFirst && t.stamps.byMessage() {
		return model.LaterTime(v.rowRead, t.discovery.told)
	}
	return v.rowRead
}

// setIntervals sets how often threads that do not wait are requested: seldom if stamps show every
// message. Intervals that the user has set are kept.
func (p *Poller) setIntervals() {
	held := p.trust.trusted()
	p.sched.ListShowsMessages, p.sched.Pages = held, p.discovery.share()
	p.sched.MayWait = -p.out.server(p.stats.turn).Add(-quietFor).Unix() // waiting visitors have written since, and the newest have the lowest ranks
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

// idleEvery returns the interval of an idle thread. It grows with the time since the last
// message, because the longer a thread is silent, the less likely the next message is. If stamps
// do not show messages, the interval is kept as far as the budget allows.
func (s *threads) idleEvery(t *target, now time.Time) time.Duration {
	d, most := s.sched.Interval(schedule.PriorityIdle), float64(idleMost)
	switch v := s.visitors.visitor(t.key.Visitor); {
	case v.fruitless > fruitlessFew, v.silent > 0: // only polls find their messages
		return s.cfg.Idle
	case s.fixed["idle"]:
		return d
	case !s.trust.trusted():
		most = min(max(1, s.sched.Stretch()), idleBlind)
	}
	age := s.out.server(now).Sub(model.LaterTime(t.lastRow, t.changed)) / idleGrowth
	return min(max(d, age), time.Duration(most*float64(d)))
}
