package wall

import (
	"errors"
	"strings"
	"time"
)

// A night is a time span of each day in local time. The zero value is not a night.
type night struct{ from, to int } // minutes of the day

func parseNight(s string) (night, error) {
	if s == "" {
		return night{}, nil
	}
	const layout = "15:04"
	first, last, _ := strings.Cut(s, "-")
	from, err := time.Parse(layout, strings.TrimSpace(first))
	to, err2 := time.Parse(layout, strings.TrimSpace(last))
	if err := errors.Join(err, err2); err != nil {
		return night{}, err
	}
	minutes := func(t time.Time) int { return 60*t.Hour() + t.Minute() }
	if minutes(from) == minutes(to) {
		return night{}, errors.New("starts when it ends")
	}
	return night{minutes(from), minutes(to)}, nil
}

// at reports whether it is night at t, in t's own time zone.
func (n night) at(t time.Time) bool {
	m := 60*t.Hour() + t.Minute()
	if n.from <= n.to {
		return m >= n.from && m < n.to
	}
	return m >= n.from || m < n.to
}
