package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// newTestApp is a screen of w by h cells on a fixture.
func newTestApp(f *fakeFloor, w, h int) (*App, *fakeSource) {
	return newAppWith(f, testConfig(), w, h)
}

func newAppWith(f *fakeFloor, cfg Config, w, h int) (*App, *fakeSource) {
	source := &fakeSource{}
	a := newApp(f, cfg, source, fixtureNow())
	a.watch, a.stale = watch{floor: cfg.Name}, true // without the hold, so that what is critical is an alert at once
	a.Update(tea.WindowSizeMsg{Width: w, Height: h})
	return a, source
}

// press types keys into a: names as Bubble Tea has them, separated by blanks.
func press(a *App, keys string) tea.Cmd {
	var cmd tea.Cmd
	for k := range strings.FieldsSeq(keys) {
		_, cmd = a.Update(keyPress(k))
	}
	return cmd
}

func keyPress(name string) tea.KeyPressMsg {
	codes := map[string]rune{
		"up": tea.KeyUp, "down": tea.KeyDown, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "home": tea.KeyHome, "left": tea.KeyLeft, "right": tea.KeyRight, "end": tea.KeyEnd,
		"tab": tea.KeyTab, "enter": tea.KeyEnter, "esc": tea.KeyEscape, "backspace": tea.KeyBackspace,
	}
	mod := tea.KeyMod(0)
	if rest, ok := strings.CutPrefix(name, "ctrl+"); ok {
		mod, name = tea.ModCtrl, rest
	}
	if rest, ok := strings.CutPrefix(name, "shift+"); ok {
		mod, name = tea.ModShift, rest
	}
	if code, ok := codes[name]; ok {
		return tea.KeyPressMsg{Code: code, Mod: mod}
	}
	k := tea.KeyPressMsg{Code: []rune(name)[0], Mod: mod}
	if mod == 0 {
		k.Text = name
	}
	return k
}

// screen is what a shows, without styles.
func screen(a *App) string { return ansi.Strip(a.View().Content) }

// rowWith is the first row of the screen that holds s.
func rowWith(t *testing.T, a *App, s string) string {
	t.Helper()
	for row := range strings.SplitSeq(screen(a), "\n") {
		if strings.Contains(row, s) {
			return row
		}
	}
	t.Errorf("no row with %q on the screen:\n%s", s, screen(a))
	return ""
}

// fits reports what is wrong with the shape of a frame of w by h cells.
func fits(frame string, w, h int, m ansi.Method) (problem string, row string) {
	rows := strings.Split(frame, "\n")
	if len(rows) != h {
		return "rows", frame
	}
	for _, r := range rows {
		if m.StringWidth(r) != w {
			return "width", r
		}
		if i := strings.IndexFunc(ansi.Strip(r), func(c rune) bool { return c < 0x20 || c == 0x7f }); i >= 0 {
			return "control character", r
		}
	}
	return "", ""
}

// selectedKey is the key of the selected thread.
func selectedKey(t *testing.T, a *App) model.Key {
	t.Helper()
	r := a.threads.selected()
	if r == nil {
		t.Fatal("no thread is selected")
	}
	return r.Key
}

func later(a *App, d time.Duration) { a.Update(draw.Tick(a.now.Add(d))) }
