package draw

import "time"

// A Screen is what the [screen] section says to every face.
type Screen struct {
	Name      string // of the floor; not yet safe to draw
	Zone      *time.Location
	Theme     string
	Own       Colours // over the theme's
	ASCII     bool    // draw with ASCII only
	NoUnicode bool    // show strangers' text so too
}
