package wall

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"
)

// wallOn is a wall of w by h cells on a fixture, at the fixture's moment.
func wallOn(f *uitest.Floor, cfg Config, screen draw.Screen, w, h int) *Wall {
	wall := New(f, cfg, screen, uitest.Now())
	wall.Update(tea.WindowSizeMsg{Width: w, Height: h})
	return wall
}

// testWall is a wall as it is configured by default, at 120 by 40.
func testWall(f *uitest.Floor) *Wall { return wallOn(f, DefaultConfig(), drawtest.Screen(), 120, 40) }

// zone is a time zone by its name.
func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func wallScreen(w *Wall) string { return ansi.Strip(w.View().Content) }

func wallTick(w *Wall, at time.Time) tea.Cmd {
	_, cmd := w.Update(draw.Tick(at))
	w.Update(secondFrame{})
	return cmd
}

// wallPoll is a tick at which everything has just been read.
func wallPoll(w *Wall, f *uitest.Floor, at time.Time) {
	f.Status.LastGood = at
	for i := range f.Threads {
		f.Threads[i].PolledAt = at
	}
	wallTick(w, at)
}

// wallHas reports a screen without s.
func wallHas(t *testing.T, w *Wall, s string) {
	t.Helper()
	if !strings.Contains(wallScreen(w), s) {
		t.Errorf("no %q on the wall:\n%s", s, wallScreen(w))
	}
}

func wallLacks(t *testing.T, w *Wall, s string) {
	t.Helper()
	if strings.Contains(wallScreen(w), s) {
		t.Errorf("%q is on the wall:\n%s", s, wallScreen(w))
	}
}

func TestWallRotates(t *testing.T) {
	w := testWall(calmFloor())
	for i, want := range []wallPage{pageFigures, pageWaiting, pageAgents, pageActivity, pageFigures} {
		for _, s := range []int{0, 1, 19} {
			wallTick(w, uitest.Now().Add(time.Duration(20*i+s)*time.Second))
			if w.rotation.page() != want {
				t.Errorf("after %d s the page is %q, want %q", 20*i+s, w.rotation.page(), want)
			}
		}
		wallHas(t, w, "▌"+string(want))
	}
}

func TestWallShowsOnlyThePagesAskedFor(t *testing.T) {
	cfg := DefaultConfig()
	cfg.Pages, cfg.Rotate = []string{"agents", "figures"}, time.Minute
	w := wallOn(uitest.NewFloor(), cfg, drawtest.Screen(), 120, 40)
	for i, want := range []wallPage{pageAgents, pageFigures, pageAgents} {
		wallTick(w, uitest.Now().Add(time.Duration(i)*time.Minute))
		if w.rotation.page() != want {
			t.Errorf("after %d min the page is %q, want %q", i, w.rotation.page(), want)
		}
		wallLacks(t, w, "activity")
	}
}

func TestInTurn(t *testing.T) {
	for _, c := range []struct {
		d    time.Duration
		want int
	}{{0, 0}, {19 * time.Second, 0}, {20 * time.Second, 1}, {59 * time.Second, 2}, {time.Minute, 0}, {-time.Second, 2}, {-20 * time.Second, 2}, {-21 * time.Second, 1}, {-time.Minute, 0}, {1<<63 - 1, 0}} {
		if got := cycleIndex(c.d, 20*time.Second, 3); got != c.want {
			t.Errorf("inTurn of %v = %d, want %d", c.d, got, c.want)
		}
	}
}

// What matters most is in view at every size there is room for it.
func TestWallTopRow(t *testing.T) {
	for _, size := range [][2]int{{100, 30}, {80, 24}, {60, 20}, {45, 12}} {
		w := wallOn(uitest.NewFloor(), DefaultConfig(), drawtest.Screen(), size[0], size[1])
		for _, want := range []string{"● LIVE", "2s", "12:41:07"} {
			wallHas(t, w, want)
		}
	}
	for _, size := range [][2]int{{320, 90}, {160, 45}, {132, 43}} {
		w := wallOn(uitest.NewFloor(), DefaultConfig(), drawtest.Screen(), size[0], size[1])
		blockHas(t, w, "LIVE 2")
		blockHas(t, w, "12:41")
	}
	w := wallOn(uitest.NewFloor(), DefaultConfig(), drawtest.Screen(), 24, 6)
	for _, want := range []string{"●", "2s", "12:41:07"} {
		wallHas(t, w, want)
	}
}

func TestWallTimes(t *testing.T) {
	f := uitest.NewFloor()
	f.Status.Skew = 30 * time.Second
	screen := drawtest.Screen()
	screen.Zone = zone(t, "Asia/Kolkata")
	w := wallOn(f, DefaultConfig(), screen, 110, 27)
	wallHas(t, w, "Fri 20 Nov  18:11:37")
	wallHas(t, w, "+4m42s")
}

// A clock that stands still while the machine sleeps must not make old data young.
func TestWallAgeAfterSleep(t *testing.T) {
	f := uitest.NewFloor()
	began := time.Now() // with a monotonic part, as the poller and the ticks have it
	f.Status.LastGood = began
	w := New(f, DefaultConfig(), drawtest.Screen(), began)
	w.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	woke := time.Unix(began.Unix()+8*3600, 0)
	wallTick(w, woke)
	if h := w.shown().reading; h.Age.For < 7*time.Hour {
		t.Errorf("after eight hours of sleep the data are %v old", h.Age.For)
	}
	for _, at := range []time.Time{began, w.now} {
		if w.now.String() != w.now.Round(0).String() {
			t.Errorf("the time %v has a monotonic part", at)
		}
	}
	blockHas(t, w, "STALE")
}

func TestWallQuitIsGuarded(t *testing.T) {
	quit := func(c tea.Cmd) bool {
		if c == nil {
			return false
		}
		_, ok := c().(tea.QuitMsg)
		return ok
	}
	type step struct {
		after time.Duration
		key   string
		quits bool
	}
	for name, steps := range map[string][]step{
		"twice":          {{0, "q", false}, {time.Second, "q", true}},
		"in time":        {{0, "q", false}, {3 * time.Second, "q", true}},
		"too late":       {{0, "q", false}, {4 * time.Second, "q", false}, {time.Second, "q", true}},
		"other keys":     {{0, "a", false}, {0, "enter", false}, {0, "?", false}, {0, "tab", false}},
		"esc and w":      {{0, "esc", false}, {0, "w", true}},
		"clock set back": {{0, "q", false}, {-time.Hour, "q", false}},
		"at once":        {{0, "ctrl+c", true}},
	} {
		w := testWall(uitest.NewFloor())
		for i, s := range steps {
			wallTick(w, w.now.Add(s.after))
			if _, cmd := w.Update(wallKey(s.key)); quit(cmd) != s.quits {
				t.Errorf("%s: key %d (%s) quits: %v, want %v", name, i, s.key, quit(cmd), s.quits)
			}
		}
	}
	w := testWall(uitest.NewFloor())
	wallLacks(t, w, "once more")
	w.Update(wallKey("q"))
	wallHas(t, w, "Press q once more to leave the wall.")
	wallTick(w, w.now.Add(4*time.Second))
	wallLacks(t, w, "once more")
	if _, cmd := w.Update(tea.PasteMsg{Content: "qq"}); cmd != nil {
		t.Errorf("a paste acts as keys")
	}
}

func wallKey(name string) tea.KeyPressMsg {
	codes := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab}
	if c, ok := codes[name]; ok {
		return tea.KeyPressMsg{Code: c}
	}
	if rest, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(rest[0]), Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: rune(name[0]), Text: name}
}

// Every cell of the content moves, by one cell a minute, and comes back.
func TestWallShifts(t *testing.T) {
	cfg := DefaultConfig()
	cfg.Pages = []string{"waiting"}
	w := wallOn(uitest.NewFloor(), cfg, drawtest.Screen(), 120, 40)
	seen := map[[2]int]bool{}
	x0, y0 := -1, -1
	for m := range 12 {
		wallTick(w, uitest.Now().Add(time.Duration(m)*time.Minute))
		x, y := wallFind(t, w, "WAITING")
		seen[[2]int{x, y}] = true
		if m > 0 && abs(x-x0)+abs(y-y0) != 1 {
			t.Errorf("minute %d: from %d,%d to %d,%d, want one cell", m, x0, y0, x, y)
		}
		x0, y0 = x, y
	}
	if len(seen) != 6 {
		t.Errorf("%d places in 12 minutes, want 6: %v", len(seen), seen)
	}
	x, y := wallFind(t, w, "WAITING")
	wallTick(w, w.now.Add(time.Second))
	if x2, y2 := wallFind(t, w, "WAITING"); x2 != x || y2 != y {
		t.Errorf("moved within a minute from %d,%d to %d,%d", x, y, x2, y2)
	}
}

func wallFind(t *testing.T, w *Wall, s string) (x, y int) {
	t.Helper()
	for y, row := range strings.Split(wallScreen(w), "\n") {
		if x := strings.Index(row, s); x >= 0 {
			return x, y
		}
	}
	t.Fatalf("no %q on the wall", s)
	return 0, 0
}

func abs(n int) int { return max(n, -n) }

func TestWallRepaints(t *testing.T) {
	w := testWall(uitest.NewFloor())
	painted := 0
	for range 30 {
		w.now = w.now.Add(time.Minute)
		before := w.painted
		wallTick(w, w.now)
		if w.painted != before {
			painted++
		}
	}
	if painted != 3 {
		t.Errorf("painted whole %d times in 30 minutes, want 3", painted)
	}
	if _, cmd := w.Update(tea.FocusMsg{}); cmd == nil {
		t.Errorf("not painted whole when the terminal gets the focus")
	}
}

func TestWallAppliesEvents(t *testing.T) {
	f := uitest.NewFloor()
	w := testWall(f)
	reads := f.Reads
	w.Update(model.Event{Health: &model.Health{State: model.StateLate, LastGood: uitest.Now()}})
	if len(f.Applied) != 1 || f.Reads != reads {
		t.Errorf("%d Events applied, %d reads more; want one and none before the tick", len(f.Applied), f.Reads-reads)
	}
	wallTick(w, uitest.Now().Add(time.Second))
	blockHas(t, w, "LATE")
}

func TestWallViewFields(t *testing.T) {
	v := testWall(uitest.NewFloor()).View()
	if !v.AltScreen || !v.ReportFocus || v.MouseMode != tea.MouseModeNone || v.WindowTitle != "floorwatch" {
		t.Errorf("alt screen %v, focus %v, mouse %v, title %q", v.AltScreen, v.ReportFocus, v.MouseMode, v.WindowTitle)
	}
	if got := New(uitest.NewFloor(), DefaultConfig(), drawtest.Screen(), uitest.Now()).View().Content; got != "" {
		t.Errorf("View before a size = %q, want nothing", got)
	}
}

// The Board as it stands can be hung up too.
func TestWallOnABoard(t *testing.T) {
	w := New(board.New(board.Config{}), DefaultConfig(), drawtest.Screen(), uitest.Now())
	w.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	wallTick(w, uitest.Now())
	wallHas(t, w, "no data yet")
	cfg := DefaultConfig()
	cfg.Pages = []string{"activity"}
	activity := New(board.New(board.Config{}), cfg, drawtest.Screen(), uitest.Now())
	activity.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	wallTick(activity, uitest.Now())
	wallHas(t, activity, "Nothing has been read yet.")
	if w.Init() == nil {
		t.Errorf("no first tick")
	}
}

// The end of a reason is what to do about it.
func TestWallSaysTheWholeReason(t *testing.T) {
	reason := "Acquire refused the token (401): make a new one under Settings > For Developers and put it where token_file points"
	for _, c := range []struct {
		w, h  int
		again bool // there is room for when it tries again
	}{{80, 24, false}, {100, 30, true}, {120, 40, true}, {200, 50, true}} {
		f := refusedFloor()
		f.Status.Why = safetext.Line(reason)
		said := strings.Join(strings.Fields(wallScreen(wallOn(f, DefaultConfig(), drawtest.Screen(), c.w, c.h))), " ")
		if !strings.Contains(said, reason) || c.again && !strings.Contains(said, "tries again in") {
			t.Errorf("%dx%d: the whole of %q, and when it tries again, is not on the wall:\n%s", c.w, c.h, reason, said)
		}
	}
}

// What Events bring is drawn with the next tick, all of it at once: each frame redraws the clocks.
func TestWallIsDrawnOncePerTick(t *testing.T) {
	f := uitest.NewFloor()
	w := testWall(f)
	before := w.View().Content
	late := uitest.LiveHealth()
	late.State = model.StateLate
	for _, e := range []model.Event{
		{Health: &late}, {Visitors: []model.VisitorInfo{{ID: 1}}},
		{Health: &late, Polled: []model.Polled{{Key: model.Key{Visitor: 1}, At: uitest.Now()}}},
	} {
		if w.Update(e); w.dirty {
			t.Errorf("an Event is drawn by itself")
		}
	}
	if wallTick(w, uitest.Now().Add(time.Second)); len(f.Applied) != 3 || w.View().Content == before {
		t.Errorf("%d Events applied and nothing drawn at the tick", len(f.Applied))
	}
}

// A wall that polls by itself calls who is to be called; one without a hook calls nobody.
func TestTheWallCalls(t *testing.T) {
	f := uitest.NewFloor()
	w := New(f, DefaultConfig(), draw.Screen{Zone: time.UTC}, uitest.Now())
	hook := &hookOfTest{}
	w.SetAlerting(alert.Config{Desktop: "off", Routes: []alert.Route{{}}}, nil, hook)
	for i := range 40 {
		w.Update(draw.Tick(uitest.Now().Add(time.Duration(i) * time.Second)))
	}
	if len(hook.told) == 0 || hook.told[0].Alerts[0].Status != "firing" {
		t.Errorf("told %+v, want the alerts of the floor", hook.told)
	}
}

type hookOfTest struct{ told []alert.Notice }

func (h *hookOfTest) Notify(_ int, n alert.Notice)       { h.told = append(h.told, n) }
func (h *hookOfTest) Suppress(_, _, _ int)               {}
func (h *hookOfTest) Counts() (sent, failed, joined int) { return 0, 0, 0 }
func (h *hookOfTest) Trouble() string                    { return "" }

// A wall of a team's view says so, whatever the floor is called.
func TestWallNamesTheTeam(t *testing.T) {
	f := uitest.NewFloor()
	f.Team = "Sales"
	w := testWall(f)
	wallTick(w, uitest.Now())
	wallHas(t, w, "team Sales")
}
