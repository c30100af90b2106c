package ui

import (
	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"
)

// hide takes the pane with the focus away: from then on it is there only while
// it has the focus. In such a pane it makes it stay again. The threads always
// stay: something has to.
func (dk *desk) hide() {
	p := dk.focus
	switch {
	case p == layout.Threads:
		dk.say("The chats stay. Go to another pane to hide it.")
	case dk.hidden[p]:
		dk.show(p)
		dk.say(p.String() + " stays.")
	default:
		dk.zoom = false
		dk.to(layout.Threads)
		dk.hidden[p] = true
		dk.say(p.String() + " hidden. " + keymap.FirstKey(dk.keys.Show) + " shows every pane again.")
	}
}

// show has a pane stay that is hidden, without giving it the focus.
func (pl *plan) show(p layout.Pane) {
	pl.hidden[p], pl.dirty = false, true
	if p != layout.Threads {
		pl.lower = p
	}
}

// beside is the next pane that is not hidden, d further on.
func (pl *plan) beside(d layout.Pane) layout.Pane {
	p := (pl.focus + d) % layout.Panes
	for pl.hidden[p] {
		p = (p + d) % layout.Panes
	}
	return p
}
