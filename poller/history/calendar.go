package history

import "time"

// dayStart returns the first moment of t's local date. It is not 0:00 if clocks change at midnight.
func dayStart(t time.Time, loc *time.Location) time.Time {
	y, m, d := t.In(loc).Date()
	at := time.Date(y, m, d, 12, 0, 0, 0, loc)
	for range 24 * 4 {
		before := at.Add(-15 * time.Minute)
		if by, bm, bd := before.Date(); by != y || bm != m || bd != d {
			break
		}
		at = before
	}
	return at
}

// dayBounds returns when t's local day begins and ends. A day has 92 to 100 quarter hours, so the end is not the
// beginning plus 24 h.
func dayBounds(t time.Time, loc *time.Location) (from, to time.Time) {
	y, m, d := t.In(loc).Date()
	return dayStart(t, loc), dayStart(time.Date(y, m, d+1, 12, 0, 0, 0, loc), loc)
}

// zoneName returns a zone's name. The machine's local zone has none; for it, zoneName returns the abbreviation in use
// at the time, such as CET.
func zoneName(loc *time.Location, at time.Time) string {
	if name := loc.String(); name != "Local" {
		return name
	}
	return at.In(loc).Format("MST")
}
