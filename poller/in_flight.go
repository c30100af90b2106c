package poller

import (
	"slices"
	"time"
)

const (
	flightsFirst   = 4  // requests under way at once, where that is automatic: what 80 ms need at 10 a second, with room
	flightsMost    = 16 // a server that is slow because much is asked of it would not become quicker by more
	flightSamples  = 15
	flightGrowth   = time.Second      // between two steps up
	flightRecovery = 30 * time.Second // after a failure, until the next one
)

// flights is how many requests may be under way at once. Where the user left
// that open it grows while the budget is not reached for it, to what the
// latency needs, and shrinks where the server fails or says 429.
type flights struct {
	auto      bool
	limit     int
	perSecond float64
	latencies []time.Duration // of the last good answers
	moved     time.Time       // when limit changed last
	shrunk    time.Time
}

func newFlights(most int, perSecond float64) *flights {
	if most > 0 {
		return &flights{limit: most, perSecond: perSecond}
	}
	return &flights{auto: true, limit: flightsFirst, perSecond: perSecond}
}

// room is how many there may ever be.
func (f *flights) room() int {
	if f.auto {
		return flightsMost
	}
	return f.limit
}

// took notes how long a good answer took.
func (f *flights) took(d time.Duration) {
	if len(f.latencies) == flightSamples {
		f.latencies = slices.Delete(f.latencies, 0, 1)
	}
	f.latencies = append(f.latencies, d)
}

// latency is the median of the last answers', 0 where there is none.
func (f *flights) latency() time.Duration {
	if len(f.latencies) == 0 {
		return 0
	}
	return slices.Sorted(slices.Values(f.latencies))[len(f.latencies)/2]
}

// need is how many at once the budget takes at the latency of now.
func (f *flights) need() int {
	return int(f.perSecond*f.latency().Seconds()) + 1
}

// full says that something was due, and held up because as many as may be are under way.
func (f *flights) full(now time.Time) {
	if f.auto && f.limit < min(flightsMost, max(flightsFirst, f.need())) && now.Sub(f.moved) >= flightGrowth && now.Sub(f.shrunk) >= flightRecovery {
		f.limit++
		f.moved = now
	}
}

// failed halves the limit after a 429 and after what an overloaded server answers.
func (f *flights) failed(now time.Time) {
	if f.auto && now.Sub(f.shrunk) >= flightGrowth { // what was under way together fails together
		f.limit = max(1, f.limit/2)
		f.shrunk, f.moved = now, now
	}
}

// short reports whether the limit keeps the budget from being reached.
func (f *flights) short() bool { return f.need() > f.limit }
