package draw

import "floorwatch/model/safetext"

// A Line is one row being built. Everything that is appended is truncated to the remaining width, so the finished
// line has exactly the requested width.
type Line struct {
	Style *Style
	back  Background
	held  Background // what comes after the run, see hold
	blank Role       // role of spaces
	Left  int        // cells still free
	role  Role
	open  bool // role is switched on
	b     []byte
}

// Line begins a row of w cells.
func (st *Style) Line(back Background, w int) *Line {
	l := &Line{Style: st, back: back, Left: max(0, w), b: st.spare}
	if st.spare = nil; l.b == nil {
		l.b = make([]byte, 0, 2*max(0, w)+64)
	}
	return l
}

// FilledLine begins a row of w cells in which spaces have a role too.
func (st *Style) FilledLine(of Role, w int) *Line {
	l := st.Line(OnScreen, w)
	l.blank = of
	return l
}

// Put appends s, truncated to the remaining width.
func (l *Line) Put(r Role, s string) { l.Fit(r, s, l.Left) }

// Fit appends s, truncated to w cells, and returns its width.
func (l *Line) Fit(r Role, s string, w int) int {
	s, n := l.truncate(s, w)
	l.put(r, s, n)
	return n
}

// truncate returns what Fit appends, and its width: it is measured once.
func (l *Line) truncate(s string, w int) (string, int) {
	if l.Style.Glyphs.asciiOnly {
		s = safetext.ASCII(s) // a name in a filter or a title, or a sign of ours
	}
	return l.Style.truncate(s, min(w, l.Left))
}

// put appends s, which is n cells wide and fits.
func (l *Line) put(r Role, s string, n int) {
	if n == 0 {
		return
	}
	l.style(r)
	l.b = append(l.b, s...)
	l.Left -= n
}

// Cell appends s in a column of w cells, left-aligned.
func (l *Line) Cell(r Role, s string, w int) {
	w = min(w, l.Left)
	l.Gap(w - l.Fit(r, s, w))
}

// Right appends s in a column of w cells, right-aligned.
func (l *Line) Right(r Role, s string, w int) {
	w = min(w, l.Left)
	s, n := l.truncate(s, w)
	l.Gap(w - n)
	l.put(r, s, n)
}

// Text appends text from outside in a column of w cells.
func (l *Line) Text(r Role, t safetext.Text, w int) {
	w = min(w, l.Left)
	if w <= 0 {
		return
	}
	if l.blank != RoleText { // its padding is filled too
		row := l.Style.Known(t).Truncate(w)
		l.Row(r, row)
		l.Gap(w - row.Width())
		return
	}
	l.Raw(l.Style.cell(cellKey{t, w, r, l.back}), w)
}

// By is Cell for words followed by who did it, if known: "acknowledged by ana", or "by annabel" if both do not
// fit.
func (l *Line) By(r Role, words string, by safetext.Text, w int) {
	if by.IsEmpty() {
		l.Cell(r, words, w)
		return
	}
	words += " by "
	if name := l.Style.Known(by).Truncate(w).Width(); l.Style.Width(words)+name > w {
		words = "by "
	}
	w -= l.Fit(r, words, w)
	l.Text(r, by, w)
}

// Row appends a row of text from outside, with our own marks distinguished.
func (l *Line) Row(r Role, row safetext.Row) {
	for _, p := range l.Style.Pieces(r, row) {
		l.Put(p.Role, p.Text)
	}
}

// Raw appends what is already drawn and w cells wide.
func (l *Line) Raw(s string, w int) {
	l.close()
	l.b = append(l.b, s...)
	l.Left -= w
}

// RightJoined is Right, with the spaces in front belonging to the run if the role joins one.
func (l *Line) RightJoined(r Role, s string, w int) {
	if !r.joins() {
		l.Right(r, s, w)
		return
	}
	w = min(w, l.Left)
	s, n := l.truncate(s, w)
	l.Fill(r, " ", w-n)
	l.put(r, s, n)
}

// Gap appends n spaces without attributes.
func (l *Line) Gap(n int) {
	n = min(n, l.Left)
	if n <= 0 {
		return
	}
	l.style(l.blank)
	for i := n; i > 0; i -= len(spaces) {
		l.b = append(l.b, spaces[:min(i, len(spaces))]...)
	}
	l.Left -= n
}

// Fill appends the one-cell sign s n times.
func (l *Line) Fill(r Role, s string, n int) {
	n = min(n, l.Left)
	if n <= 0 {
		return
	}
	l.style(r)
	for range n {
		l.b = append(l.b, s...)
	}
	l.Left -= n
}

// Ink fills n cells with the colour of a role, as spaces on that background, so that rows join without a sign.
// Outdated ink is hatched if there is no grey.
func (l *Line) Ink(of Role, n int) {
	back, sign := l.back, l.Style.Hatch
	l.close()
	if l.back = OnInk; sign == "" {
		sign = " "
	}
	l.Fill(of, sign, n)
	l.close()
	l.back = back
}

// hole appends n spaces between cells of ink: for a filled block only the colour changes, so that nothing else has
// to be sent.
func (l *Line) hole(n int) {
	if l.blank.ground() == RoleText {
		l.Gap(n)
		return
	}
	back := l.back
	l.close()
	l.back = OnBlock
	l.Fill(l.blank, " ", n)
	l.close()
	l.back = back
}

// String finishes the line: spaces up to its width, and all styles off. It can be called once: the next line of
// the style is built in the same memory.
func (l *Line) String() string {
	l.Gap(l.Left)
	l.close()
	s := string(l.b)
	l.Style.spare, l.b = l.b[:0], nil
	return s
}

func (l *Line) style(r Role) {
	if l.open && l.role == r {
		return
	}
	l.close()
	if on := l.Style.On[l.back][r]; on != "" {
		l.b = append(l.b, on...)
		l.open, l.role = true, r
	}
}

func (l *Line) close() {
	if l.open {
		l.b = append(l.b, StyleOff...)
		l.open = false
	}
}

// Pointed begins a row with the pointer of the selected row, or spaces.
func Pointed(st *Style, back Background, w int) *Line {
	l := st.Line(back, w)
	if back != OnScreen {
		l.Put(RoleAccent, st.Glyphs.Pointer)
	}
	l.Gap(PointerCol - (w - l.Left))
	return l
}

// hold draws what follows as the run of a row until release.
func (l *Line) hold() {
	l.close()
	switch l.held = l.back; l.back {
	case OnSelected:
		l.back = onSelectedRun
	case onSelectedElsewhere:
		l.back = onSelectedRunElsewhere
	}
}

// release goes back to the background of the row.
func (l *Line) release() {
	if l.held != OnScreen {
		l.close()
		l.held, l.back = OnScreen, l.held
	}
}

// PointerCol is the width of the first column of a list whose rows have no marks: the pointer and a space.
const PointerCol = 2

// MarkCol is the width of the first column of a list: the pointer, a mark of up to two cells and a space.
const MarkCol = 4

// Marked draws the first column: the pointer of the selected row or a sign of one cell, such as that of a changed one,
// and a mark. With the role of a run, the space after it belongs to the run, which continues in the first cells and ends in Table.Row.
func Marked(l *Line, of Role, mark, sign string) {
	selected := l.back != OnScreen
	l.hold()
	switch {
	case selected:
		l.Put(RoleAccent, l.Style.Glyphs.Pointer)
	case sign != "":
		l.Put(RoleAgent, sign) // the accent's colour, and not bold where there is none
	default:
		l.Gap(1)
	}
	l.Right(of, mark, MarkCol-2)
	if of.joins() {
		l.Fill(of, " ", 1)
		return
	}
	l.Gap(1)
}
