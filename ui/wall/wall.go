// Package wall is the wall display: the pages that a big screen shows in turn, and above each what is
// over its limit, in letters that a room can read. It stands alone (--wall), over one floor or several, or
// hangs over the dashboard. It is a pane: it may import alert, draw, keymap, layout, privacy, model and
// safetext, never another pane nor ui. It promises that a key or a click by accident neither leaves it nor
// shows a name, that old figures never look like those of now, and that it runs for months.
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

// Wall is the screen of a wall display, which hangs for months and has nobody
// at its keys. It is a tea.Model of its own beside App: it has no focus, no
// selection and no transcript, and it must not be led astray by a key. Both
// share the Board, the messages, the theme and the drawing.
//
// It keeps nothing from one tick to the next but which alerts there are, since
// when, and which page is shown, so sleep, a set clock and a new size leave nothing
// behind. It owns its Boards: nobody else may touch them while the program runs.
type Wall struct {
	cfg       Config
	screen    draw.Screen
	zone      *time.Location
	night     night
	masks     privacy.Masks
	floors    []*floor // at least one
	rotation  rotation // whose, and which page
	maskCache map[maskKey]safetext.Text

	start   time.Time
	now     time.Time // of the last tick, without a monotonic part
	painted time.Time // when the screen was last painted whole

	term          draw.Terminal
	style         *draw.Style // of what is certain
	staleStyle    *draw.Style // of figures that are out of date
	dimmed        bool        // look is the one of the night
	width, height int

	quitUntil time.Time // a second press leaves until then
	leaveHint string    // what the last line says after the first

	needsRead bool // a floor or the time is another than the snapshots'
	dirty     bool // frame is not what would be drawn
	frame     string
}

// quitWithin is how fast q must be pressed again. A sleeve or a duster does not.
const quitWithin = 3 * time.Second

// New returns the wall display for a Board. The time is now until the first
// tick. What does not validate in the configurations is replaced by its default.
func New(board draw.Board, cfg Config, screen draw.Screen, now time.Time) *Wall {
	return NewFloors([]Floor{{Name: screen.Name, Board: board}}, cfg, screen, now)
}

// NewFloors returns the wall display for the Boards of several floors, at least one. Their
// Events come as FloorEvents. For the rest it is New.
func NewFloors(floors []Floor, cfg Config, screen draw.Screen, now time.Time) *Wall {
	night, _ := parseNight(cfg.Night) // the zero night, which is none, where it is no span
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

// SetAlerting names who is called besides a wall that polls by itself; nil is nobody. There is nobody at a wall for
// bell and desktop. Call it before the program runs.
func (w *Wall) SetAlerting(calls alert.Config, teams []model.Team, h alert.Hook) {
	f := w.floors[0]
	*f.tracker = alert.Tracker{Floor: f.name, Hold: alert.HoldFor, Teams: teams, Zone: w.zone}
	f.alerting, f.hook = calls, h
}

// AttachTo hangs the wall over a dashboard that is read since began: the alerts are the
// dashboard's, which observes them, the terminal is what the dashboard knows of it,
// and leave is what the last line says of the way back.
func (w *Wall) AttachTo(watch *alert.Tracker, began time.Time, term draw.Terminal, leave string) {
	w.floors[0].tracker, w.floors[0].ownsTracker, w.floors[0].began = watch, false, began
	w.term, w.leaveHint = term, leave
	w.read()
	w.restyle()
}

// Forward applies what the dashboard below has read: it has applied an Event
// to the Board of both, which the next tick shows, and learnt from the terminal what it
// says of itself.
func (w *Wall) Forward(msg tea.Msg, term draw.Terminal) {
	switch msg := msg.(type) {
	case draw.Tick:
		w.advance(time.Time(msg))
	case draw.Reset, tea.WindowSizeMsg:
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
}

// Init asks for the first tick and, where the theme depends on it, for the terminal's background.
func (w *Wall) Init() tea.Cmd { return draw.StartTicks(w.screen.Theme, w.cfg.Clock) }

// Update handles a message: ticks, Events and what the terminal says. Of the
// keys it knows ctrl+c, ctrl+l, and q, w and esc pressed twice.
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
	case model.Event:
		w.apply(0, msg)
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

// apply applies an Event of a floor. The next tick shows it: a frame of its own would
// redraw every clock of the ladder a second time within the second.
func (w *Wall) apply(of int, e model.Event) {
	if of >= 0 && of < len(w.floors) {
		w.floors[of].apply(e)
	}
}

// tick lets time pass to now. Its monotonic part goes: that clock stands still
// while the machine sleeps, and the data would seem younger than they are.
func (w *Wall) tick(now time.Time) tea.Cmd {
	w.advance(now)
	if draw.Overdue(w.now, w.painted) {
		return tea.Batch(draw.NextTick(w.cfg.Clock), w.repaint())
	}
	return draw.NextTick(w.cfg.Clock)
}

// advance lets time pass.
func (w *Wall) advance(now time.Time) {
	w.now, w.needsRead = now.Round(0), true
	w.rotation.advance(w.now, w.cfg.rotate(), w.severe)
	if w.dimmed != w.night.at(w.now.In(w.zone)) {
		w.restyle()
	}
}

// severe reports whether something on a floor is known to be severe now.
func (w *Wall) severe(of int) bool { return w.floors[of].severe() }

// repaint has the screen painted whole: a cell diff never heals what something
// else has written on the terminal.
func (w *Wall) repaint() tea.Cmd {
	w.painted = w.now
	return tea.ClearScreen
}

// resize takes another size on. Bubble Tea passes 0 by 0 on where a terminal reports it.
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

// AskToLeave says for a moment that another press leaves.
func (w *Wall) AskToLeave() { w.quitUntil, w.dirty = w.now.Add(quitWithin), true }

// Leaving reports whether a key that leaves has been pressed a moment ago.
func (w *Wall) Leaving() bool {
	left := w.quitUntil.Sub(w.now)
	return left >= 0 && left <= quitWithin
}

// restyle makes the looks again, after something they are made of has changed.
func (w *Wall) restyle() {
	w.dimmed = w.night.at(w.now.In(w.zone))
	p, g := draw.PickPalette(w.screen.Theme, w.term), w.term.Glyphs(w.screen.ASCII, w.screen.NoUnicode)
	if w.dimmed {
		w.style = draw.NightStyle(p, w.term, g)
	} else {
		w.style = draw.NewStyle(p, g, w.term.Method)
	}
	w.staleStyle = draw.FadedStyle(w.style)
	w.dirty = true
}

// read takes the floors as they are now. It runs once for a tick.
func (w *Wall) read() {
	w.needsRead, w.dirty = false, true
	for i, f := range w.floors {
		f.read(w.now, w.zone, i == w.rotation.floor() && w.rotation.page() == pageActivity)
	}
}

// shown is the floor whose page is shown.
func (w *Wall) shown() *floor { return w.floors[w.rotation.floor()] }

// View returns the screen. It only draws, and only when something has changed.
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
