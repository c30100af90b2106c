package wall

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/ui/privacy"
)

// FPS is the frame rate of a wall display: nothing on it moves more than once a second.
const FPS = 10

// Config is the [wall] section, and what the wall needs of others.
type Config struct {
	Rotate time.Duration `toml:"rotate"` // how long a page stays
	Pages  []string      `toml:"pages"`  // in this order; of figures, waiting, agents, activity
	Names  Names         `toml:"names"`  // how agents are named: none, initials or full; with full also visitors, unless [privacy] hides them
	Text   bool          `toml:"text"`   // show the last message of each chat, as far as [privacy] allows
	Night  string        `toml:"night"`  // when the screen is dimmed, "22:00-06:00"; empty: never

	Privacy privacy.Config `toml:"-"` // the [privacy] section

	// Clock is the time in a replay; nil is the system clock.
	Clock func() time.Time `toml:"-"`
}

// The shortest and the longest time that a page may be shown: less cannot be read.
const (
	minRotate = 5 * time.Second
	maxRotate = time.Hour
)

// A wallPage is one of the pages that rotate.
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

// DefaultConfig returns the defaults of config.example.toml.
func DefaultConfig() Config {
	return Config{Rotate: 20 * time.Second, Pages: wallPages(), Names: NamesInitials, Privacy: privacy.DefaultConfig()}
}

// Validate returns every problem of c, joined, each with the name of its key.
func (c Config) Validate() error {
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
	switch c.Names {
	case NamesNone, NamesInitials, NamesFull:
	default:
		errs = append(errs, fmt.Errorf("wall.names is %q, must be %q, %q or %q", string(c.Names), NamesNone, NamesInitials, NamesFull))
	}
	if _, err := model.ParseDailySpan(c.Night); c.Night != "" && err != nil {
		errs = append(errs, fmt.Errorf(`wall.night is %q, must be a span like "22:00-06:00", or empty`, c.Night))
	}
	return errors.Join(errs...)
}

// pages returns the configured pages, or all if none of them exists.
func (c Config) pages() []wallPage {
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
func (c Config) rotate() time.Duration {
	if c.Rotate < minRotate {
		return DefaultConfig().Rotate
	}
	return c.Rotate
}
