package wall

import (
	"floorwatch/ui/draw/drawtest"
	"fmt"
	"strings"
	"testing"
)

func TestWhatASizeOfTheWallShows(t *testing.T) {
	const top = "Acme Support ● LIVE updated 2s Fri 20 Nov 12:41:07"
	const lines = "Waiting 12 ! Seen 4 ! limit 45s"
	for _, c := range []struct {
		name   string
		w, h   int
		shown  []string
		hidden []string
	}{
		// Below three times the height of digits the other pages have the figures in lines.
		{"figures", 80, 24, []string{top, "waits are critical", "╭ Longest ─ ‼ SEVERE ─╮╭ Waiting ─ ! CRITICAL ─╮╭ Seen ─ ! CRITICAL ─╮", "chat wait SLA seen agent", "‼ SEVERE 106241 5m12s +4m12s seen ≥3m41s agent 1"},
			[]string{"Longest wait", "106244", "╭ Chat"}},
		{"waiting", 80, 24, []string{top, lines, "Service level 30m 85% Missed 30m 2 ▴ limit 1 Active 48 8 agents", "chat wait SLA seen agent", "‼ SEVERE 106241 5m12s +4m12s seen ≥3m41s agent 1", "106252 4s 56s left unseen 4s agent 6"},
			[]string{"msgs", "████"}},
		{"agents", 80, 24, []string{top, lines, "agent is chats waiting longest seen", "! agent 1 SILENT 4 2 5m12s 1", "agent 9 AWAY?"}, []string{"████"}},
		{"activity", 80, 24, []string{top, lines, "agents", "visitors", "peak 10", "now 4", "45 min ago now"}, nil},
		{"figures", 200, 50, []string{top, "╭ Longest wait ", "╭ Chat 106241 ", "╭ Chat 106243 "}, []string{"SEVERE 106241"}},
		{"waiting", 200, 50, []string{"╭ Longest wait ─ ", "Waiting ", "msgs ", " is ", "106241 5m12s"}, []string{"Longest wait 5m12s"}},
		{"agents", 200, 50, []string{"╭ Longest wait ─ ", "is chats waiting longest seen"}, nil},
		// No room for digits: every figure and the first chats have a line.
		{"figures", 56, 20, []string{"Longest wait 5m12s ‼", "Waiting 12 !", "Seen, waiting 4 !", "Service level 30m 85%", "Missed 30m 2 ▴", "Active chats 48", "106241 5m12s"}, []string{"████"}},
		{"figures", 19, 4, []string{"5m12s"}, []string{"╭"}},
	} {
		t.Run(fmt.Sprintf("%s at %dx%d", c.name, c.w, c.h), func(t *testing.T) {
			c.hidden = append(c.hidden, "quit") // nobody presses a key on the wall
			drawtest.Shows(t, wallScreen(wallScene{}.open(c.name, c.w, c.h)), c.shown, c.hidden)
		})
	}
}

// As it gets narrow, what matters least goes first, one column after the other.
func TestTheLeastOfTheWallGoesFirst(t *testing.T) {
	wall := func(scene string) func(int) string {
		return func(w int) string {
			for _, s := range wallScenes() {
				if s.name == scene {
					_, list, _ := strings.Cut(wallScreen(s.open("waiting", w+4, 40)), "chat   ")
					rows := strings.Split(list, "\n")
					return "chat " + rows[0] + " " + strings.Join(rows[1:4], " ")
				}
			}
			return ""
		}
	}
	for _, c := range []struct {
		name     string
		from, to int
		order    []string
		stay     []string
		draw     func(w int) string
	}{
		{"wall", 180, 30, []string{"msgs", "agent is", "SEVERE", "agent", "SLA", "seen"}, []string{"chat", "wait"}, wall("busy")},
		{"wall with words", 240, 30, []string{"msgs", "SEVERE", "last message", "visitor", "agent is", "agent", "SLA", "seen"}, []string{"chat", "wait"}, wall("names and text")},
	} {
		drawtest.LeastGoesFirst(t, c.name, c.from, c.to, c.order, c.stay, c.draw)
	}
}
