package record

import "time"

// Bounds of a replay's speed.
const (
	minSpeed = 0.1
	maxSpeed = 1000
)

// A clock converts real time to a replay's time.
type clock struct {
	real, virtual time.Time // the same moment in both
	end           time.Time // the clock stops here
	speed         float64
	paused        bool
}

// at returns the replay's time at now.
func (c clock) at(now time.Time) time.Time {
	left := c.end.Sub(c.virtual)
	if left <= 0 {
		return c.end
	}
	if c.paused {
		return c.virtual
	}
	passed := float64(now.Sub(c.real)) * c.speed // float64: at 1000× a Duration would overflow after 106 days
	if passed >= float64(left) {
		return c.end
	}
	return c.virtual.Add(time.Duration(max(0, passed)))
}

// until returns how long after now the replay reaches t; ok is false if it never does.
func (c clock) until(t, now time.Time) (d time.Duration, ok bool) {
	left := t.Sub(c.at(now))
	if left <= 0 {
		return 0, true
	}
	if c.paused || t.After(c.end) {
		return 0, false
	}
	return time.Duration(min(float64(left)/c.speed, float64(24*time.Hour))) + 1, true
}

// set makes t the replay's time at now.
func (c *clock) set(t, now time.Time) { c.real, c.virtual = now, t }
