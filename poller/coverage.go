package poller

import (
	"time"

	"floorwatch/model"
	"floorwatch/poller/evidence"
	"floorwatch/poller/throttle"
)

const maxDuration = time.Duration(1<<63 - 1)

// coverageEvery is the least time between two coverages that go out, but for one that says that more is missing.
const coverageEvery = 2 * time.Second

// A coverage keeps what is known of the floor and what is not, and says so in
// the Events that leave: what became worse with the Event that found it, the rest
// once in two seconds.
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

	fingerprint uint64       // of the debts as counted last
	spare       []model.Debt // room for those of the next pass
	passes      int          // surveys made
	kept        int          // the last pass, or 0: those to come do not go by what it found owed
	unreadable  owing        // visitors of whom the list says nothing that can be read
	caughtUp    bool         // all of the last hour was read once: what is owed of it now has come since
	recount     bool         // more may be missing than was counted last
	listOwed    listOwes
	counted     time.Time
	counts      int       // how often that was
	live        int       // what may hide somebody who waits, as counted last, less what was paid since
	failing     time.Time // since when the list of visitors fails, by the server's clock

	sent     model.Coverage
	sentMark uint64
	sentAt   time.Time
	told     time.Time // its stamp
	over     bool      // one has said that nothing is left in which somebody may wait: the first read is over
}

// news returns what goes out with an Event that is stamped at, or nil.
func (c *coverage) news(at, now time.Time) *model.Coverage {
	if !c.recount && now.Sub(c.counted) < reportEvery {
		return nil
	}
	c.recount, c.counted = false, now
	c.counts++
	if !at.After(c.told) { // the newest stamp wins, and that has to be this one
		at = c.told.Add(1)
	}
	is := c.at(at, now)
	c.live = is.Debts.CountNewerThan(true, maxDuration)
	over := c.over || !is.List.Unfinished && c.live == 0
	if first := c.sentAt.IsZero(); !first && over == c.over {
		if is.SameAs(&c.sent) || !is.WorseThan(&c.sent) && now.Sub(c.sentAt) < coverageEvery {
			return nil
		}
	}
	c.over = over
	c.sent, c.sentMark, c.sentAt, c.told = is, c.fingerprint, now, at
	return &is
}

// at returns the coverage at now, its parts stamped at.
func (c *coverage) at(at, now time.Time) model.Coverage {
	s := c.survey(now)
	is := model.Coverage{
		Observed:  c.observed.At(at),
		List:      c.list(now),
		Discovery: c.watching(s),
		Debts:     c.sum(at, s),
		Anomalies: c.doubts.At(s.silent, now),
		Freshness: c.throughput.freshness(s.late, len(c.threads.byKey)),
	}
	if is.Debts.TimeLeft > 0 {
		c.throughput.addLimits(&is.Freshness)
	}
	is.Observed.At, is.List.At, is.Discovery.At, is.Anomalies.At, is.Freshness.At = at, at, at, at, at
	return is
}

// sum returns all debts; what was sent last where nothing has changed, so that
// ages that only grow are not sent again.
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

// list returns how the list of visitors is read.
func (c *coverage) list(now time.Time) model.ListHealth {
	d := c.discovery
	if !c.cfg.Discover {
		return model.ListHealth{Off: true}
	}
	bad := d.failingSince(now)
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

// watching returns how a new chat of a known visitor is found. Where stamps tell of
// every word none is overlooked; where they tell of chats only, words in known ones may be.
func (c *coverage) watching(s *survey) model.Discovery {
	w := model.Discovery{Timestamps: c.stamps.kind(), NewestFirst: c.discovery.newestFirst, AcceptedPass: c.cfg.AcceptTurn}
	if w.Timestamps == model.TimestampsByMessage && s.stopped == 0 {
		return w
	}
	oldest := s.answer
	if w.Timestamps != model.TimestampsByChat {
		w.Unwatched, oldest = s.unwatched, earlier(oldest, s.oldestList)
	}
	w.FullPass = (s.now.Sub(oldest) + turnGrain - 1).Truncate(turnGrain)
	return w
}

// turnGrain is how exactly the length of a turn is told.
const turnGrain = 10 * time.Second

// newCoverage returns the coverage of what p reads.
func newCoverage(p *Poller) *coverage {
	c := &coverage{
		base: p.base, stats: p.stats, threads: p.threads, visitors: p.visitors, discovery: p.discovery,
		doubts: &evidence.Doubts{}, stamps: &timestamps{discover: p.cfg.Discover},
		throughput: &throughput{base: p.base, limit: p.limit, flights: p.flights},
	}
	p.threads.doubts, p.threads.stamps, p.discovery.doubts = c.doubts, c.stamps, c.doubts
	return c
}

// observe notes, once per turn of the loop, whether requests are sent at all.
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
