package board

import (
	"time"

	"floorwatch/model"
)

// A portion is what a live chat adds to the half hour, to its agents' part of it and to
// what of today may still change. It is kept as it was counted, so that it can be
// taken out again whatever has become of the chat.
type portion struct {
	due     model.Instant // when it may be another though nothing more happens
	half    counted
	today   counted
	words   int // so many of said, the newest
	turns   int // of the timeline's from this one on; likewise
	passes  int
	present int
	decided []decided
	missed  []ending   // one where it was missed lately
	minute  int64      // in which it was missed; 0: it was not
	backlog [][2]int64 // the minutes at whose end its visitor waited, from the first to the last

	listed  bool // among the half hour's waits
	slot    int  // … there
	waits   bool // its visitor waits, as far as is known
	wait    *interval
	active  bool
	sighted sighted
	level   model.Level   // of the wait, see level
	reason  model.Reason  // … its reason
	levelAt model.Instant // … when it was worked out
	dark    bool          // … and the metrics' dark then
}

// A decided is a decision and whose it is.
type decided struct {
	decision
	agent *agentMetrics // whose breach it is; nil: nobody's
}

// A sighted is what sight returns.
type sighted struct {
	sight        model.Sight
	unseen, seen model.Instant
	atLeast      bool
}

// newPortion works out what a live chat adds to the figures of now.
func (e *chatEntry) newPortion() *portion {
	k := e.metrics
	g := gatherer{k: k, now: k.now, from: k.now.Add(-halfHour), e: e, portion: &portion{due: forever, levelAt: model.Never}}
	if n := len(e.waits); n > 0 && e.waits[n-1].to > k.now.Add(-holdFor) {
		g.listed = true
	}
	if !e.offline {
		g.answers()
		g.ending()
		g.words = len(e.said)
		for g.words > 0 && e.said[g.words-1].at <= g.from {
			g.words--
		}
		g.spans()
	}
	g.changes()
	return g.portion
}

// A gatherer works out the portion of a chat.
type gatherer struct {
	*portion
	k    *metrics
	now  model.Instant
	from model.Instant // the half hour begins after it
	e    *chatEntry
}

// answers finds the turns that were answered or decided after from, and the changes of owner.
func (g *gatherer) answers() {
	e := g.e
	g.turns, g.passes = len(e.turns), len(e.transfers)
	for i := len(e.turns) - 1; i >= 0 && e.turns[i].reply > g.from.Add(-holdFor); i-- {
		g.decide(&e.turns[i], true)
		if e.turns[i].reply > g.from {
			g.turns = i
		}
	}
	for g.passes > 0 && e.transfers[g.passes-1].at > g.from {
		g.passes--
	}
	g.half.transfers = len(e.transfers) - g.passes
}

// decide counts a turn that is decided: the agent's who replied, or if open the owner's, where that is known.
func (g *gatherer) decide(t *turn, known bool) {
	at, in := t.decided(g.k.b.LimitsOf(t.agent).Target(t.first))
	g.around(at)
	if at > g.now || at <= g.from.Add(-holdFor) {
		return
	}
	d := decided{decision: decision{at, t.first, in, t.unsure}}
	switch {
	case in || at <= g.from:
	case !known:
		g.half.unowned++
	default:
		d.agent = g.k.agents[t.agent]
	}
	g.decided = append(g.decided, d)
}

// ending counts the open turn of a chat and how it ended.
func (g *gatherer) ending() {
	e := g.e
	g.today.end(e, g.k.b.LimitsOf(e.owner), g.k.day, g.now, 1)
	if t, ok := e.openTurn(g.now); ok {
		g.decide(&t, !e.unlooked)
	}
	o := e.outcome(g.now)
	if o.missed {
		g.minute = minuteOf(o.at.to)
	}
	if o.missed && o.at.to > g.from.Add(-holdFor) {
		g.missed = []ending{o.at}
	}
	if o.dropped {
		g.half.dropped.add(o.over, g.from, g.now, 1)
	}
	if o.botOnly {
		g.half.botOnly.add(o.over, g.from, g.now, 1)
	}
	g.half.outOf(e, &o, g.from, g.now, 1)
	g.half.unnamed = int(count(e.skippable(g.from, g.now)))
	g.half.rate(e, g.from, 1)
}

// spans counts the wait that runs and when the chat was active or its visitor waited.
func (g *gatherer) spans() {
	e := g.e
	for g.present = len(e.present); g.present > 0 && e.present[g.present-1].to > g.from; {
		g.present--
	}
	g.half.unheld = int(count(e.unheld(g.from, g.now)))
	last := minuteOf(g.now)
	for i := len(e.waits) - 1; i >= 0 && e.waits[i].to > g.from; i-- {
		w := &e.waits[i]
		first, end := max(last-int64(halfHour/time.Minute)+1, minuteOf(w.from-1)), min(minuteOf(w.to-1), last)-1
		if first <= end {
			g.backlog = append(g.backlog, [2]int64{first, end})
		}
	}
	if g.wait = e.waiting(g.now); g.wait != nil {
		g.half.waiting = 1
		g.waits = !e.maybe
		g.sighted.sight, g.sighted.unseen, g.sighted.seen, g.sighted.atLeast = e.sight(g.now)
	}
	g.active = e.active(g.now)
	e.countIf(e.missing(g.now), &g.half.missing.sure, &g.half.missing.most)
	e.countIf(g.active, &g.half.active.sure, &g.half.active.most)
	g.half.botLane = int(count(!e.isOver(g.now) && e.lane(g.now) == model.LaneBot))
}

// changes finds the next moment at which the portion may be another though nothing more happens.
func (g *gatherer) changes() {
	e := g.e
	for _, at := range [...]model.Instant{
		e.over, e.ends, e.closes, e.missedAt(), e.wx.Add(botSilentIn), e.whHours.Reached(e.firstV, provisional), e.rated.at,
	} {
		g.around(at)
	}
	if e.over <= g.now && g.now < e.ends {
		g.due = g.now // the latest that it may have been over
	}
	for i := len(e.turns) - 1; i >= 0 && e.turns[i].reply > g.from.Add(-holdFor); i-- {
		g.around(e.turns[i].reply)
	}
	for i := len(e.outside) - 1; i >= 0 && e.outside[i].reply > g.from; i-- {
		g.around(e.outside[i].reply)
	}
	for _, p := range e.transfers[g.passes:] {
		g.around(p.at)
	}
	if g.words > 0 {
		g.around(e.said[g.words-1].at)
	}
	for _, list := range [...][]interval{e.waits, e.present, e.unnamed} {
		for i := len(list) - 1; i >= 0 && list[i].to > g.from.Add(-holdFor); i-- {
			g.around(list[i].from)
			g.around(list[i].to)
			g.around(list[i].since.Add(overtakeBy))
		}
	}
	if n := len(e.waits); n > 0 && e.waits[n-1].to > g.now {
		g.soon(model.Instant((minuteOf(g.now) + 1) * int64(time.Minute))) // it may wait at the end of the minute
		for i := int(e.waits[n-1].head); i < e.rows; i++ {
			g.soon(e.c.rows[i].At())
			g.soon(e.c.rows[i].SeenAt)
		}
	}
}

func (g *gatherer) soon(at model.Instant) {
	if g.now < at && at < g.due {
		g.due = at
	}
}

// around notes a moment, and those at which it leaves the windows.
func (g *gatherer) around(at model.Instant) {
	if at == model.Never || at >= forever {
		return
	}
	g.soon(at)
	g.soon(at + 1)
	g.soon(at.Add(holdFor))
	g.soon(at.Add(halfHour) - 1)
	g.soon(at.Add(halfHour))
	g.soon(at.Add(halfHour + holdFor))
}

// count adds the portion of a chat to the figures, or takes it away.
func (e *chatEntry) count(n int) {
	k, p := e.metrics, e.portion
	h := &k.halfHour
	if e.other { // it counts for its agents, and what may have been anybody's
		h.unnamed += n * p.half.unnamed
		h.unheld += n * p.half.unheld
		h.unowned += n * p.half.unowned
	} else {
		h.counted.add(&p.half, n)
		e.countFloor(n)
	}
	k.open.add(&p.today, n)
	if e.offline {
		return
	}
	for i := p.turns; i < len(e.turns); i++ {
		k.agents[e.turns[i].agent].recent.answer(e.turns[i].took(), n)
	}
	for _, to := range e.transfers[p.passes:] {
		k.agents[to.to].recent.transfers += n
	}
	for _, d := range p.decided {
		if d.agent != nil {
			d.agent.recent.breaches += n * int(count(!d.unsure))
			d.agent.recent.unsure += n * int(count(d.unsure))
		}
	}
	for i := range e.said[:p.words] {
		if w := &e.said[i]; w.side == model.SideAgent {
			w.agent.recent.say(h.last-minuteOf(w.at), n)
		}
	}
	for i := p.present; i < len(e.present); i++ {
		if d := k.agents[e.present[i].owner]; d != nil {
			d.recent.hold(e.present[i], n)
			d.recent.loose += n * int(count(e.loose(&e.present[i])))
		}
	}
	if !p.waits {
		return
	}
	if d := k.agents[p.wait.owner]; d != nil {
		d.recent.wait(e, n)
		d.recent.seenNoReply += n * int(count(p.sighted.seen != model.Never))
	}
}

// countFloor adds what a chat of the view is to the figures of the floor, or takes it away.
func (e *chatEntry) countFloor(n int) {
	h, p := &e.metrics.halfHour, e.portion
	if p.listed {
		h.wait(e, n)
	}
	for _, d := range p.decided {
		h.decide(d.decision, n)
	}
	for _, at := range p.missed {
		h.miss(at, n)
	}
	if p.minute != 0 {
		h.minute(p.minute).Missed += n
	}
	for i := p.turns; !e.offline && i < len(e.turns); i++ {
		t := &e.turns[i]
		took := int64(t.took() / time.Second)
		if !t.first {
			h.next.add(took, n)
			continue
		}
		h.at(t.reply).Firsts += n
		h.first.add(took, n)
		h.total.add(int64(t.reply.Since(e.firstV)/time.Second), n)
	}
	for i := range e.said[:p.words] {
		m := h.at(e.said[i].at)
		switch e.said[i].side {
		case model.SideVisitor:
			h.visitors += n
			m.Visitors += n
		case model.SideBot:
			m.Bots += n
		case model.SideAgent:
			h.agentReplies += n
			m.Agents += n
		}
	}
	for _, b := range p.backlog {
		for number := b[0]; number <= b[1]; number++ {
			h.minute(number).Waiting += n
		}
	}
	if p.active && e.owner != 0 {
		h.own(e.owner, n)
	}
}
