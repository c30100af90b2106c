// Package board is the engine: a Board applies Events in any order, keeps what they say about the floor
// within the bounds of retention, and computes the state of the floor at any moment (At), how a figure is
// made up (Explain) and the Events that rebuild the same Board (Export).
//
// It is pure: no I/O, no clock, no goroutine, and not safe for concurrent use. It imports model,
// model/ledger and model/safetext. The screen and the reports do not import it; they use a Board through
// interfaces of their own.
package board

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// Config holds the settings of a Board.
type Config struct {
	Limits   model.Limits
	Keep     model.Retention
	Teams    []model.Team
	Team     string // restricts the view (see view); "" shows the whole floor
	People   model.People
	Hours    model.Hours    // of the floor; teams may have their own
	Location *time.Location // of "today"; nil means UTC
}

// A Board holds everything known about the floor. It is not safe for concurrent use: the goroutine that
// draws it owns it.
type Board struct {
	cfg Config
	store

	limitsOf map[model.AgentID]*model.Limits   // by team, as looked up
	calendar *model.Calendar                   // of the floor's business hours; nil: it never closes
	hoursOf  map[model.AgentID]*model.Calendar // by team, as looked up
	teams    map[string]*model.Calendar        // of teams with hours of their own
	view     view
	totals   *model.DayTotals
	totalsBy map[model.AgentID]*model.AgentTotals // the agents of totals; read-only
	health   model.Health
	coverage *model.Coverage // nil: none received
	floor    *model.Floor
	usual    []model.Usual // by day
	past     *metrics      // of the last past moment that was asked for
}

// New returns an empty Board. Zero Limits and zero values in Retention mean the defaults, a nil Location means
// UTC.
func New(cfg Config) *Board {
	if cfg.Limits == (model.Limits{}) {
		cfg.Limits = model.DefaultLimits()
	}
	if cfg.Location == nil {
		cfg.Location = time.UTC
	}
	b := &Board{cfg: cfg, store: newStore(cfg), limitsOf: map[model.AgentID]*model.Limits{}}
	b.calendar = model.NewCalendar(cfg.Hours, cfg.Location)
	b.hoursOf, b.teams = map[model.AgentID]*model.Calendar{}, map[string]*model.Calendar{}
	for _, t := range cfg.Teams {
		if t.Hours != nil {
			b.teams[t.Name] = model.NewCalendar(*t.Hours, cfg.Location)
		}
	}
	b.view = view{cfg.Team, model.ViewLimits(cfg.Limits, cfg.Teams, cfg.Team), b.calendar, b.team}
	if i := slices.IndexFunc(cfg.Teams, func(t model.Team) bool { return t.Name == cfg.Team }); i >= 0 {
		t := &b.cfg.Teams[i]
		b.view.hours = cmp.Or(b.teams[t.Name], b.view.hours)
	}
	b.automations = cfg.People.Automations(nil)
	return b
}

// Health returns the newest Health applied.
func (b *Board) Health() model.Health { return b.health }

// Coverage returns how much of the floor is observed and what is missing. Streams of older versions carry
// neither the state of the thread list nor the debts; for these both are derived from the Health.
func (b *Board) Coverage() model.Coverage {
	if b.coverage == nil {
		return model.CoverageOf(b.health)
	}
	if c := b.coverage; !c.List.At.IsZero() || !c.Debts.At.IsZero() {
		return *c
	}
	c, told := model.CoverageOf(b.health), b.coverage
	c.Observed, c.Discovery, c.Anomalies, c.Freshness = told.Observed, told.Discovery, told.Anomalies, told.Freshness
	return c
}

// Floor returns the identity of the floor as the stream gives it; the zero Floor if it gives none.
func (b *Board) Floor() model.Floor {
	if b.floor == nil {
		return model.Floor{}
	}
	return *b.floor
}

// Claim returns the newest claim of a chat; ok is false if there is none or it was withdrawn.
func (b *Board) Claim(c model.ChatID) (claim model.Claim, ok bool) {
	claim, ok = b.claims[c]
	return claim, ok && !claim.Undo
}

// Truncated reports whether retention has dropped whole messages of a thread, as far back as it remembers.
// It does not say how many: a refused message may arrive again with each read.
func (b *Board) Truncated(k model.Key) bool {
	b.assignThreads()
	cut := func(id model.ChatID) bool {
		at := b.factsOf(id).EvictedLast
		return at != model.Never && at >= b.retention.horizon
	}
	if t := b.threads[k]; t != nil && slices.ContainsFunc(t.chats, func(c *chat) bool { return cut(c.id) }) {
		return true
	}
	info := b.threadInfos[k]
	return slices.ContainsFunc(info.AllChats(), func(id model.ChatID) bool { return b.chats[id] == nil && cut(id) })
}

// Transcript returns the messages of all chats of a thread, ordered by (sent time, id), oldest first; nil if
// the thread is not held.
func (b *Board) Transcript(k model.Key) []model.Message {
	b.assignThreads()
	t := b.threads[k]
	if t == nil {
		return nil
	}
	var list []model.Observation
	for _, c := range t.chats {
		for i := range c.rows {
			list = append(list, c.observation(i))
		}
	}
	if len(t.chats) > 1 {
		slices.SortFunc(list, func(x, y model.Observation) int { return x.Position().Compare(y.Position()) })
	}
	msgs := make([]model.Message, len(list))
	for i := range list {
		msgs[i] = list[i].Message()
		msgs[i].Side, msgs[i].Gone = list[i].SenderSide(), list[i].Has(model.FlagGone)
	}
	return msgs
}

// Usual returns the usual figures for the day that contains at; ok is false if none are known.
func (b *Board) Usual(at time.Time) (u model.Usual, ok bool) {
	for _, u := range slices.Backward(b.usual) {
		if since := at.Sub(u.Start); since >= 0 {
			return u, since < model.UsualSlots*model.UsualSlot
		}
	}
	return model.Usual{}, false
}

// Moment returns the latest moment that At was called for, or the zero time before the first call. A call
// for a later moment makes every earlier one a moment of the past.
func (b *Board) Moment() time.Time {
	if b.metrics == nil {
		return time.Time{}
	}
	return b.metrics.now.Time()
}

// At returns the floor at now. The Snapshot stays valid after later calls and must not be changed.
//
// The result depends on the applied Events and on now, not on earlier calls. now may lie in the past, at a
// higher cost: what was sent, seen, acknowledged, named or closed later is then left out. Facts that are
// known only as a current state are not dated back: which thread a chat belongs to, names, teams, edited
// texts and the flags of missed and offline chats are those of the last observation; a thread that was read
// after now counts as read at now; Acquire's totals are left out if they are from after now.
//
// Each second costs what has changed or is waiting (some 20 µs a thread), a row for each agent, and 8 bytes
// for each unchanged row (BenchmarkBudgets). The first call and each moment of the past look at every chat:
// 28 and 14 ms with 200,000 messages. A repeated call for the same moment skips that.
func (b *Board) At(now time.Time) *model.Snapshot {
	m := b.metricsAt(now)
	s := &model.Snapshot{Now: now, Team: safetext.Line(b.cfg.Team), Limits: b.view.limits, Threads: m.rows(), Diagnostics: m.diag(), Zone: b.cfg.Location, Coverage: b.viewed(b.coverageAt(m))}
	s.Coverage.Now = now
	if at, hours := model.InstantOf(now), b.view.hours; !hours.IsOpen(at) {
		s.Closed, s.Opens = true, hours.NextOpen(at).Time()
	}
	s.Freeze(m.hoursOfRow)
	s.Agents = m.agentRows()
	if u, ok := b.Usual(now); ok && b.view.team == "" { // it describes the whole floor
		s.Usual = &u
	}
	s.Floor = b.Floor()
	s.NoHumanAgents = b.automations.NoHumans
	m.fillHeadline(&s.Headline)
	return s
}

// LimitsOf returns the limits for an agent's chats: those of the agent's team, else the floor's. Agent 0 (no
// owner) has the floor's. The result must not be changed.
func (b *Board) LimitsOf(a model.AgentID) *model.Limits {
	if a == 0 || len(b.cfg.Teams) == 0 {
		return &b.cfg.Limits
	}
	l, ok := b.limitsOf[a]
	if !ok {
		l = &b.cfg.Limits
		if t := b.team(a); t != nil && t.Limits != nil {
			l = t.Limits
		}
		b.limitsOf[a] = l
	}
	return l
}

// HoursOf returns the business hours for an agent's chats: those of the agent's team, else the floor's; nil
// if they never close. Agent 0 (no owner) has the floor's.
func (b *Board) HoursOf(a model.AgentID) *model.Calendar {
	if a == 0 || len(b.teams) == 0 {
		return b.calendar
	}
	c, ok := b.hoursOf[a]
	if !ok {
		c = b.calendar
		if t := b.team(a); t != nil && t.Hours != nil {
			c = b.teams[t.Name]
		}
		b.hoursOf[a] = c
	}
	return c
}

func (b *Board) team(a model.AgentID) *model.Team {
	return model.TeamOf(b.cfg.Teams, a, b.agents[a].Department)
}

// A view restricts what a Board shows to one team. The Board holds the whole floor; its Snapshots (lists,
// figures, levels, trends, explanations and search results) contain only the team's chats and agents. A
// single row is the same as on the whole floor: an agent's row also counts that agent's chats for other
// teams. What is held, exported and served is not restricted. Only this type decides which chats belong to
// the view, once per entry of the metrics.
type view struct {
	team   string          // "" shows the whole floor
	limits model.Limits    // see model.ViewLimits
	hours  *model.Calendar // of the team, else of the floor
	teamOf func(model.AgentID) *model.Team
}

// has reports whether chats of this owner (0: no owner) are in the view.
func (v *view) has(owner model.AgentID) bool {
	return v.team == "" || model.TeamHas(v.team, owner, v.teamOf(owner))
}

// outOfView reports whether a thread has no row in the view because the chat that it shows is another
// team's.
func (te *threadEntry) outOfView(now model.Instant) bool {
	if te.newest == nil {
		return false
	}
	out := te.shownChat(now).outOfView
	if out && !te.severalLatest {
		te.due = forever
	}
	return out
}

// viewed returns a coverage without the debts that cannot affect the view. Most debts stay, since they may
// concern any agent: an unread thread may have any owner, and a failing one may have been taken over since.
// Only the missing first messages of another team's chat, which is being read, are removed.
func (b *store) viewed(c model.Coverage) model.Coverage {
	if len(c.Debts.Capped) > 0 {
		c.Debts = c.Debts.WithoutCapped(func(key model.Key) bool {
			t := b.threads[key]
			return t != nil && t.entry != nil && len(t.entry.entries) > 0 &&
				!slices.ContainsFunc(t.entry.entries, func(e *chatEntry) bool { return !e.outOfView })
		})
	}
	return c
}
