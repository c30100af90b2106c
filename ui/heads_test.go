package ui

import (
	"strings"
	"testing"
	"unicode"

	"floorwatch/ui/found"
	"floorwatch/ui/uitest"
)

// The heads of a list without marks stand above their columns: they stood two cells further right.
func TestHeadsStandAboveTheirColumns(t *testing.T) {
	f := uitest.NewFloor()
	f.Threads[2].Missed = true
	for keys, head := range map[string]string{"M": "noticed ", "/ / e enter": "sent "} {
		a, _ := newTestApp(f, 120, 40)
		press(a, keys)
		if list, ok := a.overlays.top().(*found.Pane); ok {
			a.Update(searchStep{list})
		}
		rows := strings.Split(screen(a), "\n")
		for y, row := range rows {
			at := strings.Index(row, head)
			if at < 0 {
				continue
			}
			if first := []rune(rows[y+1]); !unicode.IsDigit(first[len([]rune(row[:at]))]) || first[len([]rune(row[:at]))-1] != ' ' {
				t.Errorf("%s: no value begins below its head:\n%s\n%s", keys, row, rows[y+1])
			}
			head = ""
			break
		}
		if head != "" {
			t.Errorf("%s: no head %q:\n%s", keys, head, screen(a))
		}
	}
}
