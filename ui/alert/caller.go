package alert

import (
	"maps"
	"slices"
	"strings"
	"time"

	"floorwatch/model"
)

// A Caller remembers what one receiver has been told: the command of [alerts], or a route. Each has its own
// interval, and hears once that what it was told of is over. The zero Caller has told nothing.
type Caller struct {
	told    time.Time       // the last notification
	heard   map[*Alert]int  // notifications that an alert was in; 0: one that may not have arrived, before a restart
	held    map[*Alert]bool // alerts that came up in quiet hours: told once, at their end
	waiting map[*Alert]bool // alerts that came up less than the interval after the last notification

	quietly, limited int // alerts kept back since the last look: in quiet hours; over before the interval was
}

// Due returns the alerts that are to be told now, the worst first, and those it was told of that are over. It
// counts as told what fits into a Notice; the rest is due again next time. Outside business hours nobody is called
// for waits and figures, but hears of what is over. While the floor is not read only that is told, and
// who cannot be called: what the clocks say of the chats may long be over.
func (c *Caller) Due(w *Tracker, r *Route, now time.Time) (firing, over []*Alert) {
	early := now.Sub(c.told) < r.every() && !now.Before(c.told) // a clock that was set back holds nobody up
	quiet := r.quiet(now)
	c.forget(now)
	for _, a := range w.Live {
		switch {
		case !c.calls(w, r, a, now):
		case quiet:
			c.hold(a)
		case early && c.heard[a] == 0:
			mark(&c.waiting, a)
		case early:
		default:
			if a.code == "" {
				a.began = a.wait.Since
				a.code = model.AlertID(w.named(a), a.ID.kind, a.ID.Chat, a.began)
			}
			firing = append(firing, a)
		}
	}
	if early {
		return nil, nil
	}
	for a := range c.heard {
		if a.settled(now) && !quiet {
			over = append(over, a)
		}
	}
	if len(firing)+len(over) == 0 {
		return nil, nil
	}
	slices.SortStableFunc(firing, worse)
	slices.SortFunc(over, func(a, b *Alert) int { return strings.Compare(a.code, b.code) })
	c.count(now, firing, over)
	return firing, over
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
	return c.notice(now, live, over), true
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
	c.told = now
	if c.heard == nil {
		c.heard = map[*Alert]int{}
	}
	for _, a := range firing[:min(len(firing), noticeItems)] {
		c.heard[a]++
		delete(c.waiting, a)
	}
	for _, a := range over[:min(len(over), max(0, noticeItems-len(firing)))] {
		delete(c.heard, a)
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
