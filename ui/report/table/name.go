package table

import (
	"slices"
	"strings"
)

// Name returns the name of an agent or a team as it is written in a report: in quotes if it reads like one of the words
// that the report itself writes in its place, such as nobody, or like an agent's number, #123.
func Name(name string, own ...string) string {
	bare := strings.Trim(name, "\" ")
	number, ok := strings.CutPrefix(strings.TrimPrefix(bare, "agent "), "#")
	if ok && number != "" && strings.Trim(number, "0123456789") == "" || slices.ContainsFunc(own, func(word string) bool { return strings.EqualFold(word, bare) }) {
		return `"` + name + `"`
	}
	return name
}
