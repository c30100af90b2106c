package alert

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"floorwatch/model"
)

// A Caller remembers what one receiver has been told: the command of [alerts], or a route. Each has its own
// interval, and hears once that what it was told of is over. The zero Caller has told nothing.
type Caller struct {
	told    time.Time      // the last notification of what goes on
	heard   map[*Alert]int // notifications that an alert was in; 0: one that may not have arrived, before a restart
	toldOf  map[*Alert]time.Time
	rung    []time.Time     // when new alerts were told of late, one for each
	many    time.Time       // the last notification of many waits
	held    map[*Alert]bool // alerts that came up in quiet hours: told once, at their end
	waiting map[*Alert]bool // alerts that came up less than the interval after the last notification

	quietly, limited int // alerts kept back since the last look: in quiet hours; over before the interval was
}

// Due returns the alerts that are to be told now, the worst first, and those it was told of that are over. It
// counts as told what fits into a Notice; the rest is due again next time. What is new is told at once, see news; what
// goes on is told again after the interval, and so is everything by a route that names one. Outside business hours nobody is called
// for waits and figures, but hears of what is over. While the floor is not read only that is told, and
// who cannot be called: what the clocks say of the chats may long be over.
func (c *Caller) Due(w *Tracker, r *Route, now time.Time) (firing, over []*Alert) {
	early := now.Sub(c.told) < r.every() && !now.Before(c.told) // a clock that was set back holds nobody up
	quiet := r.quiet(now)
	c.forget(now)
	var fresh []*Alert
	for _, a := range w.Live {
		switch {
		case !c.calls(w, r, a, now):
		case quiet:
			c.hold(a)
		case c.heard[a] == 0:
			fresh = append(fresh, a)
		case !early && !within(now, c.toldOf[a], r.every()):
			firing = append(firing, a)
		}
	}
	if !early || r.Every == 0 && c.news(len(fresh), now) {
		firing = append(firing, fresh...)
	} else {
		for _, a := range fresh {
			mark(&c.waiting, a)
		}
	}
	for a := range c.heard {
		if a.settled(now) && !quiet && (!early || r.Every == 0 && c.update(now)) {
			over = append(over, a)
		}
	}
	if len(firing)+len(over) == 0 {
		return nil, nil
	}
	for _, a := range firing {
		if a.code == "" {
			a.began = a.wait.Since
			a.code = model.AlertID(w.named(a), a.ID.kind, a.ID.Chat, a.began)
		}
	}
	slices.SortStableFunc(firing, func(a, b *Alert) int { // whoever was never told comes before whoever was
		return cmp.Or(model.CompareBool(c.heard[a] > 0, c.heard[b] > 0), worse(a, b))
	})
	slices.SortStableFunc(firing[:min(len(firing), noticeItems)], worse)
	slices.SortFunc(over, func(a, b *Alert) int { return strings.Compare(a.code, b.code) })
	if c.count(now, firing, over); !early {
		c.told = now
	}
	if !c.many.Equal(now) && c.countAll(w, firing) == "" {
		c.many = time.Time{}
	}
	return firing, over
}

// within reports whether a moment is less than a span before now.
func within(now, at time.Time, span time.Duration) bool {
	return !at.IsZero() && !now.Before(at) && now.Sub(at) < span
}

// news reports whether n new alerts may be told now: the first five each as it comes, those beyond five in ten
// seconds as one number, at most once in ten seconds.
func (c *Caller) news(n int, now time.Time) bool {
	c.rung = slices.DeleteFunc(c.rung, func(at time.Time) bool { return !within(now, at, manyEvery) })
	if within(now, c.many, manyEvery) {
		return false
	}
	return len(c.rung) == 0 || len(c.rung)+n < many
}

// update reports whether a notification of many waits may be followed by what of it is over.
func (c *Caller) update(now time.Time) bool {
	return !c.many.IsZero() && !within(now, c.many, manyEvery)
}

// countAll is the sentence for many waits: for what is told now, and what was told and goes on; empty for few.
func (c *Caller) countAll(w *Tracker, firing []*Alert) string {
	all := slices.Clone(firing)
	for _, a := range w.Live {
		if c.heard[a] > 0 && !a.Acked && !a.quiet && !slices.Contains(firing, a) {
			all = append(all, a)
		}
	}
	return manyWaits(all)
}

// calls reports whether a receiver is to be called for an alert that goes on.
func (c *Caller) calls(w *Tracker, r *Route, a *Alert, now time.Time) bool {
	unread := w.blind && a.ID.kind != model.ConcernData && a.ID.kind != model.ConcernRoute
	known := c.heard[a] > 0 && (a.Claimed || c.held[a])
	return !a.Acked && !a.quiet && !unread && !known && c.heard[a] < r.times() && w.held(a, now) && r.takes(a, now)
}

// forget lets go of what was kept back and is over. What ended before its turn came was never told.
func (c *Caller) forget(now time.Time) {
	gone := func(a *Alert, _ bool) bool { return a.settled(now) && c.heard[a] == 0 }
	for a := range c.waiting {
		if gone(a, true) && !c.held[a] {
			c.limited++
		}
	}
	maps.DeleteFunc(c.waiting, gone)
	maps.DeleteFunc(c.held, gone)
}

// hold counts an alert that is not told because of quiet hours.
func (c *Caller) hold(a *Alert) {
	if c.heard[a] > 0 || c.held[a] {
		return
	}
	mark(&c.held, a)
	c.quietly++
}

func mark(set *map[*Alert]bool, a *Alert) {
	if *set == nil {
		*set = map[*Alert]bool{}
	}
	(*set)[a] = true
}

// suppressed hands on how many alerts were kept back since the last look.
func (c *Caller) suppressed(route int, h Hook) {
	if h != nil && c.quietly+c.limited > 0 {
		h.Suppress(route, c.quietly, c.limited)
	}
	c.quietly, c.limited = 0, 0
}

// call is what a receiver is told now; due is false where that is nothing.
func (c *Caller) call(w *Tracker, r *Route, now time.Time) (n Notice, due bool) {
	live, over := c.Due(w, r, now)
	if len(live)+len(over) == 0 {
		return Notice{}, false
	}
	n = c.notice(now, live, over)
	if text := c.countAll(w, live); text != "" && len(live) > 0 && c.many.Equal(now) {
		n.Text, n.counts = text, true
	}
	return n, true
}

// withheld are the names of the alerts that a receiver was handed and that nobody is to be called for now, should the
// call have failed: they are over, acknowledged, of an escalation and claimed, or it is quiet or closed.
func (c *Caller) withheld(r *Route, now time.Time) map[string]bool {
	var ids map[string]bool
	quiet := r.quiet(now)
	for a := range c.heard {
		if quiet || a.quiet || a.Acked || !a.Ended.IsZero() || r.After > 0 && a.Claimed {
			if ids == nil {
				ids = map[string]bool{}
			}
			ids[a.code] = true
		}
	}
	return ids
}

// withhold hands on what is not to be tried again, after the Notice with the ends that replace it.
func (c *Caller) withhold(route int, r *Route, now time.Time, h Hook) {
	if w, ok := h.(Withholder); ok {
		w.Withhold(route, c.withheld(r, now))
	}
}

// caller is what the route in place i has been told.
func (w *Tracker) caller(i int) *Caller {
	for len(w.routes) <= i {
		w.routes = append(w.routes, &Caller{})
	}
	return w.routes[i]
}

// count notes what is told: what fits into a Notice.
func (c *Caller) count(now time.Time, firing, over []*Alert) {
	if c.heard == nil {
		c.heard = map[*Alert]int{}
	}
	if c.toldOf == nil {
		c.toldOf = map[*Alert]time.Time{}
	}
	heldBack := slices.ContainsFunc(firing, func(a *Alert) bool { return c.waiting[a] })
	if heldBack || len(firing) >= many || c.update(now) {
		c.many = now
	}
	for _, a := range firing[:min(len(firing), noticeItems)] {
		if c.heard[a]++; c.heard[a] == 1 {
			c.rung = append(c.rung, now)
		}
		c.toldOf[a] = now
		delete(c.waiting, a)
	}
	for _, a := range over[:min(len(over), max(0, noticeItems-len(firing)))] {
		delete(c.heard, a)
		delete(c.toldOf, a)
		delete(c.held, a)
	}
}

// settled reports whether an alert is over for good: a figure or the data can come back within SettleFor as the same one.
func (a *Alert) settled(now time.Time) bool {
	switch {
	case a.Acked:
		return true
	case a.Ended.IsZero():
		return false
	}
	return a.ID.Chat != 0 || now.Sub(a.Ended) >= SettleFor
}
