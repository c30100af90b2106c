package safetext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maskName = "[name]"
	// minName is how many letters a word of a name needs to be masked regardless of case: "li" and "de" are
	// ordinary words in too many texts.
	minName = 3
)

// MaskName returns t with the words of a name replaced by a mark of ours, for when agents repeat it ("Hello Ana"):
// whole words regardless of case; words of two letters only with the capital of the name ("Li"). In scripts
// without spaces between words, a word of the name from two characters on is also found inside others. Other
// names, nicknames and inflected forms are not found.
func (t Text) MaskName(name Text) Text {
	words := strings.FieldsFunc(name.s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	n := 0
	for _, w := range words {
		if first, _ := utf8.DecodeRuneInString(w); utf8.RuneCountInString(w) >= minName || utf8.RuneCountInString(w) == minName-1 && (unicode.IsUpper(first) || unspaced(first)) {
			words[n] = w
			n++
		}
	}
	if words = words[:n]; n == 0 || t.s == "" {
		return t
	}
	m := masker{out: make([]byte, 0, len(t.s)+2*delimiterLen)}
	for rest := t.s; rest != ""; {
		var p piece
		before := rest
		p, rest = nextPiece(rest)
		if p.kind == plainPiece && p.text != "" {
			m.names(p.text, words)
		} else {
			m.out = append(m.out, before[:len(before)-len(rest)]...)
		}
	}
	if !m.found {
		return t
	}
	return Text{string(m.out)}
}

// names masks the words in a stretch of plain text.
func (m *masker) names(s string, words []string) {
	for s != "" {
		n := wordLength(s)
		if n == 0 {
			_, n = utf8.DecodeRuneInString(s)
			m.out = append(m.out, s[:n]...)
			s = s[n:]
			continue
		}
		word := s[:n]
		s = s[n:]
		if containsFold(word, words) {
			m.mark(maskName)
		} else {
			m.maskInside(word, words)
		}
	}
}

// maskInside masks the words inside another, in scripts without spaces between words.
func (m *masker) maskInside(word string, words []string) {
	for word != "" {
		n := 0
		for _, w := range words {
			if first, _ := utf8.DecodeRuneInString(w); unspaced(first) && strings.HasPrefix(word, w) {
				n = max(n, len(w))
			}
		}
		if n > 0 {
			m.mark(maskName)
		} else {
			_, n = utf8.DecodeRuneInString(word)
			m.out = append(m.out, word[:n]...)
		}
		word = word[n:]
	}
}

// unspaced reports whether the script of r has no spaces between words.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai)
}

// wordLength is the length of the word at the start of s, 0 where there is none.
func wordLength(s string) int {
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			return i
		}
	}
	return len(s)
}

// containsFold reports whether word is one of words, ignoring case for words of minName letters or more.
func containsFold(word string, words []string) bool {
	for _, w := range words {
		if word == w || strings.EqualFold(word, w) && utf8.RuneCountInString(w) >= minName {
			return true
		}
	}
	return false
}
