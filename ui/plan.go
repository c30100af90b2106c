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
	noticeIndent  int  // cells before the notice, which a replay's line takes
	dirty         bool // the screen must be redrawn
}

// IndentNotice leaves cells before the notice free, for the short form of a replay's line.
func (pl *paneLayout) IndentNotice(cells int) {
	if pl.noticeIndent != cells {
		pl.noticeIndent, pl.dirty = cells, true
	}
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
