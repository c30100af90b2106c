package board

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// Times of the agent states, which the definitions fix.
const (
	silentAfter = 180 * time.Second
	idleAfter   = 5 * time.Minute
	goneAfter   = 30 * time.Minute
)

// stateTowards returns the state of a chat's owner towards it while it waits, and k.
func (k *metrics) stateTowards(w *interval, e *chatEntry) (model.AgentState, int) {
	d := k.agents[w.owner]
	if w.owner == 0 || d == nil {
		if k.dark { // a thread list may have named somebody
			return model.AgentUnknown, 0
		}
		return model.AgentNone, 0
	}
	switch n, overtook := d.busyDuring(k, w, e); {
	case overtook:
		return model.AgentOvertaking, n
	case n > 0:
		return model.AgentBusy, n
	}
	if d.last == model.Never || k.now.Since(d.last) >= silentAfter {
		return k.b.stateKnown(model.AgentSilent, k.now), 0
	}
	return k.b.stateKnown(model.AgentQuiet, k.now), 0
}

// A busyness is what an agent did in other chats during a wait: k of BUSY(k), and whether that overtook it.
type busyness struct {
	agent    *agentMetrics
	version  int // of the agent's metrics
	k        int
	overtook bool
}

// busyDuring returns what the agent did in other chats during a wait. It is counted
// once until something changes in one of the agent's chats.
func (d *agentMetrics) busyDuring(k *metrics, w *interval, e *chatEntry) (n int, overtook bool) {
	b, ok := k.busy[w]
	if !ok || b.agent != d || b.version != d.version {
		if len(k.busy) > 2*len(k.halfHour.waits)+100 { // waits are over
			clear(k.busy)
		}
		b = busyness{agent: d, version: d.version, k: d.busy(w.since, e.c)}
		b.overtook = b.k > 0 && d.overtook(w, e)
		k.busy[w] = b
	}
	return b.k, b.overtook
}

// idleState is the state of an agent for whom nobody waits.
func (d *agentMetrics) idleState(now model.Instant) model.AgentState {
	last := d.last
	switch {
	case last == model.Never || now.Since(last) >= goneAfter:
		return model.AgentGone
	case now.Since(last) < idleAfter:
		return model.AgentActive
	}
	return model.AgentIdle
}

// A named is an agent's metrics with the name of its row.
type named struct {
	name safetext.Text
	*agentMetrics
}

// agentRows returns one row for each agent who may work here or has, by name.
func (k *metrics) agentRows() []model.AgentRow {
	if k.staff == nil {
		k.staff = staffOf(k)
	}
	list := make([]model.AgentRow, len(k.staff))
	for i, d := range k.staff {
		list[i] = k.agentRow(d.agentMetrics, d.name)
	}
	return list
}

// staffOf returns those who have a row, in order.
func staffOf(k *metrics) []named {
	all := make([]named, 0, len(k.agents)+len(k.b.agents))
	for id, d := range k.agents {
		if id != 0 && k.b.view.has(id) {
			all = append(all, named{k.agentName(id), d})
		}
	}
	for id, a := range k.b.agents {
		if k.agents[id] == nil && !a.Disabled && !k.b.automations.IDs[id] && k.b.view.has(id) {
			all = append(all, named{k.agentName(id), &agentMetrics{agent: id, last: model.Never}})
		}
	}
	slices.SortFunc(all, func(a, b named) int {
		return cmp.Or(model.CompareText(a.name, b.name), cmp.Compare(a.agent, b.agent))
	})
	return all
}

func (k *metrics) agentRow(d *agentMetrics, name safetext.Text) model.AgentRow {
	l, n := k.b.LimitsOf(d.agent), &d.recent
	r := model.AgentRow{
		ID: d.agent, Name: name, Department: k.b.agents[d.agent].Department,
		LastReply: d.last.Time(), AcquireDay: k.totalsOf(d.agent),
		PerMinute: n.minutes(),
		Waiting:   len(n.waits), SeenNoReply: n.seenNoReply, Breaches: n.breaches, Transfers: n.transfers,
		DayTurns: d.day.N, DayMedian: d.day.Median,
	}
	r.BreachesUpTo = r.Breaches + n.unsure + k.halfHour.unowned
	skipped := d.overtaken(k.now.Add(-halfHour), k.now)
	r.Overtakes, r.OvertakesUpTo, r.Unnamed = skipped.sure, skipped.most, k.halfHour.unnamed
	r.Loose = n.loose + k.halfHour.unheld
	q := model.QuantileAt(len(n.turns), func(i int) time.Duration { return n.turns[i] })
	r.Turns, r.Median, r.P90 = q.N, q.Median, q.P90
	r.Active, r.Peak, r.Mean = concurrency(n.present, k.now.Add(-halfHour), k.now)
	r.ActiveLevel = l.Concurrency.Above(r.Active)
	k.oldest(d, l, &r)
	r.Level = max(r.Oldest.Level, r.Silent.Level, r.ActiveLevel)
	return r
}

// oldest fills in what depends on the agent's chat that waits longest.
func (k *metrics) oldest(d *agentMetrics, l *model.Limits, r *model.AgentRow) {
	e := d.recent.oldest(k.now)
	if e == nil {
		r.State = k.b.stateKnown(d.idleState(k.now), k.now)
		return
	}
	w := e.waiting(k.now)
	r.Oldest = w.clock(w.since, k.now, l.Steps(w.first))
	r.Oldest.AtLeast = e.cut
	r.OldestKey = e.c.thread.key
	r.State, r.Busy = k.stateTowards(w, e)
	r.Silent = d.silent(w, r.State, l.Silent, k.now)
}

// silent is for how long the owner of a wait has written nothing anywhere, where their state towards it says so.
func (d *agentMetrics) silent(w *interval, s model.AgentState, steps model.Steps, now model.Instant) model.Clock {
	if d == nil || s != model.AgentSilent && s != model.AgentQuiet {
		return model.Clock{}
	}
	if d.last != model.Never {
		return w.clock(d.last, now, steps)
	}
	c := w.clock(w.since, now, steps) // not a word from this agent is known
	c.AtLeast = true
	return c
}

// concurrency returns how many chats are active at now, at most at any moment
// since from, half an hour ago, and on average over that time.
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
		n := 0 // the most are at the beginning of some chat
		for j := range present {
			if o := &present[j]; o.from <= begin && begin < o.to {
				n++
			}
		}
		peak = max(peak, n)
	}
	return active, peak, float64(sum) / float64(halfHour)
}

// minuteOf numbers the minutes of the clock.
func minuteOf(t model.Instant) int64 {
	m := int64(t) / int64(time.Minute)
	if int64(t)%int64(time.Minute) < 0 {
		m--
	}
	return m
}

// totalsOf returns Acquire's own totals of an agent; nil where there are none. They must not be changed.
func (k *metrics) totalsOf(a model.AgentID) *model.AgentTotals {
	if k.totals() == nil {
		return nil
	}
	return k.b.totalsBy[a]
}

// totalsSlack is how much newer than now Acquire's totals may be: in a moment
// of the past they are not shown, but the screen's clock may lag a little.
const totalsSlack = time.Minute

// totals returns Acquire's totals unless now is a moment before them.
func (k *metrics) totals() *model.DayTotals {
	if t := k.b.totals; t != nil && model.InstantOf(t.At) <= k.now.Add(totalsSlack) {
		return t
	}
	return nil
}

// agentName is the agents list's name, else the newest that a message or a thread
// list gives. Of agents who share a name each has the id behind it.
func (k *metrics) agentName(a model.AgentID) safetext.Text {
	if n := k.b.agents[a].Name; !n.IsEmpty() {
		if k.b.namesakes[n.String()] > 1 && !n.Marked() {
			return safetext.Line(n.String() + " #" + strconv.FormatInt(int64(a), 10))
		}
		return n
	}
	if d := k.agents[a]; d != nil && !d.name.IsEmpty() {
		return d.name
	}
	return k.listedName(a)
}

// listedName is the name that the newest thread list gives an agent.
func (k *metrics) listedName(a model.AgentID) safetext.Text {
	if name, ok := k.listed[a]; ok {
		return name
	}
	var name safetext.Text
	var at time.Time
	for _, t := range k.b.infos {
		i := slices.Index(t.Agents, a)
		if i < 0 || i >= len(t.AgentNames) {
			continue
		}
		if c := t.At.Compare(at); c > 0 || (c == 0 && model.CompareText(t.AgentNames[i], name) > 0) {
			name, at = t.AgentNames[i], t.At
		}
	}
	k.listed[a] = name
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
