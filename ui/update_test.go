package ui

import (
	"image/color"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/uitest"
)

// messages runs a command, and those it is made of, and returns what they give.
// Ticks are left out: they wait for the next second.
func messages(cmd tea.Cmd) []tea.Msg {
	if cmd == nil || strings.HasPrefix(runtime.FuncForPC(reflect.ValueOf(cmd).Pointer()).Name(), "charm.land/bubbletea/v2.Every.") {
		return nil
	}
	msg := cmd()
	batch, ok := msg.(tea.BatchMsg)
	if !ok {
		return []tea.Msg{msg}
	}
	var all []tea.Msg
	for _, c := range batch {
		all = append(all, messages(c)...)
	}
	return all
}

func has(msgs []tea.Msg, want tea.Msg) bool {
	for _, m := range msgs {
		if reflect.DeepEqual(m, want) {
			return true
		}
	}
	return false
}

func TestTicksMoveEveryClock(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	before := screen(a)
	later(a, time.Second)
	after := screen(a)
	for _, c := range []struct{ name, was, is string }{
		{"clock", "12:41:07", "12:41:08"}, {"data age", "updated 2s", "updated 3s"}, {"longest", "│  5m12s !! ", "│  5m13s !! "},
		{"wait", "!!  5m12s  +4m12s  seen", "!!  5m13s  +4m13s  seen"}, {"transcript", "waiting 5m12s", "waiting 5m13s"},
	} {
		if !strings.Contains(before, c.was) || !strings.Contains(after, c.is) {
			t.Errorf("%s: want %q and a second later %q on the screen\n%s", c.name, c.was, c.is, after)
		}
	}
}

// The Board is asked once for a tick and once for an Event, and for nothing else.
func TestOneSnapshotPerTickOrEvent(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	for _, c := range []struct {
		name string
		do   func()
		want int
	}{
		{"tick", func() { later(a, time.Second) }, 1},
		{"event", func() { a.Update(model.Event{At: uitest.Now()}) }, 1},
		{"keys", func() { press(a, "down up tab z z ? x s") }, 0},
		{"view", func() { a.View(); a.View() }, 0},
		{"size", func() { a.Update(tea.WindowSizeMsg{Width: 90, Height: 30}) }, 0},
		{"colours", func() { a.Update(tea.ColorProfileMsg{Profile: colorprofile.ANSI256}) }, 0},
	} {
		before := f.Reads
		c.do()
		if got := f.Reads - before; got != c.want {
			t.Errorf("%s: the Board was asked %d times, want %d", c.name, got, c.want)
		}
	}
}

// A message that changes nothing visible leaves the frame as it is.
func TestNothingIsDrawnTwice(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	a.View()
	for _, msg := range []tea.Msg{tea.BlurMsg{}, tea.KeyReleaseMsg{}, struct{}{}, tea.WindowSizeMsg{}, tea.EnvMsg{"TERM=xterm"}} {
		a.Update(msg)
		if a.dirty {
			t.Errorf("%T makes the screen redraw", msg)
		}
	}
	later(a, time.Second)
	if !a.dirty {
		t.Errorf("a tick does not make the screen redraw")
	}
}

func TestViewFields(t *testing.T) {
	cfg := testConfig()
	a, _ := newAppWith(uitest.StrangeFloor(), cfg, 80, 24)
	v := a.View()
	if !v.AltScreen || !v.ReportFocus || v.MouseMode != tea.MouseModeNone {
		t.Errorf("alt screen %v, focus %v, mouse %v; want true, true, none", v.AltScreen, v.ReportFocus, v.MouseMode)
	}
	if v.WindowTitle != "floorwatch" {
		t.Errorf("window title %q, want a fixed one", v.WindowTitle)
	}
	cfg.Mouse = true
	a, _ = newAppWith(uitest.NewFloor(), cfg, 80, 24)
	if got := a.View().MouseMode; got != tea.MouseModeCellMotion {
		t.Errorf("mouse mode %v with mouse = true", got)
	}
}

func TestRepaint(t *testing.T) {
	clear := tea.ClearScreen()
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	_, cmd := a.Update(tea.FocusMsg{})
	if !has(messages(cmd), clear) {
		t.Errorf("the screen is not painted whole when it gets the focus")
	}
	if !has(messages(press(a, "ctrl+l")), clear) {
		t.Errorf("ctrl+l does not paint the screen whole")
	}
	painted := 0
	for range 20 {
		_, cmd := a.Update(draw.Tick(a.now.Add(time.Minute)))
		if has(messages(cmd), clear) {
			painted++
		}
	}
	if painted != 2 {
		t.Errorf("painted whole %d times in 20 minutes, want twice", painted)
	}
	if _, cmd := a.Update(draw.Tick(a.now.Add(-time.Hour))); !has(messages(cmd), clear) {
		t.Errorf("after the clock was set back an hour it is not painted whole for more than that")
	}
}

func TestSynchronizedOutputIsAskedForOverSSH(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	want := tea.Raw(ansi.RequestModeSynchronizedOutput + ansi.RequestModeUnicodeCore)()
	_, cmd := a.Update(tea.EnvMsg{"SSH_TTY=/dev/pts/3"})
	if !has(messages(cmd), want) {
		t.Errorf("over SSH %v, want the query", messages(cmd))
	}
	if _, cmd := a.Update(tea.EnvMsg{"TERM=xterm"}); cmd != nil {
		t.Errorf("asked again where Bubble Tea does it")
	}
}

func TestColoursAreAskedFor(t *testing.T) {
	for _, c := range []struct {
		profile colorprofile.Profile
		ask     bool
	}{{colorprofile.ANSI, true}, {colorprofile.ANSI256, true}, {colorprofile.TrueColor, false}, {colorprofile.ASCII, false}, {colorprofile.NoTTY, false}} {
		a, _ := newTestApp(uitest.NewFloor(), 80, 24)
		if _, cmd := a.Update(tea.ColorProfileMsg{Profile: c.profile}); (cmd != nil) != c.ask {
			t.Errorf("%v: asked for more colours %v, want %v", c.profile, cmd != nil, c.ask)
		}
	}
}

func TestNoColor(t *testing.T) {
	for _, value := range []string{"1", "yes", "true", "0"} {
		a, _ := newTestApp(uitest.NewFloor(), 120, 40)
		a.Update(tea.EnvMsg{"NO_COLOR=" + value})
		if content := a.View().Content; strings.Contains(content, "38;") || strings.Contains(content, "48;") {
			t.Errorf("NO_COLOR=%s: there are colours", value)
		}
		rowWith(t, a, "!!  5m12s")
	}
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	a.Update(tea.EnvMsg{"NO_COLOR="})
	if content := a.View().Content; !strings.Contains(content, "38;") {
		t.Errorf("an empty NO_COLOR takes the colours away")
	}
}

func TestAutoTheme(t *testing.T) {
	cfg := testConfig()
	cfg.Theme = "auto"
	a, _ := newAppWith(uitest.NewFloor(), cfg, 80, 24)
	dark := a.View().Content
	if !has(messages(a.Init()), tea.RequestBackgroundColor()) {
		t.Errorf("the terminal's background is not asked for")
	}
	a.Update(tea.BackgroundColorMsg{Color: color.White})
	light := a.View().Content
	if dark == light {
		t.Errorf("a white background changes nothing")
	}
	cfg.Theme = "light"
	if a, _ := newAppWith(uitest.NewFloor(), cfg, 80, 24); a.View().Content != light {
		t.Errorf("auto on white is not the light theme")
	}
	cfg.Theme = "dark"
	if a, _ := newAppWith(uitest.NewFloor(), cfg, 80, 24); a.View().Content != dark {
		t.Errorf("auto without an answer is not the dark theme")
	}
}

// Our count of cells follows the painter's: by code points until the terminal says it knows clusters.
func TestWidthMethodFollowsTheTerminal(t *testing.T) {
	for _, c := range []struct {
		mode  ansi.Mode
		value ansi.ModeSetting
		want  ansi.Method
	}{
		{ansi.ModeUnicodeCore, ansi.ModeReset, ansi.GraphemeWidth},
		{ansi.ModeUnicodeCore, ansi.ModeSet, ansi.GraphemeWidth},
		{ansi.ModeUnicodeCore, ansi.ModePermanentlySet, ansi.GraphemeWidth},
		{ansi.ModeUnicodeCore, ansi.ModePermanentlyReset, ansi.WcWidth},
		{ansi.ModeUnicodeCore, ansi.ModeNotRecognized, ansi.WcWidth},
		{ansi.ModeSynchronizedOutput, ansi.ModeReset, ansi.WcWidth},
	} {
		a, _ := newTestApp(uitest.StrangeFloor(), 120, 40)
		a.Update(tea.ModeReportMsg{Mode: c.mode, Value: c.value})
		if a.term.Method != c.want || a.style.Method != c.want {
			t.Errorf("mode %v reported %v: method %v, want %v", c.mode, c.value, a.style.Method, c.want)
		}
		if problem, row := uitest.Fits(a.View().Content, 120, 40, c.want); problem != "" {
			t.Errorf("mode %v reported %v: wrong %s in %q", c.mode, c.value, problem, row)
		}
	}
}

func TestHealthStates(t *testing.T) {
	why := "What happened and what to do."
	for s := model.StateStarting; s <= model.StatePartial; s++ {
		f := uitest.NewFloor()
		f.Status = model.Health{At: uitest.Now(), State: s, Read: s != model.StateReading, Why: safetext.Line(why), LastGood: uitest.Now().Add(-70 * time.Second), RetryAt: uitest.Now().Add(90 * time.Second)}
		a, _ := newTestApp(f, 120, 40)
		header := strings.Split(screen(a), "\n")
		if !strings.Contains(header[0], s.String()) || !strings.Contains(header[0], "updated 1m10s") {
			t.Errorf("%v: header %q says neither the state nor the age", s, header[0])
		}
		notice := header[a.places.Notice.Min.Y]
		if !strings.Contains(notice, why[:20]) || s != model.StateReading && !strings.Contains(notice, "in 1m30s, at 12:42:37") {
			t.Errorf("%v: the notice is %q, want the sentence", s, notice)
		}
	}
}

func TestRetryCountsDown(t *testing.T) {
	f := uitest.NewFloor()
	f.Status = model.Health{State: model.StateRetrying, RetryAt: uitest.Now().Add(2 * time.Second)}
	a, _ := newTestApp(f, 80, 24)
	for _, want := range []string{"tries again in 2s", "tries again in 1s", "tries again now", "tries again now"} {
		rowWith(t, a, want)
		later(a, time.Second)
	}
}

// The age of what is shown is that of the waiting thread that was read longest ago.
func TestDataAgeIsOfTheOldestWaitingThread(t *testing.T) {
	f := uitest.NewFloor()
	f.Threads[4].PolledAt = uitest.Now().Add(-33 * time.Second)
	f.Threads[30].PolledAt = uitest.Now().Add(-time.Hour) // does not wait
	a, _ := newTestApp(f, 120, 40)
	rowWith(t, a, "updated 33s")
}

// Every time is by the server's clock, and shown in the time zone of the screen.
func TestSkewAndTimeZone(t *testing.T) {
	f := uitest.NewFloor()
	f.Status.Skew = 30 * time.Second
	cfg := testConfig()
	cfg.Timezone = "Asia/Kolkata"
	a, _ := newAppWith(f, cfg, 120, 40)
	rowWith(t, a, "18:11:37")
	rowWith(t, a, "5m42s") // longest
	rowWith(t, a, "18:05 visitor")
}

func TestHeaderShedsWhatMattersLeast(t *testing.T) {
	want := map[int][]string{
		120: {"floorwatch", "Acme Support", "! 5 alerts", "● LIVE", "updated 2s", "12:41:07"},
		70:  {"floorwatch", "Acme Support", "! 5 alerts", "● LIVE", "upd 2s", "12:41:07"},
		60:  {"Acme Support", "! 5 alerts", "● LIVE", "upd 2s", "12:41:07"},
		44:  {"! 5 alerts", "● LIVE", "upd 2s", "12:41:07"},
		36:  {"! 5 alerts", "● LIVE", "upd 2s"},
		30:  {"! 5", "● LIVE", "upd 2s"},
		20:  {"! 5", "● LIVE"},
	}
	for w, parts := range want {
		a, _ := newTestApp(uitest.NewFloor(), w, 24)
		row, _, _ := strings.Cut(screen(a), "\n")
		got := strings.Join(strings.Fields(row), " ")
		if got != strings.Join(strings.Fields(strings.Join(parts, " ")), " ") {
			t.Errorf("width %d: header %q, want %q", w, got, parts)
		}
	}
}

// That nothing is current is on the narrowest screen that has a top line.
func TestStaleIsSaidOnNarrowScreens(t *testing.T) {
	for _, w := range []int{120, 60, 40, 30} {
		a, _ := newTestApp(uitest.DownFloor(), w, 24)
		later(a, 2*time.Minute)
		if row, _, _ := strings.Cut(screen(a), "\n"); !strings.Contains(row, "STALE") {
			t.Errorf("width %d: header %q", w, row)
		}
	}
}

// What comes just before a tick is on the Board at once, but is drawn with the tick alone.
func TestEventBeforeATickIsDrawnWithIt(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	a.View()
	late := uitest.LiveHealth()
	late.State = model.StateLate
	if a.Update(draw.TickEvent{Health: &late}); a.dirty || a.floor.Health().State != model.StateLate {
		t.Errorf("redrawn %v, the Board's state %v, want it stored and not yet drawn", a.dirty, a.floor.Health().State)
	}
	if later(a, time.Second); !strings.Contains(screen(a), "LATE") {
		t.Errorf("after the tick:\n%s\nwant LATE", screen(a))
	}
}

// That the reading goes on as it did shows with the next tick; anything else at once.
func TestRoutineHealthWaitsForTheTick(t *testing.T) {
	same := uitest.LiveHealth()
	same.At, same.LastGood, same.Rate = uitest.Now().Add(time.Second), uitest.Now(), 3.1
	late := same
	late.State = model.StateLate
	for _, c := range []struct {
		name string
		e    model.Event
		want bool // a frame of its own
	}{
		{"as before", model.Event{Health: &same}, false},
		{"another state", model.Event{Health: &late}, true},
		{"with news", model.Event{Health: &same, Polled: []model.Polled{{Key: model.Key{Visitor: 1}, At: uitest.Now()}}}, true},
		{"without health", model.Event{Visitors: []model.VisitorInfo{{ID: 1}}}, true},
	} {
		a, _ := newTestApp(uitest.NewFloor(), 120, 40)
		a.View()
		if a.Update(c.e); a.dirty != c.want {
			t.Errorf("%s: redrawn %v, want %v", c.name, a.dirty, c.want)
		}
		later(a, time.Second)
		if press(a, "? end"); c.e.Health != nil {
			rowWith(t, a, "3.1           requests a second")
		}
	}
}
