package model

import (
	"cmp"
	"time"
)

// A Level says how bad a figure is. It has a mark and a word on the screen, never colour alone.
type Level uint8

// Levels. LevelNone is a figure without data, or with too little to judge (drawn grey).
const (
	LevelNone Level = iota
	LevelOK
	LevelWarn
	LevelCritical
	LevelSevere
)

// Steps are the values at which a clock reaches its levels; a limit is reached
// at its value. A zero Severe means that the figure has no such level.
type Steps struct {
	Warn     time.Duration `toml:"warn"`
	Critical time.Duration `toml:"critical"`
	Severe   time.Duration `toml:"severe"`
}

// Counts are the values at which a count reaches its levels.
type Counts struct {
	Warn     int `toml:"warn"`
	Critical int `toml:"critical"`
}

// Service is a service level's target and the percentages below which it is bad.
type Service struct {
	Within   time.Duration `toml:"within"`
	Warn     int           `toml:"warn"`     // per cent; below is warn
	Critical int           `toml:"critical"` // per cent; below is critical
	MinTurns int           `toml:"min_turns"`
}

// Limits are the [limits] section: when a figure gets which level.
type Limits struct {
	First       Steps   `toml:"first"`         // wait for the first reply
	Next        Steps   `toml:"next"`          // wait for a later reply
	Unseen      Steps   `toml:"unseen"`        // unseen by the agent
	SeenNoReply Steps   `toml:"seen_no_reply"` // seen, no reply
	Silent      Steps   `toml:"silent"`        // owner silent
	DataAge     Steps   `toml:"data_age"`
	Concurrency Counts  `toml:"concurrency"` // reached above the value
	Missed      Counts  `toml:"missed"`      // in 30 min
	FirstReply  Service `toml:"first_reply"` // service level of first responses
	NextReply   Service `toml:"next_reply"`  // service level of next responses
}

// DefaultLimits returns the defaults of metrics and of config.example.toml.
func DefaultLimits() Limits {
	s := time.Second
	return Limits{
		First:       Steps{30 * s, 60 * s, 300 * s},
		Next:        Steps{60 * s, 120 * s, 300 * s},
		Unseen:      Steps{20 * s, 45 * s, 0},
		SeenNoReply: Steps{45 * s, 90 * s, 0},
		Silent:      Steps{180 * s, 300 * s, 0},
		DataAge:     Steps{10 * s, 60 * s, 0},
		Concurrency: Counts{3, 5},
		Missed:      Counts{1, 3},
		FirstReply:  Service{30 * s, 80, 70, 5},
		NextReply:   Service{60 * s, 80, 70, 5},
	}
}

// Keep is the [keep] section: how much the Board remembers. A number of 0 means the default.
type Keep struct {
	Hours             int `toml:"hours"`               // messages older than this and from before today are forgotten
	MessagesPerThread int `toml:"messages_per_thread"` // texts kept for a thread, in fact for all threads of a visitor
	Messages          int `toml:"messages"`            // texts kept in all
	Rows              int `toml:"rows"`                // messages kept in all, most of them without a text
}

// HeldRows is how many messages a Board with this section holds at most, with or without their texts.
func (k Keep) HeldRows() int {
	return cmp.Or(max(k.Rows, 0), max(DefaultKeep().Rows, 2*k.Messages))
}

// DefaultKeep holds 24 h of a large floor.
func DefaultKeep() Keep {
	return Keep{Hours: 24, MessagesPerThread: 500, Messages: 200_000, Rows: 400_000}
}

// A Team is a [[team]] section: some agents with, where set, limits of their own.
type Team struct {
	Name        string    `toml:"name"`
	Agents      []AgentID `toml:"agents"`
	Departments []string  `toml:"departments"`
	Limits      *Limits   `toml:"limits"`
}
