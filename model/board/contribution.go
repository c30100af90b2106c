package board

import (
	"time"

	"floorwatch/model"
)

// A contribution is what a live chat adds to the half hour, to its agents' part of it and to
// what of today may still change. It is kept as it was counted, so that it can be
// taken out again whatever has become of the chat.
type contribution struct {
	due           model.Instant // when it may be another though nothing more happens
	halfHour      counted
	today         counted
	recent        int // so many of said, the newest
	turnsFrom     int // of the timeline's from this one on; likewise
	transfersFrom int
	presentFrom   int
	decided       []agentDecision
	missed        []ending   // one where it was missed lately
	minute        int64      // in which it was missed; 0: it was not
	backlog       [][2]int64 // the minutes at whose end its visitor waited, from the first to the last

	inWaits    bool // among the half hour's waits
	waitsIndex int  // … there
	waits      bool // its visitor waits, as far as is known
	wait       *interval
	active     bool
	sighted    sightResult
	level      model.Level   // of the wait, see level
	reason     model.Reason  // … its reason
	levelAt    model.Instant // … when it was worked out
	unobserved bool          // … and the metrics' dark then
}

// An agentDecision is a decision and whose it is.
type agentDecision struct {
	decision
	agent *agentMetrics // whose breach it is; nil: nobody's
}

// A sightResult is what sight returns.
type sightResult struct {
	sight        model.Sight
	unseen, seen model.Instant
	atLeast      bool
}

// newContribution works out what a live chat adds to the figures of now.
func (e *chatEntry) newContribution() *contribution {
	m := e.metrics
	g := contributionBuilder{metrics: m, now: m.now, from: m.now.Add(-halfHour), entry: e, contribution: &contribution{due: forever, levelAt: model.Never}}
	if n := len(e.waits); n > 0 && e.waits[n-1].to > m.now.Add(-holdFor) {
		g.inWaits = true
	}
	if !e.offline {
		g.addAnswers()
		g.addEnding()
		g.recent = len(e.recent)
		for g.recent > 0 && e.recent[g.recent-1].at <= g.from {
			g.recent--
		}
		g.addIntervals()
	}
	g.findNextChange()
	return g.contribution
}

// A contributionBuilder works out the portion of a chat.
type contributionBuilder struct {
	*contribution
	metrics *metrics
	now     model.Instant
	from    model.Instant // the half hour begins after it
	entry   *chatEntry
}

// addAnswers finds the turns that were answered or decided after from, and the changes of owner.
func (g *contributionBuilder) addAnswers() {
	e := g.entry
	g.turnsFrom, g.transfersFrom = len(e.turns), len(e.transfers)
	for i := len(e.turns) - 1; i >= 0 && e.turns[i].reply > g.from.Add(-holdFor); i-- {
		g.addDecision(&e.turns[i], true)
		if e.turns[i].reply > g.from {
			g.turnsFrom = i
		}
	}
	for g.transfersFrom > 0 && e.transfers[g.transfersFrom-1].at > g.from {
		g.transfersFrom--
	}
	g.halfHour.transfers = len(e.transfers) - g.transfersFrom
}

// addDecision counts a turn that is decided: the agent's who replied, or if open the owner's, where that is known.
func (g *contributionBuilder) addDecision(t *turn, known bool) {
	at, in := t.decided(g.metrics.b.LimitsOf(t.agent).Target(t.first))
	g.noteDueAround(at)
	if at > g.now || at <= g.from.Add(-holdFor) {
		return
	}
	d := agentDecision{decision: decision{at, t.first, in, t.unsure}}
	switch {
	case in || at <= g.from:
	case !known:
		g.halfHour.lateUnowned++
	default:
		d.agent = g.metrics.agents[t.agent]
	}
	g.decided = append(g.decided, d)
}

// addEnding counts the open turn of a chat and how it ended.
func (g *contributionBuilder) addEnding() {
	e := g.entry
	g.today.addEnd(e, g.metrics.b.LimitsOf(e.owner), g.metrics.day, g.now, 1)
	if t, ok := e.openTurn(g.now); ok {
		g.addDecision(&t, !e.neverListed)
	}
	o := e.outcome(g.now)
	if o.missed {
		g.minute = minuteOf(o.at.to)
	}
	if o.missed && o.at.to > g.from.Add(-holdFor) {
		g.missed = []ending{o.at}
	}
	if o.dropped {
		g.halfHour.dropped.add(o.over, g.from, g.now, 1)
	}
	if o.botOnly {
		g.halfHour.botOnly.add(o.over, g.from, g.now, 1)
	}
	g.halfHour.addOutOfHours(e, &o, g.from, g.now, 1)
	g.halfHour.waitsUnowned = int(count(e.skippable(g.from, g.now)))
	g.halfHour.addRating(e, g.from, 1)
}

// addIntervals counts the wait that runs and when the chat was active or its visitor waited.
func (g *contributionBuilder) addIntervals() {
	e := g.entry
	for g.presentFrom = len(e.present); g.presentFrom > 0 && e.present[g.presentFrom-1].to > g.from; {
		g.presentFrom--
	}
	g.halfHour.activeUnowned = int(count(e.ownerUnknown(g.from, g.now)))
	last := minuteOf(g.now)
	for i := len(e.waits) - 1; i >= 0 && e.waits[i].to > g.from; i-- {
		w := &e.waits[i]
		first, end := max(last-int64(halfHour/time.Minute)+1, minuteOf(w.from-1)), min(minuteOf(w.to-1), last)-1
		if first <= end {
			g.backlog = append(g.backlog, [2]int64{first, end})
		}
	}
	if g.wait = e.waiting(g.now); g.wait != nil {
		g.halfHour.waiting = 1
		g.waits = !e.maybeOver
		g.sighted.sight, g.sighted.unseen, g.sighted.seen, g.sighted.atLeast = e.sight(g.now)
	}
	g.active = e.active(g.now)
	e.countIf(e.missing(g.now), &g.halfHour.missing.sure, &g.halfHour.missing.most)
	e.countIf(g.active, &g.halfHour.active.sure, &g.halfHour.active.most)
	g.halfHour.botLane = int(count(!e.isOver(g.now) && e.lane(g.now) == model.LaneBot))
}

// findNextChange finds the next moment at which the portion may be another though nothing more happens.
func (g *contributionBuilder) findNextChange() {
	e := g.entry
	for _, at := range [...]model.Instant{
		e.over, e.latestOver, e.earliestClose, e.missedAt(), e.unserved.Add(botSilentIn), e.unrepliedHours.Reached(e.firstVisitor, provisional), e.rated.at,
	} {
		g.noteDueAround(at)
	}
	if e.over <= g.now && g.now < e.latestOver {
		g.due = g.now // the latest that it may have been over
	}
	for i := len(e.turns) - 1; i >= 0 && e.turns[i].reply > g.from.Add(-holdFor); i-- {
		g.noteDueAround(e.turns[i].reply)
	}
	for i := len(e.outside) - 1; i >= 0 && e.outside[i].reply > g.from; i-- {
		g.noteDueAround(e.outside[i].reply)
	}
	for _, p := range e.transfers[g.transfersFrom:] {
		g.noteDueAround(p.at)
	}
	if g.recent > 0 {
		g.noteDueAround(e.recent[g.recent-1].at)
	}
	for _, list := range [...][]interval{e.waits, e.present, e.unsureOwner} {
		for i := len(list) - 1; i >= 0 && list[i].to > g.from.Add(-holdFor); i-- {
			g.noteDueAround(list[i].from)
			g.noteDueAround(list[i].to)
			g.noteDueAround(list[i].since.Add(overtakeBy))
		}
	}
	if n := len(e.waits); n > 0 && e.waits[n-1].to > g.now {
		g.noteDue(model.Instant((minuteOf(g.now) + 1) * int64(time.Minute))) // it may wait at the end of the minute
		for i := int(e.waits[n-1].head); i < e.rows; i++ {
			g.noteDue(e.chat.rows[i].At())
			g.noteDue(e.chat.rows[i].SeenAt)
		}
	}
}

func (g *contributionBuilder) noteDue(at model.Instant) {
	if g.now < at && at < g.due {
		g.due = at
	}
}

// noteDueAround notes a moment, and those at which it leaves the windows.
func (g *contributionBuilder) noteDueAround(at model.Instant) {
	if at == model.Never || at >= forever {
		return
	}
	g.noteDue(at)
	g.noteDue(at + 1)
	g.noteDue(at.Add(holdFor))
	g.noteDue(at.Add(halfHour) - 1)
	g.noteDue(at.Add(halfHour))
	g.noteDue(at.Add(halfHour + holdFor))
}

// apply adds the portion of a chat to the figures, or takes it away.
func (e *chatEntry) apply(n int) {
	m, p := e.metrics, e.contribution
	window := &m.halfHour
	if e.outOfView { // it counts for its agents, and what may have been anybody's
		window.waitsUnowned += n * p.halfHour.waitsUnowned
		window.activeUnowned += n * p.halfHour.activeUnowned
		window.lateUnowned += n * p.halfHour.lateUnowned
	} else {
		window.counted.add(&p.halfHour, n)
		e.applyToFloor(n)
	}
	m.liveToday.add(&p.today, n)
	if e.offline {
		return
	}
	for i := p.turnsFrom; i < len(e.turns); i++ {
		m.agents[e.turns[i].agent].recent.addTurn(e.turns[i].spent, n)
	}
	for _, to := range e.transfers[p.transfersFrom:] {
		m.agents[to.to].recent.transfers += n
	}
	for _, d := range p.decided {
		if d.agent != nil {
			d.agent.recent.breaches += n * int(count(!d.unsure))
			d.agent.recent.unsure += n * int(count(d.unsure))
		}
	}
	for i := range e.recent[:p.recent] {
		if w := &e.recent[i]; w.side == model.SideAgent {
			w.agent.recent.addMessage(window.last-minuteOf(w.at), n)
		}
	}
	for i := p.presentFrom; i < len(e.present); i++ {
		if am := m.agents[e.present[i].owner]; am != nil {
			am.recent.addPresent(e.present[i], n)
			am.recent.endUnsure += n * int(count(e.endUnsure(&e.present[i])))
		}
	}
	if !p.waits {
		return
	}
	if am := m.agents[p.wait.owner]; am != nil {
		am.recent.addWait(e, n)
		am.recent.seenNoReply += n * int(count(p.sighted.seen != model.Never))
	}
}

// applyToFloor adds what a chat of the view is to the figures of the floor, or takes it away.
func (e *chatEntry) applyToFloor(n int) {
	w, p := &e.metrics.halfHour, e.contribution
	if p.inWaits {
		w.addWaiting(e, n)
	}
	for _, d := range p.decided {
		w.addDecision(d.decision, n)
	}
	for _, at := range p.missed {
		w.addMissed(at, n)
	}
	if p.minute != 0 {
		w.minute(p.minute).Missed += n
	}
	for i := p.turnsFrom; !e.offline && i < len(e.turns); i++ {
		t := &e.turns[i]
		took := int64(t.spent / time.Second)
		if !t.first {
			w.next.add(took, n)
			continue
		}
		w.minuteAt(t.reply).Firsts += n
		w.first.add(took, n)
		w.total.add(int64(t.reply.Since(e.firstVisitor)/time.Second), n)
	}
	for i := range e.recent[:p.recent] {
		m := w.minuteAt(e.recent[i].at)
		switch e.recent[i].side {
		case model.SideVisitor:
			w.visitors += n
			m.Visitors += n
		case model.SideBot:
			m.Bots += n
		case model.SideAgent:
			w.agentReplies += n
			m.Agents += n
		}
	}
	for _, b := range p.backlog {
		for number := b[0]; number <= b[1]; number++ {
			w.minute(number).Waiting += n
		}
	}
	if p.active && e.owner != 0 {
		w.addOwner(e.owner, n)
	}
}
