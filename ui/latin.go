package ui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/keymap"
)

// Latin returns a key as it counts: by its place where the keyboard is set to
// another script than Latin, which is said once. What is being typed stays, and
// so do letters that the user's own keys or the reserved ones name.
func (a *App) Latin(msg tea.KeyPressMsg) tea.KeyPressMsg {
	out, moved := keymap.Latin(msg, a.typing() != nil, a.binds)
	if moved && !a.toldLatin {
		a.toldLatin = true
		a.aboutKeys = fmt.Sprintf("%s counts as %s: letters of this keyboard go by their place.", msg.String(), out.String())
	}
	return out
}

// sayKeys says what Latin found, after the key has done what it does, whose own
// words would hide it.
func (a *App) sayKeys() {
	if a.aboutKeys != "" {
		a.say(a.aboutKeys)
		a.aboutKeys = ""
	}
}

// binds reports whether an action has the key of a name.
func (a *App) binds(name string) bool {
	if keymap.HasKey(a.reserved.Keys, name) {
		return true
	}
	for _, b := range a.keys.Actions() {
		if slices.Contains(b.Keys(), name) {
			return true
		}
	}
	return false
}
