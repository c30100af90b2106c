package alert

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"floorwatch/model"
)

// A Route is one [[alert]] block: which alerts it matches and who is called. Unset teams, kinds and level
// match everything. Several routes may match the same alert.
type Route struct {
	Name    string        `toml:"name"`            // in remarks and logs; empty: its place in the file
	Team    string        `toml:"team"`            // only chats of agents of this team; figures of the floor belong to none
	Teams   []string      `toml:"teams"`           // several teams
	Kinds   []string      `toml:"kinds"`           // wait, first_reply, next_reply, missed, data, coverage, assigned, flood, route
	Level   string        `toml:"level"`           // critical (the default) or severe
	After   time.Duration `toml:"after"`           // only alerts open for so long and neither acknowledged nor claimed: an escalation
	Quiet   []string      `toml:"quiet"`           // hours without calls, such as "22:00-07:00", in screen.timezone; alerts still open at their end are sent once
	Command []string      `toml:"command"`         // run with a Notice on its standard input; no shell
	Webhook string        `toml:"webhook"`         // https address that a Notice is posted to; a secret
	File    string        `toml:"webhook_file"`    // a file with that address, readable only by you
	OldFile string        `toml:"file"`            // the former name of webhook_file
	Ask     []string      `toml:"webhook_command"` // a command that prints that address; no shell
	Shape   string        `toml:"shape"`           // format posted: json (the default), slack, teams or pagerduty
	Key     string        `toml:"key"`             // pagerduty's routing key; a secret
	Every   time.Duration `toml:"every"`           // least time between notifications; 0: new alerts are sent at once, open ones every 30 s
	Times   int           `toml:"times"`           // how often an open alert is sent; 0: 4
}

// AddressFile returns the file that holds the webhook's address; "" if none is set.
func (r *Route) AddressFile() string { return cmp.Or(r.File, r.OldFile) }

// Secret reports whether the block itself contains a secret.
func (r *Route) Secret() bool { return r.Webhook != "" || r.Key != "" }

// teams returns the names of the teams whose chats a route matches; none: all.
func (r *Route) teams() []string {
	if r.Team == "" {
		return r.Teams
	}
	return append([]string{r.Team}, r.Teams...)
}

// every returns the least time between two notifications.
func (r *Route) every() time.Duration { return cmp.Or(r.Every, repeatEvery) }

// Shapes returns the formats that can be posted to a webhook.
func Shapes() []string { return []string{"json", "slack", "teams", "pagerduty"} }

// routeKinds returns the kinds of alerts that a route may name.
func routeKinds() []string {
	var all []string
	for k := model.ConcernWait; k < model.ConcernTest; k++ {
		all = append(all, k.String())
	}
	return all
}

// ValidateRoutes returns all errors of the blocks, joined, each naming its key.
// teams are the names of the configured teams.
func ValidateRoutes(routes []Route, teams []string) error {
	var errs []error
	for i, r := range routes {
		bad := func(key, format string, args ...any) {
			errs = append(errs, fmt.Errorf("alert[%d].%s %s", i, key, fmt.Sprintf(format, args...)))
		}
		for _, name := range r.teams() {
			if !slices.Contains(teams, name) {
				bad(map[bool]string{true: "team", false: "teams"}[name == r.Team], "names %q, which is not a [[team]]", name)
			}
		}
		for _, k := range r.Kinds {
			if !slices.Contains(routeKinds(), k) {
				bad("kinds", "names %q, must be of %s", k, strings.Join(routeKinds(), ", "))
			}
		}
		if r.Level != "" && model.LevelOf(r.Level) < model.LevelCritical {
			bad("level", "is %q, must be critical or severe", r.Level)
		}
		if r.After < 0 || r.After > 24*time.Hour {
			bad("after", "is %s, must be 0s to 24h", model.FormatDuration(r.After))
		}
		if r.Every != 0 && (r.Every < time.Second || r.Every > 24*time.Hour) {
			bad("every", "is %s, must be 1s to 24h", model.FormatDuration(r.Every))
		}
		if r.Times < 0 || r.Times > 1000 {
			bad("times", "is %d, must be 1 to 1000", r.Times)
		}
		for _, q := range r.Quiet {
			if _, err := model.ParseDailySpan(q); err != nil {
				bad("quiet", `holds %q: write "22:00-07:00"`, q)
			}
		}
		r.validateCall(bad)
	}
	return errors.Join(errs...)
}

// validateCall checks who a route calls. Its errors leave out addresses and keys.
func (r *Route) validateCall(bad func(key, format string, args ...any)) {
	ways := 0
	for _, set := range []bool{len(r.Command) > 0, r.Webhook != "", r.AddressFile() != "", len(r.Ask) > 0} {
		if set {
			ways++
		}
	}
	if ways != 1 {
		bad("command", "must call in one way: set command, webhook, webhook_file or webhook_command")
	}
	if len(r.Command) > 0 && r.Command[0] == "" || strings.ContainsRune(strings.Join(r.Command, ""), 0) {
		bad("command", "has no program, or holds a NUL")
	}
	if len(r.Ask) > 0 && r.Ask[0] == "" || strings.ContainsRune(strings.Join(r.Ask, ""), 0) {
		bad("webhook_command", "has no program, or holds a NUL")
	}
	if r.Webhook != "" && CheckAddress(r.Webhook) != nil {
		bad("webhook", "%v", CheckAddress(r.Webhook))
	}
	if r.Shape != "" && !slices.Contains(Shapes(), r.Shape) {
		bad("shape", "is %q, must be one of %s", r.Shape, strings.Join(Shapes(), ", "))
	}
	if (r.Shape == "pagerduty") != (r.Key != "") {
		bad("key", "belongs to the shape pagerduty, which needs one")
	}
}

// CheckAddress accepts https addresses, and http only to this machine, in a form that no proxy serves. Its errors
// leave out the address, which is a secret.
func CheckAddress(text string) error {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.User != nil {
		return errors.New("is not an address: write it like https://hooks.example.com/…")
	}
	local := u.Hostname() == "localhost" || u.Hostname() == "127.0.0.1" || u.Hostname() == "::1"
	if u.Scheme != "https" && (u.Scheme != "http" || !local) {
		return errors.New("must begin with https://")
	}
	return nil
}

// quiet reports whether now, in the floor's zone, is in the route's quiet hours.
func (r *Route) quiet(now time.Time) bool {
	return slices.ContainsFunc(r.Quiet, func(q string) bool { s, err := model.ParseDailySpan(q); return err == nil && s.Contains(now) })
}

// matches reports whether an alert is sent to the route now.
func (r *Route) matches(a *Alert, now time.Time) bool {
	switch {
	case len(r.Kinds) > 0 && !slices.Contains(r.Kinds, a.ID.kind.String()):
		return false
	case a.Level < model.LevelOf(r.Level):
		return false
	case len(r.teams()) > 0 && a.ID.Chat == 0, len(r.teams()) > 0 && a.team != "" && !slices.Contains(r.teams(), a.team):
		return false // every team is notified of an unassigned chat that waits
	}
	return now.Sub(a.FoundAt) >= r.After && (r.After == 0 || !a.Claimed)
}
