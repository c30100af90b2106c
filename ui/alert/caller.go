package alert

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"floorwatch/model"
)

// A Caller decides when one receiver is called, and remembers which alerts it was sent: the command of [alerts] or a
// route. Each receiver has its own interval and is sent the end of each of its alerts once. The zero Caller has sent nothing.
// It is not safe for concurrent use.
type Caller struct {
	lastCall  time.Time      // when open alerts were last sent
	timesSent map[*Alert]int // how often an alert was sent; 0: once before a restart, which may not have arrived
	lastSent  map[*Alert]time.Time
	recentNew []time.Time     // when new alerts were sent lately, one entry for each
	lastMany  time.Time       // the last notification of many waits as one number
	heldQuiet map[*Alert]bool // alerts found in quiet hours: sent once, when these end
	delayed   map[*Alert]bool // alerts found before the interval after the last notification was over

	keptByQuiet, keptByInterval int // alerts suppressed since the last report: in quiet hours; ended before the interval did
}

// Due returns the alerts to send now, the worst first, and the alerts that were sent before and are over. It marks as
// sent what fits into a Notice; the rest is due again next time. New alerts are sent at once, see mayCallNew; open ones
// again after the interval, and so are all alerts of a route that sets one. Outside business hours only ends are sent.
// While the floor is not being read, only that and failing routes are sent: the chats' waits may long be over.
func (c *Caller) Due(w *Tracker, r *Route, now time.Time) (firing, over []*Alert) {
	early := now.Sub(c.lastCall) < r.every() && !now.Before(c.lastCall) // a clock that was set back delays nothing
	quiet := r.quiet(now)
	c.dropEnded(now)
	var fresh []*Alert
	for _, a := range w.Live {
		switch {
		case !c.mayCall(w, r, a, now):
		case quiet:
			c.holdQuiet(a)
		case c.timesSent[a] == 0:
			fresh = append(fresh, a)
		case !early && !within(now, c.lastSent[a], r.every()):
			firing = append(firing, a)
		}
	}
	if !early || r.Every == 0 && c.mayCallNew(len(fresh), now) {
		firing = append(firing, fresh...)
	} else {
		for _, a := range fresh {
			mark(&c.delayed, a)
		}
	}
	for a := range c.timesSent {
		if a.isOver(now) && !quiet && (!early || r.Every == 0 && c.mayUpdate(now)) {
			over = append(over, a)
		}
	}
	if len(firing)+len(over) == 0 {
		return nil, nil
	}
	for _, a := range firing {
		if a.noticeID == "" {
			a.began = a.wait.Since
			a.noticeID = model.AlertID(w.floorKey(a), a.ID.kind, a.ID.Chat, a.began)
		}
	}
	slices.SortStableFunc(firing, func(a, b *Alert) int { // alerts that were never sent come first
		return cmp.Or(model.CompareBool(c.timesSent[a] > 0, c.timesSent[b] > 0), compareUrgency(a, b))
	})
	slices.SortStableFunc(firing[:min(len(firing), noticeItems)], compareUrgency)
	slices.SortFunc(over, func(a, b *Alert) int { return strings.Compare(a.noticeID, b.noticeID) })
	if c.markSent(now, firing, over); !early {
		c.lastCall = now
	}
	if !c.lastMany.Equal(now) && c.manyText(w, firing) == "" {
		c.lastMany = time.Time{}
	}
	return firing, over
}

// within reports whether a moment is less than a span before now.
func within(now, at time.Time, span time.Duration) bool {
	return !at.IsZero() && !now.Before(at) && now.Sub(at) < span
}

// mayCallNew reports whether n new alerts may be sent now: the first five each as it comes, more than five within ten
// seconds as one number, at most every ten seconds.
func (c *Caller) mayCallNew(n int, now time.Time) bool {
	c.recentNew = slices.DeleteFunc(c.recentNew, func(at time.Time) bool { return !within(now, at, manyEvery) })
	if within(now, c.lastMany, manyEvery) {
		return false
	}
	return len(c.recentNew) == 0 || len(c.recentNew)+n < many
}

// mayUpdate reports whether the ends of a notification of many waits may be sent.
func (c *Caller) mayUpdate(now time.Time) bool {
	return !c.lastMany.IsZero() && !within(now, c.lastMany, manyEvery)
}

// manyText returns the sentence for many waits, those sent now and those sent before that are still open; "" for few.
func (c *Caller) manyText(w *Tracker, firing []*Alert) string {
	all := slices.Clone(firing)
	for _, a := range w.Live {
		if c.timesSent[a] > 0 && !a.Acked && !a.outOfHours && !slices.Contains(firing, a) {
			all = append(all, a)
		}
	}
	return manyWaits(all)
}

// mayCall reports whether a receiver may be called for an open alert.
func (c *Caller) mayCall(w *Tracker, r *Route, a *Alert, now time.Time) bool {
	unread := w.noData && a.ID.kind != model.ConcernData && a.ID.kind != model.ConcernRoute
	known := c.timesSent[a] > 0 && (a.Claimed || c.heldQuiet[a])
	return !a.Acked && !a.outOfHours && !unread && !known && c.timesSent[a] < cmp.Or(r.Times, 1+repeats) && w.heldLongEnough(a, now) && r.matches(a, now)
}

// dropEnded drops suppressed alerts that are over, and counts those that the interval delayed until their end.
func (c *Caller) dropEnded(now time.Time) {
	gone := func(a *Alert, _ bool) bool { return a.isOver(now) && c.timesSent[a] == 0 }
	for a := range c.delayed {
		if gone(a, true) && !c.heldQuiet[a] {
			c.keptByInterval++
		}
	}
	maps.DeleteFunc(c.delayed, gone)
	maps.DeleteFunc(c.heldQuiet, gone)
}

// holdQuiet counts an alert that is not sent because of quiet hours.
func (c *Caller) holdQuiet(a *Alert) {
	if c.timesSent[a] > 0 || c.heldQuiet[a] {
		return
	}
	mark(&c.heldQuiet, a)
	c.keptByQuiet++
}

func mark(set *map[*Alert]bool, a *Alert) {
	if *set == nil {
		*set = map[*Alert]bool{}
	}
	(*set)[a] = true
}

// reportSuppressed reports to the Hook how many alerts were suppressed since the last call, and resets the counts.
func (c *Caller) reportSuppressed(route int, h Hook) {
	if h != nil && c.keptByQuiet+c.keptByInterval > 0 {
		h.Suppress(route, c.keptByQuiet, c.keptByInterval)
	}
	c.keptByQuiet, c.keptByInterval = 0, 0
}

// nextNotice returns the Notice to send to a receiver now; due is false if there is none.
func (c *Caller) nextNotice(w *Tracker, r *Route, now time.Time) (n Notice, due bool) {
	live, over := c.Due(w, r, now)
	if len(live)+len(over) == 0 {
		return Notice{}, false
	}
	n = c.newNotice(now, live, over)
	if text := c.manyText(w, live); text != "" && len(live) > 0 && c.lastMany.Equal(now) {
		n.Text, n.counts = text, true
	}
	return n, true
}

// withheld returns the ids of the alerts that were sent to a receiver and must not be retried if the call failed: those that are
// over, acknowledged or claimed (for an escalation), and all outside business hours or in quiet hours.
func (c *Caller) withheld(r *Route, now time.Time) map[string]bool {
	var ids map[string]bool
	quiet := r.quiet(now)
	for a := range c.timesSent {
		if quiet || a.outOfHours || a.Acked || !a.Ended.IsZero() || r.After > 0 && a.Claimed {
			if ids == nil {
				ids = map[string]bool{}
			}
			ids[a.noticeID] = true
		}
	}
	return ids
}

// withhold tells the Hook which alerts not to retry, after the Notice with the ends that replace them.
func (c *Caller) withhold(route int, r *Route, now time.Time, h Hook) {
	if w, ok := h.(Withholder); ok {
		w.Withhold(route, c.withheld(r, now))
	}
}

// caller returns the Caller of route i.
func (w *Tracker) caller(i int) *Caller {
	for len(w.routes) <= i {
		w.routes = append(w.routes, &Caller{})
	}
	return w.routes[i]
}

// markSent records the alerts that fit into a Notice as sent.
func (c *Caller) markSent(now time.Time, firing, over []*Alert) {
	if c.timesSent == nil {
		c.timesSent = map[*Alert]int{}
	}
	if c.lastSent == nil {
		c.lastSent = map[*Alert]time.Time{}
	}
	heldBack := slices.ContainsFunc(firing, func(a *Alert) bool { return c.delayed[a] })
	if heldBack || len(firing) >= many || c.mayUpdate(now) {
		c.lastMany = now
	}
	for _, a := range firing[:min(len(firing), noticeItems)] {
		if c.timesSent[a]++; c.timesSent[a] == 1 {
			c.recentNew = append(c.recentNew, now)
		}
		c.lastSent[a] = now
		delete(c.delayed, a)
	}
	for _, a := range over[:min(len(over), max(0, noticeItems-len(firing)))] {
		delete(c.timesSent, a)
		delete(c.lastSent, a)
		delete(c.heldQuiet, a)
	}
}

// isOver reports whether an alert is over for good: an alert about a figure or the data can come back within SettleFor.
func (a *Alert) isOver(now time.Time) bool {
	switch {
	case a.Acked:
		return true
	case a.Ended.IsZero():
		return false
	}
	return a.ID.Chat != 0 || now.Sub(a.Ended) >= SettleFor
}
