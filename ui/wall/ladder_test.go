package wall

import (
	"strings"
	"testing"

	"floorwatch/ui/draw"
	"floorwatch/ui/uitest"
)

// The block of a severe chat goes on above its letters, and of the largest letters below them too, so that
// they do not run into the dark around it; that of the next chat does not.
func TestASevereChatHasAMargin(t *testing.T) {
	for _, c := range []struct {
		size, h int
		filled  []int // rows of the ladder
		plain   []int
	}{
		{1, 12, []int{0, 1, 3}, []int{4, 5}},
		{1, 11, []int{0, 2}, []int{3, 4}}, // a row is missing: the first chat has none above it
		{2, 19, []int{0, 1, 5, 6}, []int{7, 12, 18}},
	} {
		w := testWall(uitest.NewFloor()) // the first chat is severe
		b := chats{&body{Wall: w, floor: w.shown(), lk: w.look, w: 300, places: places{size: c.size}}}
		rows := b.ladder(b.waiting(), 1, 3, c.h)
		severe := w.look.On[draw.OnScreen][draw.RoleSevere]
		for i, list := range [][]int{c.plain, c.filled} {
			for _, y := range list {
				if got := strings.Contains(rows[y], severe); got != (i == 1) {
					t.Errorf("size %d on %d rows: row %d is filled: %v, want %v", c.size, c.h, y, got, i == 1)
				}
			}
		}
	}
}
