package draw

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func columnsOfLetters() []Column[string] {
	cell := func(l *Line, r string, w int) { l.Cell(RoleText, r, w) }
	return []Column[string]{
		{Title: "a", Width: 3, Sort: 1, Cell: cell},
		{Title: "b", Width: 4, Best: []int{6, Rest}, Grow: 2, Drop: 2, Sort: 2, Cell: cell},
		{Title: "c", Width: 5, Best: []int{8, 9}, Grow: 1, Drop: 1, Sort: 3, Right: true, Cell: cell},
	}
}

// What is dropped first has the lowest number; what is left grows by steps, then by turns.
func TestTableFits(t *testing.T) {
	for _, c := range []struct {
		w      int
		widths []int
	}{
		{4, []int{3}}, {9, []int{3}}, {10, []int{3, 4}}, {12, []int{3, 6}}, {15, []int{3, 9}},
		{16, []int{3, 4, 5}}, {19, []int{3, 4, 8}}, {20, []int{3, 5, 8}}, {21, []int{3, 6, 8}}, {22, []int{3, 6, 9}}, {30, []int{3, 14, 9}},
	} {
		table := FitTable(columnsOfLetters(), 2, 1, c.w)
		var widths []int
		for _, col := range table.Columns {
			widths = append(widths, col.Width)
		}
		if !slices.Equal(widths, c.widths) {
			t.Errorf("%d cells: widths %v, want %v", c.w, widths, c.widths)
		}
	}
}

// Head, cells and clicks agree on where a column stands.
func TestTableHeadRowsAndClicksAgree(t *testing.T) {
	st := NewTerminal().Style("mono", false, false)
	table := FitTable(columnsOfLetters(), 2, 1, 16)
	if got := table.Head(st, 16, nil); got != "  a   b        c" {
		t.Errorf("head %q", got)
	}
	l := st.Line(OnScreen, 16)
	l.Gap(2)
	table.Row(l, "xyzxyz")
	if got := l.String(); got != "  xy… xyz… xyzx…" {
		t.Errorf("row %q", got)
	}
	for x, want := range []uint8{0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 0} {
		if c, ok := table.ColumnAt(x); c.Sort != want || ok != (want > 0) {
			t.Errorf("cell %d sorts by %d, want %d", x, c.Sort, want)
		}
	}
}

// What went too soon comes back, and what may not go shrinks.
func TestTableShrinksAndTakesBack(t *testing.T) {
	columns := []Column[string]{
		{Title: "small", Width: 3, Drop: 1, Back: true}, {Title: "large", Width: 9, Drop: 2, Back: true}, {Title: "name", Width: 8, Least: 4, Drop: 3}, {Title: "last", Width: 2, Drop: 4},
	}
	for _, c := range []struct {
		w    int
		want string
	}{{25, "small3 large9 name8 last2"}, {24, "large9 name8 last2"}, {20, "small3 name8 last2"}, {14, "name8 last2"}, {11, "name8 last2"}, {9, "name6 last2"}, {7, "name4 last2"}, {6, "name4"}} {
		table := FitTable(columns, 0, 1, c.w)
		var got []string
		for _, col := range table.Columns {
			got = append(got, col.Title+strconv.Itoa(col.Width))
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%d cells: %s, want %s", c.w, got, c.want)
		}
	}
}

// The first column that sorts as the list is sorted stands out, with the direction.
func TestTableHeadSaysTheDirection(t *testing.T) {
	st := NewTerminal().Style("mono", true, false)
	columns := []Column[string]{{Title: "wait", Right: true, Width: 6, Sort: 1}, {Title: "SLA", Width: 8, Sort: 2}, {Title: "also", Width: 4, Sort: 2}}
	table := FitTable(columns, 1, 1, 30)
	for _, c := range []struct {
		by   *SortOrder
		want string
	}{
		{nil, "   wait SLA      also"}, {&SortOrder{By: 1}, " wait / SLA      also"}, {&SortOrder{By: 2, Down: true}, "   wait SLA \\    also"},
	} {
		if got := strings.TrimRight(ansi.Strip(table.Head(st, 30, c.by)), " "); got != c.want {
			t.Errorf("%+v: %q, want %q", c.by, got, c.want)
		}
	}
}
