package ui

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold makes what people type the same as what others have typed: lower case, no accents.
func fold(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// A phrase is something that is typed in the last line.
type phrase struct {
	query  string
	terms  []string // of query, folded
	typing bool     // keys go into query
}

// set makes query the text.
func (p *phrase) set(query string) {
	p.query = query
	p.terms = strings.Fields(fold(query))
}

// maxQuery is the longest filter that can be typed, in runes.
const maxQuery = 60

// add appends what was typed or pasted, without what cannot be seen.
func (p *phrase) add(s string) {
	q := []rune(p.query)
	for _, r := range s {
		if unicode.IsPrint(r) && len(q) < maxQuery {
			q = append(q, r)
		}
	}
	p.set(string(q))
}

// rub takes the last rune away.
func (p *phrase) rub() {
	q := []rune(p.query)
	p.set(string(q[:max(0, len(q)-1)]))
}

// rubWord takes the last word away.
func (p *phrase) rubWord() {
	q := strings.TrimRightFunc(p.query, unicode.IsSpace)
	p.set(q[:strings.LastIndexFunc(q, unicode.IsSpace)+1])
}
