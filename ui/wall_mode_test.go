package ui

import (
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/uitest"
)

func TestHang(t *testing.T) {
	f := uitest.TellingFloor()
	a, _ := newTestApp(f, 120, 40)
	press(a, "down down t pgup")
	before := screen(a)
	if !strings.Contains(before, "Secretname") {
		t.Fatalf("the dashboard shows no names:\n%s", before)
	}
	press(a, "w")
	for i := range 100 { // past every page
		f.Status.LastGood = a.now
		later(a, time.Second)
		got := screen(a)
		for _, bad := range []string{"Secretname", "Agentname", "secretwords", "PAST"} {
			if strings.Contains(got, bad) {
				t.Fatalf("%q is on the wall after %d s:\n%s", bad, i, got)
			}
		}
	}
	a.Update(tea.WindowSizeMsg{Width: 100, Height: 30}) // where the time is in body type
	rowWith(t, a, a.now.Format("15:04:05"))             // of now, whatever the past was
	a.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	press(a, "x")
	rowWith(t, a, "Press w once more for the dashboard.")
	press(a, "z")
	if a.wall == nil {
		t.Errorf("two keys that lead nowhere leave the wall")
	}
	press(a, "w")
	if got := rowWith(t, a, "PAST 1"); !strings.Contains(got, "11 min ago") {
		t.Errorf("the dashboard is back with %q, want it where it was, 100 s later", got)
	}
}

// It takes two presses in three seconds to come back, and the second has to be one of few.
func TestHangIsGuarded(t *testing.T) {
	for _, c := range []struct {
		keys string
		wall bool
	}{
		{"w", true}, {"w w", true}, {"w w w", false}, {"w q", true}, {"w q q", false}, {"w esc esc", false}, {"w x q", false},
		{"w x x", true}, {"w ! a", true}, {"w ctrl+l w", true}, {"w ? ?", true},
	} {
		a, _ := newTestApp(uitest.NewFloor(), 120, 40)
		if cmd := press(a, c.keys); cmd != nil || (a.wall != nil) != c.wall || helping(a) || a.overlays.top() != nil {
			t.Errorf("%q: wall %v, help %v, command %v; want wall %v and nothing else", c.keys, a.wall != nil, helping(a), cmd != nil, c.wall)
		}
	}
	a, source := newTestApp(uitest.NewFloor(), 120, 40)
	press(a, "w w")
	later(a, 4*time.Second)
	if press(a, "w"); a.wall == nil {
		t.Errorf("two presses 4 s apart leave the wall")
	}
	a.Update(tea.PasteMsg{Content: "wwqr"})
	if a.wall == nil || source.Refreshes > 0 {
		t.Errorf("a paste acts as keys")
	}
	if cmd := press(a, "ctrl+c"); cmd == nil || cmd() != (tea.QuitMsg{}) {
		t.Errorf("ctrl+c does not end the program")
	}
}

func TestHangWithTheMouse(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	press(a, "w")
	before := a.focus
	a.Update(tea.MouseWheelMsg{X: 30, Y: 12, Button: tea.MouseWheelDown})
	if clickAt(a, 30, 12); a.wall == nil || a.focus != before {
		t.Errorf("one click leaves the wall, or acts on what is behind it")
	}
	if clickAt(a, 30, 12); a.wall != nil {
		t.Errorf("two clicks do not leave the wall")
	}
}

// What comes while the wall is shown reaches both: sizes, the terminal's colours, the floor, another Board.
func TestHangKeepsUp(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	press(a, "w")
	applied := len(f.Applied)
	a.Update(model.Event{At: uitest.Now(), Health: &model.Health{State: model.StateRetrying, LastGood: uitest.Now()}})
	if len(f.Applied) != applied+1 {
		t.Errorf("the Event was applied %d times, want once", len(f.Applied)-applied)
	}
	later(a, time.Second) // the wall is drawn once per tick
	rowWith(t, a, "Acquire cannot be reached.")
	for _, size := range [][2]int{{80, 24}, {200, 50}, {10, 3}, {1, 1}, {120, 40}} {
		a.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		if problem, row := uitest.Fits(a.View().Content, size[0], size[1], a.term.Method); problem != "" {
			t.Errorf("%v: wrong %s in %q", size, problem, row)
		}
	}
	coloured := a.View().Content
	if a.Update(tea.ColorProfileMsg{Profile: colorprofile.ASCII}); a.View().Content == coloured {
		t.Errorf("the wall does not hear that there are no colours")
	}
	board := board.New(board.Config{})
	a.Update(draw.Reset{Board: board})
	rowWith(t, a, "no data yet")
	health := uitest.LiveHealth()
	board.Apply(model.Event{At: uitest.Now(), Health: &health, Messages: []model.Message{{
		ID: 1, Chat: 1, Visitor: 7, Thread: model.NoThread, SentAt: uitest.Now(), Side: model.SideVisitor, Kind: model.KindMessage, Text: safetext.Clean("hi"),
	}}})
	a.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	later(a, time.Second)
	rowWith(t, a, "● LIVE") // at a size at which the state is in body type
}

// One tick asks for one tick, with the wall as without it.
func TestHangTicksOnce(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	press(a, "w")
	_, cmd := a.Update(draw.Tick(a.now.Add(time.Second)))
	if _, batch := cmd().(tea.BatchMsg); batch {
		t.Errorf("a tick gives several commands")
	}
}

// The wall over the dashboard counts the dashboard's alerts.
func TestTheHungWallHasTheDashboardsAlerts(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 100, 30)
	for s := range 20 {
		f.Status.LastGood = uitest.Now().Add(time.Duration(s) * time.Second)
		for i := range f.Threads {
			f.Threads[i].PolledAt = f.Status.LastGood
		}
		a.Update(draw.Tick(f.Status.LastGood))
	}
	chip := regexp.MustCompile(`! (\d+) alerts`).FindStringSubmatch(screen(a))
	if chip == nil {
		t.Fatalf("no alerts on the dashboard:\n%s", screen(a))
	}
	press(a, "w")
	a.Update(tea.WindowSizeMsg{Width: 80, Height: 24}) // where the bar is in body type
	rowWith(t, a, "!! "+chip[1]+" OVER LIMIT")
}

// Over the dashboard too the second column of the wall follows the first in a frame of its own.
func TestTheSecondColumnOfTheWallFollows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := uitest.NewFloor()
		for i := range f.Threads {
			f.Threads[i].Wait = model.Clock{}
		}
		for i := range 6 { // three in each column
			f.Threads[i].Wait, f.Threads[i].First = uitest.Since(120-7*i), false
		}
		a, _ := newTestApp(f, 160, 45)
		press(a, "w")
		columns := func() (left, right string) {
			for _, row := range strings.Split(screen(a), "\n")[32:43] {
				cells := []rune(row)
				left, right = left+string(cells[:80])+"\n", right+string(cells[80:])+"\n"
			}
			return left, right
		}
		left, right := columns()
		_, cmd := a.Update(draw.Tick(a.now.Add(time.Second)))
		ticked, still := columns()
		if ticked == left || still != right {
			t.Errorf("after a tick the first column was\n%s\nand is\n%s\nthe second was\n%s\nand is\n%s", left, ticked, right, still)
		}
		deliver(cmd, func(msg tea.Msg) {
			if _, ok := msg.(draw.Tick); !ok {
				a.Update(msg)
			}
		})
		if _, followed := columns(); followed == right {
			t.Errorf("the second column stays\n%s", followed)
		}
	})
}

// deliver calls f with what a command returns, one after the other.
func deliver(cmd tea.Cmd, f func(tea.Msg)) {
	if cmd == nil {
		return
	}
	msg := cmd()
	batch, ok := msg.(tea.BatchMsg)
	if !ok {
		f(msg)
		return
	}
	for _, c := range batch {
		deliver(c, f)
	}
}
