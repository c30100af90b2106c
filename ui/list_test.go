package ui

import "testing"

func TestList(t *testing.T) {
	for _, c := range []struct {
		name        string
		do          func(*list)
		cursor, top int
	}{
		{"nothing", func(l *list) { l.place(0, 0) }, 0, 0},
		{"nothing, moved", func(l *list) { l.place(0, 3); l.move(1); l.move(-5) }, 0, 0},
		{"within the window", func(l *list) { l.place(20, 0); l.move(4) }, 4, 0},
		{"out of it below", func(l *list) { l.place(20, 0); l.move(5) }, 5, 1},
		{"and back", func(l *list) { l.place(20, 0); l.move(9); l.move(-5) }, 4, 4},
		{"beyond the end", func(l *list) { l.place(20, 0); l.move(100) }, 19, 15},
		{"fewer than fit", func(l *list) { l.place(3, 0); l.move(100) }, 2, 0},
		{"fewer than before", func(l *list) { l.place(20, 19); l.place(7, 6) }, 6, 2},
		{"higher", func(l *list) { l.place(20, 19); l.resize(18) }, 19, 2},
		{"lower", func(l *list) { l.place(20, 4); l.resize(2) }, 4, 3},
		{"no room", func(l *list) { l.place(20, 4); l.resize(0) }, 4, 5},
		{"no room at all", func(l *list) { l.place(20, 19); l.resize(-3) }, 19, 20},
		// A new order: scrolled, the row stays where it was on the screen; at the top the list stays at the top.
		{"new order, scrolled", func(l *list) { l.place(20, 0); l.move(8); l.place(20, 12) }, 12, 8},
		{"new order, at the top", func(l *list) { l.place(20, 1); l.place(20, 3) }, 3, 0},
		{"new order, at the top, far", func(l *list) { l.place(20, 1); l.place(20, 12) }, 12, 8},
		{"new order, to the top", func(l *list) { l.place(20, 12); l.place(20, 0) }, 0, 0},
	} {
		l := list{}
		l.resize(5)
		c.do(&l)
		if l.cursor != c.cursor || l.top != c.top {
			t.Errorf("%s: cursor %d, top %d; want %d, %d", c.name, l.cursor, l.top, c.cursor, c.top)
		}
	}
}
