package model

import (
	"slices"
	"time"

	"floorwatch/model/safetext"
)

// TeamOf returns the team that an agent of a department is in: the first that
// has the id, else the first that has the department; nil where there is none.
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

// Target is the longest that a first reply, or a later one, may take to be in time.
func (l *Limits) Target(first bool) time.Duration {
	if first {
		return l.FirstReply.Within
	}
	return l.NextReply.Within
}

// WaitLevel is how bad a wait of d for a first reply, or for a later one, is.
func (l *Limits) WaitLevel(first bool, d time.Duration) Level { return l.Steps(first).Level(d) }

// Steps are the levels of a wait.
func (l *Limits) Steps(first bool) Steps {
	if first {
		return l.First
	}
	return l.Next
}

// Level returns how bad a clock at d is. A limit is reached at its value; a step of 0 is none.
func (s Steps) Level(d time.Duration) Level {
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

// Reached is the level of a count n that reaches a limit at its value.
func (c Counts) Reached(n int) Level {
	switch {
	case c.Critical > 0 && n >= c.Critical:
		return LevelCritical
	case c.Warn > 0 && n >= c.Warn:
		return LevelWarn
	}
	return LevelOK
}

// Above is the level of a count n that reaches a limit above its value.
func (c Counts) Above(n int) Level {
	switch {
	case c.Critical > 0 && n > c.Critical:
		return LevelCritical
	case c.Warn > 0 && n > c.Warn:
		return LevelWarn
	}
	return LevelOK
}

// Level is how bad a share is; LevelNone where there are too few turns to say.
func (s Service) Level(of ServiceLevel) Level {
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
