package draw

import "strings"

// Block letters are read across a room. They are drawn on a grid of five rows and three columns, like the digits; A, D, M, N,
// V and W are wider, because a narrow A was read as an H from a distance and a narrow V as a Y. In size 1 a cell has two
// dots, one above the other, so a letter has three rows and usually four columns; in size 2 a dot is two cells wide, so it
// has five rows and eight columns. Without half blocks a dot of size 1 is a whole cell: five rows and four columns.

// LetterRows returns the number of rows of block letters of a size on a terminal with or without half blocks.
func LetterRows(size int, halves bool) int {
	if size >= 2 || !halves {
		return letterDots
	}
	return (letterDots + 1) / 2
}

// LettersWidth returns the number of cells of s in block letters of a size.
func LettersWidth(s string, size int) int {
	n := 0
	for _, r := range s {
		n += letterColumns(r) + 1
	}
	return max(0, n-1) * max(1, size)
}

// Spelled returns s as block letters write it: in upper case and without accents. ok is false if s has other
// characters, such as those of other scripts.
func Spelled(s string) (spelled string, ok bool) {
	spelled = strings.ToUpper(Fold(s))
	for _, r := range spelled {
		if letterShape(r) == "" {
			return s, false
		}
	}
	return spelled, true
}

// HalfBlocks reports whether the terminal has half blocks, of which letters of size 1 consist.
func (st *Style) HalfBlocks() bool { return st.Glyphs.halves() }

// Letters appends row y of s in block letters of a size. Those of half blocks are one run with one style,
// including spaces, because a row is sent from its first changed cell to its last, and each change of style costs
// bytes. The others are ink.
func (l *Line) Letters(of Role, s string, size, y int) {
	if (of == RoleWarn || of == RoleRun || of == RoleOver) && l.Style.On[OnInk][RoleWarn] == l.Style.On[OnInk][RoleText] {
		of = RoleStrong // without colours underlines spoil block letters, and in reverse their outer strokes join the dark
	}
	size = max(1, size)
	whole := size > 1 || !l.Style.HalfBlocks() // a dot is a cell or two
	for i, r := range s {
		if i > 0 {
			l.letterGap(of, size, whole)
		}
		for x := range letterColumns(r) {
			switch {
			case !whole:
				l.halfDots(of, letterDot(r, 2*y, x), letterDot(r, 2*y+1, x))
			case letterDot(r, y, x):
				l.Ink(of, size)
			default:
				l.hole(size)
			}
		}
	}
}

// letterGap appends the gaps between and within letters.
func (l *Line) letterGap(of Role, n int, whole bool) {
	switch {
	case whole:
		l.hole(n)
	case of.ground() != RoleText: // a filled block would be seen on a blank
		l.Gap(n)
	default:
		l.Fill(of, " ", n)
	}
}

// halfDots appends the two dots of a cell.
func (l *Line) halfDots(of Role, above, below bool) {
	g := &l.Style.Glyphs
	switch {
	case above && below:
		l.Fill(of, g.bars[len(g.bars)-1], 1)
	case above:
		l.Fill(of, g.hanging[1], 1)
	case below:
		l.Fill(of, g.bars[3], 1)
	default:
		l.letterGap(of, 1, false)
	}
}

// letterDots is the number of dot rows of a letter.
const letterDots = 5

// letterShape returns the dot rows of a character from the top; "" if block letters do not have it.
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
	'A':  ".##. #..# #### #..# #..#",
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
	'V':  "#...# #...# .#.#. .#.#. ..#..",
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
