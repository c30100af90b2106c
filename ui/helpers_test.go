package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
	"floorwatch/ui/help"
	"floorwatch/ui/uitest"
)

// newTestApp is a screen of w by h cells on a fixture.
func newTestApp(f *uitest.Floor, w, h int) (*App, *uitest.Source) {
	return newAppWith(f, testConfig(), w, h)
}

func newAppWith(f *uitest.Floor, cfg Config, w, h int) (*App, *uitest.Source) {
	source := &uitest.Source{}
	a := New(f, cfg, source, uitest.Now())
	a.tracker, a.needsRead = alert.Tracker{Floor: cfg.Name}, true // without the hold, so that what is critical is an alert at once
	a.Update(tea.WindowSizeMsg{Width: w, Height: h})
	return a, source
}

// press types keys into a: names as Bubble Tea has them, separated by blanks.
func press(a *App, keys string) tea.Cmd {
	var cmd tea.Cmd
	for k := range strings.FieldsSeq(keys) {
		_, cmd = a.Update(uitest.KeyPress(k))
	}
	return cmd
}

// clickAt presses and releases the left button.
func clickAt(a *App, x, y int) tea.Cmd {
	a.Update(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	_, cmd := a.Update(tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft})
	return cmd
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

// selectedKey is the key of the selected thread.
func selectedKey(t *testing.T, a *App) model.Key {
	t.Helper()
	r := a.threads.Selected()
	if r == nil {
		t.Fatal("no thread is selected")
	}
	return r.Key
}

func later(a *App, d time.Duration) { a.Update(draw.Tick(a.now.Add(d))) }

func testConfig() Config {
	c := DefaultConfig()
	c.Name, c.Timezone, c.Theme = "Acme Support", "UTC", "dark"
	return c
}

func testLook() *draw.Style { return draw.NewTerminal().Style("dark", false, false) }

// helping reports whether the help lies over the panes.
func helping(a *App) bool {
	_, ok := a.overlays.top().(*help.Pane)
	return ok
}
