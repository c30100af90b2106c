package safetext

import (
	"strings"
	"unicode/utf8"
)

// Eight bytes at a time: lowest and highest bit of each byte.
const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// isClean reports whether the body needs no change at all, as is true of nearly every message. It costs one pass
// and no allocation.
func isClean(raw string, limit int) bool {
	if raw == "" || len(raw) > limit || plainPrefix(raw) < len(raw) {
		return false
	}
	if len(raw) >= maxRows && strings.Count(raw, "\n") >= maxRows {
		return false
	}
	return !isBlank(raw)
}

// isCleanLine is isClean for a one-line field.
func isCleanLine(raw string) bool {
	if raw == "" || len(raw) > maxLine || raw[0] == ' ' || raw[len(raw)-1] == ' ' {
		return false
	}
	return strings.IndexByte(raw, '\n') < 0 && plainPrefix(raw) == len(raw)
}

// isBlank reports whether s consists of spaces and line breaks.
func isBlank(s string) bool {
	return s == "" || s[0] <= ' ' && strings.Trim(s, " \n") == ""
}

// plainPrefix returns how many bytes at the start of s need no change: printable ASCII, LF and the runes of
// plainRune.
func plainPrefix(s string) int {
	i := 0
	for i < len(s) {
		if b := s[i]; b >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if !plainRune(r) {
				return i
			}
			i += size
			continue
		} else if b < ' ' && b != '\n' || b == 0x7f {
			return i
		}
		i++
		for i+8 <= len(s) && printable8(s[i:]) {
			i += 8
		}
	}
	return i
}

// printable8 reports whether the first eight bytes of s are all printable
// ASCII: none below 0x20, none 0x7f, none with its highest bit set.
func printable8(s string) bool {
	x := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	del := x ^ 0x7f*ones
	return (x|(x-' '*ones)|(del-ones))&highs == 0
}

// plainRune accepts runes of common scripts that need no change: assigned, neither a mark nor a space, one or two
// cells, and in NFC whatever is before them. It only saves time; runes that it rejects take the general path. A
// test compares every accepted rune with that path.
func plainRune(r rune) bool {
	switch {
	case r < 0x300: // Latin
		return r >= 0xa1 && r != 0xad
	case r < 0x2000:
		return plainAlphabet(r)
	case r < 0x3000:
		return plainSymbol(r)
	case r < 0x10000: // kana, ideographs, Hangul, full width
		return r >= 0x4e00 && r <= 0x9fff || r >= 0xac00 && r <= 0xd7a3 ||
			r >= 0x3041 && r <= 0x3096 || r >= 0x30a1 && r <= 0x30ff ||
			r >= 0x3001 && r <= 0x3029 || r >= 0xff01 && r <= 0xff9d
	}
	return r >= 0x1f300 && r <= 0x1f3fa || r >= 0x1f400 && r <= 0x1f64f || r >= 0x1f900 && r <= 0x1f9ff // emoji
}

func plainAlphabet(r rune) bool {
	switch {
	case r < 0x391:
		return false
	case r < 0x483: // Greek, Cyrillic
		return r != 0x3a2
	case r < 0x530:
		return r >= 0x48a
	case r < 0x700: // Hebrew, Arabic
		return r >= 0x5d0 && r <= 0x5ea || r >= 0x620 && r <= 0x64a || r >= 0x671 && r <= 0x6d3
	case r < 0x1e00: // Devanagari, Thai
		return r >= 0x904 && r <= 0x939 || r >= 0xe01 && r <= 0xe30 || r >= 0xe40 && r <= 0xe46
	}
	return r <= 0x1eff // Vietnamese
}

func plainSymbol(r rune) bool {
	return r >= 0x2010 && r <= 0x2027 || r >= 0x2030 && r <= 0x205e || // quotes, dashes, bullets
		r >= 0x20a0 && r <= 0x20c0 || r == 0x2116 || r == 0x2122 || // currency, numero, trade mark
		r >= 0x2190 && r <= 0x21ff || r >= 0x2500 && r <= 0x27bf && !isUnsettled(r) // arrows, boxes, dingbats
}
