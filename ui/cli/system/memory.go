package system

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// Go's collector lets the heap double before it runs, which suits small heaps but is a
// lot for a large floor on a shared machine. So the heap may grow by headroom, or by a
// seventh if that is more. 2,000 threads of 100 messages at 100 requests per second take
// 82 MiB instead of 124 with a quarter, for 2 % more of a core; a seventh saves another
// 5 MiB for another 1 %.
const (
	headroom     = 8 << 20
	leastPercent = 15
	mostPercent  = 100 // Go's default
	collectEvery = 20 * time.Second
)

// percentFor returns the collector's percentage for a live heap of so many bytes.
func percentFor(live uint64) int {
	return int(max(leastPercent, min(mostPercent, headroom*100/max(live, 1))))
}

// SpareMemory adjusts the collector's percentage to the live heap, every collectEvery until ctx is done. If GOGC is
// set it does nothing.
func SpareMemory(ctx context.Context) error {
	if os.Getenv("GOGC") != "" {
		return nil
	}
	was := mostPercent
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(collectEvery):
		}
		if p := percentFor(live()); p != was {
			debug.SetGCPercent(p)
			was = p
		}
	}
}

// live returns the live heap of the last collection in bytes.
func live() uint64 {
	s := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}
