package history

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
)

func parse(t *testing.T, a Ask, now time.Time, loc *time.Location) Period {
	t.Helper()
	p, err := ParsePeriod(a, now, loc)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// A now in the middle of Saturday 28 November 2026 in Vienna.
func saturday(t *testing.T) (time.Time, *time.Location) {
	loc := zone(t, "Europe/Vienna")
	return time.Date(2026, 11, 28, 14, 7, 0, 0, loc), loc
}

func TestPeriods(t *testing.T) {
	now, loc := saturday(t)
	early := &Shift{Name: "early", From: "06:00", To: "14:00"}
	night := &Shift{Name: "night", From: "22:00", To: "06:00"}
	for _, c := range []struct {
		ask   Ask
		spans string
	}{
		{Ask{}, "28 00:00-29 00:00"},
		{Ask{Word: "yesterday"}, "27 00:00-28 00:00"},
		{Ask{Word: "Monday"}, "23 00:00-24 00:00"},
		{Ask{Word: "saturday"}, "21 00:00-22 00:00"},
		{Ask{Word: "2026-11-01"}, "01 00:00-02 00:00"},
		{Ask{Word: "week"}, "23 00:00-30 00:00"},
		{Ask{Word: "2026-W48"}, "23 00:00-30 00:00"},
		{Ask{Word: "last-week"}, "16 00:00-23 00:00"},
		{Ask{Word: "month"}, "01 00:00-01 00:00"},
		{Ask{Word: "last-month"}, "01 00:00-01 00:00"},
		{Ask{Word: "2026-10"}, "01 00:00-01 00:00"},
		{Ask{Shift: early}, "28 06:00-28 14:00"},
		{Ask{Word: "yesterday", Shift: night}, "27 22:00-28 06:00"},
		{Ask{Word: "week", Shift: early}, "23 06:00-23 14:00 24 06:00-24 14:00 25 06:00-25 14:00 26 06:00-26 14:00 27 06:00-27 14:00 28 06:00-28 14:00"},
		{Ask{From: "2026-11-27 06:00", To: "2026-11-27 14:15"}, "27 06:00-27 14:15"},
		{Ask{From: "2026-11-27", To: "2026-11-27 24:00"}, "27 00:00-28 00:00"},
		{Ask{From: "2026-11-27T24:00", To: "2026-11-28 06:00"}, "28 00:00-28 06:00"},
	} {
		var got []string
		for _, s := range parse(t, c.ask, now, loc).Spans {
			got = append(got, s.From.In(loc).Format("02 15:04")+"-"+s.To.In(loc).Format("02 15:04"))
		}
		if strings.Join(got, " ") != c.spans {
			t.Errorf("%+v: %s, want %s", c.ask, strings.Join(got, " "), c.spans)
		}
	}
	for word, a := range map[string]Ask{
		"not a period":   {Word: "someday"},
		"not begun":      {Word: "2026-12-01"},
		"no week 54":     {Word: "2026-w54"},
		"use a multiple": {From: "2026-11-27 06:00", To: "2026-11-27 14:05"},
		"together":       {From: "2026-11-27 06:00"},
		"write it as":    {From: "2026-11-27 06:00", To: "2026-11-27 24:15"},
		"after --from":   {From: "2026-11-27 06:00", To: "2026-11-27 06:00"},
		"does not exist": {From: "2026-03-29 02:30", To: "2026-03-29 04:00"},
		"is 03:00":       {From: "2026-03-29 02:30", To: "2026-03-29 04:00"},
		"no other":       {Word: "today", From: "2026-11-27 06:00", To: "2026-11-27 14:00"},
		"has not begun":  {Shift: &Shift{Name: "late", From: "15:00", To: "22:00"}},
		"29 has not":     {From: "2026-11-29", To: "2026-11-30"},
		"half does not":  {Word: "2026-03-29", Shift: &Shift{Name: "half", From: "02:00", To: "02:30"}},
	} {
		_, err := ParsePeriod(a, now, loc)
		if err == nil || word != "no week 54" && !strings.Contains(err.Error(), word) {
			t.Errorf("%s: %v", word, err)
		}
	}
	twice := parse(t, Ask{From: "2026-10-25 02:30", To: "2026-10-25 03:00"}, now, loc)
	if d := twice.Spans[0].To.Sub(twice.Spans[0].From); d != 90*time.Minute {
		t.Errorf("from the first 02:30 to 03:00 it is %v", d)
	}
}

func TestShiftsAreChecked(t *testing.T) {
	for _, s := range []Shift{{"a", "06:00", "06:00"}, {"a", "06:05", "14:00"}, {"", "06:00", "14:00"}, {"a", "6", "14:00"}, {"a", "06:00", "25:00"}} {
		if s.Check() == nil {
			t.Errorf("%+v is accepted", s)
		}
	}
	if err := (Shift{"late", "14:00", "24:00"}).Check(); err != nil {
		t.Error(err)
	}
}

// Local days are whole numbers of quarters of an hour, whatever clocks do.
func TestDaysOfChange(t *testing.T) {
	for _, c := range []struct {
		zone, date string
		slots      int
		hours      int // rows of a report by hour
	}{
		{"Europe/Vienna", "2026-03-29", 92, 23}, {"Europe/Vienna", "2026-10-25", 100, 25}, {"Europe/Vienna", "2026-11-28", 96, 24},
		{"Australia/Lord_Howe", "2026-04-05", 98, 25}, {"Australia/Lord_Howe", "2026-10-04", 94, 24},
		{"Pacific/Chatham", "2026-04-05", 100, 26}, {"Pacific/Chatham", "2026-09-27", 92, 24}, {"Asia/Kathmandu", "2026-03-29", 96, 24},
		{"America/Santiago", "2026-04-04", 100, 25}, {"America/Santiago", "2026-09-06", 92, 23},
		{"America/Havana", "2026-03-08", 92, 23}, {"America/Havana", "2026-11-01", 100, 25},
		{"Africa/Cairo", "2026-04-24", 92, 23}, {"Africa/Cairo", "2026-10-29", 100, 25}, // no midnight, and midnight twice
	} {
		loc := zone(t, c.zone)
		now := time.Date(2027, 1, 1, 0, 0, 0, 0, loc)
		p := parse(t, Ask{Word: c.date}, now, loc)
		s := p.Spans[0]
		if n := int(s.To.Sub(s.From) / ledger.SlotLength); n != c.slots {
			t.Errorf("%s on %s has %d slots, want %d", c.zone, c.date, n, c.slots)
		}
		if !onSlot(s.From) || s.From.Add(-time.Second).Format(time.DateOnly) == c.date || s.From.Format(time.DateOnly) != c.date {
			t.Errorf("%s on %s begins at %v", c.zone, c.date, s.From)
		}
		rows := newBuckets(ByHour, p, s.To).rows
		if len(rows) != c.hours {
			t.Errorf("%s on %s has %d rows, want %d", c.zone, c.date, len(rows), c.hours)
		}
		labels := map[string]bool{}
		at := s.From
		for _, r := range rows {
			if !r.From.Equal(at) || labels[r.Label] {
				t.Errorf("%s on %s: row %s begins at %v, want %v", c.zone, c.date, r.Label, r.From, at)
			}
			at, labels[r.Label] = r.To, true
		}
		if !at.Equal(s.To) {
			t.Errorf("%s on %s ends at %v", c.zone, c.date, at)
		}
	}
}

// writeDays puts days into a folder.
func writeDays(t *testing.T, days ...*ledger.Day) Folder {
	t.Helper()
	dir := t.TempDir()
	for _, d := range days {
		if err := os.WriteFile(filepath.Join(dir, fileName(d.Date)), encoded(t, d), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return Folder{dir}
}

func query(p Period, by By, now time.Time) Query {
	return Query{Period: p, By: by, Now: now, FirstReply: model.ServiceThresholds{MinTurns: 5, Warn: 80}}
}

// weekOf are seven random days.
func weekOf(t *testing.T, loc *time.Location) []*ledger.Day {
	var days []*ledger.Day
	for i := range 7 {
		days = append(days, testDayIn(time.Date(2026, 11, 16+i, 12, 0, 0, 0, loc).Format(time.DateOnly), uint64(i), loc))
	}
	return days
}

// sparseWeek is weekOf with a twelfth of its figures, which is read sooner.
func sparseWeek(t *testing.T, loc *time.Location) []*ledger.Day {
	days := weekOf(t, loc)
	for _, d := range days {
		var some []ledger.Slot
		for i := 0; i < len(d.Slots); i += 12 {
			some = append(some, d.Slots[i])
		}
		d.Slots = some
	}
	return days
}

// A week is the sum of its days, however the table goes, and agents and teams add up to it.
func TestAWeekIsTheSumOfItsDays(t *testing.T) {
	now, loc := saturday(t)
	days := weekOf(t, loc)
	src := writeDays(t, days...)
	var want ledger.SlotFigures
	leftOut := 0
	for _, d := range days {
		sum := d.Sum()
		leftOut += d.LeftOut.UnknownType
		want.Add(&sum)
	}
	want.Peak = 0
	for _, by := range Bys {
		r, err := NewReport(src, query(parse(t, Ask{Word: "last-week"}, now, loc), by, now))
		if err != nil {
			t.Fatal(err)
		}
		check := func(what string, rows ...ledger.PeriodRow) {
			t.Helper()
			var sum ledger.SlotFigures
			for i := range rows {
				sum.Add(&rows[i].SlotFigures)
			}
			sum.Peak = 0
			if got := firstDifference(sum, want); got != firstDifference(want, want) {
				t.Errorf("by %s, %s: %s", by, what, got)
			}
		}
		if r.LeftOut.UnknownType != leftOut || leftOut == 0 {
			t.Errorf("by %s: %d messages of an unknown type are left out, want %d", by, r.LeftOut.UnknownType, leftOut)
		}
		check("all", r.Total)
		check("agents", r.Agents...)
		check("teams", r.Teams...)
		if rows := map[By]int{ByHour: 168, ByDay: 7, ByWeekday: 7}[by]; rows != len(r.Buckets) {
			t.Errorf("by %s: %d rows, want %d", by, len(r.Buckets), rows)
		} else if rows > 0 {
			check("buckets", r.Buckets...)
		}
	}
}

// The zone that the report is in changes where days begin, not what there is.
func TestAnotherZoneHasTheSameTotals(t *testing.T) {
	now, loc := saturday(t)
	days := weekOf(t, loc)
	src := writeDays(t, days...)
	from, to := days[0].From, days[6].To
	var want ledger.SlotFigures
	for _, d := range days {
		sum := d.Sum()
		want.Add(&sum)
	}
	want.Peak = 0
	for _, name := range []string{"Asia/Kathmandu", "Australia/Lord_Howe", "America/Havana"} {
		p := Period{Title: "a week", Spans: []ledger.TimeSpan{{From: from, To: to}}, Loc: zone(t, name)}
		for _, by := range []By{ByHour, ByDay} {
			r, err := NewReport(src, query(p, by, now))
			if err != nil {
				t.Fatal(err)
			}
			got := r.Total.SlotFigures
			got.Peak = 0
			if d := firstDifference(got, want); d != firstDifference(want, want) {
				t.Errorf("%s by %s: %s", name, by, d)
			}
		}
	}
}

func TestWhatIsMissingIsSaid(t *testing.T) {
	now, loc := saturday(t)
	days := weekOf(t, loc)
	src := writeDays(t, days[0], days[1], days[3], days[4], days[5], days[6])
	if err := os.WriteFile(filepath.Join(src.Dir, fileName("2026-11-17")), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := NewReport(src, query(parse(t, Ask{Word: "last-week"}, now, loc), ByDay, now))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(r.Notes, "; "); got != "nothing was kept of 18 Nov; 17 Nov: damaged, left out" {
		t.Errorf("notes: %s", got)
	}
	if !r.Buckets[1].Incomplete() || !r.Buckets[2].Incomplete() || len(r.Gaps) == 0 {
		t.Errorf("days without figures are not grey: %v", r.Gaps)
	}
	var nothing *NothingError
	if _, err := NewReport(src, query(parse(t, Ask{Word: "2026-10-01"}, now, loc), ByDay, now)); !errors.As(err, &nothing) ||
		!strings.Contains(err.Error(), "begins on 16 Nov") {
		t.Errorf("before the first day: %v", err)
	}
	if _, err := NewReport(Folder{t.TempDir()}, query(parse(t, Ask{}, now, loc), ByHour, now)); !errors.As(err, &nothing) || !strings.Contains(err.Error(), "holds no figures yet") {
		t.Errorf("an empty folder: %v", err)
	}
	if _, err := NewReport(Folder{filepath.Join(t.TempDir(), "none")}, query(parse(t, Ask{}, now, loc), ByHour, now)); !errors.As(err, &nothing) {
		t.Errorf("no folder: %v", err)
	}
}

func TestAReportOfATeamAndAnAgent(t *testing.T) {
	now, loc := saturday(t)
	d := testDayIn("2026-11-27", 3, loc)
	src := writeDays(t, d)
	q := query(parse(t, Ask{Word: "yesterday"}, now, loc), ByHour, now)
	q.Team = "Support"
	r, err := NewReport(src, q)
	if err != nil {
		t.Fatal(err)
	}
	want := 0
	for _, s := range d.Slots {
		if d.Agents[s.Agent].Team.String() == "Support" {
			want += s.Replies
		}
	}
	if r.Total.Replies != want || len(r.Agents) != 2 || len(r.Found) > 10 {
		t.Errorf("replies %d of %d, agents %d", r.Total.Replies, want, len(r.Agents))
	}
	q.Team, q.Agent = "", 5
	if r, err = NewReport(src, q); err != nil || len(r.Agents) != 1 || r.Total.Replies != r.Agents[0].Replies || r.Total.ActiveAgents != 1 {
		t.Errorf("one agent: %v", err)
	}
}

// Today is what the file has of it, and ends when that was written.
func TestTodaySoFar(t *testing.T) {
	now, loc := saturday(t)
	d := testDayIn("2026-11-28", 3, loc)
	d.Final, d.Written = false, now.Add(-3*time.Minute)
	d.Slots = pick(d.Slots, nil, func(s ledger.Slot) bool { return s.Start.Before(d.Written) })
	r, err := NewReport(writeDays(t, d), query(parse(t, Ask{}, now, loc), ByHour, now))
	if err != nil {
		t.Fatal(err)
	}
	if !r.Until.Equal(d.Written) || len(r.Buckets) != 15 || r.Total.Length != 14*time.Hour+4*time.Minute {
		t.Errorf("until %v, %d rows, %v", r.Until, len(r.Buckets), r.Total.Length)
	}
}

// The ten longest of any union are listed, with every missed and dropped chat.
func TestTheTenLatestAreListed(t *testing.T) {
	now, loc := saturday(t)
	d := testDayIn("2026-11-27", 3, loc)
	d.Found = nil
	for i := range 40 {
		d.Found = append(d.Found, ledger.Finding{Kind: ledger.FindingLate, At: d.From.Add(time.Duration(i+1) * time.Minute), Chat: model.ChatID(i), Waited: time.Duration(i*37%40) * time.Minute})
	}
	d.Found = append(d.Found, ledger.Finding{Kind: ledger.FindingDropped, At: d.From.Add(time.Hour), Chat: 99})
	d.Sort()
	r, err := NewReport(writeDays(t, d), query(parse(t, Ask{Word: "yesterday"}, now, loc), ByDay, now))
	if err != nil || len(r.Found) != 11 {
		t.Fatalf("%d, %v", len(r.Found), err)
	}
	for i, f := range r.Found {
		if f.Kind == ledger.FindingLate && f.Waited < 30*time.Minute || i > 0 && f.At.Before(r.Found[i-1].At) {
			t.Errorf("%+v", f)
		}
	}
}

func TestDemoIsDeterministic(t *testing.T) {
	now, loc := saturday(t)
	a, b, other := NewDemo(1, now, loc), NewDemo(1, now, loc), NewDemo(2, now, loc)
	days, _ := a.Days()
	if len(days) != 57 || days[0] != "2026-10-03" || days[56] != "2026-11-28" {
		t.Fatalf("days %v", days)
	}
	for _, day := range []string{days[0], days[22], days[56]} {
		x, err := a.Read(day, DepthAll)
		if err != nil {
			t.Fatal(err)
		}
		y, _ := b.Read(day, DepthAll)
		if !equalDays(x, y) {
			t.Errorf("%s differs", day)
		}
		if z, _ := other.Read(day, DepthAll); equalDays(x, z) {
			t.Errorf("%s is that of another seed", day)
		}
	}
}

// What is suggested for a mistyped period is one.
func TestPeriodWords(t *testing.T) {
	for _, word := range PeriodWords() {
		if err := (Ask{Word: word}).Check(); err != nil {
			t.Errorf("%s: %v", word, err)
		}
	}
	var odd *PeriodError
	if err := (Ask{Word: "lastweek"}).Check(); !errors.As(err, &odd) || odd.Word != "lastweek" {
		t.Errorf("lastweek: %v, want a PeriodError of it", err)
	}
}
