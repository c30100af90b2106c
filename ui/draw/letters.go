package draw

import "strings"

// Block letters are read across a room. They are drawn on a grid of five rows and
// three columns, like the digits; D, M, N and W are wider. Of size 1 two dots stand in
// a cell, one above the other, so a sign takes three rows and mostly four columns;
// of size 2 a dot is two cells wide, so it takes five rows and eight columns.

// LetterRows is how many rows block letters of a size take.
func LetterRows(size int) int {
	if size >= 2 {
		return letterDots
	}
	return (letterDots + 1) / 2
}

// LettersWidth is how many cells s takes in block letters of a size.
func LettersWidth(s string, size int) int {
	n := 0
	for _, r := range s {
		n += letterColumns(r) + 1
	}
	return max(0, n-1) * max(1, size)
}

// Spelled is s as block letters write it: in upper case and without accents. ok is
// false where it has signs that they do not have: those of other scripts.
func Spelled(s string) (spelled string, ok bool) {
	spelled = strings.ToUpper(Fold(s))
	for _, r := range spelled {
		if letterShape(r) == "" {
			return s, false
		}
	}
	return spelled, true
}

// HalfBlocks reports whether the terminal has half blocks, of which letters of size 1 are made.
func (lk *Style) HalfBlocks() bool { return lk.Glyphs.halves() }

// Letters adds row y of s to l, in block letters of a size. Where the terminal has
// no half blocks, letters of size 1 are plain ones on the first row, as wide.
func (l *Line) Letters(of Role, s string, size, y int) { l.letters(of, s, size, y, true) }

// Numbers is Letters for what ticks and for what stands between two things that tick:
// a row is sent whole from the first cell that changes to the last. Of size 1 all of
// it is one run of one style, blanks and all, since each change of style is bytes.
func (l *Line) Numbers(of Role, s string, size, y int) { l.letters(of, s, size, y, false) }

func (l *Line) letters(of Role, s string, size, y int, ink bool) {
	if of == RoleWarn && l.Style.On[OnInk][RoleWarn] == l.Style.On[OnInk][RoleText] {
		of = RoleStrong // without colours a warning is underlined, which block letters cannot bear
	}
	if size < 2 && !l.Style.Glyphs.halves() {
		l.spaced(of, s, y)
		return
	}
	ink = ink || size >= 2
	for i, r := range s {
		if i > 0 {
			if size >= 2 {
				l.hole(size)
			} else {
				l.letterGap(of, 1, ink)
			}
		}
		for x := range letterColumns(r) {
			if size >= 2 {
				l.dots(of, letterDot(r, y, x), size)
				continue
			}
			l.halfDots(of, letterDot(r, 2*y, x), letterDot(r, 2*y+1, x), ink)
		}
	}
}

// letterGap are the blanks of letters, between them and within.
func (l *Line) letterGap(of Role, n int, ink bool) {
	if ink || of.ground() != RoleText { // a filled block would be seen on a blank
		l.Gap(n)
		return
	}
	l.Fill(of, " ", n)
}

// dots is a dot of a letter that is drawn in whole cells.
func (l *Line) dots(of Role, on bool, n int) {
	if on {
		l.Ink(of, n)
		return
	}
	l.hole(n)
}

// halfDots are two dots in one cell.
func (l *Line) halfDots(of Role, above, below, ink bool) {
	g := &l.Style.Glyphs
	switch {
	case above && below && ink:
		l.Ink(of, 1)
	case above && below:
		l.Fill(of, g.bars[len(g.bars)-1], 1)
	case above:
		l.Fill(of, g.hanging[1], 1)
	case below:
		l.Fill(of, g.bars[3], 1)
	default:
		l.letterGap(of, 1, ink)
	}
}

// spaced is s in plain letters on the first row, in the cells that block letters take.
func (l *Line) spaced(of Role, s string, y int) {
	w := min(LettersWidth(s, 1), l.Left)
	if y > 0 {
		l.Gap(w)
		return
	}
	wide := strings.Join(strings.Split(s, ""), " ")
	if strings.ContainsAny(s, "0123456789") || l.Style.Width(wide) > w {
		wide = s
	}
	l.Cell(Bold(of), l.Style.Ours(wide), w)
}

// letterDots is how many rows of dots a letter has.
const letterDots = 5

// letterShape returns the rows of dots of a sign from the top; "" for one that
// block letters do not have.
func letterShape(r rune) string {
	if shape := letterShapes[r]; shape != "" {
		return shape
	}
	if strings.ContainsRune("0123456789:%~–≥≤", r) {
		return DigitShape(r)
	}
	return ""
}

func letterColumns(r rune) int {
	n := strings.IndexByte(letterShape(r), ' ')
	return max(1, n)
}

func letterDot(r rune, row, x int) bool {
	at := row*(letterColumns(r)+1) + x
	shape := letterShape(r)
	return row < letterDots && at < len(shape) && shape[at] == '#'
}

var letterShapes = map[rune]string{
	' ':  "... ... ... ... ...",
	'A':  ".#. #.# ### #.# #.#",
	'B':  "##. #.# ##. #.# ##.",
	'C':  "### #.. #.. #.. ###",
	'D':  "###. #..# #..# #..# ###.",
	'E':  "### #.. ##. #.. ###",
	'F':  "### #.. ##. #.. #..",
	'G':  "### #.. #.# #.# ###",
	'H':  "#.# #.# ### #.# #.#",
	'I':  "### .#. .#. .#. ###",
	'J':  "..# ..# ..# #.# ###",
	'K':  "#.# ##. #.. ##. #.#",
	'L':  "#.. #.. #.. #.. ###",
	'M':  "#...# ##.## #.#.# #...# #...#",
	'N':  "#..# ##.# #.## #..# #..#",
	'O':  "### #.# #.# #.# ###",
	'P':  "### #.# ### #.. #..",
	'Q':  "### #.# #.# ### ..#",
	'R':  "##. #.# ##. ##. #.#",
	'S':  "### #.. ### ..# ###",
	'T':  "### .#. .#. .#. .#.",
	'U':  "#.# #.# #.# #.# ###",
	'V':  "#.# #.# #.# .#. .#.",
	'W':  "#...# #...# #.#.# ##.## #...#",
	'X':  "#.# #.# .#. #.# #.#",
	'Y':  "#.# #.# .#. .#. .#.",
	'Z':  "### ..# .#. #.. ###",
	'!':  "# # # . #",
	'?':  "##. ..# .#. ... .#.",
	'^':  ".#. #.# #.# ... ...",
	'+':  "... .#. ### .#. ...",
	'-':  "... ... ### ... ...",
	'/':  "..# ..# .#. #.. #..",
	'.':  ". . . . #",
	',':  ". . . # #",
	'\'': "# # . . .",
	'·':  ". . # . .",
	'#':  "#.# ### #.# ### #.#",
	'<':  "..# .#. #.. .#. ..#",
	'(':  ".# #. #. #. .#",
	')':  "#. .# .# .# #.",
	'&':  ".#. #.# .#. #.# .##",
}
