package board

import (
	"slices"
	"time"

	"floorwatch/model"
)

// Activity returns one Minute for each of the last n minutes, oldest first; the last one contains now and
// counts up to now. A filter restricts it to one thread or one agent (the agent's messages, and the chats
// that the agent owns now); the zero Filter means the whole floor. The offline inbox is left out.
func (b *Board) Activity(now time.Time, n int, f model.Filter) []model.Minute {
	if n <= 0 {
		return nil
	}
	k := b.metricsAt(now)
	m := activityBuilder{list: make([]model.Minute, n), last: minuteOf(k.now), only: f.Agent, floor: f == (model.Filter{})}
	for i := range m.list {
		m.list[i].Start = time.Unix((m.last-int64(n-1-i))*60, 0).UTC()
	}
	if whole := len(k.halfHour.minutes); f == (model.Filter{}) && n <= whole {
		for i, counted := range k.halfHour.minutes[whole-n:] {
			counted.Start = m.list[i].Start
			m.list[i] = counted
		}
		m.list[n-1].Waiting = k.halfHour.waiting
		b.usualMinutes(m.list)
		return m.list
	}
	from := model.InstantOf(m.list[0].Start)
	add := func(e *chatEntry) {
		if m.floor && !e.outOfView || f.Key == e.parent.thread.key || f.Key == (model.Key{}) && f.Agent != 0 {
			m.addChat(e, from, k.now)
		}
	}
	if from < k.now.Add(-endedFor) {
		for _, te := range k.threads {
			for _, e := range te.entries {
				add(e)
			}
		}
	} else {
		for _, e := range k.live {
			add(e)
		}
		for _, ended := range k.ended.list {
			if ended.at >= from && !ended.replaced {
				add(ended.chatEntry)
			}
		}
	}
	if f == (model.Filter{}) {
		b.usualMinutes(m.list)
	}
	return m.list
}

// usualMinutes fills in the usual figures of each minute: its share of the half hour around it.
func (b *Board) usualMinutes(list []model.Minute) {
	if len(b.usual) == 0 || b.view.team != "" {
		return
	}
	var bands model.UsualBands
	of := time.Time{} // the slot of bands
	for i := range list {
		m := &list[i]
		if end := m.Start.Add(15 * time.Minute).Round(model.UsualSlot); !end.Equal(of) {
			of, bands = end, model.UsualBands{}
			if u, ok := b.Usual(end); ok {
				bands = u.Bands(end)
			}
		}
		if v := bands[model.UsualVisitors]; v.Known() {
			m.UsualVisitors = float64(v.Median) / 30
		}
		if v := bands[model.UsualReplies]; v.Known() {
			m.UsualAgents = float64(v.Median) / 30
		}
	}
}

// lastActive returns the last moment at which a chat counts in the Activity: that of its newest message, or of its end.
func (e *chatEntry) lastActive() model.Instant { return max(e.over, e.lastMessage) }

// endedFor is how far back Activity finds chats without a look at every chat. A screen of 240 columns shows four hours.
const endedFor = 4 * time.Hour

// endedChats holds the chats that are no longer live and were last active within endedFor, and perhaps others: older
// ones, and some that have been replaced.
type endedChats struct {
	list   []endedChat
	pruned int // how many were left when it was last pruned
}

type endedChat struct {
	at model.Instant // when it was last active
	*chatEntry
}

// add adds a chat that has just ended.
func (n *endedChats) add(e *chatEntry) {
	from, at := e.metrics.now.Add(-endedFor), e.lastActive()
	if at < from {
		return
	}
	if len(n.list) > 2*n.pruned+100 {
		n.list = slices.DeleteFunc(n.list, func(c endedChat) bool { return c.at < from || c.replaced })
		n.pruned = len(n.list)
	}
	n.list = append(n.list, endedChat{at, e})
}

// activityBuilder is an Activity in the making.
type activityBuilder struct {
	list []model.Minute
	last int64
	only model.AgentID

	floor bool // the whole floor: the backlog counts
}

// at returns the minute that contains t, or a discarded one if it is outside the range.
func (m *activityBuilder) at(t model.Instant) *model.Minute {
	if i := len(m.list) - 1 - int(m.last-minuteOf(t)); 0 <= i && i < len(m.list) {
		return &m.list[i]
	}
	return &model.Minute{}
}

// addChat adds what happened in a chat since from.
func (m *activityBuilder) addChat(e *chatEntry, from, now model.Instant) {
	if e.offline || e.lastActive() < from {
		return
	}
	own := int(count(m.only == 0 || e.owner == m.only))
	for i := e.rows - 1; i >= 0; i-- {
		r := &e.chat.rows[i]
		at := r.At().Seconds()
		if at < from {
			break
		}
		switch r.CountedSide() {
		case model.SideVisitor:
			m.at(at).Visitors += own
		case model.SideBot:
			m.at(at).Bots += own
		case model.SideAgent:
			m.at(at).Agents += int(count(m.only == 0 || e.chat.speakers[r.SpeakerIndex].Sender == m.only))
		}
	}
	for i := len(e.turns) - 1; i >= 0 && e.turns[i].reply >= from; i-- {
		if t := &e.turns[i]; t.first && (m.only == 0 || t.agent == m.only) {
			m.at(t.reply).Firsts++
		}
	}
	if o := e.outcome(now); o.missed {
		m.at(o.at.to).Missed += own
	}
	if m.floor {
		m.backlog(e, from, now)
	}
}

// backlog counts a chat at the end of each minute at which its visitor waited.
func (m *activityBuilder) backlog(e *chatEntry, from, now model.Instant) {
	if e.offline || e.lastActive() < from {
		return
	}
	for i := len(e.waits) - 1; i >= 0 && e.waits[i].to > from; i-- {
		m.waited(&e.waits[i], now)
	}
}

// waited adds a wait to the minutes at whose end it ran.
func (m *activityBuilder) waited(w *interval, now model.Instant) {
	last := len(m.list) - 1
	if w.holds(now) {
		m.list[last].Waiting++
	}
	first := last - int(m.last-minuteOf(w.from))
	for i := max(0, first-1); i < last; i++ { // the minute before may end when it begins
		end := model.InstantOf(m.list[i].Start).Add(time.Minute)
		if end >= w.to {
			return
		}
		if w.holds(end) {
			m.list[i].Waiting++
		}
	}
}

// Trend returns the last half hour up to now without the offline inbox. It reads every chat that was live
// since then, so call it once a minute, not with each frame.
func (b *Board) Trend(now time.Time) model.Trend {
	m := b.metricsAt(now)
	t := trendBuilder{b: b, now: m.now}
	for i, end := range model.TrendEnds(m.now.Time()) {
		t.cells[i].End, t.ends[i] = end, model.InstantOf(end)
	}
	t.from = m.now.Add(-model.TrendSpan)
	for _, e := range m.live { // no other chat can matter in the half hour
		t.addChat(e)
	}
	for i, took := range t.took {
		t.cells[i].First = model.QuantileOf(took)
	}
	return t.cells
}

// A trendBuilder is a Trend in the making.
type trendBuilder struct {
	b     *Board
	from  model.Instant // when the first cell begins
	now   model.Instant
	ends  [model.TrendCells]model.Instant
	cells model.Trend
	took  [model.TrendCells][]time.Duration
}

// at returns the cell that contains a moment, or -1.
func (t *trendBuilder) at(when model.Instant) int {
	if when <= t.from || when > t.now {
		return -1
	}
	i, _ := slices.BinarySearch(t.ends[:], when)
	return i
}

// addChat adds a chat.
func (t *trendBuilder) addChat(e *chatEntry) {
	if e.offline || e.outOfView || e.lastActive() < t.from {
		return
	}
	for i := len(e.waits) - 1; i >= 0 && e.waits[i].to > t.from; i-- {
		for c, end := range t.ends {
			if w := &e.waits[i]; w.holds(end) {
				t.cells[c].Waiting++
				t.cells[c].Longest = max(t.cells[c].Longest, w.ran(end))
			}
		}
	}
	for i := len(e.present) - 1; i >= 0 && e.present[i].to > t.from; i-- {
		for c, end := range t.ends {
			if e.present[i].holds(end) {
				t.cells[c].Active++
			}
		}
	}
	for i := len(e.turns) - 1; i >= 0 && e.turns[i].reply > t.from; i-- {
		if turn := &e.turns[i]; turn.first {
			if c := t.at(turn.reply); c >= 0 {
				t.took[c] = append(t.took[c], turn.spent)
			}
			t.decide(turn)
		}
	}
	if turn, ok := e.openTurn(t.now); ok && turn.first {
		t.decide(&turn)
	}
	if o := e.outcome(t.now); o.missed {
		if c := t.at(o.at.to); c >= 0 {
			t.cells[c].Missed++
		}
	}
}

// decide counts a decided turn: in time, or past its goal.
func (t *trendBuilder) decide(turn *turn) {
	at, in := turn.decided(t.b.LimitsOf(turn.agent).Goal(turn.first))
	if c := t.at(at); c >= 0 {
		t.cells[c].FirstService.Of++
		t.cells[c].FirstService.In += int(count(in))
	}
}

// collectWaited collects the chats behind a bar of waiting visitors: those waiting at the end of a minute.
func collectWaited(x *explainer) {
	end := x.to + 1
	x.eachChat(func(e *chatEntry) {
		for i := range e.waits {
			if w := &e.waits[i]; !e.offline && w.holds(end) {
				x.include(e, w.owner, w.since, w.ran(end).Seconds(), "had waited for "+model.FormatReply(w.ran(end)))
			}
		}
	})
}
