package history

import "time"

// dayStart returns the first moment of the local day that holds noon of t's
// date, which is not 0:00 where clocks change then.
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

// dayBounds returns when t's local day begins and ends. It has 92 to 100
// quarters of an hour, so bounds are not found by adding 24 h.
func dayBounds(t time.Time, loc *time.Location) (from, to time.Time) {
	y, m, d := t.In(loc).Date()
	return dayStart(t, loc), dayStart(time.Date(y, m, d+1, 12, 0, 0, 0, loc), loc)
}

// zoneName is a zone's name; of the machine's own, which goes by no name, how clocks call it then.
func zoneName(loc *time.Location, at time.Time) string {
	if name := loc.String(); name != "Local" {
		return name
	}
	return at.In(loc).Format("MST")
}
