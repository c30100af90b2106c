package board

import (
	"floorwatch/model"
)

func (m *metrics) fillHeadline(h *model.Headline) {
	m.fillWaiting(h)
	m.fillCounts(h)
	m.fillHalfHour(&h.HalfHour)
	m.fillToday(&h.Today)
	if m.b.view.team == "" { // with a team they are only in the agents' rows
		h.Totals = m.totals()
	}
	m.fillLevels(h)
}

// fillWaiting fills in the figures of chats that wait now. The levels of clocks are set by fillLevels.
func (m *metrics) fillWaiting(h *model.Headline) {
	var longest, seenLongest longestClock
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
		switch level, _ := e.level(); {
		case e.frozen():
			h.WaitingOverUpTo++
		case level >= model.LevelCritical:
			h.WaitingOver++
			h.WaitingLevel = max(h.WaitingLevel, level)
		default:
			h.WaitingOverUpTo += int(count(!sighted))
			h.WaitingLevel = max(h.WaitingLevel, level)
		}
		h.Frozen += int(count(e.frozen()))
		longest.add(e, w.since, e.truncated)
		if !sighted {
			h.SeenUnknown++
			continue
		}
		seen := p.sighted.seen
		if p.sighted.sight == model.SightUnseen {
			h.Unseen++
		}
		if p.sighted.sight != model.SightSeen {
			continue
		}
		h.SeenNoReply++
		if seen == model.Never { // only a later message was found to be seen
			continue
		}
		seenLongest.add(e, seen, p.sighted.atLeast)
	}
	h.WaitingUpTo += h.Waiting
	h.WaitingOverUpTo += h.WaitingOver
	if e := longest.chat; e != nil {
		w := e.contribution.wait
		h.LongestKey = e.chat.thread.key
		h.Longest = longest.clock(model.Thresholds{})
		h.LongestBy = m.b.LimitsOf(w.owner).Thresholds(w.first)
	}
	if seenLongest.chat != nil {
		h.SeenLongest = seenLongest.clock(model.Thresholds{})
	}
}

// fillCounts fills in the counts of chats at now.
func (m *metrics) fillCounts(h *model.Headline) {
	n := &m.halfHour
	h.Missing, h.MissingUpTo = n.missing.sure, n.missing.most
	h.Active, h.ActiveUpTo = n.active.sure, n.active.most
	h.BotLane, h.AgentsActive = n.botLane, len(n.owners)
	for e := range m.offlineInbox {
		if e.inOfflineInbox() {
			h.OfflineInbox++
			if c := clock(e.unreplied, m.now, model.Thresholds{}); !h.OfflineOldest.Running || c.Since.Before(h.OfflineOldest.Since) {
				h.OfflineOldest = c
			}
		}
	}
}

// countIf counts a chat for which something holds: in n unless it may have been over, in upTo in any case.
func (e *chatEntry) countIf(holds bool, n, upTo *int) {
	if !holds {
		return
	}
	*upTo++
	if !e.maybeOver {
		*n++
	}
}

// inOfflineInbox reports whether a chat is in the offline inbox: written while no agent was online, and since
// then not answered, acknowledged, closed or followed by a later chat of the thread.
func (tl *timeline) inOfflineInbox() bool {
	return tl.offline && tl.unanswered > 0 && tl.closed == model.Never && tl.next == model.Never
}

func (m *metrics) fillHalfHour(w *model.Window) {
	window := &m.halfHour
	from := m.now.Add(-halfHour)
	*w = model.Window{
		From:  from.Time(),
		First: window.first.Quantile(), FirstTotal: window.total.Quantile(), Next: window.next.Quantile(),
		Transfers: window.transfers, Visitors: window.visitors, Replies: window.agentReplies,
		Rated: window.rated, LowRated: window.lowRated, Rates: m.counts.rated > 0,
	}
	decided := window.decided.in(from, m.now)
	w.FirstService, w.NextService = decided.first, decided.next
	fillEnds(w, window.missedIn(from, m.now), window.dropped, window.botOnly, window.outOfHours)
	m.fillOvertakes(w, window.waitsUnowned, func(am *agentMetrics) endings { return am.countOvertakes(from, m.now) })
}

func (m *metrics) fillToday(w *model.Window) {
	s := m.today
	s.counted.addTimes(&m.liveToday, 1)
	*w = model.Window{
		From: m.day.Time(), First: s.first.Quantile(), FirstTotal: s.total.Quantile(), Next: s.next.Quantile(),
		FirstService: s.firstService, NextService: s.nextService,
		Transfers: s.transfers, Visitors: s.visitors, Replies: s.agentReplies,
		Rated: s.rated, LowRated: s.lowRated, Rates: m.counts.rated > 0,
	}
	fillEnds(w, s.missed, s.dropped, s.botOnly, s.outOfHours)
	m.fillOvertakes(w, s.waitsUnowned, func(am *agentMetrics) endings { return am.overtookToday })
}

// fillEnds fills in how chats ended: those that surely ended so in the window, and at most.
func fillEnds(w *model.Window, missed, dropped, botOnly, outOfHours endings) {
	w.Missed, w.MissedUpTo = missed.sure, missed.most
	w.Dropped, w.DroppedUpTo = dropped.sure, dropped.most
	w.BotOnly, w.BotOnlyUpTo = botOnly.sure, botOnly.most
	w.OutOfHours, w.OutOfHoursUpTo = outOfHours.sure, outOfHours.most
}

// fillOvertakes fills in the replies that overtook a wait; unowned is the number of waits of unknown owner
// that may have been overtaken.
func (m *metrics) fillOvertakes(w *model.Window, unowned int, of func(*agentMetrics) endings) {
	var all endings
	for _, d := range rosterOf(m) {
		n := of(d.agentMetrics)
		all.sure, all.most = all.sure+n.sure, all.most+n.most
	}
	w.Overtakes, w.OvertakesUpTo, w.Unnamed = all.sure, all.most, unowned
}

func (m *metrics) diag() model.Diagnostics {
	c := &m.counts
	return model.Diagnostics{
		Messages: m.messages, TextsDropped: m.b.retention.rows - m.b.retention.texts, RowsDropped: m.b.retention.dropped,
		UnknownType: int(c.unknownType), UnknownSide: int(c.unknownSide),
		ClockErrors: int(c.clockErrors), Edited: int(c.edited),
		Gone: int(c.gone), Flood: int(c.flood), Automated: int(c.automated), Ignored: m.b.ignoredThreads(),
	}
}
