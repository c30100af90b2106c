package model

// The registry of figures. Every face walks it: the headline, the wall, the
// explanations, snapshot in all its formats, and the README's table. A new
// figure is a row in figures_floor.go or figures_agent.go and its computation
// on the Board; a test holds every face to that.

// A FigureID names a figure.
type FigureID uint8

// A Scope says what a figure is of.
type Scope uint8

// Scopes.
const (
	ScopeMoment      Scope = iota // the floor now
	ScopeWindow                   // the floor in a window: the last half hour, and today
	ScopeAgent                    // an agent now
	ScopeAgentHalf                // an agent in the last half hour
	ScopeAgentWindow              // an agent in the last half hour, and today
	ScopeRow                      // a thread's newest chat now
)

// OfFloor reports whether a figure of the scope is of the whole floor.
func (s Scope) OfFloor() bool { return s == ScopeMoment || s == ScopeWindow }

// OfAgent reports whether a figure of the scope is of one agent.
func (s Scope) OfAgent() bool { return s == ScopeAgent || s == ScopeAgentHalf || s == ScopeAgentWindow }

// Windowed reports whether a figure of the scope is of a span of time.
func (s Scope) Windowed() bool {
	return s == ScopeWindow || s == ScopeAgentHalf || s == ScopeAgentWindow
}

// Daily reports whether there is such a figure of today too.
func (s Scope) Daily() bool { return s == ScopeWindow || s == ScopeAgentWindow }

// A Figure is one row of the registry: what a number is called and how it
// comes about. Titles do not name the window; see Windowed.
type Figure struct {
	ID      FigureID
	Name    string // in --explain; unique within its scope
	Title   string
	Short   string // the title where it is narrow; empty: the same
	Help    string // one sentence, for README and Prometheus
	Formula string // how it is worked out, in words
	Unit    Unit
	Scope   Scope
	JSON    JSONNames
	Gauge   Gauge
	Perf    string // label among the performance data of snapshot's text; empty: not there

	floor  func(*Headline) Value       // of ScopeMoment
	window func(*Window) Value         // of ScopeWindow
	agent  func(*AgentRow, bool) Value // of an agent's scopes; true: of today
	row    func(*Row) Value            // of ScopeRow
}

// JSONNames are the fields that say a figure in JSON, as paths below figures
// (or its window, agent or chat). Those that are empty are not said.
type JSONNames struct {
	Value   string
	Level   string
	N       string // of how many values
	In      string // of a share: how many of them
	AtLeast string // whether the value may be more
}

// A Gauge is a figure in Prometheus, below the prefix floorwatch_.
type Gauge struct {
	Name  string // empty: the figure is not there
	Label string // what tells figures of one name apart, as in `reply="first"`
	Help  string // of the name, where several figures share it
}

// Figures returns the registry in the order in which figures are listed. The
// caller must not change it.
func Figures() []Figure { return registry.list }

// FigureOf returns a row of the registry; it has no Name where there is none.
func FigureOf(id FigureID) *Figure { return registry.byID[id] }

// registry is every figure, by order and by id. It never changes.
var registry = newRegistry()

type figureRegistry struct {
	list []Figure
	byID [256]*Figure
}

func newRegistry() *figureRegistry {
	r := &figureRegistry{}
	for _, part := range [][]Figure{momentFigures(), windowFigures(), agentFigures(), rowFigures()} {
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
		r.byID[f.ID] = f
	}
	return r
}

// Windowed is a title of the figure for a place that does not name the window
// otherwise: "Missed 30m", "Missed today".
func (f *Figure) Windowed(title string, today bool) string {
	switch {
	case !f.Scope.Windowed():
		return title
	case today && f.Scope.Daily():
		return title + " today"
	}
	return title + " 30m"
}

// Value is what the figure says in a Snapshot: of the agent or row that the
// subject names, where it is of one.
func (f *Figure) Value(s *Snapshot, of Subject) Value {
	switch f.Scope {
	case ScopeMoment:
		return f.floor(&s.Headline)
	case ScopeWindow:
		if of.Today {
			return f.window(&s.Headline.Today)
		}
		return f.window(&s.Headline.HalfHour)
	case ScopeRow:
		for i := range s.Threads {
			if s.Threads[i].Key == of.Key {
				return f.OfRow(&s.Threads[i])
			}
		}
	default:
		for i := range s.Agents {
			if s.Agents[i].ID == of.Agent {
				return f.OfAgent(&s.Agents[i], of.Today)
			}
		}
	}
	return Value{Unit: f.Unit}
}

// OfAgent is what a figure of an agent's scope says of an agent.
func (f *Figure) OfAgent(a *AgentRow, today bool) Value {
	return f.agent(a, today && f.Scope.Daily())
}

// OfRow is what a figure of ScopeRow says of a thread.
func (f *Figure) OfRow(r *Row) Value { return f.row(r) }
