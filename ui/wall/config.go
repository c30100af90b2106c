package wall

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"floorwatch/ui/privacy"
)

// FPS is the frame rate of a wall display: nothing on it moves more than once a second.
const FPS = 10

// Config is the [wall] section, and what the wall takes from others.
type Config struct {
	Rotate time.Duration `toml:"rotate"` // how long a page stays
	Pages  []string      `toml:"pages"`  // in their order: figures, waiting, agents, activity
	Names  Names         `toml:"names"`  // how agents are called: none, initials or full; visitors by name with full, unless [privacy] hides them
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

// DefaultConfig returns the defaults of config.example.toml.
func DefaultConfig() Config {
	return Config{Rotate: 20 * time.Second, Pages: wallPages(), Names: NamesInitials, Privacy: privacy.DefaultConfig()}
}

// Validate returns everything that is wrong with c, joined, each naming its key.
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
	if _, err := parseNight(c.Night); err != nil {
		errs = append(errs, fmt.Errorf(`wall.night is %q, must be a span like "22:00-06:00", or empty`, c.Night))
	}
	return errors.Join(errs...)
}

// pages returns the pages that exist, all where none does.
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
