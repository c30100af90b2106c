package history

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Config is the [history] section of the configuration.
type Config struct {
	Dir       string   `toml:"dir"`        // a folder; empty: figures are not stored
	KeepDays  int      `toml:"keep_days"`  // how many days to keep; 0: all
	ChatsDays int      `toml:"chats_days"` // how many days to keep the chats to look at; 0: do not store them
	Agents    *bool    `toml:"agents"`     // store figures of each agent; required if Dir is set
	Weeks     int      `toml:"weeks"`      // how many past weeks the usual values are computed from
	Except    []string `toml:"except"`     // dates that are left out of the usual values
}

// DefaultConfig stores nothing until a folder is set.
func DefaultConfig() Config { return Config{KeepDays: 800, ChatsDays: 90, Weeks: 8} }

// Validate returns all problems of the section; each error begins with its key.
func (c Config) Validate() error {
	var errs []error
	add := func(bad bool, text string) {
		if bad {
			errs = append(errs, errors.New(text))
		}
	}
	add(c.KeepDays < 0, "history.keep_days must not be below 0")
	add(c.ChatsDays < 0, "history.chats_days must not be below 0")
	add(c.KeepDays > 0 && c.KeepDays < c.ChatsDays, "history.keep_days must not be below chats_days")
	add(c.Weeks < 4 || c.Weeks > 26, "history.weeks must be from 4 to 26")
	add(c.Dir != "" && c.Agents == nil, "history.agents must be said where dir is set: true keeps figures of each agent, false only those of teams and the floor")
	for i, date := range c.Except {
		_, err := time.Parse(time.DateOnly, date)
		add(err != nil, fmt.Sprintf("history.except[%d] must be a date such as 2026-12-24", i))
	}
	return errors.Join(errs...)
}

// ValidateShifts returns all problems of the [[shift]] sections.
func ValidateShifts(shifts []Shift) error {
	var errs []error
	var names []string
	for i, s := range shifts {
		if err := s.Check(); err != nil {
			errs = append(errs, fmt.Errorf("shift[%d] %w", i, err))
		}
		if slices.Contains(names, s.Name) {
			errs = append(errs, fmt.Errorf("shift[%d].name is that of another shift", i))
		}
		names = append(names, s.Name)
	}
	return errors.Join(errs...)
}

// UsualOptions returns the settings of the usual values.
func (c Config) UsualOptions() UsualOptions { return UsualOptions{Weeks: c.Weeks, Except: c.Except} }
