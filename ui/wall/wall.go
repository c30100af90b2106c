// Package wall is the wall display: the pages that a big screen shows in turn, and above each what has just
// gone wrong. It stands alone (--wall), or hangs over the dashboard. It is a pane: it may import alert, draw,
// keymap, layout, privacy, model and safetext, never another pane nor ui. It promises that a key or a click by
// accident neither leaves it nor shows a name, that old figures never look like those of now, and that it runs
// for months.
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
// It keeps nothing from one tick to the next but which alerts there are and
// since when, so sleep, a set clock and a new size leave nothing behind. It owns its Board:
// nobody else may touch it while the program runs.
type Wall struct {
	cfg    Config
	screen draw.Screen
	name   string // of the floor, safe to draw
	zone   *time.Location
	night  night
	pages  []wallPage
	masks  privacy.Masks
	floor  draw.Board

	start   time.Time // of the rotation
	now     time.Time // of the last tick, without a monotonic part
	painted time.Time // when the screen was last painted whole
	snap    *model.Snapshot
	health  model.Health
	minutes []model.Minute
	list    []model.Concern          // what has reached a limit
	watch   *alert.Tracker           // what is critical and since when; the dashboard's where that is underneath
	own     bool                     // watch is fed by the wall
	masked  map[spoken]safetext.Text // what masking made of texts that stand on the wall

	term          draw.Terminal
	look          *draw.Style // of what is certain
	faded         *draw.Style // of figures that are out of date
	dimmed        bool        // look is the one of the night
	width, height int

	quitUntil time.Time // a second press leaves until then
	leave     string    // what the last line says after the first

	stale bool // the floor or the time is another than snap's
	dirty bool // frame is not what would be drawn
	frame string
}

// quitWithin is how fast q must be pressed again. A sleeve or a duster does not.
const quitWithin = 3 * time.Second

// New returns the wall display for a Board. The time is now until the first
// tick. What does not validate in the configurations is replaced by its default.
func New(floor draw.Board, cfg Config, screen draw.Screen, now time.Time) *Wall {
	night, _ := parseNight(cfg.Night) // the zero night, which is none, where it is no span
	now = now.Round(0)
	w := &Wall{
		cfg: cfg, screen: screen, name: safetext.Line(screen.Name).String(), zone: screen.Zone, night: night,
		pages: cfg.pages(), masks: privacy.MasksOf(cfg.Privacy.Wall), floor: floor,
		start: now, now: now, painted: now, masked: map[spoken]safetext.Text{},
		term: draw.NewTerminal(), leave: "Press q once more to leave the wall.",
		watch: &alert.Tracker{}, own: true,
	}
	w.read()
	w.restyle()
	return w
}

// Over hangs the wall over a dashboard: the alerts are the dashboard's, which
// observes them, the terminal is what the dashboard knows of it, and leave is
// what the last line says of the way back.
func (w *Wall) Over(watch *alert.Tracker, term draw.Terminal, leave string) {
	w.watch, w.own = watch, false
	w.term, w.leave = term, leave
	w.restyle()
}

// Follow applies what the dashboard below has taken in: it has applied an Event
// to the Board of both, and learnt from the terminal what it says of itself.
func (w *Wall) Follow(msg tea.Msg, term draw.Terminal) {
	switch msg := msg.(type) {
	case draw.Tick:
		w.pass(time.Time(msg))
	case model.Event:
		w.stale = true
	case draw.Reset, tea.WindowSizeMsg:
		w.take(msg)
	default:
		if w.term != term {
			w.term = term
			w.restyle()
		}
	}
	if w.stale {
		w.read()
	}
}

// Init asks for the first tick and, where the theme depends on it, for the terminal's background.
func (w *Wall) Init() tea.Cmd { return draw.StartTicks(w.screen.Theme, w.cfg.Clock) }

// Update takes a message in: ticks, Events and what the terminal says. Of the
// keys it knows ctrl+c, q pressed twice, and ctrl+l.
func (w *Wall) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := w.take(msg)
	if w.stale {
		w.read()
	}
	return w, cmd
}

func (w *Wall) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case draw.Tick:
		return w.tick(time.Time(msg))
	case model.Event:
		was := w.floor.Health()
		w.floor.Apply(msg)
		w.stale = w.stale || !draw.Routine(&msg, was, w.floor.Health())
	case draw.Reset:
		w.floor, w.stale = msg.Board, true
		if w.own {
			*w.watch = alert.Tracker{}
		}
	case tea.WindowSizeMsg:
		w.resize(msg.Width, msg.Height)
	case tea.KeyPressMsg:
		key, _ := keymap.Latin(msg, false, func(string) bool { return false })
		return w.press(key.String())
	case tea.FocusMsg:
		return w.repaint()
	default:
		changed, cmd := w.term.Take(msg)
		if changed {
			w.restyle()
		}
		return cmd
	}
	return nil
}

// tick takes the time in. Its monotonic part goes: that clock stands still
// while the machine sleeps, and the data would seem younger than they are.
func (w *Wall) tick(now time.Time) tea.Cmd {
	w.pass(now)
	if draw.Overdue(w.now, w.painted) {
		return tea.Batch(draw.NextTick(w.cfg.Clock), w.repaint())
	}
	return draw.NextTick(w.cfg.Clock)
}

// pass lets time pass.
func (w *Wall) pass(now time.Time) {
	w.now, w.stale = now.Round(0), true
	if w.dimmed != w.night.at(w.now.In(w.zone)) {
		w.restyle()
	}
}

// repaint has the screen painted whole: a cell diff never heals what something
// else has written on the terminal.
func (w *Wall) repaint() tea.Cmd {
	w.painted = w.now
	return tea.ClearScreen
}

// resize takes the size in. Bubble Tea passes 0 by 0 on where a terminal reports it.
func (w *Wall) resize(width, height int) {
	if width <= 0 || height <= 0 {
		return
	}
	w.width, w.height, w.dirty = width, height, true
}

func (w *Wall) press(key string) tea.Cmd {
	switch key {
	case "ctrl+c":
		return tea.Quit
	case "ctrl+z":
		return tea.Suspend
	case "ctrl+l":
		return w.repaint()
	case "q", "Q":
		if w.Leaving() {
			return tea.Quit
		}
		w.Ask()
	}
	return nil
}

// Ask says for a moment that another press leaves.
func (w *Wall) Ask() { w.quitUntil, w.dirty = w.now.Add(quitWithin), true }

// Leaving reports whether a key that leaves has been pressed a moment ago.
func (w *Wall) Leaving() bool {
	left := w.quitUntil.Sub(w.now)
	return left >= 0 && left <= quitWithin
}

// restyle makes the looks anew, after something they are made of has changed.
func (w *Wall) restyle() {
	w.dimmed = w.night.at(w.now.In(w.zone))
	p, g := draw.PickPalette(w.screen.Theme, w.term), w.term.Glyphs(w.screen.ASCII, w.screen.NoUnicode)
	if w.dimmed {
		w.look = draw.NightLook(p, w.term, g)
	} else {
		w.look = draw.NewStyle(p, g, w.term.Method)
	}
	w.faded = draw.FadedLook(w.look)
	w.dirty = true
}

// read takes the floor as it is now. It runs once for a tick or an Event.
func (w *Wall) read() {
	w.stale, w.dirty = false, true
	w.health = w.floor.Health()
	now := w.serverNow()
	w.snap = w.floor.At(now)
	w.health = w.snap.Standing(w.health)
	w.list = w.snap.Concerns(w.health, draw.FloorLimits(w.floor).DataAge)
	if w.own {
		w.watch.Observe(w.snap, w.health, w.list)
	}
	if w.page() == pageActivity {
		w.minutes = w.floor.Activity(now, activityMinutes, model.Filter{})
	}
}

// serverNow is the time by the server's clock, which every time of the floor is by.
func (w *Wall) serverNow() time.Time { return w.now.Add(w.health.Skew) }

// page is the page that the time says.
func (w *Wall) page() wallPage {
	return w.pages[inTurn(w.now.Sub(w.start), w.cfg.rotate(), len(w.pages))]
}

// inTurn returns which of n things is shown when d has gone by and each stays for
// every. Clocks are set back too, so d may be negative.
func inTurn(d, every time.Duration, n int) int {
	times := d / every
	if d%every < 0 {
		times--
	}
	return (int(times%time.Duration(n)) + n) % n
}

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

// state gathers what the lines about the reading show.
func (w *Wall) state() draw.Reading {
	limit := draw.FloorLimits(w.floor).DataAge
	return draw.Reading{
		Name: w.snap.FloorName(w.name), Health: w.health, Age: w.snap.DataAge(w.health, limit), Stale: w.snap.Stale(w.health, limit), Now: w.serverNow(), Zone: w.zone,
	}
}
