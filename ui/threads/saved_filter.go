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
	Sort   string `toml:"sort"`   // left, wait, newest, visitor or owner; or the screen's sla, last or agent
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

// screenSortWords are the other words of the same orders: what the screen calls them.
func screenSortWords() []string { return []string{"sla", "wait", "last", "visitor", "agent"} }

// allSortWords are both lists, each word once.
func allSortWords() []string {
	list := sortWords()
	for _, word := range screenSortWords() {
		if !slices.Contains(list, word) {
			list = append(list, word)
		}
	}
	return list
}

// orderOf returns the order of a word of a saved filter or of the screen; ok is false if the word is neither.
func orderOf(word string) (o Order, ok bool) {
	i := max(slices.Index(sortWords(), word), slices.Index(screenSortWords(), word))
	return Order(max(0, i)), i >= 0
}

// SortByWord sorts by a word of a saved filter or of the screen. It reports whether the word is
// known.
func (p *Pane) SortByWord(word string) bool {
	o, ok := orderOf(word)
	if !ok {
		return false
	}
	if p.Reverse || p.Order != o {
		p.Reverse = false
		p.Order, p.Filter.setsOrder = o, false
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
		{"team", v.Team, names}, {"sort", v.Sort, append(allSortWords(), "")},
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
