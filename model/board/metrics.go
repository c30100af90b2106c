package board

import (
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// metrics holds every chat's timeline as known at one moment, with the sums from which the figures are read.
// The Board keeps one and carries it forward, at the cost of what has changed; a moment of the past gets one
// of its own.
type metrics struct {
	b          *Board
	now        model.Instant
	day        model.Instant // the start of the day
	past       bool          // for a past moment: threads and chats do not point to it
	unobserved bool          // nothing was read at this moment: only messages are known
	coverage   *model.Coverage
	look       int // incremented when they are looked at, since what is known of a moment may grow
	builder    timelineBuilder

	threads      []*threadEntry // in no order
	agents       map[model.AgentID]*agentMetrics
	roster       []namedAgent // the agents who have a row, ordered; nil: to be computed
	staleAgents  []*agentMetrics
	live         []*chatEntry        // chats whose part in the figures may still change with time
	ended        endedChats          // the others, as far as Activity reaches
	offlineInbox map[*chatEntry]bool // the chats of the offline inbox
	future       []*thread
	today        windowToday // without how live chats ended
	liveToday    counted     // today's part of live chats: how they ended, as of now
	halfHour     window30m
	rebuild      bool // the half hour has to be computed from scratch
	order        rowOrder
	changed      bool // since the last refresh
	elsewhere    map[*interval]elsewhere
	counts       counts
	messages     int
	namesChanged bool                            // names of agents have changed
	listedNames  map[model.AgentID]safetext.Text // names that only thread lists give, looked up so far
}

// A threadEntry is a thread in the metrics.
type threadEntry struct {
	thread        *thread
	entries       []*chatEntry // the chats that had begun, ordered by id
	newest        *chatEntry   // the one that began last; nil if none had begun
	severalLatest bool         // several of its chats have no later one, see nextOf
	metrics       *metrics
	index         int           // in metrics.threads
	row           *model.Row    // as last filled; nil if it has none
	due           model.Instant // when the row may change by itself, apart from its clocks
	stale         bool          // the row must be filled again
	removed       bool          // the thread has lost its last chat
}

// A chatEntry is a chat in the metrics.
type chatEntry struct {
	chat *chat
	*timeline
	metrics *metrics
	parent  *threadEntry

	recent                      []recentMessage // messages of the last half hour, newest first; nil once it has ended
	contribution                *contribution   // to the figures at now; nil: none yet, or it has ended
	visitorsToday, repliesToday int             // kept, since the rows may change before they are subtracted

	fixedFrom model.Instant // from when its part in the figures is fixed
	live      bool          // it has not ended yet
	maybeOver bool          // past moments only: it may have been over, its closing was not observed
	hasFuture bool          // its rows or facts include some after now
	outOfView bool          // it is not in the Board's view: it counts only for its agents
	replaced  bool          // the chat has a newer entry, or is gone
}

// holdFor is how long a headline's level stays up after its figure has fallen below the limit (see
// hysteresis.go).
const holdFor = 10 * time.Second

// metricsAt returns the metrics at now: the Board's own, carried forward, or separate ones for a past
// moment.
func (b *Board) metricsAt(now time.Time) *metrics {
	at := model.InstantOf(now)
	b.assignThreads()
	if b.metrics != nil && at < b.metrics.now {
		return b.pastMetrics(at)
	}
	if b.metrics == nil || at >= b.metrics.day.Add(shortestDay) && b.dayOf(at) != b.metrics.day {
		b.metrics = newMetrics(b, at)
		for _, t := range b.threads {
			t.entry, t.changed = nil, false
			b.metrics.putThread(t)
		}
	} else if m := b.metrics; at == m.now && len(b.changedThreads)+len(m.future) == 0 && !m.changed {
		m.observe()
		return m // unchanged
	} else {
		m.advance(at, b.changedThreads)
	}
	clear(b.changedThreads) // threads may be gone for good
	b.changedThreads = b.changedThreads[:0]
	b.metrics.refresh()
	return b.metrics
}

// pastMetrics returns the metrics at a moment before that of the Board's own, and keeps them for the next
// call.
func (b *Board) pastMetrics(at model.Instant) *metrics {
	if b.past != nil && b.past.now == at {
		b.past.look++
		return b.past
	}
	b.past = newMetrics(b, at)
	b.past.past = true
	for _, t := range b.threads {
		b.past.putThread(t)
	}
	b.past.refresh()
	return b.past
}

func newMetrics(b *Board, now model.Instant) *metrics {
	m := &metrics{
		b: b, now: now, day: b.dayOf(now), agents: map[model.AgentID]*agentMetrics{}, offlineInbox: map[*chatEntry]bool{},
		listedNames: map[model.AgentID]safetext.Text{}, builder: timelineBuilder{hoursOf: b.HoursOf}, order: rowOrder{list: []*model.Row{}}, rebuild: true, elsewhere: map[*interval]elsewhere{},
	}
	m.observe()
	return m
}

// observe notes how well the metrics' moment is read.
func (m *metrics) observe() {
	c := m.b.Coverage()
	if m.coverage != nil && c.Anomalies.Seen != m.coverage.Anomalies.Seen {
		for _, te := range m.threads {
			te.markStale()
		}
	}
	m.coverage, m.unobserved = &c, c.Unobserved(m.now.Time())
	m.look++
}

// shortestDay is the length of a day on which clocks go forward.
const shortestDay = 23 * time.Hour

// dayOf returns the start of now's day in the configured zone. Like every window a day is left-open: at
// 00:00:00 it is still the previous day, whose last message may carry that second.
func (b *Board) dayOf(now model.Instant) model.Instant {
	return model.InstantOf(startOfDay(now.Add(-1).Time().In(b.cfg.Location)))
}

// advance moves the metrics to now and updates the threads that changed.
func (m *metrics) advance(now model.Instant, changed []*thread) {
	m.now = now
	m.observe()
	ahead := m.future
	m.future = nil
	for _, t := range ahead {
		if !t.changed { // else it is updated below
			m.putThread(t)
		}
	}
	for _, t := range changed {
		t.changed = false
		m.putThread(t)
	}
}

// putThread updates the entry of a thread whose chats may have changed.
func (m *metrics) putThread(t *thread) {
	if len(t.chats) == 0 || m.b.cfg.People.Ignores(t.key.Visitor) {
		return
	}
	te := t.entry
	if te == nil || m.past {
		te = &threadEntry{thread: t, metrics: m, index: len(m.threads)}
		m.threads = append(m.threads, te)
		if !m.past {
			t.entry = te
		}
	}
	te.markStale()
	te.newest, te.entries = nil, te.entries[:0]
	ahead, latest := false, 0
	for _, c := range t.chats {
		e := m.putChat(c, te)
		ahead = ahead || e == nil || e.hasFuture
		if e == nil {
			continue
		}
		te.entries = append(te.entries, e)
		if t.nextOf(c, m.now) == model.Never {
			latest++
		}
		if te.newest == nil || te.newest.chat.begunBefore(c) {
			te.newest = e
		}
	}
	te.severalLatest = latest > 1
	if ahead {
		m.future = append(m.future, t)
	}
}

// removeThread removes the entry of a thread that has lost its last chat.
func (m *metrics) removeThread(te *threadEntry) {
	last := m.threads[len(m.threads)-1]
	m.threads[te.index], last.index = last, te.index
	m.threads[len(m.threads)-1] = nil
	m.threads = m.threads[:len(m.threads)-1]
	te.removed = true
	te.markStale()
}

// putChat updates the entry of a chat that may have changed. It returns nil if the chat had not begun by
// now.
func (m *metrics) putChat(c *chat, te *threadEntry) *chatEntry {
	next := te.thread.nextOf(c, forever)
	old := c.entry
	tl := m.currentTimeline(c, next)
	if tl != nil && old.metrics == m && old.parent == te {
		return old
	}
	ahead := false
	if tl == nil {
		facts := m.b.factsOf(c.id)
		in := m.b.inherits(c, facts)
		tl = m.builder.build(c, facts, in, next, forever)
		if ahead = tl.until > m.now; ahead {
			openTo, closes := tl.openTo, tl.earliestClose
			if tl = m.builder.build(c, facts, in, te.thread.nextOf(c, m.now), m.now); tl != nil {
				tl.openTo, tl.earliestClose = min(tl.openTo, max(openTo, tl.until)), min(tl.earliestClose, closes)
			}
		}
	}
	if !m.past {
		if old != nil && old.metrics == m {
			m.removeChat(old)
		}
		c.next, c.changed, c.entry = next, false, nil
	}
	if tl == nil {
		return nil
	}
	return m.addChat(c, tl, te, ahead)
}

// currentTimeline returns the timeline built earlier for c if it still holds, else nil.
func (m *metrics) currentTimeline(c *chat, next model.Instant) *timeline {
	e := c.entry
	if e == nil || e.hasFuture || c.changed || c.next != next || e.until > m.now {
		return nil
	}
	return e.timeline
}

// addChat creates the entry of a chat and adds it to the sums.
func (m *metrics) addChat(c *chat, tl *timeline, te *threadEntry, ahead bool) *chatEntry {
	m.changed = true
	e := &chatEntry{chat: c, timeline: tl, metrics: m, parent: te, hasFuture: ahead}
	// It may have been over by now, a moment of the past: it was closed at some time after the last evidence that it was open.
	e.maybeOver = e.openTo < e.metrics.now && e.openTo < e.over
	e.fixedFrom = m.fixedFrom(e).Add(halfHour + holdFor)
	if !m.past {
		c.entry = e
	}
	e.outOfView = !m.b.view.has(e.owner)
	m.messages += e.rows
	m.counts.addTimes(&e.timeline.counts, 1)
	if e.offline && !e.outOfView {
		m.offlineInbox[e] = true
	}
	e.countToday(m.day)
	m.addMessages(e, 1)
	m.addTurns(e, 1)
	if e.live = m.now < e.fixedFrom; e.live {
		m.live = append(m.live, e)
		e.listRecent()
	} else {
		m.addEnded(e)
	}
	for i := range e.participants {
		am := m.agentMetrics(e.participants[i].agent)
		am.entries = append(am.entries, e)
	}
	return e
}

// addEnded counts how a chat ended whose part in the figures is fixed now.
func (m *metrics) addEnded(e *chatEntry) {
	e.recent = nil
	m.addEnd(e, 1)
	m.ended.add(e)
	if !m.past {
		e.chat.shrink()
	}
}

// removeChat removes an entry from the sums.
func (m *metrics) removeChat(e *chatEntry) {
	if e.replaced {
		return
	}
	e.replaced, m.changed = true, true
	e.subtract()
	m.messages -= e.rows
	m.counts.addTimes(&e.timeline.counts, -1)
	delete(m.offlineInbox, e)
	m.addMessages(e, -1)
	m.addTurns(e, -1)
	if !e.live {
		m.addEnd(e, -1)
	}
	for i := range e.participants {
		m.agentMetrics(e.participants[i].agent)
	}
}

// fixedFrom returns from when e's part in the figures changes only by leaving the windows.
func (m *metrics) fixedFrom(e *chatEntry) model.Instant {
	end := max(e.over, e.latestOver, e.lastMessage, e.rated.at)
	for _, list := range [][]interval{e.waits, e.present} { // a flag can end a chat before its last interval
		if n := len(list); n > 0 {
			end = max(end, list[n-1].to)
		}
	}
	if e.unanswered > 0 {
		end = max(end, e.waitHours().AddOpen(e.waitStart(), m.b.LimitsOf(e.owner).Goal(!e.hasReply)))
	}
	return end
}

// agentMetrics returns the metrics of an agent, creating them if needed, and marks them to be refreshed.
func (m *metrics) agentMetrics(a model.AgentID) *agentMetrics {
	am := m.agents[a]
	if am == nil {
		am = &agentMetrics{agent: a}
		m.agents[a], m.rebuild, m.roster = am, true, nil
	}
	if !am.stale {
		am.stale = true
		m.staleAgents = append(m.staleAgents, am)
	}
	return am
}

// refresh updates everything that was marked as stale.
func (m *metrics) refresh() {
	m.changed = false
	for _, am := range m.staleAgents {
		if am.refresh(m.day); len(am.entries) == 0 {
			delete(m.agents, am.agent)
			m.rebuild, m.roster = true, nil
		}
		m.namesChanged = m.namesChanged || am.renamed && m.b.agents[am.agent].Name.IsEmpty()
	}
	m.staleAgents = m.staleAgents[:0]
	if m.namesChanged {
		clear(m.listedNames)
	}
	m.live = slices.DeleteFunc(m.live, func(e *chatEntry) bool {
		if !e.replaced && m.now >= e.fixedFrom {
			e.live = false
			e.parent.markStale()
			e.subtract()
			m.addEnded(e)
		}
		return e.replaced || !e.live
	})
	m.updateLive()
}

// startOfDay returns the first moment of t's day in t's zone: later than 0:00 where clocks go forward at
// midnight.
func startOfDay(t time.Time) time.Time {
	y, m, d := t.Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, t.Location())
	first := func(at time.Time) bool { return isDate(at, y, m, d) && !isDate(at.Add(-1), y, m, d) }
	if first(day) {
		return day
	}
	// Clocks change close by: midnight exists twice, or not at all.
	_, offset := day.Add(-3 * time.Hour).Zone()
	start, end := day.ZoneBounds()
	midnight := time.Date(y, m, d, 0, 0, -offset, 0, time.UTC).In(t.Location())
	for _, at := range []time.Time{midnight, start, end} {
		if !at.IsZero() && first(at) {
			return at
		}
	}
	return day
}

func isDate(t time.Time, y int, m time.Month, d int) bool {
	ty, tm, td := t.Date()
	return ty == y && tm == m && td == d
}
