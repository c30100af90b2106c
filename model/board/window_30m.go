package board

import (
	"cmp"
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
	minutes               [halfHour / time.Minute]model.Minute
}

// A decision is a turn that is decided.
type decision struct {
	at     model.Instant
	first  bool
	in     bool
	unsure bool // it may have to be left out
}

// gather reads off the live chats what happened in the half hour before now.
func (k *book) gather() {
	h := &k.half
	*h = half{
		firsts: h.firsts[:0], totals: h.totals[:0], nexts: h.nexts[:0],
		decided: h.decided[:0], missedAt: h.missedAt[:0], waits: h.waits[:0],
	}
	for _, d := range k.desks {
		d.recent.reset()
	}
	g := gatherer{k, k.now.Add(-halfHour), minutes{list: h.minutes[:], last: minuteOf(k.now)}}
	for _, e := range k.live {
		if n := len(e.waits); n > 0 && e.waits[n-1].to > k.now.Add(-holdFor) {
			h.waits = append(h.waits, e)
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
	minutes minutes
}

// turns counts the turns of a chat that were answered after from.
func (g *gatherer) turns(e *entry) {
	h := &g.half
	for i := len(e.turns) - 1; i >= 0 && e.turns[i].reply > g.from.Add(-holdFor); i-- {
		t := &e.turns[i]
		g.decide(t)
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

// decide counts a turn that is decided: the agent's who replied, or if open the owner's.
func (g *gatherer) decide(t *turn) {
	at, in := t.decided(g.b.LimitsOf(t.agent).Target(t.first))
	if at > g.now || at <= g.from.Add(-holdFor) {
		return
	}
	g.half.decided = append(g.half.decided, decision{at, t.first, in, t.unsure})
	if d := g.desks[t.agent]; d != nil && !in && at > g.from {
		d.recent.breaches += int(count(!t.unsure))
		d.recent.unsure += int(count(t.unsure))
	}
}

// ending counts the open turn of a chat and how it ended.
func (g *gatherer) ending(e *entry) {
	if t, ok := e.openTurn(g.now); ok {
		g.decide(&t)
	}
	o := e.outcome(g.now)
	if o.missed {
		g.minutes.at(o.at.to).Missed++
	}
	if o.missed && o.at.to > g.from.Add(-holdFor) {
		g.half.missedAt = append(g.half.missedAt, o.at)
	}
	if o.dropped {
		g.half.dropped.add(o.over, g.from, g.now, 1)
	}
	if o.botOnly {
		g.half.botOnly.add(o.over, g.from, g.now, 1)
	}
	g.half.outOf(e, &o, g.from, g.now, 1)
}

// words counts what was said after from.
func (g *gatherer) words(e *entry) {
	for i := e.rows - 1; i >= 0; i-- {
		r := &e.c.rows[i]
		at := r.At().Seconds()
		if at <= g.from {
			return
		}
		switch r.Counted() {
		case model.SideVisitor:
			g.half.visitors++
			g.minutes.at(at).Visitors++
		case model.SideBot:
			g.minutes.at(at).Bots++
		case model.SideAgent:
			g.half.agentReplies++
			g.minutes.at(at).Agents++
			per := &g.desks[e.c.voices[r.SpeakerIndex].Sender].recent.perMinute
			if ago := int(g.minutes.last - minuteOf(at)); 0 <= ago && ago < len(per) {
				per[len(per)-1-ago]++
			}
		}
	}
}

// spans counts the wait that runs and when the chat was active.
func (g *gatherer) spans(e *entry) {
	for i := len(e.present) - 1; i >= 0 && e.present[i].to > g.from; i-- {
		if d := g.desks[e.present[i].owner]; d != nil {
			d.recent.present = append(d.recent.present, e.present[i])
		}
	}
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

// longerWait orders two chats that wait: the longer wait, then the smaller chat id.
func longerWait(e, f *entry, now model.Instant) bool {
	a, b := e.waiting(now), f.waiting(now)
	return cmp.Or(cmp.Compare(b.ran(now), a.ran(now)), cmp.Compare(a.since, b.since), cmp.Compare(e.c.id, f.c.id)) < 0
}
