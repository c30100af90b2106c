package draw

import "time"

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
