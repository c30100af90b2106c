package board

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// agentMetrics holds what one agent did in all chats; agent 0 stands for all agents whose id is unknown.
type agentMetrics struct {
	agent   model.AgentID
	entries []*chatEntry // chats the agent wrote in or owned, by the agent's last message, latest first
	stale   bool
	version int  // incremented by each refresh
	renamed bool // the last refresh changed the name

	last          model.Instant  // the agent's last message in any chat, offline inbox included; Never if there is none
	name          safetext.Text  // the newest in the agent's A
	day           model.Quantile // of the turns answered today
	overtakes     []overtake     // by time
	lastOvertake  model.Instant  // Never if there is none
	overtookToday endings
	recent        recent
}

// recent is what an agent did in the half hour before now. Its methods add for n = 1 and remove for n = -1.
type recent struct {
	turns     []time.Duration // sorted
	breaches  int
	unsure    int // so many more may be breaches
	endUnsure int // intervals of present whose end or owner is unknown
	transfers int
	waits     []*chatEntry // in no order
	present   []interval   // in no order
	perMinute [halfHour / time.Minute]int
	handedOut []int // a copy that was returned; nil: perMinute has changed since
}

// addTurn adds the response time of a turn.
func (rec *recent) addTurn(took time.Duration, n int) {
	i, _ := slices.BinarySearch(rec.turns, took)
	if n > 0 {
		rec.turns = slices.Insert(rec.turns, i, took)
	} else {
		rec.turns = slices.Delete(rec.turns, i, i+1)
	}
}

// addPresent adds an interval in which a chat was active.
func (rec *recent) addPresent(iv interval, n int) {
	if n > 0 {
		rec.present = append(rec.present, iv)
	} else {
		rec.present = without(rec.present, iv)
	}
}

// addWait adds a waiting chat.
func (rec *recent) addWait(e *chatEntry, n int) {
	if n > 0 {
		rec.waits = append(rec.waits, e)
	} else {
		rec.waits = without(rec.waits, e)
	}
}

// addMessage counts a message of so many minutes ago.
func (rec *recent) addMessage(ago int64, n int) {
	if m := int64(len(rec.perMinute)); 0 <= ago && ago < m {
		rec.perMinute[m-1-ago] += n
		rec.handedOut = nil
	}
}

// minutes returns the number of messages in each minute. The result is not changed later.
func (rec *recent) minutes() []int {
	if rec.handedOut == nil {
		rec.handedOut = slices.Clone(rec.perMinute[:])
	}
	return rec.handedOut
}

// longestWaiting returns the longest wait.
func (rec *recent) longestWaiting() (longest longestClock) {
	for _, e := range rec.waits {
		longest.add(e, e.contribution.wait.since, e.truncated)
	}
	return longest
}

// An overtake is a reply that overtook a wait: the agent answered a chat that had begun to wait later. It is
// sure if the overtaken chat is known to have been open then, and the same agent's.
type overtake struct {
	at   model.Instant
	sure bool
}

// countOvertakes counts the replies in (from, now] that overtook a wait.
func (am *agentMetrics) countOvertakes(from, now model.Instant) (n endings) {
	if am.lastOvertake <= from { // most agents: it saves a look at the list
		return n
	}
	for i := len(am.overtakes) - 1; i >= 0 && am.overtakes[i].at > from; i-- {
		if o := &am.overtakes[i]; o.at <= now {
			n.sure += int(count(o.sure))
			n.most++
		}
	}
	return n
}

// overtakeBy is how much earlier a wait must have begun than the answered turn to count as overtaken.
const overtakeBy = 30 * time.Second

// refresh updates what depends on the start of the day but not on the time of day.
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
	am.lastOvertake = model.Never
	if n := len(am.overtakes); n > 0 {
		am.lastOvertake = am.overtakes[n-1].at
	}
	am.overtookToday = am.countOvertakes(day, forever)
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

// lastReplyOf returns the last message of an agent who takes part in the chat.
func (e *chatEntry) lastReplyOf(a model.AgentID) model.Instant { return e.participation(a).last }

// A shift is the time in which an agent answered in a chat, or in which the agent's chat waited.
type shift struct {
	from, to model.Instant // both included
	e        *chatEntry
}

// findOvertakes compares each chat in which the agent answered with the agent's chats that waited meanwhile.
func (am *agentMetrics) findOvertakes() {
	am.overtakes = am.overtakes[:0]
	if am.agent == 0 {
		return
	}
	answered, waited := am.shifts()
	found := map[int]bool{} // turns that overtook, and whether that is sure
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
		for i, sure := range found { // at most one for each reply
			am.overtakes = append(am.overtakes, overtake{a.e.turns[i].reply, sure})
		}
	}
	slices.SortFunc(am.overtakes, func(a, b overtake) int {
		return cmp.Or(cmp.Compare(a.at, b.at), model.CompareBool(a.sure, b.sure))
	})
}

// shifts returns the time of answering and of waiting for each chat, in order of beginning.
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

// findOvertaken adds to found the turns of e with which the agent overtook a wait of f.
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

// surelyWaited reports whether a chat with wait w is known to have been open at a moment and to have
// belonged to w's owner. Before the chat was first seen in the thread list its owner is unknown; if it was
// then seen with the same owner, or with none, that owner is assumed.
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

// overtakenBy reports whether a turn was answered during a wait of the same agent that had begun at least 30
// s before the turn.
func (w *interval) overtakenBy(t *turn) bool {
	return w.owner == t.agent && w.holds(t.reply) && w.since.Add(overtakeBy) <= t.start
}

// countElsewhere returns the number of the agent's A after since in chats other than c: k of BUSY(k).
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
			if r.MessageSide() == model.SideAgent && e.chat.speakers[r.SpeakerIndex].Sender == am.agent {
				k++
			}
		}
	}
	return k
}

// overtook reports whether the agent, during the wait w of f, answered a turn of another chat that began at
// least 30 s later. A chat that was over and was revived continues the same wait.
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
