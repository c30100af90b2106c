package ui

import (
	"testing"

	"floorwatch/ui/uitest"
)

// From a key to the painted frame costs the same on ten times the floor: only what is in view is
// drawn. BenchmarkKey has the time.
func TestAKeyCostsTheSameOnAnyFloor(t *testing.T) {
	cost := func(threads int) float64 {
		a, _ := newTestApp(uitest.BigFloor(threads), 200, 50)
		i := 0
		return testing.AllocsPerRun(20, func() {
			a.Update(uitest.KeyPress([]string{"down", "up"}[i%2]))
			a.View()
			i++
		})
	}
	if small, big := cost(500), cost(5000); small == 0 || big > 1.5*small {
		t.Errorf("a key makes %.0f allocations at 5,000 threads and %.0f at 500, want at most half more", big, small)
	}
}
