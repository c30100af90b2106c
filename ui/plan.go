package ui

import (
	"image"

	"floorwatch/ui/layout"
)

// A paneLayout is who stands where: the size, the focus, and which panes are hidden.
type paneLayout struct {
	width, height int
	places        layout.Places
	focus, lower  layout.Pane
	hidden        layout.Hidden
	zoom          bool
	dirty         bool // what was last drawn is not what would be drawn
}

// resize takes the size. Bubble Tea passes 0 by 0 on where a terminal reports it.
func (pl *paneLayout) resize(w, h int) {
	if w <= 0 || h <= 0 {
		return
	}
	pl.width, pl.height, pl.dirty = w, h, true
}

// body is the room of all panes together.
func (pl *paneLayout) body() image.Rectangle {
	var r image.Rectangle
	for _, p := range pl.places.Panes {
		r = r.Union(p)
	}
	return r
}
