package board

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"floorwatch/model"
)

// windowToday are the figures of a window that need no look at every chat.
type windowToday struct {
	first, total, next histogram
	counted
}

// counted is how many there are of what can be added up.
type counted struct {
	firstService           model.ServiceLevel
	nextService            model.ServiceLevel
	missed, dropped        endings
	botOnly, outOfHours    endings
	waitsUnowned           int // chats with a wait that an answer may have skipped, it is not known whose
	transfers              int
	visitors, agentReplies int
	rated, lowRated        int

	// Of the half hour alone:
	activeUnowned   int     // chats that were active, it is not known whose
	lateUnowned     int     // turns that nobody answered in time, it is not known whose
	missing, active endings // now; at most where it was not observed
	waiting         int     // now
	botLane         int     // now
}

// add adds what d counts n times.
func (c *counted) add(d *counted, n int) {
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

// A histogram holds durations of whole seconds so that the k-th is found at a cost
// that does not grow with their number. The zero tally is empty.
type histogram struct {
	n    int
	low  []int32       // how many of each of the first lowest seconds
	high map[int64]int // how many of each longer one
}

// lowest covers nearly every turn; longer ones cost a little more.
const lowest = 1800

// add adds n times a duration, or takes it away.
func (h *histogram) add(seconds int64, n int) {
	h.n += n
	if seconds < lowest {
		if h.low == nil {
			h.low = make([]int32, lowest)
		}
		h.low[max(seconds, 0)] += int32(n)
		return
	}
	if h.high == nil {
		h.high = map[int64]int{}
	}
	if h.high[seconds] += n; h.high[seconds] == 0 {
		delete(h.high, seconds)
	}
}

// at returns the i-th smallest duration, from 0.
func (h *histogram) at(i int) time.Duration {
	for s, n := range h.low {
		if i -= int(n); i < 0 {
			return time.Duration(s) * time.Second
		}
	}
	for _, s := range slices.Sorted(maps.Keys(h.high)) {
		if i -= h.high[s]; i < 0 {
			return time.Duration(s) * time.Second
		}
	}
	return 0
}

func (h *histogram) quantile() model.Quantile { return model.QuantileAt(h.n, h.at) }

// countToday counts what was said today in a chat.
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
		switch r.Counted() {
		case model.SideVisitor:
			e.visitorsToday--
		case model.SideAgent:
			e.repliesToday--
		}
	}
}

// addMessages adds what was said today in a chat n times.
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

// addRating counts the rating of a chat n times if it was given after from.
func (c *counted) addRating(e *chatEntry, from model.Instant, n int) {
	if e.offline || e.rated.at <= from {
		return
	}
	c.rated += n
	if e.rated.low() {
		c.lowRated += n
	}
}

// addTurns adds the turns of a chat that were answered today n times.
func (m *metrics) addTurns(e *chatEntry, n int) {
	if e.offline || e.outOfView {
		return
	}
	for i := len(e.turns) - 1; i >= 0 && e.turns[i].reply > m.day; i-- {
		t := &e.turns[i]
		took := int64(t.spent / time.Second)
		if t.first {
			m.today.first.add(took, n)
			m.today.total.add(int64(t.reply.Since(e.firstVisitor)/time.Second), n)
		} else {
			m.today.next.add(took, n)
		}
		m.today.addTurn(t, m.b.LimitsOf(t.agent), m.day, forever, n)
	}
}

// addTurn counts a turn n times if it was decided in (from, now].
func (c *counted) addTurn(t *turn, l *model.Limits, from, now model.Instant, n int) {
	at, in := t.decided(l.Target(t.first))
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

// addEnd adds how an ended chat ended n times.
func (m *metrics) addEnd(e *chatEntry, n int) {
	m.today.addEnd(e, m.b.LimitsOf(e.owner), m.day, m.now, n)
}

// addEnd counts n times what is open and how the chat ended, if in (from, now].
func (c *counted) addEnd(e *chatEntry, l *model.Limits, from, now model.Instant, n int) {
	if e.offline {
		return
	}
	c.waitsUnowned += n * int(count(e.skippable(from, now))) // also of another team: it may have been anybody's
	if e.outOfView {
		return
	}
	if t, ok := e.openTurn(now); ok {
		c.addTurn(&t, l, from, now, n)
	}
	o := e.outcome(now)
	if o.missed {
		c.missed.add(o.at, from, now, n)
	}
	if o.dropped {
		c.dropped.add(o.over, from, now, n)
	}
	if o.botOnly {
		c.botOnly.add(o.over, from, now, n)
	}
	c.addOutOfHours(e, &o, from, now, n)
}

// addOutOfHours adds n times what of a chat was out of hours in (from, now]: its turns, and that it ended so.
func (c *counted) addOutOfHours(e *chatEntry, o *outcome, from, now model.Instant, n int) {
	for i := len(e.outside) - 1; i >= 0 && e.outside[i].reply > from; i-- {
		at := e.outside[i].reply
		c.outOfHours.add(ending{at, at}, from, now, n)
	}
	if o.outOfHours {
		c.outOfHours.add(o.over, from, now, n)
	}
}

// Missed returns the chats of the day of a moment that ended without an answer, those that ended last first:
// one for each that the day's missed and dropped count, and, as perhaps, that they may count.
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

// missedChat is what there is to know of a chat that ended today without an answer.
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
		Key: e.chat.thread.key, Chat: e.chat.id, At: at.to.Time(), Missed: o.missed, Dropped: o.dropped, Perhaps: !sure,
		Unanswered: e.unanswered, Name: now.visitorName(e.parent), Owner: e.owner,
	}
	if e.unanswered > 0 {
		m.Waited = e.waitHours().Open(e.waitStart(), at.to)
	}
	if e.owner != 0 {
		m.OwnerName, m.Department = now.agentName(e.owner), now.b.agents[e.owner].Department
	}
	return m, true
}
