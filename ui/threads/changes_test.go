package threads

import (
	"slices"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"
)

// A change is marked for some seconds, and only a change is.
func TestChangesAreMarked(t *testing.T) {
	rows := uitest.NewFloor().At(uitest.Now()).Threads
	var c changes
	now := uitest.Now()
	later := func(d time.Duration, reading bool) (marked []string) {
		now = now.Add(d)
		c.Update(rows, now, reading)
		for i := range rows {
			if c.fresh(rows[i].Key, now) {
				marked = append(marked, rows[i].Name.String())
			}
		}
		return marked
	}
	later(0, false)
	if got := later(settling, false); len(got) > 0 {
		t.Errorf("at the start marked: %q", got)
	}
	at := slices.IndexFunc(rows, func(r *model.Row) bool { return r.Name.String() == "Carlos M." })
	rows[at].Owner = 0
	for _, d := range []time.Duration{time.Second, freshFor/2 - time.Second} {
		if got := later(d, false); !slices.Equal(got, []string{"Carlos M."}) {
			t.Errorf("after another owner marked: %q, want Carlos M.", got)
		}
	}
	if got := later(freshFor, false); len(got) > 0 {
		t.Errorf("after %v still marked: %q", freshFor, got)
	}
	for i := range rows {
		rows[i].Messages++
	}
	if got := later(time.Second, true); len(got) > 0 {
		t.Errorf("during the first read marked: %q", got)
	}
	waiting := 0
	for i := range rows {
		if rows[i].Wait.Running {
			waiting++
		}
	}
	if later(time.Hour, false); len(c.known) != waiting || waiting == 0 {
		t.Errorf("%d threads are remembered after an hour, want the %d that wait", len(c.known), waiting)
	}
}

// Of a list that is not current nothing is marked as just changed, although it stands still at the moment of a change.
func TestNothingHasJustChangedInAnOutdatedList(t *testing.T) {
	f := newListFloor(t, 5, 0, 10)
	update := func(at time.Time) {
		var rows []*model.Row
		for i := range f.rows {
			rows = append(rows, &f.rows[i])
		}
		f.pane.Changes.Update(rows, at, false)
	}
	update(f.now.Add(-time.Minute))
	f.rows[2].Messages++
	update(f.now)
	f.second()
	for _, outdated := range []bool{false, true} {
		f.pane.Outdated = outdated
		shown := strings.Join(f.screen(), "\n")
		if got := strings.Contains(shown, "│ "+threadsStyle().Glyphs.Fresh); got == outdated {
			t.Errorf("outdated %v, and a row has just changed: %v\n%s", outdated, got, shown)
		}
	}
}

// Bold is a critical level or worse: without colours the sign of a change is plain.
func TestAChangeIsNotBold(t *testing.T) {
	f := newListFloor(t, 5, 0, 10)
	f.pane.Changes.Update(uitest.RowsOf(f.rows), f.now.Add(-time.Minute), false)
	f.rows[2].Messages++
	f.pane.Changes.Update(uitest.RowsOf(f.rows), f.now, false)
	f.second()
	style := draw.NewTerminal().Style("mono", false, false)
	found := false
	for _, row := range drawtest.Runs(strings.Join(f.pane.Draw(style, 80, 13, true, f.now, nil), "\n"), 80, 13) {
		for _, r := range row {
			if r.At <= 2 && strings.Contains(r.Text, style.Glyphs.Fresh) { // in front of the mark
				if found = true; r.Bold || r.Filled {
					t.Errorf("%+v", r)
				}
			}
		}
	}
	if !found {
		t.Error("no row has the sign")
	}
}
