package draw

import (
	"slices"
	"testing"
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
	lk := NewTerminal().Style("mono", false, false)
	table := FitTable(columnsOfLetters(), 2, 1, 16)
	if got := table.Head(lk, 16, DimHead[string]); got != "  a   b        c" {
		t.Errorf("head %q", got)
	}
	l := lk.Line(OnScreen, 16)
	l.Gap(2)
	table.Row(l, "xyzxyz")
	if got := l.String(); got != "  xy… xyz… xyzx…" {
		t.Errorf("row %q", got)
	}
	for x, want := range []uint8{0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 0} {
		if c, ok := table.At(x); c.Sort != want || ok != (want > 0) {
			t.Errorf("cell %d sorts by %d, want %d", x, c.Sort, want)
		}
	}
}
