package board

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
)

// halfHour is the length of the shorter window.
const halfHour = 30 * time.Minute

// window30m holds the figures of the half hour before now: the sum of the contributions of the live chats,
// since no other chat can contribute.
type window30m struct {
	windowToday
	decided  decisions             // and in holdFor before it
	missedAt []ending              // likewise, unordered
	waits    []*chatEntry          // chats waiting now or in holdFor before
	owners   map[model.AgentID]int // number of active chats
	last     int64                 // the minute of minutes' last
	minutes  [halfHour / time.Minute]model.Minute
}

// A decision is the moment at which a turn is decided, and how (see turn.decided).
type decision struct {
	at     model.Instant
	first  bool
	in     bool
	unsure bool // it may not count
}

// decisions holds decisions by minute, so that neither a change nor a sum moves or looks at all of them. The
// half hour and holdFor before it lie in at most 32 minutes, of which each has its own place.
type decisions [32]decidedMinute

// A decidedMinute is the decisions of a minute, in no order, and their sums.
type decidedMinute struct {
	list []decision
	service
}

// A service is the share of decided turns that were in time, for first and next responses.
type service struct{ first, next model.ServiceLevel }

// add counts a decision n times.
func (s *service) add(d *decision, n int) {
	of := &s.next
	if d.first {
		of = &s.first
	}
	of.Of += n
	of.In += n * int(count(d.in))
	of.Unsure += n * int(count(d.unsure))
}

func (ds *decisions) minute(number int64) *decidedMinute {
	return &ds[uint64(number)%uint64(len(ds))]
}

// add adds a decision for n = 1 and removes it for n = -1.
func (ds *decisions) add(d decision, n int) {
	m := ds.minute(minuteOf(d.at))
	if m.service.add(&d, n); n > 0 {
		m.list = append(m.list, d)
	} else {
		m.list = without(m.list, d)
	}
}

// in sums the decisions in (from, now].
func (ds *decisions) in(from, now model.Instant) (s service) {
	for number := minuteOf(from); number <= minuteOf(now); number++ {
		m := ds.minute(number)
		begin := model.Instant(number * int64(time.Minute))
		if from < begin && begin.Add(time.Minute) <= now+1 {
			s.first, s.next = s.first.Plus(m.first), s.next.Plus(m.next)
			continue
		}
		for i := range m.list {
			if d := &m.list[i]; from < d.at && d.at <= now {
				s.add(d, 1)
			}
		}
	}
	return s
}

// addMissed adds the ending of a missed chat, or removes it.
func (w *window30m) addMissed(e ending, n int) {
	if n > 0 {
		w.missedAt = append(w.missedAt, e)
		return
	}
	w.missedAt = without(w.missedAt, e)
}

// addWaiting adds a chat to the waiting ones, or removes it.
func (w *window30m) addWaiting(e *chatEntry, n int) {
	if n > 0 {
		e.contribution.waitsIndex = len(w.waits)
		w.waits = append(w.waits, e)
		return
	}
	last := len(w.waits) - 1
	w.waits[e.contribution.waitsIndex], w.waits[last].contribution.waitsIndex = w.waits[last], e.contribution.waitsIndex
	w.waits[last] = nil
	w.waits = w.waits[:last]
}

// addOwner counts an active chat of an agent n times.
func (w *window30m) addOwner(a model.AgentID, n int) {
	if w.owners[a] += n; w.owners[a] == 0 {
		delete(w.owners, a)
	}
}

// minuteAt returns the minute that contains t, or a discarded one if it is outside the window.
func (w *window30m) minuteAt(t model.Instant) *model.Minute { return w.minute(minuteOf(t)) }

func (w *window30m) minute(number int64) *model.Minute {
	if i := len(w.minutes) - 1 - int(w.last-number); 0 <= i && i < len(w.minutes) {
		return &w.minutes[i]
	}
	return &model.Minute{}
}

// shiftMinutes moves counts by minute into the past by so many minutes.
func shiftMinutes[T any](minutes []T, by int64) {
	n := copy(minutes, minutes[min(by, int64(len(minutes))):])
	clear(minutes[n:])
}

// without removes one element that equals x from an unordered list.
func without[T comparable](list []T, x T) []T {
	i, last := slices.Index(list, x), len(list)-1
	list[i] = list[last]
	clear(list[last:])
	return list[:last]
}

// updateLive updates the window at the cost of the live chats whose contribution has changed by now. It
// starts from scratch if an agent's metrics were added or removed, or if the quality of the thread lists has
// changed.
func (m *metrics) updateLive() {
	w := &m.halfHour
	if minute := minuteOf(m.now); m.rebuild {
		m.rebuild = false
		m.liveToday = counted{}
		*w = window30m{missedAt: w.missedAt[:0], waits: w.waits[:0], owners: map[model.AgentID]int{}, last: minute}
		for _, am := range m.agents {
			am.recent = recent{}
		}
		for _, e := range m.live {
			e.contribution = nil
		}
	} else if by := minute - w.last; by > 0 {
		shiftMinutes(w.minutes[:], by)
		w.last = minute
		for _, am := range m.agents {
			shiftMinutes(am.recent.perMinute[:], by)
			am.recent.handedOut = nil
		}
	}
	for _, e := range m.live {
		if e.contribution == nil || m.now >= e.contribution.due {
			e.subtract()
			e.contribution = e.newContribution()
			e.apply(1)
		}
	}
}

// subtract removes a chat's contribution from the figures.
func (e *chatEntry) subtract() {
	if e.contribution != nil && !e.metrics.rebuild {
		e.apply(-1)
	}
	e.contribution = nil
}

// A recentMessage is a message of a live chat that counts in the half hour. Keeping it saves every tick a
// look at the row, its speaker and the speaker's metrics.
type recentMessage struct {
	at    model.Instant
	side  model.Side
	agent *agentMetrics // if side is the agent
}

// listRecent collects the messages of the half hour before the metrics' moment.
func (e *chatEntry) listRecent() {
	from := e.metrics.now.Add(-halfHour)
	for i := e.rows - 1; i >= 0; i-- {
		r := &e.chat.rows[i]
		w := recentMessage{at: r.At().Seconds(), side: r.CountedSide()}
		if w.at <= from {
			return
		}
		switch w.side {
		case model.SideAgent:
			w.agent = e.metrics.agentMetrics(e.chat.speakers[r.SpeakerIndex].Sender)
		case model.SideVisitor, model.SideBot:
		default:
			continue
		}
		e.recent = append(e.recent, w)
	}
}

// observedWithin is how far apart two reads of a thread list may be for a change between them to count as
// observed.
const observedWithin = time.Minute

// endUnsure reports whether it is unknown until when a chat was active: it was closed, and no read close to
// that found it open.
func (e *chatEntry) endUnsure(present *interval) bool {
	return e.metrics.b.listQuality.dated && e.over.Since(e.openTo) > observedWithin && present.to > e.openTo
}

// ownerUnknown reports whether a chat was active in (from, now] without a known owner: the thread list had
// not shown it for as long as it takes a reply to overtake a wait.
func (e *chatEntry) ownerUnknown(from, now model.Instant) bool {
	if !e.metrics.b.listQuality.dated {
		return false
	}
	f := e.metrics.b.factsOf(e.chat.id)
	return e.skippable(from, now) || slices.ContainsFunc(e.present, func(iv interval) bool {
		if iv.to <= from || iv.from >= now {
			return false
		}
		return f.ListedFirst == model.Never || f.ListedFirst.Since(e.start) >= overtakeBy && f.firstFoundWithAnother(iv.owner)
	})
}

// longerWait reports whether e comes before f: the longer wait first, then the smaller chat id.
func longerWait(e, f *chatEntry, now model.Instant) bool {
	a, b := e.waiting(now), f.waiting(now)
	return cmp.Or(cmp.Compare(b.ran(now), a.ran(now)), cmp.Compare(a.since, b.since), cmp.Compare(e.chat.id, f.chat.id)) < 0
}

// A longestClock finds the longest of the clocks of waits, as they are shown: one that is frozen has the length that it
// had when it was last known.
type longestClock struct {
	chat    *chatEntry // nil: none runs
	since   model.Instant
	ran     time.Duration
	atLeast bool          // it may have run longer
	frozen  bool          // it may be over by now
	most    time.Duration // the longest that any may be by now, frozen ones included
}

// add considers a clock of a waiting chat that runs since a moment. Of equal ones the earlier counts, then the smaller id.
func (l *longestClock) add(e *chatEntry, since model.Instant, atLeast bool) {
	hours := e.contribution.wait.hours
	at, frozen := e.shownAsOf()
	ran := hours.OpenTime(since, at)
	l.most = max(l.most, hours.OpenTime(since, e.metrics.now))
	if l.chat == nil || cmp.Or(cmp.Compare(l.ran, ran), cmp.Compare(since, l.since), cmp.Compare(e.chat.id, l.chat.chat.id)) < 0 {
		l.chat, l.since, l.ran, l.atLeast, l.frozen = e, since, ran, atLeast, frozen
	}
}

// clock returns that clock: about as long if it is frozen, at least as long if a frozen one may be longer by now.
func (l *longestClock) clock(steps model.Thresholds) model.Clock {
	at, _ := l.chat.shownAsOf()
	c := l.chat.contribution.wait.clock(l.since, at, steps)
	c.AtLeast, c.About = l.atLeast || l.most > l.ran, l.frozen
	return c
}
