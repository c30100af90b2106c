package report

import (
	"time"

	"floorwatch/model"
)

// Version changes when a field changes its meaning or is removed; fields may be added any time.
const Version = 1

// levelUnknown is the level if the figures are not current.
const levelUnknown = "unknown"

// Exit statuses of a program that prints a report, as Nagios expects them.
const (
	ExitOK       = 0
	ExitWarn     = 1
	ExitCritical = 2 // or severe
	ExitUnknown  = 3
)

// Options are the settings of a report.
type Options struct {
	Floor  string       // the floor's name; "" if it has none
	Team   string       // the view's team, cleaned, for a report of a floor that could not be read
	Limits model.Limits // limits of the figures; likewise
	Names  bool         // with the names of visitors and agents

	Address string // of a chat's page, see screen.address
}

// Build returns the report of a Snapshot, with the Health of the same moment.
func Build(s *model.Snapshot, h model.Health, o Options) *Report {
	h = s.EffectiveHealth(h)
	r := &Report{
		Version: Version, At: s.Now.UTC().Truncate(time.Second), Floor: s.FloorName(o.Floor), Team: s.Team.String(), Invented: s.Floor.Invented,
		State: h.State.String(), Why: h.Why.String(), Figures: newFloorReport(s),
		Waiting: []waitingChat{}, Agents: []agentReport{}, judged: s, coverage: &s.Coverage, inexact: s.Inexact(h, model.ASCIINotation()),
	}
	for i := range s.Threads {
		t := s.Threads[i]
		if !t.Wait.Running {
			continue
		}
		r.Waiting = append(r.Waiting, waitingOf(t, o.Names))
	}
	levels := s.AgentLevels()
	for i := range s.Agents {
		a := &s.Agents[i]
		r.Agents = append(r.Agents, agentOf(s, a, levels[a.ID], o.Names))
	}
	r.Coverage = readShareOf(s)
	if r.Closed = s.Closed; !s.Opens.IsZero() {
		at := s.Opens.UTC()
		r.Opens = &at
	}
	r.from = [2]time.Time{s.Headline.HalfHour.From, s.Headline.Today.From}
	r.DataAge = clockOf(s.DataAge(h))
	concerns := s.Concerns(h)
	level, current := model.Worst(concerns, s.Coverage)
	r.Level, r.current = level.String(), model.IsCurrent(concerns, s.Coverage)
	if !current {
		r.Level = levelUnknown
	}
	return r
}

func readShareOf(s *model.Snapshot) *readShare {
	d := &s.Coverage.Debts
	c := &readShare{Read: d.Read, Of: d.Total}
	if until, ok := d.Newest(); ok {
		until = until.UTC().Truncate(time.Second)
		c.Until = &until
	}
	return c
}

// Unknown returns the report at now of a floor that could not be read.
func Unknown(now time.Time, h model.Health, o Options) *Report {
	return &Report{
		Version: Version, At: now.UTC().Truncate(time.Second), Floor: o.Floor, Team: o.Team,
		Level: levelUnknown, State: h.State.String(), Why: h.Why.String(),
		Waiting: []waitingChat{}, Agents: []agentReport{}, judged: &model.Snapshot{Limits: o.Limits},
	}
}

// ExitCode returns the level as an exit status, as Nagios expects it.
func (r *Report) ExitCode() int {
	switch r.Level {
	case levelUnknown:
		return ExitUnknown
	case model.LevelCritical.String(), model.LevelSevere.String():
		return ExitCritical
	case model.LevelWarn.String():
		return ExitWarn
	}
	return ExitOK
}

func waitingOf(t *model.Row, names bool) waitingChat {
	w := waitingChat{
		Visitor: t.Key.Visitor, Thread: t.Key.Thread, Chat: t.Chat, Level: t.Level.String(),
		Wait: int64(t.Wait.For / time.Second), AtLeast: t.Wait.AtLeast, First: t.First,
		Sight: t.Sight.String(), SeenFor: clockOf(t.SeenFor), Assigned: clockOf(t.Assigned),
		Unanswered: t.Unanswered, OwnerState: t.OwnerState.String(), silent: t.Silent.For, Gap: len(t.Gaps) > 0,
	}
	if t.Unsure {
		w.Level = levelUnknown
	}
	if !t.AsOf.IsZero() {
		at := t.AsOf.UTC().Truncate(time.Second)
		w.AsOf = &at
	}
	if t.Claimed {
		by := t.ClaimedBy.String()
		w.Claimed = &by
	}
	if w.Paused = t.Wait.Paused; !t.Wait.Opens.IsZero() {
		at := t.Wait.Opens.UTC()
		w.Opens = &at
	}
	if t.Owner != 0 {
		w.Owner = &t.Owner
	}
	if names {
		w.Name, w.OwnerName = t.Name.String(), t.OwnerName.String()
	}
	return w
}

func agentOf(s *model.Snapshot, a *model.AgentRow, level model.Level, names bool) agentReport {
	out := agentReport{id: a.ID, state: a.State.String(), level: level.String()}
	list := model.Figures()
	for i := range list {
		if f := &list[i]; f.Scope.OfAgent() {
			out.figures = append(out.figures, reportedFigure{Figure: f, value: f.OfAgent(s, a, false)})
		}
	}
	if names {
		out.name = a.Name.String()
	}
	return out
}

func clockOf(c model.Clock) *int64 { return secondsOf(c.For, c.Running) }

// secondsOf returns a duration in whole seconds, or nil if ok is false.
func secondsOf(d time.Duration, ok bool) *int64 {
	if !ok {
		return nil
	}
	n := int64(d / time.Second)
	return &n
}
