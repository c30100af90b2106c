package threads

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"floorwatch/ui/draw"
)

// A name after agent: or team: may be in quotes: then it is the whole name, and blanks are part of it. Without the
// second quote it is part of a name, since it is being typed. Names are compared without quotes of their own.

// terms splits a query at its blanks, but not at those in quotes.
func terms(query string) []string {
	var out []string
	for query = strings.TrimLeft(query, " "); query != ""; query = strings.TrimLeft(query, " ") {
		n := termEnd(query)
		out, query = append(out, query[:n]), query[n:]
	}
	return out
}

// termEnd is where the first term of a query ends.
func termEnd(query string) int {
	from := 0
	for _, w := range filterWords {
		if strings.HasSuffix(w.word, ":") && strings.HasPrefix(query, w.word+`"`) {
			from = len(w.word) + 1
		}
	}
	if from == 0 {
		return end(query, " ")
	}
	for i := from; i < len(query); i++ {
		if query[i] == '"' && (i+1 == len(query) || query[i+1] == ' ') {
			return i + 1
		}
	}
	return len(query)
}

// end is where s has sep first, or its length.
func end(s, sep string) int {
	if i := strings.Index(s, sep); i >= 0 {
		return i
	}
	return len(s)
}

// cutLastTerm splits a query before its last term, which is empty after a blank.
func cutLastTerm(query string) (before, last string) {
	at := 0
	for i := 0; i < len(query); {
		for i < len(query) && query[i] == ' ' {
			i++
		}
		at = i
		i += termEnd(query[i:])
	}
	return query[:at], query[at:]
}

// named reports whether a name is the one of a folded term.
func named(term, name string) bool {
	part, quoted := strings.CutPrefix(term, `"`)
	whole, closed := strings.CutSuffix(part, `"`)
	switch {
	case quoted && closed:
		return bare(whole) == bare(name)
	case quoted:
		return strings.Contains(bare(name), bare(part))
	}
	return fuzzy(term, name)
}

// bare folds a name for comparison with one in quotes: without quotes, and without what cannot be typed.
func bare(name string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r == '"' || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, draw.Fold(name))), " ")
}

// CompleteFilter returns what a query can become by its last term: one of the words of a filter, or a name of an agent or
// a team of the floor, as a query finds exactly that.
func (p *Pane) CompleteFilter(style *draw.Style, query string) []string {
	before, last := cutLastTerm(query)
	var out []string
	add := func(term string) {
		if term != last {
			out = append(out, before+term)
		}
	}
	for _, w := range filterWords {
		value, ok := strings.CutPrefix(last, w.word)
		switch {
		case ok && w.names != nil:
			names := w.names(p, style)
			for _, name := range names {
				if bare(name) != "" && begins(name, bare(value)) {
					add(w.word + quoted(name, names))
				}
			}
		case len(w.values) == 0 && strings.HasPrefix(w.word, last):
			add(w.word)
		}
		for _, value := range w.values {
			if strings.HasPrefix(w.word+value, last) {
				add(w.word + value)
			}
		}
	}
	return out
}

// begins reports whether a name or a word of it begins with what was typed.
func begins(name, typed string) bool { return strings.Contains(" "+bare(name), " "+typed) }

// quoted puts a name into quotes if a query would not find it, or others too, without them.
func quoted(name string, all []string) string {
	name = strings.Map(func(r rune) rune {
		if draw.Fold(string(r)) == `"` {
			return -1
		}
		return r
	}, name)
	term := draw.Fold(name)
	if strings.Contains(name, " ") || bare(name) != term || slices.ContainsFunc(all, func(other string) bool { return bare(other) != term && fuzzy(term, other) }) {
		return `"` + name + `"`
	}
	return name
}

// agentNames are the names of the agents as lists show them, in the order of names.
func (p *Pane) agentNames(style *draw.Style) []string {
	var out []string
	for i := range p.agents {
		a := &p.agents[i]
		out = append(out, p.names.Text(style, a.ID, a.Name, maxName).String())
	}
	return out
}

// maxName is more cells than a name has.
const maxName = 1 << 12

// teamNames are the names of the teams that have an agent on the floor, in the order of the configuration.
func (p *Pane) teamNames(*draw.Style) []string {
	var out []string
	on := slices.Collect(maps.Values(p.Filter.Teams))
	for _, t := range p.Teams {
		if slices.Contains(on, t.Name) {
			out = append(out, t.Name)
		}
	}
	return out
}
