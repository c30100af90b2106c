package board

import (
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
}

// A decision is a turn that is decided.
type decision struct {
	at    model.Instant
	first bool
	in    bool
}

// gather reads off the live chats what happened in the half hour before now.
func (k *book) gather() {
	h := &k.half
	*h = half{
		firsts: h.firsts[:0], totals: h.totals[:0], nexts: h.nexts[:0],
		decided: h.decided[:0], missedAt: h.missedAt[:0],
	}
	for _, d := range k.desks {
		d.recent.reset()
	}
	from := k.now.Add(-halfHour)
	for _, e := range k.live {
		if e.offline {
			continue
		}
		k.gatherTurns(e, from)
		k.gatherEnd(e, from)
		k.gatherWords(e, from)
		k.gatherSpans(e, from)
	}
}

// gatherTurns takes in the turns of a chat that were answered after from.
func (k *book) gatherTurns(e *entry, from model.Instant) {
	h := &k.half
	for i := len(e.turns) - 1; i >= 0 && e.turns[i].reply > from.Add(-holdFor); i-- {
		t := &e.turns[i]
		k.decide(t, from)
		if t.reply <= from {
			continue
		}
		took := t.took()
		if t.first {
			h.firsts = append(h.firsts, took)
			h.totals = append(h.totals, t.reply.Since(e.firstV))
		} else {
			h.nexts = append(h.nexts, took)
		}
		d := k.desks[t.agent]
		d.recent.turns = append(d.recent.turns, took)
	}
	for _, p := range e.passes {
		if p.at > from {
			h.transfers++
			k.desks[p.to].recent.transfers++
		}
	}
}

// decide takes in a turn that is decided: the agent's who replied, or if open the owner's.
func (k *book) decide(t *turn, from model.Instant) {
	at, in := t.decided(k.b.LimitsOf(t.agent).Target(t.first))
	if at > k.now || at <= from.Add(-holdFor) {
		return
	}
	k.half.decided = append(k.half.decided, decision{at, t.first, in})
	if d := k.desks[t.agent]; d != nil && !in && at > from {
		d.recent.breaches++
	}
}

// gatherEnd takes in the open turn of a chat and how it ended.
func (k *book) gatherEnd(e *entry, from model.Instant) {
	if t, ok := e.openTurn(k.now); ok {
		k.decide(&t, from)
	}
	o := e.outcome(k.now)
	if o.missed && o.at.to > from.Add(-holdFor) {
		k.half.missedAt = append(k.half.missedAt, o.at)
	}
	if o.dropped {
		k.half.dropped.add(o.over, from, k.now, 1)
	}
	if o.botOnly {
		k.half.botOnly.add(o.over, from, k.now, 1)
	}
}

// gatherWords takes in what was said after from.
func (k *book) gatherWords(e *entry, from model.Instant) {
	last := minuteOf(k.now)
	for i := e.rows - 1; i >= 0; i-- {
		r := &e.c.rows[i]
		at := r.At().Seconds()
		if at <= from {
			return
		}
		switch r.Word() {
		case model.SideVisitor:
			k.half.visitors++
		case model.SideAgent:
			k.half.agentReplies++
			per := &k.desks[e.c.voices[r.SpeakerIndex].Sender].recent.perMinute
			if ago := int(last - minuteOf(at)); 0 <= ago && ago < len(per) {
				per[len(per)-1-ago]++
			}
		}
	}
}

// gatherSpans takes in the wait that runs and when the chat was active.
func (k *book) gatherSpans(e *entry, from model.Instant) {
	for i := len(e.present) - 1; i >= 0 && e.present[i].to > from; i-- {
		if d := k.desks[e.present[i].owner]; d != nil {
			d.recent.present = append(d.recent.present, e.present[i])
		}
	}
	w := e.waiting(k.now)
	if w == nil || e.maybe {
		return
	}
	d := k.desks[w.owner]
	if d == nil {
		return
	}
	r := &d.recent
	r.waiting++
	if _, _, seen, _ := e.sight(k.now); seen != model.Never {
		r.seenNoReply++
	}
	if r.oldest == nil || longerWait(e, r.oldest, k.now) {
		r.oldest = e
	}
}

// longerWait orders two chats that wait: the longer wait, then the smaller chat id.
func longerWait(e, f *entry, now model.Instant) bool {
	a, b := e.waiting(now).since, f.waiting(now).since
	return a < b || (a == b && e.c.id < f.c.id)
}
