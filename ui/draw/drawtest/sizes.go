package drawtest

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

var ruled = regexp.MustCompile("─+")

// Shows reports texts of shown that are not on a screen, and texts of hidden that are. A text must be in
// one row; runs of blanks, and of line cells, count as one.
func Shows(t *testing.T, screen string, shown, hidden []string) {
	t.Helper()
	var rows []string
	for row := range strings.SplitSeq(screen, "\n") {
		rows = append(rows, ruled.ReplaceAllString(strings.Join(strings.Fields(row), " "), "─"))
	}
	in := func(s string) bool {
		return slices.ContainsFunc(rows, func(row string) bool { return strings.Contains(row, s) })
	}
	for _, s := range shown {
		if !in(s) {
			t.Errorf("%q is not on\n%s", s, screen)
		}
	}
	for _, s := range hidden {
		if in(s) {
			t.Errorf("%q is on\n%s", s, screen)
		}
	}
}

// LeastGoesFirst draws at decreasing widths and reports texts that disappear in another order, or that must stay.
func LeastGoesFirst(t *testing.T, name string, from, to int, order, stay []string, draw func(width int) string) {
	t.Helper()
	gone := 0
	for w := from; w >= to; w-- {
		row := " " + strings.Join(strings.Fields(ansi.Strip(draw(w))), " ") + " "
		has := func(s string) bool { return strings.Contains(row, " "+s+" ") }
		for gone < len(order) && !has(order[gone]) {
			gone++
		}
		for _, s := range append(slices.Clone(order[gone:]), stay...) {
			if !has(s) {
				t.Fatalf("%s, %d cells: %q lacks %q, and has lost %q", name, w, row, s, order[:gone])
			}
		}
		for _, s := range order[:gone] {
			if has(s) {
				t.Fatalf("%s, %d cells: %q has %q, and has lost %q", name, w, row, s, order[:gone])
			}
		}
	}
	if gone != len(order) {
		t.Errorf("%s: on %d cells there is still %q", name, to, order[gone:])
	}
}
