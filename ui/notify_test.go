package ui

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model/safetext"
	"floorwatch/ui/alert"
	"floorwatch/ui/plain"
	"floorwatch/ui/uitest"
)

// A fakeHook keeps what it is told.
type fakeHook struct {
	notices []alert.Notice
	trouble string
}

func (h *fakeHook) Notify(_ int, n alert.Notice)       { h.notices = append(h.notices, n) }
func (h *fakeHook) Suppress(_, _, _ int)               {}
func (h *fakeHook) Counts() (sent, failed, joined int) { return 3, 1, 2 }
func (h *fakeHook) Trouble() string                    { return h.trouble }

// callingApp is a screen that calls in every way.
func callingApp(f *uitest.Floor, desktop string) (*App, *fakeHook) {
	cfg := testConfig()
	cfg.Alerts = alert.Config{Bell: true, Desktop: desktop, Command: []string{"true"}}
	a, _ := newAppWith(f, cfg, 80, 24)
	h := &fakeHook{}
	a.SetAlertHook(h)
	return a, h
}

// raws are the bytes that a tick a second later sends to the terminal besides the frame.
func raws(t *testing.T, a *App) string {
	t.Helper()
	var out strings.Builder
	a.now = a.now.Add(time.Second)
	a.needsRead = true
	a.updateAfter()
	if cmd := a.notify(); cmd != nil {
		raw, ok := cmd().(tea.RawMsg)
		if !ok {
			t.Fatalf("the command gives %T, want raw bytes", cmd())
		}
		fmt.Fprint(&out, raw.Msg)
	}
	return out.String()
}

// Without a word in the configuration nothing leaves the screen.
func TestSilentByDefault(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	h := &fakeHook{}
	a.SetAlertHook(h)
	if got := raws(t, a); got != "" || len(h.notices) > 0 {
		t.Errorf("sent %q and %d notices, want nothing", got, len(h.notices))
	}
}

// In a replay, on the wall and in the past nobody is called. Back from there,
// what still holds is told, and counts as told for the first time.
func TestMuted(t *testing.T) {
	for name, c := range map[string]struct {
		on, off func(*App)
	}{
		"a replay": {(*App).MuteAlerts, nil},
		"the wall": {(*App).showWall, func(a *App) { a.wall = nil }},
	} {
		a, h := callingApp(uitest.NewFloor(), "osc9")
		c.on(a)
		for range 100 {
			if got := raws(t, a); got != "" || len(h.notices) > 0 {
				t.Fatalf("%s: sent %q and %d notices, want nothing", name, got, len(h.notices))
			}
		}
		if c.off == nil {
			continue
		}
		c.off(a)
		if got := raws(t, a); got == "" || len(h.notices) != 1 || h.notices[0].Alerts[0].Time != 1 {
			t.Errorf("back from %s: sent %q and notices %+v, want what is new", name, got, h.notices)
		}
	}
}

// Who looks at the past is called all the same: they easily forget that it is not now.
func TestThePastCalls(t *testing.T) {
	a, h := callingApp(uitest.NewFloor(), "osc9")
	a.toggleTravel()
	if got := raws(t, a); got == "" || len(h.notices) != 1 {
		t.Errorf("in the past: sent %q and notices %+v, want what is new", got, h.notices)
	}
}

// One tick a second, an hour long: within ten seconds the terminal is never rung for more than five new alerts.
func TestNotificationsAreApart(t *testing.T) {
	f := uitest.NewFloor()
	a, h := callingApp(f, "osc777")
	for i := range f.Threads {
		f.Threads[i].PolledAt = time.Time{}
	}
	var rung []int
	for i := range 3600 {
		if i%20 == 0 { // another visitor's wait becomes critical
			f.Threads[i/20%12].Wait.Since = a.now.Add(-2 * time.Minute)
		}
		f.Status.LastGood = a.now
		if s := raws(t, a); s != "" {
			if rung = append(rung, i); len(rung) > 5 && i-rung[len(rung)-6] < 10 {
				t.Fatalf("told at %v: six times within 10 s", rung[len(rung)-6:])
			}
		}
	}
	if len(h.notices) < 100 {
		t.Errorf("%d notices in an hour on a busy floor, want many", len(h.notices))
	}
}

// What strangers are called and write goes nowhere but onto the screen.
func TestNoStrangersTextLeaves(t *testing.T) {
	const evil = "\x1b]9;pwned\a"
	for _, desktop := range []string{"off", "osc9", "osc777", "osc99"} {
		f := uitest.NewFloor()
		for i := range f.Threads {
			f.Threads[i].Name, f.Threads[i].OwnerName, f.Threads[i].LastText = safetext.Line("pwned"+evil), safetext.Line("pwned"), safetext.Clean("pwned"+evil)
		}
		f.Status.Why = safetext.Line("pwned" + evil)
		a, h := callingApp(f, desktop)
		got := raws(t, a)
		if strings.Contains(got, "pwned") || strings.Count(got, "\a") > 3 {
			t.Errorf("%s: sent %q, want our own words only", desktop, got)
		}
		b, err := json.Marshal(h.notices)
		if err != nil || len(h.notices) != 1 || strings.Contains(string(b), "pwned") {
			t.Errorf("%s: the command gets %s (%v), want numbers and our own words only", desktop, b, err)
		}
	}
}

func TestTroubleWithTheCommandIsShown(t *testing.T) {
	a, h := callingApp(uitest.NewFloor(), "off")
	h.trouble = "the alert command failed: exit status 3"
	press(a, "!")
	rowWith(t, a, "3 sent, 1 failed, 2 suppressed")
}

// The lines of --plain call when, as often and with what the dashboard calls.
func TestPlainCallsAsTheDashboardDoes(t *testing.T) {
	f, g := uitest.NewFloor(), uitest.NewFloor() // which are read all the time
	a, want := callingApp(f, "osc9")
	a.tracker.Hold = alert.HoldFor
	var b strings.Builder
	cfg := testConfig()
	p := plain.New(&b, cfg.Base(), alert.Config{Bell: true, Desktop: "osc9", Command: []string{"true"}})
	got := &fakeHook{}
	p.SetHook(got, nil)
	p.OnTerminal(false)
	calls := 0
	for i := range 200 {
		now := uitest.Now().Add(time.Duration(i) * time.Second)
		f.Status.LastGood, g.Status.LastGood = now, now
		a.now = now.Add(-time.Second) // raws goes on by one
		signals := raws(t, a)
		b.Reset()
		if err := p.WriteChanges(now, g.At(now), g.Health()); err != nil {
			t.Fatal(err)
		}
		if signals == "" {
			if strings.ContainsAny(b.String(), "\x1b\a") || strings.Contains(b.String(), "alert: ") {
				t.Errorf("second %d: told %q, where the dashboard is silent", i, b.String())
			}
			continue
		}
		calls++
		if line := " alert: " + want.notices[calls-1].Text + signals + "\n"; !strings.HasSuffix(b.String(), line) {
			t.Errorf("second %d: told %q, want %q at its end", i, b.String(), line)
		}
	}
	if calls < 4 {
		t.Errorf("the dashboard called %d times, want 4 or more", calls)
	}
	if !reflect.DeepEqual(got.notices, want.notices) {
		t.Errorf("the command gets\n%+v, want\n%+v", got.notices, want.notices)
	}
}
