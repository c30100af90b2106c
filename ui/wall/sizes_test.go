package wall

import (
	"fmt"
	"strings"
	"testing"

	"floorwatch/model/safetext"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"
)

func TestWhatASizeOfTheWallShows(t *testing.T) {
	const top = "Acme Support ● LIVE updated 2s Fri 20 Nov 12:41:07"
	const lines = "Longest wait 5m !! Waiting 12 !"
	for _, c := range []struct {
		name   string
		w, h   int
		shown  []string
		hidden []string
	}{
		{"figures", 80, 24, []string{top, "OVER LIMIT", "╭ LONGEST ─ !! SEVERE ─╮╭ WAITING ─ ! CRITICAL ─╮╭ SERVICE LEVEL ─╮", "wait SLA agent agent is seen msgs", "!! 5m12s +4m12s"},
			[]string{"106244", "╭ Chat"}},
		{"waiting", 80, 24, []string{top, lines, "─ WAITING · by SLA ─ 12 of 12 ─", "wait SLA agent agent is seen msgs"}, []string{"████"}},
		{"agents", 80, 24, []string{top, lines, "─ AGENTS · by need", "agent waiting longest state load", "!! D.K. 2"}, []string{"████"}},
		{"activity", 80, 24, []string{top, lines, "─ ACTIVITY · last 45 minutes", "WAITING", "AGENT MSGS", "VISITOR MSGS", "peak "}, nil},
		{"figures", 100, 30, []string{top, "╭ LONGEST WAIT ─ !! SEVERE ─╮", "goal 1:00"}, nil},
		{"figures", 160, 45, []string{"Fri 20 Nov", "goal 80% · 30 min"}, []string{"╭ LONGEST", "12:41:07"}},
		{"waiting", 160, 45, []string{"Longest wait !! Waiting !", "─ WAITING · by SLA ─ 12 of 12 ─"}, nil},
		{"agents", 160, 45, []string{"─ AGENTS · by need, with their chats that wait and the longest wait ─ 10 of 10 ─"}, nil},
		{"activity", 160, 45, []string{"─ ACTIVITY · last"}, nil},
		// No room for digits: every figure and the first chats have a line.
		{"figures", 56, 20, []string{"Longest wait 5m12s !!", "Waiting 12 !", "Service level 85%", "Missed 2 ▴", "Active chats 48"}, []string{"████"}},
		{"figures", 19, 4, []string{"5m12s"}, []string{"╭"}},
	} {
		t.Run(fmt.Sprintf("%s at %dx%d", c.name, c.w, c.h), func(t *testing.T) {
			c.hidden = append(c.hidden, "quit") // nobody presses a key on the wall
			drawtest.Shows(t, wallScreen(wallScene{}.open(c.name, c.w, c.h)), c.shown, c.hidden)
		})
	}
}

// Titles, values and the worst chats are in letters that a room reads, from 132 by 43 on.
func TestWhatARoomReads(t *testing.T) {
	for _, size := range [][2]int{{132, 43}, {160, 45}, {240, 67}, {320, 90}} {
		w := wallScene{}.open("figures", size[0], size[1])
		rows := inked(w)
		if !saysInBlocks(rows, w, "FIRST RESPONSE") && !saysInBlocks(rows, w, "1ST RESP") {
			t.Errorf("%v: no title of the first response on\n%s", size, strings.Join(rows, "\n"))
		}
		for _, s := range []string{"LONGEST", "WAITING", "SERVICE", "MISSED", "ACTIVE", "+4:12", "LIVE 2", "12:41"} {
			if !saysInBlocks(rows, w, s) {
				t.Errorf("%v: no %q on\n%s", size, s, strings.Join(rows, "\n"))
			}
		}
	}
}

// The strip above the other pages and the newest values of the activity are in the letters of the page: the smaller ones
// were not read on the largest wall.
func TestARoomReadsTheStrip(t *testing.T) {
	for _, size := range [][2]int{{132, 43}, {160, 45}, {240, 67}, {320, 90}} {
		for _, page := range []wallPage{pageWaiting, pageAgents, pageActivity} {
			w := wallScene{}.open(string(page), size[0], size[1])
			want := []string{"85%", "0:38", "48"}
			if page == pageActivity {
				want = append(want, "WAITING", "12")
			}
			for _, s := range want {
				blockHas(t, w, s)
			}
		}
	}
}

// At 160 by 45 the pages of the waiting chats and of the agents have two times eight places.
func TestPlacesOfTheOtherPages(t *testing.T) {
	for _, page := range []wallPage{pageWaiting, pageAgents} {
		w := wallScene{floor: func() *uitest.Floor { return crowdedFloor(40) }}.open(string(page), 160, 45)
		if want := map[wallPage]string{pageWaiting: " 15 of 40 ", pageAgents: " 16 of "}[page]; !strings.Contains(wallScreen(w), want) { // of the chats the last place says how many more wait
			t.Errorf("%s: not%sare shown:\n%s", page, want, wallScreen(w))
		}
	}
}

// Where there are no half blocks titles and the worst chats are in letters all the same, of whole cells; the alert
// bar too, where there is the height.
func TestARoomReadsWithoutHalfBlocks(t *testing.T) {
	for _, size := range [][2]int{{132, 43}, {160, 45}, {240, 67}} {
		screen := drawtest.Screen()
		screen.ASCII = true
		w := wallOn(uitest.NewFloor(), DefaultConfig(), screen, size[0], size[1])
		want := []string{"LONGEST", "WAITING", "SERVICE", "MISSED", "ACTIVE", "+4:12"}
		if size[1] > tallHeight {
			want = append(want, "LIVE 2")
		}
		if size[1] > bareHeight {
			want = append(want, "WORST 5:12")
		}
		for _, s := range want {
			blockHas(t, w, s)
		}
	}
}

// As it gets narrow, what matters least goes first, one column after the other; the
// wait and the agent stay.
func TestTheLeastOfTheWallGoesFirst(t *testing.T) {
	wall := func(scene string) func(int) string {
		return func(w int) string {
			for _, s := range wallScenes() {
				if s.name == scene {
					for row := range strings.SplitSeq(wallScreen(s.open("waiting", w+4, 27)), "\n") {
						if strings.HasPrefix(strings.TrimSpace(row), "wait ") {
							return row
						}
					}
				}
			}
			return ""
		}
	}
	drawtest.LeastGoesFirst(t, "wall", 110, 30, []string{"msgs", "seen", "agent is", "SLA"}, []string{"wait", "agent"}, wall("busy"))
	drawtest.LeastGoesFirst(t, "wall with words", 140, 30, []string{"msgs", "last message", "visitor", "seen", "agent is", "SLA"}, []string{"wait", "agent"}, wall("names and text"))
}

// An agent is named wherever a wait is: never left out, never cut to nothing.
func TestTheAgentIsAlwaysNamed(t *testing.T) {
	f := uitest.NewFloor()
	f.Threads = f.Threads[:1]
	f.Threads[0].Owner, f.Threads[0].OwnerName = 77, safetext.Line("Pedro Costa")
	for _, w := range []int{56, 80, 111, 112, 113, 114, 130, 160, 240, 330} {
		wall := wallOn(f, DefaultConfig(), drawtest.Screen(), w, 50)
		if rows := inked(wall); !strings.Contains(strings.Join(rows, "\n"), "P.C.") && !saysInBlocks(rows, wall, "P.C.") {
			t.Errorf("%d cells: no agent on\n%s", w, strings.Join(rows, "\n"))
		}
	}
}
