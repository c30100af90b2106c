package ui

import (
	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"
)

// hide takes the pane with the focus away: from then on it is there only while
// it has the focus. In such a pane it makes it stay again. The threads always
// stay: something has to.
func (a *App) hide() {
	p := a.focus
	switch {
	case p == layout.Threads:
		a.say("The threads stay. Go to another pane to hide it.")
	case a.hidden[p]:
		a.show(p)
		a.say(p.String() + " stays.")
	default:
		a.zoom = false
		a.to(layout.Threads)
		a.hidden[p] = true
		a.say(p.String() + " hidden. " + keymap.FirstKey(a.keys.Show) + " shows every pane again.")
	}
}

// show has a pane stay that is hidden, without giving it the focus.
func (a *App) show(p layout.Pane) {
	a.hidden[p], a.dirty = false, true
	if p != layout.Threads {
		a.lower = p
	}
}

// beside is the next pane that is not hidden, d further on.
func (a *App) beside(d layout.Pane) layout.Pane {
	p := (a.focus + d) % layout.Panes
	for a.hidden[p] {
		p = (p + d) % layout.Panes
	}
	return p
}
