package board

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

// worstOfSlot is how many late turns, and long waits at its end, a slot keeps: enough to find the longest of
// any set of slots.
const worstOfSlot = 10

// A Ledger computes from a Board what happened in each slot of (from, to], in steps, so that the goroutine
// that draws the Board is not blocked. Events may be applied between steps; changes to threads already read
// appear in the next Ledger. It is not safe for concurrent use.
type Ledger struct {
	b        *Board
	from, to model.Instant
	threads  []*thread // not read yet
	sums     map[slotOf]*ledger.SlotFigures
	presence map[slotOf][]interval      // when chats of an agent were active
	late     map[int64][]ledger.Finding // by the start of the slot
	waits    map[int64][]ledger.Finding // waits beyond critical at the slot's end, likewise
	found    []ledger.Finding
	leftOut  ledger.LeftOutCounts
	labels   map[model.AgentID]ledger.AgentLabel // of agents with a slot or metrics
	agents   []model.AgentID                     // agents in labels that are not finished yet
	stage    stage
}

// A stage is what a Ledger does next. Building the list of a stage is a step of its own: with 50,000 threads
// it takes 2 ms.
type stage uint8

const (
	listThreads stage = iota
	readThreads
	readPeaks
	listAgents
	readAgents
	allRead
)

// slotOf is a slot, by its start in Unix seconds, and an agent.
type slotOf struct {
	start int64
	agent model.AgentID
}

// NewLedger returns a Ledger for (from, to], which must be bounds of slots. Nothing is read before the first
// Step.
func (b *Board) NewLedger(from, to time.Time) *Ledger {
	return &Ledger{
		b: b, from: model.InstantOf(from), to: model.InstantOf(to),
		sums: map[slotOf]*ledger.SlotFigures{}, presence: map[slotOf][]interval{}, late: map[int64][]ledger.Finding{},
		waits: map[int64][]ledger.Finding{}, labels: map[model.AgentID]ledger.AgentLabel{},
	}
}

// Step reads up to so many threads as known at now, or does work that takes as long, and reports whether all
// is read. now must not be before that of an earlier call of the Board.
func (l *Ledger) Step(now time.Time, threads int) (done bool) {
	m := l.b.metricsAt(now)
	over := true
	switch l.stage {
	case listThreads:
		l.threads = slices.Collect(maps.Values(l.b.threads))
	case readThreads:
		over = l.addChats(m, threads)
	case readPeaks:
		over = l.peaks(m, slotsOfThread*threads)
	case listAgents:
		for a := range m.agents {
			l.labels[a] = ledger.AgentLabel{}
		}
		l.agents = slices.Collect(maps.Keys(l.labels))
	case readAgents:
		over = l.finish(m, threads)
	}
	if over && l.stage < allRead {
		l.stage++
	}
	return l.stage == allRead
}

// addChats adds the chats of the next threads, and reports whether those were all.
func (l *Ledger) addChats(m *metrics, threads int) bool {
	n := min(threads, len(l.threads))
	for _, t := range l.threads[:n] {
		if t.entry == nil || t.entry.thread != t {
			continue // removed meanwhile
		}
		for _, e := range t.entry.entries {
			if !e.offline && !e.replaced {
				l.addChat(m, e)
			}
		}
	}
	l.threads = l.threads[n:]
	return len(l.threads) == 0
}

// slotsOfThread is how many agents' slots take as long as a thread.
const slotsOfThread = 5

// peaks computes, for the next slots, how many chats an agent had at once, and reports whether those were
// all.
func (l *Ledger) peaks(m *metrics, slots int) bool {
	for key, list := range l.presence {
		if slots--; slots < 0 {
			return false
		}
		delete(l.presence, key)
		start := model.Instant(key.start) * model.Instant(time.Second)
		end := min(start.Add(ledger.SlotLength), m.now)
		if f := l.slotAt(m, end, key.agent); f != nil {
			_, peak, _ := concurrency(list, start, end)
			f.Peak = float64(peak)
		}
	}
	return true
}

// slotAt returns the figures of an agent's slot; nil if the moment is outside the range or after now.
func (l *Ledger) slotAt(m *metrics, at model.Instant, a model.AgentID) *ledger.SlotFigures {
	if at <= l.from || at > l.to || at > m.now {
		return nil
	}
	key := slotOf{startOfSlot(at), a}
	f := l.sums[key]
	if f == nil {
		f = &ledger.SlotFigures{}
		l.sums[key] = f
		if _, ok := l.labels[a]; !ok {
			l.labels[a] = ledger.AgentLabel{}
		}
	}
	return f
}

// startOfSlot returns the start, in Unix seconds, of the slot that contains a moment; slots are left-open.
func startOfSlot(at model.Instant) int64 {
	length := model.Instant(ledger.SlotLength)
	return int64((at - 1) / length * length / model.Instant(time.Second))
}

// addChat adds one chat.
func (l *Ledger) addChat(m *metrics, e *chatEntry) {
	for i := range e.turns {
		l.addTurn(m, e, &e.turns[i])
	}
	if t, ok := e.openTurn(m.now); ok {
		l.addDecision(m, &t)
	}
	for i := range e.outside {
		if f := l.slotAt(m, e.outside[i].reply, e.outside[i].agent); f != nil {
			f.OutOfHours++
		}
	}
	for _, p := range e.transfers {
		if f := l.slotAt(m, p.at, p.to); f != nil {
			f.Transfers++
		}
	}
	if f := l.slotAt(m, e.rated.at, e.owner); f != nil {
		f.Rated++
		f.LowRated += int(count(e.rated.low()))
	}
	l.addEnding(m, e)
	l.addWaiting(m, e)
	l.addMessages(m, e)
	for _, p := range e.present {
		l.addPresent(m, p)
	}
}

func (l *Ledger) addTurn(m *metrics, e *chatEntry, t *turn) {
	l.addDecision(m, t)
	f := l.slotAt(m, t.reply, t.agent)
	if f == nil {
		return
	}
	took := t.spent
	if t.first {
		f.First.Add(seconds(took), 1)
		f.Total.Add(seconds(t.reply.Since(e.firstVisitor)), 1)
	} else {
		f.Next.Add(seconds(took), 1)
	}
	if m.b.LimitsOf(t.agent).WaitLevel(t.first, took) >= model.LevelCritical {
		keepWorst(l.late, ledger.Finding{Kind: ledger.FindingLate, At: t.reply.Time(), Chat: e.chat.id, Agent: t.agent, Waited: took})
	}
}

// seconds is a duration as a Histogram counts it.
func seconds(d time.Duration) int32 { return int32(min(d/time.Second, 1<<31-1)) }

// keepWorst adds a finding to its slot, which keeps only the longest.
func keepWorst(slots map[int64][]ledger.Finding, f ledger.Finding) {
	start := startOfSlot(model.InstantOf(f.At))
	list := append(slots[start], f)
	slices.SortFunc(list, func(a, b ledger.Finding) int {
		return cmp.Or(cmp.Compare(b.Waited, a.Waited), cmp.Compare(a.Chat, b.Chat))
	})
	slots[start] = list[:min(len(list), worstOfSlot)]
}

// addWaiting counts the chat in each slot at whose end, or at now in the current slot, its visitor waited.
func (l *Ledger) addWaiting(m *metrics, e *chatEntry) {
	length := model.Instant(ledger.SlotLength)
	for i := range e.waits {
		w := &e.waits[i]
		end := model.Instant(startOfSlot(max(w.from, l.from+1)))*model.Instant(time.Second) + length
		for ; end-length < min(w.to, l.to, m.now); end += length {
			at := min(end, m.now)
			if !w.holds(at) {
				continue
			}
			f := l.slotAt(m, at, w.owner)
			f.Waiting++
			if ran := w.ran(at); m.b.LimitsOf(w.owner).WaitLevel(w.first, ran) >= model.LevelCritical {
				keepWorst(l.waits, ledger.Finding{Kind: ledger.FindingWaiting, At: at.Time(), Chat: e.chat.id, Agent: w.owner, Waited: ran})
			}
		}
	}
}

// addDecision adds a turn to the slot in which it is decided.
func (l *Ledger) addDecision(m *metrics, t *turn) {
	at, in := t.decided(m.b.LimitsOf(t.agent).Goal(t.first))
	f := l.slotAt(m, at, t.agent)
	if f == nil {
		return
	}
	s := &f.NextService
	if t.first {
		s = &f.FirstService
	}
	s.Of++
	if in {
		s.In++
	}
}

// addEnding adds how the chat ended. One that may have been with a bot is neither missed nor bot only, as in the live figures.
func (l *Ledger) addEnding(m *metrics, e *chatEntry) {
	o := e.outcome(m.now)
	add := func(is bool, at model.Instant, into func(*ledger.SlotFigures) *int, kind ledger.FindingKind) {
		f := l.slotAt(m, at, e.owner)
		if !is || f == nil {
			return
		}
		*into(f)++
		if kind == "" {
			return
		}
		found := ledger.Finding{Kind: kind, At: at.Time(), Chat: e.chat.id, Agent: e.owner, Unanswered: e.unanswered}
		if e.unanswered > 0 {
			found.Waited = at.Since(e.waitStart())
		}
		l.found = append(l.found, found)
	}
	add(o.missed && !o.either, o.at.to, func(f *ledger.SlotFigures) *int { return &f.Missed }, ledger.FindingMissed)
	add(o.dropped, o.over.to, func(f *ledger.SlotFigures) *int { return &f.Dropped }, ledger.FindingDropped)
	add(o.outOfHours, o.over.to, func(f *ledger.SlotFigures) *int { return &f.OutOfHours }, "")
	add(o.botOnly && !o.either, o.over.to, func(f *ledger.SlotFigures) *int { return &f.BotOnly }, "")
}

// addMessages adds the messages: those of visitors to the owner, those of agents to their sender.
func (l *Ledger) addMessages(m *metrics, e *chatEntry) {
	for i := e.rows - 1; i >= 0; i-- {
		r := &e.chat.rows[i]
		at := r.At().Seconds()
		if at <= l.from {
			return
		}
		if at <= l.to && at <= m.now {
			l.countLeftOut(r)
		}
		switch r.CountedSide() {
		case model.SideVisitor:
			if f := l.slotAt(m, at, e.owner); f != nil {
				f.Visitors++
			}
		case model.SideAgent:
			if f := l.slotAt(m, at, e.chat.speakers[r.SpeakerIndex].Sender); f != nil {
				f.Replies++
			}
		}
	}
}

// countLeftOut counts what a figure leaves out of a message, or is uncertain about.
func (l *Ledger) countLeftOut(r *model.StoredMessage) {
	l.leftOut.ClockErrors += int(count(r.ClockError()))
	l.leftOut.UnknownType += int(count(r.Kind == model.KindUnknown))
	l.leftOut.UnknownSide += int(count(r.Side == model.SideUnknown))
	l.leftOut.Messages += int(count(r.Has(model.FlagFlood)))
}

// addPresent records an interval of activity in every slot that it overlaps.
func (l *Ledger) addPresent(m *metrics, p interval) {
	if p.owner == 0 {
		return
	}
	from, to := max(p.from, l.from+1), min(p.to, l.to+1, m.now+1)
	if from >= to {
		return
	}
	for start := startOfSlot(from); start <= startOfSlot(to-1); start += int64(ledger.SlotLength / time.Second) {
		key := slotOf{start, p.owner}
		l.presence[key] = append(l.presence[key], p)
	}
}

// finish adds, for the next agents, what is known only once all chats are read, and reports whether those
// were all.
func (l *Ledger) finish(m *metrics, agents int) bool {
	n := min(agents, len(l.agents))
	for _, a := range l.agents[:n] {
		if am := m.agents[a]; am != nil {
			for _, o := range am.overtakes {
				if f := l.slotAt(m, o.at, a); o.sure && f != nil {
					f.Overtakes++
				}
			}
		}
		label := ledger.AgentLabel{Name: m.agentName(a)}
		if t := l.b.team(a); t != nil {
			label.Team = safetext.Line(t.Name)
		}
		l.labels[a] = label
	}
	l.agents = l.agents[n:]
	return len(l.agents) == 0
}

// Into writes the result into a day: its slots, findings, and the labels of the agents in them. Call it once
// Step has returned true. It does not touch the Board, so it may run elsewhere: sorting the slots of 1,000
// agents takes longer than a step may.
func (l *Ledger) Into(d *ledger.Day) {
	d.LeftOut = l.leftOut
	d.Slots, d.Found, d.Agents = nil, slices.Clone(l.found), map[model.AgentID]ledger.AgentLabel{}
	for _, slots := range []map[int64][]ledger.Finding{l.late, l.waits} {
		for _, list := range slots {
			d.Found = append(d.Found, list...)
		}
	}
	for key, f := range l.sums {
		if f.Empty() {
			continue
		}
		d.Slots = append(d.Slots, ledger.Slot{Start: time.Unix(key.start, 0).UTC(), Agent: key.agent, SlotFigures: *f})
		d.Agents[key.agent] = l.labels[key.agent]
	}
	for i := range d.Found {
		d.Agents[d.Found[i].Agent] = l.labels[d.Found[i].Agent]
	}
	delete(d.Agents, 0)
	d.Sort()
}
