package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/ui/alerts"
	"floorwatch/ui/draw"
	"floorwatch/ui/explain"
	"floorwatch/ui/layout"
	"floorwatch/ui/threads"
	"floorwatch/ui/uitest"
)

// A hand is a mouse over the screen: it finds its targets by what stands there.
type hand struct {
	t *testing.T
	a *App
}

func (h hand) find(text string) (x, y int) {
	h.t.Helper()
	for y, row := range strings.Split(screen(h.a), "\n") {
		if i := strings.Index(row, text); i >= 0 {
			return ansi.StringWidth(row[:i]), y
		}
	}
	h.t.Fatalf("no %q on the screen:\n%s", text, screen(h.a))
	return 0, 0
}

func (h hand) click(text string) tea.Cmd {
	h.t.Helper()
	x, y := h.find(text)
	return clickAt(h.a, x, y)
}

func (h hand) wheel(text string, button tea.MouseButton) {
	h.t.Helper()
	x, y := h.find(text)
	h.a.Update(tea.MouseWheelMsg{X: x, Y: y, Button: button})
}

// Each word of the footer does what its key does, on every surface.
func TestMouseOnTheFooter(t *testing.T) {
	for _, c := range []struct {
		keys, click string
		done        func(*App) bool
	}{
		{"", "? help  q", func(a *App) bool { return helping(a) }},
		{"?", "esc q close", func(a *App) bool { return !helping(a) }},
		{"", "/ filter", func(a *App) bool { return a.prompt.isOpen() }},
		{"", "s sort", func(a *App) bool { return a.threads.Order == threads.ByWait }},
		{"", "tab pane  ", func(a *App) bool { return a.focus == layout.Transcript }},
		{"", "explain  ", func(a *App) bool { _, ok := a.overlays.top().(*explain.Pane); return ok }},
		{"e", "q close", func(a *App) bool { return a.overlays.top() == nil }},
		{"e", "enter what it includes", func(a *App) bool { return strings.Contains(screen(a), "go to the chat") }},
		{"e enter", "enter go to the chat", func(a *App) bool { return a.overlays.top() == nil }},
		{"", "! alerts  t", func(a *App) bool { _, ok := a.overlays.top().(*alerts.Pane); return ok }},
		{"!", "t see that moment", func(a *App) bool { return a.overlays.top() == nil && a.timeTravel.on }},
		{"", "t time travel", func(a *App) bool { return a.timeTravel.on }},
		{"t", "left earlier", func(a *App) bool { return draw.DayTime(a.timeTravel.at, a.serverNow(), a.zone) == "12:40:00" }},
		{"t", "pgup 10 min", func(a *App) bool { return draw.DayTime(a.timeTravel.at, a.serverNow(), a.zone) == "12:31:00" }},
		{"t", "t back to now  ", func(a *App) bool { return !a.timeTravel.on }},
		{"t", "PAST 1", func(a *App) bool { return !a.timeTravel.on }},
		{"", "w wall", func(a *App) bool { return a.wall != nil }},
		{"z", "esc leave zoom", func(a *App) bool { return !a.zoom }},
	} {
		a, _ := newTestApp(uitest.NewFloor(), 120, 40)
		press(a, c.keys)
		if (hand{t, a}).click(c.click); !c.done(a) {
			t.Errorf("after %q a click on %q does not do what it says:\n%s", c.keys, c.click, screen(a))
		}
	}
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	if cmd := (hand{t, a}).click("q quit"); cmd == nil || cmd() != (tea.QuitMsg{}) {
		t.Errorf("a click on q quit does not quit")
	}
	before := screen(a)
	for _, between := range []string{"  / filter", " s sort"} { // a blank between two words is neither
		if (hand{t, a}).click(between); screen(a) != before {
			t.Errorf("a click on the blank before %q does something", between)
		}
	}
}

func TestMouseInTheAlerts(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	h := hand{t, a}
	press(a, "!")
	pointed := func() string { return rowWith(t, a, "▌") }
	if h.click("Ana Petrović"); !strings.Contains(pointed(), "Ana Petrović") {
		t.Errorf("a click on Ana Petrović selects %q", pointed())
	}
	if h.wheel("Ana Petrović", tea.MouseWheelUp); strings.Contains(pointed(), "Ana Petrović") {
		t.Errorf("the wheel does not move the selection")
	}
	h.click("visitor") // the head of a column
	h.click("Ana Petrović")
	if h.click("Ana Petrović"); a.overlays.top() != nil || a.threads.Selected().Name.String() != "Ana Petrović" {
		t.Errorf("a second click goes to %q, want to Ana Petrović", a.threads.Selected().Name)
	}
}

func TestMouseInTheExplanation(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	h := hand{t, a}
	press(a, "e shift+tab")
	h.click("Seen, longest")
	if got := f.Asked[len(f.Asked)-1].Figure; got != model.FigureSeenLongest {
		t.Errorf("a click on Seen, longest explains figure %d", got)
	}
	h.wheel("Included", tea.MouseWheelDown)
	h.click("106243")
	if h.click("106243"); a.overlays.top() != nil || a.threads.Selected().Chat != 106243 {
		t.Errorf("a second click goes to chat %d, want to 106243", a.threads.Selected().Chat)
	}
}

// A click on a figure at the top explains it, in boxes and in the grid.
func TestMouseOnTheFigures(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {120, 34}, {80, 24}} {
		for title, want := range map[string]model.FigureID{
			"Waiting": model.FigureWaiting, "Longest": model.FigureLongest, "Seen": model.FigureSeenNoReply, "t response": model.FigureFirst,
			"Service": model.FigureFirstService, "Missed": model.FigureMissed, "Active": model.FigureActive,
		} {
			if title == "Seen" && size[1] < 36 {
				continue // the grid has room for six
			}
			f := uitest.NewFloor()
			a, _ := newTestApp(f, size[0], size[1])
			(hand{t, a}).click(title)
			if n := len(f.Asked); n == 0 || f.Asked[n-1].Figure != want || f.Asked[n-1].Subject != (model.Subject{}) {
				t.Errorf("%v: a click on %s asks for %+v, want its explanation", size, title, f.Asked)
			}
		}
	}
}

func TestMouseInTime(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 200, 50)
	h := hand{t, a}
	x, y := h.find("│ visitors ")
	x += 11 + 10
	minutes := a.activity.Minutes
	clickAt(a, x, y) // the chats had the focus
	if want := minutes[len(minutes)-a.activity.Capacity+10].Start; a.focus != layout.Activity || !a.timeTravel.on || !a.timeTravel.at.Equal(want) {
		t.Errorf("a click on the chart: focus on %v, travelling %v to %v; want %v", a.focus, a.timeTravel.on, a.timeTravel.at, want)
	}
	was := a.timeTravel.at
	h.wheel("PAST 1", tea.MouseWheelDown)
	if got := a.timeTravel.at.Sub(was); got <= 0 || got > travelStep {
		t.Errorf("the wheel over the banner goes %v on, want to the next minute", got)
	}
	h.wheel("│ visitors ", tea.MouseWheelUp)
	h.wheel("│ visitors ", tea.MouseWheelUp)
	if !a.timeTravel.at.Before(was) {
		t.Errorf("the wheel over the chart goes to %v, want before %v", a.timeTravel.at, was)
	}
	h.click("PAST 1")
	h.wheel("│ visitors ", tea.MouseWheelUp)
	if a.timeTravel.on {
		t.Errorf("the wheel over the live chart leads into the past")
	}
}

// Wherever the mouse is, nothing breaks.
func TestMouseEverywhere(t *testing.T) {
	steps := 3
	if uitest.Long() {
		steps = 7
	}
	for _, s := range surfaces() {
		for _, size := range [][2]int{{120, 40}, {80, 24}, {20, 5}} {
			a := s.open(size[0], size[1])
			for y := -1; y <= size[1]; y += 1 + size[1]/steps {
				for x := -1; x <= size[0]; x += 1 + size[0]/steps {
					a.Update(tea.MouseWheelMsg{X: x, Y: y, Button: tea.MouseWheelDown})
					clickAt(a, x, y)
					if problem, row := uitest.Fits(a.View().Content, size[0], size[1], a.term.Method); problem != "" {
						t.Fatalf("%s, %v, mouse at %d,%d: wrong %s in %q", s.name, size, x, y, problem, row)
					}
				}
			}
		}
	}
}
