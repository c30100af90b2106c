package threads

import (
	"slices"
	"strings"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A filterWord is a word of a filter that asks for something else than a name or a number.
type filterWord struct {
	word   string                                    // one that ends with ":" is followed by a value
	what   string                                    // what it lists; of values the words of the level are shown
	values []string                                  // that the command line offers; empty: it offers the word alone
	names  func(p *Pane, style *draw.Style) []string // that it offers once the word is typed; nil: none
	match  func(f *filter, r *model.Row, value string) bool
}

// filterWords are all of them, in the order in which the command line offers them.
var filterWords = []filterWord{
	{"agent:", "chats of agents with this name", nil, (*Pane).agentNames, func(f *filter, r *model.Row, value string) bool { return f.ofAgent(value, r) }},
	{"team:", "chats of agents of this team", nil, (*Pane).teamNames, func(f *filter, r *model.Row, value string) bool { return f.inTeam(value, r.Owner) }},
	{"level:", "", levelWords()[1:], nil, func(_ *filter, r *model.Row, value string) bool {
		i := slices.IndexFunc(levelWords()[1:], func(word string) bool { return strings.HasPrefix(word, value) })
		return i >= 0 && reaches(r, i+1)
	}},
	{"unassigned", "chats without an agent", nil, nil, func(_ *filter, r *model.Row, _ string) bool { return r.Owner == 0 }},
	{"bot", "chats with bots", nil, nil, func(_ *filter, r *model.Row, _ string) bool { return withBots(r) }},
	{"1st", "waiting for the first response", nil, nil, func(_ *filter, r *model.Row, _ string) bool { return r.First && r.Wait.Running }},
	{"unseen", "waiting, and nothing is seen", nil, nil, func(_ *filter, r *model.Row, _ string) bool {
		return r.Sight == model.SightUnseen && r.Wait.Running
	}},
}

// reaches reports whether a chat waits at the level of an index of levelWords or above.
func reaches(r *model.Row, level int) bool { return r.Wait.Running && r.Level >= levels()[level] }

// withBots reports whether a chat is not with humans.
func withBots(r *model.Row) bool { return r.Lane != model.LaneHuman }

// matchesTerm reports whether a thread has what a folded word of the query asks for. A word that still lacks its value
// lists all: it is being typed.
func (f *filter) matchesTerm(term string, r *model.Row) bool {
	for i := range filterWords {
		w := &filterWords[i]
		value, ok := strings.CutPrefix(term, w.word)
		takesValue := strings.HasSuffix(w.word, ":")
		switch {
		case !ok || !takesValue && value != "":
		case takesValue && strings.Trim(value, `"`) == "":
			return true
		default:
			return w.match(f, r, value)
		}
	}
	return f.matchesName(term, r.Name.String()) || f.matchesName(term, r.OwnerName.String()) || f.inTeam(term, r.Owner) ||
		number(term, int64(r.Chat)) || number(term, int64(r.Key.Visitor))
}

// FilterWords returns the words that a filter knows beside names and numbers, each with what it lists.
func FilterWords() (words, what []string) {
	for _, w := range filterWords {
		if len(w.values) == 0 {
			words, what = append(words, w.word), append(what, w.what)
		}
		for _, value := range w.values {
			words, what = append(words, w.word+value), append(what, "chats that are "+levelTitle(slices.Index(levelWords(), value)))
		}
	}
	return words, what
}
