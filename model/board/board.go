// Package board is the engine: a Board takes Events in any order, holds what is
// known of the floor within bounds, and says for any moment what the floor was
// like (At), how a figure came about (Explain) and what makes another Board equal
// to it (Export).
//
// It is pure: no I/O, no clock, no goroutine, and not safe for concurrent use. It
// imports model, model/ledger and model/safetext. The screen and the reports
// do not import it: they take a Board by an interface of their own.
package board

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// Config is what a Board is made with.
type Config struct {
	Limits   model.Limits
	Keep     model.Keep
	Teams    []model.Team
	Team     string // the one whose view this is (see view); "" is the whole floor
	People   model.People
	Hours    model.Hours    // when the floor is open; teams may have others
	Location *time.Location // of "today"; nil means UTC
}

// A Board is all that is known of the floor. It is not safe for concurrent use:
// the goroutine that draws it owns it.
type Board struct {
	cfg Config
	store

	limitsOf map[model.AgentID]*model.Limits   // by team, as looked up
	calendar *model.Calendar                   // of the floor's hours; nil: it never closes
	hoursOf  map[model.AgentID]*model.Calendar // by team, as looked up
	teams    map[string]*model.Calendar        // of teams with hours of their own
	view     view
	totals   *model.DayTotals
	totalsBy map[model.AgentID]*model.AgentTotals // the agents of totals; nobody changes them
	health   model.Health
	coverage *model.Coverage // nil: none has come
	floor    *model.Floor
	usual    []model.Usual // by day
	past     *metrics      // of the last moment asked for that lies before the store's metrics
}

// New returns an empty Board. Limits or numbers to keep that are all zero mean the defaults.
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
	b.view = view{cfg.Team, &b.cfg.Limits, b.calendar, b.team}
	if i := slices.IndexFunc(cfg.Teams, func(t model.Team) bool { return t.Name == cfg.Team }); i >= 0 {
		t := &b.cfg.Teams[i]
		b.view.limits = cmp.Or(t.Limits, b.view.limits)
		b.view.hours = cmp.Or(b.teams[t.Name], b.view.hours)
	}
	b.automations = cfg.People.Automations(nil)
	return b
}

// Health returns the newest Health applied.
func (b *Board) Health() model.Health { return b.health }

// Coverage returns what is known of the floor and what is not. Of a stream that
// tells neither of the list nor of what is owed, as those of older programs,
// these are read off the Health.
func (b *Board) Coverage() model.Coverage {
	if b.coverage == nil {
		return model.CoverageOf(b.health)
	}
	if c := b.coverage; !c.List.At.IsZero() || !c.Debts.At.IsZero() {
		return *c
	}
	c, told := model.CoverageOf(b.health), b.coverage
	c.Observed, c.Watching, c.Doubt, c.Pace = told.Observed, told.Watching, told.Doubt, told.Pace
	return c
}

// Floor returns which floor this is, as the stream says; the zero Floor where it does not.
func (b *Board) Floor() model.Floor {
	if b.floor == nil {
		return model.Floor{}
	}
	return *b.floor
}

// Claim returns the newest claim of a chat; ok is false where there is none or it was taken back.
func (b *Board) Claim(c model.ChatID) (claim model.Claim, ok bool) {
	claim, ok = b.claims[c]
	return claim, ok && !claim.Undo
}

// Truncated reports whether retention let messages of a thread go whole, as far back
// as it remembers. How many is not known: what is refused may come again with each reading.
func (b *Board) Truncated(k model.Key) bool {
	b.assignThreads()
	cut := func(id model.ChatID) bool {
		at := b.factsOf(id).CutLast
		return at != model.Never && at >= b.retention.horizon
	}
	if t := b.threads[k]; t != nil && slices.ContainsFunc(t.chats, func(c *chat) bool { return cut(c.id) }) {
		return true
	}
	info := b.threadInfos[k]
	return slices.ContainsFunc(info.All(), func(id model.ChatID) bool { return b.chats[id] == nil && cut(id) })
}

// Transcript returns the messages of a thread by (sent time, id), all its chats, the oldest first.
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
		slices.SortFunc(list, func(x, y model.Observation) int { return x.Place().Compare(y.Place()) })
	}
	msgs := make([]model.Message, len(list))
	for i := range list {
		msgs[i] = list[i].Message()
		msgs[i].Side, msgs[i].Gone = list[i].Speaks(), list[i].Has(model.FlagGone)
	}
	return msgs
}

// Gone returns when a message of a chat, or with 0 the whole chat, was last
// found not to be in Acquire any more; ok is false where it never was.
func (b *Board) Gone(c model.ChatID, m model.MessageID) (at time.Time, ok bool) {
	s, ok := b.gone.At(model.GoneID{Chat: c, Message: m})
	if !ok {
		return time.Time{}, false
	}
	return s.Time(), true
}

// Usual returns what is usual on the day of a moment; ok is false where nothing is known.
func (b *Board) Usual(at time.Time) (u model.Usual, ok bool) {
	for _, u := range slices.Backward(b.usual) {
		if since := at.Sub(u.Start); since >= 0 {
			return u, since < model.UsualSlots*model.UsualSlot
		}
	}
	return model.Usual{}, false
}

// Moment returns the latest moment the floor was asked for; zero where it was
// never asked. Asking for a later one makes every moment before it one of the past.
func (b *Board) Moment() time.Time {
	if b.metrics == nil {
		return time.Time{}
	}
	return b.metrics.now.Time()
}

// At returns the floor at now. The Snapshot stays valid after later calls.
//
// It depends on what was applied and on now, not on earlier calls. now may lie
// in the past, at a higher cost: what was sent, seen, acknowledged, named or
// closed after it is left out then. What is known only as a present state is
// not dated back: which thread a chat belongs to, names, teams, edited texts and
// the flags of missed and offline chats are those of the last observation; a
// thread that was read after now counts as read at now, and Acquire's totals
// are left out if they are from after now.
//
// A second's tick costs what has changed (some 20 µs a thread) or waits, a row for each
// agent, and 8 bytes for each row that is the same as before: a third of what it took to
// read all live chats with 50,000 threads, half of it with 5,000 (BenchmarkBudgets). The first call and
// each moment of the past look at every chat: 28 and 14 ms with 200,000 messages. The
// same moment again is free of that.
func (b *Board) At(now time.Time) *model.Snapshot {
	m := b.metricsAt(now)
	s := &model.Snapshot{Now: now, Team: safetext.Line(b.cfg.Team), Threads: m.rows(), Agents: m.agentRows(), Diag: m.diag(), Zone: b.cfg.Location, Coverage: b.viewed(b.Coverage())}
	s.Coverage.Moment = now
	if at, hours := model.InstantOf(now), b.view.hours; !hours.IsOpen(at) {
		s.Closed, s.Opens = true, hours.Opens(at).Time()
	}
	s.Freeze(b.cfg.Limits.DataAge, m.hoursOfRow)
	if u, ok := b.Usual(now); ok && b.view.team == "" { // it is of the whole floor
		s.Usual = &u
	}
	s.Floor = b.Floor()
	s.NobodyHuman = b.automations.Refused
	m.fillHeadline(&s.Headline)
	return s
}

// LimitsOf returns the limits that hold for an agent's chats: those of the team
// that the agent is in, else the floor's, which are nobody's too. They must not be changed.
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

// HoursOf returns the business hours that hold for an agent's chats: those of the team that the agent is
// in, else the floor's, which are nobody's too; nil where they never close.
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

// A view is what a Board with a Team shows of the floor. The Board holds all that is known, and its
// Snapshots are of the chats and agents that are the team's business: lists, figures, levels, trends,
// explanations and words found. A row, be it a thread's or an agent's, is the same as on the whole
// floor: an agent's row also counts the chats of other teams. What is kept, exported and served is
// not narrowed. Which chats these are is decided here alone, once for each entry of the metrics.
type view struct {
	team   string          // "": the whole floor
	limits *model.Limits   // the team's where it has its own, else the floor's
	hours  *model.Calendar // likewise
	teamOf func(model.AgentID) *model.Team
}

// has reports whether the chats of an agent, or of nobody, are in the view.
func (v *view) has(owner model.AgentID) bool {
	return v.team == "" || model.TeamHas(v.team, owner, v.teamOf(owner))
}

// outOfView reports whether a thread has no row in the view: the chat that it shows is another team's.
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

// ViewLimits are those by which the figures of the view are judged: the team's where it has its own, else the
// floor's. They must not be changed. A chat has those of its agent, see LimitsOf.
func (b *Board) ViewLimits() *model.Limits { return b.view.limits }

// viewed is a coverage without what cannot touch the view. Most of what is not known may be anybody's:
// who was never read may have any agent, and what fails may have been taken over since. The missing
// first messages of a chat that is read, and another team's, are the exception.
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
