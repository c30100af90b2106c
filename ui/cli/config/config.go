// Package config reads the configuration file: where it is, what it may contain and
// what is wrong with it. Each package owns its sections; this package combines them.
// It imports the packages it configures and nothing of the command line.
package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"floorwatch/model"
	"floorwatch/poller"
	"floorwatch/poller/acquire"
	"floorwatch/poller/history"
	"floorwatch/poller/record"
	"floorwatch/poller/regular"
	"floorwatch/poller/serve"
	"floorwatch/ui"
	"floorwatch/ui/alert"
	"floorwatch/ui/keymap"
	"floorwatch/ui/privacy"
	"floorwatch/ui/suggest"
	"floorwatch/ui/wall"
)

// Config is the whole configuration file. Each package owns its sections. What a package needs
// from other sections is added by the methods of compose.go only.
type Config struct {
	API    acquire.Config  `toml:"api"`
	Poll   poller.Config   `toml:"poll"`
	Watch  []poller.Watch  `toml:"watch"`
	Teams  []model.Team    `toml:"team"`
	Team   string          `toml:"-"` // the team shown, set by a flag; "" is the whole floor
	Hours  model.Hours     `toml:"hours"`
	People model.People    `toml:"people"`
	Limits model.Limits    `toml:"limits"`
	Keep   model.Retention `toml:"keep"`
	Screen ui.Config       `toml:"screen"`

	Record  record.Config   `toml:"record"`
	Serve   serve.Config    `toml:"serve"`
	History history.Config  `toml:"history"`
	Shifts  []history.Shift `toml:"shift"`
	Alerts  alert.Config    `toml:"alerts"`
	Routes  []alert.Route   `toml:"alert"`
	Wall    wall.Config     `toml:"wall"`
	Privacy privacy.Config  `toml:"privacy"`
	Keys    keymap.Keys     `toml:"keys"`
	Theme   ui.Colours      `toml:"theme"`
}

// Default returns the defaults of config.example.toml.
func Default() Config {
	return Config{
		API:     acquire.DefaultConfig(),
		Poll:    poller.DefaultConfig(),
		People:  model.DefaultPeople(),
		Limits:  model.DefaultLimits(),
		Keep:    model.DefaultRetention(),
		Screen:  ui.DefaultConfig(),
		Record:  record.DefaultConfig(),
		History: history.DefaultConfig(),
		Alerts:  alert.DefaultConfig(),
		Wall:    wall.DefaultConfig(),
		Privacy: privacy.DefaultConfig(),
	}
}

// Read reads and checks a configuration file. Its error lists all problems,
// each with key and line but never with a value.
func Read(path string) (Config, error) {
	data, info, err := regular.Read(path, maxFile)
	if errors.Is(err, fs.ErrNotExist) {
		return Config{}, fmt.Errorf("there is no configuration at %s: `floorwatch init --config %[1]s` writes one to fill in", path)
	}
	if err != nil {
		return Config{}, fmt.Errorf("cannot read the configuration: %w", err)
	}
	if err := trusted(path, info); err != nil {
		return Config{}, err
	}
	c, err := parse(path, data)
	if err == nil {
		err = secretRoutes(path, info, c.Routes)
	}
	if err != nil {
		return Config{}, err
	}
	c.nameDemo()
	return c, nil
}

// secretRoutes refuses a file with a webhook's address or key that others may read: with those one
// can write to a team's channel or raise incidents.
func secretRoutes(path string, info fs.FileInfo, routes []alert.Route) error {
	for i := range routes {
		if mode := info.Mode().Perm(); routes[i].Secret() && regular.ModeBits && mode&0o077 != 0 {
			return fmt.Errorf("[[alert]] block %d of %s holds an address or a key, and others may read the file (mode %#o): put the address into a webhook_file, or type: chmod go= %s",
				i+1, path, mode, acquire.ShellQuote(path))
		}
	}
	return nil
}

// maxFile limits the file's size, fifty times the example's.
const maxFile = 512 << 10

// trusted returns an error if others may have written the configuration: it names
// commands to run and the server that gets the token.
func trusted(path string, info fs.FileInfo) error {
	if uid, foreign := regular.Foreign(info); foreign {
		return fmt.Errorf("the configuration %s belongs to user %d, and it names commands that are run: it must belong to you or to root", path, uid)
	}
	if mode := info.Mode().Perm(); regular.ModeBits && mode&0o022 != 0 {
		return fmt.Errorf("others may write the configuration %s (mode %#o), and it names commands that are run: type: chmod go-w %s",
			path, mode, acquire.ShellQuote(path))
	}
	return nil
}

// decode applies the file to the defaults. A team's limits and hours are applied to
// the floor's, so a team sets only what differs.
func decode(data []byte) (Config, error) {
	c := Default()
	written, err := toml.NewDecoder(bytes.NewReader(data)).Decode(&c)
	if err != nil {
		return Config{}, err
	}
	for _, key := range written.Keys() {
		if len(key) == 2 && key[0] == "poll" {
			c.Poll.Written = append(c.Poll.Written, key[1])
		}
	}
	var teams struct {
		Team []struct {
			Limits toml.Primitive `toml:"limits"`
		} `toml:"team"`
	}
	md, err := toml.NewDecoder(bytes.NewReader(data)).Decode(&teams)
	if err != nil {
		return Config{}, err
	}
	for i := range c.Teams {
		if h := c.Teams[i].Hours; h != nil && c.Hours.Validate("hours") == nil { // otherwise the floor's errors would repeat for the team
			*h = h.WithDefaults(c.Hours)
		}
		if c.Teams[i].Limits == nil {
			continue
		}
		limits := c.Limits
		if err := md.PrimitiveDecode(teams.Team[i].Limits, &limits); err != nil {
			return Config{}, err
		}
		c.Teams[i].Limits = &limits
	}
	return c, nil
}

// check validates every package's part. The errors begin with the key.
func (c Config) check() []problem {
	errs := []error{
		c.API.Validate(), c.Polling().Validate(), model.ValidateTeams(c.Teams), c.Hours.Validate("hours"), c.People.Validate(),
		c.Limits.Validate("limits"), c.Keep.Validate(), c.Dashboard().Validate(), c.Alerts.Validate(), alert.ValidateRoutes(c.Routes, teamNames(c.Teams)), c.Wall.Validate(), c.Privacy.Validate(),
		c.Record.Validate(), c.Serve.Validate(), c.History.Validate(), history.ValidateShifts(c.Shifts),
	}
	var out []problem
	for _, err := range flatten(errs) {
		key, text, _ := strings.Cut(err.Error(), " ")
		out = append(out, problem{key: key, text: text})
	}
	return out
}

// flatten splits joined errors.
func flatten(errs []error) []error {
	var out []error
	for _, err := range errs {
		var joined interface{ Unwrap() []error }
		switch {
		case err == nil:
		case errors.As(err, &joined):
			out = append(out, flatten(joined.Unwrap())...)
		default:
			out = append(out, err)
		}
	}
	return out
}

// Find returns the path of the configuration: the flag's, otherwise the user's,
// otherwise system, the machine's, so that all dashboards of a server judge alike.
// An empty system means none. The current directory is never searched, so that a
// file placed there by others cannot send the token elsewhere.
func Find(flag string, getenv func(string) string, system string) (string, error) {
	if flag != "" {
		return flag, nil
	}
	path, noHome := UserPath(getenv)
	for _, p := range []string{path, system} {
		if _, err := os.Stat(p); p != "" && err == nil { // a home that a service may not enter counts as empty
			return p, nil
		}
	}
	if noHome != nil {
		return "", noHome
	}
	here := ""
	for _, name := range []string{"config.toml", "floorwatch.toml"} {
		if _, err := os.Stat(name); err == nil {
			here = fmt.Sprintf("; the %s of this folder is read only with --config %[1]s", name)
			break
		}
	}
	return "", fmt.Errorf("there is no configuration yet: `floorwatch --demo` shows an invented floor, `floorwatch init` writes %s to fill in%s", path, here)
}

// SystemPath returns the path of the machine-wide configuration; empty on Windows, where
// every user could create such a folder.
func SystemPath() string {
	if runtime.GOOS == "windows" {
		return ""
	}
	return "/etc/floorwatch/config.toml"
}

// CheckTeam returns an error if the configuration does not have the team shown.
func (c Config) CheckTeam() error {
	names := teamNames(c.Teams)
	switch {
	case c.Team == "" || slices.Contains(names, c.Team):
		return nil
	case len(names) == 0:
		return fmt.Errorf("--team is %q, and the configuration has no [[team]]", c.Team)
	}
	if best := suggest.Nearest(c.Team, names); best != "" {
		return fmt.Errorf("--team is %q, which is not a [[team]] (did you mean %q?)", c.Team, best)
	}
	return fmt.Errorf("--team is %q, which is not a [[team]]: they are %s", c.Team, QuotedList(names))
}

// QuotedList names at most ten names, as typed.
func QuotedList(names []string) string {
	var list []string
	for i, name := range names {
		if i == 10 {
			list = append(list, "…")
			break
		}
		list = append(list, strconv.Quote(name))
	}
	return strings.Join(list, ", ")
}

func teamNames(teams []model.Team) []string {
	var names []string
	for _, t := range teams {
		names = append(names, t.Name)
	}
	return names
}
