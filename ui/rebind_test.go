package ui

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// Keys are only looked up in the bindings, so rebinding one is all it takes.
func TestKeysCanBeRebound(t *testing.T) {
	cfg := testConfig()
	cfg.Keys = Keys{"refresh": {"x", "F"}, "hide": {}, "quit": {"Q"}}
	if err := cfg.Validate(); err != nil {
		t.Fatalf("the keys are refused: %v", err)
	}
	a, source := newAppWith(newFixture(), cfg, 120, 40)
	press(a, "r")
	if source.refreshes != 0 {
		t.Errorf("the old key still refreshes")
	}
	press(a, "x F")
	if source.refreshes != 2 {
		t.Errorf("the new keys refresh %d times, want 2", source.refreshes)
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
	rowWith(t, a, "x, F        read again now")
}

func TestActionNames(t *testing.T) {
	for field, want := range map[string]string{"Up": "up", "PageUp": "page_up", "CopyAddress": "copy_address"} {
		if got := actionName(field); got != want {
			t.Errorf("actionName(%q) = %q, want %q", field, got, want)
		}
	}
}

func TestDefaultKeysAreTheUsualOnes(t *testing.T) {
	keys := DefaultKeys()
	if err := keys.Validate(); err != nil {
		t.Errorf("the usual keys are refused: %v", err)
	}
	for name, want := range map[string][]string{"page_down": {"pgdown", "ctrl+f", "space"}, "quit": {"q", "ctrl+c"}, "zoom": {"z"}} {
		if got := keys[name]; !slices.Equal(got, want) {
			t.Errorf("keys of %s are %q, want %q", name, got, want)
		}
	}
}

func TestIsKey(t *testing.T) {
	for name, want := range map[string]bool{
		"a": true, "G": true, "?": true, "ö": true, "up": true, "ctrl+k": true, "shift+tab": true, "ctrl+alt+f1": true, "alt++": true, "+": true,
		"": false, "upp": false, "ctrl+": false, "ctrl": false, " ": false, "\x1b": false, "UP": false, "ab": false, "f13": false,
	} {
		if got := isKey(name); got != want {
			t.Errorf("isKey(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestKeyWords(t *testing.T) {
	for _, c := range []struct {
		keys []string
		want string
	}{
		{nil, ""}, {[]string{"up", "k"}, "up, k"}, {[]string{"pgdown", "ctrl+f", "space"}, "pgdn"},
		{[]string{"1", "2", "3", "4"}, "1-4"}, {[]string{"shift+tab", "h"}, "shift+tab"}, {[]string{"a", "b", "c"}, "a, b, c"},
	} {
		if got := keyWords(c.keys); got != c.want {
			t.Errorf("keyWords(%q) = %q, want %q", c.keys, got, c.want)
		}
	}
}

// Keys that do two things are refused by name. In the past a key may move in time instead of on the screen.
func TestClashes(t *testing.T) {
	for _, c := range []struct {
		keys Keys
		want []string
	}{
		{Keys{"refresh": {"z"}}, []string{`keys.zoom has "z", which refresh has too`}},
		{Keys{"refresh": {"z"}, "zoom": {"r"}}, nil},
		{Keys{"zoom": {}, "refresh": {"z"}}, nil},
		{Keys{"earlier": {"b"}, "alert_before": {"k", "left"}}, nil},
		{Keys{"earlier": {"b"}, "later": {"b"}}, []string{`keys.later has "b", which earlier has too`}},
		{Keys{"alert_before": {"q"}}, []string{`keys.alert_before has "q", which quit has too`}},
		{Keys{"travel": {"["}}, []string{`keys.alert_before has "[", which travel has too`}},
		{Keys{"refresh": {"ctrl+c"}}, []string{`keys.refresh has "ctrl+c", which quit has too`}},
	} {
		err := c.keys.Validate()
		for _, want := range c.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v: %v, want %s", c.keys, err, want)
			}
		}
		if len(c.want) == 0 && err != nil {
			t.Errorf("%v is refused: %v", c.keys, err)
		}
	}
}

func TestKeysOfThePastCanBeRebound(t *testing.T) {
	cfg := testConfig()
	cfg.Keys = Keys{"much_earlier": {"b"}, "travel": {"W"}}
	if err := cfg.Validate(); err != nil {
		t.Fatalf("the keys are refused: %v", err)
	}
	a, _ := newAppWith(newFixture(), cfg, 120, 40)
	press(a, "W b b")
	rowWith(t, a, "TIME TRAVEL 12:21:00, 20 min ago – W back to live")
	if press(a, "W"); a.travel.on {
		t.Errorf("W does not go back to live")
	}
}
