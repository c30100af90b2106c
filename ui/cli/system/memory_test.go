package system

import (
	"runtime"
	"testing"
)

// The heap may always grow by a good piece and never by more than itself.
func TestPercentFor(t *testing.T) {
	for _, c := range []struct {
		live uint64
		want int
	}{{0, 100}, {1 << 20, 100}, {8 << 20, 100}, {16 << 20, 50}, {32 << 20, 25}, {48 << 20, 16}, {1 << 40, 15}} {
		if got := percentFor(c.live); got != c.want {
			t.Errorf("%d bytes live: %d %%, want %d %%", c.live, got, c.want)
		}
	}
}

// What the runtime calls its figure does not change unnoticed: then it would be none.
func TestLive(t *testing.T) {
	held := make([]byte, 32<<20)
	runtime.GC()
	if got := live(); got < uint64(len(held)) || got > 1<<34 {
		t.Errorf("%d bytes are live, want %d and some more", got, len(held))
	}
	runtime.KeepAlive(held)
}
