package ui

import (
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/uitest"
)

// A waiting chat whose words are too old has the mark of what is not known and the time that it is of.
func TestAStaleRowSaysAsOfWhen(t *testing.T) {
	f := uitest.NewFloor()
	r := &f.Threads[0]
	r.Unsure, r.AsOf = true, time.Date(2026, 3, 2, 12, 3, 0, 0, time.UTC)
	a, _ := newTestApp(f, 159, 40) // the card says it, too, beside the list from 160 on
	row := rowWith(t, a, "as of 12:03:00")
	if !strings.Contains(row, "? ") {
		t.Errorf("%q has no mark", row)
	}
}

// Of a chat of the past that may have been over neither level, sight nor owner is shown.
func TestAnUnsureRowHasQuestionMarks(t *testing.T) {
	f := uitest.NewFloor()
	r := &f.Threads[0]
	r.Unsure, r.Level, r.Sight, r.OwnerState, r.Owner = true, model.LevelNone, model.SightUnknown, model.AgentUnknown, 0
	r.Lane, r.Name = model.LaneHuman, safetext.Line("Unsure Person")
	a, _ := newTestApp(f, 160, 40)
	press(a, "down") // the title of the next one does not name it
	row := rowWith(t, a, "Unsure Person")
	if n := strings.Count(row, "?"); n < 4 {
		t.Errorf("%q has %d question marks, want one for each of level, sight, owner and state", row, n)
	}
}
