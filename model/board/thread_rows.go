package board

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// notRead is how long an agent's last message stays unread before the visitor may be gone.
const notRead = 2 * time.Minute

// provisional is how long after the visitor's first message a chat without a reply counts as perhaps missed.
const provisional = 300 * time.Second

// compareRows orders threads: waiting ones by time left, then more unanswered messages, then chat id; the others by their
// newest message.
func compareRows(a, b *model.Row) int {
	if a.Wait.Running != b.Wait.Running {
		return model.CompareBool(b.Wait.Running, a.Wait.Running)
	}
	if !a.Wait.Running {
		if c := b.LastAt.Compare(a.LastAt); c != 0 {
			return c
		}
	} else if c := cmp.Or(cmp.Compare(a.TimeLeft, b.TimeLeft), cmp.Compare(b.Unanswered, a.Unanswered)); c != 0 {
		return c
	}
	return cmp.Compare(a.Chat, b.Chat)
}

// shownChat returns the chat that the row shows: the newest, or, if several have no later one, the one that
// waits longest, so that no wait is hidden.
func (te *threadEntry) shownChat(now model.Instant) *chatEntry {
	e := te.newest
	if !te.severalLatest {
		return e
	}
	for _, f := range te.entries {
		if f.waiting(now) != nil && !f.outOfView && (e.outOfView || e.waiting(now) == nil || longerWait(f, e, now)) {
			e = f
		}
	}
	return e
}

// advanceClocks fills the row from the former one, of which only clocks have changed. Everything else that
// changes by itself makes the entry due at that moment.
func (te *threadEntry) advanceClocks(old *model.Row) {
	m, e, r := te.metrics, te.newest, te.row
	*r = *old
	r.Unsure, r.WaitSure, r.AsOf = false, false, time.Time{} // see Freeze
	if r.Assigned.Running && r.Wait.Running {
		r.Assigned = e.assignedFor(model.InstantOf(old.Assigned.Since), r.Hours)
		r.Assigned.AtLeast = old.Assigned.AtLeast
	}
	if r.Flood.Running {
		r.Flood = e.flooded(m.now, r.Hours)
	}
	if r.Wait.Running {
		r.Unseen, r.SeenFor = model.Clock{}, model.Clock{}
		m.fillWait(e, e.waiting(m.now), r)
	}
}

// fillRow builds the row of a thread entry. The former row is not modified, since Snapshots refer to it.
func (m *metrics) fillRow(te *threadEntry) {
	e := te.shownChat(m.now)
	r := &model.Row{
		Key: te.thread.key, Chat: e.chat.id, Name: m.visitorName(te), Chats: len(te.entries),
		Lane: e.lane(m.now), Over: e.isOver(m.now), Offline: e.offline, Bot: e.hasBot, Acked: e.acked,
		Owner: e.owner, Hours: m.b.HoursOf(e.owner), Unanswered: e.unanswered, Messages: e.rows, Gaps: m.order.gaps[te.thread.key],
	}
	te.row = r
	if e.owner != 0 {
		r.OwnerName = m.agentName(e.owner)
	}
	r.Assigned, r.Flood = m.assigned(e), e.flooded(m.now, r.Hours)
	if e.acked {
		r.AckedBy = m.b.factsOf(e.chat.id).ackedBy(m.now)
	}
	o := e.outcome(m.now)
	r.Missed, r.Missing = o.missed && !o.either, e.missing(m.now)
	r.FirstTook, r.Answered = e.firstResponse()
	m.fillLastMessage(e, r)
	if w := e.waiting(m.now); w != nil {
		m.fillWait(e, w, r)
	}
	polled, ok := m.b.polledAt[te.thread.key]
	if ok {
		r.PolledAt = min(polled, m.now).Time()
	}
	info := m.b.threadInfos[te.thread.key]
	listed := model.InstantOf(info.At)
	if info.NewestChat() == e.chat.id && listed <= m.now {
		r.Sharing = info.Sharing
	}
	if listed != model.Never {
		r.ListedAt = min(listed, m.now).Time()
	}
	te.due = te.nextChange(e, m.now, max(polled, listed))
	if old := polled.Add(model.SightKnownFor + 1); r.Gone && ok {
		te.due = min(te.due, old)
	}
}

// nextChange returns the next moment at which the row, which shows e, may change by itself, apart from its
// clocks (see advanceClocks). newest is the time of the newest information about the thread and may be after
// now.
func (te *threadEntry) nextChange(e *chatEntry, now, newest model.Instant) model.Instant {
	if te.severalLatest || newest > now {
		return now
	}
	due := forever
	last := &e.chat.rows[max(0, e.lastRow)]
	for _, at := range [...]model.Instant{
		e.over, e.unserved.Add(botSilentIn), e.unrepliedHours.AddOpen(e.firstVisitor, provisional), last.At().Add(notRead), last.SeenAt, e.ownedAt,
	} {
		if at > now {
			due = min(due, at)
		}
	}
	for _, f := range e.chat.floods {
		for _, at := range [...]model.Instant{f.from, f.last.Add(floodFor)} {
			if at > now {
				due = min(due, at)
			}
		}
	}
	for i := len(e.waits) - 1; i >= 0 && e.waits[i].to > now; i-- {
		if due = min(due, e.waits[i].to); e.waits[i].from > now {
			due = min(due, e.waits[i].from)
		}
	}
	return due
}

// unsure reports whether neither the level of a waiting chat nor what its agent does is sure: it may have been over, or
// at a moment that was not read, what is known of it is not enough for a critical level.
func unsure(m *metrics, e *chatEntry) bool {
	if e.maybeOver || !m.unobserved {
		return e.maybeOver
	}
	level, _ := e.level()
	return level < model.LevelCritical
}

// fillWait fills in what a row has only while its visitor waits.
func (m *metrics) fillWait(e *chatEntry, w *interval, r *model.Row) {
	l := m.b.LimitsOf(w.owner)
	r.First = w.first
	r.Wait = w.clock(w.since, m.now, l.Thresholds(w.first))
	r.Wait.AtLeast = e.truncated
	r.TimeLeft = l.Goal(w.first) - r.Wait.For
	r.OwnerState, r.OwnerBusy = m.stateTowards(w, e)
	r.BusyPart = busyPart(m, r.OwnerState)
	r.Silent = m.agents[w.owner].silent(w, r.OwnerState, l.Silent, m.now)
	r.Level, r.Reason = e.level()
	r.Claimed, r.ClaimedBy = m.claimed(e, w)
	if unsure(m, e) {
		r.Unsure, r.WaitSure, r.Level, r.Wait.Level = true, !e.maybeOver, model.LevelNone, model.LevelNone
	}
	r.Unconfirmed = model.LevelNone
	if !e.sightKnown(w.head) {
		if r.Sight = model.SightUnknown; e.sightObserved(w.head) && !e.maybeOver {
			r.Unconfirmed, _ = m.chatLevel(e, w, m.now, true)
		}
		return
	}
	sighted := &e.contribution.sighted
	r.Sight = sighted.sight
	if sighted.unseen != model.Never {
		r.Unseen = w.clock(sighted.unseen, m.now, l.Unseen)
	}
	if sighted.seen != model.Never {
		r.SeenFor = w.clock(sighted.seen, m.now, l.SeenNoReply)
		r.SeenFor.AtLeast = sighted.atLeast
	}
}

// assigned returns the clock of how long the owner has had a chat that is not over (see model.Row).
func (m *metrics) assigned(e *chatEntry) model.Clock {
	if e.owner == 0 || e.ownedAt == model.Never || e.ownedAt > m.now || e.offline || e.isOver(m.now) {
		return model.Clock{}
	}
	c := model.Clock{Running: true, Level: model.LevelOK, Since: e.ownedAt.Time()}
	if e.waiting(m.now) != nil {
		c = e.assignedFor(e.ownedAt, m.b.HoursOf(e.owner))
	}
	f := m.b.factsOf(e.chat.id)
	c.AtLeast = e.ownedAt <= f.ListedFirst && f.firstFoundWith(e.owner) || f.ListedFirst == model.Never && m.b.listQuality.dated
	return c
}

// assignedFor returns the clock of how long the owner has had a chat that waits.
func (e *chatEntry) assignedFor(since model.Instant, hours *model.Calendar) model.Clock {
	m := e.metrics
	c := model.ClockSince(since, m.now, hours)
	if p := e.participation(e.owner); p == nil || p.last < since {
		c.Level = m.b.LimitsOf(e.owner).Assigned.Level(c.For)
	}
	return c
}

// flooded returns the clock of how long the visitor has flooded a chat.
func (e *chatEntry) flooded(now model.Instant, hours *model.Calendar) model.Clock {
	from := e.chat.floodAt(now)
	if from == model.Never || e.acked || e.offline {
		return model.Clock{}
	}
	c := model.ClockSince(from, now, hours)
	c.Level = model.LevelCritical
	return c
}

// claimed reports whether a leader has claimed a wait, and who. A claim covers the wait if it covers its
// first message: until an agent replies, whatever the visitor adds.
func (m *metrics) claimed(e *chatEntry, w *interval) (bool, safetext.Text) {
	c, ok := m.b.Claim(e.chat.id)
	if !ok || model.InstantOf(c.At) > m.now || !e.chat.covers(c.Upto, e.rows)(&e.chat.rows[w.head]) {
		return false, safetext.Text{}
	}
	return true, c.By
}

// fillLastMessage fills in the newest message, or the newest row if there is no message.
func (m *metrics) fillLastMessage(e *chatEntry, r *model.Row) {
	i := e.lastRow
	if i < 0 {
		i = e.rows - 1
	}
	w := &e.chat.rows[i]
	by := &e.chat.speakers[w.SpeakerIndex]
	r.LastAt, r.LastSide, r.LastText, r.LastBy, r.LastName = w.At().Time(), w.SenderSide(), w.Text, by.Sender, by.Name
	r.Gone = e.lastRow >= 0 && w.SenderSide() == model.SideAgent && !w.SeenBy(m.now) && !r.Over && !r.Offline &&
		m.now.Since(w.At()) >= notRead && e.sightCurrent(m.now)
}

// sight returns how much of the visitor's unanswered messages has been seen; since when those after the last
// seen one are unseen (else Never); and when the oldest was first found to be seen (else Never), with
// whether it may have been seen earlier.
func (e *chatEntry) sight(now model.Instant) (sight model.Sight, unseen, seen model.Instant, atLeast bool) {
	return e.sightFrom(e.head, now)
}

// sightFrom is sight for the wait that begins with row head, as it stood at now, which may be before the
// last messages.
func (e *chatEntry) sightFrom(head int, now model.Instant) (sight model.Sight, unseen, seen model.Instant, atLeast bool) {
	unseen, seen = model.Never, model.Never
	n, nSeen, newestSeen := 0, 0, false
	for i := head; i < e.rows; i++ {
		r := &e.chat.rows[i]
		if r.At() > now {
			break
		}
		if r.MessageSide() != model.SideVisitor {
			continue
		}
		n++
		newestSeen = r.SeenBy(now)
		switch {
		case newestSeen:
			nSeen++
			unseen = model.Never // seeing one means having seen those before
		case unseen == model.Never:
			unseen = r.At().Seconds()
		}
		if n == 1 && newestSeen {
			seen, atLeast = r.SeenAt, r.SeenAt <= e.firstRead
		}
	}
	switch {
	case newestSeen:
		return model.SightSeen, model.Never, seen, atLeast
	case nSeen > 0:
		return model.SightPart, unseen, seen, atLeast
	}
	return model.SightUnseen, unseen, seen, atLeast
}

// visitorName returns the profile's name, else the newest in the messages.
func (m *metrics) visitorName(te *threadEntry) safetext.Text {
	if n := m.b.visitors[te.thread.key.Visitor].Name; !n.IsEmpty() {
		return n
	}
	for _, e := range slices.Backward(te.entries) {
		if !e.visitorName.IsEmpty() {
			return e.visitorName
		}
	}
	return safetext.Text{}
}

// An outcome is what a chat that is over counts as.
type outcome struct {
	missed, dropped, botOnly bool
	outOfHours               bool   // it would be missed or dropped, but nothing was left unanswered in business hours
	either                   bool   // it is missed or bot only; which is not known
	at                       ending // when it was missed
	over                     ending // when it was dropped or otherwise over
}

// outcome returns what the chat counts as at now: nothing while it is not over, or if it belongs to the
// offline inbox.
func (tl *timeline) outcome(now model.Instant) outcome {
	over := ending{min(tl.earliestClose, tl.over), max(tl.over, min(tl.latestOver, now))}
	o := outcome{at: over, over: over}
	if !tl.isOver(now) || tl.offline {
		return o
	}
	switch {
	case tl.hasReply:
		o.dropped = tl.unanswered > 0
	case tl.acked || tl.firstVisitor == model.Never:
	case tl.perhapsBot(now):
		o.missed, o.botOnly, o.either = true, true, true
		o.at.from, o.over.from = model.Never, model.Never
	case tl.lane(now) == model.LaneBot:
		o.botOnly = true
	default:
		o.missed = true
	}
	if tl.flaggedMissed {
		o.botOnly, o.either = o.botOnly && !o.either, false
		o.missed, o.at = true, ending{tl.missedAt(), tl.missedAt()}
	}
	if (o.missed || o.dropped) && tl.askedClosed {
		o.missed, o.dropped, o.outOfHours = false, false, true
	}
	return o
}

// missing reports whether a chat is perhaps missed: not over, and without an answer for 300 s. Chats served
// by a bot or acknowledged by a leader are not.
func (tl *timeline) missing(now model.Instant) bool {
	return !tl.isOver(now) && !tl.offline && !tl.hasReply && !tl.acked && tl.firstVisitor != model.Never &&
		tl.lane(now) != model.LaneBot && tl.unrepliedHours.OpenTime(tl.firstVisitor, now) >= provisional
}

// clock returns a clock that runs since a moment by the business hours of a wait.
func (iv *interval) clock(since, now model.Instant, steps model.Thresholds) model.Clock {
	c := model.ClockSince(since, now, iv.hours)
	c.Level = steps.Level(c.For)
	return c
}

// hoursOfRow returns the business hours of the wait that a row shows.
func (m *metrics) hoursOfRow(r *model.Row) *model.Calendar {
	if m.b.calendar == nil && len(m.b.teams) == 0 {
		return nil
	}
	te := m.b.threads[r.Key].entryIn(m)
	if te == nil || te.newest == nil {
		return nil
	}
	if w := te.shownChat(m.now).waiting(m.now); w != nil {
		return w.hours
	}
	return nil
}

// clock returns a clock that runs since a moment.
func clock(since, now model.Instant, steps model.Thresholds) model.Clock {
	d := now.Since(since)
	return model.Clock{Running: true, Since: since.Time(), For: d, Level: steps.Level(d)}
}
