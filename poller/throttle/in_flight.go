package throttle

import (
	"slices"
	"time"
)

const (
	flightsFirst   = 4  // initial automatic limit: enough for 80 ms at 10 requests per second, with a margin
	flightsLeast   = 2  // so that one hanging request does not block all
	FlightsMost    = 16 // more requests would not speed up an overloaded server
	flightSamples  = 15
	flightGrowth   = time.Second      // time between two increases
	flightRecovery = 30 * time.Second // time from a failure to the next increase
)

// InFlight limits the concurrent requests. An automatic limit grows as far as the
// latency requires to use the budget, and shrinks when the server fails or answers
// 429.
type InFlight struct {
	auto      bool
	Limit     int // maximum of concurrent requests now
	perSecond float64
	latencies []time.Duration // of the last good answers
	moved     time.Time       // when Limit last changed
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

// RecordLatency records the latency of a good answer.
func (f *InFlight) RecordLatency(d time.Duration) {
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

// RecordWait records that a due request had to wait because of Limit, which makes an automatic limit grow.
func (f *InFlight) RecordWait(now time.Time) {
	if f.auto && f.Limit < min(FlightsMost, max(flightsFirst, int(f.perSecond*f.Latency().Seconds())+1)) && now.Sub(f.moved) >= flightGrowth && now.Sub(f.shrunk) >= flightRecovery {
		f.Limit++
		f.moved = now
	}
}

// Failed halves the limit after a 429 or another answer of an overloaded server.
func (f *InFlight) Failed(now time.Time) {
	if f.auto && now.Sub(f.shrunk) >= flightGrowth { // concurrent requests fail together
		f.Limit = max(flightsLeast, f.Limit/2)
		f.shrunk, f.moved = now, now
	}
}
