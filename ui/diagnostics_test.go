package ui

import (
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/ui/uitest"
)

func TestOmissionsAreInTheHelp(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 60)
	a.snap.Diagnostics = model.Diagnostics{Messages: 4711, UnknownType: 3, UnknownSide: 4, ClockErrors: 5, TextsDropped: 6, RowsDropped: 7, Edited: 8, Automated: 21, Gone: 22, Flood: 23, Ignored: 24}
	f.Status.Drift = model.Drift{Malformed: 9, OddID: 10, OddTime: 1, WrongThread: 12}
	a.health = f.Status
	press(a, "?")
	for _, want := range []string{
		"3           messages of an unknown type", "4           messages from an unknown sender", "5           negative times", "6           texts dropped",
		"7           messages dropped entirely", "9           rows that could not", "11          odd ids", "12          rows of another", "4711        messages held, 8 of them edited",
		"21          messages of automations", "22          messages no longer in Acquire", "23          messages above 50", "24          threads of ignored visitors",
	} {
		rowWith(t, a, want)
	}
	later(a, time.Second)
	rowWith(t, a, "0           messages of an unknown type")
}
