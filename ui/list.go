package ui

// A list is the window and the cursor of a pane with rows. What the cursor
// stands on is known by a key that the pane keeps; the list only knows where
// that row is just now.
type list struct {
	n      int // rows
	height int // rows of the window
	cursor int
	top    int // the first row in the window
}

// resize gives the window another height.
func (l *list) resize(height int) {
	l.height = max(0, height)
	l.show()
}

// place takes n rows of which the cursor's is now at. Where the list was
// scrolled, the cursor's row stays where it was on the screen, so a new order
// does not move what somebody is reading. At the top it stays at the top: that
// is where the worst ones come in.
func (l *list) place(n, at int) {
	at = clamp(at, 0, n-1)
	if l.top > 0 {
		l.top += at - l.cursor
	}
	l.n, l.cursor = n, at
	l.show()
}

// move moves the cursor by d rows.
func (l *list) move(d int) {
	l.cursor = clamp(l.cursor+d, 0, l.n-1)
	l.show()
}

// show scrolls as little as it takes to have the cursor in the window.
func (l *list) show() {
	l.top = min(l.top, l.cursor)
	if l.cursor >= l.top+l.height {
		l.top = l.cursor - l.height + 1
	}
	l.top = clamp(l.top, 0, l.n-l.height)
}

// window returns the rows that are in the window.
func (l *list) window() (from, to int) {
	return l.top, min(l.n, l.top+l.height)
}

// clamp returns v within low and high, and low where high is below it.
func clamp(v, low, high int) int { return max(low, min(v, high)) }

// headRows is 1 where a list has room for the row that names its columns.
func headRows(height int) int {
	if height >= 5 {
		return 1
	}
	return 0
}
