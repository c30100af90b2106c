package board

import (
	"slices"
	"time"

	"floorwatch/model"
)

// pass lets the time from t.now to until go by, in which nothing happens.
func (t *timelineBuilder) pass(until model.Instant) {
	from := t.now
	t.now = until
	if t.lastWord == model.Never || from >= until {
		return
	}
	over, _ := t.overAt()
	end := min(until, over)
	if from >= end {
		return
	}
	w := t.waitFrom(from)
	t.presentIn(from, end, w)
	if w < end {
		t.waits = extend(t.waits, interval{w, end, t.clock(), t.owner, int32(t.head), !t.hasA, t.clockHours()})
	}
	t.unnamedIn(from, end)
	if t.owner != 0 {
		t.member(t.owner)
	}
}

// unnamedIn notes that between from and end the chat of the unanswered visitor may have had an owner that the thread
// list named and we did not see: before the first look at the chat, if that found another owner, or if there was no
// look.
func (t *timelineBuilder) unnamedIn(from, end model.Instant) {
	listed := t.facts.ListedFirst
	if !t.dated || t.run == 0 {
		return
	}
	if listed != model.Never {
		if end = min(end, listed); from >= end || !t.facts.foundAnother(t.owner) {
			return
		}
	}
	t.unnamed = extend(t.unnamed, interval{from: from, to: end, since: t.clock()})
}

// brief reports whether a wait was over before an answer could have skipped it.
func (w interval) brief() bool { return w.to <= w.since.Add(overtakeBy) }

// skippable reports whether an answer in (from, now] may have skipped a wait of which it is not known whose it was.
func (c *timeline) skippable(from, now model.Instant) bool {
	return slices.ContainsFunc(c.unnamed, func(w interval) bool {
		return max(w.from, w.since.Add(overtakeBy), from+1) <= min(w.to-1, now)
	})
}

// waitFrom returns from when the visitor waits if nothing happens; forever if never.
func (t *timelineBuilder) waitFrom(from model.Instant) model.Instant {
	switch {
	case t.run == 0:
		return forever
	case t.hasA || t.named || !t.botAnswered:
		return from
	case t.wx != model.Never:
		return max(from, t.wx.Add(botSilentIn))
	}
	return forever
}

// presentIn notes that the chat is active from from, until activeFor after its last word or, where
// somebody waits from w on, until end.
func (t *timelineBuilder) presentIn(from, end, w model.Instant) {
	quiet := min(end, t.lastWord.Add(activeFor))
	if w <= quiet {
		quiet = end
	}
	s := interval{from: from, to: quiet, owner: t.owner}
	if from < quiet {
		t.present = extend(t.present, s)
	}
	if quiet < w && w < end {
		s.from, s.to = max(w, from), end
		t.present = extend(t.present, s)
	}
}

// extend appends s, or makes the last span longer where s goes on with it.
func extend(list []interval, s interval) []interval {
	if n := len(list); n > 0 {
		l := &list[n-1]
		if l.to == s.from && l.since == s.since && l.owner == s.owner && l.first == s.first && l.head == s.head && l.hours == s.hours {
			l.to = s.to
			return list
		}
	}
	return append(list, s)
}

// overAt returns when the chat is over if nothing more happens in it.
func (t *timelineBuilder) overAt() (model.Instant, overCause) {
	base := t.lastSign()
	at, cause := base.Add(silenceEnds), overSilence
	if t.next != model.Never && t.next < at {
		at, cause = t.next, overLater
	}
	// A word after the list was last read is news to it.
	if t.closed != model.Never && t.lastWord <= t.facts.ClosedLast {
		if c := max(t.closed, base); c < at {
			at, cause = c, overClosed
		}
	}
	if t.flagged {
		at, cause = min(at, t.missedAt()), overFlagged
	}
	return at, cause
}

// missedAt is the time of a chat that Acquire flags as missed: its last V.
func (t *timeline) missedAt() model.Instant {
	switch {
	case t.lastV != model.Never:
		return t.lastV
	case t.lastWord != model.Never:
		return t.lastWord
	}
	return t.start
}

// openUntil returns until when the chat is known to have been open: its last
// word, or the last look at the thread list that found it open. It was closed
// at some moment from then on. A chat that fell silent was not closed, forever,
// while the list has it open and no later one began.
func (t *timelineBuilder) openUntil() model.Instant {
	if t.closed == model.Never && t.next == model.Never {
		return forever
	}
	return max(t.lastSign(), t.facts.OpenLast)
}

// bounds notes between which moments the chat was closed. Where nothing tells of
// the reading it was closed when it was found so. Where the list cannot be
// believed that says open (the coverage's doubt closed) only a word shows that a chat was.
func (t *timelineBuilder) bounds(l looks) {
	t.unlooked = l.dated && t.facts.ListedFirst == model.Never
	t.ends = t.over
	if f := t.facts; l.dated && t.cause == overClosed && f.OpenLast >= f.ClosedFirst { // reopened; which look first found it closed again is not kept
		t.ends = max(t.over, min(f.ClosedLast, t.lastSign().Add(silenceEnds)))
		if t.next != model.Never {
			t.ends = max(t.over, min(t.ends, t.next))
		}
	}
	switch t.openTo, t.closes = t.over, forever; {
	case l.dated && l.doubted:
		t.closes = t.lastSign()
	case l.dated:
		t.closes = t.openUntil()
	}
	if t.cause != overFlagged && l.dated {
		t.openTo = min(t.over, t.openUntil())
	}
}

// lastSign is the chat's last word, or its first row where it has none.
func (t *timelineBuilder) lastSign() model.Instant {
	if t.lastWord == model.Never {
		return t.start
	}
	return t.lastWord
}

// A moment of the past is known in part where nothing was read then. What was
// said then was read later, with its times. What was open has no time unless a
// look found it open, or a word came, later; of what was seen, and of the owners
// that thread lists name, nothing is known.

// readSoon is how soon after it was sent a word is read, as a rule.
const readSoon = time.Minute

// unobserved reports whether nothing was read at a moment of the past.
func (b *Board) unobserved(at model.Instant) bool {
	c := b.Coverage()
	return c.Unobserved(at.Time())
}

// mayBeOver reports whether a chat may have been over by now, a moment of the past,
// though nothing says so: it was closed at some time after the last sign that it was open.
func (e *chatEntry) mayBeOver() bool {
	return e.openTo < e.metrics.now && e.openTo < e.over
}

// sightKnown reports whether it was observed what had been seen, at now, of the wait
// that began with the row head: it had been read by then, or was about to be.
func (e *chatEntry) sightKnown(head int32) bool {
	k := e.metrics
	r := &e.c.rows[head]
	return !k.dark && (r.First <= k.now || r.First.Since(r.At()) <= readSoon)
}

// stateKnown is a state of an agent, or that it is not known where not all is that the agent may have said
// of late. Before anything was told of the reading there is nothing else to go by.
func (b *Board) stateKnown(s model.AgentState, now model.Instant) model.AgentState {
	switch s {
	case model.AgentSilent, model.AgentQuiet, model.AgentIdle, model.AgentGone:
		if b.coverage == nil && b.health.At.IsZero() {
			return s
		}
		if c := b.Coverage(); !c.SilenceKnown(now.Time()) {
			return model.AgentUnknown
		}
	}
	return s
}

// A looks is what is known of the looks at thread lists.
type looks struct {
	dated   bool // it is told since when the floor is read: a closing lies between the looks before and after it
	doubted bool // chats end and none is ever reported closed
}

func looksOf(c *model.Coverage) looks {
	return looks{dated: !c.Observed.Since.IsZero() || c.Doubt.Closed, doubted: c.Doubt.Closed}
}
