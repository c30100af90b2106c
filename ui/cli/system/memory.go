package system

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// Go's collector lets the heap double before it runs, which is right for small
// heaps and a lot for a large floor on a box that is shared. So the heap may
// grow by headroom, or by a seventh where that is more. 2,000 threads of 100
// messages at 100 requests a second: 82 MiB instead of 124 with a quarter, for 2 % of a
// core more; a seventh is 5 MiB and 1 % more again.
const (
	headroom     = 8 << 20
	leastPercent = 15
	mostPercent  = 100 // Go's own
	collectEvery = 20 * time.Second
)

// percentFor is the collector's percentage for so much that is live.
func percentFor(live uint64) int {
	return int(max(leastPercent, min(mostPercent, headroom*100/max(live, 1))))
}

// SpareMemory adjusts the collector's percentage to what is in use, every collectEvery until ctx is done. If GOGC is
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

// live returns how many bytes the last collection found in use.
func live() uint64 {
	s := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}
