package board

import (
	"cmp"
	"time"

	"floorwatch/model"
)

func (k *metrics) headline(h *model.Headline) {
	k.waiting(h)
	k.others(h)
	k.fillHalfHour(&h.HalfHour)
	k.fillToday(&h.Today)
	if k.b.view.team == "" { // else an agent's own are in the agent's row
		h.Totals = k.totals()
	}
	k.hold(h)
}

// waiting fills in what is told of the chats that wait now. Levels of clocks come last, see hold.
func (k *metrics) waiting(h *model.Headline) {
	var longest, seenLongest *chatEntry
	var seenSince model.Instant
	var seenFor time.Duration
	for _, e := range k.halfHour.waits {
		p := e.portion
		w := p.wait
		if w == nil {
			continue
		}
		if e.maybe {
			h.WaitingUpTo++
			h.WaitingOverUpTo++
			continue
		}
		h.Waiting++
		sighted := e.sightKnown(w.head)
		level, _ := e.level()
		h.WaitingLevel = max(h.WaitingLevel, level)
		if level >= model.LevelCritical {
			h.WaitingOver++
		} else if !sighted {
			h.WaitingOverUpTo++
		}
		if longest == nil || longerWait(e, longest, k.now) {
			longest = e
		}
		if !sighted {
			h.Unsighted++
			continue
		}
		seen := p.sighted.seen
		if p.sighted.sight == model.SightUnseen {
			h.Unseen++
		}
		if seen == model.Never {
			continue
		}
		h.SeenNoReply++
		if ran := w.hours.Open(seen, k.now); seenLongest == nil || cmp.Or(cmp.Compare(seenFor, ran), cmp.Compare(seen, seenSince), cmp.Compare(e.c.id, seenLongest.c.id)) < 0 {
			seenLongest, seenSince, seenFor = e, seen, ran
			h.SeenKey = e.c.thread.key
			h.SeenLongest = w.clock(seen, k.now, model.Steps{}) // for the level see hold
			h.SeenLongest.AtLeast = p.sighted.atLeast
		}
	}
	h.WaitingUpTo += h.Waiting
	h.WaitingOverUpTo += h.WaitingOver
	if longest != nil {
		w := longest.waiting(k.now)
		h.LongestKey = longest.c.thread.key
		h.Longest = w.clock(w.since, k.now, model.Steps{})
		h.Longest.AtLeast = longest.cut
	}
}

// others fills in what is counted of all chats at now.
func (k *metrics) others(h *model.Headline) {
	n := &k.halfHour
	h.Missing, h.MissingUpTo = n.missing.sure, n.missing.most
	h.Active, h.ActiveUpTo = n.active.sure, n.active.most
	h.BotLane, h.AgentsActive = n.botLane, len(n.owners)
	for e := range k.inbox {
		if e.inbox() {
			h.OfflineInbox++
			if c := clock(e.wh, k.now, model.Steps{}); !h.OfflineOldest.Running || c.Since.Before(h.OfflineOldest.Since) {
				h.OfflineOldest = c
			}
		}
	}
}

// countIf counts a chat of which something holds, unless it may have been over, and in any case among those that may count.
func (e *chatEntry) countIf(holds bool, n, upTo *int) {
	if !holds {
		return
	}
	*upTo++
	if !e.maybe {
		*n++
	}
}

// inbox reports whether a chat is in the offline inbox: written while nobody
// was there, and since then neither answered, acknowledged nor closed, nor
// followed by a later chat of the thread.
func (c *timeline) inbox() bool {
	return c.offline && c.run > 0 && c.closed == model.Never && c.next == model.Never
}

func (k *metrics) fillHalfHour(w *model.Window) {
	h := &k.halfHour
	from := k.now.Add(-halfHour)
	*w = model.Window{
		From:  from.Time(),
		First: h.first.quantile(), FirstTotal: h.total.quantile(), Next: h.next.quantile(),
		Transfers: h.transfers, Visitors: h.visitors, Replies: h.agentReplies,
		Rated: h.rated, LowRated: h.lowRated, Rates: k.counts.rated > 0,
	}
	w.FirstService, w.NextService = h.service(from, k.now)
	fillEnds(w, h.missed(from, k.now), h.dropped, h.botOnly, h.outOfHours)
	k.overtakes(w, from, h.unnamed)
}

func (k *metrics) fillToday(w *model.Window) {
	s := k.today
	s.counted.add(&k.open, 1)
	*w = model.Window{
		From: k.day.Time(), First: s.first.quantile(), FirstTotal: s.total.quantile(), Next: s.next.quantile(),
		FirstService: s.firstService, NextService: s.nextService,
		Transfers: s.transfers, Visitors: s.visitors, Replies: s.agentReplies,
		Rated: s.rated, LowRated: s.lowRated, Rates: k.counts.rated > 0,
	}
	fillEnds(w, s.missed, s.dropped, s.botOnly, s.outOfHours)
	k.overtakes(w, k.day, s.unnamed)
}

// fillEnds fills in how chats ended: as many as surely ended so in the window, and as may have at most.
func fillEnds(w *model.Window, missed, dropped, botOnly, outOfHours endings) {
	w.Missed, w.MissedUpTo = missed.sure, missed.most
	w.Dropped, w.DroppedUpTo = dropped.sure, dropped.most
	w.BotOnly, w.BotOnlyUpTo = botOnly.sure, botOnly.most
	w.OutOfHours, w.OutOfHoursUpTo = outOfHours.sure, outOfHours.most
}

// overtakes fills in the replies that skipped a wait; unnamed are the waits that any reply may have skipped.
func (k *metrics) overtakes(w *model.Window, from model.Instant, unnamed int) {
	var all endings
	for _, d := range k.agents {
		if !k.b.view.has(d.agent) {
			continue
		}
		n := d.overtaken(from, k.now)
		all.sure, all.most = all.sure+n.sure, all.most+n.most
	}
	w.Overtakes, w.OvertakesUpTo, w.Unnamed = all.sure, all.most, unnamed
}

func (k *metrics) diag() model.Diag {
	c := &k.counts
	return model.Diag{
		Messages: k.messages, TextsDropped: k.b.keeper.rows - k.b.keeper.texts, RowsDropped: k.b.keeper.dropped,
		UnknownType: int(c.unknownType), UnknownSide: int(c.unknownSide),
		ClockErrors: int(c.clockErrors), Edited: int(c.edited),
		Gone: int(c.gone), Flood: int(c.flood), Automated: int(c.automated), Ignored: k.b.ignored(),
	}
}
