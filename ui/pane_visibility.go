package ui

import (
	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"
)

// hide hides the focused pane: it then appears only while it has the focus. For a hidden pane
// hide undoes that. The chats cannot be hidden.
func (dash *dashboard) hide() {
	p := dash.focus
	switch {
	case p == layout.Threads:
		dash.showToast("The chats stay. Go to another pane to hide it.")
	case dash.hidden[p]:
		dash.show(p)
		dash.showToast(p.String() + " stays.")
	default:
		dash.zoom = false
		dash.focusOn(layout.Threads)
		dash.hidden[p] = true
		dash.showToast(p.String() + " hidden. " + keymap.FirstKey(dash.keys.Show) + " shows every pane again.")
	}
}

// show shows a hidden pane again, without focusing it.
func (pl *paneLayout) show(p layout.Pane) {
	pl.hidden[p], pl.dirty = false, true
	if p != layout.Threads {
		pl.lower = p
	}
}

// nextPane is the pane d further on, without hidden ones.
func (pl *paneLayout) nextPane(d layout.Pane) layout.Pane {
	p := (pl.focus + d) % layout.Panes
	for pl.hidden[p] {
		p = (p + d) % layout.Panes
	}
	return p
}
