package poller

import (
	"time"

	"floorwatch/model"
	"floorwatch/poller/evidence"
	"floorwatch/poller/throttle"
)

const maxDuration = time.Duration(1<<63 - 1)

// coverageEvery is the minimum time between two coverages sent, except if more is missing, or nothing that hides a wait any more.
const coverageEvery = 2 * time.Second

// A coverage tracks what is known of the floor and what is not, and adds it to outgoing
// Events: a deterioration to the Event that found it, the rest every two seconds.
type coverage struct {
	*base
	stats      *stats
	threads    *threads
	visitors   *visitors
	discovery  *discovery
	observed   evidence.Observed
	doubts     *evidence.Doubts
	stamps     *timestamps
	throughput *throughput

	fingerprint uint64       // of the last counted debts
	spare       []model.Debt // memory for the debts of the next pass
	passes      int          // number of surveys
	kept        int          // the last pass; 0: the next ones must not rely on its debts
	unreadable  owing        // visitors whose rows of the list are unreadable
	caughtUp    bool         // all of the last hour was read once: its current debts are new
	recount     bool         // more may be missing than counted last
	listOwed    listOwes
	counted     time.Time
	counts      int        // number of recounts
	owed        debtCount  // debts: those of the last count and what answers have changed since
	told        debtCount  // … and those of the last one sent
	changed     []*visitor // whose debts the answer that is being applied may change
	failing     time.Time  // since when the profile list fails, by the server's clock

	sent      model.Coverage
	sentMark  uint64
	sentAt    time.Time
	sentStamp time.Time // time of the last one sent
	over      bool      // one reported that no unread visitor may be waiting: the first read is over
}

// news returns the coverage to send with an Event of time at, or nil.
func (c *coverage) news(at, now time.Time) *model.Coverage {
	if !c.recount && now.Sub(c.counted) < reportEvery {
		return nil
	}
	c.recount, c.counted = false, now
	c.counts++
	if !at.After(c.sentStamp) { // the newest time wins, which must be this one
		at = c.sentStamp.Add(1)
	}
	is := c.at(at, now)
	c.owed = debtCount{all: is.Debts.Count(), live: is.Debts.CountNewerThan(true, maxDuration)}
	over := c.over || !is.List.Unfinished && c.owed.live == 0
	if first := c.sentAt.IsZero(); !first && over == c.over {
		settled := c.told.live > 0 && c.owed.live == 0
		if is.SameAs(&c.sent) || !settled && !is.WorseThan(&c.sent) && now.Sub(c.sentAt) < coverageEvery {
			return nil
		}
	}
	c.over, c.told = over, c.owed
	c.sent, c.sentMark, c.sentAt, c.sentStamp = is, c.fingerprint, now, at
	return &is
}

// at returns the coverage at now, with its parts dated at.
func (c *coverage) at(at, now time.Time) model.Coverage {
	s := c.survey(now)
	is := model.Coverage{
		Observed:  c.observed.At(at),
		List:      c.list(now),
		Discovery: c.watching(s),
		Debts:     c.sum(at, s),
		Anomalies: c.doubts.At(s.silent, now),
		Freshness: c.throughput.freshness(s.late, len(c.threads.byKey), now),
	}
	if is.Debts.TimeLeft > 0 {
		c.throughput.addLimits(&is.Freshness)
	}
	is.Observed.At, is.List.At, is.Discovery.At, is.Anomalies.At, is.Freshness.At = at, at, at, at, at
	return is
}

// sum returns all debts; the last ones sent if nothing has changed, so that growing ages
// alone are not sent again.
func (c *coverage) sum(at time.Time, s *survey) model.Debts {
	c.fingerprint = fingerprint(s.debts)
	if was := c.sent.Debts; !c.sentAt.IsZero() && c.fingerprint == c.sentMark && was.Read == s.read && was.Total == s.of {
		return was
	}
	sum := model.SumDebts(at, s.debts)
	sum.Since = s.owesSince
	sum.Read, sum.Total, sum.TimeLeft = s.read, s.of, c.throughput.timeFor(len(s.debts))
	return sum
}

// list returns how well the profile list is read.
func (c *coverage) list(now time.Time) model.ListHealth {
	d := c.discovery
	if !c.cfg.Discover {
		return model.ListHealth{Off: true}
	}
	bad := d.failingSince(now)
	if bad.IsZero() && c.over { // in the first read its rounds take long, and waits are not exact anyway
		bad = d.oldSince(now)
	}
	if bad.IsZero() {
		c.failing = time.Time{}
	} else if c.failing.IsZero() {
		c.failing = c.out.server(bad)
	}
	h := model.ListHealth{Unfinished: !d.whole, FailingSince: c.failing, LastGood: d.good}
	if since := d.missingSince(now); !since.IsZero() {
		h.MissingSince, h.AcceptedMissing = c.out.server(since), c.cfg.AcceptLacks
	}
	if h.Missing = d.missingVisitors(); !d.whole {
		h.Read, h.Pages = len(d.passed), max(d.pages, len(d.passed))
	}
	return h
}

// watching returns how a new chat of a known visitor is found. If timestamps show every
// message, nothing is overlooked once their page of the list is read; if they show only new chats, messages in known ones may be.
func (c *coverage) watching(s *survey) model.Discovery {
	w := model.Discovery{Timestamps: c.stamps.kind(), NewestFirst: c.discovery.newestFirst, AcceptedPass: c.cfg.AcceptTurn}
	oldest := s.answer
	switch {
	case w.Timestamps == model.TimestampsByMessage && s.stopped == 0: // as soon as the page with the visitor is read
		oldest = s.oldestPage
	case w.Timestamps != model.TimestampsByChat:
		w.Unwatched, oldest = s.unwatched, model.EarlierTime(oldest, s.oldestList)
	}
	w.FullPass = (s.now.Sub(oldest) + turnGrain - 1).Truncate(turnGrain)
	return w
}

// turnGrain is the precision of the duration of a full pass.
const turnGrain = 10 * time.Second

// newCoverage returns the coverage of p's floor.
func newCoverage(p *Poller) *coverage {
	c := &coverage{
		base: p.base, stats: p.stats, threads: p.threads, visitors: p.visitors, discovery: p.discovery,
		doubts: &evidence.Doubts{}, stamps: &timestamps{discover: p.cfg.Discover},
		throughput: &throughput{base: p.base, limit: p.limit},
	}
	p.threads.coverage, p.threads.doubts, p.threads.stamps, p.discovery.doubts = c, c.doubts, c.stamps, c.doubts
	return c
}

// observe records, once per turn of the loop, whether requests are being sent.
func (c *coverage) observe(b *throttle.CircuitBreaker, now time.Time) {
	c.stamps.listed = c.discovery.whole
	c.observed.Begin(c.out.server(c.began), !c.stats.lastGood.IsZero())
	var since time.Time
	if b.Open {
		since = b.From
	}
	open := c.observed.Open
	c.observed.NoteStop(since, now, c.out.server)
	c.recount = c.recount || c.observed.Open != open
}
