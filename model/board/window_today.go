package board

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
)

// windowToday holds the figures of a window that are kept as sums and need no look at every chat.
type windowToday struct {
	first, total, next ledger.Histogram
	counted
}

// counted holds the figures of a window that are plain sums.
type counted struct {
	firstService           model.ServiceLevel
	nextService            model.ServiceLevel
	missed, dropped        endings
	botOnly, outOfHours    endings
	waitsUnowned           int // chats with a wait of unknown owner that a reply may have overtaken
	transfers              int
	visitors, agentReplies int
	rated, lowRated        int

	// Of the half hour alone:
	activeUnowned   int     // active chats with unknown owner
	lateUnowned     int     // turns not answered in time, with unknown owner
	missing, active endings // at now; most includes those not observed
	waiting         int     // now
	botLane         int     // now
}

// addTimes adds d n times; n is -1 to subtract it.
func (c *counted) addTimes(d *counted, n int) {
	for _, p := range [...]struct{ sum, of *model.ServiceLevel }{{&c.firstService, &d.firstService}, {&c.nextService, &d.nextService}} {
		p.sum.In, p.sum.Of, p.sum.Unsure = p.sum.In+n*p.of.In, p.sum.Of+n*p.of.Of, p.sum.Unsure+n*p.of.Unsure
	}
	for _, p := range [...]struct{ sum, of *endings }{
		{&c.missed, &d.missed}, {&c.dropped, &d.dropped}, {&c.botOnly, &d.botOnly}, {&c.outOfHours, &d.outOfHours},
		{&c.missing, &d.missing}, {&c.active, &d.active},
	} {
		p.sum.sure, p.sum.most = p.sum.sure+n*p.of.sure, p.sum.most+n*p.of.most
	}
	c.waitsUnowned += n * d.waitsUnowned
	c.transfers += n * d.transfers
	c.visitors += n * d.visitors
	c.agentReplies += n * d.agentReplies
	c.rated += n * d.rated
	c.lowRated += n * d.lowRated
	c.activeUnowned += n * d.activeUnowned
	c.lateUnowned += n * d.lateUnowned
	c.waiting += n * d.waiting
	c.botLane += n * d.botLane
}

// countToday counts the chat's messages of today.
func (e *chatEntry) countToday(day model.Instant) {
	if e.offline {
		return
	}
	e.visitorsToday, e.repliesToday = e.visitors, e.replies
	for i := 0; i < e.rows; i++ {
		r := &e.chat.rows[i]
		if r.At().Seconds() > day {
			break
		}
		switch r.CountedSide() {
		case model.SideVisitor:
			e.visitorsToday--
		case model.SideAgent:
			e.repliesToday--
		}
	}
}

// addMessages adds the chat's messages, transfers and rating of today n times.
func (m *metrics) addMessages(e *chatEntry, n int) {
	if e.outOfView {
		return
	}
	m.today.visitors += n * e.visitorsToday
	m.today.agentReplies += n * e.repliesToday
	if e.offline {
		return
	}
	for _, p := range e.transfers {
		if p.at > m.day {
			m.today.transfers += n
		}
	}
	m.today.addRating(e, m.day, n)
}

// addRating counts a chat's rating n times if it was given after from.
func (c *counted) addRating(e *chatEntry, from model.Instant, n int) {
	if e.offline || e.rated.at <= from {
		return
	}
	c.rated += n
	if e.rated.low() {
		c.lowRated += n
	}
}

// addTurns adds the chat's turns that were answered today n times.
func (m *metrics) addTurns(e *chatEntry, n int) {
	if e.offline || e.outOfView {
		return
	}
	for i := len(e.turns) - 1; i >= 0 && e.turns[i].reply > m.day; i-- {
		t := &e.turns[i]
		took := seconds(t.spent)
		if t.first {
			m.today.first.Add(took, n)
			m.today.total.Add(seconds(t.reply.Since(e.firstVisitor)), n)
		} else {
			m.today.next.Add(took, n)
		}
		m.today.addTurn(t, m.b.LimitsOf(t.agent), m.day, forever, n)
	}
}

// addTurn counts a turn n times if it was decided in (from, now].
func (c *counted) addTurn(t *turn, l *model.Limits, from, now model.Instant, n int) {
	at, in := t.decided(l.Goal(t.first))
	if at <= from || at > now {
		return
	}
	level := &c.nextService
	if t.first {
		level = &c.firstService
	}
	level.Of += n
	if in {
		level.In += n
	}
	if t.unsure {
		level.Unsure += n
	}
}

// addEnd counts n times how a chat ended.
func (m *metrics) addEnd(e *chatEntry, n int) {
	m.today.addEnd(e, m.b.LimitsOf(e.owner), m.day, m.now, n)
}

// addEnd counts n times the chat's open turn and how the chat ended, if in (from, now].
func (c *counted) addEnd(e *chatEntry, l *model.Limits, from, now model.Instant, n int) {
	if e.offline {
		return
	}
	c.waitsUnowned += n * int(count(e.skippable(from, now))) // also in other teams: the owner is unknown
	if e.outOfView {
		return
	}
	if t, ok := e.openTurn(now); ok {
		c.addTurn(&t, l, from, now, n)
	}
	o := e.outcome(now)
	if o.missed {
		c.missed.count(o.at, from, now, n)
	}
	if o.dropped {
		c.dropped.count(o.over, from, now, n)
	}
	if o.botOnly {
		c.botOnly.count(o.over, from, now, n)
	}
	c.addOutOfHours(e, &o, from, now, n)
}

// addOutOfHours counts n times the chat's turns out of hours, and the chat itself if it ended so, in (from,
// now].
func (c *counted) addOutOfHours(e *chatEntry, o *outcome, from, now model.Instant, n int) {
	for i := len(e.outside) - 1; i >= 0 && e.outside[i].reply > from; i-- {
		at := e.outside[i].reply
		c.outOfHours.count(ending{at, at}, from, now, n)
	}
	if o.outOfHours {
		c.outOfHours.count(o.over, from, now, n)
	}
}

// Missed returns the chats of now's day that ended without an answer, the latest first. They add up to the
// day's missed and dropped figures; those marked Unsure count only in the upper bounds.
func (b *Board) Missed(now time.Time) []model.MissedChat {
	floor := b.metricsAt(now)
	var list []model.MissedChat
	for _, te := range floor.threads {
		for _, e := range te.entries {
			if m, ok := floor.missedChat(e); ok && !e.outOfView {
				list = append(list, m)
			}
		}
	}
	slices.SortFunc(list, func(x, y model.MissedChat) int { return cmp.Or(y.At.Compare(x.At), cmp.Compare(x.Chat, y.Chat)) })
	return list
}

// missedChat returns the details of a chat that ended today without an answer, and whether it is one.
func (now *metrics) missedChat(e *chatEntry) (model.MissedChat, bool) {
	o := e.outcome(now.now)
	at := o.over
	if o.missed {
		at = o.at
	}
	sure, perhaps := at.in(now.day, now.now)
	if !perhaps || !o.missed && !o.dropped {
		return model.MissedChat{}, false
	}
	m := model.MissedChat{
		Key: e.chat.thread.key, Chat: e.chat.id, At: at.to.Time(), Missed: o.missed, Unsure: !sure,
		Unanswered: e.unanswered, Name: now.visitorName(e.parent), Owner: e.owner,
	}
	if e.unanswered > 0 {
		m.Waited = e.waitHours().OpenTime(e.waitStart(), at.to)
	}
	if e.owner != 0 {
		m.OwnerName, m.Department = now.agentName(e.owner), now.b.agents[e.owner].Department
	}
	return m, true
}
