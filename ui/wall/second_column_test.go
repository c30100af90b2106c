package wall

import (
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/uitest"
)

// After a tick the second column follows the first in a frame of its own, at once if its chats are others or if the last
// one never followed.
func TestTheSecondColumnFollowsTheFirst(t *testing.T) {
	f := uitest.NewFloor()
	for i := range f.Threads {
		f.Threads[i].Wait = model.Clock{}
	}
	for i := range 8 { // three in each column of the figures page
		f.Threads[i].Wait, f.Threads[i].First = uitest.Since(120-7*i), false
	}
	w := wallOn(f, DefaultConfig(), room(f).screen, 160, 45)
	tick := func(s int) { w.Update(draw.Tick(uitest.Now().Add(time.Duration(s) * time.Second))) }
	shows := func(clocks ...string) {
		t.Helper()
		rows := strings.Split(wallScreen(w), "\n") // blockHas would draw all of it
		for _, s := range clocks {
			if !saysInBlocks(rows, w, s) {
				t.Errorf("no %q on\n%s", s, strings.Join(rows, "\n"))
			}
		}
	}
	shows("+1:00", "+0:39")
	tick(1)
	shows("+1:01", "+0:39")
	w.Update(secondFrame{})
	shows("+1:01", "+0:40")
	tick(2)
	shows("+1:02", "+0:40")
	tick(3) // the second frame was lost
	shows("+1:03", "+0:42")
	tick(4)
	w.Update(secondFrame{})
	f.Threads[3].Wait = model.Clock{} // the second column begins with the next
	tick(5)
	shows("+1:05", "+0:37")
}
