package acquire

import (
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
)

// maxDuration is more than any total of a day; longer values were misread.
const maxDuration = 1000 * time.Hour

// parseDuration parses Acquire's four formats of durations: whole seconds (641),
// minutes.seconds (10.41), "00:01:05", and "09 hours 35 seconds ". An empty value (""
// or null) is not Known; ok is false if v is unreadable.
func parseDuration(v value) (d model.Duration, ok bool) {
	if v.container() {
		return d, false
	}
	text := strings.TrimSpace(v.scalar())
	if text == "" {
		return d, true
	}
	if len(text) > maxWhen {
		return d, false
	}
	for _, read := range []func(string) (time.Duration, bool){wholeSeconds, clockFace, wordy} {
		if t, ok := read(text); ok && t >= 0 && t <= maxDuration {
			return model.Duration{D: t, Known: true}, true
		}
	}
	return minutesSeconds(text)
}

func wholeSeconds(text string) (time.Duration, bool) {
	n, err := strconv.ParseInt(text, 10, 32)
	return time.Duration(n) * time.Second, err == nil
}

// minutesSeconds parses 10.41 as 10 min 41 s. With one digit after the point the result
// is not Known: 0.5 may be 5 s or, its last zero lost in a number, 50 s.
func minutesSeconds(text string) (d model.Duration, ok bool) {
	minutes, seconds, found := strings.Cut(text, ".")
	m, merr := strconv.ParseUint(minutes, 10, 16)
	s, serr := strconv.ParseUint(seconds, 10, 16)
	if !found || merr != nil || serr != nil || s > 59 || len(seconds) > 2 {
		return d, false
	}
	if len(seconds) == 1 && s != 0 {
		return d, true
	}
	return model.Duration{D: time.Duration(m)*time.Minute + time.Duration(s)*time.Second, Known: true}, true
}

// clockFace parses hours:minutes:seconds.
func clockFace(text string) (time.Duration, bool) {
	parts := strings.Split(text, ":")
	if len(parts) != 3 {
		return 0, false
	}
	var total time.Duration
	for i, p := range parts {
		n, err := strconv.ParseUint(p, 10, 16)
		if err != nil || (i > 0 && n > 59) {
			return 0, false
		}
		total = total*60 + time.Duration(n)
	}
	return total * time.Second, true
}

// wordy parses "08 minutes 52 seconds", which leaves out units that are zero.
func wordy(text string) (time.Duration, bool) {
	words := strings.Fields(strings.ToLower(text))
	if len(words)%2 != 0 {
		return 0, false
	}
	var total time.Duration
	for i := 0; i < len(words); i += 2 {
		n, err := strconv.ParseUint(words[i], 10, 16)
		if err != nil {
			return 0, false
		}
		unit := time.Duration(0)
		switch strings.TrimSuffix(words[i+1], "s") {
		case "day":
			unit = 24 * time.Hour
		case "hour":
			unit = time.Hour
		case "minute":
			unit = time.Minute
		case "second":
			unit = time.Second
		default:
			return 0, false
		}
		total += time.Duration(n) * unit
		if total > maxDuration {
			return 0, false
		}
	}
	return total, len(words) > 0
}
