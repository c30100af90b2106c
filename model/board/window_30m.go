package board

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
)

// halfHour is the length of the shorter window.
const halfHour = 30 * time.Minute

// window30m is what happened in the half hour before now: the sum of what the live
// chats add to it (see portion), since no other has a part in it.
type window30m struct {
	windowToday
	decided  []decision            // and in holdFor before, by time
	missedAt []ending              // likewise, in no order
	waits    []*chatEntry          // whose visitors wait, or did in holdFor before
	owners   map[model.AgentID]int // of active chats
	last     int64                 // the minute of minutes' last
	minutes  [halfHour / time.Minute]model.Minute
}

// A decision is a turn that is decided.
type decision struct {
	at     model.Instant
	first  bool
	in     bool
	unsure bool // it may have to be left out
}

func compareDecisions(a, b decision) int {
	return cmp.Or(cmp.Compare(a.at, b.at), model.CompareBool(a.first, b.first), model.CompareBool(a.in, b.in), model.CompareBool(a.unsure, b.unsure))
}

// decide adds a decision, or takes it away.
func (h *window30m) decide(d decision, n int) {
	i, _ := slices.BinarySearchFunc(h.decided, d, compareDecisions)
	if n > 0 {
		h.decided = slices.Insert(h.decided, i, d)
	} else {
		h.decided = slices.Delete(h.decided, i, i+1)
	}
}

// miss adds when a chat was missed, or takes it away.
func (h *window30m) miss(e ending, n int) {
	if n > 0 {
		h.missedAt = append(h.missedAt, e)
		return
	}
	h.missedAt = without(h.missedAt, e)
}

// wait adds a chat to those that wait, or takes it away.
func (h *window30m) wait(e *chatEntry, n int) {
	if n > 0 {
		e.portion.slot = len(h.waits)
		h.waits = append(h.waits, e)
		return
	}
	last := len(h.waits) - 1
	h.waits[e.portion.slot], h.waits[last].portion.slot = h.waits[last], e.portion.slot
	h.waits[last] = nil
	h.waits = h.waits[:last]
}

// own counts an active chat of an agent n times.
func (h *window30m) own(a model.AgentID, n int) {
	if h.owners[a] += n; h.owners[a] == 0 {
		delete(h.owners, a)
	}
}

// at returns the minute that t lies in, or one that nobody looks at.
func (h *window30m) at(t model.Instant) *model.Minute { return h.minute(minuteOf(t)) }

func (h *window30m) minute(number int64) *model.Minute {
	if i := len(h.minutes) - 1 - int(h.last-number); 0 <= i && i < len(h.minutes) {
		return &h.minutes[i]
	}
	return &model.Minute{}
}

// older moves what is counted by minute into the past by so many.
func older[T any](minutes []T, by int64) {
	n := copy(minutes, minutes[min(by, int64(len(minutes))):])
	clear(minutes[n:])
}

// without takes one of the elements that equal x out of a list in no order.
func without[T comparable](list []T, x T) []T {
	i, last := slices.Index(list, x), len(list)-1
	list[i] = list[last]
	clear(list[last:])
	return list[:last]
}

// gather brings up to date what happened in the half hour before now, at the
// cost of the live chats that come to something else by now. It begins from
// nothing where an agent has got metrics or lost them, or what is told of the looks is another.
func (k *metrics) gather() {
	h := &k.halfHour
	if minute := minuteOf(k.now); k.regather {
		k.regather = false
		k.open = counted{}
		*h = window30m{decided: h.decided[:0], missedAt: h.missedAt[:0], waits: h.waits[:0], owners: map[model.AgentID]int{}, last: minute}
		for _, d := range k.agents {
			d.recent = recent{}
		}
		for _, e := range k.live {
			e.portion = nil
		}
	} else if by := minute - h.last; by > 0 {
		older(h.minutes[:], by)
		h.last = minute
		for _, d := range k.agents {
			older(d.recent.perMinute[:], by)
			d.recent.shown = nil
		}
	}
	for _, e := range k.live {
		if e.portion == nil || k.now >= e.portion.due {
			e.uncount()
			e.portion = e.newPortion()
			e.count(1)
		}
	}
}

// uncount takes a chat out of the half hour and what of today may change.
func (e *chatEntry) uncount() {
	if e.portion != nil && !e.metrics.regather {
		e.count(-1)
	}
	e.portion = nil
}

// A said is a word of a live chat as the half hour counts it. To keep it saves
// every tick a look at the row, its speaker and the speaker's metrics.
type said struct {
	at    model.Instant
	side  model.Side
	agent *agentMetrics // of an agent's
}

// hear notes what was said in the half hour before the metrics' moment.
func (e *chatEntry) hear() {
	from := e.metrics.now.Add(-halfHour)
	for i := e.rows - 1; i >= 0; i-- {
		r := &e.c.rows[i]
		w := said{at: r.At().Seconds(), side: r.Counted()}
		if w.at <= from {
			return
		}
		switch w.side {
		case model.SideAgent:
			w.agent = e.metrics.agentMetrics(e.c.voices[r.SpeakerIndex].Sender)
		case model.SideVisitor, model.SideBot:
		default:
			continue
		}
		e.said = append(e.said, w)
	}
}

// lookedIn is how far apart two looks at a thread list may lie for what changed between them to count as observed.
const lookedIn = time.Minute

// loose reports whether it is not known until when a chat was active: it was closed, and no look close by found it open.
func (e *chatEntry) loose(present *interval) bool {
	return e.metrics.b.looks.dated && e.over.Since(e.openTo) > lookedIn && present.to > e.openTo
}

// unheld reports whether a chat was active in (from, now] and it is not known whose it was: no look had told
// of it for as long as an answer takes to skip a wait.
func (e *chatEntry) unheld(from, now model.Instant) bool {
	if !e.metrics.b.looks.dated {
		return false
	}
	f := e.metrics.b.factsOf(e.c.id)
	return e.skippable(from, now) || slices.ContainsFunc(e.present, func(s interval) bool {
		if s.to <= from || s.from >= now {
			return false
		}
		return f.ListedFirst == model.Never || f.ListedFirst.Since(e.start) >= overtakeBy && f.foundAnother(s.owner)
	})
}

// longerWait orders two chats that wait: the longer wait, then the smaller chat id.
func longerWait(e, f *chatEntry, now model.Instant) bool {
	a, b := e.waiting(now), f.waiting(now)
	return cmp.Or(cmp.Compare(b.ran(now), a.ran(now)), cmp.Compare(a.since, b.since), cmp.Compare(e.c.id, f.c.id)) < 0
}
