package board

import (
	"time"

	"floorwatch/model"
)

// A contribution is what a live chat adds to the half hour, to its agents' part of it, and to the part of
// today that may still change. It is stored as it was counted, so that exactly the same can be subtracted
// later.
type contribution struct {
	due           model.Instant // when it may change by itself
	halfHour      counted
	today         counted
	recent        int // number of the entry's recent messages that count, the newest
	turnsFrom     int // index of the timeline's first turn that counts; likewise below
	transfersFrom int
	presentFrom   int
	decided       []agentDecision
	missed        []ending   // one ending if it was missed lately
	minute        int64      // the minute in which it was missed; 0: it was not
	backlog       [][2]int64 // ranges of minutes, both ends included, at whose end its visitor waited

	inWaits    bool // it is in the half hour's waits
	waitsIndex int  // its index there
	waits      bool // its visitor waits, for all that is known
	wait       *interval
	active     bool
	sighted    sightResult
	level      model.Level   // of the wait, cached; see chatEntry.level
	reason     model.Reason  // cached with level
	levelAt    model.Instant // the moment of level
	sightKnown bool          // as of levelAt; see chatEntry.sightKnown
	known      known         // cached, see chatEntry.known
	firstRead  model.Instant // when the first row of the wait was first read
	lastChange model.Instant // when a message of the wait was last sent, or found to be seen
}

// An agentDecision is a decision and the agent who is charged with a breach.
type agentDecision struct {
	decision
	agent *agentMetrics // charged with a breach; nil: none
}

// A sightResult is the result of sight.
type sightResult struct {
	sight        model.Sight
	unseen, seen model.Instant
	atLeast      bool
}

// newContribution computes what a live chat adds to the figures at now.
func (e *chatEntry) newContribution() *contribution {
	m := e.metrics
	cb := contributionBuilder{metrics: m, now: m.now, from: m.now.Add(-halfHour), entry: e, contribution: &contribution{due: forever, levelAt: model.Never}}
	if n := len(e.waits); n > 0 && e.waits[n-1].to > m.now.Add(-holdFor) {
		cb.inWaits = true
	}
	if !e.offline {
		cb.addAnswers()
		cb.addEnding()
		cb.recent = len(e.recent)
		for cb.recent > 0 && e.recent[cb.recent-1].at <= cb.from {
			cb.recent--
		}
		cb.addIntervals()
	}
	cb.findNextChange()
	return cb.contribution
}

// A contributionBuilder computes the contribution of a chat.
type contributionBuilder struct {
	*contribution
	metrics *metrics
	now     model.Instant
	from    model.Instant // start of the half hour, exclusive
	entry   *chatEntry
}

// addAnswers finds the turns answered or decided, and the transfers, after from.
func (cb *contributionBuilder) addAnswers() {
	e := cb.entry
	cb.turnsFrom, cb.transfersFrom = len(e.turns), len(e.transfers)
	for i := len(e.turns) - 1; i >= 0 && e.turns[i].reply > cb.from.Add(-holdFor); i-- {
		cb.addDecision(&e.turns[i], true)
		if e.turns[i].reply > cb.from {
			cb.turnsFrom = i
		}
	}
	for cb.transfersFrom > 0 && e.transfers[cb.transfersFrom-1].at > cb.from {
		cb.transfersFrom--
	}
	cb.halfHour.transfers = len(e.transfers) - cb.transfersFrom
}

// addDecision counts a decided turn; known says whether the agent charged with a breach is known: who
// replied, else the owner.
func (cb *contributionBuilder) addDecision(t *turn, known bool) {
	at, in := t.decided(cb.metrics.b.LimitsOf(t.agent).Goal(t.first))
	cb.noteDueAround(at)
	if at > cb.now || at <= cb.from.Add(-holdFor) {
		return
	}
	d := agentDecision{decision: decision{at, t.first, in, t.unsure}}
	switch {
	case in || at <= cb.from:
	case !known:
		cb.halfHour.lateUnowned++
	default:
		d.agent = cb.metrics.agents[t.agent]
	}
	cb.decided = append(cb.decided, d)
}

// addEnding counts the open turn of a chat and how the chat ended.
func (cb *contributionBuilder) addEnding() {
	e := cb.entry
	cb.today.addEnd(e, cb.metrics.b.LimitsOf(e.owner), cb.metrics.day, cb.now, 1)
	if t, ok := e.openTurn(cb.now); ok {
		cb.addDecision(&t, !e.neverListed)
	}
	o := e.outcome(cb.now)
	if o.missed {
		cb.minute = minuteOf(o.at.to)
	}
	if o.missed && o.at.to > cb.from.Add(-holdFor) {
		cb.missed = []ending{o.at}
	}
	if o.dropped {
		cb.halfHour.dropped.count(o.over, cb.from, cb.now, 1)
	}
	if o.botOnly {
		cb.halfHour.botOnly.count(o.over, cb.from, cb.now, 1)
	}
	cb.halfHour.addOutOfHours(e, &o, cb.from, cb.now, 1)
	cb.halfHour.waitsUnowned = int(count(e.skippable(cb.from, cb.now)))
	cb.halfHour.addRating(e, cb.from, 1)
}

// addIntervals counts the current wait, and when the chat was active or its visitor waited.
func (cb *contributionBuilder) addIntervals() {
	e := cb.entry
	for cb.presentFrom = len(e.present); cb.presentFrom > 0 && e.present[cb.presentFrom-1].to > cb.from; {
		cb.presentFrom--
	}
	cb.halfHour.activeUnowned = int(count(e.ownerUnknown(cb.from, cb.now)))
	last := minuteOf(cb.now)
	for i := len(e.waits) - 1; i >= 0 && e.waits[i].to > cb.from; i-- {
		w := &e.waits[i]
		first, end := max(last-int64(halfHour/time.Minute)+1, minuteOf(w.from-1)), min(minuteOf(w.to-1), last)-1
		if first <= end {
			cb.backlog = append(cb.backlog, [2]int64{first, end})
		}
	}
	if cb.wait = e.waiting(cb.now); cb.wait != nil {
		cb.halfHour.waiting = 1
		cb.waits = !e.maybeOver
		cb.sighted.sight, cb.sighted.unseen, cb.sighted.seen, cb.sighted.atLeast = e.sight(cb.now)
		rows := e.chat.rows[cb.wait.head:e.rows]
		cb.firstRead, cb.lastChange = rows[0].First, model.Never
		for i := range rows {
			cb.lastChange = max(cb.lastChange, rows[i].At(), rows[i].SeenAt)
		}
	}
	cb.active = e.active(cb.now)
	e.countIf(e.missing(cb.now), &cb.halfHour.missing.sure, &cb.halfHour.missing.most)
	e.countIf(cb.active, &cb.halfHour.active.sure, &cb.halfHour.active.most)
	cb.halfHour.botLane = int(count(!e.isOver(cb.now) && e.lane(cb.now) == model.LaneBot))
}

// findNextChange sets the next moment at which the contribution may change by itself.
func (cb *contributionBuilder) findNextChange() {
	e := cb.entry
	for _, at := range [...]model.Instant{
		e.over, e.latestOver, e.earliestClose, e.missedAt(), e.unserved.Add(botSilentIn), e.unrepliedHours.AddOpen(e.firstVisitor, provisional), e.rated.at,
	} {
		cb.noteDueAround(at)
	}
	if e.over <= cb.now && cb.now < e.latestOver {
		cb.due = cb.now // the latest possible end is now
	}
	for i := len(e.turns) - 1; i >= 0 && e.turns[i].reply > cb.from.Add(-holdFor); i-- {
		cb.noteDueAround(e.turns[i].reply)
	}
	for i := len(e.outside) - 1; i >= 0 && e.outside[i].reply > cb.from; i-- {
		cb.noteDueAround(e.outside[i].reply)
	}
	for _, p := range e.transfers[cb.transfersFrom:] {
		cb.noteDueAround(p.at)
	}
	if cb.recent > 0 {
		cb.noteDueAround(e.recent[cb.recent-1].at)
	}
	for _, list := range [...][]interval{e.waits, e.present, e.unsureOwner} {
		for i := len(list) - 1; i >= 0 && list[i].to > cb.from.Add(-holdFor); i-- {
			cb.noteDueAround(list[i].from)
			cb.noteDueAround(list[i].to)
			cb.noteDueAround(list[i].since.Add(overtakeBy))
		}
	}
	if n := len(e.waits); n > 0 && e.waits[n-1].to > cb.now {
		cb.noteDue(model.Instant((minuteOf(cb.now) + 1) * int64(time.Minute))) // it may wait at the end of the minute
		for i := int(e.waits[n-1].head); i < e.rows; i++ {
			cb.noteDue(e.chat.rows[i].At())
			cb.noteDue(e.chat.rows[i].SeenAt)
		}
	}
}

func (cb *contributionBuilder) noteDue(at model.Instant) {
	if cb.now < at && at < cb.due {
		cb.due = at
	}
}

// noteDueAround schedules an update for a moment and for those at which it leaves the windows.
func (cb *contributionBuilder) noteDueAround(at model.Instant) {
	if at == model.Never || at >= forever {
		return
	}
	cb.noteDue(at)
	cb.noteDue(at + 1)
	cb.noteDue(at.Add(holdFor))
	cb.noteDue(at.Add(halfHour) - 1)
	cb.noteDue(at.Add(halfHour))
	cb.noteDue(at.Add(halfHour + holdFor))
}

// apply adds the contribution of a chat to the figures for n = 1 and subtracts it for n = -1.
func (e *chatEntry) apply(n int) {
	m, p := e.metrics, e.contribution
	window := &m.halfHour
	if e.outOfView { // counts only for its agents, and where the owner is unknown
		window.waitsUnowned += n * p.halfHour.waitsUnowned
		window.activeUnowned += n * p.halfHour.activeUnowned
		window.lateUnowned += n * p.halfHour.lateUnowned
	} else {
		window.counted.addTimes(&p.halfHour, n)
		e.applyToFloor(n)
	}
	m.liveToday.addTimes(&p.today, n)
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
	}
}

// applyToFloor adds the contribution of a chat in the view to the figures of the floor, or subtracts it.
func (e *chatEntry) applyToFloor(n int) {
	w, p := &e.metrics.halfHour, e.contribution
	if p.inWaits {
		w.addWaiting(e, n)
	}
	for _, d := range p.decided {
		w.decided.add(d.decision, n)
	}
	for _, at := range p.missed {
		w.addMissed(at, n)
	}
	if p.minute != 0 {
		w.minute(p.minute).Missed += n
	}
	for i := p.turnsFrom; !e.offline && i < len(e.turns); i++ {
		t := &e.turns[i]
		took := seconds(t.spent)
		if !t.first {
			w.next.Add(took, n)
			continue
		}
		w.minuteAt(t.reply).Firsts += n
		w.first.Add(took, n)
		w.total.Add(seconds(t.reply.Since(e.firstVisitor)), n)
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
