package ui

import (
	"slices"

	"floorwatch/ui/help"
	"floorwatch/ui/keymap"

	"charm.land/bubbles/v2/key"
)

// Reserve names keys that whoever stands before App takes in first, as a replay
// does. The help lists them; the actions that had them have them no more.
func (a *App) Reserve(title string, keys ...key.Binding) {
	a.reserved = keymap.Group{Title: title, Keys: keys}
	for name, b := range a.keys.Actions() {
		if !keymap.IsPast(name) {
			keymap.Give(b, slices.DeleteFunc(slices.Clone(b.Keys()), func(n string) bool { return keymap.HasKey(keys, n) }))
		}
	}
	a.dirty = true
}

// HandlesReserved reports whether a key is App's although it is reserved: while it is a
// letter, closes the help or leaves the wall, and where it moves in time.
func (a *App) HandlesReserved(name string) bool {
	_, helping := a.overlays.top().(*help.Pane)
	return a.prompt.isOpen() || helping || a.wall != nil || a.travel.on && keymap.HasKey(a.keys.Past(), name)
}
