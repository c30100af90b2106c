package draw

import "strings"

// A Phrase is a search query: its text, and its words folded.
type Phrase struct {
	Query string
	Terms []string // of Query, folded
}

// Set sets the query and folds its words for comparison.
func (p *Phrase) Set(query string) {
	p.Query = query
	p.Terms = strings.Fields(Fold(query))
}
