package ui

import (
	"strings"
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
		"3             of unknown type", "4             of unknown senders", "5             negative times", "6             texts dropped",
		"7             messages dropped", "9             rows were unreadable", "11            odd ids", "12            of another visitor",
		"4711          messages, 8 edited", "21            of automations", "22            deleted in Acquire",
		"23            above 50", "24            of ignored visitors",
	} {
		rowWith(t, a, want)
	}
	later(a, time.Second) // the fixture's own figures, none of which leaves anything out
	if got := screen(a); strings.Contains(got, "unknown type") || !strings.Contains(got, "nothing ") {
		t.Errorf("zeros stand among what the figures leave out:\n%s", got)
	}
}
