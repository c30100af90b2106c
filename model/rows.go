package model

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model/safetext"
)

// notRead is how long our last word stays unread until the visitor may be gone.
const notRead = 2 * time.Minute

// provisional is how long after the first V a chat without A counts as perhaps missed.
const provisional = 300 * time.Second

// rows returns the rows of all threads in the order of the screen.
func (v *view) rows() []Row {
	list := make([]Row, 0, len(v.b.threads))
	for i, s := range v.seats {
		if s.c.thread.newest(v.now) == s.c {
			list = append(list, v.row(&v.seats[i]))
		}
	}
	slices.SortFunc(list, compareRows)
	return list
}

// compareRows is the order of the threads: those that wait by time left, more
// nudges, chat id; then the others by their newest word.
func compareRows(a, b Row) int {
	if a.Wait.Running != b.Wait.Running {
		return -compareBool(a.Wait.Running, b.Wait.Running)
	}
	if a.Wait.Running {
		return cmp.Or(
			cmp.Compare(a.TimeLeft, b.TimeLeft),
			cmp.Compare(b.Nudges, a.Nudges),
			cmp.Compare(a.Chat, b.Chat),
		)
	}
	return cmp.Or(b.LastAt.Compare(a.LastAt), cmp.Compare(a.Chat, b.Chat))
}

// row returns the row of the thread whose newest chat is s.
func (v *view) row(s *seat) Row {
	t := s.c.thread
	r := Row{
		Key: t.key, Chat: s.c.id, Name: v.b.visitorName(t), Chats: v.begun(t),
		Lane: s.lane(v.now), Over: s.isOver(v.now), Offline: s.offline, Bot: s.hasB, Acked: s.acked,
		Owner: s.owner, Unanswered: s.run, Nudges: s.run, Messages: s.rows,
		PolledAt: v.polledAt(t.key),
	}
	if s.owner != 0 {
		r.OwnerName = v.agentName(s.owner)
	}
	o := s.outcome(v.now)
	r.Missed, r.Missing = o.missed, s.missing(v.now)
	v.lastWord(s, &r)
	if w := s.waiting(v.now); w != nil {
		v.wait(s, w, &r)
	}
	return r
}

// wait fills in what a row has only while its visitor waits.
func (v *view) wait(s *seat, w *span, r *Row) {
	l := v.b.limits(w.owner)
	r.First = w.first
	r.Wait = clock(w.since, v.now, l.steps(w.first))
	r.Wait.AtLeast = s.cut
	r.Level = r.Wait.Level
	r.TimeLeft = l.target(w.first) - r.Wait.For
	r.OwnerState, r.OwnerBusy = v.stateTowards(w, s.c)
	sight, unseen, seen, atLeast := s.sight(v.now)
	r.Sight = sight
	if unseen != never {
		r.Unseen = clock(unseen, v.now, l.Unseen)
	}
	if seen != never {
		r.SeenFor = clock(seen, v.now, l.SeenNoReply)
		r.SeenFor.AtLeast = atLeast
	}
}

// lastWord fills in the newest word, or the newest row where nobody said a word.
func (v *view) lastWord(s *seat, r *Row) {
	i := s.last
	if i < 0 {
		i = s.rows - 1
	}
	w := &s.c.rows[i]
	r.LastAt, r.LastSide, r.LastText = w.at().time(), w.side, w.text
	r.Gone = s.last >= 0 && w.side == SideAgent && !w.seenBy(v.now) && !r.Over && !r.Offline &&
		v.now.since(w.at()) >= notRead
}

// seenBy reports whether the row was known to be seen at t.
func (r *row) seenBy(t stamp) bool { return r.seenAt != never && r.seenAt <= t }

// sight returns how much of what the visitor wrote unanswered has been seen;
// since when the newest of it is unseen (else never); and when its oldest was
// first found seen (else never), with whether it may have been seen before.
func (s *seat) sight(now stamp) (sight Sight, unseen, seen stamp, atLeast bool) {
	unseen, seen = never, never
	n, nSeen, newestSeen := 0, 0, false
	for i := s.head; i < s.rows; i++ {
		r := &s.c.rows[i]
		if r.word() != SideVisitor {
			continue
		}
		n++
		newestSeen = r.seenBy(now)
		switch {
		case newestSeen:
			nSeen++
		case unseen == never:
			unseen = r.at().seconds()
		}
		if n == 1 && newestSeen {
			seen, atLeast = r.seenAt, r.seenAt <= s.c.firstRead()
		}
	}
	switch {
	case newestSeen:
		return SightSeen, never, seen, atLeast
	case nSeen > 0:
		return SightPart, unseen, seen, atLeast
	}
	return SightUnseen, unseen, seen, atLeast
}

// firstRead is when the chat was first observed.
func (c *chat) firstRead() stamp {
	first := c.rows[0].first
	for i := range c.rows {
		first = earlier(first, c.rows[i].first)
	}
	return first
}

// begun is the number of chats of a thread that are known.
func (v *view) begun(t *thread) int {
	n := 0
	for _, c := range t.chats {
		if c.rows[0].at() <= v.now {
			n++
		}
	}
	return n
}

// polledAt is when a thread was last read with success, as far as that was before now.
func (v *view) polledAt(k Key) time.Time {
	at, ok := v.b.polled[k]
	if !ok {
		return time.Time{}
	}
	return min(at, v.now).time()
}

// visitorName is the profile's name, else the newest that a message gives.
func (b *Board) visitorName(t *thread) safetext.Text {
	if n := b.visitors[t.key.Visitor].Name; !n.IsEmpty() {
		return n
	}
	for _, c := range slices.Backward(t.chats) {
		for i := range slices.Backward(c.rows) {
			if n := c.voices[c.rows[i].voice].visitorName; !n.IsEmpty() {
				return n
			}
		}
	}
	return safetext.Text{}
}

// An outcome is what a chat that is over counts as.
type outcome struct {
	missed, dropped, botOnly bool
	at                       stamp // of the missed
	over                     stamp // of the others
}

// outcome returns what the chat counts as at now; nothing while it is not over,
// and a chat of the offline inbox never does.
func (c *course) outcome(now stamp) outcome {
	o := outcome{at: c.over, over: c.over}
	if !c.isOver(now) || c.offline {
		return o
	}
	switch {
	case c.hasA:
		o.dropped = c.run > 0
	case c.acked || c.firstV == never:
	case c.lane(now) == LaneBot:
		o.botOnly = true
	default:
		o.missed = true
	}
	if c.flagged {
		o.missed, o.at = true, c.missedAt()
	}
	return o
}

// missing reports a chat that is perhaps missed: not over, and nobody has
// answered for 300 s. What a bot serves or a leader acknowledged is not.
func (c *course) missing(now stamp) bool {
	return !c.isOver(now) && !c.offline && !c.hasA && !c.acked && c.firstV != never &&
		c.lane(now) != LaneBot && now.since(c.firstV) >= provisional
}
