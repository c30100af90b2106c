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
	told  time.Time       // the last notification
	held  map[*Alert]bool // alerts that came up in quiet hours: told once, at their end
	Held  int             // how many that were, since the start
	heard map[*Alert]int  // notifications that an alert was in
}

// Due returns the alerts that are to be told now, the worst first, and those it was told of that are over, and
// counts them as told. Outside business hours nobody is called for waits and figures, but hears of what is over.
// While the floor is not read only that is told: what the clocks say of the chats may
// long be over.
func (c *Caller) Due(w *Tracker, r *Route, now time.Time) (firing, over []*Alert) {
	if !c.told.IsZero() && now.Sub(c.told) < r.every() {
		return nil, nil
	}
	quiet := r.quiet(now)
	maps.DeleteFunc(c.held, func(a *Alert, _ bool) bool { return a.settled(now) && c.heard[a] == 0 })
	for _, a := range w.Live {
		if a.Acked || a.quiet || c.heard[a] >= r.times() || !w.held(a, now) || w.blind && a.ID.kind != model.ConcernData || !r.takes(a, now) || (a.Claimed || c.held[a]) && c.heard[a] > 0 {
			continue
		}
		if quiet {
			c.hold(a)
			continue
		}
		if a.code == "" {
			a.began = a.wait.Since
			a.code = model.AlertID(w.Floor, a.ID.kind, a.ID.Chat, a.began)
		}
		firing = append(firing, a)
	}
	for a := range c.heard {
		if a.settled(now) && !quiet {
			over = append(over, a)
		}
	}
	if len(firing)+len(over) == 0 {
		return nil, nil
	}
	c.count(now, firing, over)
	slices.SortStableFunc(firing, worse)
	slices.SortFunc(over, func(a, b *Alert) int { return strings.Compare(a.code, b.code) })
	return firing, over
}

// hold counts an alert that is not told because of quiet hours.
func (c *Caller) hold(a *Alert) {
	if c.heard[a] > 0 || c.held[a] {
		return
	}
	if c.held == nil {
		c.held = map[*Alert]bool{}
	}
	c.held[a] = true
	c.Held++
}

// Suppressed is how many alerts quiet hours have kept from being told to a route when they came up.
func (w *Tracker) Suppressed() int {
	n := 0
	for _, c := range w.routes {
		n += c.Held
	}
	return n
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

// count notes what is told.
func (c *Caller) count(now time.Time, firing, over []*Alert) {
	c.told = now
	if c.heard == nil {
		c.heard = map[*Alert]int{}
	}
	for _, a := range firing {
		c.heard[a]++
	}
	for _, a := range over {
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
