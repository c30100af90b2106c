package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/ui/agents"
	"floorwatch/ui/layout"
	"floorwatch/ui/threads"
	"floorwatch/ui/uitest"

	tea "charm.land/bubbletea/v2"
)

func TestMouse(t *testing.T) {
	cfg := testConfig()
	cfg.Mouse = true
	a, _ := newAppWith(uitest.NewFloor(), cfg, 160, 36)
	at := func(text string) (x, y int) {
		for y, row := range strings.Split(screen(a), "\n") {
			if i := strings.Index(row, text); i >= 0 {
				return len([]rune(row[:i])), y
			}
		}
		t.Fatalf("no %q on the screen", text)
		return 0, 0
	}
	click := func(text string) {
		x, y := at(text)
		clickAt(a, x, y)
	}
	click("Carlos M.")
	if got := a.threads.Selected().Name.String(); got != "Carlos M." || a.focus != layout.Threads {
		t.Errorf("clicked on Carlos M., selected %q in %v", got, a.focus)
	}
	click("Kenji Mori           BUSY") // in the agents, the third
	if got := a.agents.Selected().Name.String(); got != "Kenji Mori" || a.focus != layout.Agents {
		t.Errorf("clicked on Kenji Mori, selected %q in %v", got, a.focus)
	}
	click("Activity")
	if a.focus != layout.Activity {
		t.Errorf("clicked on the activity, focus on %v", a.focus)
	}
	x, y := at("Good afternoon")
	rows := transcriptRows(a)
	a.Update(tea.MouseWheelMsg{X: x, Y: y, Button: tea.MouseWheelUp})
	if got := transcriptRows(a); !slices.Equal(got[4:], rows[1:len(rows)-3]) || a.focus != layout.Activity {
		t.Errorf("wheel over the transcript: rows %q, focus on %v; want three rows up from %q, where it was", got, a.focus, rows)
	}
	x, y = at("Tomás Herrera  silent")
	before := screen(a)
	for _, msg := range []tea.Msg{
		tea.MouseClickMsg{X: 3, Y: 0, Button: tea.MouseLeft}, tea.MouseClickMsg{X: -1, Y: 999, Button: tea.MouseLeft},
		tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseRight}, tea.MouseWheelMsg{X: x, Y: y, Button: tea.MouseWheelLeft},
	} {
		a.Update(msg)
		if c, ok := msg.(tea.MouseClickMsg); ok {
			a.Update(tea.MouseReleaseMsg(c))
		}
		if screen(a) != before {
			t.Errorf("%T %+v does something", msg, msg)
		}
	}
}

// The mouse does all that the usual keys do with a list: sort, open, scroll the help.
func TestMouseSortsAndOpens(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	click := func(text string) {
		t.Helper()
		for y, row := range strings.Split(screen(a), "\n") {
			if i := strings.Index(row, text); i >= 0 {
				clickAt(a, len([]rune(row[:i])), y)
				return
			}
		}
		t.Fatalf("no %q on the screen:\n%s", text, screen(a))
	}
	for _, c := range []struct {
		head string
		want threads.Order
	}{{"wait    SLA", threads.ByWait}, {"seen  ", threads.ByTimeLeft}, {"agent   ", threads.ByOwner}, {"visitor  ", threads.ByVisitor}} {
		if click(c.head); a.threads.Order != c.want {
			t.Errorf("a click on %q sorts %v, want %v", c.head, a.threads.Order, c.want)
		}
	}
	for _, c := range []struct {
		head string
		want agents.Order
	}{{"longest median", agents.ByWait}, {"chats waiting", agents.ByChats}, {"state     chats", agents.ByState}, {"agent         state", agents.ByName}} {
		if click(c.head); a.agents.Order != c.want {
			t.Errorf("a click on %q sorts %v, want %v", c.head, a.agents.Order, c.want)
		}
	}
	click("Devid Klok    SILENT")
	click("Devid Klok    SILENT")
	click("Maya L.")
	if click("Maya L."); a.threads.Filter.Agent != 2 || a.focus != layout.Threads {
		t.Errorf("a second click lists agent %d with the focus on %v, want agent 2 in the threads", a.threads.Filter.Agent, a.focus)
	}
	press(a, "esc")
	click("Carlos M.")
	if click("Carlos M."); a.focus != layout.Transcript {
		t.Errorf("a second click on a thread leaves the focus on %v", a.focus)
	}
	a.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	press(a, "?")
	before := screen(a)
	if a.Update(tea.MouseWheelMsg{X: 5, Y: 9, Button: tea.MouseWheelDown}); screen(a) == before {
		t.Errorf("the wheel does not scroll the help")
	}
}

// A click on what the border says is hidden above shows the worst again and keeps the chosen chat; one on the number
// of alerts or on the state opens the list of alerts.
func TestMouseGoesToTheTopAndToTheAlerts(t *testing.T) {
	f := newLeadersFloor(t, 99, 100, 30)
	click := func(text string) {
		t.Helper()
		for y, row := range strings.Split(screen(f.App), "\n") {
			if i := strings.Index(row, text); i >= 0 {
				clickAt(f.App, len([]rune(row[:i])), y)
				return
			}
		}
		t.Fatalf("no %q on the screen:\n%s", text, screen(f.App))
	}
	press(f.App, strings.Repeat("j ", 30))
	chosen := f.threads.Selected().Key
	click("over limit above")
	later(f.App, time.Second)
	if s := screen(f.App); strings.Contains(s, "above") || f.threads.Selected().Key != chosen || f.transcript.Key != chosen {
		t.Errorf("a click on what is above shows\n%s", s)
	}
	if press(f.App, "j"); !strings.Contains(screen(f.App), "above") {
		t.Errorf("a key after it does not go on from the chosen chat:\n%s", screen(f.App))
	}
	for _, chip := range []string{" alerts ", "LIVE"} {
		if click(chip); !strings.Contains(screen(f.App), "Alerts") {
			t.Errorf("a click on %q shows\n%s", chip, screen(f.App))
		}
		press(f.App, "esc")
	}
}

// A click on a cell of a trend goes to its time; one beside it explains the figure.
func TestMouseGoesToTheTimeOfATrend(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	row := []rune(strings.Split(screen(a), "\n")[2])
	from := len(row)
	for i, r := range row {
		if strings.ContainsRune("▁▂▃▄▅▆▇█", r) {
			from = min(from, i)
		}
	}
	if from == len(row) {
		t.Fatalf("no trend in %q", string(row))
	}
	end := from
	for ; row[end+1] != '│'; end++ { // the last cell of the first trend is before a blank and the frame
	}
	now := a.snap.Now
	for back := range 3 {
		clickAt(a, end-1-back, 2)
		want := model.TrendEnds(now)[model.TrendCells-1-back].Truncate(time.Minute)
		if !a.timeTravel.on || !a.timeTravel.at.Equal(want) {
			t.Errorf("%d cells back: the past %v of %v, want %v", back, a.timeTravel.on, a.timeTravel.at, want)
		}
		press(a, "t")
	}
	clickAt(a, 3, 2)
	if a.timeTravel.on || a.overlays.top() == nil {
		t.Errorf("a click on the value shows\n%s", screen(a))
	}
}

// A click acts when the button is released, and not if it is released elsewhere or was pressed elsewhere.
func TestReleaseOutsideCancels(t *testing.T) {
	for _, c := range []struct {
		dx, dy int
		acts   bool
	}{{0, 0, true}, {2, 0, true}, {9, 0, false}, {0, 1, false}, {0, -1, false}} {
		a, _ := newTestApp(uitest.NewFloor(), 120, 40)
		h := hand{t, a}
		x, y := h.find("! alerts")
		a.Update(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
		if a.overlays.top() != nil {
			t.Fatal("pressing acts before the button is released")
		}
		a.Update(tea.MouseReleaseMsg{X: x + c.dx, Y: y + c.dy, Button: tea.MouseLeft})
		if acted := a.overlays.top() != nil; acted != c.acts {
			t.Errorf("released %d, %d beside the press: acts %v, want %v", c.dx, c.dy, acted, c.acts)
		}
		if c.acts {
			continue
		}
		if a.Update(tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft}); a.overlays.top() != nil {
			t.Error("a second release acts for a press that was taken back")
		}
	}
}

// The wheel scrolls what is under it: the focus, the selection and the transcript stay, and the next key shows the
// selected row again.
func TestTheWheelOnlyScrolls(t *testing.T) {
	f := newLeadersFloor(t, 99, 100, 30)
	h := hand{t, f.App}
	press(f.App, "j")
	selected, transcript := f.threads.Key, strings.Join(transcriptRows(f.App), "\n")
	row := func(part string) string { t.Helper(); return rowWith(t, f.App, part) }
	was := row("▌")
	h.wheel("wait    SLA", tea.MouseWheelDown)
	h.wheel("wait    SLA", tea.MouseWheelDown)
	row("above ·")
	if f.threads.Key != selected || f.focus != layout.Threads || strings.Join(transcriptRows(f.App), "\n") != transcript {
		t.Errorf("the wheel selects %v, want %v as before, and its transcript", f.threads.Key, selected)
	}
	if list := strings.Split(screen(f.App), "\n"); strings.Contains(strings.Join(list[:17], "\n"), "▌") {
		t.Errorf("the list is not scrolled away from the cursor:\n%s", screen(f.App))
	}
	later(f.App, time.Second)
	row("above ·")
	press(f.App, "j")
	if got := row("▌"); f.threads.Key == selected || got == was {
		t.Errorf("after a key the selected row is %q, want the one below %q", got, was)
	}
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	hand{t, a}.wheel("agent         state", tea.MouseWheelDown)
	rowWith(t, a, "3-9 of 9")
	later(a, time.Second)
	rowWith(t, a, "3-9 of 9")
	if a.focus != layout.Threads || a.agents.SelectedID != 0 {
		t.Error("the wheel over the agents takes the focus or selects one")
	}
	press(a, "tab")
	rowWith(t, a, "1-6 of 9")
}
