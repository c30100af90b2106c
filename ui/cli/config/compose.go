package config

import (
	"cmp"
	"log/slog"
	"net/url"
	"strings"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
	"floorwatch/poller"
	"floorwatch/poller/acquire"
	"floorwatch/poller/record"
	"floorwatch/ui"
	"floorwatch/ui/alert"
	"floorwatch/ui/report"
	"floorwatch/ui/wall"
)

// DemoName is the name of an invented floor wherever it is shown. A demo-server appends its run's name.
const DemoName = "Demo floor (invented)"

// DemoPath begins the path of a demo-server's address; the run follows. It tells an invented floor from a real one
// whatever [screen] name says.
const DemoPath = "/demo-"

// demoRun returns the run of the demo-server at an address; "" if it is another server's.
func demoRun(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" { // which is for this machine only
		return ""
	}
	run, ok := strings.CutPrefix(strings.TrimSuffix(u.Path, "/"), DemoPath)
	if !ok || strings.Contains(run, "/") {
		return ""
	}
	return run
}

// nameDemo adds to the name of a demo-server's floor that it is invented, and of which run: floors of two runs have the
// same chat numbers and must not be taken for one.
func (c *Config) nameDemo() {
	run, name := demoRun(c.API.URL), c.Screen.Name
	switch {
	case run == "" || strings.HasPrefix(name, DemoName) && strings.Contains(name, run):
	case name == "" || strings.HasPrefix(name, DemoName):
		c.Screen.Name = DemoName + " " + run
	default:
		c.Screen.Name = name + " (invented " + run + ")"
	}
}

// Floor returns the floor's name and whether it is invented.
func (c Config) Floor() model.Floor {
	return model.Floor{Name: safetext.Line(c.Screen.Name), Invented: strings.HasPrefix(c.Screen.Name, DemoName) || demoRun(c.API.URL) != "", Zone: safetext.Line(c.Screen.Timezone)}
}

// Account returns the settings of the Acquire client.
func (c Config) Account() acquire.Config {
	a := c.API
	a.ShowMail = c.People.Mail == model.MailShow
	return a
}

// Polling returns a poller's settings, with the watched threads.
func (c Config) Polling() poller.Config {
	p := c.Poll
	p.Watch = c.Watch
	return p
}

// Poller returns the options of a poller that logs to log.
func (c Config) Poller(log *slog.Logger) poller.Options {
	return poller.Options{
		RequestsPerSecond: c.API.RequestsPerSecond, InFlight: c.API.FixedInFlight(), Location: c.Screen.Location(), People: c.People, Log: log,
	}
}

// Recorder returns the settings of the recorder, which remembers as many written rows as a Board retains.
func (c Config) Recorder() record.Config {
	r := c.Record
	r.Rows = c.Keep.HeldRows()
	return r
}

// Board returns the settings of a Board, whose view is the team's.
func (c Config) Board() board.Config {
	return board.Config{Limits: c.Limits, Keep: c.Keep, Teams: c.Teams, Team: c.Team, Hours: c.Hours, People: c.People, Location: c.Screen.Location()}
}

// Calls returns the command and routes that receive alerts.
func (c Config) Calls() alert.Config {
	a := c.Alerts
	a.Routes = c.Routes
	return a
}

// Dashboard returns the settings of the dashboard.
func (c Config) Dashboard() ui.Config {
	s := c.Screen
	s.Alerts, s.Wall, s.Privacy, s.Keys, s.Teams, s.Colours = c.Calls(), c.WallDisplay(), c.Privacy, c.Keys, c.Teams, c.Theme
	s.KeptHours = cmp.Or(c.Keep.Hours, model.DefaultRetention().Hours)
	return s
}

// WallDisplay returns the settings of the wall.
func (c Config) WallDisplay() wall.Config {
	w := c.Wall
	w.Privacy = c.Privacy
	return w
}

// Report returns the options of a report, with agents' names if names is set. The limits are for a view of
// which nothing was read; a Snapshot has its own.
func (c Config) Report(names bool) report.Options {
	return report.Options{Floor: c.Screen.Name, Team: safetext.Line(c.Team).String(), Limits: model.ViewLimits(c.Limits, c.Teams, c.Team), Names: names, Address: c.Screen.Address}
}
