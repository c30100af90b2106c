package draw

import "strings"

// A FontSize is a size of block digits. They are drawn on a grid of three columns and five rows, in which the
// outer columns are stems and the even rows bars. Sizes differ in the number of cells of those and of what is
// between them.
type FontSize struct {
	stem, counter int // cells horizontally
	bar, gap      int // cells vertically
	space         int // between two characters
}

// faces returns the sizes, the largest first. A cell is about twice as high as it is wide, so a stem has about two
// cells for one of a bar.
func faces() []FontSize {
	return []FontSize{
		{10, 12, 5, 6, 7}, {8, 9, 4, 5, 6}, {7, 8, 4, 4, 5}, {6, 7, 3, 4, 5}, {5, 6, 3, 3, 4}, {5, 5, 3, 3, 4},
		{4, 5, 2, 3, 4}, {4, 4, 2, 3, 3}, {4, 4, 2, 2, 3}, {3, 4, 2, 2, 3}, {3, 3, 2, 2, 3}, {3, 3, 2, 2, 2},
		{2, 4, 1, 3, 2}, {2, 3, 1, 2, 2}, {2, 2, 1, 2, 2},
		{2, 2, 1, 1, 2}, {2, 2, 1, 1, 1}, {1, 2, 1, 1, 1}, {1, 1, 1, 1, 1},
	}
}

// Height returns the number of rows.
func (f FontSize) Height() int { return 3*f.bar + 2*f.gap }

// Width returns the number of cells of s.
func (f FontSize) Width(s string) int {
	n := -f.space
	for _, r := range s {
		n += f.space
		for x := range columns(r) {
			n += f.column(r, x)
		}
	}
	return max(0, n)
}

// column returns the width of column x of a character.
func (f FontSize) column(r rune, x int) int {
	if x == 1 && columns(r) == 3 {
		return f.counter
	}
	return f.stem
}

// row returns the row of the grid that is shown in row y.
func (f FontSize) row(y int) int {
	for i := range 5 {
		n := f.bar
		if i%2 == 1 {
			n = f.gap
		}
		if y -= n; y < 0 {
			return i
		}
	}
	return 4
}

// FitDigits returns the largest FontSize in which s fits into w by h cells.
func FitDigits(s string, w, h int) (FontSize, bool) {
	for _, f := range faces() {
		if f.Height() <= h && f.Width(s) <= w {
			return f, true
		}
	}
	return FontSize{}, false
}

// Digits appends row y of s in size f.
func (l *Line) Digits(of Role, s string, f FontSize, y int) {
	row := f.row(y)
	for i, r := range s {
		if i > 0 {
			l.hole(f.space)
		}
		for x := range columns(r) {
			if dot(r, row, x) {
				l.Ink(of, f.column(r, x))
			} else {
				l.hole(f.column(r, x))
			}
		}
	}
}

// DigitShape returns the rows of a character from the top, with "#" for ink. It has the characters of the wall's
// figures. 1 has a flag and a foot and 7 slants down to the left: bare stems were mistaken for each other from a
// distance, the 1 for a "!". A 7 with a hook at the left was read as a "?", on a straight stem as well as on a
// slanted one, by everybody who did not know the number. ≥ and ≤ are open: closed at the top, "≥81%" was read as
// "281%".
func DigitShape(r rune) string {
	switch r {
	case '0':
		return "### #.# #.# #.# ###"
	case '1':
		return "##. .#. .#. .#. ###"
	case '2':
		return "### ..# ### #.. ###"
	case '3':
		return "### ..# ### ..# ###"
	case '4':
		return "#.# #.# ### ..# ..#"
	case '5':
		return "### #.. ### ..# ###"
	case '6':
		return "### #.. ### #.# ###"
	case '7':
		return "### ..# .#. #.. #.."
	case '8':
		return "### #.# ### #.# ###"
	case '9':
		return "### #.# ### ..# ###"
	case ':':
		return ". # . # ."
	case '%':
		return "#.# ..# .#. #.. #.#"
	case 'h':
		return "#.. #.. ### #.# #.#"
	case 'd':
		return "..# ..# ### #.# ###"
	case '≥':
		return "#.. .#. #.. ... ###"
	case '≤':
		return "..# .#. ..# ... ###"
	case '~':
		return "... .## ##. ... ..."
	}
	return "... ... ### ... ..." // – and whatever else: no data
}

func columns(r rune) int {
	first, _, _ := strings.Cut(DigitShape(r), " ")
	return len(first)
}

func dot(r rune, row, x int) bool {
	return DigitShape(r)[row*(columns(r)+1)+x] == '#'
}
