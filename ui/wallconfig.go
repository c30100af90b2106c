package ui

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"floorwatch/ui/privacy"
)

// WallFPS is the frame rate of a wall display: nothing on it moves more than once a second.
const WallFPS = 10

// WallConfig is the [wall] section, and what the wall takes from others.
type WallConfig struct {
	Rotate time.Duration `toml:"rotate"` // how long a page stays
	Pages  []string      `toml:"pages"`  // in their order: figures, waiting, agents, activity
	Names  bool          `toml:"names"`  // agents by name; visitors too, unless [privacy] hides them
	Text   bool          `toml:"text"`   // what visitors wrote last, as [privacy] lets it
	Night  string        `toml:"night"`  // when the screen is dimmed, "22:00-06:00"; empty: never

	Privacy privacy.Config `toml:"-"` // the [privacy] section

	// Clock says what time it is where that is not now: in a replay. nil is the clock itself.
	Clock func() time.Time `toml:"-"`
}

// How long a page may stay: shorter cannot be read, longer is no rotation.
const (
	minRotate = 5 * time.Second
	maxRotate = time.Hour
)

// A wallPage is what fills the wall for a while.
type wallPage string

const (
	pageFigures  wallPage = "figures"
	pageWaiting  wallPage = "waiting"
	pageAgents   wallPage = "agents"
	pageActivity wallPage = "activity"
)

func wallPages() []string {
	return []string{string(pageFigures), string(pageWaiting), string(pageAgents), string(pageActivity)}
}

// DefaultWall returns the defaults of config.example.toml.
func DefaultWall() WallConfig {
	return WallConfig{Rotate: 20 * time.Second, Pages: wallPages(), Privacy: privacy.DefaultConfig()}
}

// Validate returns everything that is wrong with c, joined, each naming its key.
func (c WallConfig) Validate() error {
	var errs []error
	if c.Rotate < minRotate || c.Rotate > maxRotate {
		errs = append(errs, fmt.Errorf(`wall.rotate is %v, must be from %v to %v (write "20s", with the unit)`, c.Rotate, minRotate, maxRotate))
	}
	if len(c.Pages) == 0 {
		errs = append(errs, fmt.Errorf("wall.pages is empty, must name at least one of %s", strings.Join(wallPages(), ", ")))
	}
	for i, p := range c.Pages {
		switch {
		case !slices.Contains(wallPages(), p):
			errs = append(errs, fmt.Errorf("wall.pages has %q, must be of %s", p, strings.Join(wallPages(), ", ")))
		case slices.Contains(c.Pages[:i], p):
			errs = append(errs, fmt.Errorf("wall.pages has %q twice", p))
		}
	}
	if _, err := parseNight(c.Night); err != nil {
		errs = append(errs, fmt.Errorf(`wall.night is %q, must be a span like "22:00-06:00", or empty`, c.Night))
	}
	return errors.Join(errs...)
}

// pages returns the pages that exist, all where none does.
func (c WallConfig) pages() []wallPage {
	var out []wallPage
	for _, p := range c.Pages {
		if slices.Contains(wallPages(), p) {
			out = append(out, wallPage(p))
		}
	}
	if len(out) == 0 {
		return []wallPage{pageFigures, pageWaiting, pageAgents, pageActivity}
	}
	return out
}

// rotate returns how long a page stays.
func (c WallConfig) rotate() time.Duration {
	if c.Rotate < minRotate {
		return DefaultWall().Rotate
	}
	return c.Rotate
}

// A night is a span of the day, by the clock on the wall. The zero night is none.
type night struct{ from, to int } // minutes of the day

func parseNight(s string) (night, error) {
	if s == "" {
		return night{}, nil
	}
	const layout = "15:04"
	first, last, _ := strings.Cut(s, "-")
	from, err := time.Parse(layout, strings.TrimSpace(first))
	to, err2 := time.Parse(layout, strings.TrimSpace(last))
	if err := errors.Join(err, err2); err != nil {
		return night{}, err
	}
	minutes := func(t time.Time) int { return 60*t.Hour() + t.Minute() }
	if minutes(from) == minutes(to) {
		return night{}, errors.New("starts when it ends")
	}
	return night{minutes(from), minutes(to)}, nil
}

// at reports whether it is night at t, by t's own zone.
func (n night) at(t time.Time) bool {
	m := 60*t.Hour() + t.Minute()
	if n.from <= n.to {
		return m >= n.from && m < n.to
	}
	return m >= n.from || m < n.to
}
