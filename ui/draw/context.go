package draw

import (
	"time"

	"floorwatch/model"
)

// Context is what an overlay is shown with: the floor at the displayed moment, and the style. It is valid until
// the next one.
type Context struct {
	Style  *Style
	Floor  Board
	Snap   *model.Snapshot // as of At
	Health model.Health    // as of now
	Now    time.Time       // by the server's clock
	At     time.Time       // the displayed moment: Now, or in the past
	Past   bool
	Zone   *time.Location
}

// Inside converts a point of a region of w by h cells to one of its inner area, without the border and the blank
// beside it if there is a border.
func Inside(w, h, x, y int) (ix, iy int) {
	if _, ih := Inner(w, h); ih < h {
		return x - 2, y - 1
	}
	return x, y
}

// A Screen is the part of the [screen] section that every face uses.
type Screen struct {
	Name      string // of the floor; not yet safe to draw
	Zone      *time.Location
	Theme     string
	Own       Colours // on top of the theme's
	ASCII     bool    // draw with ASCII only
	NoUnicode bool    // show text from outside in ASCII too
	Replay    bool    // everything is from a recording
}
