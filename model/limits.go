package model

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"floorwatch/model/safetext"
)

// A Level says how bad a figure is. The screen shows it by a mark and a word, never by colour alone.
type Level uint8

// Levels. LevelNone is a figure without data, or with too little to judge (drawn grey).
const (
	LevelNone Level = iota
	LevelOK
	LevelWarn
	LevelCritical
	LevelSevere
)

// String is the word for programs (configuration, JSON, CSV, the command of [alerts]); it never changes. A figure
// without data is "ok".
func (l Level) String() string {
	return [...]string{"ok", "ok", "warn", "critical", "severe"}[min(l, LevelSevere)]
}

// Word is the word for people, possibly to be capitalised; "" for a level that needs none.
func (l Level) Word() string {
	return [...]string{"", "", "warning", "critical", "severe"}[min(l, LevelSevere)]
}

// LevelOf returns the level that a word of String stands for; LevelNone if there is none.
func LevelOf(word string) Level {
	for l := LevelSevere; l > LevelNone; l-- {
		if word == l.String() {
			return l
		}
	}
	return LevelNone
}

// FloodFrom is how many messages of a visitor count in a minute; more are a flood.
const FloodFrom = 50

// Thresholds are the values at which a clock reaches its levels, inclusive. A zero Severe: there is no such level.
type Thresholds struct {
	Warn     time.Duration `toml:"warn"`
	Critical time.Duration `toml:"critical"`
	Severe   time.Duration `toml:"severe"`
}

// CountThresholds are the values at which a count reaches its levels.
type CountThresholds struct {
	Warn     int `toml:"warn"`
	Critical int `toml:"critical"`
}

// ServiceThresholds are the goal of a service level and the percentages below which it is bad.
type ServiceThresholds struct {
	Within   time.Duration `toml:"within"`
	Warn     int           `toml:"warn"`      // per cent; below is warn
	Critical int           `toml:"critical"`  // per cent; below is critical
	MinTurns int           `toml:"min_turns"` // with fewer decided turns there is no level
}

// Limits are the [limits] section: which level each figure gets at which value.
type Limits struct {
	First       Thresholds        `toml:"first"`         // wait for the first reply
	Next        Thresholds        `toml:"next"`          // wait for a later reply
	Unseen      Thresholds        `toml:"unseen"`        // unseen by the agent
	SeenNoReply Thresholds        `toml:"seen_no_reply"` // seen, no reply
	Silent      Thresholds        `toml:"silent"`        // the owner has written nothing
	Assigned    Thresholds        `toml:"assigned"`      // an agent has a waiting chat and has not written in it since it was assigned; all zero: no limit
	DataAge     Thresholds        `toml:"data_age"`
	Concurrency CountThresholds   `toml:"concurrency"` // reached above the value
	Missed      CountThresholds   `toml:"missed"`      // in 30 min
	FirstReply  ServiceThresholds `toml:"first_reply"` // service level of first responses
	NextReply   ServiceThresholds `toml:"next_reply"`  // service level of next responses
}

// DefaultLimits returns the defaults, as config.example.toml documents them.
func DefaultLimits() Limits {
	s := time.Second
	return Limits{
		First:       Thresholds{30 * s, 60 * s, 300 * s},
		Next:        Thresholds{60 * s, 120 * s, 300 * s},
		Unseen:      Thresholds{20 * s, 45 * s, 0},
		SeenNoReply: Thresholds{45 * s, 90 * s, 0},
		Silent:      Thresholds{180 * s, 300 * s, 0},
		DataAge:     Thresholds{10 * s, 60 * s, 0},
		Concurrency: CountThresholds{3, 5},
		Missed:      CountThresholds{1, 3},
		FirstReply:  ServiceThresholds{30 * s, 80, 70, 5},
		NextReply:   ServiceThresholds{60 * s, 80, 70, 5},
	}
}

// Retention is the [keep] section: how much a Board remembers. 0 means the default.
type Retention struct {
	Hours             int `toml:"hours"`               // messages from before today and older than this are dropped
	MessagesPerThread int `toml:"messages_per_thread"` // texts kept per thread, in fact for all threads of a visitor together
	Messages          int `toml:"messages"`            // texts kept in total
	Rows              int `toml:"rows"`                // messages kept in total, most of them without text
}

// HeldRows returns the maximum number of messages that a Board holds, with or without text.
func (k Retention) HeldRows() int {
	return cmp.Or(max(k.Rows, 0), max(DefaultRetention().Rows, 2*k.Messages))
}

// DefaultRetention returns the defaults of [keep]: 24 h of a large floor.
func DefaultRetention() Retention {
	return Retention{Hours: 24, MessagesPerThread: 500, Messages: 200_000, Rows: 400_000}
}

// A Team is a [[team]] section: a group of agents, optionally with their own limits and hours.
type Team struct {
	Name        string    `toml:"name"`
	Agents      []AgentID `toml:"agents"`
	Departments []string  `toml:"departments"`
	Limits      *Limits   `toml:"limits"`
	Hours       *Hours    `toml:"hours"` // what they do not set is the floor's
}

// ViewLimits returns the limits for the figures of a team's view: the team's own, else the floor's; team "" is the
// whole floor. For those of one chat see Board.LimitsOf.
func ViewLimits(floor Limits, teams []Team, team string) Limits {
	for i := range teams {
		if t := &teams[i]; team != "" && t.Name == team && t.Limits != nil {
			return *t.Limits
		}
	}
	return floor
}

// Validate returns all errors in the limits, joined; each begins with its key below prefix.
func (l Limits) Validate(prefix string) error {
	return errors.Join(
		l.First.validate(prefix+".first"), l.Next.validate(prefix+".next"),
		l.Unseen.validate(prefix+".unseen"), l.SeenNoReply.validate(prefix+".seen_no_reply"),
		l.Silent.validate(prefix+".silent"), l.DataAge.validate(prefix+".data_age"), l.Assigned.validateOptional(prefix+".assigned"),
		l.Concurrency.validate(prefix+".concurrency"), l.Missed.validate(prefix+".missed"),
		l.FirstReply.validate(prefix+".first_reply"), l.NextReply.validate(prefix+".next_reply"),
	)
}

// validateOptional is validate, but allows all zero.
func (s Thresholds) validateOptional(key string) error {
	if s == (Thresholds{}) {
		return nil
	}
	return s.validate(key)
}

func (s Thresholds) validate(key string) error {
	var errs []error
	if s.Warn < time.Second {
		errs = append(errs, fmt.Errorf("%s.warn must be at least 1s, the resolution of Acquire's times", key))
	}
	if s.Critical < s.Warn {
		errs = append(errs, fmt.Errorf("%s.critical must not be below warn", key))
	}
	if s.Severe != 0 && s.Severe < s.Critical {
		errs = append(errs, fmt.Errorf("%s.severe must not be below critical (0s: there is no such level)", key))
	}
	return errors.Join(errs...)
}

func (c CountThresholds) validate(key string) error {
	var errs []error
	if c.Warn < 1 {
		errs = append(errs, fmt.Errorf("%s.warn must be at least 1", key))
	}
	if c.Critical < c.Warn {
		errs = append(errs, fmt.Errorf("%s.critical must not be below warn", key))
	}
	return errors.Join(errs...)
}

func (s ServiceThresholds) validate(key string) error {
	var errs []error
	if s.Within < time.Second {
		errs = append(errs, fmt.Errorf("%s.within must be at least 1s, the resolution of Acquire's times", key))
	}
	if s.Warn < 1 || s.Warn > 100 {
		errs = append(errs, fmt.Errorf("%s.warn is a percentage and must be from 1 to 100", key))
	}
	if s.Critical < 0 || s.Critical > s.Warn {
		errs = append(errs, fmt.Errorf("%s.critical is a percentage and must be from 0 to warn", key))
	}
	if s.MinTurns < 1 {
		errs = append(errs, fmt.Errorf("%s.min_turns must be at least 1", key))
	}
	return errors.Join(errs...)
}

// Validate returns all errors in the section, joined. The upper bounds keep a typing error from filling the memory
// of a shared machine.
func (k Retention) Validate() error {
	var errs []error
	for _, b := range []struct {
		key          string
		n, low, high int
	}{
		{"keep.hours", k.Hours, 1, 168},
		{"keep.messages_per_thread", k.MessagesPerThread, 10, 100_000},
		{"keep.messages", k.Messages, 1_000, 5_000_000},
		{"keep.rows", k.Rows, 1_000, 10_000_000},
	} {
		if b.n < b.low || b.n > b.high {
			errs = append(errs, fmt.Errorf("%s must be from %d to %d", b.key, b.low, b.high))
		}
	}
	return errors.Join(errs...)
}

// ValidateTeams returns all errors in the [[team]] sections, joined.
func ValidateTeams(teams []Team) error {
	var errs []error
	names := map[string]bool{}
	for i, t := range teams {
		key := fmt.Sprintf("team[%d]", i)
		if t.Name == "" {
			errs = append(errs, fmt.Errorf("%s.name must not be empty", key))
		}
		if names[t.Name] {
			errs = append(errs, fmt.Errorf("%s.name is the name of another team too", key))
		}
		names[t.Name] = true
		if len(t.Agents) == 0 && len(t.Departments) == 0 {
			errs = append(errs, fmt.Errorf("%s must name agents or departments", key))
		}
		if t.Limits != nil {
			errs = append(errs, t.Limits.Validate(key+".limits"))
		}
		if t.Hours != nil {
			errs = append(errs, t.Hours.Validate(key+".hours"))
		}
	}
	return errors.Join(errs...)
}

// TeamOf returns the team of an agent: the first that lists the id, else the first that lists the department; nil
// if none does.
func TeamOf(teams []Team, a AgentID, department safetext.Text) *Team {
	var other *Team
	for i := range teams {
		t := &teams[i]
		if slices.Contains(t.Agents, a) {
			return t
		}
		if other == nil && !department.IsEmpty() && slices.Contains(t.Departments, department.String()) {
			other = t
		}
	}
	return other
}

// TeamHas reports whether a chat concerns the team called name: its owner is in that team (of is the owner's
// team), or it has no owner. Acquire does not say which department an unassigned chat is meant for, and a visitor
// filtered out by every team's leader would wait for ever.
func TeamHas(name string, owner AgentID, of *Team) bool {
	return owner == 0 || of != nil && of.Name == name
}

// Title is the name of what is shown, for people: the floor, and the team if only a team is shown. own is the name
// of a floor whose stream has none.
func (s *Snapshot) Title(own string) string {
	name, team := s.FloorName(own), s.TeamTitle()
	if name == "" || team == "" {
		return name + team
	}
	return name + ", " + team
}

// TeamTitle is the team part of Title; empty if the whole floor is shown.
func (s *Snapshot) TeamTitle() string {
	if s == nil || s.Team.IsEmpty() {
		return ""
	}
	return "team " + s.Team.String()
}

// Goal returns how long a first reply, or a later one, may take to be in time.
func (l *Limits) Goal(first bool) time.Duration {
	if first {
		return l.FirstReply.Within
	}
	return l.NextReply.Within
}

// PastGoal reports whether a response time is longer than the goal of a first reply, or of a later one. One that
// is at most what it says may be within it.
func (l *Limits) PastGoal(first bool, v Value) bool {
	return v.Known() && v.Bound != BoundMost && v.Duration() > l.Goal(first)
}

// PastGoal counts the visitors who have certainly waited longer than the goal. Nobody waits for certain on an old
// floor: there it counts those who had then.
func (s *Snapshot) PastGoal() int {
	n := 0
	for _, r := range s.WaitingRows() {
		if r.PastGoal() || s.Old && r.TimeLeft < 0 {
			n++
		}
	}
	return n
}

// PastGoal reports whether the visitor has certainly waited longer than the goal. A reply exactly at the goal is
// in time.
func (r *Row) PastGoal() bool { return r.Wait.Running && !r.Unsure && r.TimeLeft < 0 }

// WaitLevel returns the level of a wait of d for a first reply, or for a later one.
func (l *Limits) WaitLevel(first bool, d time.Duration) Level { return l.Thresholds(first).Level(d) }

// Thresholds returns the limits of a wait for a first reply, or for a later one.
func (l *Limits) Thresholds(first bool) Thresholds {
	if first {
		return l.First
	}
	return l.Next
}

// Level returns the level of a clock at d. A threshold is inclusive; 0 means there is no such level.
func (s Thresholds) Level(d time.Duration) Level {
	switch {
	case s.Severe > 0 && d >= s.Severe:
		return LevelSevere
	case s.Critical > 0 && d >= s.Critical:
		return LevelCritical
	case s.Warn > 0 && d >= s.Warn:
		return LevelWarn
	}
	return LevelOK
}

// Reached returns the level of n if thresholds are inclusive.
func (c CountThresholds) Reached(n int) Level {
	switch {
	case c.Critical > 0 && n >= c.Critical:
		return LevelCritical
	case c.Warn > 0 && n >= c.Warn:
		return LevelWarn
	}
	return LevelOK
}

// Above returns the level of n if thresholds are exclusive.
func (c CountThresholds) Above(n int) Level { return c.Reached(n - 1) }

// Level returns the level of a share, or LevelNone if there are too few turns to judge. If some turns may have to
// be left out, it is the better of the levels with and without them, which the share has certainly reached.
func (s ServiceThresholds) Level(of ServiceLevel) Level {
	if of.Unsure > 0 {
		worst := of
		worst.Unsure = 0
		return min(s.Level(worst), s.Level(of.Best()))
	}
	switch {
	case of.Of == 0 || of.Of < s.MinTurns:
		return LevelNone
	case 100*of.In < s.Critical*of.Of:
		return LevelCritical
	case 100*of.In < s.Warn*of.Of:
		return LevelWarn
	}
	return LevelOK
}
