package draw

import "strconv"

// A Viewport is the visible part and the cursor of a pane with rows. The pane identifies the row at the cursor by
// a key; the Viewport only knows its current index.
type Viewport struct {
	N      int // rows
	Height int // visible rows
	Cursor int
	Top    int // first visible row

	wheeled bool // the window is where the wheel has put it, also away from the cursor
}

// Resize sets the number of visible rows.
func (l *Viewport) Resize(height int) {
	l.Height = max(0, height)
	l.show()
}

// Place sets the number of rows and the cursor's new index. If the list was scrolled, the cursor's row keeps its
// place on the screen, so that a new order does not move what is being read. At the top the list stays at the top,
// where the worst ones appear.
func (l *Viewport) Place(n, at int) {
	at = Clamp(at, 0, n-1)
	if l.Top > 0 && !l.wheeled {
		l.Top += at - l.Cursor
	}
	l.N, l.Cursor = n, at
	l.show()
}

// Scroll scrolls by d rows and leaves the cursor where it is, until Follow or Move.
func (l *Viewport) Scroll(d int) {
	l.wheeled = true
	l.Top += d
	l.show()
}

// Follow lets the window show the cursor again.
func (l *Viewport) Follow() {
	if l.wheeled {
		l.wheeled = false
		l.show()
	}
}

// Move moves the cursor by d rows.
func (l *Viewport) Move(d int) {
	l.wheeled = false
	l.Cursor = Clamp(l.Cursor+d, 0, l.N-1)
	l.show()
}

// show scrolls as little as necessary to make the cursor visible, unless the wheel has scrolled.
func (l *Viewport) show() {
	if !l.wheeled {
		l.Top = min(l.Top, l.Cursor)
		if l.Cursor >= l.Top+l.Height {
			l.Top = l.Cursor - l.Height + 1
		}
	}
	l.Top = Clamp(l.Top, 0, l.N-l.Height)
}

// Window returns the range of visible rows.
func (l *Viewport) Window() (from, to int) {
	return l.Top, min(l.N, l.Top+l.Height)
}

// Clamp returns v limited to low and high, or low if high is below low.
func Clamp(v, low, high int) int { return max(low, min(v, high)) }

// HeadRows returns 1 if a list has room for the row of column titles, else 0.
func HeadRows(height int) int {
	if height >= 3 {
		return 1
	}
	return 0
}

// InWindow says which rows of how many are visible, for a frame's foot; nothing if all are.
func (l *Viewport) InWindow() []Piece {
	from, to := l.Window()
	if to-from >= l.N {
		return nil
	}
	return []Piece{{RoleDim, strconv.Itoa(from+1) + "-" + strconv.Itoa(to) + " of " + strconv.Itoa(l.N)}}
}

// RowAt returns the row at a point of an overlay's list that List draws in a frame of w by h cells with about rows
// of text above the heads; false if there is none.
func (l *Viewport) RowAt(w, h, about, x, y int) (int, bool) {
	_, ih := Inner(w, h)
	_, iy := Inside(w, h, x, y)
	from, to := l.Window()
	row := from + iy - HeadRows(ih) - about
	return row, row >= from && row < to
}

// List draws an overlay's list in a frame of w by h cells: the text above the rows, the visible rows, each drawn
// by row, and which of how many these are. none says why there are no rows; empty if that is not known yet.
func (l *Viewport) List(st *Style, f Frame, w, h int, above []string, none string, row func(i int, back Background) string) []string {
	lines := above
	from, to := l.Window()
	for i := from; i < to; i++ {
		back := OnScreen
		if i == l.Cursor {
			back = OnSelected
		}
		lines = append(lines, row(i, back))
	}
	if l.N == 0 && none != "" {
		iw, _ := Inner(w, h)
		lines = append(lines, st.Words(iw), st.Words(iw, Piece{RoleDim, st.Ours(" " + none)}))
	}
	l.Foot(st, &f)
	return st.Frame(f, w, h, lines)
}

// Foot writes into an overlay's frame where the cursor is, and how many rows are hidden below.
func (l *Viewport) Foot(st *Style, f *Frame) {
	if l.N == 0 {
		return
	}
	f.Foot = []Piece{{RoleDim, strconv.Itoa(l.Cursor+1) + " of " + strconv.Itoa(l.N)}}
	if _, to := l.Window(); to < l.N {
		f.FootLeft = []Piece{{RoleDim, st.Glyphs.MoreBelow + " " + strconv.Itoa(l.N-to) + " more"}}
	}
}
