package draw

import (
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
)

// Duration formats a duration as every face does.
func Duration(d time.Duration) string { return model.FormatDuration(d) }
func reply(d time.Duration) string    { return model.FormatReply(d) }

// Span formats a duration from the configuration: "30s", "2m", "2m30s".
func Span(d time.Duration) string {
	if d >= time.Minute && d%time.Minute == 0 && d < time.Hour {
		return strconv.Itoa(int(d/time.Minute)) + "m"
	}
	return Duration(d)
}

// ValueIn formats a figure's value for a column of w cells. A duration that does not fit loses its seconds: truncated,
// "≥12m10s" would be another time.
func (st *Style) ValueIn(v model.Value, w int) string {
	s := st.Value(v)
	if d := v.Duration(); st.Width(s) > w && v.Unit.IsDuration() && d >= time.Minute {
		return strings.Replace(s, Duration(d), WholeMinutes(d), 1)
	}
	return s
}

// TwoDigits formats n with a leading zero below ten.
func TwoDigits(n int64) string { return model.TwoDigits(n) }

// Count formats n with the singular or the plural.
func Count(n int, one, many string) string { return model.Count(n, one, many) }

// Ago formats the time since t in one unit; empty if t is zero. It is for places where seconds do not matter, so
// that they do not change every second.
func Ago(now, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return WholeMinutes(now.Sub(t))
}

// WholeMinutes formats a duration in one unit, minutes or longer: "<1m", "4m", "2h", "3d".
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
