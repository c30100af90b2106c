package ui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/keymap"
)

// positionHint is the hint, shown once, that keys work by their position.
type positionHint struct {
	shown bool
	text  string
}

// Latin translates a key of a non-Latin keyboard layout to the one at the same position, and shows
// a hint once. Typed text is unchanged, and so are letters that are bound or reserved.
func (a *App) Latin(msg tea.KeyPressMsg) tea.KeyPressMsg {
	out, moved := keymap.Latin(msg, a.prompt.isOpen(), func(name string) bool { return binds(a.keys, a.reserved, name) })
	if moved && !a.place.shown {
		a.place.shown = true
		a.place.text = fmt.Sprintf("%s counts as %s: letters of this keyboard go by their place.", msg.String(), out.String())
	}
	return out
}

// show shows the hint after the key was handled, whose own toast would hide it.
func (p *positionHint) show(t *toast) {
	if p.text != "" {
		t.showToast(p.text)
		p.text = ""
	}
}

// binds reports whether a key is bound to an action or reserved.
func binds(keys keymap.Map, reserved keymap.Group, name string) bool {
	if keymap.HasKey(reserved.Keys(), name) {
		return true
	}
	for _, b := range keys.Actions() {
		if slices.Contains(b.Keys(), name) {
			return true
		}
	}
	return false
}
