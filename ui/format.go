package ui

import (
	"strconv"
	"time"
)

// duration writes a clock as a person says it: "38s", "4m12s", "1h05m",
// "2d03h". It is at most six cells wide below 100 days, and never negative.
func duration(d time.Duration) string {
	s := max(0, int64(d/time.Second))
	m, h, days := s/60, s/3600, s/86400
	switch {
	case s < 60:
		return strconv.FormatInt(s, 10) + "s"
	case m < 60:
		return strconv.FormatInt(m, 10) + "m" + two(s%60) + "s"
	case h < 24:
		return strconv.FormatInt(h, 10) + "h" + two(m%60) + "m"
	case days < 100:
		return strconv.FormatInt(days, 10) + "d" + two(h%24) + "h"
	}
	return ">99d"
}

// reply writes how long an answer took. The API counts whole seconds, so an
// answer within the same one took "<1s".
func reply(d time.Duration) string {
	if d < time.Second {
		return "<1s"
	}
	return duration(d)
}

// span writes a length of time that is a setting: "30s", "2m", "2m30s".
func span(d time.Duration) string {
	if d >= time.Minute && d%time.Minute == 0 && d < time.Hour {
		return strconv.Itoa(int(d/time.Minute)) + "m"
	}
	return duration(d)
}

func two(n int64) string {
	if n < 10 {
		return "0" + strconv.FormatInt(n, 10)
	}
	return strconv.FormatInt(n, 10)
}

// count writes n with the word for one or for many: "1 chat", "2 chats".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// ago writes the time since t in one unit, and nothing where t is not known.
// It stands where seconds do not matter, so it does not move each second.
func ago(now, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	d := now.Sub(t)
	switch {
	case d < time.Minute:
		return "<1m"
	case d < time.Hour:
		return strconv.Itoa(int(d/time.Minute)) + "m"
	case d < 48*time.Hour:
		return strconv.Itoa(int(d/time.Hour)) + "h"
	}
	return strconv.Itoa(int(d/(24*time.Hour))) + "d"
}
