package model

import (
	"slices"
	"strings"
	"time"
)

// The registry of figures. Every face iterates over it: the headline, the wall, the explanations, snapshot in all its
// formats, and the README's table. A new figure is a row in figures_floor.go or figures_agent.go and its computation in
// the Board; a test checks every face against the registry.

// A FigureID identifies a figure. The numbers are in no file and on no wire.
type FigureID uint8

// A Scope says whose figure it is, and whether of a moment or a window.
type Scope uint8

// Scopes.
const (
	ScopeMoment      Scope = iota // the floor now, such as who waits
	ScopeWindow                   // the floor in a window: the last half hour, and today
	ScopeAgent                    // an agent now, such as their state
	ScopeAgentHalf                // an agent in the last half hour
	ScopeAgentWindow              // an agent in the last half hour, and today
	ScopeRow                      // a thread's newest chat now
)

// OfFloor reports whether it is a figure of the whole floor.
func (s Scope) OfFloor() bool { return s == ScopeMoment || s == ScopeWindow }

// OfAgent reports whether it is a figure of one agent.
func (s Scope) OfAgent() bool { return s == ScopeAgent || s == ScopeAgentHalf || s == ScopeAgentWindow }

// Windowed reports whether it is a figure of a span of time.
func (s Scope) Windowed() bool {
	return s == ScopeWindow || s == ScopeAgentHalf || s == ScopeAgentWindow
}

// Daily reports whether the figure exists for today as well.
func (s Scope) Daily() bool { return s == ScopeWindow || s == ScopeAgentWindow }

// A Figure is one row of the registry: its names, its unit and how it is read off a Snapshot. Titles do not name
// the window; see Windowed.
type Figure struct {
	ID      FigureID
	Name    string // in --explain; unique within its scope
	Title   string
	Short   string // for narrow places; empty: the title
	Column  string // head of its column in a table; empty: Short in small letters
	Help    string // one sentence, for README and Prometheus
	Formula string // how it is computed, in words
	Unit    Unit
	Scope   Scope
	JSON    JSONNames
	Gauge   Gauge
	Perf    string // label in the performance data of snapshot's text; empty: not listed there

	rule   exactnessRule                            // what it needs to be exact
	floor  func(*Headline) Value                    // for ScopeMoment
	window func(*Window) Value                      // for ScopeWindow
	limits func(*Snapshot) (warn, critical float64) // from which value on it has these levels, in its unit; nil: by no single number
	agent  func(*AgentRow, bool) Value              // for the scopes of agents; true: of today
	row    func(*Row, time.Time) Value              // for ScopeRow, at the Snapshot's moment
}

// JSONNames are the names of a figure in JSON, as paths below "figures" (or its window, agent or chat). Empty ones
// are not written.
type JSONNames struct {
	Value   string
	Level   string
	N       string // number of values behind it
	In      string // of a share: how many of N
	AtLeast string // whether the value may be higher
}

// A Gauge is a figure's name in Prometheus, without the prefix floorwatch_.
type Gauge struct {
	Name  string // empty: not exported
	Label string // what tells figures of one name apart, as in `reply="first"` // distinguishes figures of one name, as in `reply="first"`
	Help  string // for the name, where several figures share it
}

// A Span is the time (From, To].
type Span struct{ From, To time.Time }

// Figures returns the registry in display order. The caller must not change it.
func Figures() []Figure { return registry.list }

// FigureOf returns a row of the registry, or a Figure without a Name if there is none.
func FigureOf(id FigureID) *Figure { return registry.byID[id] }

// registry holds every figure in display order and by id. It never changes.
var registry = newRegistry()

type figureRegistry struct {
	list []Figure
	byID [256]*Figure
}

func newRegistry() *figureRegistry {
	r := &figureRegistry{}
	for _, part := range [][]Figure{momentFigures(), replyFigures(), endFigures(), agentNowFigures(), agentWindowFigures(), rowFigures()} {
		r.list = append(r.list, part...)
	}
	for i := range r.byID {
		r.byID[i] = &Figure{Title: "?"}
	}
	for i := range r.list {
		f := &r.list[i]
		if f.Short == "" {
			f.Short = f.Title
		}
		if f.Column == "" {
			f.Column = strings.ToLower(f.Short)
		}
		r.byID[f.ID] = f
	}
	return r
}

// Words are the title within a sentence.
func (f *Figure) Words() string { return strings.ToLower(f.Title) }

// Windowed adds the window to a title where nothing else names it: "Missed 30m", "Missed today".
func (f *Figure) Windowed(title string, today bool) string {
	switch {
	case !f.Scope.Windowed():
		return title
	case today && f.Scope.Daily():
		return title + " today"
	}
	return title + " 30m"
}

// Value returns the figure of a Snapshot with its bound, for the agent or row that the subject names if it is one
// of theirs; not OK if the Snapshot has no such agent or row.
func (f *Figure) Value(s *Snapshot, of Subject) Value {
	switch f.Scope {
	case ScopeMoment:
		return f.bounded(s, s.Now, f.floor(&s.Headline))
	case ScopeWindow:
		w := &s.Headline.HalfHour
		if of.Today {
			w = &s.Headline.Today
		}
		return f.bounded(s, w.From, f.window(w))
	case ScopeRow:
		for i := range s.Threads {
			if s.Threads[i].Key == of.Key {
				return f.OfRow(s, s.Threads[i])
			}
		}
	default:
		for i := range s.Agents {
			if s.Agents[i].ID == of.Agent {
				return f.OfAgent(s, &s.Agents[i], of.Today)
			}
		}
	}
	return Value{Unit: f.Unit}
}

// Limits returns from which value on a figure of the floor is a warning and critical, in its unit: those by which s
// was judged. ok is false if it has none of its own.
func (f *Figure) Limits(s *Snapshot) (warn, critical float64, ok bool) {
	if f.limits == nil {
		return 0, 0, false
	}
	warn, critical = f.limits(s)
	return warn, critical, critical > 0
}

// OfAgent returns an agent's figure with its bound. f must have an agent's scope.
func (f *Figure) OfAgent(s *Snapshot, a *AgentRow, today bool) Value {
	from := s.Now
	switch today = today && f.Scope.Daily(); {
	case today:
		from = s.Headline.Today.From
	case f.Scope.Windowed():
		from = s.Headline.HalfHour.From
	case (f.rule == ruleActivity || f.rule == ruleSilence) && a.Oldest.Running:
		from = a.Oldest.Since // what the agent did since then
	}
	return f.bounded(s, from, f.agent(a, today))
}

// OfRow returns a thread's figure with its bound: a wait may be longer if the beginning of its chat is missing. f
// must have ScopeRow.
func (f *Figure) OfRow(s *Snapshot, r *Row) Value {
	return f.Bounded(f.row(r, s.Now), &s.Coverage, Span{s.Now, s.Now}, r.Key)
}

func (f *Figure) bounded(s *Snapshot, from time.Time, v Value) Value {
	return f.Bounded(v, &s.Coverage, Span{from, s.Now}, Key{})
}

// Bounded returns v with the bound that the figure's rule gives it for a span of time, and for a thread if it is
// of one. v.UpTo must hold the largest possible count.
func (f *Figure) Bounded(v Value, c *Coverage, in Span, of Key) Value {
	b := max(v.Bound, c.bound(f.rule, in.To, in.From, v.UpTo > v.Number))
	if f.rule == ruleWaits && v.Unit == UnitMax && c.Unobserved(in.To) {
		b = max(b, BoundLeast) // one that is not sure may have waited longer
	}
	if f.rule == ruleKnownWait && slices.Contains(c.Debts.Capped, of) {
		b = max(b, BoundLeast)
	}
	if f.rule == ruleSilence && v.OK && c.mayLackSince(in.To, in.To.Add(-v.Duration())) {
		switch b { // unread messages from before the agent's window may be the agent's
		case BoundExact:
			b = BoundMost
		case BoundLeast: // not a word from them is known
			b = BoundUnknown
		}
	}
	if b == BoundAbout && f.rule == ruleEnds && !c.Debts.stale(in.To) {
		b = BoundLeast // those counted certainly ended so; only with failing threads may they have been answered since
	}
	return v.Bounded(b, v.UpTo)
}
