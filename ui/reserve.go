package ui

import (
	"slices"

	"charm.land/bubbles/v2/key"
)

// Reserve names keys that whoever stands before App takes in first, as a replay
// does. The help lists them; the actions that had them have them no more.
func (a *App) Reserve(title string, keys ...key.Binding) {
	a.reserved = keyGroup{title, keys}
	for name, b := range a.keys.actions() {
		if !isPast(name) {
			give(b, slices.DeleteFunc(slices.Clone(b.Keys()), func(n string) bool { return hasKey(keys, n) }))
		}
	}
	a.dirty = true
}

// Takes reports whether a key is App's although it is reserved: while it is a
// letter, closes the help or leaves the wall, and where it moves in time.
func (a *App) Takes(name string) bool {
	return a.typing() != nil || a.help || a.wall != nil || a.travel.on && hasKey(a.keys.past(), name)
}

// steering are the reserved keys that do what the help says of them just now.
func (a *App) steering() keyGroup {
	g := keyGroup{title: a.reserved.title}
	for _, b := range a.reserved.keys {
		if !a.travel.on || !slices.ContainsFunc(b.Keys(), func(n string) bool { return hasKey(a.keys.past(), n) }) {
			g.keys = append(g.keys, b)
		}
	}
	return g
}
