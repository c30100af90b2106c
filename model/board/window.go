package board

import "time"

// startOfDay returns the first moment of t's day in t's zone. Where clocks go
// forward at midnight that is later than 0:00, which does not exist then.
func startOfDay(t time.Time) time.Time {
	y, m, d := t.Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, t.Location())
	first := func(at time.Time) bool { return same(at, y, m, d) && !same(at.Add(-1), y, m, d) }
	if first(day) {
		return day
	}
	// Clocks change close by: midnight exists twice, or not at all.
	_, offset := day.Add(-3 * time.Hour).Zone()
	start, end := day.ZoneBounds()
	midnight := time.Date(y, m, d, 0, 0, -offset, 0, time.UTC).In(t.Location())
	for _, at := range []time.Time{midnight, start, end} {
		if !at.IsZero() && first(at) {
			return at
		}
	}
	return day
}

func same(t time.Time, y int, m time.Month, d int) bool {
	ty, tm, td := t.Date()
	return ty == y && tm == m && td == d
}
