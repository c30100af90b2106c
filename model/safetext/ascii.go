package safetext

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// ASCII returns t for a terminal without Unicode or for another program: control characters in caret form ("^[",
// as git and gh show them), letters without accents, and "?" for everything that has no ASCII equivalent. A
// terminal with another charset would interpret bytes of a Cyrillic letter as control characters.
// t.ASCII().ASCII() == t.ASCII().
func (t Text) ASCII() Text {
	if isASCII(t.s) {
		return t
	}
	out := make([]byte, 0, len(t.s))
	for rest := t.s; rest != ""; {
		var p piece
		before := rest
		p, rest = nextPiece(rest)
		switch p.kind {
		case plainPiece:
			if p.text == "" {
				out = append(out, before[:len(before)-len(rest)]...)
			}
			out = appendASCII(out, p.text)
		case picturePiece:
			out = append(out, noticeOpen...)
			out = appendCarets(out, p.text)
			out = append(out, markClose...)
		default:
			out = append(out, before[:len(before)-len(rest)]...)
		}
	}
	return Text{string(out)}
}

// ASCII returns words of ours in ASCII, such as a figure's note with an agent's name in it.
func ASCII(s string) string {
	if isASCII(s) {
		return s
	}
	return string(appendASCII(make([]byte, 0, len(s)), s))
}

func appendASCII(out []byte, s string) []byte {
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		s = s[size:]
		switch {
		case r < utf8.RuneSelf:
			out = append(out, byte(r))
		case unicode.In(r, unicode.Mn, unicode.Mc):
		default:
			out = append(out, asciiOf(r)...)
		}
	}
	return out
}

// asciiOf returns a letter without its accents, or the common ASCII form of a sign.
func asciiOf(r rune) string {
	switch r {
	case '\u2018', '\u2019', '\u201a', '\u2032':
		return "'"
	case '\u201c', '\u201d', '\u201e', '\u2033':
		return `"`
	case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212':
		return "-"
	case '\u2026':
		return "..."
	}
	if s, ok := unaccented[r]; ok {
		return s
	}
	if base, _ := utf8.DecodeRune(norm.NFD.AppendString(nil, string(r))); base < utf8.RuneSelf {
		return string(base)
	}
	return "?"
}

// unaccented maps Latin letters that do not decompose to how names with them are written where they are missing.
var unaccented = map[rune]string{
	'ł': "l", 'Ł': "L", 'ø': "o", 'Ø': "O", 'đ': "d", 'Đ': "D", 'ð': "d", 'Ð': "D", 'ħ': "h", 'Ħ': "H", 'ŧ': "t", 'Ŧ': "T", 'ı': "i",
	'ß': "ss", 'ẞ': "SS", 'æ': "ae", 'Æ': "AE", 'œ': "oe", 'Œ': "OE", 'þ': "th", 'Þ': "Th",
}

// appendCarets writes pictures of control characters in caret form.
func appendCarets(out []byte, s string) []byte {
	for _, r := range s {
		switch {
		case r == 0x2421:
			out = append(out, "^?"...)
		case r >= 0x2400 && r < 0x2420:
			out = append(out, '^', byte(r-0x2400)^0x40)
		case r < utf8.RuneSelf: // "<U+202E>", or the letter of a C1 control
			out = append(out, byte(r))
		default:
			out = append(out, '?')
		}
	}
	return out
}
