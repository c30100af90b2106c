package ui

// A topLine is a line with something at its left end, and groups at its right
// end with two blanks between.
type topLine struct {
	left  []piece
	right [][]piece
}

// draw draws the line on w cells. While it does not fit, one drop after the other takes something away.
func (t *topLine) draw(lk *look, w int, drops ...func()) string {
	for _, drop := range drops {
		if lk.total(t.left)+spaced(lk, t.right)+4 <= w {
			break
		}
		drop()
	}
	l := lk.line(onScreen, w)
	l.gap(1)
	for _, p := range t.left {
		l.put(p.role, p.text)
	}
	l.gap(l.left - spaced(lk, t.right) - 1)
	put(l, t.right)
	return l.String()
}

// spaced is the width of some groups with two blanks between each two.
func spaced(lk *look, groups [][]piece) int {
	n := 0
	for _, g := range groups {
		if len(g) == 0 {
			continue
		}
		if n > 0 {
			n += 2
		}
		n += lk.total(g)
	}
	return n
}

func put(l *line, groups [][]piece) {
	first := true
	for _, g := range groups {
		if len(g) == 0 {
			continue
		}
		if !first {
			l.gap(2)
		}
		first = false
		for _, p := range g {
			l.put(p.role, p.text)
		}
	}
}
