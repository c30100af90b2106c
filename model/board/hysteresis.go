package board

import (
	"slices"
	"time"

	"floorwatch/model"
)

// A headline's level falls only after 10 s below its limit. So that this depends on the data and on now, not
// on how often At is called, the level shown is the highest that the figure had at now and at each of the
// ten full seconds before. Waits and what was seen are evaluated as they were then; a window's figures as
// they are known now, with the end of the window moved back.

// holdSteps is the number of moments at which a level is evaluated.
const holdSteps = int(holdFor/time.Second) + 1

// fillLevels fills in the levels of the headline.
func (m *metrics) fillLevels(h *model.Headline) {
	l := &m.b.view.limits
	h.Longest.Level, h.SeenLongest.Level = model.LevelNone, model.LevelNone
	worst := m.halfHour.contenders(m)
	for i := range holdSteps {
		at := m.now.Add(-time.Duration(i) * time.Second)
		waiting, longest, seen := m.levelsAt(at, worst)
		h.WaitingLevel = max(h.WaitingLevel, waiting)
		h.Longest.Level = max(h.Longest.Level, longest)
		h.SeenLongest.Level = max(h.SeenLongest.Level, seen)

		decided := m.halfHour.decided.in(at.Add(-halfHour), at)
		w := &h.HalfHour
		w.FirstService.Level = max(w.FirstService.Level, l.FirstReply.Level(decided.first))
		w.NextService.Level = max(w.NextService.Level, l.NextReply.Level(decided.next))
		w.MissedLevel = max(w.MissedLevel, l.Missed.Reached(m.halfHour.missedIn(at.Add(-halfHour), at).sure))

		if at <= m.day {
			continue // before today
		}
		later := m.halfHour.decided.in(at, m.now)
		d := &h.Today
		d.FirstService.Level = max(d.FirstService.Level, l.FirstReply.Level(d.FirstService.Minus(later.first)))
		d.NextService.Level = max(d.NextService.Level, l.NextReply.Level(d.NextService.Minus(later.next)))
	}
	for _, level := range []*model.Level{&h.WaitingLevel, &h.Longest.Level, &h.SeenLongest.Level} {
		if m.unobserved && *level < model.LevelCritical { // as rows, see unsure
			*level = model.LevelNone
		}
	}
}

// contenders returns the chats waiting now or recently that can decide the levels of the last moments. Of
// the waits that ran all the time by the same clock and limits these are the longest and the one seen for
// the longest.
func (window *window30m) contenders(m *metrics) []*chatEntry {
	var kinds []waitKind // a few: one for each team, and two kinds of reply
	began := m.now.Add(-holdFor)
	var list []*chatEntry
	for _, e := range window.waits {
		p := e.contribution
		w := p.wait
		if e.maybeOver || e.frozen() {
			continue
		}
		if w == nil || w.from > began || p.firstRead > began {
			list = append(list, e)
			continue
		}
		of := waitKind{hours: w.hours, limits: m.b.LimitsOf(w.owner), first: w.first}
		i := slices.IndexFunc(kinds, of.same)
		if i < 0 {
			i, kinds = len(kinds), append(kinds, of)
		}
		k := &kinds[i]
		if k.longest == nil || w.since < k.longest.contribution.wait.since {
			k.longest = e
		}
		if p.lastChange > began {
			list = append(list, e)
			continue
		}
		seen := p.sighted.seen
		if p.sighted.sight != model.SightSeen || seen == model.Never || !e.sightKnown(w.head) {
			continue
		}
		if f := k.seenLongest; f == nil || seen < f.contribution.sighted.seen {
			k.seenLongest = e
		}
	}
	for _, k := range kinds {
		list = append(list, k.longest)
		if k.seenLongest != nil {
			list = append(list, k.seenLongest)
		}
	}
	return list
}

// A waitKind is the waits that run by the same clock and limits, and of these the longest ones.
type waitKind struct {
	hours                *model.Calendar
	limits               *model.Limits
	first                bool
	longest, seenLongest *chatEntry // seenLongest is nil if none was seen
}

func (k waitKind) same(o waitKind) bool {
	return k.hours == o.hours && k.limits == o.limits && k.first == o.first
}

// levelsAt returns the levels, at a moment up to holdFor before now, of the waits that are over, of the
// longest wait and of the longest wait that was seen. While a wait runs its level never falls, so its
// current level is counted instead (see fillWaiting). The limits are those of the owner's team. Waits not
// yet read at that moment are ignored: otherwise a chat that the first read finds closed would look like one
// that ended just now.
func (m *metrics) levelsAt(at model.Instant, waits []*chatEntry) (waiting, longest, seen model.Level) {
	var ran, seenFor time.Duration = -1, -1 // of the longest wait so far, and of the longest one seen
	for _, e := range waits {
		w := e.waitAt(at)
		if w == nil || e.maybeOver || at < m.now && e.chat.rows[w.head].First > at {
			continue
		}
		l := m.b.LimitsOf(w.owner)
		level := l.WaitLevel(w.first, w.ran(at))
		if at == m.now || w != e.waiting(m.now) { // a running wait's current level is counted instead
			of, _ := m.chatLevel(e, w, at, e.sightKnown(w.head))
			waiting = max(waiting, of)
		}
		if d := w.ran(at); d >= ran {
			longest = max(level, levelIf(longest, d == ran))
			ran = d
		}
		sight, _, since, _ := e.sightFrom(int(w.head), at)
		if !e.sightKnown(w.head) || sight != model.SightSeen || since == model.Never {
			continue
		}
		if d := w.hours.OpenTime(since, at); d >= seenFor {
			seen = max(l.SeenNoReply.Level(d), levelIf(seen, d == seenFor))
			seenFor = d
		}
	}
	return waiting, longest, seen
}

// chatLevel returns the level of a wait at a moment: the worst that any of its clocks (wait, unseen, seen
// without a reply) has reached since it began, each by the limits of the team that owned the chat then. So
// it falls only when someone replies or acknowledges, or when the chat is over, and not because an agent
// looks at the chat or another team takes it. It is the level of the chat wherever one is shown or counted.
// The reason names the clock and its time. sighted says whether what has been seen counts.
func (m *metrics) chatLevel(e *chatEntry, w *interval, at model.Instant, sighted bool) (model.Level, model.Reason) {
	level, reason := m.levelIn(e, w, at, sighted)
	i := len(e.waits) - 1
	for i > 0 && &e.waits[i] != w {
		i--
	}
	for ; i > 0; i-- { // the same wait under earlier owners
		o, later := &e.waits[i-1], &e.waits[i]
		if o.to != later.from || o.since != w.since || o.head != w.head || e.chat.rows[w.head].First >= o.to {
			break
		}
		if l, c := m.levelIn(e, o, o.to-1, sighted); l > level {
			level, reason = l, c
		}
	}
	return level, reason
}

// level returns the level of a chat that waits now, and why. It is computed once a tick.
func (e *chatEntry) level() (model.Level, model.Reason) {
	m, p := e.metrics, e.contribution
	if known := e.sightKnown(p.wait.head); p.levelAt != m.now || p.sightKnown != known {
		p.level, p.reason = m.chatLevel(e, p.wait, m.now, known)
		p.levelAt, p.sightKnown = m.now, known
	}
	return p.level, p.reason
}

// levelIn returns the worst level that the clocks of a wait have reached until at, by the limits of its
// owner's team.
func (m *metrics) levelIn(e *chatEntry, w *interval, at model.Instant, sighted bool) (model.Level, model.Reason) {
	l := m.b.LimitsOf(w.owner)
	reason := model.Reason{For: w.ran(at)}
	level := l.WaitLevel(w.first, reason.For)
	over := func(steps model.Thresholds, d time.Duration) time.Duration {
		if steps.Level(d) < model.LevelCritical {
			return 0
		}
		return max(reason.Over, d-steps.Critical)
	}
	reason.Over = over(l.Thresholds(w.first), reason.For)
	worse := func(clock model.WaitClock, steps model.Thresholds, d time.Duration) {
		since := max(reason.Over, over(steps, d))
		if to := steps.Level(d); to > level {
			level, reason = to, model.Reason{Clock: clock, For: d}
		}
		reason.Over = since
	}
	if !sighted {
		return level, reason
	}
	worse(model.ClockUnseen, l.Unseen, e.longestUnseen(w, at))
	if r := &e.chat.rows[w.head]; r.SeenBy(at) {
		worse(model.ClockSeen, l.SeenNoReply, w.hours.OpenTime(r.SeenAt, at))
	}
	return level, reason
}

// longestUnseen returns the longest time, in business hours, that a message of a wait was shown as unseen
// until at. A message that had already been seen when it was first read was never shown as unseen.
func (e *chatEntry) longestUnseen(w *interval, at model.Instant) time.Duration {
	var longest time.Duration
	until := at
	for i := e.rows - 1; i >= int(w.head); i-- {
		r := &e.chat.rows[i]
		if r.At() > at || r.MessageSide() != model.SideVisitor {
			continue
		}
		if r.SeenBy(at) { // and with it everything before
			until = min(until, max(r.SeenAt, r.At())-1)
		}
		if until == at || until >= r.First {
			longest = max(longest, w.hours.OpenTime(r.At().Seconds(), until))
		}
	}
	return longest
}

// levelIf returns l if ok, else LevelNone.
func levelIf(l model.Level, ok bool) model.Level {
	if ok {
		return l
	}
	return model.LevelNone
}

// waitAt returns the wait that ran at a moment, or nil. It searches from the last one backwards.
func (tl *timeline) waitAt(at model.Instant) *interval {
	for i := len(tl.waits) - 1; i >= 0 && tl.waits[i].to > at; i-- {
		if tl.waits[i].from <= at {
			return &tl.waits[i]
		}
	}
	return nil
}

func (w *window30m) missedIn(from, now model.Instant) endings {
	var n endings
	for _, at := range w.missedAt {
		n.count(at, from, now, 1)
	}
	return n
}
