package history

import (
	"testing"
	"time"

	"floorwatch/model/ledger"
)

func TestWatch(t *testing.T) {
	noon := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	minute := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Minute) }
	var w Watch
	for _, n := range []struct {
		minute int
		live   bool
	}{{0, true}, {1, true}, {2, true}, {3, false}, {4, false}, {5, true}, {6, true}, {30, true}, {31, true}, {20, true}, {21, true}} {
		w.Note(minute(n.minute), n.live)
	}
	want := []ledger.TimeSpan{{From: minute(0), To: minute(3)}, {From: minute(5), To: minute(6)}, {From: minute(30), To: minute(31)}, {From: minute(20), To: minute(21)}}
	got := w.Within(minute(-60), minute(60))
	if len(got) != len(want) {
		t.Fatalf("watched %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("span %d is %v, want %v: a machine that slept, and a clock set back, watched nothing", i, got[i], want[i])
		}
	}
	if got := w.Within(minute(1), minute(2)); len(got) != 1 || got[0].From != minute(1) || got[0].To != minute(2) {
		t.Errorf("within a minute: %v", got)
	}
}

func TestDayOf(t *testing.T) {
	loc := zone(t, "Europe/Vienna")
	midnight := time.Date(2026, 11, 28, 0, 0, 0, 0, loc)
	if d := DayOf(midnight, loc); d.Date != "2026-11-27" || !d.To.Equal(midnight) || d.Zone != "Europe/Vienna" {
		t.Errorf("24:00 belongs to %s", d.Date)
	}
	if d := DayOf(midnight.Add(time.Second), loc); d.Date != "2026-11-28" {
		t.Errorf("a second later it is %s", d.Date)
	}
	if got := zoneName(time.Local, midnight); got == "Local" {
		t.Error("a zone is called Local")
	}
}
