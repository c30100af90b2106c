package draw

import "strconv"

// A Viewport is the window and the cursor of a pane with rows. What the cursor
// stands on is known by a key that the pane keeps; the list only knows where
// that row is just now.
type Viewport struct {
	N      int // rows
	Height int // rows of the window
	Cursor int
	Top    int // the first row in the window
}

// Resize gives the window another height.
func (l *Viewport) Resize(height int) {
	l.Height = max(0, height)
	l.show()
}

// Place takes n rows of which the cursor's is now at. Where the list was
// scrolled, the cursor's row stays where it was on the screen, so a new order
// does not move what somebody is reading. At the top it stays at the top: that
// is where the worst ones come in.
func (l *Viewport) Place(n, at int) {
	at = Clamp(at, 0, n-1)
	if l.Top > 0 {
		l.Top += at - l.Cursor
	}
	l.N, l.Cursor = n, at
	l.show()
}

// Move moves the cursor by d rows.
func (l *Viewport) Move(d int) {
	l.Cursor = Clamp(l.Cursor+d, 0, l.N-1)
	l.show()
}

// show scrolls as little as it takes to have the cursor in the window.
func (l *Viewport) show() {
	l.Top = min(l.Top, l.Cursor)
	if l.Cursor >= l.Top+l.Height {
		l.Top = l.Cursor - l.Height + 1
	}
	l.Top = Clamp(l.Top, 0, l.N-l.Height)
}

// Window returns the rows that are in the window.
func (l *Viewport) Window() (from, to int) {
	return l.Top, min(l.N, l.Top+l.Height)
}

// Clamp returns v within low and high, and low where high is below it.
func Clamp(v, low, high int) int { return max(low, min(v, high)) }

// HeadRows is 1 where a list has room for the row that names its columns.
func HeadRows(height int) int {
	if height >= 3 {
		return 1
	}
	return 0
}

// InWindow says which rows of how many are in the window, for a frame's foot; nothing where all are.
func (l *Viewport) InWindow() []Piece {
	from, to := l.Window()
	if to-from >= l.N {
		return nil
	}
	return []Piece{{RoleDim, strconv.Itoa(from+1) + "-" + strconv.Itoa(to) + " of " + strconv.Itoa(l.N)}}
}

// RowAt returns the row at a place of an overlay's list, as List draws it in a frame of w by h cells with about rows
// of its own above the heads; false where no row is.
func (l *Viewport) RowAt(w, h, about, x, y int) (int, bool) {
	_, ih := Inner(w, h)
	_, iy := Inside(w, h, x, y)
	from, to := l.Window()
	row := from + iy - HeadRows(ih) - about
	return row, row >= from && row < to
}

// List draws an overlay's list in a frame of w by h cells: what stands above the rows,
// the rows in the window, each drawn by row, and which of how many these are. none says
// why there is no row; empty where that is not known yet.
func (l *Viewport) List(lk *Style, f Frame, w, h int, above []string, none string, row func(i int, back Background) string) []string {
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
		lines = append(lines, lk.Words(iw), lk.Words(iw, Piece{RoleDim, lk.Ours(" " + none)}))
	}
	f.Foot = l.InWindow()
	return lk.Frame(f, w, h, lines)
}
