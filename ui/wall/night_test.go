package wall

import (
	"image/color"
	"strings"
	"testing"
	"time"

	"floorwatch/ui/draw"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// Night comes and goes by the clock of the screen's zone, also on the nights on
// which that clock is set.
func TestWallNight(t *testing.T) {
	cfg, screen := DefaultConfig(), drawtest.Screen()
	cfg.Night, screen.Zone = "22:00-06:00", zone(t, "Europe/Vienna")
	w := wallOn(uitest.NewFloor(), cfg, screen, 120, 40)
	for _, c := range []struct {
		at   time.Time
		want bool
	}{
		{time.Date(2026, 11, 20, 20, 59, 59, 0, time.UTC), false},
		{time.Date(2026, 11, 20, 21, 0, 0, 0, time.UTC), true},
		{time.Date(2026, 11, 21, 4, 59, 59, 0, time.UTC), true},
		{time.Date(2026, 11, 21, 5, 0, 0, 0, time.UTC), false},
		{time.Date(2026, 10, 25, 3, 59, 0, 0, time.UTC), true}, // 05:59 by summer time, 04:59 by winter time
		{time.Date(2026, 10, 25, 4, 59, 0, 0, time.UTC), true},
		{time.Date(2026, 10, 25, 5, 0, 0, 0, time.UTC), false},
		{time.Date(2026, 3, 29, 3, 59, 0, 0, time.UTC), true},
		{time.Date(2026, 3, 29, 4, 0, 0, 0, time.UTC), false},
	} {
		wallTick(w, c.at)
		if w.dimmed != c.want {
			t.Errorf("at %v (%v there) it is night: %v, want %v", c.at, c.at.In(w.zone).Format("15:04"), w.dimmed, c.want)
		}
	}
}

// At night the screen says the same, on black, whatever the terminal's own background is.
func TestWallAtNight(t *testing.T) {
	for _, theme := range draw.ThemeNames() {
		day, night := DefaultConfig(), DefaultConfig()
		night.Night = "12:00-13:00"
		screen := drawtest.Screen()
		screen.Theme = theme
		a, b := wallOn(uitest.NewFloor(), day, screen, 120, 40), wallOn(uitest.NewFloor(), night, screen, 120, 40)
		if wallScreen(a) != wallScreen(b) {
			t.Errorf("%s: another text at night:\n%s", theme, wallScreen(b))
		}
		if a.View().Content == b.View().Content {
			t.Errorf("%s: nothing is dimmed", theme)
		}
		if theme == "mono" {
			continue
		}
		for y, row := range strings.Split(b.View().Content, "\n") {
			if plain := withoutStyled(row); plain != "" {
				t.Errorf("%s: row %d has cells that are not painted: %q", theme, y, plain)
			}
		}
	}
}

// withoutStyled is what of a row stands between a reset and the next style.
func withoutStyled(row string) string {
	var b strings.Builder
	for _, part := range strings.Split(row, draw.StyleOff) {
		plain, _, _ := strings.Cut(part, "\x1b")
		b.WriteString(plain)
	}
	return b.String()
}

// Without colours, and with sixteen of them, the levels are marks and words.
func TestWallSaysLevelsWithoutColour(t *testing.T) {
	for _, msgs := range [][]tea.Msg{{tea.EnvMsg{"NO_COLOR=1"}}, {tea.ColorProfileMsg{Profile: colorprofile.ASCII}}, {tea.ColorProfileMsg{Profile: colorprofile.ANSI}}} {
		w := wallOn(uitest.NewFloor(), DefaultConfig(), drawtest.Screen(), 100, 30)
		for _, m := range msgs {
			w.Update(m)
		}
		if content := w.View().Content; strings.Contains(content, "38;") || strings.Contains(content, "48;") {
			t.Errorf("%v: there are colours that the terminal has not", msgs)
		}
		for _, want := range []string{"!! SEVERE", "! CRITICAL", "▴ WARNING"} {
			wallHas(t, w, want)
		}
	}
}

func TestWallFollowsTheTerminal(t *testing.T) {
	screen := drawtest.Screen()
	screen.Theme = "auto"
	w := wallOn(uitest.NewFloor(), DefaultConfig(), screen, 80, 24)
	dark := w.View().Content
	w.Update(tea.BackgroundColorMsg{Color: color.White})
	if w.View().Content == dark {
		t.Errorf("a white background changes nothing")
	}
	w.Update(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeReset})
	if w.style.Method != ansi.GraphemeWidth {
		t.Errorf("cells are not counted by clusters after the terminal said that it does")
	}
	w.Update(tea.ModeReportMsg{Mode: ansi.ModeSynchronizedOutput, Value: ansi.ModeReset})
	if _, cmd := w.Update(tea.EnvMsg{"SSH_TTY=/dev/pts/3"}); cmd == nil {
		t.Errorf("synchronized output is not asked for over SSH")
	}
	if _, cmd := w.Update(tea.ColorProfileMsg{Profile: colorprofile.ANSI256}); cmd == nil {
		t.Errorf("more colours are not asked for")
	}
	if _, cmd := w.Update(tea.ColorProfileMsg{Profile: colorprofile.TrueColor}); cmd != nil {
		t.Errorf("more colours are asked for where there are all")
	}
}

// At night figures of the moment are brighter than what is out of date, which is hatched as well.
func TestCurrentFiguresLookCurrentAtNight(t *testing.T) {
	s := wallScene{msgs: []tea.Msg{tea.ColorProfileMsg{Profile: colorprofile.TrueColor}}, cfg: func(c *Config, _ *draw.Screen) { c.Night = "12:00-13:00" }}
	w := s.open("figures", 160, 45)
	if style := w.style; style.On[draw.OnInk][draw.RoleStrong] == style.On[draw.OnInk][draw.RoleText] {
		t.Errorf("figures are in the grey of other text: %q", style.On[draw.OnInk][draw.RoleStrong])
	}
	wallLacks(t, w, "▒")
	s.after = 3 * time.Minute
	wallHas(t, s.open("figures", 160, 45), "▒")
}
