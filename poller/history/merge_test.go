package history

import (
	"testing"
	"time"

	"floorwatch/model/ledger"
)

func TestMergeKeepsWhatABetterProgramWrote(t *testing.T) {
	noon := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	slot := func(at time.Time, missed int) ledger.Slot {
		return ledger.Slot{Start: at, SlotFigures: ledger.SlotFigures{Missed: missed, Visitors: 1}}
	}
	day := func(watched []ledger.TimeSpan, slots ...ledger.Slot) *ledger.Day {
		return &ledger.Day{Date: "2026-11-28", From: noon.Add(-12 * time.Hour), To: noon.Add(12 * time.Hour), Slots: slots, Watched: watched}
	}
	hour := func(h int) time.Time { return noon.Add(time.Duration(h) * time.Hour) }
	old := day([]ledger.TimeSpan{{From: hour(-2), To: hour(0)}}, slot(hour(-2), 1), slot(hour(-1), 2))
	fresh := day([]ledger.TimeSpan{{From: hour(2), To: hour(3)}}, slot(hour(-2), 9), slot(hour(1), 3), slot(hour(2), 4))
	old.LeftOut, fresh.LeftOut = ledger.LeftOutCounts{UnknownType: 3}, ledger.LeftOutCounts{UnknownType: 1, Messages: 2}
	got := Merge(old, fresh, hour(2))
	if want := (ledger.LeftOutCounts{UnknownType: 3, Messages: 2}); got.LeftOut != want {
		t.Errorf("left out %+v, want %+v: slots of both are in it", got.LeftOut, want)
	}
	var missed []int
	for _, s := range got.Slots {
		missed = append(missed, s.Missed)
	}
	if len(missed) != 4 || missed[0] != 1 || missed[1] != 2 || missed[2] != 3 || missed[3] != 4 {
		t.Errorf("missed %v: the file's until it ends, then what the API brings, then what was watched", missed)
	}
	if got.WatchedIn(ledger.TimeSpan{From: hour(1), To: hour(2)}) != 0 || got.WatchedIn(ledger.TimeSpan{From: hour(-2), To: hour(3)}) != 3*time.Hour {
		t.Errorf("watched %v", got.Watched)
	}
	if got := Merge(old, fresh, time.Time{}); len(got.Slots) != 3 || got.Slots[0].Missed != 9 || len(got.Watched) != 2 {
		t.Errorf("with a recording: %v", got.Slots)
	}
	if got := Merge(nil, fresh, hour(2)); len(got.Slots) != 3 {
		t.Errorf("without a file: %v", got.Slots)
	}
	joined := joinSpans([]ledger.TimeSpan{{From: hour(2), To: hour(4)}, {From: hour(0), To: hour(2)}, {From: hour(1), To: hour(3)}, {From: hour(5), To: hour(6)}})
	if len(joined) != 2 || !joined[0].To.Equal(hour(4)) {
		t.Errorf("joined %v", joined)
	}
}

// An empty slot that was watched stays empty.
func TestMergeKeepsWatchedSlotsInWhichNothingHappened(t *testing.T) {
	noon := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	d := ledger.Day{From: noon.Add(-12 * time.Hour), To: noon.Add(12 * time.Hour)}
	old, fresh := d, d
	old.Watched = []ledger.TimeSpan{{From: noon, To: noon.Add(time.Hour)}}
	fresh.Slots = []ledger.Slot{{Start: noon, SlotFigures: ledger.SlotFigures{Dropped: 5}}}
	if got := Merge(&old, &fresh, noon.Add(2*time.Hour)); len(got.Slots) != 0 {
		t.Errorf("slots %v", got.Slots)
	}
}

// A program was stopped at 14:00 UTC and started in a zone in which the next day had begun by then, with or
// without all that was recorded: the file of that day holds the hours before, and did not watch them.
func TestHoursWatchedBeforeTheZoneMovedEastStayWatched(t *testing.T) {
	stop := time.Date(2026, 11, 27, 14, 0, 0, 0, time.UTC)
	old := testDayIn("2026-11-27", 1, time.UTC)
	old.Written, old.Final, old.IncompleteSlots = stop, false, nil
	old.Watched = []ledger.TimeSpan{{From: old.From, To: stop}}
	old.Slots = pick(old.Slots, nil, func(s ledger.Slot) bool { return s.Start.Before(stop) })
	east := zone(t, "Pacific/Auckland")
	next := testDayIn("2026-11-28", 1, east)
	next.Watched = []ledger.TimeSpan{{From: stop, To: next.To}}
	next.IncompleteSlots = nil
	overlap := ledger.TimeSpan{From: next.From, To: stop}
	if !overlap.From.Before(stop) {
		t.Fatalf("the days do not overlap: %v", overlap)
	}
	p := Period{Title: "some hours", Spans: []ledger.TimeSpan{overlap}, Loc: east}
	r, err := NewReport(writeDays(t, old, next), query(p, ByHour, next.To.AddDate(0, 1, 0)))
	if err != nil {
		t.Fatal(err)
	}
	var want, got ledger.SlotFigures
	for i := range old.Slots {
		if s := &old.Slots[i]; !s.Start.Before(next.From) {
			want.Add(&s.SlotFigures)
		}
	}
	got.Add(&r.Total.SlotFigures)
	got.Peak, want.Peak, got.Waiting, want.Waiting = 0, 0, 0, 0
	if r.Total.Watched != r.Total.Length || len(r.Gaps) > 0 || firstDifference(got, want) != firstDifference(want, want) {
		t.Errorf("watched %v of %v, gaps %v: %s", r.Total.Watched, r.Total.Length, r.Gaps, firstDifference(got, want))
	}
	past := newPast(next.To, east, UsualOptions{Weeks: 8})
	past.add(old)
	past.add(next)
	for start, f := range past.slots {
		at := time.Unix(start, 0)
		visitors := 0
		for _, d := range []*ledger.Day{old, next} {
			for i := range d.Slots {
				if d.Slots[i].Start.Equal(at) && at.Before(stop) == (d == old) {
					visitors += d.Slots[i].Visitors
				}
			}
		}
		if f.Visitors != visitors {
			t.Errorf("%v: %d messages of visitors, want %d: of one of the two days", at.UTC(), f.Visitors, visitors)
		}
	}
}
