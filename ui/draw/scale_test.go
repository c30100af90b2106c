package draw

import "testing"

// The scale is a round number that no bar exceeds.
func TestScale(t *testing.T) {
	for most, want := range map[int]int{0: 2, 1: 2, 2: 2, 3: 4, 9: 10, 10: 10, 11: 20, 27: 30, 30: 30, 99: 100, 101: 200, 1001: 2000} {
		if got := ScaleFor(most); got != want {
			t.Errorf("scale for %d is %d, want %d", most, got, want)
		}
	}
}
