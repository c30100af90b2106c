package draw

// A Column describes one column of a list of Rs completely.
type Column[R any] struct {
	Title string
	Right bool  // the title is right-aligned
	Width int   // minimum width in cells
	Best  []int // widths to which it grows if there is room, step by step; Rest takes everything left
	Grow  int   // order within a step: the lowest first
	Drop  int   // if there is no room the lowest is dropped first; 0: never
	Least int   // set: instead of being dropped it shrinks to this
	Back  bool  // it is restored if columns dropped after it have left room
	Sort  uint8 // what a click on the head sorts by
	Tight bool  // Cell draws the gap before it as well

	// Cell draws a row's cell in exactly w cells, not counting its gap.
	Cell func(l *Line, r R, w int)
}

// Rest as a step of a column's growth takes all remaining room.
const Rest = 1 << 20

// A Table is the columns that fit, with their widths.
type Table[R any] struct {
	Columns []Column[R]
	Run     int // the first columns that form a run with the row's mark, see Marked
	lead    int // cells before the first column
	gap     int // cells between two columns
}

// FitTable selects the columns that fit into w cells after lead cells, and distributes the rest to those that
// grow. It never changes their order.
func FitTable[R any](columns []Column[R], lead, gap, w int) Table[R] {
	f := columnFit[R]{all: columns, dropped: make([]bool, len(columns)), lead: lead, gap: gap}
	for _, c := range columns {
		f.widths = append(f.widths, c.Width)
	}
	f.drop(w)
	f.restoreDropped(w)
	t := Table[R]{lead: lead, gap: gap}
	for i, c := range columns {
		if !f.dropped[i] {
			c.Width = f.widths[i]
			t.Columns = append(t.Columns, c)
		}
	}
	t.grow(w - t.Total())
	return t
}

// A columnFit is the state of selecting columns.
type columnFit[R any] struct {
	all       []Column[R]
	widths    []int
	dropped   []bool
	lead, gap int
}

func (f *columnFit[R]) total() int {
	n, shown := f.lead, 0
	for i, w := range f.widths {
		if !f.dropped[i] {
			n, shown = n+w, shown+1
		}
	}
	return n + f.gap*max(0, shown-1)
}

// drop drops or shrinks columns in their order until the rest fits.
func (f *columnFit[R]) drop(w int) {
	done := 0
	for f.total() > w {
		next := -1
		for i, c := range f.all {
			if c.Drop > done && (next < 0 || c.Drop < f.all[next].Drop) {
				next = i
			}
		}
		if next < 0 {
			return
		}
		c := f.all[next]
		done = c.Drop
		if c.Least > 0 {
			f.widths[next] -= Clamp(f.total()-w, 0, c.Width-c.Least)
		} else {
			f.dropped[next] = true
		}
	}
}

// restoreDropped restores columns that were dropped too early, the last one first: none if a column that does not
// come back was dropped, because that one matters more.
func (f *columnFit[R]) restoreDropped(w int) {
	for i, c := range f.all {
		if f.dropped[i] && !c.Back {
			return
		}
	}
	for drop := len(f.all); drop > 0; drop-- {
		for i, c := range f.all {
			if c.Back && c.Drop == drop && f.dropped[i] && f.total()+f.gap+c.Width <= w {
				f.dropped[i] = false
			}
		}
	}
}

// grow distributes rest cells, step by step.
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

// Total returns the width of the lead and the columns with their gaps.
func (t *Table[R]) Total() int {
	n := t.lead + t.gap*max(0, len(t.Columns)-1)
	for _, c := range t.Columns {
		n += c.Width
	}
	return n
}

// Merged returns the table with one column in place of columns i to j-1, as wide as they are together. If i equals
// j it is t.
func (t *Table[R]) Merged(i, j int, c Column[R]) Table[R] {
	out := *t
	if i >= j {
		return out
	}
	c.Width = t.gap * (j - i - 1)
	for _, one := range t.Columns[i:j] {
		c.Width += one.Width
	}
	out.Columns = append(append(append([]Column[R](nil), t.Columns[:i]...), c), t.Columns[j:]...)
	return out
}

// Index returns the index of the column with a title, or -1 if it is not shown.
func (t *Table[R]) Index(title string) int {
	for i, c := range t.Columns {
		if c.Title == title {
			return i
		}
	}
	return -1
}

// A SortOrder is what a list is sorted by, for its head: a Column's Sort, and the direction.
type SortOrder struct {
	By   uint8
	Down bool // largest first
}

// Head draws the titles on w cells. The first column with the order's Sort stands out and has the sign of the
// direction; nil marks none.
func (t *Table[R]) Head(st *Style, w int, by *SortOrder) string {
	l := st.Line(OnScreen, w)
	l.Gap(t.lead)
	for i, c := range t.Columns {
		if i > 0 {
			l.Gap(t.gap)
		}
		of, title := RoleDim, c.Title
		if by != nil && c.Sort == by.By {
			of, title, by = RoleStrong, st.sorted(c.Title, c.Width, by.Down), nil
		}
		if c.Right {
			l.Right(of, title, c.Width)
		} else {
			l.Cell(of, title, c.Width)
		}
	}
	return l.String()
}

// sorted returns a title with the sign of the direction, in w cells.
func (st *Style) sorted(title string, w int, down bool) string {
	sign := st.Glyphs.SortUp
	if down {
		sign = st.Glyphs.SortDown
	}
	switch n := st.Width(title); {
	case n+2 <= w:
		return title + " " + sign
	case n+1 <= w:
		return title + sign
	}
	return title
}

// Row draws the cells of r on a line that already has its lead.
func (t *Table[R]) Row(l *Line, r R) {
	for i := range t.Columns {
		c := &t.Columns[i]
		if i > 0 && !c.Tight {
			l.Gap(t.gap)
		}
		if i == t.Run {
			l.release()
		}
		c.Cell(l, r, c.Width)
	}
	l.release()
}

// ColumnAt returns the column at cell x of a row. A gap belongs to the column after it.
func (t *Table[R]) ColumnAt(x int) (c Column[R], ok bool) {
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

// TextCell returns a Cell function for text of our own.
func TextCell[R any](right bool, say func(st *Style, r R, w int) (Role, string)) func(*Line, R, int) {
	return func(l *Line, r R, w int) {
		of, s := say(l.Style, r, w)
		if right {
			l.Right(of, s, w)
		} else {
			l.Cell(of, s, w)
		}
	}
}
