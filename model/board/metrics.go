package board

import (
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// metrics is what the figures of one moment are read off: every chat's timeline as
// known then, added up. The Board keeps one and carries it forward, at the cost
// of what changed; for a moment in the past one is made of its own.
type metrics struct {
	b       *Board
	now     model.Instant
	day     model.Instant // the start of now's day
	past    bool          // not the Board's own: threads and chats do not point into it
	dark    bool          // a moment at which nothing was observed: words alone are known of it
	builder timelineBuilder

	threads  []*threadEntry // one for each thread
	agents   map[model.AgentID]*agentMetrics
	staff    []named // those of the agents' metrics and of the others who have a row, in order; nil: to be found
	stale    []*agentMetrics
	live     []*chatEntry        // whose part in the figures may still change as time goes by
	inbox    map[*chatEntry]bool // the chats written while nobody was there
	ahead    []*thread
	today    windowToday // of today; of a live chat without how it ended
	open     counted     // of today, of the live chats: how they ended, as of now
	halfHour window30m
	regather bool // it has to be gathered from nothing
	order    rowOrder
	changed  bool // since the last refresh
	busy     map[*interval]busyness
	counts   counts
	messages int
	relabel  bool                            // agents' names have changed
	listed   map[model.AgentID]safetext.Text // names that only thread lists give, as looked up
}

// A threadEntry is a thread in the metrics.
type threadEntry struct {
	t       *thread
	entries []*chatEntry // the chats that had begun, by id
	newest  *chatEntry   // the one that began last; nil where none had begun
	torn    bool         // of its chats several are the latest, see later
	metrics *metrics
	at      int           // among the metrics' thread entries
	row     *model.Row    // as last filled; nil where there is none
	due     model.Instant // when the row may be another though nothing more happens, but for its clocks
	stale   bool          // the row has to be filled again
	gone    bool          // the thread has lost its last chat
}

// A chatEntry is a chat in the metrics.
type chatEntry struct {
	c *chat
	*timeline
	metrics *metrics
	parent  *threadEntry

	said                        []said   // what was said in it of late, the newest first; nil where it has ended
	portion                     *portion // what it adds to the figures of now; nil: nothing yet, or it has ended
	visitorsToday, repliesToday int      // counted while the rows are those of the timeline

	ended model.Instant // from when on its part in the figures is fixed
	live  bool          // as far as the metrics know it has not ended
	maybe bool          // of a moment of the past: it may have been over, its closing was not observed
	ahead bool          // things are known of it that lie after now
	other bool          // it is out of the Board's view: it counts for its agents alone
	dead  bool          // another has taken its place
}

// holdFor is how long a headline's level stays up after its figure has fallen below the limit.
const holdFor = 10 * time.Second

// metricsAt returns the metrics of now: the Board's own, carried forward, or one of the past.
func (b *Board) metricsAt(now time.Time) *metrics {
	at := model.InstantOf(now)
	b.settle()
	if b.metrics != nil && at < b.metrics.now {
		return b.pastMetrics(at)
	}
	if b.metrics == nil || b.metrics.nextDay(at) {
		b.metrics = newMetrics(b, at)
		for _, t := range b.threads {
			t.entry, t.fresh = nil, false
			b.metrics.put(t)
		}
	} else if k := b.metrics; at == k.now && len(b.fresh)+len(k.ahead) == 0 && !k.changed {
		k.dark = b.unobserved(at)
		return k // as it was
	} else {
		k.advance(at, b.fresh)
	}
	clear(b.fresh) // threads may be gone for good
	b.fresh = b.fresh[:0]
	b.metrics.refresh()
	return b.metrics
}

// pastMetrics returns the metrics of a moment before that of the Board's own. It is kept for the next call.
func (b *Board) pastMetrics(at model.Instant) *metrics {
	if b.past != nil && b.past.now == at {
		return b.past
	}
	b.past = newMetrics(b, at)
	b.past.past = true
	for _, t := range b.threads {
		b.past.put(t)
	}
	b.past.refresh()
	return b.past
}

func newMetrics(b *Board, now model.Instant) *metrics {
	return &metrics{
		b: b, now: now, day: b.dayOf(now), dark: b.unobserved(now), agents: map[model.AgentID]*agentMetrics{}, inbox: map[*chatEntry]bool{},
		listed: map[model.AgentID]safetext.Text{}, builder: timelineBuilder{hoursOf: b.HoursOf}, order: rowOrder{list: []*model.Row{}}, regather: true, busy: map[*interval]busyness{},
	}
}

// dayOf is the start of now's day in the configured zone. A day is left-open like
// every window: at 00:00:00 it is still the day that ends, whose last word may
// bear that second.
func (b *Board) dayOf(now model.Instant) model.Instant {
	return model.InstantOf(startOfDay(now.Add(-1).Time().In(b.cfg.Location)))
}

// nextDay reports whether now lies in a later day than the metrics. No day is shorter than 23 hours.
func (k *metrics) nextDay(now model.Instant) bool {
	return now >= k.day.Add(23*time.Hour) && k.b.dayOf(now) != k.day
}

// advance carries the metrics forward to now and over the threads that changed.
func (k *metrics) advance(now model.Instant, changed []*thread) {
	k.now, k.dark = now, k.b.unobserved(now)
	ahead := k.ahead
	k.ahead = nil
	for _, t := range ahead {
		if !t.fresh { // else it is put below
			k.put(t)
		}
	}
	for _, t := range changed {
		t.fresh = false
		k.put(t)
	}
}

// put applies a thread whose chats may have changed.
func (k *metrics) put(t *thread) {
	if len(t.chats) == 0 || k.b.cfg.People.Ignores(t.key.Visitor) {
		return
	}
	s := t.entry
	if s == nil || k.past {
		s = &threadEntry{t: t, metrics: k, at: len(k.threads)}
		k.threads = append(k.threads, s)
		if !k.past {
			t.entry = s
		}
	}
	s.refill()
	s.newest, s.entries = nil, s.entries[:0]
	ahead, latest := false, 0
	for _, c := range t.chats {
		e := k.putChat(c, s)
		ahead = ahead || e == nil || e.ahead
		if e == nil {
			continue
		}
		s.entries = append(s.entries, e)
		if t.nextOf(c, k.now) == model.Never {
			latest++
		}
		if s.newest == nil || s.newest.c.begunBefore(c) {
			s.newest = e
		}
	}
	s.torn = latest > 1
	if ahead {
		k.ahead = append(k.ahead, t)
	}
}

// drop takes out a thread entry whose thread has lost its last chat.
func (k *metrics) drop(s *threadEntry) {
	last := k.threads[len(k.threads)-1]
	k.threads[s.at], last.at = last, s.at
	k.threads[len(k.threads)-1] = nil
	k.threads = k.threads[:len(k.threads)-1]
	s.gone = true
	s.refill()
}

// putChat applies a chat that may have changed. It returns nil where it had not begun.
func (k *metrics) putChat(c *chat, s *threadEntry) *chatEntry {
	next := s.t.nextOf(c, forever)
	old := c.entry
	told := k.known(c, next)
	if told != nil && old.metrics == k && old.parent == s {
		return old
	}
	ahead := false
	if told == nil {
		facts := k.b.factsOf(c.id)
		in := k.b.inherits(c, facts)
		told = k.builder.build(c, facts, in, next, forever)
		if ahead = told.until > k.now; ahead {
			openTo, closes := told.openTo, told.closes
			if told = k.builder.build(c, facts, in, s.t.nextOf(c, k.now), k.now); told != nil {
				told.openTo, told.closes = min(told.openTo, max(openTo, told.until)), min(told.closes, closes)
			}
		}
	}
	if !k.past {
		if old != nil && old.metrics == k {
			k.out(old)
		}
		c.next, c.changed, c.entry = next, false, nil
	}
	if told == nil {
		return nil
	}
	return k.enter(c, told, s, ahead)
}

// known returns the timeline that was told of c before, where it still holds; else nil.
func (k *metrics) known(c *chat, next model.Instant) *timeline {
	e := c.entry
	if e == nil || e.ahead || c.changed || c.next != next || e.until > k.now {
		return nil
	}
	return e.timeline
}

// enter makes the entry of a chat and adds it up.
func (k *metrics) enter(c *chat, told *timeline, s *threadEntry, ahead bool) *chatEntry {
	k.changed = true
	e := &chatEntry{c: c, timeline: told, metrics: k, parent: s, ahead: ahead}
	e.maybe = e.mayBeOver()
	e.ended = k.endOf(e).Add(halfHour + holdFor)
	if !k.past {
		c.entry = e
	}
	e.other = !k.b.view.has(e.owner)
	k.messages += e.rows
	k.counts.add(&e.timeline.counts, 1)
	if e.offline && !e.other {
		k.inbox[e] = true
	}
	e.countWords(k.day)
	k.addWords(e, 1)
	k.addTurns(e, 1)
	if e.live = k.now < e.ended; e.live {
		k.live = append(k.live, e)
		e.hear()
	} else {
		k.end(e)
	}
	for i := range e.participants {
		d := k.agentMetrics(e.participants[i].agent)
		d.entries = append(d.entries, e)
	}
	return e
}

// end adds up how a chat ended, to which nothing more is to come.
func (k *metrics) end(e *chatEntry) {
	e.said = nil
	k.addEnd(e, 1)
	if !k.past {
		e.c.clip()
	}
}

// out takes an entry out again.
func (k *metrics) out(e *chatEntry) {
	if e.dead {
		return
	}
	e.dead, k.changed = true, true
	e.uncount()
	k.messages -= e.rows
	k.counts.add(&e.timeline.counts, -1)
	delete(k.inbox, e)
	k.addWords(e, -1)
	k.addTurns(e, -1)
	if !e.live {
		k.addEnd(e, -1)
	}
	for i := range e.participants {
		k.agentMetrics(e.participants[i].agent)
	}
}

// endOf is when nothing more can happen to e's part in the figures as time goes by, but that it leaves the windows.
func (k *metrics) endOf(e *chatEntry) model.Instant {
	end := max(e.over, e.ends, e.lastWord, e.rated.at)
	for _, list := range [][]interval{e.waits, e.present} { // a flag can end a chat before its last span
		if n := len(list); n > 0 {
			end = max(end, list[n-1].to)
		}
	}
	if e.run > 0 {
		end = max(end, e.clockHours().Reached(e.clock(), k.b.LimitsOf(e.owner).Target(!e.hasA)))
	}
	return end
}

// agentMetrics returns the metrics of an agent, to be brought up to date.
func (k *metrics) agentMetrics(a model.AgentID) *agentMetrics {
	d := k.agents[a]
	if d == nil {
		d = &agentMetrics{agent: a}
		k.agents[a], k.regather, k.staff = d, true, nil
	}
	if !d.stale {
		d.stale = true
		k.stale = append(k.stale, d)
	}
	return d
}

// refresh brings up to date what was marked on the way.
func (k *metrics) refresh() {
	k.changed = false
	for _, d := range k.stale {
		if d.refresh(k.day); len(d.entries) == 0 {
			delete(k.agents, d.agent)
			k.regather, k.staff = true, nil
		}
		k.relabel = k.relabel || d.renamed && k.b.agents[d.agent].Name.IsEmpty()
	}
	k.stale = k.stale[:0]
	if k.relabel {
		clear(k.listed)
	}
	k.live = slices.DeleteFunc(k.live, func(e *chatEntry) bool {
		if !e.dead && k.now >= e.ended {
			e.live = false
			e.parent.refill()
			e.uncount()
			k.end(e)
		}
		return e.dead || !e.live
	})
	k.gather()
}

// startOfDay returns the first moment of t's day in t's zone. Where clocks go
// forward at midnight that is later than 0:00, which does not exist then.
func startOfDay(t time.Time) time.Time {
	y, m, d := t.Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, t.Location())
	first := func(at time.Time) bool { return same(at, y, m, d) && !same(at.Add(-1), y, m, d) }
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

func same(t time.Time, y int, m time.Month, d int) bool {
	ty, tm, td := t.Date()
	return ty == y && tm == m && td == d
}
