package board

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
)

// halfHour is the length of the shorter window.
const halfHour = 30 * time.Minute

// half is what happened in the half hour before now. It is read off the live
// chats, since no other has a part in it.
type half struct {
	sums
	firsts, totals, nexts []time.Duration
	decided               []decision // and in holdFor before
	missedAt              []ending   // likewise
	waits                 []*entry   // whose visitors wait, or did in holdFor before
	unheld                int        // chats that were active, it is not known whose
	unowned               int        // turns that nobody answered in time, it is not known whose
	minutes               [halfHour / time.Minute]model.Minute
}

// A decision is a turn that is decided.
type decision struct {
	at     model.Instant
	first  bool
	in     bool
	unsure bool // it may have to be left out
}

func (h *half) reset() {
	*h = half{
		firsts: h.firsts[:0], totals: h.totals[:0], nexts: h.nexts[:0],
		decided: h.decided[:0], missedAt: h.missedAt[:0], waits: h.waits[:0],
	}
}

// gather reads off the live chats what happened in the half hour before now.
func (k *book) gather() {
	h := &k.half
	h.reset()
	k.apart.reset()
	for _, d := range k.desks {
		d.recent.reset()
	}
	from, last := k.now.Add(-halfHour), minuteOf(k.now)
	whole, others := gatherer{k, from, h, minutes{list: h.minutes[:], last: last}}, gatherer{k, from, &k.apart, minutes{last: last}}
	for _, e := range k.live {
		g := &whole
		if e.other {
			g = &others
		}
		if n := len(e.waits); n > 0 && e.waits[n-1].to > k.now.Add(-holdFor) {
			g.into.waits = append(g.into.waits, e)
		}
		if e.offline {
			continue
		}
		g.turns(e)
		g.ending(e)
		g.words(e)
		g.spans(e)
	}
}

// A gatherer adds what happened in a chat after from to a book's half hour and to its desks.
type gatherer struct {
	*book
	from    model.Instant
	into    *half
	minutes minutes
}

// turns counts the turns of a chat that were answered after from.
func (g *gatherer) turns(e *entry) {
	h := g.into
	for i := len(e.turns) - 1; i >= 0 && e.turns[i].reply > g.from.Add(-holdFor); i-- {
		t := &e.turns[i]
		g.decide(t, true)
		if t.reply <= g.from {
			continue
		}
		took := t.took()
		if t.first {
			g.minutes.at(t.reply).Firsts++
			h.firsts = append(h.firsts, took)
			h.totals = append(h.totals, t.reply.Since(e.firstV))
		} else {
			h.nexts = append(h.nexts, took)
		}
		d := g.desks[t.agent]
		d.recent.turns = append(d.recent.turns, took)
	}
	for _, p := range e.passes {
		if p.at > g.from {
			h.transfers++
			g.desks[p.to].recent.transfers++
		}
	}
}

// decide counts a turn that is decided: the agent's who replied, or if open the owner's, where that is known.
func (g *gatherer) decide(t *turn, known bool) {
	at, in := t.decided(g.b.LimitsOf(t.agent).Target(t.first))
	if at > g.now || at <= g.from.Add(-holdFor) {
		return
	}
	g.into.decided = append(g.into.decided, decision{at, t.first, in, t.unsure})
	switch d := g.desks[t.agent]; {
	case in || at <= g.from:
	case !known:
		g.half.unowned++ // also of another team: it may have been anybody's
	case d != nil:
		d.recent.breaches += int(count(!t.unsure))
		d.recent.unsure += int(count(t.unsure))
	}
}

// ending counts the open turn of a chat and how it ended.
func (g *gatherer) ending(e *entry) {
	if t, ok := e.openTurn(g.now); ok {
		g.decide(&t, !e.unlooked)
	}
	o := e.outcome(g.now)
	if o.missed {
		g.minutes.at(o.at.to).Missed++
	}
	if o.missed && o.at.to > g.from.Add(-holdFor) {
		g.into.missedAt = append(g.into.missedAt, o.at)
	}
	if o.dropped {
		g.into.dropped.add(o.over, g.from, g.now, 1)
	}
	if o.botOnly {
		g.into.botOnly.add(o.over, g.from, g.now, 1)
	}
	g.into.outOf(e, &o, g.from, g.now, 1)
	g.half.unnamed += int(count(e.skippable(g.from, g.now))) // also of another team: it may have been anybody's
	g.into.rate(e, g.from, 1)
}

// words counts what was said after from.
func (g *gatherer) words(e *entry) {
	for i := range e.said {
		w := &e.said[i]
		if w.at <= g.from {
			return
		}
		m := g.minutes.at(w.at)
		switch w.side {
		case model.SideVisitor:
			g.into.visitors++
			m.Visitors++
		case model.SideBot:
			m.Bots++
		case model.SideAgent:
			g.into.agentReplies++
			m.Agents++
			per := &w.desk.recent.perMinute
			if ago := int(g.minutes.last - minuteOf(w.at)); 0 <= ago && ago < len(per) {
				per[len(per)-1-ago]++
			}
		}
	}
}

// A said is a word of a live chat as the half hour counts it. To keep it saves
// every tick a look at the row, its speaker and the speaker's desk.
type said struct {
	at   model.Instant
	side model.Side
	desk *desk // of an agent's
}

// hear notes what was said in the half hour before the book's moment.
func (e *entry) hear() {
	from := e.book.now.Add(-halfHour)
	for i := e.rows - 1; i >= 0; i-- {
		r := &e.c.rows[i]
		w := said{at: r.At().Seconds(), side: r.Counted()}
		if w.at <= from {
			return
		}
		switch w.side {
		case model.SideAgent:
			w.desk = e.book.desk(e.c.voices[r.SpeakerIndex].Sender)
		case model.SideVisitor, model.SideBot:
		default:
			continue
		}
		e.said = append(e.said, w)
	}
}

// spans counts the wait that runs and when the chat was active.
func (g *gatherer) spans(e *entry) {
	for i := len(e.present) - 1; i >= 0 && e.present[i].to > g.from; i-- {
		if d := g.desks[e.present[i].owner]; d != nil {
			d.recent.present = append(d.recent.present, e.present[i])
			d.recent.loose += int(count(e.loose(&e.present[i])))
		}
	}
	g.half.unheld += int(count(e.unheld(g.from, g.now)))
	w := e.waiting(g.now)
	if w == nil || e.maybe {
		return
	}
	d := g.desks[w.owner]
	if d == nil {
		return
	}
	r := &d.recent
	r.waiting++
	if _, _, seen, _ := e.sight(g.now); seen != model.Never {
		r.seenNoReply++
	}
	if r.oldest == nil || longerWait(e, r.oldest, g.now) {
		r.oldest = e
	}
}

// lookedIn is how far apart two looks at a thread list may lie for what changed between them to count as observed.
const lookedIn = time.Minute

// loose reports whether it is not known until when a chat was active: it was closed, and no look close by found it open.
func (e *entry) loose(present *span) bool {
	return e.book.b.looks.dated && e.over.Since(e.openTo) > lookedIn && present.to > e.openTo
}

// unheld reports whether a chat was active in (from, now] and it is not known whose it was: no look had told
// of it for as long as an answer takes to skip a wait.
func (e *entry) unheld(from, now model.Instant) bool {
	if !e.book.b.looks.dated {
		return false
	}
	f := e.book.b.factsOf(e.c.id)
	return e.skippable(from, now) || slices.ContainsFunc(e.present, func(s span) bool {
		if s.to <= from || s.from >= now {
			return false
		}
		return f.ListedFirst == model.Never || f.ListedFirst.Since(e.start) >= overtakeBy && f.foundAnother(s.owner)
	})
}

// longerWait orders two chats that wait: the longer wait, then the smaller chat id.
func longerWait(e, f *entry, now model.Instant) bool {
	a, b := e.waiting(now), f.waiting(now)
	return cmp.Or(cmp.Compare(b.ran(now), a.ran(now)), cmp.Compare(a.since, b.since), cmp.Compare(e.c.id, f.c.id)) < 0
}

// Trend returns the last half hour up to now. The offline inbox is left out. It
// reads every chat that has been alive since, so it is meant to be called once a
// minute, not with each frame.
func (b *Board) Trend(now time.Time) model.Trend {
	k := b.bookAt(now)
	t := trend{b: b, now: k.now}
	for i, end := range model.TrendEnds(k.now.Time()) {
		t.cells[i].End, t.ends[i] = end, model.InstantOf(end)
	}
	t.from = k.now.Add(-model.TrendSpan)
	for _, e := range k.live { // no other has a part in the half hour
		t.add(e)
	}
	for i, took := range t.took {
		t.cells[i].First = model.QuantileOf(took)
	}
	return t.cells
}

// A trend is a Trend in the making.
type trend struct {
	b     *Board
	from  model.Instant // when the first cell begins
	now   model.Instant
	ends  [model.TrendCells]model.Instant
	cells model.Trend
	took  [model.TrendCells][]time.Duration
}

// at is the cell that a moment lies in, or -1.
func (t *trend) at(when model.Instant) int {
	if when <= t.from || when > t.now {
		return -1
	}
	i, _ := slices.BinarySearch(t.ends[:], when)
	return i
}

// add adds a chat.
func (t *trend) add(e *entry) {
	if e.offline || e.other || max(e.over, e.lastWord) < t.from {
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
				t.took[c] = append(t.took[c], turn.took())
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

// decide adds a turn that is decided: in time, or past its goal.
func (t *trend) decide(turn *turn) {
	at, in := turn.decided(t.b.LimitsOf(turn.agent).Target(turn.first))
	if c := t.at(at); c >= 0 {
		t.cells[c].FirstService.Of++
		t.cells[c].FirstService.In += int(count(in))
	}
}
