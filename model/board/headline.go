package board

import (
	"cmp"
	"time"

	"floorwatch/model"
)

func (m *metrics) fillHeadline(h *model.Headline) {
	m.fillWaiting(h)
	m.fillCounts(h)
	m.fillHalfHour(&h.HalfHour)
	m.fillToday(&h.Today)
	if m.b.view.team == "" { // else an agent's own are in the agent's row
		h.Totals = m.totals()
	}
	m.fillLevels(h)
}

// fillWaiting fills in what is told of the chats that wait now. Levels of clocks come last, see hold.
func (m *metrics) fillWaiting(h *model.Headline) {
	var longest, seenLongest *chatEntry
	var seenSince model.Instant
	var seenFor time.Duration
	for _, e := range m.halfHour.waits {
		p := e.contribution
		w := p.wait
		if w == nil {
			continue
		}
		if e.maybeOver {
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
		if longest == nil || longerWait(e, longest, m.now) {
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
		if ran := w.hours.Open(seen, m.now); seenLongest == nil || cmp.Or(cmp.Compare(seenFor, ran), cmp.Compare(seen, seenSince), cmp.Compare(e.chat.id, seenLongest.chat.id)) < 0 {
			seenLongest, seenSince, seenFor = e, seen, ran
			h.SeenKey = e.chat.thread.key
			h.SeenLongest = w.clock(seen, m.now, model.Steps{}) // for the level see hold
			h.SeenLongest.AtLeast = p.sighted.atLeast
		}
	}
	h.WaitingUpTo += h.Waiting
	h.WaitingOverUpTo += h.WaitingOver
	if longest != nil {
		w := longest.waiting(m.now)
		h.LongestKey = longest.chat.thread.key
		h.Longest = w.clock(w.since, m.now, model.Steps{})
		h.Longest.AtLeast = longest.truncated
	}
}

// fillCounts fills in what is counted of all chats at now.
func (m *metrics) fillCounts(h *model.Headline) {
	n := &m.halfHour
	h.Missing, h.MissingUpTo = n.missing.sure, n.missing.most
	h.Active, h.ActiveUpTo = n.active.sure, n.active.most
	h.BotLane, h.AgentsActive = n.botLane, len(n.owners)
	for e := range m.offlineInbox {
		if e.inOfflineInbox() {
			h.OfflineInbox++
			if c := clock(e.unreplied, m.now, model.Steps{}); !h.OfflineOldest.Running || c.Since.Before(h.OfflineOldest.Since) {
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
	if !e.maybeOver {
		*n++
	}
}

// inOfflineInbox reports whether a chat is in the offline inbox: written while nobody
// was there, and since then neither answered, acknowledged nor closed, nor
// followed by a later chat of the thread.
func (tl *timeline) inOfflineInbox() bool {
	return tl.offline && tl.unanswered > 0 && tl.closed == model.Never && tl.next == model.Never
}

func (m *metrics) fillHalfHour(w *model.Window) {
	window := &m.halfHour
	from := m.now.Add(-halfHour)
	*w = model.Window{
		From:  from.Time(),
		First: window.first.quantile(), FirstTotal: window.total.quantile(), Next: window.next.quantile(),
		Transfers: window.transfers, Visitors: window.visitors, Replies: window.agentReplies,
		Rated: window.rated, LowRated: window.lowRated, Rates: m.counts.rated > 0,
	}
	w.FirstService, w.NextService = window.serviceIn(from, m.now)
	fillEnds(w, window.missedIn(from, m.now), window.dropped, window.botOnly, window.outOfHours)
	m.fillOvertakes(w, from, window.waitsUnowned)
}

func (m *metrics) fillToday(w *model.Window) {
	s := m.today
	s.counted.add(&m.liveToday, 1)
	*w = model.Window{
		From: m.day.Time(), First: s.first.quantile(), FirstTotal: s.total.quantile(), Next: s.next.quantile(),
		FirstService: s.firstService, NextService: s.nextService,
		Transfers: s.transfers, Visitors: s.visitors, Replies: s.agentReplies,
		Rated: s.rated, LowRated: s.lowRated, Rates: m.counts.rated > 0,
	}
	fillEnds(w, s.missed, s.dropped, s.botOnly, s.outOfHours)
	m.fillOvertakes(w, m.day, s.waitsUnowned)
}

// fillEnds fills in how chats ended: as many as surely ended so in the window, and as may have at most.
func fillEnds(w *model.Window, missed, dropped, botOnly, outOfHours endings) {
	w.Missed, w.MissedUpTo = missed.sure, missed.most
	w.Dropped, w.DroppedUpTo = dropped.sure, dropped.most
	w.BotOnly, w.BotOnlyUpTo = botOnly.sure, botOnly.most
	w.OutOfHours, w.OutOfHoursUpTo = outOfHours.sure, outOfHours.most
}

// fillOvertakes fills in the replies that skipped a wait; unnamed are the waits that any reply may have skipped.
func (m *metrics) fillOvertakes(w *model.Window, from model.Instant, unnamed int) {
	var all endings
	for _, am := range m.agents {
		if !m.b.view.has(am.agent) {
			continue
		}
		n := am.countOvertakes(from, m.now)
		all.sure, all.most = all.sure+n.sure, all.most+n.most
	}
	w.Overtakes, w.OvertakesUpTo, w.Unnamed = all.sure, all.most, unnamed
}

func (m *metrics) diag() model.Diag {
	c := &m.counts
	return model.Diag{
		Messages: m.messages, TextsDropped: m.b.retention.rows - m.b.retention.texts, RowsDropped: m.b.retention.dropped,
		UnknownType: int(c.unknownType), UnknownSide: int(c.unknownSide),
		ClockErrors: int(c.clockErrors), Edited: int(c.edited),
		Gone: int(c.gone), Flood: int(c.flood), Automated: int(c.automated), Ignored: m.b.ignoredThreads(),
	}
}
