// Package wall is the wall display: a full-screen view for a large screen that rotates through its pages in
// letters that can be read across a room, with an alert bar above them. It runs alone (--wall), over one
// floor or several, or on top of the dashboard. It is a pane: it may import alert, draw, keymap, layout,
// privacy, model and safetext, never another pane or ui. It guarantees that a stray key or click neither
// leaves it nor reveals a name, that old figures never look current, and that it can run for months.
package wall

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
	"floorwatch/ui/privacy"
)

// Wall is the screen of a wall display: it runs for months and nobody sits at its keyboard. It is a tea.Model
// beside App, without focus, selection or transcript. Both share the Board, the messages, the theme and the
// drawing code. From one tick to the next it keeps only which alerts there are, since when, and which page is
// shown, so sleep, clock changes and resizes leave nothing behind. It owns its Boards: nothing else may use
// them while the program runs.
type Wall struct {
	cfg       Config
	screen    draw.Screen
	zone      *time.Location
	night     model.DailySpan
	masks     privacy.Masks
	floors    []*floor // at least one
	rotation  rotation // which page of which floor is shown
	maskCache map[maskKey]safetext.Text

	start   time.Time
	now     time.Time // the time of the last tick, without its monotonic part
	painted time.Time // when the whole screen was last repainted

	term          draw.Terminal
	style         *draw.Style // of current figures
	staleStyle    *draw.Style // of stale figures
	dimmed        bool        // style is the night style
	width, height int

	quitUntil time.Time // until then a second key press leaves
	leaveHint string    // what the footer says after the first key press

	needsRead bool // a floor or the time has changed since the snapshots were taken
	dirty     bool // frame is outdated
	later     bool // the second column is as it was a second ago, until the second frame
	second    secondColumn
	frame     string
}

// quitWithin is how soon q must be pressed again, so that one accidental key press does not leave.
const quitWithin = 3 * time.Second

// New returns a wall display of one Board. Until the first tick its time is now. Invalid configuration values
// are replaced by their defaults.
func New(board draw.Board, cfg Config, screen draw.Screen, now time.Time) *Wall {
	return NewFloors([]Floor{{Name: screen.Name, Board: board}}, cfg, screen, now)
}

// NewFloors returns a wall display of several floors, at least one. Their Events arrive as FloorEvent messages.
// Otherwise it is like New.
func NewFloors(floors []Floor, cfg Config, screen draw.Screen, now time.Time) *Wall {
	night, _ := model.ParseDailySpan(cfg.Night) // no time at all if it is empty or invalid
	now = now.Round(0)
	w := &Wall{
		cfg: cfg, screen: screen, zone: screen.Zone, night: night, masks: privacy.MasksOf(cfg.Privacy.Wall),
		rotation: rotation{pages: cfg.pages(), floors: len(floors), since: now}, maskCache: map[maskKey]safetext.Text{},
		start: now, now: now, painted: now,
		term: draw.NewTerminal(), leaveHint: "Press q once more to leave the wall.",
	}
	w.term.Own = screen.Own
	for _, f := range floors {
		w.floors = append(w.floors, newFloor(f, len(floors) > 1))
	}
	w.read()
	w.restyle()
	return w
}

// SetAlerting sets where a wall that polls by itself sends its alerts; a nil hook sends none. Bell and
// desktop notifications are left out, since nobody sits at a wall. Call it before the program runs.
func (w *Wall) SetAlerting(calls alert.Config, teams []model.Team, h alert.Hook) {
	f := w.floors[0]
	*f.tracker = alert.Tracker{Floor: f.name, Hold: alert.HoldFor, Teams: teams, Zone: w.zone}
	f.alerting, f.hook = calls, h
}

// AttachTo puts the wall on top of a dashboard that has been reading since began: it shows the alerts that
// the dashboard tracks and uses what the dashboard knows of the terminal. leave is what the footer says about
// the way back.
func (w *Wall) AttachTo(watch *alert.Tracker, began time.Time, term draw.Terminal, leave string) {
	w.floors[0].tracker, w.floors[0].ownsTracker, w.floors[0].began = watch, false, began
	w.term, w.leaveHint = term, leave
	w.read()
	w.restyle()
}

// Forward handles a message that the dashboard below has already handled: the dashboard has applied an Event
// to the shared Board, which the next tick shows, or has learnt something about the terminal. The command is the wall's
// own; the ticks are the dashboard's.
func (w *Wall) Forward(msg tea.Msg, term draw.Terminal) (cmd tea.Cmd) {
	switch msg := msg.(type) {
	case draw.Tick:
		w.advance(time.Time(msg))
		cmd = w.requestSecondFrame()
	case draw.Reset, tea.WindowSizeMsg, secondFrame:
		w.handle(msg)
	default:
		if w.term != term {
			w.term = term
			w.restyle()
		}
	}
	if w.needsRead {
		w.read()
	}
	return cmd
}

// Init starts the ticks and, if the theme depends on it, asks the terminal for its background colour.
func (w *Wall) Init() tea.Cmd { return draw.StartTicks(w.screen.Theme, w.cfg.Clock) }

// Update handles ticks, Events, reports of the terminal and keys: ctrl+c, ctrl+z, ctrl+l, and q, w and esc,
// which leave when pressed twice.
func (w *Wall) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := w.handle(msg)
	if w.needsRead {
		w.read()
	}
	return w, cmd
}

func (w *Wall) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case draw.Tick:
		return w.tick(time.Time(msg))
	case secondFrame:
		w.dirty = w.dirty || w.later
		w.later = false
	case model.Event:
		w.apply(0, msg)
	case draw.TickEvent:
		w.apply(0, model.Event(msg))
	case FloorEvent:
		w.apply(msg.Floor, msg.Event)
	case draw.Reset:
		w.floors[0].reset(msg.Board)
		w.needsRead = true
	case tea.WindowSizeMsg:
		w.resize(msg.Width, msg.Height)
	case tea.KeyPressMsg:
		key, _ := keymap.Latin(msg, false, func(string) bool { return false })
		return w.handleKey(key.String())
	case tea.FocusMsg:
		return w.repaint()
	default:
		changed, cmd := w.term.HandleReport(msg)
		if changed {
			w.restyle()
		}
		return cmd
	}
	return nil
}

// apply applies an Event of a floor. It is shown at the next tick: a frame of its own would redraw every
// clock of the ladder twice within a second.
func (w *Wall) apply(of int, e model.Event) {
	if of >= 0 && of < len(w.floors) {
		w.floors[of].apply(e)
	}
}

// tick advances the wall to now, without its monotonic part: the monotonic clock stops while the machine
// sleeps, which would make data look younger than they are.
func (w *Wall) tick(now time.Time) tea.Cmd {
	w.advance(now)
	next := tea.Batch(draw.NextTick(w.cfg.Clock), w.requestSecondFrame())
	if draw.Overdue(w.now, w.painted) {
		return tea.Batch(next, w.repaint())
	}
	return next
}

// advance sets the time, rotates the pages and switches to the night style and back.
func (w *Wall) advance(now time.Time) {
	w.now, w.needsRead = now.Round(0), true
	w.rotation.advance(w.now, w.cfg.rotate(), w.severe)
	if w.dimmed != w.night.Contains(w.now.In(w.zone)) {
		w.restyle()
	}
}

// severe reports whether something on a floor is known to be severe now.
func (w *Wall) severe(of int) bool { return w.floors[of].severe() }

// repaint has the whole screen painted again: a cell diff never repairs what another program has written to
// the terminal.
func (w *Wall) repaint() tea.Cmd {
	w.painted = w.now
	return tea.ClearScreen
}

// resize sets a new size. Some terminals report 0 by 0, which Bubble Tea passes on.
func (w *Wall) resize(width, height int) {
	if width <= 0 || height <= 0 {
		return
	}
	w.width, w.height, w.dirty = width, height, true
}

func (w *Wall) handleKey(key string) tea.Cmd {
	switch key {
	case "ctrl+c":
		return tea.Quit
	case "ctrl+z":
		return tea.Suspend
	case "ctrl+l":
		return w.repaint()
	case "q", "Q", "w", "esc":
		if w.Leaving() {
			return tea.Quit
		}
		w.AskToLeave()
	}
	return nil
}

// AskToLeave asks in the footer, for quitWithin, for the second key press that leaves.
func (w *Wall) AskToLeave() { w.quitUntil, w.dirty = w.now.Add(quitWithin), true }

// Leaving reports whether a key that leaves was pressed within quitWithin.
func (w *Wall) Leaving() bool {
	left := w.quitUntil.Sub(w.now)
	return left >= 0 && left <= quitWithin
}

// restyle rebuilds the styles after the theme, the terminal or the time of day has changed.
func (w *Wall) restyle() {
	w.dimmed = w.night.Contains(w.now.In(w.zone))
	p, g := draw.PickPalette(w.screen.Theme, w.term), w.term.Glyphs(w.screen.ASCII, w.screen.NoUnicode)
	if w.dimmed {
		w.style = draw.NightStyle(p, w.term, g)
	} else {
		w.style = draw.NewStyle(p, g, w.term.Method)
	}
	w.staleStyle = draw.FadedStyle(w.style)
	w.dirty = true
}

// read takes new snapshots of all floors. It runs once a tick.
func (w *Wall) read() {
	w.needsRead, w.dirty = false, true
	for i, f := range w.floors {
		f.read(w.now, w.zone, i == w.rotation.floor() && w.rotation.page() == pageActivity)
		f.reading.Replay = w.screen.Replay
	}
}

// shown is the floor whose page is shown.
func (w *Wall) shown() *floor { return w.floors[w.rotation.floor()] }

// View returns the screen, drawn again only if something has changed.
func (w *Wall) View() tea.View {
	if w.dirty {
		w.frame, w.dirty = w.draw(), false
	}
	v := tea.NewView(w.frame)
	v.AltScreen = true
	v.ReportFocus = true
	v.WindowTitle = "floorwatch" // never a name: the title is read by other programs
	return v
}
