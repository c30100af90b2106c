package board

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// Times of the agent states, fixed by their definitions.
const (
	silentAfter = 180 * time.Second
	idleAfter   = 5 * time.Minute
	goneAfter   = 30 * time.Minute
)

// stateTowards returns the state of a chat's owner towards it while it waits, and k of BUSY(k).
func (m *metrics) stateTowards(w *interval, e *chatEntry) (model.AgentState, int) {
	am := m.agents[w.owner]
	if w.owner == 0 || am == nil {
		if m.unobserved { // a thread list may have named an agent
			return model.AgentUnknown, 0
		}
		return model.AgentNone, 0
	}
	switch n, overtook := am.elsewhereDuring(m, w, e); {
	case overtook:
		return model.AgentOvertaking, n
	case n > 0:
		return model.AgentBusy, n
	}
	if am.last == model.Never || m.now.Since(am.last) >= silentAfter {
		return m.b.stateKnown(model.AgentSilent, m.now), 0
	}
	return m.b.stateKnown(model.AgentQuiet, m.now), 0
}

// busyPart reports whether k of BUSY(k) is at least what it says, since messages of agents may not have been read.
func busyPart(m *metrics, s model.AgentState) bool {
	return s == model.AgentBusy && m.b.stateKnown(model.AgentSilent, m.now) == model.AgentUnknown
}

// elsewhere is what an agent did in other chats during a wait.
type elsewhere struct {
	agent    *agentMetrics
	version  int // the version of agent that was read
	messages int
	overtook bool
}

// elsewhereDuring returns what the agent did in other chats during a wait. It is computed once until one of
// the agent's chats changes.
func (am *agentMetrics) elsewhereDuring(m *metrics, w *interval, e *chatEntry) (n int, overtook bool) {
	b, ok := m.elsewhere[w]
	if !ok || b.agent != am || b.version != am.version {
		if len(m.elsewhere) > 2*len(m.halfHour.waits)+100 { // drop waits that are over
			clear(m.elsewhere)
		}
		b = elsewhere{agent: am, version: am.version, messages: am.countElsewhere(w.since, e.chat)}
		b.overtook = b.messages > 0 && am.overtook(w, e)
		m.elsewhere[w] = b
	}
	return b.messages, b.overtook
}

// idleState returns the state of an agent who has no waiting chat.
func (am *agentMetrics) idleState(now model.Instant) model.AgentState {
	last := am.last
	switch {
	case last == model.Never || now.Since(last) >= goneAfter:
		return model.AgentGone
	case now.Since(last) < idleAfter:
		return model.AgentActive
	}
	return model.AgentIdle
}

// A namedAgent is an agent's metrics with the name of its row.
type namedAgent struct {
	name safetext.Text
	*agentMetrics
}

// agentRows returns one row for each agent who is enabled or has been active, by name.
func (m *metrics) agentRows() []model.AgentRow {
	roster := rosterOf(m)
	list := make([]model.AgentRow, len(roster))
	for i, d := range roster {
		m.fillAgentRow(&list[i], d)
	}
	return list
}

// rosterOf returns the agents who have a row, in order. Every agent of the view who did something is among them.
func rosterOf(m *metrics) []namedAgent {
	if m.roster != nil {
		return m.roster
	}
	all := make([]namedAgent, 0, len(m.agents)+len(m.b.agents))
	for id, am := range m.agents {
		if id != 0 && m.b.view.has(id) {
			all = append(all, namedAgent{m.agentName(id), am})
		}
	}
	for id, a := range m.b.agents {
		if m.agents[id] == nil && !a.Disabled && !m.b.automations.IDs[id] && m.b.view.has(id) {
			all = append(all, namedAgent{m.agentName(id), &agentMetrics{agent: id, last: model.Never}})
		}
	}
	slices.SortFunc(all, func(a, b namedAgent) int {
		return cmp.Or(model.CompareText(a.name, b.name), cmp.Compare(a.agent, b.agent))
	})
	m.roster = all
	return all
}

func (m *metrics) fillAgentRow(r *model.AgentRow, d namedAgent) {
	am := d.agentMetrics
	l, n := m.b.LimitsOf(am.agent), &am.recent
	*r = model.AgentRow{
		ID: am.agent, Name: d.name, Department: m.b.agents[am.agent].Department,
		LastReply: am.last.Time(), AcquireDay: m.totalsOf(am.agent),
		PerMinute: n.minutes(),
		Waiting:   len(n.waits), Breaches: n.breaches, Transfers: n.transfers,
		DayTurns: am.day.N, DayMedian: am.day.Median,
	}
	r.BreachesUpTo = r.Breaches + n.unsure + m.halfHour.lateUnowned
	skipped := am.countOvertakes(m.now.Add(-halfHour), m.now)
	r.Overtakes, r.OvertakesUpTo, r.Unnamed = skipped.sure, skipped.most, m.halfHour.waitsUnowned
	r.Loose = n.endUnsure + m.halfHour.activeUnowned
	q := model.QuantileAt(len(n.turns), func(i int) time.Duration { return n.turns[i] })
	r.Turns, r.Median, r.P90 = q.N, q.Median, q.P90
	r.Active, r.Peak, r.Mean = concurrency(n.present, m.now.Add(-halfHour), m.now)
	r.ActiveLevel = l.Concurrency.Above(r.Active)
	m.fillOldest(am, l, r)
	n.fillSeen(r)
	r.Level = max(r.Oldest.Level, r.Silent.Level, r.ActiveLevel)
}

// fillOldest fills in what depends on the agent's longest waiting chat.
func (m *metrics) fillOldest(am *agentMetrics, l *model.Limits, r *model.AgentRow) {
	longest := am.recent.longestWaiting()
	e := longest.chat
	if e == nil {
		r.State = m.b.stateKnown(am.idleState(m.now), m.now)
		return
	}
	w := e.waiting(m.now)
	r.Oldest = longest.clock(l.Thresholds(w.first))
	if r.State, r.Busy = m.stateTowards(w, e); unsure(m, e) {
		r.State, r.Busy = model.AgentUnknown, 0
	}
	r.BusyPart = busyPart(m, r.State)
	r.Silent = am.silent(w, r.State, l.Silent, m.now)
	if longest.frozen {
		r.Oldest.Level, r.Silent.Level = model.LevelNone, model.LevelNone
	}
}

// fillSeen counts the agent's waiting chats by what is known of them.
func (rec *recent) fillSeen(r *model.AgentRow) {
	for _, e := range rec.waits {
		r.Frozen += int(count(e.frozen()))
		switch p := e.contribution; {
		case !e.sightKnown(p.wait.head):
			r.SeenUnknown++
		case p.sighted.sight == model.SightSeen:
			r.SeenNoReply++
		}
	}
}

// silent returns the clock of how long the owner of a wait has written nothing anywhere, if the state
// towards it says so.
func (am *agentMetrics) silent(w *interval, s model.AgentState, steps model.Thresholds, now model.Instant) model.Clock {
	if am == nil || s != model.AgentSilent && s != model.AgentQuiet {
		return model.Clock{}
	}
	if am.last != model.Never {
		return w.clock(am.last, now, steps)
	}
	c := w.clock(w.since, now, steps) // no message of this agent is known
	c.AtLeast = true
	return c
}

// concurrency returns how many chats are active at now, the maximum at any moment since from (half an hour
// ago), and the average over that time.
func concurrency(present []interval, from, now model.Instant) (active, peak int, mean float64) {
	var sum time.Duration
	for i := range present {
		p := &present[i]
		if p.holds(now) {
			active++
		}
		// The window is (from, now]: what ended at from is not in it, what begins at now is.
		begin, end := max(p.from, from+1), min(p.to, now+1)
		if begin >= end {
			continue
		}
		sum += min(end, now).Since(max(p.from, from))
		n := 0 // the maximum is at the beginning of some chat
		for j := range present {
			if o := &present[j]; o.from <= begin && begin < o.to {
				n++
			}
		}
		peak = max(peak, n)
	}
	return active, peak, float64(sum) / float64(halfHour)
}

// minuteOf returns the number of the minute since the epoch.
func minuteOf(t model.Instant) int64 {
	m := int64(t) / int64(time.Minute)
	if int64(t)%int64(time.Minute) < 0 {
		m--
	}
	return m
}

// totalsOf returns Acquire's totals of an agent; nil if there are none. They must not be changed.
func (m *metrics) totalsOf(a model.AgentID) *model.AgentTotals {
	if m.totals() == nil {
		return nil
	}
	return m.b.totalsBy[a]
}

// totalsSlack is how much newer than now Acquire's totals may be: a past moment must not show them, but the
// screen's clock may lag a little.
const totalsSlack = time.Minute

// totals returns Acquire's totals unless they are newer than now.
func (m *metrics) totals() *model.DayTotals {
	if t := m.b.totals; t != nil && model.InstantOf(t.At) <= m.now.Add(totalsSlack) {
		return t
	}
	return nil
}

// agentName returns the name in the agents list, else the newest in a message or thread list. Agents who
// share a name have their id appended.
func (m *metrics) agentName(a model.AgentID) safetext.Text {
	if n := m.b.agents[a].Name; !n.IsEmpty() {
		if m.b.namesakes[n.String()] > 1 && !n.Marked() {
			return safetext.Line(n.String() + " #" + strconv.FormatInt(int64(a), 10))
		}
		return n
	}
	if am := m.agents[a]; am != nil && !am.name.IsEmpty() {
		return am.name
	}
	return m.listedName(a)
}

// listedName returns the name that the newest thread list gives an agent.
func (m *metrics) listedName(a model.AgentID) safetext.Text {
	if name, ok := m.listedNames[a]; ok {
		return name
	}
	var name safetext.Text
	var at time.Time
	for _, t := range m.b.threadInfos {
		i := slices.Index(t.Agents, a)
		if i < 0 || i >= len(t.AgentNames) {
			continue
		}
		if c := t.At.Compare(at); c > 0 || (c == 0 && model.CompareText(t.AgentNames[i], name) > 0) {
			name, at = t.AgentNames[i], t.At
		}
	}
	m.listedNames[a] = name
	return name
}

// namesakes counts how many agents of the list have a name.
type namesakes map[string]int

func (n namesakes) count(name safetext.Text, by int) {
	if name.IsEmpty() {
		return
	}
	if n[name.String()] += by; n[name.String()] == 0 {
		delete(n, name.String())
	}
}
