package config

import (
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

// DemoName is what an invented floor is called on every face. That of a demo-server has its run behind it.
const DemoName = "Demo floor (invented)"

// Floor is what the floor is called.
func (c Config) Floor() model.Floor {
	return model.Floor{Name: safetext.Line(c.Screen.Name), Invented: strings.HasPrefix(c.Screen.Name, DemoName), Zone: safetext.Line(c.Screen.Timezone)}
}

// Account is what a client of Acquire is made of.
func (c Config) Account() acquire.Config {
	a := c.API
	a.ShowMail = c.People.Mail == model.MailShow
	return a
}

// Polling is how often a poller asks for what.
func (c Config) Polling() poller.Config {
	p := c.Poll
	p.Watch = c.Watch
	return p
}

// Poller are the options of a poller, which logs to log.
func (c Config) Poller(log *slog.Logger) poller.Options {
	return poller.Options{
		RequestsPerSecond: c.API.RequestsPerSecond, InFlight: c.API.FixedInFlight(), Location: c.Screen.Location(), People: c.People, Log: log,
	}
}

// Recorder is where the floor is recorded, and how much of it is remembered as written.
func (c Config) Recorder() record.Config {
	r := c.Record
	r.Rows = c.Keep.HeldRows()
	return r
}

// Board is what a Board is made of.
func (c Config) Board() board.Config {
	return board.Config{Limits: c.Limits, Keep: c.Keep, Teams: c.Teams, Team: c.Team, Hours: c.Hours, People: c.People, Location: c.Screen.Location()}
}

// Calls says who is called, and how.
func (c Config) Calls() alert.Config {
	a := c.Alerts
	a.Routes = c.Routes
	return a
}

// Dashboard is what the dashboard is made of.
func (c Config) Dashboard() ui.Config {
	s := c.Screen
	s.Alerts, s.Wall, s.Privacy, s.Keys, s.Teams, s.Colours = c.Calls(), c.WallDisplay(), c.Privacy, c.Keys, c.Teams, c.Theme
	return s
}

// WallDisplay is what the wall is made of.
func (c Config) WallDisplay() wall.Config {
	w := c.Wall
	w.Privacy = c.Privacy
	return w
}

// Report are the options of a report, with names where they are asked for. The limits are those of a floor
// of which nothing was read; where there is a Board, its own are taken.
func (c Config) Report(names bool) report.Options {
	return report.Options{Floor: c.Screen.Name, Team: safetext.Line(c.Team).String(), Limits: c.Limits, Names: names, Address: c.Screen.Address}
}
