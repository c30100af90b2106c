package model

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func instant(t testing.TB, zone *time.Location, text string) Instant {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04:05", text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return InstantOf(at)
}

func zoneOf(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestCalendar(t *testing.T) {
	office := Hours{Open: []string{"mon-fri 08:00-12:00", "mon-fri 13:00-18:00"}, Except: []string{"2026-12-24 08:00-12:00", "2026-12-25 closed"}}
	night := Hours{Open: []string{"fri-sat 22:00-06:00", "sat 05:00-07:00"}}
	always := Hours{Open: []string{"mon-sun 00:00-24:00"}}
	for _, c := range []struct {
		name     string
		hours    Hours
		zone     string
		from, to string
		want     time.Duration
	}{
		{"within", office, "UTC", "2026-11-27 09:00:00", "2026-11-27 09:10:00", 10 * time.Minute},
		{"over lunch", office, "UTC", "2026-11-27 11:59:50", "2026-11-27 13:00:15", 25 * time.Second},
		{"over night", office, "UTC", "2026-11-26 17:59:50", "2026-11-27 08:00:15", 25 * time.Second},
		{"over the weekend", office, "UTC", "2026-11-27 17:00:00", "2026-11-30 09:00:00", 2 * time.Hour},
		{"closed", office, "UTC", "2026-11-28 10:00:00", "2026-11-28 12:00:00", 0},
		{"backwards", office, "UTC", "2026-11-27 10:00:00", "2026-11-27 09:00:00", 0},
		{"half a day, and a day closed", office, "UTC", "2026-12-24 07:00:00", "2026-12-28 08:00:00", 4 * time.Hour},
		{"in the floor's zone", office, "Asia/Kathmandu", "2026-11-27 07:00:00", "2026-11-27 09:00:00", time.Hour},
		{"across midnight, what overlaps once", night, "UTC", "2026-11-27 23:00:00", "2026-11-28 08:00:00", 8 * time.Hour},
		{"after midnight only", night, "UTC", "2026-11-29 01:00:00", "2026-11-29 08:00:00", 5 * time.Hour},
		// Days of clock change: real seconds count.
		{"23 hours", always, "Europe/Vienna", "2026-03-29 00:00:00", "2026-03-30 00:00:00", 23 * time.Hour},
		{"25 hours", always, "Europe/Vienna", "2026-10-25 00:00:00", "2026-10-26 00:00:00", 25 * time.Hour},
		{"half an hour, Lord Howe", always, "Australia/Lord_Howe", "2026-04-05 00:00:00", "2026-04-06 00:00:00", 24*time.Hour + 30*time.Minute},
		{"no midnight, Santiago", always, "America/Santiago", "2026-09-05 12:00:00", "2026-09-06 12:00:00", 23 * time.Hour},
		{"midnight twice, Havana", always, "America/Havana", "2026-10-31 12:00:00", "2026-11-01 12:00:00", 25 * time.Hour},
		{"Chatham", always, "Pacific/Chatham", "2026-09-27 00:00:00", "2026-09-28 00:00:00", 23 * time.Hour},
		{"opens at a time that is skipped", Hours{Open: []string{"sun 02:30-06:00"}}, "Europe/Vienna", "2026-03-29 00:00:00", "2026-03-29 12:00:00", 3 * time.Hour},
		{"closes at a time that is skipped", Hours{Open: []string{"sun 01:00-02:30"}}, "Europe/Vienna", "2026-03-29 00:00:00", "2026-03-29 12:00:00", time.Hour},
		{"opens at a time that comes twice: the first", Hours{Open: []string{"sun 02:30-06:00"}}, "Europe/Vienna", "2026-10-25 00:00:00", "2026-10-25 12:00:00", 4*time.Hour + 30*time.Minute},
		{"a zone of its own", Hours{Open: office.Open, Timezone: "America/New_York"}, "UTC", "2026-11-27 12:00:00", "2026-11-27 14:00:00", time.Hour},
	} {
		zone := zoneOf(t, c.zone)
		cal := NewCalendar(c.hours, zone)
		from, to := instant(t, zone, c.from), instant(t, zone, c.to)
		if got := cal.OpenTime(from, to); got != c.want {
			t.Errorf("%s: %s to %s is open for %s, want %s", c.name, c.from, c.to, got, c.want)
		}
	}
	if c := NewCalendar(Hours{}, time.UTC); c != nil || c.OpenTime(10, 30) != 20 || !c.IsOpen(5) || c.AddOpen(5, 10) != 15 {
		t.Error("without hours a floor never closes")
	}
}

func TestCalendarOpens(t *testing.T) {
	c := NewCalendar(Hours{Open: []string{"mon-fri 08:00-18:00"}, Except: []string{"2026-11-30 closed"}}, time.UTC)
	for at, want := range map[string]string{
		"2026-11-27 07:59:59": "2026-11-27 08:00:00", "2026-11-27 08:00:00": "2026-11-27 08:00:00", "2026-11-27 17:59:59": "2026-11-27 17:59:59",
		"2026-11-27 18:00:00": "2026-12-01 08:00:00",
	} {
		if got := c.NextOpen(instant(t, time.UTC, at)); got != instant(t, time.UTC, want) {
			t.Errorf("at %s it opens %s, want %s", at, got.Time(), want)
		}
	}
	from := instant(t, time.UTC, "2026-11-27 17:59:50")
	if got := c.AddOpen(from, 30*time.Second); got != instant(t, time.UTC, "2026-12-01 08:00:20") {
		t.Errorf("30 s are reached at %s", got.Time())
	}
	shut := NewCalendar(Hours{Open: []string{"mon 08:00-09:00"}, Except: []string{"2026-11-30 closed"}}, time.UTC)
	if shut.IsOpen(instant(t, time.UTC, "2026-11-30 08:30:00")) {
		t.Error("open on a day that is closed")
	}
	zone := zoneOf(t, "Europe/Vienna")
	friday := instant(t, zone, "2026-11-27 19:00:00").Time()
	for opens, want := range map[string]string{"2026-11-27 20:00:00": "opens 20:00", "2026-11-30 08:00:00": "opens Mon 08:00", "2026-12-14 08:00:00": "opens 14 Dec 08:00"} {
		if got := OpensAt(instant(t, zone, opens).Time(), friday, zone); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// What the Calendar finds by days is what a count of minutes by the clock on the wall finds, away from clock changes.
func TestCalendarAgainstMinutes(t *testing.T) {
	hours := Hours{Open: []string{"mon-thu 08:15-12:00", "mon-thu 11:00-17:30", "fri-sun 21:00-03:00", "sun 12:00-24:00"}, Except: []string{"2026-06-10 closed", "2026-06-11 10:00-10:01"}}
	zone := zoneOf(t, "Asia/Kathmandu")
	c := NewCalendar(hours, zone)
	open := func(at time.Time) bool {
		m, day := at.Hour()*60+at.Minute(), at.Format(time.DateOnly)
		before := at.Add(-24 * time.Hour).Weekday()
		late := m < 3*60 && (before == time.Friday || before == time.Saturday || before == time.Sunday)
		switch d := at.Weekday(); {
		case late:
			return true
		case day == "2026-06-10":
			return false
		case day == "2026-06-11":
			return m == 10*60
		case d == time.Sunday:
			return m >= 12*60
		case d == time.Friday || d == time.Saturday:
			return m >= 21*60
		default:
			return m >= 8*60+15 && m < 17*60+30
		}
	}
	start := time.Date(2026, 6, 5, 0, 0, 0, 0, zone)
	rapid.Check(t, func(t *rapid.T) {
		from := start.Add(time.Duration(rapid.IntRange(0, 12*24*60).Draw(t, "from")) * time.Minute)
		to := from.Add(time.Duration(rapid.IntRange(0, 4*24*60).Draw(t, "minutes")) * time.Minute)
		var want time.Duration
		for at := from; at.Before(to); at = at.Add(time.Minute) {
			if open(at) {
				want += time.Minute
			}
		}
		got := c.OpenTime(InstantOf(from), InstantOf(to))
		if got != want {
			t.Fatalf("%s to %s: open for %s, want %s", from, to, got, want)
		}
		if c.IsOpen(InstantOf(from)) != open(from) {
			t.Fatalf("open at %s: %v", from, !open(from))
		}
		if got > 0 {
			if at := c.AddOpen(InstantOf(from), got); at > InstantOf(to) || c.OpenTime(InstantOf(from), at) != got {
				t.Fatalf("%s of %s are reached at %s", got, from, at.Time())
			}
		}
	})
}

func TestHoursValidate(t *testing.T) {
	for _, h := range []Hours{
		{Open: []string{"mon-fri"}}, {Open: []string{"mon-fri 8-18"}}, {Open: []string{"mo 08:00-18:00"}}, {Open: []string{"mon 08:00-08:00"}},
		{Open: []string{"mon 24:00-08:00"}}, {Open: []string{"mon 08:00-25:00"}}, {Open: []string{"mon 08:00-18:00"}, Except: []string{"24.12. closed"}},
		{Open: []string{"mon 08:00-18:00"}, Except: []string{"2026-12-24"}}, {Except: []string{"2026-12-24 closed"}}, {Open: []string{"mon 08:00-18:00"}, Timezone: "Vienna"},
	} {
		if h.Validate("hours") == nil {
			t.Errorf("%+v is taken", h)
		}
	}
	good := Hours{Open: []string{"Mon-Fri 08:00-18:00", "sat-mon 22:00-06:00", "sun 00:00-24:00"}, Except: []string{"2026-12-25 closed"}, Timezone: "Europe/Vienna"}
	if err := good.Validate("hours"); err != nil {
		t.Error(err)
	}
}

// A part of each day may cross midnight, and never is the whole day by mistake.
func TestDailySpan(t *testing.T) {
	for _, c := range []struct {
		span string
		at   string
		want bool
	}{
		{"22:00-06:00", "22:00", true}, {"22:00-06:00", "21:59", false}, {"22:00-06:00", "00:00", true}, {"22:00-06:00", "05:59", true}, {"22:00-06:00", "06:00", false},
		{"12:00-13:30", "12:00", true}, {"12:00-13:30", "13:30", false}, {"12:00-13:30", "23:00", false}, {" 1:00 - 2:00 ", "01:30", true},
		{"22:00-24:00", "23:59", true}, {"22:00-24:00", "00:00", false}, {"24:00-06:00", "00:00", true}, {"24:00-06:00", "23:59", false},
	} {
		n, err := ParseDailySpan(c.span)
		if err != nil {
			t.Errorf("%q: %v", c.span, err)
		}
		at, err := time.Parse("15:04", c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := n.Contains(at); got != c.want {
			t.Errorf("%q at %s: in it %v, want %v", c.span, c.at, got, c.want)
		}
	}
	for _, bad := range []string{"", "22:00", "22:00-", "22:00-25:00", "07:00-07:00", "24:00-00:00"} {
		if s, err := ParseDailySpan(bad); err == nil {
			t.Errorf("%q is read as %v", bad, s)
		}
	}
	for h := range 24 {
		if (DailySpan{}).Contains(time.Date(2026, 1, 1, h, 0, 0, 0, time.UTC)) {
			t.Errorf("no time at all contains %d:00", h)
		}
	}
}
