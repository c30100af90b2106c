package wall

import "time"

// A backlog is how many chats waited at the end of each minute, as far as the wall
// has seen it. The zero backlog has seen nothing.
type backlog struct {
	minutes []waited
}

type waited struct {
	start time.Time
	n     int
}

// note takes what waits at a moment; the last of a minute holds.
func (k *backlog) note(now time.Time, n int) {
	start := now.Truncate(time.Minute)
	if i := len(k.minutes) - 1; i >= 0 && !k.minutes[i].start.Before(start) {
		for i >= 0 && k.minutes[i].start.After(start) {
			i-- // the clock was set back
		}
		if k.minutes = k.minutes[:i+1]; i >= 0 && k.minutes[i].start.Equal(start) {
			k.minutes[i].n = n
			return
		}
	}
	k.minutes = append(k.minutes, waited{start, n})
	if len(k.minutes) > activityMinutes {
		k.minutes = append(k.minutes[:0], k.minutes[len(k.minutes)-activityMinutes:]...)
	}
}

// at is how many waited in the minute that starts then; -1 where that is not known.
func (k *backlog) at(start time.Time) int {
	start = start.Truncate(time.Minute)
	for i := len(k.minutes) - 1; i >= 0; i-- {
		switch m := &k.minutes[i]; {
		case m.start.Equal(start):
			return m.n
		case m.start.Before(start):
			return -1
		}
	}
	return -1
}
