package safetext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maskName = "[name]"
	// minName is how many letters a word of a name has that is masked: "Li" and
	// "de" are words of their own in too many texts.
	minName = 3
)

// MaskName returns t with the words of a name replaced by a mark of ours, as an
// agent repeats them ("Hello Ana"): whole words of at least three letters,
// upper or lower case. Other names, nicknames and inflected forms are not found.
func (t Text) MaskName(name Text) Text {
	words := strings.FieldsFunc(name.s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	n := 0
	for _, w := range words {
		if utf8.RuneCountInString(w) >= minName {
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
		if isOneOf(word, words) {
			m.mark(maskName)
		} else {
			m.out = append(m.out, word...)
		}
	}
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

func isOneOf(word string, words []string) bool {
	for _, w := range words {
		if strings.EqualFold(word, w) {
			return true
		}
	}
	return false
}
