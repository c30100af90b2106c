package board

import (
	"math"
	"slices"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// forever is later than every moment.
const forever model.Instant = math.MaxInt64

// A timelineBuilder makes the timelines of chats by going through what happened in each,
// in order. It is used again for the next chat, so that its lists grow once.
type timelineBuilder struct {
	timeline
	c     *chat
	facts *facts
	now   model.Instant // how far it has got
	dated bool          // see looks

	hoursOf func(model.AgentID) *model.Calendar
}

// build returns the timeline of c as known at limit: from the rows up to then and
// what was observed up to then. It returns nil where the chat had not begun.
func (t *timelineBuilder) build(c *chat, f *facts, in inheritance, next, limit model.Instant) *timeline {
	n := len(c.rows)
	if n > 0 && c.rows[n-1].At() > limit {
		n = c.visible(limit)
	}
	if n == 0 {
		return nil
	}
	last := t.timeline
	*t = timelineBuilder{c: c, facts: f, now: model.Never, dated: in.dated, hoursOf: t.hoursOf, timeline: timeline{
		next:  next,
		start: c.rows[0].At(), until: max(c.rows[n-1].At(), next), over: forever, rows: n, last: -1,
		turns: last.turns[:0], outside: last.outside[:0], waits: last.waits[:0], present: last.present[:0], unnamed: last.unnamed[:0],
		transfers: last.transfers[:0], excused: last.excused[:0], participants: last.participants[:0],
		firstV: model.Never, lastV: model.Never, lastA: model.Never, lastWord: model.Never, wh: model.Never, ownedAt: model.Never, wx: model.Never, runLast: model.Never,
		closed: f.closed(limit), firstRead: c.rows[0].First, offline: f.Offline,
		cut: f.CutLast != model.Never, hasA: f.CutAgent != model.Never, rated: rating{model.Never, f.Stars},
	}}
	t.until = max(t.until, t.closed, f.lastAck(limit))
	t.nameVisitor(n)
	t.through(n, f.ownersOf(in, c, n, limit), f.standing(c, limit))
	t.rate(n)
	t.over, t.cause = t.overAt()
	if in.gone != model.Never && in.gone < t.over {
		t.over, t.cause = max(in.gone, t.start), overGone
	}
	if t.lastWord > f.ClosedLast {
		t.closed = model.Never
	}
	t.bounds(in.looks)
	if t.owner != 0 {
		t.member(t.owner)
	}
	return t.told()
}

// nameVisitor finds the newest name of the visitor among the first n rows.
func (t *timelineBuilder) nameVisitor(n int) {
	for i := n - 1; i >= 0 && t.visitorName.IsEmpty(); i-- {
		t.visitorName = t.c.voices[t.c.rows[i].SpeakerIndex].VisitorName
	}
}

// told returns what was told, in memory of its own.
func (t *timelineBuilder) told() *timeline {
	k := t.timeline
	k.turns, k.outside, k.transfers, k.excused, k.participants = exact(k.turns), exact(k.outside), exact(k.transfers), exact(k.excused), exact(k.participants)
	k.waits, k.present, k.unnamed = exact(k.waits), exact(k.present), exact(slices.DeleteFunc(k.unnamed, interval.brief))
	if k.offline {
		k.waits, k.present, k.unnamed = nil, nil, nil
	}
	return &k
}

// exact returns a copy of list without room to grow; nil where it is empty.
func exact[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return append(make([]T, 0, len(list)), list...)
}

// through goes through the first n rows, the changes of owner and the acknowledgements by time.
func (t *timelineBuilder) through(n int, owners []ownerChange, acks []ackMark) {
	for i := range t.c.rows[:n] {
		r := &t.c.rows[i]
		at := r.At().Seconds()
		if len(owners)+len(acks) > 0 {
			owners, acks = t.others(owners, acks, i, at)
		}
		t.firstRead = min(t.firstRead, r.First)
		if r.Kind != model.KindMessage || r.Side == model.SideUnknown || r.Flags&^model.FlagBare != 0 || r.ClockError() {
			t.count(r)
		}
		w := r.Word()
		if w == model.SideUnknown && !r.Has(model.FlagMissed) {
			continue
		}
		t.pass(at)
		t.flagged = t.flagged || r.Has(model.FlagMissed) && !r.Has(model.FlagGone)
		if w != model.SideUnknown {
			t.word(i, r, w, at)
		}
	}
	t.others(owners, acks, n, forever)
	t.pass(forever)
}

// rate dates the rating: by its row, else by the last of the n rows, since a thread list gives it no time.
func (t *timelineBuilder) rate(n int) {
	if t.rated.stars > 0 && t.rated.at == model.Never {
		t.rated.at = t.c.rows[n-1].At().Seconds()
	}
	t.counts.rated = count(t.rated.at != model.Never)
}

// count notes what a row says that is no plain message.
func (t *timelineBuilder) count(r *model.StoredMessage) {
	if r.Kind == model.KindFeedback && !r.Has(model.FlagGone) {
		t.rated.at = r.At().Seconds()
	}
	t.offline = t.offline || r.Has(model.FlagOffline)
	k := &t.counts
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

// others applies what happened before limit beside the rows, of which n have
// been told, and returns what is left of it.
func (t *timelineBuilder) others(owners []ownerChange, acks []ackMark, n int, limit model.Instant) ([]ownerChange, []ackMark) {
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
			t.pass(o)
			t.setOwner(owners[0].agent)
			t.until = max(t.until, o)
			owners = owners[1:]
		case a < limit:
			t.pass(a)
			t.acknowledge(acks[0].upto, n, a)
			t.until = max(t.until, a)
			acks = acks[1:]
		default:
			return owners, acks
		}
	}
}

func (t *timelineBuilder) setOwner(a model.AgentID) {
	t.named = a != 0
	if !t.named {
		a = t.lastAgent
	}
	t.own(a, t.now)
}

// own notes whose the chat is from a moment on.
func (t *timelineBuilder) own(a model.AgentID, at model.Instant) {
	if t.owner == a {
		return
	}
	if t.owner, t.ownedAt = a, at; a == 0 {
		t.ownedAt = model.Never
	}
}

// word counts the word of row i.
func (t *timelineBuilder) word(i int, r *model.StoredMessage, who model.Side, at model.Instant) {
	switch who {
	case model.SideVisitor:
		if !r.Has(model.FlagFlood) {
			t.visitors++
		}
		t.visitor(i, at)
	case model.SideBot:
		t.hasB = true
		if !r.Has(model.FlagAutomation) { // "we will be with you soon" ends no wait
			t.botAnswered = t.botAnswered || t.firstV != model.Never
			t.wx = model.Never
		}
	case model.SideAgent:
		t.replies++
		v := &t.c.voices[r.SpeakerIndex]
		t.agent(v.Sender, at)
		h := t.member(v.Sender)
		h.last = at
		if !v.Name.IsEmpty() {
			h.named, h.name = r.Place(), v.Name
		}
	}
	t.last, t.lastWord = i, at
}

func (t *timelineBuilder) visitor(i int, at model.Instant) {
	if t.firstV == model.Never {
		t.firstV = at
	}
	hours := t.hoursOf(t.owner)
	if t.run == 0 {
		t.wh, t.head, t.whHours = at, i, hours
	}
	if t.wx == model.Never {
		t.wx, t.wxHours = at, hours
	}
	t.run++
	t.runHours = hours
	t.runLast, t.lastV, t.acked = at, at, false
}

func (t *timelineBuilder) agent(who model.AgentID, at model.Instant) {
	if t.run > 0 && !t.cut {
		n := turn{start: t.clock(), reply: at, agent: who, first: !t.hasA, hours: t.clockHours()}
		n.spent = n.hours.Open(n.start, at)
		if n.closed() {
			t.outside = append(t.outside, n)
		} else {
			t.turns = append(t.turns, n)
		}
	}
	if t.lastAgent != 0 && who != 0 && who != t.lastAgent {
		t.transfers = append(t.transfers, transfer{at, who})
	}
	if who != 0 {
		t.lastAgent = who
	}
	if !t.named {
		t.own(t.lastAgent, at)
	}
	t.hasA, t.cut, t.acked, t.lastA = true, false, false, at
	t.forget()
}

// member returns an agent's part in the chat, which it adds.
func (t *timelineBuilder) member(a model.AgentID) *participation {
	if h := t.participation(a); h != nil {
		return h
	}
	t.participants = append(t.participants, participation{agent: a, last: model.Never, name: safetext.Text{}})
	return &t.participants[len(t.participants)-1]
}

func (t *timelineBuilder) forget() {
	t.wh, t.wx, t.runLast, t.run = model.Never, model.Never, model.Never, 0
}

// acknowledge takes out of the unanswered V those up to a message, n rows having been told.
func (t *timelineBuilder) acknowledge(upto model.MessageID, n int, at model.Instant) {
	if t.run == 0 {
		return
	}
	covered := t.c.covers(upto, n)
	start, head, rows := t.clock(), t.head, t.c.rows[:n]
	if !covered(&rows[head]) {
		return
	}
	if t.lane(at) != model.LaneBot && !t.cut {
		t.excused = append(t.excused, excusedTurn{start, at, !t.hasA})
	}
	t.forget()
	t.acked = true
	for i := head; i < n; i++ {
		switch r := &rows[i]; r.Word() {
		case model.SideVisitor:
			if !covered(r) {
				t.visitor(i, r.At().Seconds())
			}
		case model.SideBot:
			if !r.Has(model.FlagAutomation) {
				t.wx = model.Never
			}
		}
	}
}

// covers returns whether an acknowledgement up to a message takes in a row: by
// the order of rows where the message is one of the first n, else by its id.
func (c *chat) covers(upto model.MessageID, n int) func(*model.StoredMessage) bool {
	i := slices.IndexFunc(c.rows[:n], func(r model.StoredMessage) bool { return r.ID == upto })
	if i < 0 {
		return func(r *model.StoredMessage) bool { return r.ID <= upto }
	}
	p := c.rows[i].Place()
	return func(r *model.StoredMessage) bool { return r.Place().Compare(p) <= 0 }
}
