package draw

import "testing"

func TestList(t *testing.T) {
	for _, c := range []struct {
		name        string
		do          func(*Viewport)
		cursor, top int
	}{
		{"nothing", func(l *Viewport) { l.Place(0, 0) }, 0, 0},
		{"nothing, moved", func(l *Viewport) { l.Place(0, 3); l.Move(1); l.Move(-5) }, 0, 0},
		{"within the window", func(l *Viewport) { l.Place(20, 0); l.Move(4) }, 4, 0},
		{"out of it below", func(l *Viewport) { l.Place(20, 0); l.Move(5) }, 5, 1},
		{"and back", func(l *Viewport) { l.Place(20, 0); l.Move(9); l.Move(-5) }, 4, 4},
		{"beyond the end", func(l *Viewport) { l.Place(20, 0); l.Move(100) }, 19, 15},
		{"fewer than fit", func(l *Viewport) { l.Place(3, 0); l.Move(100) }, 2, 0},
		{"fewer than before", func(l *Viewport) { l.Place(20, 19); l.Place(7, 6) }, 6, 2},
		{"higher", func(l *Viewport) { l.Place(20, 19); l.Resize(18) }, 19, 2},
		{"lower", func(l *Viewport) { l.Place(20, 4); l.Resize(2) }, 4, 3},
		{"no room", func(l *Viewport) { l.Place(20, 4); l.Resize(0) }, 4, 5},
		{"no room at all", func(l *Viewport) { l.Place(20, 19); l.Resize(-3) }, 19, 20},
		// A new order: scrolled, the row stays where it was on the screen; at the top the list stays at the top.
		{"new order, scrolled", func(l *Viewport) { l.Place(20, 0); l.Move(8); l.Place(20, 12) }, 12, 8},
		{"new order, at the top", func(l *Viewport) { l.Place(20, 1); l.Place(20, 3) }, 3, 0},
		{"new order, at the top, far", func(l *Viewport) { l.Place(20, 1); l.Place(20, 12) }, 12, 8},
		{"new order, to the top", func(l *Viewport) { l.Place(20, 12); l.Place(20, 0) }, 0, 0},
	} {
		l := Viewport{}
		l.Resize(5)
		c.do(&l)
		if l.Cursor != c.cursor || l.Top != c.top {
			t.Errorf("%s: cursor %d, top %d; want %d, %d", c.name, l.Cursor, l.Top, c.cursor, c.top)
		}
	}
}
