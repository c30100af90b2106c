package draw

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold makes what people type the same as what others have typed: lower case, no accents.
func Fold(s string) string {
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

// A Phrase is something that is typed in the last line.
type Phrase struct {
	Query  string
	Terms  []string // of query, folded
	Typing bool     // keys go into query
}

// Set makes query the text.
func (p *Phrase) Set(query string) {
	p.Query = query
	p.Terms = strings.Fields(Fold(query))
}

// MaxQuery is the longest filter that can be typed, in runes.
const MaxQuery = 60

// Add appends what was typed or pasted, without what cannot be seen.
func (p *Phrase) Add(s string) {
	q := []rune(p.Query)
	for _, r := range s {
		if unicode.IsPrint(r) && len(q) < MaxQuery {
			q = append(q, r)
		}
	}
	p.Set(string(q))
}

// Rub takes the last rune away.
func (p *Phrase) Rub() {
	q := []rune(p.Query)
	p.Set(string(q[:max(0, len(q)-1)]))
}

// RubWord takes the last word away.
func (p *Phrase) RubWord() {
	q := strings.TrimRightFunc(p.Query, unicode.IsSpace)
	p.Set(q[:strings.LastIndexFunc(q, unicode.IsSpace)+1])
}
