// Package ui draws the floor in a terminal. App is the only tea.Model; panes
// are plain structs that are told a rectangle and fill it. It does no I/O, asks
// no clock and never waits: time comes with the ticks, the floor with Events,
// and what it wants of the poller is a request that is latched.
package ui

import (
	"image"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/activity"
	"floorwatch/ui/agents"
	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
	"floorwatch/ui/header"
	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"
	"floorwatch/ui/privacy"
	"floorwatch/ui/threads"
	"floorwatch/ui/transcript"
	"floorwatch/ui/wall"
)

// Requests is what the screen asks of whoever reads the floor. Neither call may block.
type Requests interface {
	// Look names the thread on the screen, to be read as often as one that
	// waits. It takes the place of the thread named before.
	Look(model.Key)
	// Refresh asks for a read of everything now.
	Refresh()
	// Ack passes an acknowledgement on to whoever else shows or records the
	// floor. The screen's own Board has it already.
	Ack(model.Ack)
}

// App is the screen. It owns its Board: nobody else may touch it while the program runs.
type App struct {
	cfg    Config
	name   string // of the floor, safe to draw
	zone   *time.Location
	floor  draw.Board
	source Requests
	keys   keymap.Map

	reserved keymap.Group // keys that somebody takes in before App

	toldLatin bool   // it was said that keys go by their place
	aboutKeys string // what is to be said of it

	now      time.Time       // of the last tick
	unmasked time.Time       // until when what is hidden is shown
	painted  time.Time       // when the screen was last painted whole
	latest   *model.Snapshot // of now
	age      model.Clock     // of what is shown as of now
	snap     *model.Snapshot // what is shown: latest, or of where somebody has travelled to
	health   model.Health
	stale    bool // the floor or the time is another than snap's

	term          draw.Terminal
	look          *draw.Style
	width, height int
	places        layout.Places
	focus, lower  layout.Pane
	hidden        layout.Hidden
	zoom          bool
	overlays      []Overlay  // what lies over the panes, the last on top
	wall          *wall.Wall // shown in place of everything; nil: it is not

	watch  alert.Tracker
	travel travel
	hook   alert.Hook
	keep   func(Choice) // takes what is to be remembered; nil: nobody does
	kept   arrangement  // what keep was last given
	muted  bool         // nobody is to be called

	threads    threads.Pane
	transcript transcript.Pane
	agents     agents.Pane
	activity   activity.Pane

	began  time.Time   // of the oldest Event: what was seen or closed before is not known
	looked model.Key   // the thread that source was last told of
	acks   []model.Ack // of this session, for undo
	ackAt  time.Time   // of the newest; each is later than the one before

	flash      string // what was just done
	flashUntil time.Time

	dirty bool // frame is not what would be drawn
	frame string
}

// flashFor is how long a flash stays.
const flashFor = 5 * time.Second

// New returns the screen for a Board. The time is now until the first tick. A
// cfg that does not validate is drawn with defaults in place of what is wrong.
func New(floor draw.Board, cfg Config, source Requests, now time.Time) *App {
	a := &App{
		cfg: cfg, name: safetext.Line(cfg.Name).String(), zone: cfg.Location(),
		floor: floor, source: source, keys: keymap.New(cfg.Keys),
		now: now, painted: now, stale: true, dirty: true,
		term:  draw.NewTerminal(),
		lower: layout.Transcript,
	}
	a.transcript.Zone, a.activity.Zone = a.zone, a.zone
	a.threads.Teams, a.threads.Views = cfg.Teams, cfg.Views
	a.watch = alert.Tracker{Floor: cfg.Name, Hold: alert.HoldFor}
	a.keys.Acknowledge.SetEnabled(!cfg.ReadOnly)
	a.keys.Undo.SetEnabled(!cfg.ReadOnly)
	a.keys.Refresh.SetEnabled(cfg.Clock == nil) // a recording cannot be read again
	a.keys.Unmask.SetEnabled(cfg.Privacy.AllowUnmask && privacy.MasksOf(cfg.Privacy.Mask) != privacy.Masks{})
	a.keys.CopyWords.SetEnabled(!cfg.ReadOnly)
	a.keys.CopyAddress.SetEnabled(!cfg.ReadOnly)
	a.keys.OpenChat.SetEnabled(!cfg.ReadOnly)
	a.keys.Export.SetEnabled(!cfg.ReadOnly)
	a.keys.Claim.SetEnabled(!cfg.ReadOnly)
	a.restyle()
	a.settle()
	return a
}

// Init asks for the first tick and, where the theme depends on it, for the terminal's background.
func (a *App) Init() tea.Cmd { return draw.StartTicks(a.cfg.Theme, a.cfg.Clock) }

// View returns the screen. It only draws, and only when something has changed.
func (a *App) View() tea.View {
	v := a.face()
	v.AltScreen = true
	v.ReportFocus = true
	v.WindowTitle = "floorwatch" // never a name: the title is read by other programs
	v.Cursor = a.caret()
	if a.cfg.Mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}

// face is the wall where that is shown, else the dashboard.
func (a *App) face() tea.View {
	if a.wall != nil {
		return a.wall.View()
	}
	if a.dirty {
		a.frame, a.dirty = a.draw(), false
	}
	return tea.NewView(a.frame)
}

// serverNow is the time by the server's clock, which every time of the floor is by.
func (a *App) serverNow() time.Time { return a.now.Add(a.health.Skew) }

// restyle makes the look anew, after something it is made of has changed.
func (a *App) restyle() {
	a.look = a.term.Style(a.cfg.Theme, a.cfg.ASCII, a.cfg.NoUnicode)
	if a.travel.on {
		a.look.Edge = draw.RoleAccent
	}
	a.dirty = true
}

// settle brings everything in line after a message: the snapshot where the
// floor has changed, then who goes where.
func (a *App) settle() {
	if a.stale {
		a.read()
	} else if a.whose() != a.activity.Of {
		a.readActivity()
		a.dirty = true
	}
	if a.dirty {
		a.arrange()
		a.refreshOverlays()
	}
	a.keepChoice()
}

// arrange says who goes where and tells the panes.
func (a *App) arrange() {
	h := a.header()
	a.places = layout.Split(a.width, a.height, layout.Wants{
		Focus: a.focus, Lower: a.lower, Zoom: a.zoom, Hidden: a.hidden,
		Notice: len(a.notice(&h, layout.NoticeRows(layout.NoticeMost, a.height))), Agents: a.agents.RowsWanted(),
	})
	at := func(p layout.Pane) (int, int) { r := a.places.Panes[p]; return r.Dx(), r.Dy() }
	a.threads.ResizeTo(at(layout.Threads))
	a.agents.ResizeTo(at(layout.Agents))
	if a.activity.FitTo(at(layout.Activity)) {
		a.readActivity()
	}
	w, height := at(layout.Transcript)
	a.transcript.FitTo(a.look, w, height)
}

// header gathers what the top lines show.
func (a *App) header() header.Header {
	return header.Header{Reading: draw.Reading{Name: a.name, Health: a.health, Age: a.age, Now: a.serverNow(), Zone: a.zone}, Alerts: a.watch.Open()}
}

// draw draws the whole screen.
func (a *App) draw() string {
	h, p, lk := a.header(), a.places, a.look
	if a.width <= 0 || a.height <= 0 {
		return ""
	}
	if !p.Status.Empty() {
		return draw.Compose(a.width, a.height, []draw.Part{{At: p.Status, Lines: h.Status(lk, a.snap, p.Status.Dx(), p.Status.Dy())}})
	}
	parts := []draw.Part{
		{At: p.Header, Lines: []string{h.Draw(lk, p.Header.Dx())}},
		{At: p.Notice, Lines: a.notice(&h, p.Notice.Dy())},
		{At: p.Figures, Lines: header.DrawFigures(lk, a.figures(), p.Figures.Dx(), p.Figures.Dy())},
		{At: p.Footer, Lines: []string{a.drawFooter(p.Footer.Dx())}},
	}
	return draw.Compose(a.width, a.height, append(parts, a.drawPanes()...))
}

// figures are the numbers at the top.
func (a *App) figures() []header.Figure {
	return header.Figures(a.look, a.snap, *draw.FloorLimits(a.floor))
}

// notice draws what stands below the header, on so many rows at most. That this
// is the past comes before all else.
func (a *App) notice(h *header.Header, rows int) []string {
	switch {
	case rows <= 0:
		return nil
	case a.travel.on:
		b := a.banner()
		return b.Draw(a.look, a.width, rows)
	}
	return h.Notice(a.look, a.width, rows)
}

// drawPanes draws the panes, or what lies over them, from left to right.
func (a *App) drawPanes() []draw.Part {
	if o := a.overlay(); o != nil {
		at := a.body()
		return []draw.Part{{At: at, Lines: o.Draw(at.Dx(), at.Dy())}}
	}
	lk, now := a.look, a.moment()
	var parts []draw.Part
	for _, p := range []layout.Pane{layout.Threads, layout.Agents, layout.Activity, layout.Transcript} {
		at := a.places.Panes[p]
		if at.Empty() {
			continue
		}
		w, h, focused := at.Dx(), at.Dy(), a.focus == p
		var lines []string
		switch p {
		case layout.Threads:
			lines = a.threads.Draw(lk, w, h, focused, now, threads.EmptyWords(a.health))
		case layout.Agents:
			lines = a.agents.Draw(lk, w, h, focused, now)
		case layout.Activity:
			lines = a.activity.Draw(lk, w, h, focused)
		case layout.Transcript:
			lines = a.transcript.Draw(lk, w, h, focused, now)
		}
		parts = append(parts, draw.Part{At: at, Lines: lines})
	}
	return parts
}

// body is the room of all panes together.
func (a *App) body() image.Rectangle {
	var r image.Rectangle
	for _, p := range a.places.Panes {
		r = r.Union(p)
	}
	return r
}
