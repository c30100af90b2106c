package draw

import "strings"

// A Phrase is what is looked for: its words, and those folded.
type Phrase struct {
	Query string
	Terms []string // of Query, folded
}

// Set makes query the text.
func (p *Phrase) Set(query string) {
	p.Query = query
	p.Terms = strings.Fields(Fold(query))
}
