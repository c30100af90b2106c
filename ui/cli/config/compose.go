package config

import (
	"cmp"
	"log/slog"
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

// Floor returns the floor's name and whether it is invented.
func (c Config) Floor() model.Floor {
	return model.Floor{Name: safetext.Line(c.Screen.Name), Invented: strings.HasPrefix(c.Screen.Name, DemoName), Zone: safetext.Line(c.Screen.Timezone)}
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
