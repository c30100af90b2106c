package board

import (
	"slices"
	"time"

	"floorwatch/model"
)

// advance lets the time from t.now to until go by, in which nothing happens.
func (tb *timelineBuilder) advance(until model.Instant) {
	from := tb.now
	tb.now = until
	if tb.lastMessage == model.Never || from >= until {
		return
	}
	over, _ := tb.overAt()
	end := min(until, over)
	if from >= end {
		return
	}
	w := tb.waitFrom(from)
	tb.addPresent(from, end, w)
	if w < end {
		tb.waits = extend(tb.waits, interval{w, end, tb.waitStart(), tb.owner, int32(tb.head), !tb.hasReply, tb.waitHours()})
	}
	tb.addUnsureOwner(from, end)
	if tb.owner != 0 {
		tb.participant(tb.owner)
	}
}

// addUnsureOwner notes that between from and end the chat of the unanswered visitor may have had an owner that the thread
// list named and we did not see: before the first look at the chat, if that found another owner, or if there was no
// look.
func (tb *timelineBuilder) addUnsureOwner(from, end model.Instant) {
	listed := tb.facts.ListedFirst
	if !tb.dated || tb.unanswered == 0 {
		return
	}
	if listed != model.Never {
		if end = min(end, listed); from >= end || !tb.facts.firstFoundWithAnother(tb.owner) {
			return
		}
	}
	tb.unsureOwner = extend(tb.unsureOwner, interval{from: from, to: end, since: tb.waitStart()})
}

// brief reports whether a wait was over before an answer could have skipped it.
func (w interval) brief() bool { return w.to <= w.since.Add(overtakeBy) }

// skippable reports whether an answer in (from, now] may have skipped a wait of which it is not known whose it was.
func (tl *timeline) skippable(from, now model.Instant) bool {
	return slices.ContainsFunc(tl.unsureOwner, func(w interval) bool {
		return max(w.from, w.since.Add(overtakeBy), from+1) <= min(w.to-1, now)
	})
}

// waitFrom returns from when the visitor waits if nothing happens; forever if never.
func (tb *timelineBuilder) waitFrom(from model.Instant) model.Instant {
	switch {
	case tb.unanswered == 0:
		return forever
	case tb.hasReply || tb.ownerListed || !tb.botAnswered:
		return from
	case tb.unserved != model.Never:
		return max(from, tb.unserved.Add(botSilentIn))
	}
	return forever
}

// addPresent notes that the chat is active from from, until activeFor after its last word or, where
// somebody waits from w on, until end.
func (tb *timelineBuilder) addPresent(from, end, w model.Instant) {
	quiet := min(end, tb.lastMessage.Add(activeFor))
	if w <= quiet {
		quiet = end
	}
	iv := interval{from: from, to: quiet, owner: tb.owner}
	if from < quiet {
		tb.present = extend(tb.present, iv)
	}
	if quiet < w && w < end {
		iv.from, iv.to = max(w, from), end
		tb.present = extend(tb.present, iv)
	}
}

// extend appends s, or makes the last span longer where s goes on with it.
func extend(list []interval, iv interval) []interval {
	if n := len(list); n > 0 {
		l := &list[n-1]
		if l.to == iv.from && l.since == iv.since && l.owner == iv.owner && l.first == iv.first && l.head == iv.head && l.hours == iv.hours {
			l.to = iv.to
			return list
		}
	}
	return append(list, iv)
}

// overAt returns when the chat is over if nothing more happens in it.
func (tb *timelineBuilder) overAt() (model.Instant, overCause) {
	base := tb.lastActivity()
	at, cause := base.Add(silenceEnds), overSilence
	if tb.next != model.Never && tb.next < at {
		at, cause = tb.next, overLater
	}
	// A word after the list was last read is news to it.
	if tb.closed != model.Never && tb.lastMessage <= tb.facts.ClosedLast {
		if c := max(tb.closed, base); c < at {
			at, cause = c, overClosed
		}
	}
	if tb.flaggedMissed {
		at, cause = min(at, tb.missedAt()), overFlagged
	}
	return at, cause
}

// missedAt is the time of a chat that Acquire flags as missed: its last V.
func (t *timeline) missedAt() model.Instant {
	switch {
	case t.lastVisitor != model.Never:
		return t.lastVisitor
	case t.lastMessage != model.Never:
		return t.lastMessage
	}
	return t.start
}

// openUntil returns until when the chat is known to have been open: its last
// word, or the last look at the thread list that found it open. It was closed
// at some moment from then on. A chat that fell silent was not closed, forever,
// while the list has it open and no later one began.
func (tb *timelineBuilder) openUntil() model.Instant {
	if tb.closed == model.Never && tb.next == model.Never {
		return forever
	}
	return max(tb.lastActivity(), tb.facts.OpenLast)
}

// setCloseBounds notes between which moments the chat was closed. Where nothing tells of
// the reading it was closed when it was found so. Where the list cannot be
// believed that says open (the coverage's doubt closed) only a word shows that a chat was.
func (tb *timelineBuilder) setCloseBounds(q listQuality) {
	tb.neverListed = q.dated && tb.facts.ListedFirst == model.Never
	tb.latestOver = tb.over
	if f := tb.facts; q.dated && tb.cause == overClosed && f.OpenLast >= f.ClosedFirst { // reopened; which look first found it closed again is not kept
		tb.latestOver = max(tb.over, min(f.ClosedLast, tb.lastActivity().Add(silenceEnds)))
		if tb.next != model.Never {
			tb.latestOver = max(tb.over, min(tb.latestOver, tb.next))
		}
	}
	switch tb.openTo, tb.earliestClose = tb.over, forever; {
	case q.dated && q.doubted:
		tb.earliestClose = tb.lastActivity()
	case q.dated:
		tb.earliestClose = tb.openUntil()
	}
	if tb.cause != overFlagged && q.dated {
		tb.openTo = min(tb.over, tb.openUntil())
	}
}

// lastActivity is the chat's last word, or its first row where it has none.
func (tb *timelineBuilder) lastActivity() model.Instant {
	if tb.lastMessage == model.Never {
		return tb.start
	}
	return tb.lastMessage
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
	m := e.metrics
	r := &e.chat.rows[head]
	return !m.unobserved && (r.First <= m.now || r.First.Since(r.At()) <= readSoon)
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

// A listQuality is what is known of the looks at thread lists.
type listQuality struct {
	dated   bool // it is told since when the floor is read: a closing lies between the looks before and after it
	doubted bool // chats end and none is ever reported closed
}

func listQualityOf(c *model.Coverage) listQuality {
	return listQuality{dated: !c.Observed.Since.IsZero() || c.Doubt.Closed, doubted: c.Doubt.Closed}
}
