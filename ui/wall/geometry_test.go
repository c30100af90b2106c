package wall

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"
)

// A wallScene is something a wall can have to show.
type wallScene struct {
	name  string
	floor func() *uitest.Floor
	cfg   func(*Config, *draw.Screen)
	msgs  []tea.Msg
	after time.Duration
}

func wallScenes() []wallScene {
	return []wallScene{
		{name: "busy"},
		{name: "quiet", floor: uitest.QuietFloor},
		{name: "new", after: 19 * time.Second},
		{name: "stale", after: 3 * time.Minute},
		{name: "refused", floor: refusedFloor},
		{name: "starting", floor: func() *uitest.Floor { return &uitest.Floor{Status: model.Health{ReadDone: 12, ReadAll: 48}} }},
		{name: "empty", floor: func() *uitest.Floor { return &uitest.Floor{Status: uitest.LiveHealth()} }},
		{name: "crowded", floor: func() *uitest.Floor { return crowdedFloor(700) }, after: 10 * time.Hour},
		{name: "night", cfg: func(c *Config, _ *draw.Screen) { c.Night = "12:00-13:00" }},
		{name: "ascii", cfg: func(_ *Config, s *draw.Screen) { s.ASCII = true }},
		{name: "mono", cfg: func(_ *Config, s *draw.Screen) { s.Theme = "mono" }},
		{name: "sixteen", msgs: []tea.Msg{tea.ColorProfileMsg{Profile: colorprofile.ANSI}}},
		{name: "names and text", cfg: func(c *Config, _ *draw.Screen) { c.Names, c.Text, c.Privacy.Wall = NamesFull, true, "texts" }},
		{name: "strange", floor: strangeWallFloor, cfg: func(c *Config, _ *draw.Screen) { c.Names, c.Text, c.Privacy.Wall = NamesFull, true, "off" }},
		{name: "leaving", msgs: []tea.Msg{tea.KeyPressMsg{Code: 'q', Text: "q"}}},
	}
}

// open hangs a scene up, on one page.
func (s wallScene) open(page string, w, h int) *Wall {
	f, cfg, screen := uitest.NewFloor(), DefaultConfig(), drawtest.Screen()
	if s.floor != nil {
		f = s.floor()
	}
	if s.cfg != nil {
		s.cfg(&cfg, &screen)
	}
	wall := New(f, cfg, screen, uitest.Now())
	for i, p := range wallPages() { // all pages are named below
		if p == page {
			wall.rotation.index = i
		}
	}
	wall.Update(tea.WindowSizeMsg{Width: w, Height: h})
	for _, m := range s.msgs {
		wall.Update(m)
	}
	wall.start, wall.rotation.since = wall.start.Add(s.after), uitest.Now().Add(s.after)
	wallTick(wall, uitest.Now().Add(s.after))
	return wall
}

func TestWallGeometry(t *testing.T) {
	for n, s := range wallScenes() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			sizes := uitest.Sweep(uitest.Chance(t, n))
			for _, page := range wallPages() {
				w := s.open(page, drawtest.Width, drawtest.Height)
				for _, size := range sizes {
					w.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
					if wrong, row := uitest.Fits(w.View().Content, size[0], size[1], w.term.Method); wrong != "" {
						t.Fatalf("%s at %v: wrong %s in %q", page, size, wrong, row)
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
				if wrong, row := uitest.Fits(w.View().Content, width, height, w.term.Method); wrong != "" {
					t.Fatalf("%s at %dx%d: wrong %s in %q", page, width, height, wrong, row)
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
		s.cfg = func(c *Config, screen *draw.Screen) {
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

func TestWallPlaces(t *testing.T) {
	for w := -2; w < 340; w += 7 {
		for h := -2; h < 120; h++ {
			for _, halves := range []bool{false, true} {
				p := rowLayoutOf(w, h, halves)
				if p.top < 1 || p.bar < 1 || p.body < 0 || h >= 4 && 1+p.top+p.bar+p.body != h {
					t.Errorf("%dx%d: %+v", w, h, p)
				}
				if f := p.figuresLayout(p.body, 0); p.body >= 2*tileRows && (f.tiles[0]+f.tiles[1]+f.ladder != p.body || f.tiles[1] < tileRows || f.ladder < 0) {
					t.Errorf("%dx%d: %+v in %+v", w, h, f, p)
				}
			}
		}
	}
}

// The sizes that the wall is made for: how high the parts are, and how many chats the ladder has.
func TestWallSizes(t *testing.T) {
	for _, c := range []struct{ w, h, size, bar, chats, down int }{
		{80, 24, 0, 1, 4, 4}, {100, 30, 1, 4, 6, 3}, {120, 40, 1, 4, 6, 3}, {132, 43, 1, 4, 6, 3}, {160, 45, 1, 4, 6, 3}, {240, 67, 1, 4, 8, 4}, {320, 90, 2, 7, 6, 3},
	} {
		p := rowLayoutOf(c.w-shiftAcross, c.h-shiftDown, true)
		f := p.figuresLayout(p.body, 0)
		if p.size != c.size || p.bar != c.bar || f.chats != c.chats {
			t.Errorf("%dx%d: letters of size %d, a bar of %d, %d chats in the ladder; want %d, %d, %d", c.w, c.h, p.size, p.bar, f.chats, c.size, c.bar, c.chats)
		}
	}
}
