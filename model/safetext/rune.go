package safetext

import "unicode"

// A runeClass says what the policy does with a rune.
type runeClass uint8

const (
	keep      runeClass = iota
	lineBreak           // LF, NEL, U+2028, U+2029: a new row
	tab                 // four blanks
	blank               // any other Unicode blank: one blank
	control             // C0, DEL, C1: its picture
	named               // changes the direction or the width of what follows: "<U+202E>"
	combining           // stands on a base
	regional            // half a flag
	jamo                // a part of a Hangul syllable that NFC does not make one with its neighbours
	joiner              // dropped; ordinary in emoji and some scripts
	dropped             // invisible
	bad                 // private use, noncharacter, unassigned, surrogate: U+FFFD
)

func classify(r rune) runeClass {
	switch {
	case r == '\n' || r == 0x85 || r == 0x2028 || r == 0x2029:
		return lineBreak
	case r == '\t':
		return tab
	case r < 0x20 || r >= 0x7f && r < 0xa0:
		return control
	case r < 0x7f:
		return keep
	case isNamed(r):
		return named
	case isJoiner(r):
		return joiner
	case isInvisible(r):
		return dropped
	case r == 0x2800: // empty Braille pattern
		return blank
	case r >= 0x1f1e6 && r <= 0x1f1ff:
		return regional
	case isJamo(r):
		return jamo
	case joinsCell(r):
		return combining
	}
	return byCategory(r)
}

func byCategory(r rune) runeClass {
	switch {
	case unicode.IsLetter(r):
		return keep
	case unicode.In(r, unicode.Mn, unicode.Mc):
		return combining
	case unicode.In(r, unicode.N, unicode.P, unicode.S):
		return keep
	case unicode.Is(unicode.Zs, r):
		return blank
	case unicode.In(r, unicode.Cf, unicode.Me):
		return dropped
	}
	return bad
}

// isNamed reports whether r is shown by its number: bidi embeddings, overrides and isolates, U+FDFD (one cell with
// ten cells of ink), signs of uncertain width, and visible runes of category Cf, which extend over the digits
// after them.
func isNamed(r rune) bool {
	switch r {
	case 0x6dd, 0x70f, 0x890, 0x891, 0x8e2, 0xfdfd, 0x110bd, 0x110cd:
		return true
	}
	return isUnsettled(r) || r >= 0x600 && r <= 0x605 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// isUnsettled reports whether r became wide with Unicode 16: trigrams, monograms, hexagrams, Tai Xuan Jing symbols
// and counting rods. A terminal with older tables (such as xterm 379) draws one cell where a newer one draws two,
// which shifts the rest of the row.
func isUnsettled(r rune) bool {
	return r >= 0x2630 && r <= 0x2637 || r >= 0x268a && r <= 0x268f || r >= 0x4dc0 && r <= 0x4dff ||
		r >= 0x1d300 && r <= 0x1d356 || r >= 0x1d360 && r <= 0x1d376
}

// joinsCell reports whether r joins the cell before it: Thai and Lao am and half-width voiced sound marks.
func joinsCell(r rune) bool {
	return r == 0xe33 || r == 0xeb3 || r == 0xff9e || r == 0xff9f
}

// isJamo reports whether r is a conjoining Hangul letter, including old ones. A vowel alone has no cell (xterm
// 379, VTE 0.70), one (kitty 0.26) or two (Konsole 22.12), so only syllables are shown as such. Letters that
// people type alone are other characters (U+3131 and up).
func isJamo(r rune) bool {
	return r >= 0x1100 && r <= 0x11ff || r >= 0xa960 && r <= 0xa97c || r >= 0xd7b0 && r <= 0xd7c6 || r >= 0xd7cb && r <= 0xd7fb
}

// isJoiner reports whether r is ZWNJ, ZWJ, a text or emoji selector, the keycap or a skin tone: terminals disagree
// about the width of the result.
func isJoiner(r rune) bool {
	return r == 0x200c || r == 0x200d || r == 0xfe0e || r == 0xfe0f || r == 0x20e3 ||
		r >= 0x1f3fb && r <= 0x1f3ff
}

// isInvisible reports whether r is invisible but not of category Cf: fillers, the grapheme joiner, variation
// selectors.
func isInvisible(r rune) bool {
	switch r {
	case 0x34f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180c, 0x180d, 0x180f, 0x3164, 0xffa0, 0x16fe4:
		return true
	}
	return r >= 0xfe00 && r <= 0xfe0f || r >= 0xe0100 && r <= 0xe01ef
}
