package ui

import (
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/draw/drawtest"
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

// Once nothing is of now the screen is grey and stands still but for its age and the time of day:
// no level but in the chip, every wait with the mark of what is not known.
func TestAStaleScreenIsGreyAndStandsStill(t *testing.T) {
	f := uitest.NewFloor()
	f.Status.LastGood = uitest.Now()
	a, _ := newTestApp(f, 120, 40)
	if strings.Contains(screen(a), "STALE") {
		t.Fatalf("it is stale from the start:\n%s", screen(a))
	}
	f.Status.State, f.Status.Why = model.StateRetrying, safetext.Line("The connection was refused.")
	for range 75 {
		later(a, time.Second)
	}
	frame := func() []string {
		a.style, a.fadedStyle, a.dirty = drawtest.Marked(a.style), drawtest.MarkedFaded(a.style), true
		a.layOut()
		return strings.Split(a.View().Content, "\n")
	}
	first := frame()
	for range 5 {
		later(a, time.Second)
	}
	second := frame()
	for y := range first {
		row := drawtest.RoleMap(first[y], a.style.Method)
		if y > 0 && strings.ContainsAny(row, "!cowCOWX") {
			t.Errorf("row %d has a level: %s", y, row)
		}
		notice := a.places.Notice.Min.Y
		if y > 0 && y != notice && first[y] != second[y] {
			t.Errorf("row %d moves:\n%s\n%s", y, first[y], second[y])
		}
	}
	shown := screen(a)
	for _, want := range []string{" STALE 1m", "▌ ?  5m12s   +4m12s", "may have been answered", "All is as of 12:41:05 or later: look in Acquire.", "as of 12:41:07 · "} { // the oldest answer, and the chat's
		if !strings.Contains(shown, want) {
			t.Errorf("no %q on the screen:\n%s", want, shown)
		}
	}
	if since := a.serverNow().Add(-a.dataAge.For); since.Format("15:04:05") != "12:41:05" || strings.Count(shown, draw.Duration(a.dataAge.For)) < 2 {
		t.Errorf("it is as of 12:41:05, but its age %v counts from %v", a.dataAge.For, since)
	}
	f.Status.State, f.Status.Why, f.Status.LastGood = model.StateLive, safetext.Text{}, a.now
	later(a, time.Second)
	if shown = screen(a); strings.Contains(shown, "STALE") || !strings.Contains(shown, "!!") {
		t.Errorf("read again, it is still old:\n%s", shown)
	}
}
