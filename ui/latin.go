package ui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/keymap"
)

// positionHint is what is to be said, once, of keys that go by their place.
type positionHint struct {
	shown bool
	text  string
}

// Latin returns a key as it counts: by its place where the keyboard is set to
// another script than Latin, which is said once. What is being typed stays, and
// so do letters that the user's own keys or the reserved ones name.
func (a *App) Latin(msg tea.KeyPressMsg) tea.KeyPressMsg {
	out, moved := keymap.Latin(msg, a.prompt.isOpen(), func(name string) bool { return binds(a.keys, a.reserved, name) })
	if moved && !a.place.shown {
		a.place.shown = true
		a.place.text = fmt.Sprintf("%s counts as %s: letters of this keyboard go by their place.", msg.String(), out.String())
	}
	return out
}

// show says what Latin found, after the key has done what it does, whose own
// words would hide it.
func (p *positionHint) show(t *toast) {
	if p.text != "" {
		t.say(p.text)
		p.text = ""
	}
}

// binds reports whether an action, or one of the reserved keys, has the key of a name.
func binds(keys keymap.Map, reserved keymap.Group, name string) bool {
	if keymap.HasKey(reserved.Keys, name) {
		return true
	}
	for _, b := range keys.Actions() {
		if slices.Contains(b.Keys(), name) {
			return true
		}
	}
	return false
}
