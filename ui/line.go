package ui

import (
	"strings"
	"unicode/utf8"

	"floorwatch/model/safetext"
)

// A line is one row in the making. Whatever is put into it is cut to what is
// left of its width, so a finished line is exactly as wide as it was asked to be.
type line struct {
	lk   *look
	back backing
	left int // cells still free
	role role
	open bool // role is switched on
	b    []byte
}

func (lk *look) line(back backing, w int) *line {
	return &line{lk: lk, back: back, left: max(0, w), b: make([]byte, 0, w+64)}
}

// put adds s, cut to what is left.
func (l *line) put(r role, s string) { l.fit(r, s, l.left) }

// fit adds s, cut to w cells, and returns how many it took.
func (l *line) fit(r role, s string, w int) int {
	if l.lk.glyphs.only {
		s = onlyASCII(s)
	}
	w = min(w, l.left)
	s = l.lk.cut(s, w)
	n := l.lk.width(s)
	if n == 0 {
		return 0
	}
	l.style(r)
	l.b = append(l.b, s...)
	l.left -= n
	return n
}

// onlyASCII is for words that are no Text: names in a filter or a title, and signs of ours.
func onlyASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf {
			return '?'
		}
		return r
	}, s)
}

// cell adds s in a column of w cells, to the left.
func (l *line) cell(r role, s string, w int) {
	w = min(w, l.left)
	l.gap(w - l.fit(r, s, w))
}

// right adds s in a column of w cells, to the right.
func (l *line) right(r role, s string, w int) {
	w = min(w, l.left)
	s = l.lk.cut(s, w)
	l.gap(w - l.lk.width(s))
	l.fit(r, s, w)
}

// text adds a stranger's text in a column of w cells.
func (l *line) text(r role, t safetext.Text, w int) {
	w = min(w, l.left)
	if w <= 0 {
		return
	}
	l.raw(l.lk.cell(cellKey{t, w, r, l.back}), w)
}

// row adds a row of a stranger's text, our own marks apart from theirs.
func (l *line) row(r role, row safetext.Row) {
	for _, p := range l.lk.pieces(r, row) {
		l.put(p.role, p.text)
	}
}

// raw adds what is drawn already and known to be w cells wide.
func (l *line) raw(s string, w int) {
	l.close()
	l.b = append(l.b, s...)
	l.left -= w
}

// gap adds n blanks.
func (l *line) gap(n int) {
	n = min(n, l.left)
	if n <= 0 {
		return
	}
	l.style(roleText)
	for range n {
		l.b = append(l.b, ' ')
	}
	l.left -= n
}

// fill adds n times the one-cell sign s.
func (l *line) fill(r role, s string, n int) {
	n = min(n, l.left)
	if n <= 0 {
		return
	}
	l.style(r)
	l.b = append(l.b, strings.Repeat(s, n)...)
	l.left -= n
}

// String ends the line: blanks up to its width, no style left on.
func (l *line) String() string {
	l.gap(l.left)
	l.close()
	return string(l.b)
}

func (l *line) style(r role) {
	if l.open && l.role == r {
		return
	}
	l.close()
	if on := l.lk.on[l.back][r]; on != "" {
		l.b = append(l.b, on...)
		l.open, l.role = true, r
	}
}

func (l *line) close() {
	if l.open {
		l.b = append(l.b, reset...)
		l.open = false
	}
}

// pointed begins a row: with the sign of the selected one, or blanks.
func pointed(lk *look, back backing, w int) *line {
	l := lk.line(back, w)
	if back != onScreen {
		l.put(roleAccent, lk.glyphs.pointer)
	}
	l.gap(2 - (w - l.left))
	return l
}

const markCol = 3 // the pointer, and a mark of up to two cells

// marked draws the first column: the pointer of the selected row, or what says
// that a row has changed, and a mark.
func marked(l *line, of role, mark string, fresh bool) {
	switch {
	case l.back != onScreen:
		l.put(roleAccent, l.lk.glyphs.pointer)
	case fresh:
		l.put(roleAccent, l.lk.glyphs.fresh)
	default:
		l.gap(1)
	}
	l.cell(markRole(of), mark, markCol-1)
}
