package model

import "time"

// What may be said of the floor, by what is known of it. Each rule is a function
// of a Coverage and a moment alone; no face decides for itself.

const (
	overAfter           = 30 * time.Minute // a chat is over so long after its last word, so a word can move a figure for so long
	staleAfter          = time.Minute      // what has failed for so long is not known any more; one retry must not flicker
	listGrace           = 15 * time.Second // … of the list of visitors
	oldReadAfter        = time.Minute      // words of a waiting thread that are older say nothing of now
	recentSpan          = 30 * time.Minute // an agent is judged by what was said so long ago, and READING is about it
	minLateAfter        = 10 * time.Second // words that are younger are not late
	defaultAcceptedPass = 2 * time.Minute  // poll.accept_turn where the stream does not say
	freshFor            = 5 * time.Second  // what has just come to the floor has been read by then, as a rule
)

// An exactnessRule says what a figure needs to be exact, and what it says of itself else.
type exactnessRule uint8

const (
	ruleWaits     exactnessRule = iota // of the chats that are open now
	ruleSeen                           // … and of what has been seen of them
	ruleOwned                          // … and of whose they are
	ruleSeenFor                        // for how long a message that is known has been seen
	ruleReplies                        // medians and shares of turns: each one that is not read can move them either way
	ruleCounts                         // turns, transfers
	ruleMessages                       // messages
	ruleEnds                           // chats that ended in some way; needs to know when they did
	ruleOvertakes                      // needs to know which chats were open at the time
	ruleLoad                           // chats open at once, over a time
	ruleActivity                       // that an agent said something
	ruleSilence                        // that an agent said nothing
	ruleKnownWait                      // a wait that is known
)

// bound is how a figure of rule r relates to the truth at now, where its window
// begins at from. unsure: it is known of some chats or turns only that they may
// count, since it was not observed when they ended.
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
		if from.Before(after) {
			after = from
		}
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

// boundOfWindow is says for the figures of a span of time.
func (c *Coverage) boundOfWindow(r exactnessRule, now, from time.Time, unsure bool) Bound {
	blind := c.EndsUnobserved(from, now)
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

// waitBound is how the figures of the chats that are open relate to the truth at now.
func (c *Coverage) waitBound(now time.Time) Bound {
	accepted := c.Discovery.AcceptedPass
	if accepted <= 0 {
		accepted = defaultAcceptedPass
	}
	switch {
	case c.Anomalies.Zone:
		return BoundUnknown
	case c.Debts.stale(now): // a wait may have ended, another begun
		return BoundAbout
	case c.Debts.anyLiveSince(now.Add(-overAfter)), c.listIncomplete(now):
		return BoundLeast
	case c.Discovery.FullPass > accepted: // a returning visitor's new chat may not have been found yet
		return BoundLeast
	}
	return BoundExact
}

// mayLackSince reports whether words sent after a moment can be missing at now.
func (c *Coverage) mayLackSince(now, after time.Time) bool {
	return c.listIncomplete(now) || c.Debts.stale(now) || c.Debts.anySince(after)
}

// listRead reports whether the list of visitors has been read to its end, where there is one.
func (c *Coverage) listRead() bool { return c.List.Off || !c.List.Unfinished }

// listIncomplete reports whether visitors may be missing at now because of their list.
func (c *Coverage) listIncomplete(now time.Time) bool {
	return !c.listRead() || c.listFails(now) || c.listOmitsVisitors(now)
}

// listOmitsVisitors reports whether the list goes on counting visitors whom it does not name. Whoever they are may wait.
func (c *Coverage) listOmitsVisitors(now time.Time) bool {
	l := &c.List
	return !l.Off && l.Missing > l.AcceptedMissing && !l.MissingSince.IsZero() && !now.Before(l.MissingSince)
}

// listFails reports whether the list has failed for longer than a retry takes.
func (c *Coverage) listFails(now time.Time) bool {
	return !c.List.Off && !c.List.FailingSince.IsZero() && now.Sub(c.List.FailingSince) > listGrace
}

// Unobserved reports whether now is a moment of the past at which nothing was
// read: before the observation began, or in a hole of it. Words of such a moment
// were read later; what was open, seen or owned then was not observed.
func (c *Coverage) Unobserved(now time.Time) bool {
	if c.Observed.Since.After(now) {
		return true
	}
	_, in := c.Observed.holeAt(now)
	return in
}

// askedBefore is how far the present, as the screen asks for it by whole seconds, can lie before what was heard since
// the last one. A moment so close to the end of a hole is the present, and not one of the past in it.
const presentSlack = 2 * time.Second

// holeAt returns the hole that a moment of the past is in.
func (o *Observed) holeAt(now time.Time) (h Hole, in bool) {
	for _, h := range o.Holes {
		to := h.To
		if to.IsZero() {
			to = o.At // it goes on: what is known of it ends there
		}
		if !now.Before(h.From) && now.Before(to.Add(-presentSlack)) {
			return h, true
		}
	}
	return Hole{}, false
}

// SilenceKnown reports whether all is known that an agent may have said of late,
// so that it can be said of one that they said nothing.
func (c *Coverage) SilenceKnown(now time.Time) bool {
	return c.bound(ruleSilence, now, now, false) == BoundExact
}

// EndsUnobserved reports whether a chat can have ended in (from, to] without its closing
// being observed, so that it is known only between which moments it was over.
func (c *Coverage) EndsUnobserved(from, to time.Time) bool {
	return c.Anomalies.Closed || c.Observed.unobservedIn(from, to)
}

// unobservedIn reports whether something can have ended in (from, to] unobserved.
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

// stale reports whether a thread has failed for so long that it is not known any more.
func (d *Debts) stale(now time.Time) bool {
	return d.has(func(g *DebtGroup, at time.Time) bool { return g.Kind == DebtFailing && now.Sub(at) >= staleAfter })
}

// staleLive is stale for threads in which somebody may wait.
func (d *Debts) staleLive(now time.Time) bool {
	return d.has(func(g *DebtGroup, at time.Time) bool {
		return g.Live && g.Kind == DebtFailing && now.Sub(at) >= staleAfter
	})
}

// anySince reports whether something owed can hold a word sent after a moment. A
// thread that fails is no debt before it is stale.
func (d *Debts) anySince(after time.Time) bool {
	return d.has(func(g *DebtGroup, until time.Time) bool {
		return g.Kind != DebtFailing && (until.IsZero() || until.After(after))
	})
}

// anyLiveSince is any for what somebody may wait in.
func (d *Debts) anyLiveSince(after time.Time) bool {
	return d.has(func(g *DebtGroup, until time.Time) bool {
		return g.Live && g.Kind != DebtFailing && (until.IsZero() || until.After(after))
	})
}

// unreadSince reports whether a thread or a list that was never read can hold a word sent after a moment, and the newest of a thread.
func (d *Debts) unreadSince(after time.Time) bool {
	return d.has(func(g *DebtGroup, until time.Time) bool { return g.unreadSince(until, after) })
}

// unreadSince reports whether a debt of the group is of a thread or a list that was never read and can hold somebody who
// waits and a word sent after a moment.
func (g *DebtGroup) unreadSince(until, after time.Time) bool {
	return g.Live && (g.Kind == DebtUnlisted || g.Kind == DebtUnread) && (until.IsZero() || until.After(after))
}

// fresh reports whether all that is being read has only just come: a visitor whom the list named a moment ago.
// That makes each figure that it can change a bound at once, but the floor is read as well as it ever is.
func (d *Debts) fresh(now time.Time) bool {
	return !d.Since.IsZero() && now.Sub(d.Since) < freshFor
}

// has reports whether there is a debt that is so; until is the newest moment of
// its bucket, of DebtFailing the last good answer, zero where it is not known.
func (d *Debts) has(so func(g *DebtGroup, until time.Time) bool) bool {
	for i := range d.Groups {
		g := &d.Groups[i]
		if g.Unknown > 0 && so(g, noTime) {
			return true
		}
		for j := 0; j+1 < len(g.Ages); j += 2 {
			if g.Ages[j+1] > 0 && so(g, d.until(g.Ages[j])) {
				return true
			}
		}
	}
	return false
}

// until is the newest moment of a bucket of age minutes.
func (d *Debts) until(age int) time.Time {
	return d.At.Add(-time.Duration(min(max(0, age), maxDebtAge)) * time.Minute)
}
