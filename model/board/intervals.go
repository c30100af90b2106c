package board

import (
	"slices"
	"time"

	"floorwatch/model"
)

// advance moves the builder's time to until; nothing happens in between, but waits and activity go on.
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

// addUnsureOwner records an interval in which an unanswered chat may have had an owner that was not
// observed: before the chat was first seen in the thread list, if it had another owner there, or at any time
// if it never was.
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

// brief reports whether a wait ended before a reply could have overtaken it.
func (w interval) brief() bool { return w.to <= w.since.Add(overtakeBy) }

// skippable reports whether a reply in (from, now] may have overtaken a wait whose owner is unknown.
func (tl *timeline) skippable(from, now model.Instant) bool {
	return slices.ContainsFunc(tl.unsureOwner, func(w interval) bool {
		return max(w.from, w.since.Add(overtakeBy), from+1) <= min(w.to-1, now)
	})
}

// waitFrom returns from when the visitor waits if nothing happens; forever if they do not.
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

// addPresent records that the chat is active from from until activeFor after its last message or, if the
// visitor waits from w on, until end.
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

// extend appends an interval, or lengthens the last one if the new one continues it.
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

// overAt returns when the chat is over if nothing more happens in it, and why.
func (tb *timelineBuilder) overAt() (model.Instant, overCause) {
	base := tb.lastActivity()
	at, cause := base.Add(silenceEnds), overSilence
	if tb.next != model.Never && tb.next < at {
		at, cause = tb.next, overLater
	}
	// A message newer than the last read of the list reopens the chat.
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

// missedAt returns the time at which a chat counts as missed that Acquire flags so: that of the visitor's last message.
func (t *timeline) missedAt() model.Instant {
	switch {
	case t.lastVisitor != model.Never:
		return t.lastVisitor
	case t.lastMessage != model.Never:
		return t.lastMessage
	}
	return t.start
}

// openUntil returns until when the chat is known to have been open: its last message, or the last time the
// thread list showed it open. It was closed at some time after that. A silent chat that the list still shows
// open, with no later chat in its thread, was not closed: forever.
func (tb *timelineBuilder) openUntil() model.Instant {
	if tb.closed == model.Never && tb.next == model.Never {
		return forever
	}
	return max(tb.lastActivity(), tb.facts.OpenLast)
}

// setCloseBounds sets the earliest and the latest moment at which the chat can have been closed. If the
// stream does not say how often the list was read, the chat was closed when it was first seen closed. If the
// list is known to miss closed chats (the coverage's doubt closed), only a message proves that a chat was
// open.
func (tb *timelineBuilder) setCloseBounds(q listQuality) {
	tb.neverListed = q.dated && tb.facts.ListedFirst == model.Never
	tb.latestOver = tb.over
	if f := tb.facts; q.dated && tb.cause == overClosed && f.OpenLast >= f.ClosedFirst { // reopened; which read first found it closed again is not kept
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

// lastActivity returns the time of the chat's last message, or of its first row if it has none.
func (tb *timelineBuilder) lastActivity() model.Instant {
	if tb.lastMessage == model.Never {
		return tb.start
	}
	return tb.lastMessage
}

// A past moment at which nothing was read is known only in part. Messages sent then were read later, with
// their times. For open chats there is no evidence unless a later read found them open or a message came;
// what had been seen, and which owners thread lists named, is unknown.

// readSoon is how soon after it was sent a message is normally read.
const readSoon = time.Minute

// coverageAt is the coverage of the metrics' moment. Finding the oldest held message looks at every chat, as each
// moment of the past does anyway.
func (b *Board) coverageAt(m *metrics) model.Coverage {
	c := *m.coverage
	if m.unobserved {
		c.Oldest = b.oldestMessage(m.now).Time()
	}
	return c
}

// oldestMessage is when the oldest held message up to now was sent; now if none was.
func (b *Board) oldestMessage(now model.Instant) model.Instant {
	oldest := now
	for _, c := range b.chats {
		oldest = min(oldest, c.rows[0].At())
	}
	return oldest
}

// sightKnown reports whether it is known what had been seen, at now, of the wait that begins with row head:
// the row had been read by then, or was read shortly after, and the thread's own answer is not too old.
func (e *chatEntry) sightKnown(head int32) bool {
	k, p := e.known(), e.contribution
	if p != nil && p.wait != nil && p.wait.head == head {
		return k.sight
	}
	return k.current && e.sightObserved(head)
}

// sightCurrent reports whether the newest answer still tells at a moment what has been seen.
func (e *chatEntry) sightCurrent(at model.Instant) bool {
	return e.metrics.coverage.SightKnown(e.readAt(), at.Time())
}

// sightObserved reports whether the first row of a wait had been read at now, or was read shortly after.
func (e *chatEntry) sightObserved(head int32) bool {
	m, r := e.metrics, &e.chat.rows[head]
	return !m.unobserved && (r.First <= m.now || r.First.Since(r.At()) <= readSoon)
}

// readAt returns when the chat's thread was last read, at most now; zero: never.
func (e *chatEntry) readAt() time.Time {
	at, ok := e.metrics.b.polledAt[e.parent.thread.key]
	if !ok {
		return time.Time{}
	}
	return min(at, e.metrics.now).Time()
}

// known is what is known of a chat at a look at the metrics.
type known struct {
	look    int           // metrics.look; what is of another one is out of date
	asOf    model.Instant // see chatEntry.shownAsOf
	frozen  bool          // likewise
	current bool          // the newest answer still tells at asOf what has been seen
	sight   bool          // and so it is known what has been seen of the contribution's wait
}

// known computes it once for each look at the metrics if the chat is a live one: several figures need it.
func (e *chatEntry) known() known {
	m, p := e.metrics, e.contribution
	if p != nil && p.known.look == m.look {
		return p.known
	}
	polled := e.readAt()
	k := known{look: m.look, asOf: m.now}
	t, frozen := m.coverage.ShownAsOf(m.b.view.limits.DataAge, polled, m.now.Time())
	if k.frozen = frozen; frozen {
		k.asOf = model.InstantOf(t)
	}
	k.current = m.coverage.SightKnown(polled, k.asOf.Time())
	if p != nil {
		k.sight = p.wait != nil && k.current && e.sightObserved(p.wait.head)
		p.known = k
	}
	return k
}

// shownAsOf returns the moment as of which a waiting chat is shown: now, or an earlier one if it is frozen (see
// model.Coverage.ShownAsOf). Then it has no level and is over no limit for certain.
func (e *chatEntry) shownAsOf() (at model.Instant, frozen bool) {
	k := e.known()
	return k.asOf, k.frozen
}

// frozen reports whether the messages known of a chat's thread are so old that it is not known whether its visitor still waits.
func (e *chatEntry) frozen() bool {
	return e.known().frozen
}

// stateKnown returns an agent's state, or AgentUnknown if not all of the agent's recent messages may have
// been read. Streams that carry neither coverage nor health give no reason to doubt the state.
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

// listQuality says how reliable the times and states in thread lists are.
type listQuality struct {
	dated   bool // the times of reads are known: a chat was closed between the reads before and after
	doubted bool // chats end but the list never shows one closed
}
