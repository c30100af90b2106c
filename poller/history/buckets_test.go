package history

import (
	"strings"
	"testing"
	"time"
)

// Where clocks change, an hour ends when it would have ended: none is from 02 to 02, or an hour long from 01 to 02:30.
func TestHoursOfChangeAreNamed(t *testing.T) {
	for _, c := range []struct{ zone, date, want string }{
		{"Europe/Vienna", "2026-10-25", "01-02 02-03 02-03 CET 03-04"},
		{"Europe/Vienna", "2026-03-29", "00-01 01-02 03-04"},
		{"Australia/Lord_Howe", "2026-10-04", "00-01 01-02 02:30-03 03-04"},
		{"Australia/Lord_Howe", "2026-04-05", "00-01 01-02 01:30-02 02-03"},
		{"Africa/Cairo", "2026-10-29", "22-23 23-24 23-24 EET"},
		{"Africa/Cairo", "2026-04-24", "01-02 02-03"},
	} {
		loc := zone(t, c.zone)
		now := time.Date(2027, 1, 1, 0, 0, 0, 0, loc)
		p := parse(t, Ask{Word: c.date}, now, loc)
		var labels []string
		for _, r := range newBuckets(ByHour, p, p.Spans[0].To).rows {
			labels = append(labels, r.Label)
		}
		if all := strings.Join(labels, " "); !strings.Contains(all, c.want) {
			t.Errorf("%s on %s: %s; want %s", c.zone, c.date, all, c.want)
		}
	}
}

// A shift over midnight belongs to the day on which it begins, in the tables by day and by weekday too.
func TestAShiftBelongsToTheDayItBegins(t *testing.T) {
	now, loc := saturday(t)
	src := writeDays(t, sparseWeek(t, loc)...)
	night := &Shift{Name: "night", From: "22:00", To: "06:00"}
	for _, by := range []By{ByDay, ByWeekday} {
		week, err := NewReport(src, query(parse(t, Ask{Word: "2026-W47", Shift: night}, now, loc), by, now))
		if err != nil {
			t.Fatal(err)
		}
		if len(week.Buckets) != 7 {
			t.Fatalf("by %s: %d rows of seven shifts", by, len(week.Buckets))
		}
		for i, row := range week.Buckets {
			date := time.Date(2026, 11, 16+i, 12, 0, 0, 0, loc)
			day, err := NewReport(src, query(parse(t, Ask{Word: date.Format(time.DateOnly), Shift: night}, now, loc), by, now))
			if err != nil {
				t.Fatal(err)
			}
			label := map[By]string{ByDay: date.Format("Mon 2 Jan"), ByWeekday: date.Format("Monday")}[by]
			if row.Label != label || row.Length != 8*time.Hour || row.Watched != day.Total.Watched || row.Visitors != day.Total.Visitors || row.ActiveAgents != day.Total.ActiveAgents {
				t.Errorf("by %s: %s is %s of %v, %d messages of %d agents; the shift of %s alone %v, %d of %d", by, row.Label, row.Watched, row.Length,
					row.Visitors, row.ActiveAgents, label, day.Total.Watched, day.Total.Visitors, day.Total.ActiveAgents)
			}
		}
	}
}

// The labels of a report that touches two years name the year, and those by hour of more than a month the month: no label
// stands for two days.
func TestLabelsAreOfOneDayOnly(t *testing.T) {
	loc := zone(t, "Europe/Vienna")
	now := time.Date(2027, 6, 1, 0, 0, 0, 0, loc)
	for _, c := range []struct {
		from, to    string
		by          By
		first, last string
	}{
		{"2026-12-30", "2027-01-03", ByDay, "Wed 30 Dec 2026", "Sat 2 Jan 2027"},
		{"2026-12-30", "2026-12-31 24:00", ByDay, "Wed 30 Dec", "Thu 31 Dec"},
		{"2026-12-31", "2027-01-02", ByHour, "Thu 31 00-01", "Fri 1 23-24"},
		{"2026-01-01", "2027-01-01", ByHour, "Thu 1 Jan 00-01", "Thu 31 Dec 23-24"},
		{"2026-01-01", "2027-01-02", ByHour, "Thu 1 Jan 2026 00-01", "Fri 1 Jan 2027 23-24"},
	} {
		p := parse(t, Ask{From: c.from, To: c.to}, now, loc)
		rows := newBuckets(c.by, p, p.Spans[0].To).rows
		labels := map[string]bool{}
		for _, r := range rows {
			labels[r.Label] = true
		}
		if first, last := rows[0].Label, rows[len(rows)-1].Label; first != c.first || last != c.last || len(labels) != len(rows) {
			t.Errorf("%s to %s by %s: from %q to %q, %d labels of %d rows; want %q to %q", c.from, c.to, c.by, first, last, len(labels), len(rows), c.first, c.last)
		}
	}
	if got := parse(t, Ask{Word: "2026-w53"}, now, loc).Title; got != "Week 53 of 2026, 28 December 2026 to 3 January 2027" {
		t.Error(got)
	}
}

// A period that ends long after now has what was kept until now.
func TestAPeriodWithoutAnEndInSight(t *testing.T) {
	now, loc := saturday(t)
	src := writeDays(t, sparseWeek(t, loc)...)
	for _, to := range []string{"2026-11-28", "9999-12-31"} {
		r, err := NewReport(src, query(parse(t, Ask{From: "2026-11-16", To: to}, now, loc), ByDay, now))
		if err != nil || r.Total.Visitors == 0 {
			t.Errorf("to %s: %v", to, err)
		}
	}
}
