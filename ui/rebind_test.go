package ui

import (
	"testing"

	"floorwatch/ui/keymap"
	"floorwatch/ui/uitest"

	tea "charm.land/bubbletea/v2"
)

// Keys are only looked up in the bindings, so rebinding one is all it takes.
func TestKeysCanBeRebound(t *testing.T) {
	cfg := testConfig()
	cfg.Keys = keymap.Keys{"refresh": {"x", "F"}, "hide": {}, "quit": {"Q"}}
	if err := cfg.Validate(); err != nil {
		t.Fatalf("the keys are refused: %v", err)
	}
	a, source := newAppWith(uitest.NewFloor(), cfg, 120, 40)
	press(a, "r")
	if source.Refreshes != 0 {
		t.Errorf("the old key still refreshes")
	}
	press(a, "x F")
	if source.Refreshes != 2 {
		t.Errorf("the new keys refresh %d times, want 2", source.Refreshes)
	}
	if cmd := press(a, "q"); cmd != nil {
		t.Errorf("the old key still quits")
	}
	for _, k := range []string{"Q", "ctrl+c"} {
		if cmd := press(a, k); cmd == nil || cmd() != (tea.QuitMsg{}) {
			t.Errorf("%s does not quit", k)
		}
	}
	press(a, "?")
	a.Update(tea.WindowSizeMsg{Width: 120, Height: 60})
	rowWith(t, a, "x F           read all again")
}

func TestKeysOfThePastCanBeRebound(t *testing.T) {
	cfg := testConfig()
	cfg.Keys = keymap.Keys{"much_earlier": {"b"}, "travel": {"W"}}
	if err := cfg.Validate(); err != nil {
		t.Fatalf("the keys are refused: %v", err)
	}
	a, _ := newAppWith(uitest.NewFloor(), cfg, 120, 40)
	press(a, "W b b")
	rowWith(t, a, "PAST 12:21:00, 20 min ago  W back to now")
	if press(a, "W"); a.timeTravel.on {
		t.Errorf("W does not go back to now")
	}
}
