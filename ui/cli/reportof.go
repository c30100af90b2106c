package cli

import (
	"time"

	"floorwatch/model"
)

// reportVersion changes when a field changes its meaning or goes; new ones may come any time.
const reportVersion = 1

// levelUnknown is said where the figures are not those of now.
const levelUnknown = "unknown"

// newReport writes a Snapshot down; names only where they are asked for.
func newReport(cfg config, s *model.Snapshot, h model.Health, names bool) *report {
	r := &report{
		Version: reportVersion, At: s.Now.UTC().Truncate(time.Second), Floor: cfg.Screen.Name,
		State: h.State.String(), Why: h.Why.String(), Figures: figuresOf(s),
		Waiting: []waitingChat{}, Agents: []agentReport{},
	}
	for i := range s.Threads {
		t := &s.Threads[i]
		if !t.Wait.Running {
			continue
		}
		r.Waiting = append(r.Waiting, waitingOf(t, names))
	}
	for i := range s.Agents {
		r.Agents = append(r.Agents, agentOf(&s.Agents[i], names))
	}
	limit := cfg.Limits.DataAge
	r.DataAge = clockOf(s.DataAge(h, limit))
	level, current := model.Worst(s.Concerns(h, limit), s.Coverage)
	r.Level = levelWord(level)
	if !current {
		r.Level = levelUnknown
	}
	return r
}

// unknown is the report of a floor that could not be read.
func unknown(cfg config, h model.Health) *report {
	return &report{
		Version: reportVersion, At: time.Now().Add(h.Skew).UTC().Truncate(time.Second), Floor: cfg.Screen.Name,
		Level: levelUnknown, State: h.State.String(), Why: h.Why.String(),
		Waiting: []waitingChat{}, Agents: []agentReport{},
	}
}

// exitCode is the level as an exit status.
func (r *report) exitCode() int {
	switch r.Level {
	case levelUnknown:
		return exitUnknown
	case levelWord(model.LevelCritical), levelWord(model.LevelSevere):
		return 2
	case levelWord(model.LevelWarn):
		return 1
	}
	return exitOK
}

// levelWord is a level in the words of the configuration. A figure without data is no trouble.
func levelWord(l model.Level) string {
	return [...]string{"ok", "ok", "warn", "critical", "severe"}[min(l, model.LevelSevere)]
}

func figuresOf(s *model.Snapshot) *figures {
	h, d := &s.Headline, &s.Diag
	return &figures{
		Waiting: h.Waiting, WaitingOver: h.WaitingOver, WaitingLevel: levelWord(h.WaitingLevel), Unseen: h.Unseen,
		Longest: clockOf(h.Longest), LongestAtLeast: h.Longest.AtLeast, LongestLevel: levelWord(h.Longest.Level),
		SeenNoReply: h.SeenNoReply, SeenLongest: clockOf(h.SeenLongest), SeenLevel: levelWord(h.SeenLongest.Level),
		Missing: h.Missing, Active: h.Active, ActiveAgents: h.AgentsActive, Bot: h.BotLane, Offline: h.OfflineInbox,
		HalfHour: windowReport(&h.HalfHour), Today: windowReport(&h.Today),
		LeftOut: leftOutRows{
			Texts: d.TextsDropped, Messages: d.RowsDropped,
			UnknownType: d.UnknownType, UnknownSide: d.UnknownSide, ClockErrors: d.ClockErrors,
		},
	}
}

func windowReport(w *model.Window) windowOf {
	return windowOf{
		From: w.From.UTC().Truncate(time.Second), FirstReply: quantileReport(w.First), NextReply: quantileReport(w.Next),
		FirstService: shareOf(w.FirstService), NextService: shareOf(w.NextService),
		Missed: w.Missed, MissedLevel: levelWord(w.MissedLevel), Dropped: w.Dropped, BotOnly: w.BotOnly,
		Transfers: w.Transfers, Overtakes: w.Overtakes, Visitors: w.Visitors, Replies: w.Replies,
	}
}

func quantileReport(q model.Quantile) quantile {
	return quantile{N: q.N, Median: secondsOf(q.Median, q.N > 0), P90: secondsOf(q.P90, q.N > 0)}
}

func shareOf(s model.ServiceLevel) share {
	out := share{InTime: s.In, Of: s.Of, Level: levelWord(s.Level)}
	if p, ok := s.Percent(); ok {
		n := int64(p)
		out.Percent = &n
	}
	return out
}

func waitingOf(t *model.Row, names bool) waitingChat {
	w := waitingChat{
		Visitor: t.Key.Visitor, Thread: t.Key.Thread, Chat: t.Chat, Level: levelWord(t.Level),
		Wait: int64(t.Wait.For / time.Second), AtLeast: t.Wait.AtLeast, First: t.First,
		Sight: [...]string{"none", "unseen", "part", "seen"}[min(t.Sight, model.SightSeen)], SeenFor: clockOf(t.SeenFor),
		Unanswered: t.Unanswered, OwnerState: stateWord(t.OwnerState), Gap: len(t.Gaps) > 0,
	}
	if t.Owner != 0 {
		w.Owner = &t.Owner
	}
	if names {
		w.Name, w.OwnerName = t.Name.String(), t.OwnerName.String()
	}
	return w
}

func agentOf(a *model.AgentRow, names bool) agentReport {
	out := agentReport{
		ID: a.ID, State: stateWord(a.State), Level: levelWord(a.Level), Active: a.Active, Waiting: a.Waiting,
		Oldest: clockOf(a.Oldest), SeenNoReply: a.SeenNoReply, Turns: a.Turns, Median: secondsOf(a.Median, a.Turns > 0),
		Breaches: a.Breaches,
	}
	if names {
		out.Name = a.Name.String()
	}
	return out
}

func stateWord(s model.AgentState) string {
	return [...]string{"no owner", "busy", "overtaking", "silent", "quiet", "active", "idle", "gone"}[min(s, model.AgentGone)]
}

func clockOf(c model.Clock) *int64 { return secondsOf(c.For, c.Running) }

// secondsOf is a duration in whole seconds, or nil where there is none.
func secondsOf(d time.Duration, ok bool) *int64 {
	if !ok {
		return nil
	}
	n := int64(d / time.Second)
	return &n
}
