package throttle

import (
	"slices"
	"time"
)

const (
	flightsFirst   = 4  // requests under way at once, where that is automatic: what 80 ms need at 10 a second, with room
	flightsLeast   = 2  // one that hangs leaves room for another
	FlightsMost    = 16 // a server that is slow because much is asked of it would not become quicker by more
	flightSamples  = 15
	flightGrowth   = time.Second      // between two steps up
	flightRecovery = 30 * time.Second // after a failure, until the next one
)

// InFlight is how many requests may be under way at once. Where the user left
// that open it grows while the budget is not reached for it, to what the
// latency needs, and shrinks where the server fails or says 429.
type InFlight struct {
	auto      bool
	Limit     int // how many may be under way now
	perSecond float64
	latencies []time.Duration // of the last good answers
	moved     time.Time       // when limit changed last
	shrunk    time.Time
}

// NewInFlight returns the limit of concurrent requests: most, or with 0 one that adapts to the latency. perSecond
// is the budget.
func NewInFlight(most int, perSecond float64) *InFlight {
	if most > 0 {
		return &InFlight{Limit: most, perSecond: perSecond}
	}
	return &InFlight{auto: true, Limit: flightsFirst, perSecond: perSecond}
}

// Room returns the largest value that Limit can reach.
func (f *InFlight) Room() int {
	if f.auto {
		return FlightsMost
	}
	return f.Limit
}

// Took notes how long a good answer took.
func (f *InFlight) Took(d time.Duration) {
	if len(f.latencies) == flightSamples {
		f.latencies = slices.Delete(f.latencies, 0, 1)
	}
	f.latencies = append(f.latencies, d)
}

// Latency returns the median latency of the last answers; 0 before the first one.
func (f *InFlight) Latency() time.Duration {
	if len(f.latencies) == 0 {
		return 0
	}
	return slices.Sorted(slices.Values(f.latencies))[len(f.latencies)/2]
}

// need is how many concurrent requests it takes to use the budget at the present latency.
func (f *InFlight) need() int {
	return int(f.perSecond*f.Latency().Seconds()) + 1
}

// Full notes that a request was due but had to wait because of Limit; this is when an automatic limit grows.
func (f *InFlight) Full(now time.Time) {
	if f.auto && f.Limit < min(FlightsMost, max(flightsFirst, f.need())) && now.Sub(f.moved) >= flightGrowth && now.Sub(f.shrunk) >= flightRecovery {
		f.Limit++
		f.moved = now
	}
}

// Failed halves the limit after a 429 and after what an overloaded server answers.
func (f *InFlight) Failed(now time.Time) {
	if f.auto && now.Sub(f.shrunk) >= flightGrowth { // what was under way together fails together
		f.Limit = max(flightsLeast, f.Limit/2)
		f.shrunk, f.moved = now, now
	}
}
