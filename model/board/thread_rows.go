package board

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// notRead is how long our last word stays unread until the visitor may be gone.
const notRead = 2 * time.Minute

// provisional is how long after the first V a chat without A counts as perhaps missed.
const provisional = 300 * time.Second

// compareRows is the order of the threads: those that wait by time left, more
// nudges, chat id; then the others by their newest word.
func compareRows(a, b *model.Row) int {
	if a.Wait.Running != b.Wait.Running {
		return model.CompareBool(b.Wait.Running, a.Wait.Running)
	}
	if !a.Wait.Running {
		if c := b.LastAt.Compare(a.LastAt); c != 0 {
			return c
		}
	} else if c := cmp.Or(cmp.Compare(a.TimeLeft, b.TimeLeft), cmp.Compare(b.Nudges, a.Nudges)); c != 0 {
		return c
	}
	return cmp.Compare(a.Chat, b.Chat)
}

// shown is the chat that the row shows: the newest, but where several are the
// latest one that waits, so that no wait is hidden.
func (s *threadEntry) shown(now model.Instant) *chatEntry {
	e := s.newest
	if !s.torn {
		return e
	}
	for _, f := range s.entries {
		if f.waiting(now) != nil && !f.other && (e.other || e.waiting(now) == nil || longerWait(f, e, now)) {
			e = f
		}
	}
	return e
}

// tick makes the row of a thread entry of the former one, of which only the clocks are
// others: all that changes by itself at a known moment has the thread entry due then.
func (s *threadEntry) tick(old *model.Row) {
	k, e, r := s.metrics, s.newest, s.row
	*r = *old
	r.Unsure, r.AsOf = false, time.Time{} // see Freeze
	if r.Assigned.Running {
		r.Assigned = e.assignedFor(model.InstantOf(old.Assigned.Since), old.Wait.Running)
		r.Assigned.AtLeast = old.Assigned.AtLeast
	}
	if r.Flood.Running {
		r.Flood = e.flooded(k.now, k.b.HoursOf(r.Owner))
	}
	if r.Wait.Running {
		r.Unseen, r.SeenFor = model.Clock{}, model.Clock{}
		k.wait(e, e.waiting(k.now), r)
	}
}

// fill makes the row of a thread entry. The former one stays as it is: Snapshots have it.
func (k *metrics) fill(s *threadEntry) {
	e := s.shown(k.now)
	r := &model.Row{
		Key: s.t.key, Chat: e.c.id, Name: k.visitorName(s), Chats: len(s.entries),
		Lane: e.lane(k.now), Over: e.isOver(k.now), Offline: e.offline, Bot: e.hasB, Acked: e.acked,
		Owner: e.owner, Unanswered: e.run, Nudges: e.run, Messages: e.rows, Gaps: k.order.gaps[s.t.key],
	}
	s.row = r
	if e.owner != 0 {
		r.OwnerName = k.agentName(e.owner)
	}
	r.Assigned, r.Flood = k.assigned(e), e.flooded(k.now, k.b.HoursOf(e.owner))
	if e.acked {
		r.AckedBy = k.b.factsOf(e.c.id).ackedBy(k.now)
	}
	o := e.outcome(k.now)
	r.Missed, r.Missing = o.missed && !o.either, e.missing(k.now)
	r.FirstTook, r.Answered = e.firstTook()
	k.lastWord(e, r)
	if w := e.waiting(k.now); w != nil {
		k.wait(e, w, r)
	}
	polled, ok := k.b.polled[s.t.key]
	if ok {
		r.PolledAt = min(polled, k.now).Time()
	}
	info := k.b.infos[s.t.key]
	listed := model.InstantOf(info.At)
	if info.NewestChat() == e.c.id && listed <= k.now {
		r.Sharing = info.Sharing
	}
	if listed != model.Never {
		r.ListedAt = min(listed, k.now).Time()
	}
	s.due = s.nextChange(e, k.now, max(polled, listed))
}

// nextChange is the next moment at which the row, of e, may be another though nothing
// more happens, but for what runs with its clocks (see tick). told is the newest that was
// heard of it and may lie after now.
func (s *threadEntry) nextChange(e *chatEntry, now, told model.Instant) model.Instant {
	if s.torn || told > now {
		return now
	}
	due := forever
	last := &e.c.rows[max(0, e.last)]
	for _, at := range [...]model.Instant{
		e.over, e.wx.Add(botSilentIn), e.whHours.Reached(e.firstV, provisional), last.At().Add(notRead), last.SeenAt, e.ownedAt,
	} {
		if at > now {
			due = min(due, at)
		}
	}
	for _, f := range e.c.floods {
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

// wait fills in what a row has only while its visitor waits.
func (k *metrics) wait(e *chatEntry, w *interval, r *model.Row) {
	l := k.b.LimitsOf(w.owner)
	r.First = w.first
	r.Wait = w.clock(w.since, k.now, l.Steps(w.first))
	r.Wait.AtLeast = e.cut
	r.TimeLeft = l.Target(w.first) - r.Wait.For
	r.OwnerState, r.OwnerBusy = k.stateTowards(w, e)
	r.Silent = k.agents[w.owner].silent(w, r.OwnerState, l.Silent, k.now)
	r.Level, r.Reason = e.level()
	r.Claimed, r.ClaimedBy = k.claimed(e, w)
	if e.maybe || k.dark && r.Level < model.LevelCritical { // no level that is not sure
		r.Unsure, r.Level, r.Wait.Level = true, model.LevelNone, model.LevelNone
	}
	if !e.sightKnown(w.head) {
		r.Sight = model.SightUnknown
		return
	}
	sighted := &e.portion.sighted
	r.Sight = sighted.sight
	if sighted.unseen != model.Never {
		r.Unseen = w.clock(sighted.unseen, k.now, l.Unseen)
	}
	if sighted.seen != model.Never {
		r.SeenFor = w.clock(sighted.seen, k.now, l.SeenNoReply)
		r.SeenFor.AtLeast = sighted.atLeast
	}
}

// assigned is since when the owner has a chat that is not over.
func (k *metrics) assigned(e *chatEntry) model.Clock {
	if e.owner == 0 || e.ownedAt == model.Never || e.ownedAt > k.now || e.offline || e.isOver(k.now) {
		return model.Clock{}
	}
	c := e.assignedFor(e.ownedAt, e.waiting(k.now) != nil)
	f := k.b.factsOf(e.c.id)
	c.AtLeast = e.ownedAt <= f.ListedFirst && f.found(e.owner) || f.ListedFirst == model.Never && k.b.looks.dated
	return c
}

// assignedFor is for how long the owner has had a chat; only that of one that waits has a level.
func (e *chatEntry) assignedFor(since model.Instant, waits bool) model.Clock {
	k := e.metrics
	s := interval{hours: k.b.HoursOf(e.owner)}
	c := s.clock(since, k.now, model.Steps{})
	if !waits {
		return c
	}
	if h := e.participation(e.owner); h == nil || h.last < since {
		c.Level = k.b.LimitsOf(e.owner).Assigned.Level(c.For)
	}
	return c
}

// flooded is since when the visitor floods a chat.
func (e *chatEntry) flooded(now model.Instant, hours *model.Calendar) model.Clock {
	from := e.c.floodAt(now)
	if from == model.Never || e.acked || e.offline {
		return model.Clock{}
	}
	s := interval{hours: hours}
	c := s.clock(from, now, model.Steps{})
	c.Level = model.LevelCritical
	return c
}

// claimed reports whether a leader has claimed a wait, and who. A claim holds for the wait
// whose first word it covers: whatever the visitor adds, until an agent has answered.
func (k *metrics) claimed(e *chatEntry, w *interval) (bool, safetext.Text) {
	c, ok := k.b.Claim(e.c.id)
	if !ok || model.InstantOf(c.At) > k.now || !e.c.covers(c.Upto, e.rows)(&e.c.rows[w.head]) {
		return false, safetext.Text{}
	}
	return true, c.By
}

// lastWord fills in the newest word, or the newest row where nobody said a word.
func (k *metrics) lastWord(e *chatEntry, r *model.Row) {
	i := e.last
	if i < 0 {
		i = e.rows - 1
	}
	w := &e.c.rows[i]
	r.LastAt, r.LastSide, r.LastText = w.At().Time(), w.Speaks(), w.Text
	r.Gone = e.last >= 0 && w.Speaks() == model.SideAgent && !w.SeenBy(k.now) && !r.Over && !r.Offline &&
		k.now.Since(w.At()) >= notRead
}

// sight returns how much of what the visitor wrote unanswered has been seen;
// since when what was written after the last seen word is unseen (else Never); and when its oldest was
// first found seen (else Never), with whether it may have been seen before.
func (e *chatEntry) sight(now model.Instant) (sight model.Sight, unseen, seen model.Instant, atLeast bool) {
	return e.sightFrom(e.head, now)
}

// sightFrom is sight for the wait that began with the row head, as it stood at
// now: that may be before the last words.
func (e *chatEntry) sightFrom(head int, now model.Instant) (sight model.Sight, unseen, seen model.Instant, atLeast bool) {
	unseen, seen = model.Never, model.Never
	n, nSeen, newestSeen := 0, 0, false
	for i := head; i < e.rows; i++ {
		r := &e.c.rows[i]
		if r.At() > now {
			break
		}
		if r.Word() != model.SideVisitor {
			continue
		}
		n++
		newestSeen = r.SeenBy(now)
		switch {
		case newestSeen:
			nSeen++
			unseen = model.Never // who has seen it has seen those before
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

// visitorName is the profile's name, else the newest that a message gives.
func (k *metrics) visitorName(s *threadEntry) safetext.Text {
	if n := k.b.visitors[s.t.key.Visitor].Name; !n.IsEmpty() {
		return n
	}
	for _, e := range slices.Backward(s.entries) {
		if !e.visitorName.IsEmpty() {
			return e.visitorName
		}
	}
	return safetext.Text{}
}

// An outcome is what a chat that is over counts as.
type outcome struct {
	missed, dropped, botOnly bool
	outOfHours               bool   // else missed or dropped, but nothing was left unanswered in business hours
	either                   bool   // it is missed or bot only, of which the ending is sure for neither
	at                       ending // of the missed
	over                     ending // of the others
}

// outcome returns what the chat counts as at now; nothing while it is not over,
// and a chat of the offline inbox never does.
func (c *timeline) outcome(now model.Instant) outcome {
	over := ending{min(c.closes, c.over), max(c.over, min(c.ends, now))}
	o := outcome{at: over, over: over}
	if !c.isOver(now) || c.offline {
		return o
	}
	switch {
	case c.hasA:
		o.dropped = c.run > 0
	case c.acked || c.firstV == model.Never:
	case c.perhapsBot(now):
		o.missed, o.botOnly, o.either = true, true, true
		o.at.from, o.over.from = model.Never, model.Never
	case c.lane(now) == model.LaneBot:
		o.botOnly = true
	default:
		o.missed = true
	}
	if c.flagged {
		o.botOnly, o.either = o.botOnly && !o.either, false
		o.missed, o.at = true, ending{c.missedAt(), c.missedAt()}
	}
	return o
}

// outcome is the timeline's, of the rows that the chat holds.
func (e *chatEntry) outcome(now model.Instant) outcome {
	o := e.timeline.outcome(now)
	if (o.missed || o.dropped) && e.askedClosed() {
		o.missed, o.dropped, o.outOfHours = false, false, true
	}
	return o
}

// askedClosed reports whether every unanswered V was written while closed.
func (e *chatEntry) askedClosed() bool {
	hours := e.clockHours()
	if hours == nil || e.run == 0 {
		return false
	}
	for i := e.head; i < e.rows; i++ {
		if r := &e.c.rows[i]; r.Word() == model.SideVisitor && hours.IsOpen(r.At().Seconds()) {
			return false
		}
	}
	return true
}

// missing reports a chat that is perhaps missed: not over, and nobody has
// answered for 300 s. What a bot serves or a leader acknowledged is not.
func (c *timeline) missing(now model.Instant) bool {
	return !c.isOver(now) && !c.offline && !c.hasA && !c.acked && c.firstV != model.Never &&
		c.lane(now) != model.LaneBot && c.whHours.Open(c.firstV, now) >= provisional
}

// clock returns a clock that runs since a moment by the business hours of a wait.
func (s *interval) clock(since, now model.Instant, steps model.Steps) model.Clock {
	c := clock(since, now, steps)
	if s.hours == nil {
		return c
	}
	c.For = s.hours.Open(since, now)
	c.Level = steps.Level(c.For)
	if c.Paused = !s.hours.IsOpen(now); c.Paused {
		c.Opens = s.hours.Opens(now).Time()
	}
	return c
}

// hoursOfRow are the business hours of the wait that a row shows.
func (k *metrics) hoursOfRow(r *model.Row) *model.Calendar {
	t := k.b.threads[r.Key]
	if k.b.calendar == nil && len(k.b.teams) == 0 || t == nil || t.entry == nil || t.entry.newest == nil {
		return nil
	}
	if w := t.entry.shown(k.now).waiting(k.now); w != nil {
		return w.hours
	}
	return nil
}

// clock returns a clock that runs since a moment.
func clock(since, now model.Instant, steps model.Steps) model.Clock {
	d := now.Since(since)
	return model.Clock{Running: true, Since: since.Time(), For: d, Level: steps.Level(d)}
}
