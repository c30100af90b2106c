package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/ui/uitest"
)

// waitingFloor has n chats that wait, the worst first, above a hundred that do not.
func waitingFloor(n int) *uitest.Floor {
	f := uitest.BigFloor(112)
	var others []model.Row
	for _, r := range f.Threads {
		if !r.Wait.Running {
			others = append(others, r)
		}
	}
	f.Threads = nil
	for i := range n {
		f.Threads = append(f.Threads, uitest.Waiter(200000+i, -400+i, 0, false))
	}
	f.Threads = append(f.Threads, others...)
	f.Head.Waiting = n
	return f
}

// shownWaiting are the waiting chats whose rows are on the screen, by their numbers, from the top.
func shownWaiting(a *App, n int) (shown []int) {
	rows := strings.Split(screen(a), "\n")
	for _, row := range rows {
		row, _, _ = strings.Cut(row, "││") // beside the list stands the transcript
		for i := range n {
			if strings.Contains(row, fmt.Sprintf(" #%d ", (200000+i)*10)) && !strings.Contains(row, " chat") {
				shown = append(shown, i)
			}
		}
	}
	return shown
}

// Whatever the size and wherever the cursor has been: after a while without a key all
// that wait and fit are on the screen, from the worst on, and where they do not fit
// the screen says how many more there are.
func TestEveryWaitingChatIsOnTheScreenWhereItFits(t *testing.T) {
	for _, size := range [][2]int{{60, 20}, {80, 24}, {100, 30}, {120, 40}, {160, 45}, {200, 50}} {
		for _, n := range []int{1, 5, 11, 12, 17, 40, 99} {
			a, _ := newTestApp(waitingFloor(n), size[0], size[1])
			press(a, "G")
			press(a, "j k pgup")
			for range 40 {
				later(a, time.Second)
			}
			shown := shownWaiting(a, n)
			want := min(n, a.threads.Height)
			if len(shown) != want {
				t.Fatalf("%v: %d of %d that wait are on the screen, want %d:\n%s", size, len(shown), n, want, screen(a))
			}
			for i, chat := range shown {
				if chat != i {
					t.Errorf("%v, %d waiting: row %d is chat %d", size, n, i, chat)
				}
			}
			if left := n - want; left > 0 && !strings.Contains(screen(a), "▼") {
				t.Errorf("%v: nothing says that %d more wait", size, left)
			}
		}
	}
}
