package ui

import (
	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"
)

// hide takes the pane with the focus away: from then on it is there only while
// it has the focus. In such a pane it makes it stay again. The threads always
// stay: something has to.
func (dash *dashboard) hide() {
	p := dash.focus
	switch {
	case p == layout.Threads:
		dash.say("The chats stay. Go to another pane to hide it.")
	case dash.hidden[p]:
		dash.show(p)
		dash.say(p.String() + " stays.")
	default:
		dash.zoom = false
		dash.focusOn(layout.Threads)
		dash.hidden[p] = true
		dash.say(p.String() + " hidden. " + keymap.FirstKey(dash.keys.Show) + " shows every pane again.")
	}
}

// show has a pane stay that is hidden, without giving it the focus.
func (pl *paneLayout) show(p layout.Pane) {
	pl.hidden[p], pl.dirty = false, true
	if p != layout.Threads {
		pl.lower = p
	}
}

// nextPane is the next pane that is not hidden, d further on.
func (pl *paneLayout) nextPane(d layout.Pane) layout.Pane {
	p := (pl.focus + d) % layout.Panes
	for pl.hidden[p] {
		p = (p + d) % layout.Panes
	}
	return p
}
