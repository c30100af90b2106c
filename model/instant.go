package model

import (
	"math"
	"time"
)

// An Instant is a moment in nanoseconds since 1970, at a third of the size of time.Time: a Board holds hundreds of
// thousands.
type Instant int64

// Never is the Instant of the zero time; it lies before every other Instant.
const Never Instant = math.MinInt64

// Times outside these years become the nearer end (an API's 0000-00-00 or 9999-12-31), so that no difference or
// sum overflows.
const (
	firstSecond = 0             // 1970
	lastSecond  = 7_258_118_400 // 2200
)

// InstantOf returns t, limited to the years 1970 to 2200, or Never for the zero time.
func InstantOf(t time.Time) Instant {
	if t.IsZero() {
		return Never
	}
	switch s := t.Unix(); {
	case s < firstSecond:
		return Instant(firstSecond * int64(time.Second))
	case s > lastSecond:
		return Instant(lastSecond * int64(time.Second))
	}
	return Instant(t.UnixNano())
}

// Time is the reverse of InstantOf, in UTC; the zero time for Never.
func (s Instant) Time() time.Time {
	if s == Never {
		return time.Time{}
	}
	return time.Unix(0, int64(s)).UTC()
}

// Add returns s + d; Never stays Never.
func (s Instant) Add(d time.Duration) Instant {
	if s == Never {
		return Never
	}
	return s + Instant(d)
}

// Since returns s − from, at least 0; 0 if either is Never.
func (s Instant) Since(from Instant) time.Duration {
	if from == Never || from >= s {
		return 0
	}
	return time.Duration(s - from)
}

// Seconds rounds down to the API's resolution of a second.
func (s Instant) Seconds() Instant {
	if s == Never {
		return Never
	}
	r := s % Instant(time.Second)
	if r < 0 {
		r += Instant(time.Second)
	}
	return s - r
}

// Earlier returns the earlier of two moments, ignoring Never if the other is not.
func Earlier(a, b Instant) Instant {
	if a == Never || (b != Never && b < a) {
		return b
	}
	return a
}
