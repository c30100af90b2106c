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
	unnamed                int // chats with a wait that an answer may have skipped, it is not known whose
	transfers              int
	visitors, agentReplies int
	rated, lowRated        int

	// Of the half hour alone:
	unheld          int     // chats that were active, it is not known whose
	unowned         int     // turns that nobody answered in time, it is not known whose
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
	c.unnamed += n * d.unnamed
	c.transfers += n * d.transfers
	c.visitors += n * d.visitors
	c.agentReplies += n * d.agentReplies
	c.rated += n * d.rated
	c.lowRated += n * d.lowRated
	c.unheld += n * d.unheld
	c.unowned += n * d.unowned
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
func (t *histogram) add(seconds int64, n int) {
	t.n += n
	if seconds < lowest {
		if t.low == nil {
			t.low = make([]int32, lowest)
		}
		t.low[max(seconds, 0)] += int32(n)
		return
	}
	if t.high == nil {
		t.high = map[int64]int{}
	}
	if t.high[seconds] += n; t.high[seconds] == 0 {
		delete(t.high, seconds)
	}
}

// at returns the i-th smallest duration, from 0.
func (t *histogram) at(i int) time.Duration {
	for s, n := range t.low {
		if i -= int(n); i < 0 {
			return time.Duration(s) * time.Second
		}
	}
	for _, s := range slices.Sorted(maps.Keys(t.high)) {
		if i -= t.high[s]; i < 0 {
			return time.Duration(s) * time.Second
		}
	}
	return 0
}

func (t *histogram) quantile() model.Quantile { return model.QuantileAt(t.n, t.at) }

// countWords counts what was said today in a chat.
func (e *chatEntry) countWords(day model.Instant) {
	if e.offline {
		return
	}
	e.visitorsToday, e.repliesToday = e.visitors, e.replies
	for i := 0; i < e.rows; i++ {
		r := &e.c.rows[i]
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

// addWords adds what was said today in a chat n times.
func (k *metrics) addWords(e *chatEntry, n int) {
	if e.other {
		return
	}
	k.today.visitors += n * e.visitorsToday
	k.today.agentReplies += n * e.repliesToday
	if e.offline {
		return
	}
	for _, p := range e.transfers {
		if p.at > k.day {
			k.today.transfers += n
		}
	}
	k.today.rate(e, k.day, n)
}

// rate counts the rating of a chat n times if it was given after from.
func (s *counted) rate(e *chatEntry, from model.Instant, n int) {
	if e.offline || e.rated.at <= from {
		return
	}
	s.rated += n
	if e.rated.low() {
		s.lowRated += n
	}
}

// addTurns adds the turns of a chat that were answered today n times.
func (k *metrics) addTurns(e *chatEntry, n int) {
	if e.offline || e.other {
		return
	}
	for i := len(e.turns) - 1; i >= 0 && e.turns[i].reply > k.day; i-- {
		t := &e.turns[i]
		took := int64(t.took() / time.Second)
		if t.first {
			k.today.first.add(took, n)
			k.today.total.add(int64(t.reply.Since(e.firstV)/time.Second), n)
		} else {
			k.today.next.add(took, n)
		}
		k.today.decide(t, k.b.LimitsOf(t.agent), k.day, forever, n)
	}
}

// decide counts a turn n times if it was decided in (from, now].
func (s *counted) decide(t *turn, l *model.Limits, from, now model.Instant, n int) {
	at, in := t.decided(l.Target(t.first))
	if at <= from || at > now {
		return
	}
	level := &s.nextService
	if t.first {
		level = &s.firstService
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
func (k *metrics) addEnd(e *chatEntry, n int) { k.today.end(e, k.b.LimitsOf(e.owner), k.day, k.now, n) }

// end counts n times what is open and how the chat ended, if in (from, now].
func (s *counted) end(e *chatEntry, l *model.Limits, from, now model.Instant, n int) {
	if e.offline {
		return
	}
	s.unnamed += n * int(count(e.skippable(from, now))) // also of another team: it may have been anybody's
	if e.other {
		return
	}
	if t, ok := e.openTurn(now); ok {
		s.decide(&t, l, from, now, n)
	}
	o := e.outcome(now)
	if o.missed {
		s.missed.add(o.at, from, now, n)
	}
	if o.dropped {
		s.dropped.add(o.over, from, now, n)
	}
	if o.botOnly {
		s.botOnly.add(o.over, from, now, n)
	}
	s.outOf(e, &o, from, now, n)
}

// outOf adds n times what of a chat was out of hours in (from, now]: its turns, and that it ended so.
func (s *counted) outOf(e *chatEntry, o *outcome, from, now model.Instant, n int) {
	for i := len(e.outside) - 1; i >= 0 && e.outside[i].reply > from; i-- {
		at := e.outside[i].reply
		s.outOfHours.add(ending{at, at}, from, now, n)
	}
	if o.outOfHours {
		s.outOfHours.add(o.over, from, now, n)
	}
}

// Missed returns the chats of the day of a moment that ended without an answer, those that ended last first:
// one for each that the day's missed and dropped count, and, as perhaps, that they may count.
func (b *Board) Missed(now time.Time) []model.MissedChat {
	k := b.metricsAt(now)
	var list []model.MissedChat
	for _, s := range k.threads {
		for _, e := range s.entries {
			if m, ok := k.missedChat(e); ok && !e.other {
				list = append(list, m)
			}
		}
	}
	slices.SortFunc(list, func(x, y model.MissedChat) int { return cmp.Or(y.At.Compare(x.At), cmp.Compare(x.Chat, y.Chat)) })
	return list
}

// missedChat is what there is to know of a chat that ended today without an answer.
func (k *metrics) missedChat(e *chatEntry) (model.MissedChat, bool) {
	o := e.outcome(k.now)
	at := o.over
	if o.missed {
		at = o.at
	}
	sure, perhaps := at.in(k.day, k.now)
	if !perhaps || !o.missed && !o.dropped {
		return model.MissedChat{}, false
	}
	m := model.MissedChat{
		Key: e.c.thread.key, Chat: e.c.id, At: at.to.Time(), Missed: o.missed, Dropped: o.dropped, Perhaps: !sure,
		Unanswered: e.run, Name: k.visitorName(e.parent), Owner: e.owner,
	}
	if e.run > 0 {
		m.Waited = e.clockHours().Open(e.clock(), at.to)
	}
	if e.owner != 0 {
		m.OwnerName, m.Department = k.agentName(e.owner), k.b.agents[e.owner].Department
	}
	return m, true
}
