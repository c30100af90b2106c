package model

import (
	"math"
	"time"
)

// A stamp is a moment in nanoseconds since 1970, a third of a time.Time's
// size: the Board holds hundreds of thousands.
type stamp int64

// never is the stamp of the zero time; it lies before every other stamp.
const never stamp = math.MinInt64

// Of the years that an int64 of nanoseconds can hold; a time beyond them (an
// API's year 9999) is drawn to the nearer end.
const (
	firstSecond = math.MinInt64/int64(time.Second) + 1
	lastSecond  = math.MaxInt64/int64(time.Second) - 1
)

func stampOf(t time.Time) stamp {
	if t.IsZero() {
		return never
	}
	switch s := t.Unix(); {
	case s < firstSecond:
		return stamp(firstSecond * int64(time.Second))
	case s > lastSecond:
		return stamp(lastSecond * int64(time.Second))
	}
	return stamp(t.UnixNano())
}

func (s stamp) time() time.Time {
	if s == never {
		return time.Time{}
	}
	return time.Unix(0, int64(s)).UTC()
}

// add returns s + d; never stays never.
func (s stamp) add(d time.Duration) stamp {
	if s == never {
		return never
	}
	return s + stamp(d)
}

// since returns s − from, never less than 0.
func (s stamp) since(from stamp) time.Duration {
	if from == never || from >= s {
		return 0
	}
	return time.Duration(s - from)
}

// seconds cuts off what is below the API's resolution of a second.
func (s stamp) seconds() stamp {
	if s == never {
		return never
	}
	r := s % stamp(time.Second)
	if r < 0 {
		r += stamp(time.Second)
	}
	return s - r
}

// earlier returns the earlier of two moments; never counts as none.
func earlier(a, b stamp) stamp {
	if a == never || (b != never && b < a) {
		return b
	}
	return a
}
