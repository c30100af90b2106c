package board

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// An agentMetrics is what one agent did, in all chats. Desk 0 is that of agents whose id is not known.
type agentMetrics struct {
	agent   model.AgentID
	entries []*chatEntry // chats the agent spoke in or owned; the one with the agent's latest A first
	stale   bool
	version int  // one more with each refresh
	renamed bool // the last refresh found another name

	last      model.Instant  // the last A anywhere, the offline inbox included; Never if there is none
	name      safetext.Text  // the newest that an A gives
	day       model.Quantile // of the turns answered today
	overtakes []overtake     // by time
	recent    recent
}

// recent is what an agent did in the half hour before now.
type recent struct {
	turns       []time.Duration // in order
	breaches    int
	unsure      int // … and as many more may be
	endUnsure   int // of present: it is not known until when, or whose they were
	transfers   int
	waits       []*chatEntry // in no order
	seenNoReply int
	present     []interval // in no order
	perMinute   [halfHour / time.Minute]int
	handedOut   []int // a copy of these that was handed out; nil: they are others since
}

// addTurn adds the time that a turn took, or takes it away.
func (rec *recent) addTurn(took time.Duration, n int) {
	i, _ := slices.BinarySearch(rec.turns, took)
	if n > 0 {
		rec.turns = slices.Insert(rec.turns, i, took)
	} else {
		rec.turns = slices.Delete(rec.turns, i, i+1)
	}
}

// addPresent adds when a chat was active, or takes it away.
func (rec *recent) addPresent(iv interval, n int) {
	if n > 0 {
		rec.present = append(rec.present, iv)
	} else {
		rec.present = without(rec.present, iv)
	}
}

// addWait adds a chat that waits, or takes it away.
func (rec *recent) addWait(e *chatEntry, n int) {
	if n > 0 {
		rec.waits = append(rec.waits, e)
	} else {
		rec.waits = without(rec.waits, e)
	}
}

// addMessage counts a message of so many minutes ago n times.
func (rec *recent) addMessage(ago int64, n int) {
	if m := int64(len(rec.perMinute)); 0 <= ago && ago < m {
		rec.perMinute[m-1-ago] += n
		rec.handedOut = nil
	}
}

// minutes are the messages of each minute. They may be handed out.
func (rec *recent) minutes() []int {
	if rec.handedOut == nil {
		rec.handedOut = slices.Clone(rec.perMinute[:])
	}
	return rec.handedOut
}

// longestWaiting is the chat that waits longest, or nil.
func (rec *recent) longestWaiting(now model.Instant) *chatEntry {
	var oldest *chatEntry
	for _, e := range rec.waits {
		if oldest == nil || longerWait(e, oldest, now) {
			oldest = e
		}
	}
	return oldest
}

// An overtake is a reply that overtook a wait. It is sure where that wait is
// known to have gone on then, so that its chat had not been closed unobserved,
// and to have been the same agent's.
type overtake struct {
	at   model.Instant
	sure bool
}

// countOvertakes counts the replies in (from, now] that overtook a wait: those that surely did, and all that may have.
func (am *agentMetrics) countOvertakes(from, now model.Instant) (n endings) {
	for i := len(am.overtakes) - 1; i >= 0 && am.overtakes[i].at > from; i-- {
		if o := &am.overtakes[i]; o.at <= now {
			n.sure += int(count(o.sure))
			n.most++
		}
	}
	return n
}

// overtakeBy is by how much an overtaken wait began before the turn that was answered.
const overtakeBy = 30 * time.Second

// refresh brings up to date what does not depend on the time of day but on its start.
func (am *agentMetrics) refresh(day model.Instant) {
	am.stale = false
	am.version++
	am.entries = slices.DeleteFunc(am.entries, func(e *chatEntry) bool { return e.replaced })
	slices.SortFunc(am.entries, func(x, y *chatEntry) int {
		return cmp.Or(cmp.Compare(y.lastReplyOf(am.agent), x.lastReplyOf(am.agent)), cmp.Compare(x.chat.id, y.chat.id))
	})
	am.last = model.Never
	if len(am.entries) > 0 {
		am.last = am.entries[0].lastReplyOf(am.agent)
	}
	am.updateName()
	var took []time.Duration
	for _, e := range am.entries {
		if e.offline {
			continue
		}
		for i := len(e.turns) - 1; i >= 0 && e.turns[i].reply > day; i-- {
			if t := &e.turns[i]; t.agent == am.agent {
				took = append(took, t.spent)
			}
		}
	}
	am.day = model.QuantileOf(took)
	am.findOvertakes()
}

func (am *agentMetrics) updateName() {
	var newest *participation
	for _, e := range am.entries {
		if p := e.participation(am.agent); !p.name.IsEmpty() && (newest == nil || newest.named.Compare(p.named) < 0) {
			newest = p
		}
	}
	old := am.name
	if am.name = (safetext.Text{}); newest != nil {
		am.name = newest.name
	}
	am.renamed = old != am.name
}

// lastReplyOf is an agent's last A in a chat that the agent has a hand in.
func (e *chatEntry) lastReplyOf(a model.AgentID) model.Instant { return e.participation(a).last }

// A shift is when an agent answered in a chat, or when the agent's chat waited.
type shift struct {
	from, to model.Instant // both included
	e        *chatEntry
}

// findOvertakes looks, for each chat in which the agent answered, through the
// agent's chats that waited meanwhile.
func (am *agentMetrics) findOvertakes() {
	am.overtakes = am.overtakes[:0]
	if am.agent == 0 {
		return
	}
	answered, waited := am.shifts()
	found := map[int]bool{} // the turns of a chat that overtook, and whether they surely did
	for _, a := range answered {
		clear(found)
		for _, w := range waited {
			if w.from > a.to {
				break
			}
			if w.to >= a.from && w.e != a.e {
				am.findOvertaken(a.e, w.e, found)
			}
		}
		for i, sure := range found { // at most one a reply
			am.overtakes = append(am.overtakes, overtake{a.e.turns[i].reply, sure})
		}
	}
	slices.SortFunc(am.overtakes, func(a, b overtake) int {
		return cmp.Or(cmp.Compare(a.at, b.at), model.CompareBool(a.sure, b.sure))
	})
}

// shifts returns when turns were answered and when chats waited, a shift for each chat, by their beginning.
func (am *agentMetrics) shifts() (answered, waited []shift) {
	for _, e := range am.entries {
		if n := len(e.turns); n > 0 && !e.offline {
			answered = append(answered, shift{e.turns[0].reply, e.turns[n-1].reply, e})
		}
		if n := len(e.waits); n > 0 {
			waited = append(waited, shift{e.waits[0].from, e.waits[n-1].to, e})
		}
	}
	slices.SortFunc(waited, func(a, b shift) int { return cmp.Compare(a.from, b.from) })
	return answered, waited
}

// findOvertaken notes the turns of e in which the agent overtook a wait of f.
func (am *agentMetrics) findOvertaken(e, f *chatEntry, found map[int]bool) {
	w := f.waits
	for i := range e.turns {
		t := &e.turns[i]
		for len(w) > 0 && w[0].to <= t.reply {
			w = w[1:]
		}
		if len(w) == 0 {
			break
		}
		if t.agent == am.agent && w[0].overtakenBy(t) {
			found[i] = found[i] || f.surelyWaited(&w[0], t.reply)
		}
	}
}

// surelyWaited reports whether a chat in which w ran at a moment is known to have
// been open then, and its owner's. Before the first look at it whom the list named
// is not known; where that look names the same agent, or nobody, it is taken for so.
func (e *chatEntry) surelyWaited(w *interval, at model.Instant) bool {
	switch {
	case !e.metrics.b.listQuality.dated:
		return true
	case at > e.earliestClose && e.earliestClose < e.over:
		return false
	}
	f := e.metrics.b.factsOf(e.chat.id)
	if f.ListedFirst == model.Never || at >= f.ListedFirst {
		return f.ListedFirst != model.Never
	}
	return !f.firstFoundWithAnother(w.owner)
}

// overtakenBy reports whether a turn was answered during a wait of the same
// agent's that had begun 30 s or more before it.
func (w *interval) overtakenBy(t *turn) bool {
	return w.owner == t.agent && w.holds(t.reply) && w.since.Add(overtakeBy) <= t.start
}

// countElsewhere is k: the agent's A after since in other chats than c, up to now.
func (am *agentMetrics) countElsewhere(since model.Instant, c *chat) int {
	k := 0
	for _, e := range am.entries {
		if e.lastReplyOf(am.agent) <= since {
			break
		}
		if e.chat == c {
			continue
		}
		for i := e.rows - 1; i >= 0; i-- {
			r := &e.chat.rows[i]
			if r.At().Seconds() <= since {
				break
			}
			if r.Word() == model.SideAgent && e.chat.speakers[r.SpeakerIndex].Sender == am.agent {
				k++
			}
		}
	}
	return k
}

// overtook reports whether the agent answered, during the wait w of f, a turn
// of another chat that began 30 s or more after it. A chat that was over and
// was revived goes on with the same wait.
func (am *agentMetrics) overtook(w *interval, f *chatEntry) bool {
	for _, e := range am.entries {
		if e.lastReplyOf(am.agent) < w.since {
			break
		}
		if e == f || e.offline {
			continue
		}
		for i := len(e.turns) - 1; i >= 0 && e.turns[i].reply >= w.since; i-- {
			t := &e.turns[i]
			if v := f.waitAt(t.reply); t.agent == am.agent && v != nil && v.since == w.since && v.overtakenBy(t) {
				return true
			}
		}
	}
	return false
}
