package model

import (
	"math"
	"slices"
)

// forever is later than every moment.
const forever stamp = math.MaxInt64

// A teller makes the course of a chat by going through what happened in it, in order.
type teller struct {
	course
	c     *chat
	facts *facts
	next  stamp // when a later chat of the thread began; never where none did
	now   stamp // how far it has got
}

// tell returns the course of c as known at limit: from the rows up to then and
// what was observed up to then. It returns nil where the chat had not begun.
func tell(c *chat, f *facts, next, limit stamp) *course {
	n := len(c.rows)
	if limit != forever {
		n = c.visible(limit)
	}
	if n == 0 {
		return nil
	}
	t := teller{c: c, facts: f, next: next, now: never}
	t.course = course{
		over: forever, start: c.rows[0].at(), until: max(c.rows[n-1].at(), next), rows: n, last: -1, closed: f.closed(limit),
		firstV: never, lastV: never, lastA: never, lastWord: never, wh: never, wx: never, runLast: never,
	}
	t.offline = f.offline
	t.cut, t.hasA = f.cutLast != never, f.cutA != never
	for i := range c.rows[:n] {
		t.offline = t.offline || c.rows[i].has(flagOffline)
	}
	t.through(n, f.owners(limit), f.standing(limit))
	t.over, t.cause = t.overAt()
	t.until = max(t.until, t.closed)
	if t.lastWord > f.closedLast {
		t.closed = never
	}
	return &t.course
}

// through goes through the first n rows, the changes of owner and the acknowledgements by time.
func (t *teller) through(n int, owners []ownerChange, acks []Ack) {
	for i := range t.c.rows[:n] {
		r := &t.c.rows[i]
		at := r.at().seconds()
		t.others(&owners, &acks, i, at)
		w := r.word()
		if w == SideUnknown && !r.has(flagMissed) {
			continue
		}
		t.pass(at)
		t.flagged = t.flagged || r.has(flagMissed)
		if w != SideUnknown {
			t.word(i, r, w, at)
		}
	}
	t.others(&owners, &acks, n, forever)
	t.pass(forever)
}

// others takes in what happened before limit beside the rows; n rows have been told.
func (t *teller) others(owners *[]ownerChange, acks *[]Ack, n int, limit stamp) {
	for {
		o, a := forever, forever
		if len(*owners) > 0 {
			o = (*owners)[0].at
		}
		if len(*acks) > 0 {
			a = stampOf((*acks)[0].At)
		}
		switch {
		case o < limit && o <= a:
			t.pass(o)
			t.setOwner((*owners)[0].agent)
			t.until = max(t.until, o)
			*owners = (*owners)[1:]
		case a < limit:
			t.pass(a)
			t.acknowledge((*acks)[0].Upto, n, a)
			t.until = max(t.until, a)
			*acks = (*acks)[1:]
		default:
			return
		}
	}
}

func (t *teller) setOwner(a AgentID) {
	t.named = a != 0
	if t.owner = a; !t.named {
		t.owner = t.lastAgent
	}
}

// word takes in the word of row i.
func (t *teller) word(i int, r *row, who Side, at stamp) {
	switch who {
	case SideVisitor:
		t.visitor(i, at)
	case SideBot:
		t.hasB = true
		t.botAnswered = t.botAnswered || t.firstV != never
		t.wx = never
	case SideAgent:
		t.agent(t.c.voices[r.voice].sender, at)
	}
	t.last, t.lastWord = i, at
}

func (t *teller) visitor(i int, at stamp) {
	if t.firstV == never {
		t.firstV = at
	}
	if t.run == 0 {
		t.wh, t.head = at, i
	}
	if t.wx == never {
		t.wx = at
	}
	t.run++
	t.runLast, t.lastV, t.acked = at, at, false
}

func (t *teller) agent(who AgentID, at stamp) {
	if t.run > 0 && !t.cut {
		t.turns = append(t.turns, turn{start: t.clock(), reply: at, agent: who, first: !t.hasA})
	}
	if t.lastAgent != 0 && who != 0 && who != t.lastAgent {
		t.passes = append(t.passes, pass{at, who})
	}
	if who != 0 {
		t.lastAgent = who
	}
	if !t.named {
		t.owner = t.lastAgent
	}
	t.hasA, t.cut, t.acked, t.lastA = true, false, false, at
	t.forget()
}

func (t *teller) forget() { t.wh, t.wx, t.runLast, t.run = never, never, never, 0 }

// acknowledge takes out of the unanswered V those up to a message, n rows having been told.
func (t *teller) acknowledge(upto MessageID, n int, at stamp) {
	if t.run == 0 {
		return
	}
	covered := t.c.covers(upto, n)
	start, head, rows := t.clock(), t.head, t.c.rows[:n]
	if !covered(&rows[head]) {
		return
	}
	if t.lane(at) != LaneBot && !t.cut {
		t.voids = append(t.voids, void{start, at, !t.hasA})
	}
	t.forget()
	t.acked = true
	for i := head; i < n; i++ {
		switch r := &rows[i]; r.word() {
		case SideVisitor:
			if !covered(r) {
				t.visitor(i, r.at().seconds())
			}
		case SideBot:
			t.wx = never
		}
	}
}

// pass lets the time from t.now to until go by, in which nothing happens.
func (t *teller) pass(until stamp) {
	from := t.now
	t.now = until
	if t.lastWord == never || t.offline || from >= until {
		return
	}
	over, _ := t.overAt()
	end := min(until, over)
	w := t.waitFrom(from)
	if from < end {
		t.presentIn(from, end, w)
	}
	if w = max(w, from); w < end {
		t.waits = extend(t.waits, span{w, end, t.clock(), t.owner, int32(t.head), !t.hasA})
	}
}

// waitFrom returns from when the visitor waits if nothing happens; forever if never.
func (t *teller) waitFrom(from stamp) stamp {
	switch {
	case t.run == 0:
		return forever
	case t.hasA || t.named || !t.botAnswered:
		return from
	case t.wx != never:
		return max(from, t.wx.add(botSilentIn))
	}
	return forever
}

// presentIn notes that the chat is active from from, until activeFor after its last word or, where
// somebody waits from w on, until end.
func (t *teller) presentIn(from, end, w stamp) {
	quiet := min(end, t.lastWord.add(activeFor))
	if w <= quiet {
		quiet = end
	}
	s := span{from: from, to: quiet, owner: t.owner}
	if from < quiet {
		t.present = extend(t.present, s)
	}
	if quiet < w && w < end {
		s.from, s.to = max(w, from), end
		t.present = extend(t.present, s)
	}
}

// extend appends s, or makes the last span longer where s goes on with it.
func extend(list []span, s span) []span {
	if n := len(list); n > 0 {
		l := &list[n-1]
		if l.to == s.from && l.since == s.since && l.owner == s.owner && l.first == s.first && l.head == s.head {
			l.to = s.to
			return list
		}
	}
	return append(list, s)
}

// overAt returns when the chat is over if nothing more happens in it.
func (t *teller) overAt() (stamp, overCause) {
	base := t.lastWord
	if base == never {
		base = t.start
	}
	at, cause := base.add(silenceEnds), overSilence
	if t.next != never && t.next < at {
		at, cause = t.next, overLater
	}
	// A word after the list was last read is news to it.
	if t.closed != never && t.lastWord <= t.facts.closedLast {
		if c := max(t.closed, t.lastWord); c < at {
			at, cause = c, overClosed
		}
	}
	if t.flagged {
		at, cause = min(at, t.missedAt()), overFlagged
	}
	return at, cause
}

// missedAt is the time of a chat that Acquire flags as missed: its last V.
func (t *course) missedAt() stamp {
	switch {
	case t.lastV != never:
		return t.lastV
	case t.lastWord != never:
		return t.lastWord
	}
	return t.start
}

// covers returns whether an acknowledgement up to a message takes in a row: by
// the order of rows where the message is one of the first n, else by its id.
func (c *chat) covers(upto MessageID, n int) func(*row) bool {
	i := slices.IndexFunc(c.rows[:n], func(r row) bool { return r.id == upto })
	if i < 0 {
		return func(r *row) bool { return r.id <= upto }
	}
	p := c.rows[i].place()
	return func(r *row) bool { return r.place().compare(p) <= 0 }
}
