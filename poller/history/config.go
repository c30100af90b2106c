package history

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Config is the [history] section.
type Config struct {
	Dir       string   `toml:"dir"`        // a folder; empty: nothing is kept
	KeepDays  int      `toml:"keep_days"`  // 0: all
	ChatsDays int      `toml:"chats_days"` // of the chats to look at; 0: none are kept
	Agents    *bool    `toml:"agents"`     // figures of each agent; must be said where Dir is set
	Weeks     int      `toml:"weeks"`      // of which is told what is usual
	Except    []string `toml:"except"`     // dates that are like no other
}

// DefaultConfig keeps nothing until a folder is named.
func DefaultConfig() Config { return Config{KeepDays: 800, ChatsDays: 90, Weeks: 8} }

// Validate returns all that is wrong; each error begins with its key.
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

// ValidateShifts returns all that is wrong with the [[shift]] sections.
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

// UsualOptions are what the section says of comparing.
func (c Config) UsualOptions() UsualOptions { return UsualOptions{Weeks: c.Weeks, Except: c.Except} }
