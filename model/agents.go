package model

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model/safetext"
)

// Times of the agent states, which the definitions fix.
const (
	silentAfter = 180 * time.Second
	idleAfter   = 5 * time.Minute
	goneAfter   = 30 * time.Minute
)

// halfHour is the length of the shorter window.
const halfHour = 30 * time.Minute

// stateTowards returns the state of a chat's owner towards it while it waits, and k.
func (v *view) stateTowards(w *span, c *chat) (AgentState, int) {
	d := v.desks[w.owner]
	if w.owner == 0 || d == nil {
		return AgentNone, 0
	}
	if k := d.busy(w.since, c); k > 0 {
		if d.overtaken(w, c) {
			return AgentOvertaking, k
		}
		return AgentBusy, k
	}
	if last := d.lastReply(); last == never || v.now.since(last) >= silentAfter {
		return AgentSilent, 0
	}
	return AgentQuiet, 0
}

// idleState is the state of an agent for whom nobody waits.
func (d *desk) idleState(now stamp) AgentState {
	last := d.lastReply()
	switch {
	case last == never || now.since(last) >= goneAfter:
		return AgentGone
	case now.since(last) < idleAfter:
		return AgentActive
	}
	return AgentIdle
}

// agentRows returns one row for each agent who may work here or has, by name.
func (v *view) agentRows() []AgentRow {
	list := make([]AgentRow, 0, len(v.desks)+len(v.b.agents))
	for id, d := range v.desks {
		if id != 0 {
			list = append(list, v.agentRow(d))
		}
	}
	for id, a := range v.b.agents {
		if v.desks[id] == nil && !a.Disabled {
			list = append(list, v.agentRow(&desk{agent: id}))
		}
	}
	slices.SortFunc(list, func(a, b AgentRow) int {
		return cmp.Or(compareText(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return list
}

func (v *view) agentRow(d *desk) AgentRow {
	l := v.b.limits(d.agent)
	from := v.now.add(-halfHour)
	r := AgentRow{
		ID: d.agent, Name: v.agentName(d.agent), Department: v.b.agents[d.agent].Department,
		LastReply: d.lastReply().time(), AcquireDay: v.totalsOf(d.agent),
		PerMinute: d.perMinute(v.now, int(halfHour/time.Minute)),
	}
	r.Active, r.Peak, r.Mean = d.concurrency(from, v.now)
	r.ActiveLevel = l.Concurrency.above(r.Active)
	v.waitsOf(d, l, &r)
	turns := d.answered(from, v.now)
	q := quantileOf(turns)
	r.Turns, r.Median, r.P90 = q.N, q.Median, q.P90
	day := quantileOf(d.answered(v.today(), v.now))
	r.DayTurns, r.DayMedian = day.N, day.Median
	r.Breaches = v.breaches(d, from, l)
	for _, t := range d.turnsIn(from, v.now) {
		if t.overtook != nil {
			r.Overtakes++
		}
	}
	r.Transfers = countIn(d.passes, from, v.now)
	r.Level = max(r.Oldest.Level, r.Silent.Level, r.ActiveLevel)
	return r
}

// waitsOf fills in what depends on the agent's waiting chats.
func (v *view) waitsOf(d *desk, l *Limits, r *AgentRow) {
	var oldest *deskSpan
	for i := range d.waits {
		w := &d.waits[i]
		if !w.holds(v.now) {
			continue
		}
		r.Waiting++
		s := v.seatOf(w.c)
		if _, _, seen, _ := s.sight(v.now); seen != never {
			r.SeenNoReply++
		}
		if oldest == nil || cmp.Or(cmp.Compare(w.since, oldest.since), cmp.Compare(w.c.id, oldest.c.id)) < 0 {
			oldest = w
		}
	}
	if oldest == nil {
		r.State = d.idleState(v.now)
		return
	}
	r.Oldest = clock(oldest.since, v.now, l.steps(oldest.first))
	r.OldestKey = oldest.c.thread.key
	r.State, r.Busy = v.stateTowards(&oldest.span, oldest.c)
	if r.State == AgentSilent || r.State == AgentQuiet {
		since, known := d.lastReply(), true
		if since == never {
			since, known = oldest.since, false
		}
		r.Silent = clock(since, v.now, l.Silent)
		r.Silent.AtLeast = !known
	}
}

// breaches counts the turns decided in the window that missed their target:
// the agent's own late replies, and the open turns of the agent's chats.
func (v *view) breaches(d *desk, from stamp, l *Limits) int {
	n := 0
	for _, t := range d.turns {
		if at, in := t.decided(l.target(t.first)); !in && from < at && at <= v.now {
			n++
		}
	}
	for _, s := range v.seats {
		if t, ok := s.openTurn(v.now); ok && t.agent == d.agent {
			if at, _ := t.decided(l.target(t.first)); from < at && at <= v.now {
				n++
			}
		}
	}
	return n
}

// perMinute counts the agent's A in each of the last n minutes; the last is the one that runs.
func (d *desk) perMinute(now stamp, n int) []int {
	counts := make([]int, n)
	last := minuteOf(now)
	for _, s := range slices.Backward(d.replies) {
		i := n - 1 - int(last-minuteOf(s.at))
		if i < 0 {
			break
		}
		if i < n {
			counts[i]++
		}
	}
	return counts
}

// minuteOf numbers the minutes of the clock.
func minuteOf(t stamp) int64 {
	m := int64(t) / int64(time.Minute)
	if int64(t)%int64(time.Minute) < 0 {
		m--
	}
	return m
}

// concurrency returns how many of the agent's chats are active at now, at most
// at any moment since from, and on average over that time.
func (d *desk) concurrency(from, now stamp) (active, peak int, mean float64) {
	type edge struct {
		at stamp
		d  int
	}
	var edges []edge
	var sum time.Duration
	for i := range d.present {
		p := &d.present[i]
		if p.holds(now) {
			active++
		}
		a, z := max(p.from, from), min(p.to, now+1)
		if a >= z {
			continue
		}
		edges = append(edges, edge{a, 1}, edge{z, -1})
		sum += min(z, now).since(a)
	}
	slices.SortFunc(edges, func(x, y edge) int { return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.d, y.d)) })
	n := 0
	for _, e := range edges {
		n += e.d
		peak = max(peak, n)
	}
	return active, peak, float64(sum) / float64(now-from)
}

// totalsOf returns Acquire's own totals of an agent; nil where there are none.
func (v *view) totalsOf(a AgentID) *AgentTotals {
	t := v.totals()
	if t == nil {
		return nil
	}
	for i := range t.Agents {
		if t.Agents[i].ID == a {
			own := t.Agents[i]
			return &own
		}
	}
	return nil
}

// totals returns Acquire's totals as far as they are from before now.
func (v *view) totals() *DayTotals {
	if t := v.b.totals; t != nil && stampOf(t.At) <= v.now {
		return t
	}
	return nil
}

// A nameAt is a name and the row that gives it; the newest row wins.
type nameAt struct {
	place
	name safetext.Text
}

func (n *nameAt) offer(p place, name safetext.Text) {
	if !name.IsEmpty() && (n.name.IsEmpty() || p.compare(n.place) > 0) {
		n.place, n.name = p, name
	}
}

// agentName is the agents list's name, else the newest that a message or a thread list gives.
func (v *view) agentName(a AgentID) safetext.Text {
	if n := v.b.agents[a].Name; !n.IsEmpty() {
		return n
	}
	if d := v.desks[a]; d != nil && !d.name.name.IsEmpty() {
		return d.name.name
	}
	return v.b.listedName(a)
}

// listedName is the name that the newest thread list gives an agent.
func (b *Board) listedName(a AgentID) safetext.Text {
	var name safetext.Text
	var at time.Time
	for _, t := range b.infos {
		i := slices.Index(t.Agents, a)
		if i < 0 || i >= len(t.AgentNames) {
			continue
		}
		if c := t.At.Compare(at); c > 0 || (c == 0 && compareText(t.AgentNames[i], name) > 0) {
			name, at = t.AgentNames[i], t.At
		}
	}
	return name
}
