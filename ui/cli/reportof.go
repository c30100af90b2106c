package cli

import (
	"time"

	"floorwatch/model"
	"floorwatch/ui/cli/config"
)

// reportVersion changes when a field changes its meaning or goes; new ones may come any time.
const reportVersion = 1

// levelUnknown is said where the figures are not those of now.
const levelUnknown = "unknown"

// newReport writes a Snapshot down; names only where they are asked for.
func newReport(cfg config.Config, s *model.Snapshot, h model.Health, names bool) *report {
	r := &report{
		Version: reportVersion, At: s.Now.UTC().Truncate(time.Second), Floor: cfg.Screen.Name,
		State: h.State.String(), Why: h.Why.String(), Figures: newFloorReport(s),
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
func unknown(cfg config.Config, h model.Health) *report {
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
	out := agentReport{id: a.ID, state: stateWord(a.State), level: levelWord(a.Level)}
	list := model.Figures()
	for i := range list {
		if f := &list[i]; f.Scope.OfAgent() {
			out.figures = append(out.figures, reportedFigure{Figure: f, value: f.OfAgent(a, false)})
		}
	}
	if names {
		out.name = a.Name.String()
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
