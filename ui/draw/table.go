package draw

import "strings"

// A Column is one column of a list of Rs: all that is to be known of it is here.
type Column[R any] struct {
	Title string
	Right bool  // the title stands to the right
	Width int   // the least that is of use, in cells
	Best  []int // widths that it grows to where there is room, a step after the other; Rest takes all that is left
	Grow  int   // whose turn it is within a step: the lowest first
	Drop  int   // the lowest goes first where it is narrow; 0: it never goes
	Sort  uint8 // what a list is sorted by at a click on the head
	Tight bool  // Cell draws the gap before it as well

	// Cell draws a row's cell on exactly w cells, its gap not counted.
	Cell func(l *Line, r R, w int)
}

// Rest as a step of a column's growth takes all the room that is left.
const Rest = 1 << 20

// A Table is the columns that there is room for, each as wide as it is drawn.
type Table[R any] struct {
	Columns []Column[R]
	lead    int // cells before the first column
	gap     int // cells between two columns
}

// FitTable chooses from columns what fits into w cells behind lead cells, and
// gives what is left to those that grow. It never changes the order of columns.
func FitTable[R any](columns []Column[R], lead, gap, w int) Table[R] {
	t := Table[R]{Columns: append([]Column[R](nil), columns...), lead: lead, gap: gap}
	for t.Total() > w {
		first := -1
		for i, c := range t.Columns {
			if c.Drop > 0 && (first < 0 || c.Drop < t.Columns[first].Drop) {
				first = i
			}
		}
		if first < 0 {
			return t
		}
		t.Columns = append(t.Columns[:first], t.Columns[first+1:]...)
	}
	t.grow(w - t.Total())
	return t
}

// grow shares rest cells, step by step.
func (t *Table[R]) grow(rest int) {
	steps, turns := 0, 0
	for _, c := range t.Columns {
		steps, turns = max(steps, len(c.Best)), max(turns, c.Grow)
	}
	for step := range steps {
		for turn := range turns + 1 {
			for i := range t.Columns {
				if c := &t.Columns[i]; c.Grow == turn && step < len(c.Best) {
					n := Clamp(c.Best[step]-c.Width, 0, rest)
					c.Width, rest = c.Width+n, rest-n
				}
			}
		}
	}
}

// Total is the width of the lead and the columns with their gaps.
func (t *Table[R]) Total() int {
	n := t.lead + t.gap*max(0, len(t.Columns)-1)
	for _, c := range t.Columns {
		n += c.Width
	}
	return n
}

// Head draws the titles on w cells, each in the role that it is given.
func (t *Table[R]) Head(lk *Style, w int, role func(c *Column[R]) Role) string {
	l := lk.Line(OnScreen, w)
	l.Gap(t.lead)
	for i := range t.Columns {
		c := &t.Columns[i]
		if i > 0 {
			l.Gap(t.gap)
		}
		if c.Right {
			l.Right(role(c), c.Title, c.Width)
		} else {
			title := strings.TrimLeft(c.Title, " ")
			indent := len(c.Title) - len(title)
			l.Gap(indent)
			l.Cell(role(c), title, c.Width-indent)
		}
	}
	return l.String()
}

// Row draws the cells of r on a line on which its lead stands already.
func (t *Table[R]) Row(l *Line, r R) {
	for i := range t.Columns {
		c := &t.Columns[i]
		if i > 0 && !c.Tight {
			l.Gap(t.gap)
		}
		c.Cell(l, r, c.Width)
	}
}

// At is the column at cell x of a row. A gap belongs to the column behind it.
func (t *Table[R]) At(x int) (c Column[R], ok bool) {
	if x < t.lead {
		return c, false
	}
	end := t.lead - t.gap
	for _, c := range t.Columns {
		if end += t.gap + c.Width; x < end {
			return c, true
		}
	}
	return c, false
}

// DimHead is the role of titles none of which stands out.
func DimHead[R any](*Column[R]) Role { return RoleDim }

// TextCell is a cell of our own words.
func TextCell[R any](right bool, say func(lk *Style, r R, w int) (Role, string)) func(*Line, R, int) {
	return func(l *Line, r R, w int) {
		of, s := say(l.Style, r, w)
		if right {
			l.Right(of, s, w)
		} else {
			l.Cell(of, s, w)
		}
	}
}
