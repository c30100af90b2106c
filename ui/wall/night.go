package wall

import (
	"errors"
	"strings"
	"time"

	"floorwatch/model"
)

// A night is a time span of each day in local time. The zero value is not a night.
type night struct{ from, to int } // minutes of the day

func parseNight(s string) (night, error) {
	if s == "" {
		return night{}, nil
	}
	first, last, _ := strings.Cut(s, "-")
	from, err := model.MinuteOfDay(first)
	to, err2 := model.MinuteOfDay(last)
	if err := errors.Join(err, err2); err != nil {
		return night{}, err
	}
	if from == to {
		return night{}, errors.New("starts when it ends")
	}
	return night{from % (24 * 60), to}, nil
}

// at reports whether it is night at t, in t's own time zone.
func (n night) at(t time.Time) bool {
	m := 60*t.Hour() + t.Minute()
	if n.from <= n.to {
		return m >= n.from && m < n.to
	}
	return m >= n.from || m < n.to
}
