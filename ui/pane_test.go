package ui

import (
	"strings"
	"testing"

	"floorwatch/ui/uitest"
)

// Whatever the width, a thread's row has its mark, its wait and who waits, whole
// where they are short, and the marks of all levels stay apart.
func TestThreadRowsKeepWhatMatters(t *testing.T) {
	for w := 40; w <= 200; w++ {
		for _, keys := range []string{"", "z"} {
			a, _ := newTestApp(uitest.NewFloor(), w, 40)
			press(a, keys)
			for _, want := range [][3]string{{"!!", "5m12s", "John Deo"}, {"!", "1m36s", "#61793"}, {"▴", "33s", "guest"}} {
				found := false
				for row := range strings.SplitSeq(screen(a), "\n") {
					mark, wait := strings.Index(row, want[0]), strings.Index(row, " "+want[1]+" ")
					found = found || mark > 0 && mark < 12 && wait > mark && strings.Index(row, " "+want[2]) > wait
				}
				if !found {
					t.Errorf("%d cells, keys %q: no row with %q:\n%s", w, keys, want, screen(a))
				}
			}
		}
	}
}
