// Package drawtest holds what the tests of the rooms that draw share: the configuration of a screen, its
// roles as signs, what a size shows, how legible it is. It is imported by tests only, and may import
// ui/draw, ui/uitest, model and safetext.
package drawtest

import (
	"time"

	"floorwatch/ui/draw"
)

// Screen is the screen of the tests.
func Screen() draw.Screen { return draw.Screen{Name: "Acme Support", Zone: time.UTC, Theme: "dark"} }
