package history

import (
	"testing"
	"time"

	"floorwatch/model/ledger"
)

// Weekdays that the period does not have are no rows, least of all rows of 0.
func TestOnlyTheWeekdaysOfThePeriod(t *testing.T) {
	now, loc := saturday(t)
	r, err := NewReport(writeDays(t, weekOf(t, loc)...), query(parse(t, Ask{From: "2026-11-17", To: "2026-11-19"}, now, loc), ByWeekday, now))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Buckets) != 2 || r.Buckets[0].Label != "Tuesday" || r.Buckets[1].Label != "Wednesday" {
		t.Errorf("%+v", r.Buckets)
	}
}

// The table of weekdays and hours knows which of them were watched.
func TestTheHoursOfWeekdaysAreWatched(t *testing.T) {
	now, loc := saturday(t)
	days := weekOf(t, loc)
	monday := days[0]
	monday.Watched = []ledger.TimeSpan{{From: monday.From.Add(90 * time.Minute), To: monday.From.Add(7 * time.Hour)}}
	q := query(parse(t, Ask{Word: "last-week"}, now, loc), ByDay, now)
	q.Heat = true
	r, err := NewReport(writeDays(t, days...), q)
	if err != nil {
		t.Fatal(err)
	}
	for hour, want := range []time.Duration{0, 30 * time.Minute, time.Hour, time.Hour, time.Hour, time.Hour, time.Hour, 0} {
		if row := r.Heat[0][hour]; row.Watched != want || row.Length != time.Hour {
			t.Errorf("Monday, %d h: watched %v of %v, want %v", hour, row.Watched, row.Length, want)
		}
	}
	var watched, length time.Duration
	for day := range r.Heat {
		for hour := range r.Heat[day] {
			watched, length = watched+r.Heat[day][hour].Watched, length+r.Heat[day][hour].Length
		}
	}
	if watched != r.Total.Watched || length != r.Total.Length {
		t.Errorf("watched %v of %v, in all %v of %v", watched, length, r.Total.Watched, r.Total.Length)
	}
}

// Where the clock was set back, the file has what is still to come. No table counts it.
func TestAFileFromTheFuture(t *testing.T) {
	now, loc := saturday(t)
	d := testDayIn("2026-11-28", 3, loc)
	d.Final, d.Written = false, now.Add(3*time.Hour)
	d.Slots = pick(d.Slots, nil, func(s ledger.Slot) bool { return s.Start.Before(d.Written) })
	src, want := writeDays(t, d), 0
	for i := range d.Slots {
		if d.Slots[i].Start.Before(now) {
			want += d.Slots[i].Visitors
		}
	}
	for _, by := range Bys {
		r, err := NewReport(src, query(parse(t, Ask{}, now, loc), by, now))
		if err != nil {
			t.Fatal(err)
		}
		rows := 0
		for i := range r.Buckets {
			rows += r.Buckets[i].Visitors
		}
		if r.Total.Visitors != want || len(r.Buckets) > 0 && rows != want {
			t.Errorf("by %s: %d messages, %d in rows, want %d", by, r.Total.Visitors, rows, want)
		}
	}
}

// Samoa had no 30 December 2011. The night shift of the day after it is one shift.
func TestADateThatWasLeftOutHasNoShift(t *testing.T) {
	loc := zone(t, "Pacific/Apia")
	p := parse(t, Ask{Word: "2011-W52", Shift: &Shift{Name: "night", From: "22:00", To: "06:00"}}, time.Date(2012, 2, 1, 0, 0, 0, 0, loc), loc)
	if len(p.Spans) != 6 {
		t.Fatalf("%d shifts in a week of six days", len(p.Spans))
	}
	for i := 1; i < len(p.Spans); i++ {
		if p.Spans[i].From.Before(p.Spans[i-1].To) {
			t.Errorf("%v begins before %v is over", p.Spans[i].From, p.Spans[i-1].To)
		}
	}
}
