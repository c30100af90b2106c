package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/ui/uitest"
)

// A wallScene is something a wall can have to show.
type wallScene struct {
	name  string
	floor func() *uitest.Floor
	cfg   func(*WallConfig, *Config)
	msgs  []tea.Msg
	after time.Duration
}

func wallScenes() []wallScene {
	return []wallScene{
		{name: "busy"},
		{name: "quiet", floor: uitest.QuietFloor},
		{name: "new", after: 19 * time.Second},
		{name: "stale", after: 3 * time.Minute},
		{name: "refused", floor: uitest.RefusedFloor},
		{name: "starting", floor: func() *uitest.Floor { return &uitest.Floor{Status: model.Health{ReadDone: 12, ReadAll: 48}} }},
		{name: "empty", floor: func() *uitest.Floor { return &uitest.Floor{Status: uitest.LiveHealth()} }},
		{name: "crowded", floor: func() *uitest.Floor { return uitest.CrowdedFloor(700) }, after: 10 * time.Hour},
		{name: "night", cfg: func(c *WallConfig, _ *Config) { c.Night = "12:00-13:00" }},
		{name: "ascii", cfg: func(_ *WallConfig, s *Config) { s.ASCII = true }},
		{name: "mono", cfg: func(_ *WallConfig, s *Config) { s.Theme = "mono" }},
		{name: "sixteen", msgs: []tea.Msg{tea.ColorProfileMsg{Profile: colorprofile.ANSI}}},
		{name: "names and text", cfg: func(c *WallConfig, _ *Config) { c.Names, c.Text, c.Privacy.Wall = true, true, "texts" }},
		{name: "strange", floor: uitest.StrangeWallFloor, cfg: func(c *WallConfig, _ *Config) { c.Names, c.Text, c.Privacy.Wall = true, true, "off" }},
		{name: "leaving", msgs: []tea.Msg{tea.KeyPressMsg{Code: 'q', Text: "q"}}},
	}
}

// open hangs a scene up, on one page.
func (s wallScene) open(page string, w, h int) *Wall {
	f, cfg, screen := uitest.NewFloor(), DefaultWall(), testConfig()
	if s.floor != nil {
		f = s.floor()
	}
	if s.cfg != nil {
		s.cfg(&cfg, &screen)
	}
	wall := NewWall(f, cfg, screen.Base(), uitest.Now())
	for i, p := range wallPages() { // all pages are named below; the clock says which is shown
		if p == page {
			wall.start = uitest.Now().Add(-time.Duration(i) * cfg.Rotate)
		}
	}
	wall.Update(tea.WindowSizeMsg{Width: w, Height: h})
	for _, m := range s.msgs {
		wall.Update(m)
	}
	wall.start = wall.start.Add(s.after)
	wallTick(wall, uitest.Now().Add(s.after))
	return wall
}

// misfit says what is wrong with the shape of a frame of w by h cells, "" if nothing is.
func misfit(frame string, w, h int, m ansi.Method) string {
	rows := strings.Split(frame, "\n")
	if len(rows) != h {
		return "rows"
	}
	for _, r := range rows {
		if m.StringWidth(r) != w {
			return "width of " + r
		}
		if strings.ContainsFunc(ansi.Strip(r), func(c rune) bool { return c < 0x20 || c == 0x7f }) {
			return "control character in " + r
		}
	}
	return ""
}

func TestWallGeometry(t *testing.T) {
	for n, s := range wallScenes() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			sizes := sweep(uitest.Chance(t, n))
			for _, page := range wallPages() {
				w := s.open(page, goldenWidth, goldenHeight)
				for _, size := range sizes {
					w.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
					if wrong := misfit(w.View().Content, size[0], size[1], w.term.Method); wrong != "" {
						t.Fatalf("%s at %v: wrong %s", page, size, wrong)
					}
				}
			}
		})
	}
}

// All sizes there are up to 60 by 30, where the layout changes most.
func TestWallSmallSizes(t *testing.T) {
	for _, page := range wallPages() {
		w := wallScenes()[0].open(page, 80, 24)
		for width := 1; width <= 60; width++ {
			for height := 1; height <= 30; height++ {
				w.Update(tea.WindowSizeMsg{Width: width, Height: height})
				if wrong := misfit(w.View().Content, width, height, w.term.Method); wrong != "" {
					t.Fatalf("%s at %dx%d: wrong %s", page, width, height, wrong)
				}
			}
		}
	}
}

// A wall that has been another size is the one that was never anything else.
func TestWallResizeLeavesNothingBehind(t *testing.T) {
	for _, page := range wallPages() {
		s := wallScenes()[2]
		w := s.open(page, 120, 40)
		want := w.View().Content
		for _, size := range [][2]int{{80, 24}, {1, 1}, {300, 100}, {0, 0}, {20, 5}, {-1, 7}, {120, 40}} {
			w.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			w.View()
		}
		if got := w.View().Content; got != want {
			t.Errorf("%s after other sizes:\n%s\nwant\n%s", page, ansi.Strip(got), ansi.Strip(want))
		}
	}
}

// ASCII means that nothing but ASCII is drawn.
func TestWallASCII(t *testing.T) {
	for _, s := range wallScenes() {
		if s.floor != nil && s.name == "strange" || s.name == "names and text" {
			continue // strangers write as they like
		}
		cfg := s.cfg
		s.cfg = func(c *WallConfig, screen *Config) {
			if cfg != nil {
				cfg(c, screen)
			}
			screen.ASCII = true
		}
		for _, page := range wallPages() {
			for _, size := range [][2]int{{120, 40}, {80, 24}, {10, 4}} {
				got := wallScreen(s.open(page, size[0], size[1]))
				if i := strings.IndexFunc(got, func(r rune) bool { return r > 0x7e }); i >= 0 {
					t.Errorf("%s, %s at %v: %q in\n%s", s.name, page, size, got[i:i+3], got)
				}
			}
		}
	}
}

func TestWallLayout(t *testing.T) {
	for w := -2; w < 320; w += 7 {
		for h := -2; h < 120; h++ {
			p := wallLayout(w, h)
			if p.band < 1 || p.space < 0 || p.body < 0 || h >= 4 && 2+p.band+p.space+p.body != h {
				t.Errorf("%dx%d: %+v", w, h, p)
			}
		}
	}
}
