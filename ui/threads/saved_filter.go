package threads

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"floorwatch/model"
)

// A SavedFilter is an entry of screen.views: a filter on a number key. Empty fields filter nothing.
type SavedFilter struct {
	Name   string `toml:"name"`
	Filter string `toml:"filter"` // as typed after "/"
	Level  string `toml:"level"`  // waiting, warning or critical
	Lane   string `toml:"lane"`   // human or bot
	Owner  string `toml:"owner"`  // none or some
	Team   string `toml:"team"`   // the name of a [[team]]
	Sort   string `toml:"sort"`   // left, wait, newest, visitor or owner
}

// MaxViews is the number of number keys.
const MaxViews = 9

// The words of a SavedFilter, in the order of their values. The first, empty one filters nothing.
func levelWords() []string { return []string{"", "waiting", "warning", "critical"} }
func laneWords() []string  { return []string{"", "human", "bot"} }
func ownerWords() []string { return []string{"", "none", "some"} }

// The values of the words: the level that a wait must have reached, and indexes of the lists above.
func levels() [4]model.Level {
	return [4]model.Level{model.LevelNone, model.LevelOK, model.LevelWarn, model.LevelCritical}
}

const (
	laneHuman = 1
	laneBot   = 2
	ownerNone = 1
	ownerSome = 2
)

// sortWords are in the order of the Orders.
func sortWords() []string { return []string{"left", "wait", "newest", "visitor", "owner"} }

// SortByWord sorts by a word of a saved filter or of the screen. It reports whether the word is
// known.
func (p *Pane) SortByWord(word string) bool {
	if w, ok := map[string]string{"sla": "left", "last": "newest", "agent": "owner"}[word]; ok {
		word = w
	}
	o := slices.Index(sortWords(), word)
	if o < 0 {
		return false
	}
	if p.Reverse || p.Order != Order(o) {
		p.Reverse = false
		p.Order, p.Filter.setsOrder = Order(o), false
		p.Arrange()
	}
	return true
}

// Validate returns everything that is wrong with a saved filter, joined, each naming its key below prefix.
func (v SavedFilter) Validate(prefix string, teams []model.Team) error {
	var errs []error
	names := []string{""}
	for _, t := range teams {
		names = append(names, t.Name)
	}
	for _, c := range []struct {
		key, value string
		words      []string
	}{
		{"level", v.Level, levelWords()}, {"lane", v.Lane, laneWords()}, {"owner", v.Owner, ownerWords()},
		{"team", v.Team, names}, {"sort", v.Sort, append(sortWords(), "")},
	} {
		if !slices.Contains(c.words, c.value) {
			known := slices.DeleteFunc(slices.Clone(c.words), func(s string) bool { return s == "" })
			errs = append(errs, fmt.Errorf("%s.%s is %.20q, must be one of: %s", prefix, c.key, c.value, strings.Join(known, ", ")))
		}
	}
	if v.Name == "" {
		errs = append(errs, fmt.Errorf("%s.name is empty, must be what the screen calls the view", prefix))
	}
	return errors.Join(errs...)
}
