package keymap

import (
	"slices"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"

	"floorwatch/ui/uitest"
)

func TestActionNames(t *testing.T) {
	for field, want := range map[string]string{"Up": "up", "PageUp": "page_up", "CopyAddress": "copy_address"} {
		if got := actionName(field); got != want {
			t.Errorf("actionName(%q) = %q, want %q", field, got, want)
		}
	}
}

func TestDefaultKeysAreTheUsualOnes(t *testing.T) {
	usual, keys := New(nil), Keys{}
	for name, b := range usual.Actions() {
		keys[name] = b.Keys()
	}
	if err := keys.Validate(); err != nil {
		t.Errorf("the usual keys are refused: %v", err)
	}
	for name, want := range map[string][]string{"page_down": {"pgdown", "ctrl+f", "space"}, "quit": {"q", "f10", "ctrl+c"}, "zoom": {"z"}} {
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

func TestRowsNameTheirKeys(t *testing.T) {
	binding := func(keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(rangeOf(keys), "x"))
	}
	for _, c := range []struct {
		row   []key.Binding
		words string
		rest  []Other
	}{
		{[]key.Binding{binding("up", "k"), binding("down", "j")}, "up down k j", nil},
		{[]key.Binding{binding("pgup", "ctrl+b"), binding("pgdown", "ctrl+f", "space")}, "pgup pgdn", []Other{{"ctrl+b", "pgup"}, {"ctrl+f space", "pgdn"}}},
		{[]key.Binding{binding("!", "A"), binding("M")}, "! M", []Other{{"A", "!"}}},
		{[]key.Binding{binding("1", "2", "3", "4")}, "1-4", nil},
		{[]key.Binding{binding("shift+tab", "left", "h")}, "shift+tab", []Other{{"left h", "shift+tab"}}},
		{[]key.Binding{binding("a", "b", "c")}, "a b c", nil},
	} {
		if words, rest := (Row{"x", c.row}).Words(); words != c.words || !slices.Equal(rest, c.rest) {
			t.Errorf("the keys of %v are %q, and %v, want %q, and %v", c.row, words, rest, c.words, c.rest)
		}
	}
}

// Where only some keys of a row are left, it says what those do.
func TestRowWithoutAKey(t *testing.T) {
	for _, g := range New(Keys{"undo": {}}).Groups() {
		for _, r := range g.Usable() {
			if words, _ := r.Words(); words == "a" && r.Does != "acknowledge: needs no answer" {
				t.Errorf("without a key to undo, %q does %q", words, r.Does)
			}
		}
	}
}

// Keys that do two things are refused by name. In the past a key may move in time instead of on the screen.
func TestClashes(t *testing.T) {
	for _, c := range []struct {
		keys Keys
		want []string
	}{
		{Keys{"refresh": {"z"}}, nil}, // taken from zoom, which has it only by default
		{Keys{"refresh": {"z"}, "zoom": {"z"}}, []string{`keys.zoom has "z", which refresh has too`}},
		{Keys{"refresh": {"z"}, "zoom": {"r"}}, nil},
		{Keys{"zoom": {}, "refresh": {"z"}}, nil},
		{Keys{"earlier": {"b"}, "alert_before": {"k", "left"}}, nil},
		{Keys{"earlier": {"b"}, "later": {"b"}}, []string{`keys.later has "b", which earlier has too`}},
		{Keys{"alert_before": {"q"}}, nil},
		{Keys{"travel": {"["}}, nil},
		{Keys{"alert_before": {"q"}, "quit": {"q"}}, []string{`keys.alert_before has "q", which quit has too`}},
		{Keys{"travel": {"shift+a"}, "alerts": {"A"}}, []string{`keys.travel has "A", which alerts has too`}},
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

// A key that the configuration gives to one action is taken from what has it by
// default, in silence; what may share it keeps it.
func TestAGivenKeyIsTaken(t *testing.T) {
	for _, c := range []struct {
		given Keys
		want  Keys // what the actions have then
	}{
		{Keys{"refresh": {"z"}}, Keys{"refresh": {"z"}, "zoom": {}}},
		{Keys{"refresh": {"f1", "ctrl+u"}}, Keys{"help": {"?"}, "half_up": {}, "refresh": {"f1", "ctrl+u"}}},
		{Keys{"claim": {"c"}, "command": {":"}, "export": {"E"}}, Keys{"claim": {"c"}, "command": {":"}, "export": {"E"}}},
		{Keys{"refresh": {"left"}}, Keys{"refresh": {"left"}, "previous": {"shift+tab", "h"}, "earlier": {}}},
		{Keys{"alert_before": {"left"}}, Keys{"previous": {"shift+tab", "h", "left"}, "earlier": {}}},
		{Keys{"previous": {"["}}, Keys{"previous": {"["}, "alert_before": {"["}}},
		{Keys{"hide": {"q"}}, Keys{"hide": {"q"}, "quit": {"f10", "ctrl+c"}}},
		{Keys{"zoom": {"shift+z", "ctrl+m"}}, Keys{"zoom": {"Z", "enter"}, "open": {}}},
		{Keys{"find_next": {"shift+n"}}, Keys{"find_next": {"N"}, "find_previous": {}}},
	} {
		if err := c.given.Validate(); err != nil {
			t.Errorf("%v is refused: %v", c.given, err)
		}
		k := New(c.given)
		for name, want := range c.want {
			if got := k.Actions()[name]; !slices.Equal(got.Keys(), want) || got.Enabled() != (len(want) > 0) {
				t.Errorf("with %v, %s has %q and is enabled: %v; want %q", c.given, name, got.Keys(), got.Enabled(), want)
			}
		}
	}
}

func TestRemarksOnKeys(t *testing.T) {
	got := Keys{"zoom": {"shift+z", "z"}, "open": {"ctrl+m"}, "help": {"?"}}.Remarks()
	want := []string{
		`keys.open has "ctrl+m", which no terminal sends: it is taken for "enter"`,
		`keys.zoom has "shift+z", which no terminal sends: it is taken for "Z"`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestBindingsThatCannotFire(t *testing.T) {
	for name, want := range map[string]string{"ctrl+i": "tab", "ctrl+[": "esc", "ctrl+m": "enter", "ctrl+K": "ctrl+k", "shift+z": "Z"} {
		keys := Keys{"zoom": {name}, "next": {}, "back": {}, "open": {}}
		if err := keys.Validate(); err != nil {
			t.Errorf("%s is refused: %v", name, err)
		}
		if k := New(keys); !slices.Equal(k.Zoom.Keys(), []string{want}) || len(keys.Remarks()) != 1 {
			t.Errorf("%s is taken for %q with the remarks %q, want %q and one", name, k.Zoom.Keys(), keys.Remarks(), want)
		}
	}
	for _, name := range []string{"shift+1", "shift+/", "shift+é\u0301?"} {
		if err := (Keys{"zoom": {name}}).Validate(); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	if err := (Keys{"zoom": {"shift+1"}}).Validate(); err == nil || !strings.Contains(err.Error(), "which no terminal sends") {
		t.Errorf("shift+1: %v, want the reason", err)
	}
	decomposed := Keys{"zoom": {"e\u0301"}}
	if k := New(decomposed); decomposed.Validate() != nil || !slices.Equal(k.Zoom.Keys(), []string{"é"}) || len(decomposed.Remarks()) != 0 {
		t.Errorf("a decomposed é is taken for %q: %v, %q", k.Zoom.Keys(), decomposed.Validate(), decomposed.Remarks())
	}
}

func TestHalfPages(t *testing.T) {
	k := New(nil)
	if up, down := k.Rows(uitest.KeyPress("ctrl+u"), 100, 20), k.Rows(uitest.KeyPress("ctrl+d"), 100, 20); up != -10 || down != 10 {
		t.Errorf("half a page of 20 rows is %d and %d, want -10 and 10", up, down)
	}
	if d := k.Rows(uitest.KeyPress("ctrl+d"), 100, 1); d != 1 {
		t.Errorf("half a page of one row is %d, want 1", d)
	}
}

// Every key is in the help, and no two do different things.
func TestKeysAreCompleteAndDistinct(t *testing.T) {
	k := New(nil)
	used := map[string]string{}
	for _, g := range k.Groups() {
		for _, r := range g.Rows {
			if n := len(r.Does); n == 0 || n > HelpCol {
				t.Errorf("what %q says of its keys has %d characters, want 1 to %d", r.Does, n, HelpCol)
			}
		}
		for _, b := range g.Keys() {
			if b.Help().Desc == "" {
				t.Errorf("%v has no help", b.Keys())
			}
			for _, name := range b.Keys() {
				used[name] = b.Help().Desc
			}
		}
	}
	if errs := k.clashes(); len(errs) > 0 {
		t.Errorf("the usual keys clash: %v", errs)
	}
	for _, h := range slices.Concat(k.ChatHints(), k.TranscriptHints(true), k.AgentHints(), k.ActivityHints(), k.TravelHints(), k.HelpHints(), k.Tail("quit")) {
		for _, name := range h.Binding.Keys() {
			if _, ok := used[name]; !ok {
				t.Errorf("%q is in the footer and not in the help", name)
			}
		}
	}
	for name, b := range k.Actions() {
		for _, n := range b.Keys() {
			if _, ok := used[n]; !ok {
				t.Errorf("%s, on %q, is in no group of the help", name, n)
			}
		}
	}
}
