package draw

import (
	"strconv"
	"time"

	"floorwatch/model"
)

// Duration and reply write times as every face does.
func Duration(d time.Duration) string { return model.FormatDuration(d) }
func reply(d time.Duration) string    { return model.FormatReply(d) }

// Span writes a length of time that is a setting: "30s", "2m", "2m30s".
func Span(d time.Duration) string {
	if d >= time.Minute && d%time.Minute == 0 && d < time.Hour {
		return strconv.Itoa(int(d/time.Minute)) + "m"
	}
	return Duration(d)
}

// TwoDigits and Count write numbers as model does.
func TwoDigits(n int64) string             { return model.TwoDigits(n) }
func Count(n int, one, many string) string { return model.Count(n, one, many) }

// Ago writes the time since t in one unit, and nothing where t is not known.
// It stands where seconds do not matter, so it does not move each second.
func Ago(now, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return WholeMinutes(now.Sub(t))
}

// WholeMinutes writes a length of time in one unit, minutes or longer: "<1m", "4m", "2h", "3d".
func WholeMinutes(d time.Duration) string {
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
