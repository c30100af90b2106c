// Package ui draws the floor in a terminal. App is the dashboard's only tea.Model; panes
// are plain structs that fill the rectangle they are given. The package does no I/O, reads no
// clock and never waits: time comes with ticks, the floor with Events, and requests to the
// poller are non-blocking. It imports its panes and model, never the poller or the Board's
// package: it has both as interfaces.
package ui

import (
	"image"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
	"floorwatch/ui/header"
	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"
	"floorwatch/ui/privacy"
	"floorwatch/ui/wall"
)

// Requests is what the screen asks of the source of the floor. No method may block.
type Requests interface {
	// SetFocus names the thread on the screen, to be polled as often as a waiting one.
	// It replaces the thread named before.
	SetFocus(model.Key)
	// Refresh asks for everything to be read again now.
	Refresh()
	// Ack passes an acknowledgement on to other viewers and to the recording.
	// The screen has applied it to its own Board already.
	Ack(model.Ack)
	// Claim does the same with a claim.
	Claim(model.Claim)
	// LogAction reports an action of the leader for the log.
	LogAction(model.AuditAction)
}

// App is the screen: it routes messages, keys and clicks to the dashboard, to overlays, or to
// the wall shown instead of both. It owns its Board: nothing else may use it while the program
// runs. It is not safe for concurrent use.
type App struct {
	stack
	place   positionHint
	saver   stateSaver
	command commandLine
	refused refusals

	pressed *image.Point // where the mouse button is held down; nil: it is not
	term    draw.Terminal
	painted time.Time  // when the whole screen was last redrawn
	wall    *wall.Wall // shown instead of everything else; nil: not shown
	frame   string     // as last drawn
}

// New returns the screen for a Board. The time is now until the first tick. Invalid values of cfg
// are replaced by defaults.
func New(floor draw.Board, cfg Config, source Requests, now time.Time) *App {
	a := &App{
		stack: stack{
			dashboard: dashboard{
				liveFloor:  liveFloor{floor: floor, source: source, now: now, needsRead: true},
				paneLayout: paneLayout{lower: layout.Transcript, dirty: true},
				masks:      masks{cfg: cfg.Privacy},
				cfg:        cfg, name: safetext.Line(cfg.Name).String(), zone: cfg.Location(), keys: keymap.New(cfg.Keys),
			},
			calls: calls{cfg: cfg.Alerts},
		},
		term: draw.NewTerminal(), painted: now,
	}
	a.term.Own = cfg.Colours
	a.acks = acks{floor: &a.liveFloor, toast: &a.toast, key: keymap.FirstKey(a.keys.Undo), user: cfg.Me}
	a.transcript.Zone, a.activity.Zone = a.zone, a.zone
	a.transcript.Mine = a.acks.claimed
	a.threads.Teams, a.threads.Views = cfg.Teams, cfg.Views
	a.tracker = alert.Tracker{Floor: cfg.Name, Hold: alert.HoldFor, Teams: cfg.Teams, Zone: cfg.Location()}
	a.keys.Acknowledge.SetEnabled(!cfg.ReadOnly)
	a.keys.Undo.SetEnabled(!cfg.ReadOnly)
	a.keys.Refresh.SetEnabled(cfg.Clock == nil) // a recording cannot be read again
	a.keys.Unmask.SetEnabled(cfg.Privacy.AllowUnmask && privacy.MasksOf(cfg.Privacy.Mask) != privacy.Masks{})
	a.keys.CopyWords.SetEnabled(!cfg.ReadOnly)
	a.keys.CopyAddress.SetEnabled(!cfg.ReadOnly && cfg.hasAddress())
	a.keys.OpenChat.SetEnabled(!cfg.ReadOnly && cfg.hasAddress())
	a.keys.Export.SetEnabled(!cfg.ReadOnly && cfg.Write != nil)
	a.keys.Claim.SetEnabled(!cfg.ReadOnly)
	a.restyle()
	a.updateAfter()
	return a
}

// Init requests the first tick and, if the theme depends on it, the terminal's background.
func (a *App) Init() tea.Cmd { return draw.StartTicks(a.cfg.Theme, a.cfg.Clock) }

// View returns the screen. It only draws, and only when something has changed.
func (a *App) View() tea.View {
	v := a.currentView()
	v.AltScreen = true
	v.ReportFocus = true
	v.WindowTitle = "floorwatch" // never a name: the title is read by other programs
	v.Cursor = a.caret()
	if a.cfg.Mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}

// currentView is the wall if that is shown, else the dashboard.
func (a *App) currentView() tea.View {
	if a.wall != nil {
		return a.wall.View()
	}
	if a.dirty || a.toast.fresh {
		a.frame, a.dirty, a.toast.fresh = a.render(), false, false
	}
	return tea.NewView(a.frame)
}

// restyle rebuilds the styles after the theme or the terminal has changed.
func (a *App) restyle() {
	a.style = a.term.Style(a.cfg.Theme, a.cfg.ASCII, a.cfg.NoUnicode)
	if a.timeTravel.on {
		a.style.Edge = draw.RoleAccent
	}
	a.fadedStyle = draw.GreyStyle(a.style)
	a.dirty = true
}

// updateAfter updates everything after a message: the snapshot if the floor has changed, then the
// layout.
func (a *App) updateAfter() {
	if a.needsRead {
		a.readFloor()
	} else if a.activitySubject() != a.activity.Subject {
		a.readActivity()
		a.dirty = true
	}
	if a.dirty {
		a.layOut()
		a.overlays.refresh(a.context(), a.body())
	}
	a.saver.save(screenStateOf(&a.dashboard))
}

// render draws the whole screen.
func (a *App) render() string {
	h, p, style := a.header(), a.places, a.style
	if a.width <= 0 || a.height <= 0 {
		return ""
	}
	if !p.Status.Empty() {
		return draw.Compose(a.width, a.height, []draw.Part{{At: p.Status, Lines: h.Status(style, a.snap, p.Status.Dx(), p.Status.Dy())}})
	}
	parts := []draw.Part{
		{At: p.Header, Lines: []string{h.Draw(style, p.Header.Dx())}},
		{At: p.Figures, Lines: header.DrawFigures(paneStyle(&a.dashboard), figuresOf(&a.dashboard), p.Figures.Dx(), p.Figures.Dy())},
		{At: p.Notice, Lines: []string{a.drawNotice(&h)}},
		{At: p.Footer, Lines: []string{a.drawFooter(&h, p.Footer.Dx())}},
	}
	if o := a.overlays.top(); o != nil {
		at := a.body()
		parts = append(parts, draw.Part{At: at, Lines: o.Draw(at.Dx(), at.Dy())})
	} else {
		parts = append(parts, a.drawPanes()...)
	}
	return drawSuggestions(a, draw.Compose(a.width, a.height, parts), a.body())
}
