package draw

import (
	"time"

	"floorwatch/model"
)

// Context is what lies over the panes is shown with: the floor at the moment that is
// shown, and how it is drawn. It holds until the next one.
type Context struct {
	Style  *Style
	Floor  Board
	Snap   *model.Snapshot // of At
	Health model.Health    // of now
	Now    time.Time       // by the server's clock
	At     time.Time       // the moment that is shown: Now, or in the past
	Past   bool
	Zone   *time.Location
}

// Inside is a point of a region of w by h cells, counted from the upper left of its
// inner room: without the border and the blank beside it, where it has a border.
func Inside(w, h, x, y int) (ix, iy int) {
	if _, ih := Inner(w, h); ih < h {
		return x - 2, y - 1
	}
	return x, y
}
