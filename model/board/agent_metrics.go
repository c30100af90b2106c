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
	loose       int // of present: it is not known until when, or whose they were
	transfers   int
	waits       []*chatEntry // in no order
	seenNoReply int
	present     []interval // in no order
	perMinute   [halfHour / time.Minute]int
	shown       []int // a copy of these that was handed out; nil: they are others since
}

// answer adds the time that a turn took, or takes it away.
func (r *recent) answer(took time.Duration, n int) {
	i, _ := slices.BinarySearch(r.turns, took)
	if n > 0 {
		r.turns = slices.Insert(r.turns, i, took)
	} else {
		r.turns = slices.Delete(r.turns, i, i+1)
	}
}

// hold adds when a chat was active, or takes it away.
func (r *recent) hold(s interval, n int) {
	if n > 0 {
		r.present = append(r.present, s)
	} else {
		r.present = without(r.present, s)
	}
}

// wait adds a chat that waits, or takes it away.
func (r *recent) wait(e *chatEntry, n int) {
	if n > 0 {
		r.waits = append(r.waits, e)
	} else {
		r.waits = without(r.waits, e)
	}
}

// say counts a message of so many minutes ago n times.
func (r *recent) say(ago int64, n int) {
	if m := int64(len(r.perMinute)); 0 <= ago && ago < m {
		r.perMinute[m-1-ago] += n
		r.shown = nil
	}
}

// minutes are the messages of each minute. They may be handed out.
func (r *recent) minutes() []int {
	if r.shown == nil {
		r.shown = slices.Clone(r.perMinute[:])
	}
	return r.shown
}

// oldest is the chat that waits longest, or nil.
func (r *recent) oldest(now model.Instant) *chatEntry {
	var oldest *chatEntry
	for _, e := range r.waits {
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

// overtaken counts the replies in (from, now] that overtook a wait: those that surely did, and all that may have.
func (d *agentMetrics) overtaken(from, now model.Instant) (n endings) {
	for i := len(d.overtakes) - 1; i >= 0 && d.overtakes[i].at > from; i-- {
		if o := &d.overtakes[i]; o.at <= now {
			n.sure += int(count(o.sure))
			n.most++
		}
	}
	return n
}

// overtakeBy is by how much an overtaken wait began before the turn that was answered.
const overtakeBy = 30 * time.Second

// refresh brings up to date what does not depend on the time of day but on its start.
func (d *agentMetrics) refresh(day model.Instant) {
	d.stale = false
	d.version++
	d.entries = slices.DeleteFunc(d.entries, func(e *chatEntry) bool { return e.dead })
	slices.SortFunc(d.entries, func(x, y *chatEntry) int {
		return cmp.Or(cmp.Compare(y.lastA(d.agent), x.lastA(d.agent)), cmp.Compare(x.c.id, y.c.id))
	})
	d.last = model.Never
	if len(d.entries) > 0 {
		d.last = d.entries[0].lastA(d.agent)
	}
	d.rename()
	var took []time.Duration
	for _, e := range d.entries {
		if e.offline {
			continue
		}
		for i := len(e.turns) - 1; i >= 0 && e.turns[i].reply > day; i-- {
			if t := &e.turns[i]; t.agent == d.agent {
				took = append(took, t.took())
			}
		}
	}
	d.day = model.QuantileOf(took)
	d.findOvertakes()
}

func (d *agentMetrics) rename() {
	var newest *participation
	for _, e := range d.entries {
		if h := e.participation(d.agent); !h.name.IsEmpty() && (newest == nil || newest.named.Compare(h.named) < 0) {
			newest = h
		}
	}
	old := d.name
	if d.name = (safetext.Text{}); newest != nil {
		d.name = newest.name
	}
	d.renamed = old != d.name
}

// lastA is an agent's last A in a chat that the agent has a hand in.
func (e *chatEntry) lastA(a model.AgentID) model.Instant { return e.participation(a).last }

// A shift is when an agent answered in a chat, or when the agent's chat waited.
type shift struct {
	from, to model.Instant // both included
	e        *chatEntry
}

// findOvertakes looks, for each chat in which the agent answered, through the
// agent's chats that waited meanwhile.
func (d *agentMetrics) findOvertakes() {
	d.overtakes = d.overtakes[:0]
	if d.agent == 0 {
		return
	}
	answered, waited := d.shifts()
	found := map[int]bool{} // the turns of a chat that overtook, and whether they surely did
	for _, a := range answered {
		clear(found)
		for _, w := range waited {
			if w.from > a.to {
				break
			}
			if w.to >= a.from && w.e != a.e {
				d.overtaking(a.e, w.e, found)
			}
		}
		for i, sure := range found { // at most one a reply
			d.overtakes = append(d.overtakes, overtake{a.e.turns[i].reply, sure})
		}
	}
	slices.SortFunc(d.overtakes, func(a, b overtake) int {
		return cmp.Or(cmp.Compare(a.at, b.at), model.CompareBool(a.sure, b.sure))
	})
}

// shifts returns when turns were answered and when chats waited, a shift for each chat, by their beginning.
func (d *agentMetrics) shifts() (answered, waited []shift) {
	for _, e := range d.entries {
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

// overtaking notes the turns of e in which the agent overtook a wait of f.
func (d *agentMetrics) overtaking(e, f *chatEntry, found map[int]bool) {
	w := f.waits
	for i := range e.turns {
		t := &e.turns[i]
		for len(w) > 0 && w[0].to <= t.reply {
			w = w[1:]
		}
		if len(w) == 0 {
			break
		}
		if t.agent == d.agent && w[0].overtakenBy(t) {
			found[i] = found[i] || f.surelyWaited(&w[0], t.reply)
		}
	}
}

// surelyWaited reports whether a chat in which w ran at a moment is known to have
// been open then, and its owner's. Before the first look at it whom the list named
// is not known; where that look names the same agent, or nobody, it is taken for so.
func (e *chatEntry) surelyWaited(w *interval, at model.Instant) bool {
	switch {
	case !e.metrics.b.looks.dated:
		return true
	case at > e.closes && e.closes < e.over:
		return false
	}
	f := e.metrics.b.factsOf(e.c.id)
	if f.ListedFirst == model.Never || at >= f.ListedFirst {
		return f.ListedFirst != model.Never
	}
	return !f.foundAnother(w.owner)
}

// overtakenBy reports whether a turn was answered during a wait of the same
// agent's that had begun 30 s or more before it.
func (w *interval) overtakenBy(t *turn) bool {
	return w.owner == t.agent && w.holds(t.reply) && w.since.Add(overtakeBy) <= t.start
}

// busy is k: the agent's A after since in other chats than c, up to now.
func (d *agentMetrics) busy(since model.Instant, c *chat) int {
	k := 0
	for _, e := range d.entries {
		if e.lastA(d.agent) <= since {
			break
		}
		if e.c == c {
			continue
		}
		for i := e.rows - 1; i >= 0; i-- {
			r := &e.c.rows[i]
			if r.At().Seconds() <= since {
				break
			}
			if r.Word() == model.SideAgent && e.c.voices[r.SpeakerIndex].Sender == d.agent {
				k++
			}
		}
	}
	return k
}

// overtook reports whether the agent answered, during the wait w of f, a turn
// of another chat that began 30 s or more after it. A chat that was over and
// was revived goes on with the same wait.
func (d *agentMetrics) overtook(w *interval, f *chatEntry) bool {
	for _, e := range d.entries {
		if e.lastA(d.agent) < w.since {
			break
		}
		if e == f || e.offline {
			continue
		}
		for i := len(e.turns) - 1; i >= 0 && e.turns[i].reply >= w.since; i-- {
			t := &e.turns[i]
			if v := f.waitAt(t.reply); t.agent == d.agent && v != nil && v.since == w.since && v.overtakenBy(t) {
				return true
			}
		}
	}
	return false
}
