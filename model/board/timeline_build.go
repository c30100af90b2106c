package board

import (
	"math"
	"slices"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// forever is later than every moment.
const forever model.Instant = math.MaxInt64

// A timelineBuilder builds a chat's timeline by going through its rows, owner changes and acknowledgements
// in order of time. It is reused for the next chat, so that its lists are allocated once.
type timelineBuilder struct {
	timeline
	chat  *chat
	facts *facts
	now   model.Instant // the moment it has reached
	dated bool          // see listQuality

	hoursOf func(model.AgentID) *model.Calendar
}

// build returns the timeline of c as known at limit: from the rows and observations up to then. It returns
// nil if the chat had not begun.
func (tb *timelineBuilder) build(c *chat, f *facts, in inheritance, next, limit model.Instant) *timeline {
	n := len(c.rows)
	if n > 0 && c.rows[n-1].At() > limit {
		n = c.rowsUpTo(limit)
	}
	if n == 0 {
		return nil
	}
	last := tb.timeline
	*tb = timelineBuilder{chat: c, facts: f, now: model.Never, dated: in.dated, hoursOf: tb.hoursOf, timeline: timeline{
		next:  next,
		start: c.rows[0].At(), until: max(c.rows[n-1].At(), next), over: forever, rows: n, lastRow: -1,
		turns: last.turns[:0], outside: last.outside[:0], waits: last.waits[:0], present: last.present[:0], unsureOwner: last.unsureOwner[:0],
		transfers: last.transfers[:0], excused: last.excused[:0], participants: last.participants[:0],
		firstVisitor: model.Never, lastVisitor: model.Never, lastMessage: model.Never, unreplied: model.Never, ownedAt: model.Never, unserved: model.Never, lastUnanswered: model.Never,
		closed: f.closedSince(limit), firstRead: c.rows[0].First, offline: f.Offline,
		truncated: f.EvictedLast != model.Never, hasReply: f.EvictedAgent != model.Never, rated: rating{model.Never, f.Stars},
	}}
	tb.until = max(tb.until, tb.closed, f.lastAck(limit))
	tb.nameVisitor(n)
	tb.walk(n, f.ownersOf(in, c, n, limit), f.acksAt(c, limit))
	tb.dateRating(n)
	tb.askedClosed = tb.allAskedClosed(n)
	tb.over, tb.cause = tb.overAt()
	if in.gone != model.Never && in.gone < tb.over {
		tb.over, tb.cause = max(in.gone, tb.start), overGone
	}
	if tb.lastMessage > f.ClosedLast {
		tb.closed = model.Never
	}
	tb.setCloseBounds(in.listQuality)
	if tb.owner != 0 {
		tb.participant(tb.owner)
	}
	return tb.result()
}

// nameVisitor sets the newest name of the visitor in the first n rows.
func (tb *timelineBuilder) nameVisitor(n int) {
	for i := n - 1; i >= 0 && tb.visitorName.IsEmpty(); i-- {
		tb.visitorName = tb.chat.speakers[tb.chat.rows[i].SpeakerIndex].VisitorName
	}
}

// result returns a copy of the timeline with lists of exact size.
func (tb *timelineBuilder) result() *timeline {
	k := tb.timeline
	k.turns, k.outside, k.transfers, k.excused, k.participants = exact(k.turns), exact(k.outside), exact(k.transfers), exact(k.excused), exact(k.participants)
	k.waits, k.present, k.unsureOwner = exact(k.waits), exact(k.present), exact(slices.DeleteFunc(k.unsureOwner, interval.brief))
	if k.offline {
		k.waits, k.present, k.unsureOwner = nil, nil, nil
	}
	return &k
}

// exact returns a copy of list without spare capacity; nil if it is empty.
func exact[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return append(make([]T, 0, len(list)), list...)
}

// walk goes through the first n rows, the owner changes and the acknowledgements in order of time.
func (tb *timelineBuilder) walk(n int, owners []ownerChange, acks []ackMark) {
	for i := range tb.chat.rows[:n] {
		r := &tb.chat.rows[i]
		at := r.At().Seconds()
		if len(owners)+len(acks) > 0 {
			owners, acks = tb.applyUntil(owners, acks, i, at)
		}
		tb.firstRead = min(tb.firstRead, r.First)
		if r.Kind != model.KindMessage || r.Side == model.SideUnknown || r.Flags&^model.FlagBare != 0 || r.ClockError() {
			tb.countRow(r)
		}
		w := r.MessageSide()
		if w == model.SideUnknown && !r.Has(model.FlagMissed) {
			continue
		}
		tb.advance(at)
		tb.flaggedMissed = tb.flaggedMissed || r.Has(model.FlagMissed) && !r.Has(model.FlagGone)
		if w != model.SideUnknown {
			tb.addMessage(i, r, w, at)
		}
	}
	tb.applyUntil(owners, acks, n, forever)
	tb.advance(forever)
}

// dateRating dates the rating: by its row, else by the last of the n rows, since a thread list gives it no
// time.
func (tb *timelineBuilder) dateRating(n int) {
	if tb.rated.stars > 0 && tb.rated.at == model.Never {
		tb.rated.at = tb.chat.rows[n-1].At().Seconds()
	}
	tb.counts.rated = count(tb.rated.at != model.Never)
}

// allAskedClosed reports whether every unanswered V of the first n rows was written outside business hours.
func (tb *timelineBuilder) allAskedClosed(n int) bool {
	hours := tb.waitHours()
	if hours == nil || tb.unanswered == 0 {
		return false
	}
	return !slices.ContainsFunc(tb.chat.rows[tb.head:n], func(r model.StoredMessage) bool {
		return r.MessageSide() == model.SideVisitor && hours.IsOpen(r.At().Seconds())
	})
}

// countRow counts the properties of a row that is more than a plain message.
func (tb *timelineBuilder) countRow(r *model.StoredMessage) {
	if r.Kind == model.KindFeedback && !r.Has(model.FlagGone) {
		tb.rated.at = r.At().Seconds()
	}
	tb.offline = tb.offline || r.Has(model.FlagOffline)
	k := &tb.counts
	k.unknownType += count(r.Kind == model.KindUnknown)
	k.unknownSide += count(r.Side == model.SideUnknown)
	k.clockErrors += count(r.ClockError())
	k.edited += count(r.Has(model.FlagEdited))
	k.gone += count(r.Has(model.FlagGone))
	k.flood += count(r.Has(model.FlagFlood))
	k.automated += count(r.Has(model.FlagAutomation))
}

func count(b bool) int32 {
	if b {
		return 1
	}
	return 0
}

// applyUntil applies the owner changes and acknowledgements before limit and returns the remaining ones; n
// is the number of rows already processed.
func (tb *timelineBuilder) applyUntil(owners []ownerChange, acks []ackMark, n int, limit model.Instant) ([]ownerChange, []ackMark) {
	for {
		o, a := forever, forever
		if len(owners) > 0 {
			o = owners[0].at
		}
		if len(acks) > 0 {
			a = acks[0].at
		}
		switch {
		case o < limit && o <= a:
			tb.advance(o)
			tb.setOwner(owners[0].agent)
			tb.until = max(tb.until, o)
			owners = owners[1:]
		case a < limit:
			tb.advance(a)
			tb.acknowledge(acks[0].upto, n, a)
			tb.until = max(tb.until, a)
			acks = acks[1:]
		default:
			return owners, acks
		}
	}
}

func (tb *timelineBuilder) setOwner(a model.AgentID) {
	tb.ownerListed = a != 0
	if !tb.ownerListed {
		a = tb.lastAgent
	}
	tb.setOwnerAt(a, tb.now)
}

// setOwnerAt sets the owner of the chat from a moment on.
func (tb *timelineBuilder) setOwnerAt(a model.AgentID, at model.Instant) {
	if tb.owner == a {
		return
	}
	if tb.owner, tb.ownedAt = a, at; a == 0 {
		tb.ownedAt = model.Never
	}
}

// addMessage processes row i, a message of who.
func (tb *timelineBuilder) addMessage(i int, r *model.StoredMessage, who model.Side, at model.Instant) {
	switch who {
	case model.SideVisitor:
		if !r.Has(model.FlagFlood) {
			tb.visitors++
		}
		tb.addVisitor(i, at)
	case model.SideBot:
		tb.hasBot = true
		if !r.Has(model.FlagAutomation) { // "we will be with you soon" does not end a wait
			tb.botAnswered = tb.botAnswered || tb.firstVisitor != model.Never
			tb.unserved = model.Never
		}
	case model.SideAgent:
		tb.replies++
		s := &tb.chat.speakers[r.SpeakerIndex]
		tb.addReply(s.Sender, at)
		p := tb.participant(s.Sender)
		p.last = at
		if !s.Name.IsEmpty() {
			p.named, p.name = r.Position(), s.Name
		}
	}
	tb.lastRow, tb.lastMessage = i, at
}

func (tb *timelineBuilder) addVisitor(i int, at model.Instant) {
	if tb.firstVisitor == model.Never {
		tb.firstVisitor = at
	}
	hours := tb.hoursOf(tb.owner)
	if tb.unanswered == 0 {
		tb.unreplied, tb.head, tb.unrepliedHours = at, i, hours
	}
	if tb.unserved == model.Never {
		tb.unserved, tb.unservedHours = at, hours
	}
	tb.unanswered++
	tb.lastUnansweredHours = hours
	tb.lastUnanswered, tb.lastVisitor, tb.acked = at, at, false
}

func (tb *timelineBuilder) addReply(who model.AgentID, at model.Instant) {
	if tb.unanswered > 0 && !tb.truncated {
		n := turn{start: tb.waitStart(), reply: at, agent: who, first: !tb.hasReply, hours: tb.waitHours()}
		n.spent = n.hours.OpenTime(n.start, at)
		if n.outOfHours() {
			tb.outside = append(tb.outside, n)
		} else {
			tb.turns = append(tb.turns, n)
		}
	}
	if tb.lastAgent != 0 && who != 0 && who != tb.lastAgent {
		tb.transfers = append(tb.transfers, transfer{at, who})
	}
	if who != 0 {
		tb.lastAgent = who
	}
	if !tb.ownerListed {
		tb.setOwnerAt(tb.lastAgent, at)
	}
	tb.hasReply, tb.truncated, tb.acked = true, false, false
	tb.clearUnanswered()
}

// participant returns an agent's part in the chat, adding it if needed.
func (tb *timelineBuilder) participant(a model.AgentID) *participation {
	if p := tb.participation(a); p != nil {
		return p
	}
	tb.participants = append(tb.participants, participation{agent: a, last: model.Never, name: safetext.Text{}})
	return &tb.participants[len(tb.participants)-1]
}

func (tb *timelineBuilder) clearUnanswered() {
	tb.unreplied, tb.unserved, tb.lastUnanswered, tb.unanswered = model.Never, model.Never, model.Never, 0
}

// acknowledge removes from the unanswered V those up to a message, among the first n rows.
func (tb *timelineBuilder) acknowledge(upto model.MessageID, n int, at model.Instant) {
	if tb.unanswered == 0 {
		return
	}
	covered := tb.chat.covers(upto, n)
	start, head, rows := tb.waitStart(), tb.head, tb.chat.rows[:n]
	if !covered(&rows[head]) {
		return
	}
	if tb.lane(at) != model.LaneBot && !tb.truncated {
		tb.excused = append(tb.excused, excusedTurn{start, at, !tb.hasReply})
	}
	tb.clearUnanswered()
	tb.acked = true
	for i := head; i < n; i++ {
		switch r := &rows[i]; r.MessageSide() {
		case model.SideVisitor:
			if !covered(r) {
				tb.addVisitor(i, r.At().Seconds())
			}
		case model.SideBot:
			if !r.Has(model.FlagAutomation) {
				tb.unserved = model.Never
			}
		}
	}
}

// covers returns a function that reports whether an acknowledgement up to a message covers a row: by the
// order of rows if the message is among the first n, else by id.
func (c *chat) covers(upto model.MessageID, n int) func(*model.StoredMessage) bool {
	i := slices.IndexFunc(c.rows[:n], func(r model.StoredMessage) bool { return r.ID == upto })
	if i < 0 {
		return func(r *model.StoredMessage) bool { return r.ID <= upto }
	}
	p := c.rows[i].Position()
	return func(r *model.StoredMessage) bool { return r.Position().Compare(p) <= 0 }
}
