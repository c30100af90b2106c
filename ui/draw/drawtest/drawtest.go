// Package drawtest is what the tests of the packages that draw share: a screen's configuration, its
// roles as signs, what a size shows, and its contrast. It is imported by tests only, and may import
// ui/draw, ui/uitest, model and safetext.
package drawtest

import (
	"time"

	"floorwatch/ui/draw"
)

// Screen is the screen of the tests.
func Screen() draw.Screen { return draw.Screen{Name: "Acme Support", Zone: time.UTC, Theme: "dark"} }
