// Package replay shows a recording in the dashboard: a line with its time and speed above the dashboard, and the
// keys that control it. It is a pane: it may import draw, keymap, model and safetext, never another pane nor ui,
// so it knows the dashboard and the player only through interfaces. It promises that a replay cannot be mistaken
// for the live floor.
package replay

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
)

// A Dashboard is what is shown below the line: ui.App.
type Dashboard interface {
	tea.Model
	// HandlesReserved reports whether the dashboard needs a reserved key itself at the moment.
	HandlesReserved(key string) bool
	// Latin returns the key in Latin letters, whatever the keyboard layout.
	Latin(msg tea.KeyPressMsg) tea.KeyPressMsg
	// MuteAlerts keeps past alerts from notifying anybody.
	MuteAlerts()
	// Reserve names the keys that it gets only while HandlesReserved says so, and what its footer begins with.
	Reserve(title string, footer []keymap.Hint, keys ...key.Binding)
}

// A Player plays the recording by a virtual clock.
type Player interface {
	Now() time.Time                      // the time in the recording that is shown
	Speed() (times float64, paused bool) // how many times as fast as it happened
	SetSpeed(times float64)              // as a multiple of real time, from now on
	Pause(paused bool)                   // stops the clock, or continues it
	Seek(t time.Time)                    // go to a time, or to the nearer end of the recording
	Damaged() int                        // how many unreadable lines were skipped
}

// A Recording is what is played.
type Recording struct {
	Name     safetext.Text // of its file
	From, To time.Time
}

// A View is the dashboard below a line that says that it is a replay, of when and how fast. It handles the keys
// that control the replay and passes on all others, and those that the dashboard needs itself at the moment.
type View struct {
	app    Dashboard
	player Player
	of     Recording
	zone   *time.Location
	keys   keys

	width, height int
}

// Steps of the keys.
const (
	tinyStep  = 10 * time.Second
	shortStep = time.Minute
	longStep  = 10 * time.Minute
	fasterBy  = 2
)

// Init implements tea.Model: it starts the dashboard's commands.
func (v *View) Init() tea.Cmd { return v.app.Init() }

// Update implements tea.Model. It handles the keys that control the replay and passes on everything else.
func (v *View) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch m := msg.(type) {
	case tea.WindowSizeMsg:
		v.width, v.height = m.Width, m.Height
		m.Height--
		msg = m
	case tea.MouseClickMsg:
		if m.Y == 0 {
			return v, nil
		}
		m.Y--
		msg = m
	case tea.MouseWheelMsg:
		m.Y = max(0, m.Y-1)
		msg = m
	case tea.KeyPressMsg:
		m = v.app.Latin(m)
		if v.handleKey(m) {
			return v, nil
		}
		msg = m
	}
	_, cmd := v.app.Update(msg)
	return v, cmd
}

// handleKey handles a key that controls the replay; it returns false for any other.
func (v *View) handleKey(msg tea.KeyPressMsg) bool {
	if v.app.HandlesReserved(msg.String()) {
		return false
	}
	speed, paused := v.player.Speed()
	switch k := v.keys; {
	case key.Matches(msg, k.pause):
		v.player.Pause(!paused)
	case key.Matches(msg, k.faster):
		v.player.SetSpeed(speed * fasterBy)
	case key.Matches(msg, k.slower):
		v.player.SetSpeed(speed / fasterBy)
	case key.Matches(msg, k.bitBack):
		v.player.Seek(v.player.Now().Add(-tinyStep))
	case key.Matches(msg, k.bitOn):
		v.player.Seek(v.player.Now().Add(tinyStep))
	case key.Matches(msg, k.back):
		v.player.Seek(v.player.Now().Add(-shortStep))
	case key.Matches(msg, k.on):
		v.player.Seek(v.player.Now().Add(shortStep))
	case key.Matches(msg, k.farBack):
		v.player.Seek(v.player.Now().Add(-longStep))
	case key.Matches(msg, k.farOn):
		v.player.Seek(v.player.Now().Add(longStep))
	default:
		return false
	}
	return true
}

// keys control the replay.
type keys struct{ pause, faster, slower, bitBack, bitOn, back, on, farBack, farOn key.Binding }

func newKeys() keys {
	bind := func(shown, does string, names ...string) key.Binding {
		return key.NewBinding(key.WithKeys(names...), key.WithHelp(shown, does))
	}
	return keys{
		pause:   bind("space, p", "pause or go on", "space", "p"),
		faster:  bind("+, >", "twice as fast", "+", "=", ">"),
		slower:  bind("-, <", "half as fast", "-", "<"),
		bitBack: bind("left", "10 seconds back", "left"),
		bitOn:   bind("right", "10 seconds on", "right"),
		back:    bind("shift+left", "a minute back", "shift+left"),
		on:      bind("shift+right", "a minute on", "shift+right"),
		farBack: bind("ctrl+left", "10 minutes back", "ctrl+left"),
		farOn:   bind("ctrl+right", "10 minutes on", "ctrl+right"),
	}
}

// New returns a View of app, which must have a Board of its own; zone is the time zone of the screen.
func New(app Dashboard, player Player, of Recording, zone *time.Location) *View {
	k := newKeys()
	app.MuteAlerts()
	footer := []keymap.Hint{{Binding: k.pause, Word: "pause"}, {Binding: k.slower}, {Binding: k.faster, Word: "speed"}, {Binding: k.bitBack}, {Binding: k.bitOn, Word: "10 s"}}
	app.Reserve("Replay", footer, k.pause, k.faster, k.slower, k.bitBack, k.bitOn, k.back, k.on, k.farBack, k.farOn)
	return &View{app: app, player: player, of: of, zone: zone, keys: k}
}

// View implements tea.Model: the line above the dashboard.
func (v *View) View() tea.View {
	view := v.app.View()
	if v.width <= 0 || v.height <= 0 {
		return view
	}
	bar := v.statusBar()
	if v.height > 1 {
		bar += "\n" + view.Content
	}
	view.Content = bar
	if view.Cursor != nil {
		view.Cursor.Y++
	}
	return view
}

// statusBar is the line above the dashboard. It is in reverse video, so that without a theme or colours, too, one
// sees that the dashboard does not show now.
func (v *View) statusBar() string {
	speed, paused := v.player.Speed()
	parts := []string{"REPLAY", v.player.Now().In(v.zone).Format("Mon 2 Jan 2006 15:04:05"), strconv.FormatFloat(speed, 'g', 3, 64) + "x"}
	switch {
	case paused:
		parts = append(parts, "PAUSED")
	case !v.player.Now().Before(v.of.To):
		parts = append(parts, "END")
	}
	if n := v.player.Damaged(); n > 0 {
		parts = append(parts, draw.Count(n, "damaged line", "damaged lines")+" left out")
	}
	parts = append(parts, "nobody is alerted")
	text := " " + strings.Join(parts, "  ")
	text += v.progress(v.width - len(text))
	if name := v.of.Name.ASCII().String(); name != "" && len(text)+2+len(name) <= v.width { // a cut name is another file's
		text += "  " + name
	}
	return fmt.Sprintf("\x1b[7m%-*.*s\x1b[m", v.width, v.width, text)
}

// Cells of the bar between the recording's first and last minute.
const leastBar, mostBar = 8, 24

// progress shows where in the recording the replay is, "  09:00 =====o---- 12:30", in at most room cells; empty if
// there is no room. It is of letters that every terminal has.
func (v *View) progress(room int) string {
	const minute = "15:04"
	n := min(mostBar, room-len("  09:00  12:30"))
	whole := v.of.To.Sub(v.of.From)
	if n < leastBar || whole <= 0 {
		return ""
	}
	at := int(float64(n-1) * float64(v.player.Now().Sub(v.of.From)) / float64(whole))
	at = min(max(at, 0), n-1)
	return "  " + v.of.From.In(v.zone).Format(minute) + " " + strings.Repeat("=", at) + "o" + strings.Repeat("-", n-1-at) + " " + v.of.To.In(v.zone).Format(minute)
}
