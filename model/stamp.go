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

// Times beyond these years are drawn to the nearer end (an API's 0000-00-00 or
// 9999-12-31), so that no difference and no sum overflows.
const (
	firstSecond = 0             // 1970
	lastSecond  = 7_258_118_400 // 2200
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
