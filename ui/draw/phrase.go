package draw

import (
	"strings"
	"unicode"
)

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

// Add appends what was typed or pasted, without what cannot be seen. Every kind
// of blank and line end is a blank.
func (p *Phrase) Add(s string) {
	q := []rune(p.Query)
	for _, r := range strings.ReplaceAll(s, "\r\n", "\n") {
		if unicode.IsSpace(r) {
			r = ' '
		}
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
