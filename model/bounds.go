package model

import (
	"slices"
	"time"
)

// How far figures can be trusted, given what has been read. Each rule is a function of a Coverage and a moment only;
// no face decides for itself.

const (
	overAfter           = 30 * time.Minute // a chat is over this long after its last message, so a message can affect a figure for as long
	staleAfter          = time.Minute      // what has been failing for this long is unknown; a single retry must not flicker
	listGrace           = 15 * time.Second // … for the list of visitors
	oldReadAfter        = time.Minute      // a waiting thread whose messages are older says nothing about now
	recentSpan          = 30 * time.Minute // an agent is judged by the messages of this span, and READING is about it
	minLateAfter        = 10 * time.Second // no read is late before
	defaultAcceptedPass = 2 * time.Minute  // poll.accept_turn where the stream does not send it
	freshFor            = 5 * time.Second  // what was discovered more recently is usually just about to be read
)

// SightKnownFor is for how long an answer tells what has been seen.
const SightKnownFor = oldReadAfter

// An exactnessRule says what must be known for a figure to be exact, and what it becomes otherwise.
type exactnessRule uint8

const (
	ruleWaits     exactnessRule = iota // chats that are open now
	ruleSeen                           // … and what has been seen of them
	ruleOwned                          // … and who owns them
	ruleSeenFor                        // how long a known message has been seen
	ruleReplies                        // medians and shares of turns: each unread one can move them either way
	ruleCounts                         // turns, transfers
	ruleMessages                       // messages
	ruleEnds                           // chats that ended in some way; depends on when they did
	ruleOvertakes                      // depends on which chats were open at the time
	ruleLoad                           // concurrent chats over a span of time
	ruleActivity                       // that an agent wrote something
	ruleSilence                        // that an agent wrote nothing
	ruleKnownWait                      // a known wait
)

// bound returns how a figure with rule r relates to the truth at now, if its window begins at from. unsure: some
// chats or turns may or may not count, because their end was not observed.
func (c *Coverage) bound(r exactnessRule, now, from time.Time, unsure bool) Bound {
	switch {
	case c.Anomalies.Zone && (r != ruleMessages || from.Before(now)), c.Anomalies.Seen && (r == ruleSeen || r == ruleSeenFor):
		return BoundUnknown
	case c.Unobserved(now) && (r == ruleSeen || r == ruleSeenFor || r == ruleOwned || r == ruleSilence):
		return BoundUnknown
	}
	switch r {
	case ruleWaits, ruleSeen, ruleOwned:
		if b := c.waitBound(now); b != BoundExact || !unsure {
			return b
		}
		return BoundBetween
	case ruleSeenFor, ruleKnownWait:
		return BoundExact
	case ruleActivity, ruleSilence:
		after := now.Add(-recentSpan)
		after = EarlierTime(after, from)
		switch known := !c.mayLackSince(now, after); {
		case known:
			return BoundExact
		case r == ruleActivity:
			return BoundLeast
		}
		return BoundUnknown
	}
	return c.boundOfWindow(r, now, from, unsure)
}

// boundOfWindow is bound for the figures of a span of time.
func (c *Coverage) boundOfWindow(r exactnessRule, now, from time.Time, unsure bool) Bound {
	blind := c.Anomalies.Closed || c.Observed.unobservedIn(from, now)
	lacks := c.mayLackSince(now, from.Add(-overAfter))
	stale := c.Debts.stale(now)
	switch r {
	case ruleReplies:
		switch {
		case lacks:
			return BoundAbout
		case unsure:
			return BoundBetween
		}
	case ruleLoad:
		switch {
		case blind || stale || unsure:
			return BoundAbout
		case lacks:
			return BoundLeast
		}
	case ruleEnds:
		switch {
		case lacks && (unsure || stale):
			return BoundAbout
		case unsure:
			return BoundBetween
		case lacks:
			return BoundLeast
		}
	default:
		if lacks || r == ruleOvertakes && (blind || unsure) {
			return BoundLeast
		}
	}
	return BoundExact
}

// waitBound returns how the figures of open chats relate to the truth at now.
func (c *Coverage) waitBound(now time.Time) Bound {
	accepted := c.Discovery.AcceptedPass
	if accepted <= 0 {
		accepted = defaultAcceptedPass
	}
	switch {
	case c.Anomalies.Zone:
		return BoundUnknown
	case c.Debts.stale(now): // waits may have ended and others begun
		return BoundAbout
	case c.Debts.anyLiveSince(now.Add(-overAfter)), c.listIncomplete(now), c.precedesMessages(now, now.Add(-overAfter)):
		return BoundLeast
	case c.Discovery.FullPass > accepted: // a returning visitor's new chat may not have been found yet
		return BoundLeast
	}
	return BoundExact
}

// mayLackSince reports whether messages sent after a moment may be missing at now.
func (c *Coverage) mayLackSince(now, after time.Time) bool {
	return c.listIncomplete(now) || c.Debts.stale(now) || c.Debts.anySince(after) || c.precedesMessages(now, after)
}

// precedesMessages reports whether a moment lies before the oldest held message, for an unobserved now: what was
// sent until then was not read, or has been dropped.
func (c *Coverage) precedesMessages(now, after time.Time) bool {
	return after.Before(c.Oldest) && c.Unobserved(now)
}

// listRead reports whether the list of visitors has been read to its end, or is not used.
func (c *Coverage) listRead() bool { return c.List.Off || !c.List.Unfinished }

// listIncomplete reports whether visitors may be missing at now because of the list.
func (c *Coverage) listIncomplete(now time.Time) bool {
	return !c.listRead() || c.listFails(now) || c.listOmitsVisitors(now)
}

// listOmitsVisitors reports whether the list keeps counting more visitors than it names. Any of those may be
// waiting.
func (c *Coverage) listOmitsVisitors(now time.Time) bool {
	l := &c.List
	return !l.Off && l.Missing > l.AcceptedMissing && !l.MissingSince.IsZero() && !now.Before(l.MissingSince)
}

// listFails reports whether the list has been failing for longer than a retry takes.
func (c *Coverage) listFails(now time.Time) bool {
	return !c.List.Off && !c.List.FailingSince.IsZero() && now.Sub(c.List.FailingSince) > listGrace
}

// Unobserved reports whether nothing was read at now, a moment in the past: it lies before the observation began,
// or in a hole of it. Messages of that moment were read later; what was open, seen or owned then is not known.
func (c *Coverage) Unobserved(now time.Time) bool {
	if c.Observed.Since.After(now) {
		return true
	}
	_, in := c.Observed.holeAt(now)
	return in
}

// presentSlack is how far the present, which the screen asks for in whole seconds, can lie behind the newest
// answer. A moment so close to the end of a hole is the present and not in the hole.
const presentSlack = 2 * time.Second

// holeAt returns the hole that contains a moment.
func (o *Observed) holeAt(now time.Time) (h Hole, in bool) {
	for _, h := range o.Holes {
		to := h.To
		if to.IsZero() {
			to = o.At // it lasts: nothing is known beyond
		}
		if !now.Before(h.From) && now.Before(to.Add(-presentSlack)) {
			return h, true
		}
	}
	return Hole{}, false
}

// SilenceKnown reports whether every recent message of agents is known, so that an agent without one is silent. What has
// only just been discovered is left out, as it is of LIVE: an answer to a visitor who came a moment ago is found as late
// as any other, and on a busy floor the states of all agents were unknown for a second at each newcomer.
func (c *Coverage) SilenceKnown(now time.Time) bool {
	if c.bound(ruleSilence, now, now, false) == BoundExact {
		return true
	}
	if !c.Debts.fresh(now) {
		return false
	}
	settled := *c
	settled.Debts.Groups = slices.DeleteFunc(slices.Clone(c.Debts.Groups), func(g DebtGroup) bool {
		return g.Live && (g.Kind == DebtUnlisted || g.Kind == DebtUnread)
	})
	return settled.bound(ruleSilence, now, now, false) == BoundExact
}

// unobservedIn reports whether any part of (from, to] was not observed.
func (o *Observed) unobservedIn(from, to time.Time) bool {
	if !o.Since.IsZero() && from.Before(o.Since) {
		return true
	}
	for _, h := range o.Holes {
		if h.From.Before(to) && (h.To.IsZero() || h.To.After(from)) {
			return true
		}
	}
	return false
}

// stale reports whether a thread has been failing for so long that its state is unknown.
func (d *Debts) stale(now time.Time) bool {
	return d.has((*DebtGroup).failing, func(at time.Time) bool { return now.Sub(at) >= staleAfter })
}

// staleLive is stale for the threads in which somebody may be waiting.
func (d *Debts) staleLive(now time.Time) bool {
	return d.has(func(g *DebtGroup) bool { return g.Live && g.failing() }, func(at time.Time) bool { return now.Sub(at) >= staleAfter })
}

// anySince reports whether a debt may contain messages sent after a moment. Failing threads are left to stale.
func (d *Debts) anySince(after time.Time) bool {
	return d.has(func(g *DebtGroup) bool { return !g.failing() }, reachesBeyond(after))
}

// anyLiveSince is anySince for the debts in which somebody may be waiting.
func (d *Debts) anyLiveSince(after time.Time) bool {
	return d.has(func(g *DebtGroup) bool { return g.Live && !g.failing() }, reachesBeyond(after))
}

// unreadSince reports whether a thread or list that has never been read may contain the newest chat of a thread,
// with messages sent after a moment.
func (d *Debts) unreadSince(after time.Time) bool {
	return d.has((*DebtGroup).hidesChats, reachesBeyond(after))
}

// unreadSince is Debts.unreadSince for the debts of g with one value of until.
func (g *DebtGroup) unreadSince(until, after time.Time) bool {
	return g.hidesChats() && reachesBeyond(after)(until)
}

// hidesChats reports whether the newest chat of a thread may be among what is unread.
func (g *DebtGroup) hidesChats() bool {
	return g.Live && (g.Kind == DebtUnlisted || g.Kind == DebtUnread)
}

// fresh reports whether everything unread has only just been discovered, such as a visitor who was first listed
// a moment ago. Figures that it can change become bounds at once, but the floor is read as well as it ever is.
func (d *Debts) fresh(now time.Time) bool {
	return !d.Since.IsZero() && now.Sub(d.Since) < freshFor
}

func (g *DebtGroup) failing() bool { return g.Kind == DebtFailing }

// reachesBeyond returns whether a debt up to a moment may contain messages sent after another one.
func reachesBeyond(after time.Time) func(until time.Time) bool {
	return func(until time.Time) bool { return until.IsZero() || until.After(after) }
}

// has reports whether match holds for any debt of some groups; until is the newest moment of its age, of DebtFailing
// the last successful read, and zero if unknown.
func (d *Debts) has(some func(*DebtGroup) bool, match func(until time.Time) bool) bool {
	for i := range d.Groups {
		g := &d.Groups[i]
		if !some(g) {
			continue
		}
		if g.Unknown > 0 && match(noTime) {
			return true
		}
		for j := 0; j+1 < len(g.Ages); j += 2 {
			if g.Ages[j+1] > 0 && match(d.until(g.Ages[j])) {
				return true
			}
		}
	}
	return false
}

// until returns the newest moment of an age in minutes.
func (d *Debts) until(age int) time.Time {
	return d.At.Add(-time.Duration(min(max(0, age), maxDebtAge)) * time.Minute)
}
