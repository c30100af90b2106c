package ui

import (
	"image"

	"floorwatch/ui/layout"
)

// A paneLayout is the layout of the screen: its size, the focus, and which panes are hidden.
type paneLayout struct {
	width, height int
	places        layout.Places
	focus, lower  layout.Pane
	hidden        layout.Hidden
	zoom          bool
	dirty         bool // the screen must be redrawn
}

// resize sets the size. Some terminals report 0 by 0, which Bubble Tea passes on.
func (pl *paneLayout) resize(w, h int) {
	if w <= 0 || h <= 0 {
		return
	}
	pl.width, pl.height, pl.dirty = w, h, true
}

// body is the area of all panes together.
func (pl *paneLayout) body() image.Rectangle {
	var r image.Rectangle
	for _, p := range pl.places.Panes {
		r = r.Union(p)
	}
	return r
}
