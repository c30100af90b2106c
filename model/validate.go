package model

import (
	"errors"
	"fmt"
	"time"
)

// Validate returns everything that is wrong with the limits, joined, each
// error beginning with its key below prefix.
func (l Limits) Validate(prefix string) error {
	return errors.Join(
		l.First.validate(prefix+".first"), l.Next.validate(prefix+".next"),
		l.Unseen.validate(prefix+".unseen"), l.SeenNoReply.validate(prefix+".seen_no_reply"),
		l.Silent.validate(prefix+".silent"), l.DataAge.validate(prefix+".data_age"),
		l.Concurrency.validate(prefix+".concurrency"), l.Missed.validate(prefix+".missed"),
		l.FirstReply.validate(prefix+".first_reply"), l.NextReply.validate(prefix+".next_reply"),
	)
}

func (s Steps) validate(key string) error {
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

func (c Counts) validate(key string) error {
	var errs []error
	if c.Warn < 1 {
		errs = append(errs, fmt.Errorf("%s.warn must be at least 1", key))
	}
	if c.Critical < c.Warn {
		errs = append(errs, fmt.Errorf("%s.critical must not be below warn", key))
	}
	return errors.Join(errs...)
}

func (s Service) validate(key string) error {
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

// Validate returns everything that is wrong with the section, joined. The
// bounds keep a typing error from filling the memory of a shared box.
func (k Keep) Validate() error {
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

// ValidateTeams returns everything that is wrong with the [[team]] sections, joined.
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
	}
	return errors.Join(errs...)
}
