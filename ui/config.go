package ui

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
	"floorwatch/ui/privacy"
	"floorwatch/ui/threads"
	"floorwatch/ui/wall"
)

// Colours are the [theme] section: colours that replace a theme's.
type Colours = draw.Colours

// Config is the [screen] section, and what the screen needs of other sections.
type Config struct {
	Name     string `toml:"name"`     // of the floor, at the top of the screen
	Timezone string `toml:"timezone"` // of every time on the screen: "Local", "UTC" or an IANA name
	Theme    string `toml:"theme"`    // auto, dark, light, contrast or mono
	ASCII    bool   `toml:"ascii"`    // draw with ASCII only
	Mouse    bool   `toml:"mouse"`    // wheel and clicks; disables the terminal's own text selection
	FPS      int    `toml:"fps"`      // frames a second at most
	Address  string `toml:"address"`  // of a chat in Acquire, to open and to copy; {chat}, {visitor} and {thread} stand for the numbers
	// Export is the folder into which a key exports what is listed; empty: no exports.
	Export      string                `toml:"export"`
	ExportTexts bool                  `toml:"export_texts"` // export messages too
	Views       []threads.SavedFilter `toml:"views"`        // saved filters, on the number keys

	// Alerts are the [alerts] section.
	Alerts alert.Config `toml:"-"`

	// Wall is the [wall] section, for the key that shows it.
	Wall wall.Config `toml:"-"`
	// Privacy is the [privacy] section.
	Privacy privacy.Config `toml:"-"`
	// Colours are the [theme] section.
	Colours draw.Colours `toml:"-"`
	// Keys are the [keys] section.
	Keys keymap.Keys `toml:"-"`
	// Teams are the [[team]] sections: threads can be filtered by them.
	Teams []model.Team `toml:"-"`
	// Me is the user who acknowledges and claims here, if this program polls itself; a server identifies its clients.
	Me safetext.Text `toml:"-"`
	// KeptHours is for how long messages from before today are kept; 0: not known, as with another program's floor.
	KeptHours int `toml:"-"`
	// Version is this program's version, as it names itself.
	Version string `toml:"-"`
	// ReadOnly disables the keys that change what others see or copy it.
	ReadOnly bool `toml:"-"`
	// NoUnicode draws everything in ASCII, strangers' text too: a terminal with another
	// charset may take the bytes of a letter for a control character.
	NoUnicode bool `toml:"-"`
	// Browse opens an address in the user's own browser; nil: addresses are copied.
	Browse func(address string) error `toml:"-"`
	// Write writes rows, headings first, into a new file in Export and returns its path; nil: no exports.
	Write func(name string, rows [][]string) (path string, err error) `toml:"-"`
	// Clock is the clock of the ticks; nil means time.Now. A replay has its own.
	Clock func() time.Time `toml:"-"`
}

// The allowed frame rates. Bubble Tea's limit is 120, and nobody sees more than 60.
const (
	minFPS = 1
	maxFPS = 60
)

// DefaultConfig returns the defaults of config.example.toml.
func DefaultConfig() Config {
	return Config{
		Timezone: "Local",
		Theme:    "auto",
		FPS:      30,
		Alerts:   alert.DefaultConfig(),
		Wall:     wall.DefaultConfig(),
		Privacy:  privacy.DefaultConfig(),
	}
}

// Validate returns everything that is wrong with c, joined, each naming its key.
func (c Config) Validate() error {
	var errs []error
	if _, err := c.location(); err != nil {
		errs = append(errs, fmt.Errorf(`screen.timezone is %q, must be "Local", "UTC" or a name like "Europe/Vienna"`, c.Timezone))
	}
	if !slices.Contains(draw.ThemeNames(), c.Theme) {
		errs = append(errs, fmt.Errorf("screen.theme is %q, must be one of %s", c.Theme, strings.Join(draw.ThemeNames(), ", ")))
	}
	if c.FPS < minFPS || c.FPS > maxFPS {
		errs = append(errs, fmt.Errorf("screen.fps is %d, must be from %d to %d", c.FPS, minFPS, maxFPS))
	}
	if len(c.Views) > threads.MaxViews {
		errs = append(errs, fmt.Errorf("screen.views has %d views, must have at most %d", len(c.Views), threads.MaxViews))
	}
	for i, v := range c.Views {
		errs = append(errs, v.Validate(fmt.Sprintf("screen.views[%d]", i), c.Teams))
	}
	if c.Export != "" && !filepath.IsAbs(c.Export) {
		errs = append(errs, fmt.Errorf("screen.export is %q, must be a folder by its whole path", c.Export))
	}
	if err := checkAddress(c.Address); err != nil {
		errs = append(errs, err)
	}
	return errors.Join(append(errs, c.Colours.Validate(), c.Keys.Validate())...)
}

// location returns the time zone of the screen. An empty one is Local; LoadLocation would
// return UTC, which nobody means by leaving it out.
func (c Config) location() (*time.Location, error) {
	if c.Timezone == "" {
		return time.Local, nil
	}
	return time.LoadLocation(c.Timezone)
}

// Location is the time zone of the screen and of "today"; UTC if it is invalid.
func (c Config) Location() *time.Location {
	zone, err := c.location()
	if err != nil {
		return time.UTC
	}
	return zone
}

// Base is what the wall and --plain need to know of c.
func (c Config) Base() draw.Screen {
	return draw.Screen{Name: c.Name, Zone: c.Location(), Theme: c.Theme, Own: c.Colours, ASCII: c.ASCII, NoUnicode: c.NoUnicode, Replay: c.Clock != nil}
}
