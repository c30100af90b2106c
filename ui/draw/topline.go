package draw

// A TopLine is a line with pieces at its left end and groups of pieces at its right end, with two spaces between
// groups.
type TopLine struct {
	Left  []Piece
	Right [][]Piece
}

// Draw draws the line on w cells. While it does not fit, it calls the drops in turn, each of which removes
// something.
func (t *TopLine) Draw(st *Style, w int, drops ...func()) string {
	for _, drop := range drops {
		if st.Total(t.Left)+spaced(st, t.Right)+4 <= w {
			break
		}
		drop()
	}
	l := st.Line(OnScreen, w)
	l.Gap(1)
	for _, p := range t.Left {
		l.Put(p.Role, p.Text)
	}
	l.Gap(l.Left - spaced(st, t.Right) - 1)
	PutGroups(l, t.Right)
	return l.String()
}

// RightWidth returns the width of the right end.
func (t *TopLine) RightWidth(st *Style) int { return spaced(st, t.Right) }

// GroupAt returns which group of the right end is at a column of the line as drawn; -1: none.
func (t *TopLine) GroupAt(st *Style, w, x int) int {
	from := w - 1 - spaced(st, t.Right)
	for i, g := range t.Right {
		if len(g) == 0 {
			continue
		}
		to := from + st.Total(g)
		if x >= from && x < to {
			return i
		}
		from = to + 2
	}
	return -1
}

// spaced returns the width of groups with two spaces in between.
func spaced(st *Style, groups [][]Piece) int {
	n := 0
	for _, g := range groups {
		if len(g) == 0 {
			continue
		}
		if n > 0 {
			n += 2
		}
		n += st.Total(g)
	}
	return n
}

// PutGroups appends groups of pieces to a line, with two spaces in between.
func PutGroups(l *Line, groups [][]Piece) {
	first := true
	for _, g := range groups {
		if len(g) == 0 {
			continue
		}
		if !first {
			l.Gap(2)
		}
		first = false
		for _, p := range g {
			l.Put(p.Role, p.Text)
		}
	}
}
