package draw

import "time"

// A Screen is what the [screen] section says to every face.
type Screen struct {
	Name      string // of the floor; not yet safe to draw
	Zone      *time.Location
	Theme     string
	ASCII     bool // draw with ASCII only
	NoUnicode bool // show strangers' text so too
}
