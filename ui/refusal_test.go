package ui

import (
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/ui/layout"
	"floorwatch/ui/uitest"
)

func replayed() Config {
	cfg := testConfig()
	cfg.ReadOnly, cfg.Clock = true, uitest.Now
	return cfg
}

// A key that cannot act says why.
func TestKeysSayWhyTheyDoNothing(t *testing.T) {
	readOnly := testConfig()
	readOnly.ReadOnly = true
	for _, c := range []struct {
		cfg        Config
		keys, says string
	}{
		{readOnly, "a", "a: read-only, nobody can be acknowledged from here"},
		{readOnly, "u", "u: read-only"},
		{readOnly, "y", "y: read-only"},
		{testConfig(), "m", "m: nothing is hidden"},
		{testConfig(), "b", "b does nothing here. ? lists the keys"},
		{testConfig(), "tab tab a", "a: choose a chat first (tab)"},
		{testConfig(), "n", "n: search first with /"},
		{testConfig(), "t a", "a: not in the past (t goes back to now)"},
		{testConfig(), "o", `o: set screen.address, e.g. "https://.../{chat}"`},
		{testConfig(), "Y", "Y: set screen.address"},
		{testConfig(), "d", "d belongs to Agents (tab)"},
		{testConfig(), "tab tab d", ""},
		{testConfig(), "tab tab x d", "d belongs to Agents (X)"},
		{testConfig(), "f", "f belongs to Transcript (tab)"},
		{testConfig(), "v", "v belongs to Transcript (tab)"},
		{testConfig(), "tab s", "s belongs to Chats (tab)"},
		{testConfig(), "tab L", "L belongs to Chats (tab)"},
		{testConfig(), "tab tab y", "y belongs to Chats (tab)"},
		{testConfig(), "tab tab n", "n belongs to Transcript (tab)"},
		{testConfig(), "tab tab tab N", "N belongs to Transcript (tab)"},
		{testConfig(), "tab tab tab S", "S belongs to Chats (tab)"},
		{replayed(), "a", "a: not in a replay"},
		{testConfig(), "1", "There is no view 1: name it in screen.views"},
	} {
		a, _ := newAppWith(uitest.NewFloor(), c.cfg, 120, 40)
		press(a, c.keys)
		if !strings.HasPrefix(a.toast.text, c.says) {
			t.Errorf("%q says %q, want %q", c.keys, a.toast.text, c.says)
		}
	}
}

// What a key said goes with the next key: "not in the past" is wrong once q has gone back to now, and "by wait" no answer to L.
func TestTheNextKeyTakesAwayWhatTheLastOneSaid(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	for _, c := range [][2]string{{"t a", "q"}, {"s", "L"}, {"1", "down"}, {"a", "e"}} {
		if press(a, c[0]); a.toast.text == "" {
			t.Fatalf("%q says nothing", c[0])
		}
		if press(a, c[1]); a.toast.text != "" {
			t.Errorf("after %q and %q the last line still says %q", c[0], c[1], a.toast.text)
		}
	}
}

func TestAnUnboundKeyIsToldOnceAMinute(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	for _, want := range []bool{true, false} {
		a.toast.text = ""
		if press(a, "b"); (a.toast.text != "") != want {
			t.Errorf("b says %q", a.toast.text)
		}
	}
	later(a, time.Minute)
	if press(a, "b"); a.toast.text == "" {
		t.Error("a minute later b says nothing")
	}
}

// ] and [ go round the chats that are over their limit.
func TestNextAlert(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	over := 0
	for i := range a.threads.N {
		if r := a.threads.Row(i); r.Wait.Running && r.Level >= model.LevelCritical {
			over++
		}
	}
	first := a.threads.Selected().Chat
	for n := range over {
		press(a, "]")
		if r := a.threads.Selected(); r.Level < model.LevelCritical || a.transcript.Key != r.Key || (r.Chat == first) != (n == over-1) {
			t.Errorf("after %d: chat %d of level %v", n+1, r.Chat, r.Level)
		}
	}
	if a.toast.text != "first alert again" || a.threads.Selected().Chat != first {
		t.Errorf("after all %d it is chat %d and says %q", over, a.threads.Selected().Chat, a.toast.text)
	}
	press(a, "[")
	last := a.threads.Selected().Chat
	press(a, "]")
	if last == first || a.threads.Selected().Chat != first {
		t.Errorf("[ and ] lead from chat %d by %d to %d", first, last, a.threads.Selected().Chat)
	}
	press(a, "tab ]")
	if a.focus != layout.Transcript {
		t.Errorf("] takes the focus to %v", a.focus)
	}
	f := uitest.NewFloor()
	f.Threads = nil
	calm, _ := newTestApp(f, 120, 40)
	press(calm, "]")
	rowWith(t, calm, "No chat is over its limit")
	press(calm, "enter")
	rowWith(t, calm, "Nothing is selected: down or up chooses a chat")
}

// q in the past comes back; the next one quits.
func TestQComesBack(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	press(a, "t")
	if cmd := press(a, "q"); cmd != nil || a.timeTravel.on {
		t.Errorf("q in the past: command %v, still there %v", cmd != nil, a.timeTravel.on)
	}
	if cmd := press(a, "q"); cmd == nil {
		t.Error("the next q does not quit")
	}
}
