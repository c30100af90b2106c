package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"
)

// A surface is something the whole screen can be, and how to get there.
type surface struct {
	name  string
	floor func() *uitest.Floor
	cfg   func(*Config)
	keys  string
	setup func(*App)
}

func surfaces() []surface {
	grapheme := func(a *App) { a.Update(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeReset}) }
	return []surface{
		{name: "threads"},
		{name: "scrolled", keys: "end up up pgup"},
		{name: "transcript", keys: "enter"},
		{name: "transcript scrolled", keys: "tab up up up"},
		{name: "agents", keys: "tab tab down"},
		{name: "activity", keys: "tab tab tab"},
		{name: "zoomed threads", keys: "z"},
		{name: "zoomed activity", keys: "shift+tab z"},
		{name: "help", keys: "?"},
		{name: "help scrolled", keys: "? down down"},
		{name: "typing a filter", keys: "/ a"},
		{name: "typing a command", keys: ": s o tab tab"},
		{name: "no match", keys: "/ q q q q enter"},
		{name: "one agent", keys: "tab tab down enter"},
		{name: "acknowledged", keys: "a"},
		{name: "hidden", keys: "tab x tab x"},
		{name: "hidden, opened", keys: "tab x enter"},
		{name: "a team's", keys: "T", cfg: func(c *Config) { c.Teams = teamConfig().Teams }},
		{name: "narrowed", keys: "L L O O B / e enter"},
		{name: "as sent", floor: htmlFloor, keys: "enter v"},
		{name: "strange, as sent", floor: uitest.StrangeFloor, keys: "down enter v up"},
		{name: "finding", keys: "enter / t h e"},
		{name: "found", keys: "enter / t h e enter N"},
		{name: "Acquire's totals", keys: "tab tab d"},
		{name: "gap", floor: uitest.GapFloor, keys: "enter"},
		{name: "gap, first reply", floor: uitest.GapFloor, keys: "down down enter e"},
		{name: "words of a thread", keys: "enter shift+tab shift+tab"},
		{name: "ascii", cfg: func(c *Config) { c.ASCII = true }},
		{name: "mono", cfg: func(c *Config) { c.Theme = "mono" }, keys: "down"},
		{name: "explain", keys: "e"},
		{name: "explain, parts", keys: "e enter down down"},
		{name: "explain, end", keys: "tab tab e end"},
		{name: "explain a fact", keys: "enter e down down"},
		{name: "strange, explain", floor: uitest.StrangeFloor, keys: "e enter end"},
		{name: "explain nobody", keys: "e", floor: func() *uitest.Floor { return &uitest.Floor{Status: uitest.LiveHealth()} }},
		{name: "explain the past", keys: "t pgup e tab"},
		{name: "alerts", keys: "!", setup: someAlertsOver},
		{name: "alerts scrolled", keys: "A end a"},
		{name: "no alerts", keys: "!", floor: func() *uitest.Floor { return &uitest.Floor{Status: uitest.LiveHealth()} }},
		{name: "strange, alerts", floor: uitest.StrangeFloor, keys: "! down"},
		{name: "travel", keys: "t pgup"},
		{name: "travel, transcript", keys: "t left enter"},
		{name: "strange, travel", floor: uitest.StrangeFloor, keys: "t pgup home"},
		{name: "empty", floor: func() *uitest.Floor { return &uitest.Floor{Status: uitest.LiveHealth()} }},
		{name: "starting", floor: func() *uitest.Floor { return &uitest.Floor{} }},
		{name: "down", floor: uitest.DownFloor},
		{name: "reading", floor: readingFloor},
		{name: "strange", floor: uitest.StrangeFloor},
		{name: "strange, transcript", floor: uitest.StrangeFloor, keys: "down enter up"},
		{name: "strange, by clusters", floor: uitest.StrangeFloor, keys: "down enter", setup: grapheme},
		{name: "an hour on", setup: func(a *App) { later(a, time.Hour) }},
	}
}

func (s surface) open(w, h int) *App {
	f, cfg := uitest.NewFloor(), testConfig()
	if s.floor != nil {
		f = s.floor()
	}
	if s.cfg != nil {
		s.cfg(&cfg)
	}
	a, _ := newAppWith(f, cfg, w, h)
	if s.setup != nil {
		s.setup(a)
	}
	press(a, s.keys)
	return a
}

// someAlertsOver has an hour pass, of which the first minutes are no longer critical.
func someAlertsOver(a *App) {
	f := a.floor.(*uitest.Floor)
	press(a, "a")
	f.Status.LastGood = f.Status.LastGood.Add(3 * time.Minute)
	for i := range f.Threads[:4] {
		f.Threads[i].Wait, f.Threads[i].Unseen, f.Threads[i].SeenFor = model.Clock{}, model.Clock{}, model.Clock{}
	}
	for i := range f.Threads {
		f.Threads[i].PolledAt = f.Status.LastGood
	}
	f.Head.HalfHour.Missed, f.Head.HalfHour.MissedLevel = 4, model.LevelCritical
	later(a, 3*time.Minute)
}

func readingFloor() *uitest.Floor {
	f := uitest.NewFloor()
	f.Status.State, f.Status.Read, f.Status.ReadDone, f.Status.ReadAll = model.StateLive, false, 132, 400
	return f
}

// Whatever the size, there are as many rows as the screen has, each of them
// exactly as wide. That a screen which has been other sizes is none the worse
// for it is the next test's.
func TestGeometry(t *testing.T) {
	for n, s := range surfaces() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			a := s.open(drawtest.Width, drawtest.Height)
			for _, size := range uitest.Sweep(uitest.Chance(t, n)) {
				w, h := size[0], size[1]
				a.Update(tea.WindowSizeMsg{Width: w, Height: h})
				frame := a.View().Content
				if problem, row := uitest.Fits(frame, w, h, a.term.Method); problem != "" {
					t.Fatalf("%dx%d: wrong %s in %q", w, h, problem, row)
				}
				if head, _, _ := strings.Cut(frame, "\n"); w >= 20 && h >= 5 && a.wall == nil && strings.TrimSpace(ansi.Strip(head)) == "" {
					t.Fatalf("%dx%d: the head is empty", w, h)
				}
			}
		})
	}
}

// A screen that has been other sizes must be the one that was never anything
// else. So whatever the resizes were, its shape is that of TestGeometry. Where
// somebody has scrolled, the window depends on the sizes it has been, but the
// shape does not.
func TestResizeLeavesNothingBehind(t *testing.T) {
	steps := 20
	if uitest.Long() {
		steps = 2000
	}
	for n, s := range surfaces() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			a, chance := s.open(120, 40), uitest.Chance(t, n)
			scrolled := slices.ContainsFunc([]string{"up", "down", "end", "/ t h e"}, func(k string) bool { return strings.Contains(s.keys, k) })
			for i := range steps {
				w, h := 1+chance.IntN(uitest.MaxWidth), 1+chance.IntN(uitest.MaxHeight)
				if i%2 == 0 { // the sizes that people have
					w, h = 1+chance.IntN(130), 1+chance.IntN(45)
				}
				a.Update(tea.WindowSizeMsg{Width: w, Height: h})
				if problem, row := uitest.Fits(a.View().Content, w, h, a.term.Method); problem != "" {
					t.Fatalf("resize %d, to %dx%d: wrong %s in %q", i, w, h, problem, row)
				}
				if scrolled {
					continue
				}
				if got, want := screen(a), screen(s.open(w, h)); got != want {
					t.Fatalf("resize %d, to %dx%d:\n%s\nwant\n%s", i, w, h, got, want)
				}
			}
		})
	}
}

func TestSizeOfNothingIsIgnored(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	want := screen(a)
	for _, size := range [][2]int{{0, 0}, {0, 24}, {80, 0}, {-1, -1}} {
		a.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		if got := screen(a); got != want {
			t.Errorf("after a size of %v the screen is\n%s\nwant\n%s", size, got, want)
		}
	}
}

func TestNothingIsDrawnBeforeTheFirstSize(t *testing.T) {
	a := New(uitest.NewFloor(), testConfig(), &uitest.Source{}, uitest.Now())
	if got := a.View().Content; got != "" {
		t.Errorf("View before a size = %q, want nothing", got)
	}
}
