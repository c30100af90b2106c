// Package replay shows a recording in the dashboard: a line with its speed in the row of the notice, or above a screen
// that has no such row, and the keys that control it. It is a pane: it may import draw, keymap, model and safetext, never another pane nor ui,
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
	"github.com/charmbracelet/x/ansi"

	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
)

// A Dashboard is what shows the recording: ui.App.
type Dashboard interface {
	tea.Model
	// HandlesReserved reports whether the dashboard needs a reserved key itself at the moment.
	HandlesReserved(key string) bool
	// Latin returns the key in Latin letters, whatever the keyboard layout.
	Latin(msg tea.KeyPressMsg) tea.KeyPressMsg
	// MuteAlerts keeps past alerts from notifying anybody.
	MuteAlerts()
	// NoticeRow returns the row of the notice on a screen of w by h cells, how many notices there are, and whether
	// the first must be seen; ok is false if there is no such row.
	NoticeRow(w, h int) (row, notices int, urgent, ok bool)
	// IndentNotice leaves cells before the notice free.
	IndentNotice(cells int)
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

// A View is the dashboard with a line that says that it is a replay, of when and how fast. It handles the keys
// that control the replay and passes on all others, and those that the dashboard needs itself at the moment.
type View struct {
	app    Dashboard
	player Player
	of     Recording
	zone   *time.Location
	keys   keys

	width, height int
	above         bool // the line is above the dashboard, which has no row for it
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
		v.above = !v.hasRow()
		msg = v.size()
	case tea.MouseClickMsg:
		if v.above && m.Y == 0 {
			return v, nil
		}
		m.Y = v.below(m.Y)
		msg = m
	case tea.MouseReleaseMsg:
		m.Y = v.below(m.Y)
		msg = m
	case tea.MouseMotionMsg:
		m.Y = v.below(m.Y)
		msg = m
	case tea.MouseWheelMsg:
		m.Y = v.below(m.Y)
		msg = m
	case tea.KeyPressMsg:
		m = v.app.Latin(m)
		if v.handleKey(m) {
			return v, nil
		}
		msg = m
	}
	_, cmd := v.app.Update(msg)
	if above := !v.hasRow(); above != v.above { // the wall was opened or closed
		v.above = above
		_, resized := v.app.Update(v.size())
		cmd = tea.Batch(cmd, resized)
	}
	return v, cmd
}

// hasRow reports whether the dashboard has a row for the line.
func (v *View) hasRow() bool {
	_, _, _, ok := v.app.NoticeRow(v.width, v.height)
	return ok
}

// size is the size that the line leaves for the dashboard.
func (v *View) size() tea.WindowSizeMsg {
	if v.above {
		return tea.WindowSizeMsg{Width: v.width, Height: v.height - 1}
	}
	return tea.WindowSizeMsg{Width: v.width, Height: v.height}
}

// below is a row of the screen as the dashboard counts.
func (v *View) below(y int) int {
	if v.above {
		return max(0, y-1)
	}
	return y
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
		v.reserve()
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
	app.MuteAlerts()
	v := &View{app: app, player: player, of: of, zone: zone, keys: newKeys()}
	v.reserve()
	return v
}

// reserve names the keys to the dashboard, and for its footer what the first does as the replay stands.
func (v *View) reserve() {
	k, pause := v.keys, "pause"
	if _, paused := v.player.Speed(); paused {
		pause = "go on"
	}
	footer := []keymap.Hint{{Binding: k.pause, Word: pause}, {Binding: k.slower}, {Binding: k.faster, Word: "speed"}, {Binding: k.bitBack}, {Binding: k.bitOn, Word: "10 s"}}
	v.app.Reserve("Replay", footer, k.pause, k.faster, k.slower, k.bitBack, k.bitOn, k.back, k.on, k.farBack, k.farOn)
}

// View implements tea.Model: the dashboard with the line.
func (v *View) View() tea.View {
	if v.width <= 0 || v.height <= 0 {
		return v.app.View()
	}
	short := v.chip()
	v.app.IndentNotice(ansi.StringWidth(short))
	row, notices, urgent, ok := v.app.NoticeRow(v.width, v.height)
	view := v.app.View()
	lines := strings.Split(view.Content, "\n")
	switch {
	case ok && row < len(lines) && urgent:
		lines[row] = short + ansi.TruncateLeft(lines[row], ansi.StringWidth(short), "")
	case ok && row < len(lines):
		lines[row] = v.statusBar(notices)
	case v.height == 1:
		lines = []string{v.statusBar(0)}
	default:
		lines = append([]string{v.statusBar(0)}, lines...)
		if view.Cursor != nil {
			view.Cursor.Y++
		}
	}
	view.Content = strings.Join(lines, "\n")
	return view
}

// state says that it is a replay, how fast it is, whether it moves, and what is missing: what is shown also beside an
// urgent notice.
func (v *View) state() []string {
	speed, paused := v.player.Speed()
	parts := []string{"REPLAY", strconv.FormatFloat(speed, 'g', 3, 64) + "x"}
	switch {
	case paused:
		parts = append(parts, "PAUSED")
	case !v.player.Now().Before(v.of.To):
		parts = append(parts, "END")
	}
	if n := v.player.Damaged(); n > 0 {
		parts = append(parts, draw.Count(n, "damaged line", "damaged lines")+" left out")
	}
	return parts
}

// statusBar is the whole line. In the row of the notice it has no clock, which is in the header, but the number of
// notices that it hides.
func (v *View) statusBar(hidden int) string {
	day := "Mon 2 Jan 2006"
	if v.above {
		day += " 15:04:05"
	}
	chip, parts := v.chip(), []string{v.player.Now().In(v.zone).Format(day), "nobody is alerted"}
	if hidden > 0 {
		parts = append(parts, "(+"+strconv.Itoa(hidden)+")")
	}
	room := v.width - ansi.StringWidth(chip)
	text := " " + strings.Join(parts, "  ")
	text += v.progress(room - len(text))
	if name := v.of.Name.ASCII().String(); name != "" && len(text)+2+len(name) <= room { // a cut name is another file's
		text += "  " + name
	}
	return chip + fmt.Sprintf("%-*s", room, text)[:room]
}

// chip is the state in reverse video, at most as wide as the screen: without a theme or colours, too, one sees that the
// dashboard does not show now. Nothing else of the line is filled: what is filled and no chip is a severe wait.
func (v *View) chip() string {
	text := " " + strings.Join(v.state(), "  ") + " "
	return "\x1b[7m" + text[:min(len(text), v.width)] + "\x1b[m"
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
