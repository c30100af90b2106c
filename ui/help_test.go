package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/uitest"
)

// The help begins with the keys of the pane with the focus, and / leaves in it what has some words.
func TestHelpIsOfThePaneAndSearched(t *testing.T) {
	for keys, want := range map[string]string{"?": "Chats", "tab ?": "Transcript", "tab tab ?": "Agents", "tab tab tab ?": "Chats"} {
		a, _ := newTestApp(uitest.NewFloor(), 120, 40)
		press(a, keys)
		rows := strings.Split(screen(a), "\n")
		first := rows[a.body().Min.Y+1]
		if here := keys != "tab tab tab ?"; !strings.Contains(first, want) || strings.Contains(first, "you are here") != here {
			t.Errorf("after %q the help begins with %q, want %s", keys, first, want)
		}
	}
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	press(a, "? / q u i t")
	if !helping(a) {
		t.Fatal("a letter of the search closes the help")
	}
	rowWith(t, a, "help, back, quit")
	rowWith(t, a, "/ quit_")
	if got := screen(a); strings.Contains(got, "acknowledge, undo") || !strings.Contains(got, "Everywhere") || strings.Contains(got, "Transcript") {
		t.Errorf("the search leaves:\n%s", got)
	}
	press(a, "enter")
	rowWith(t, a, "only what has quit")
	press(a, "esc")
	if !helping(a) {
		t.Fatal("esc closes the help, want the search first")
	}
	rowWith(t, a, "acknowledge, undo")
	if press(a, "esc"); helping(a) {
		t.Error("esc does not close the help")
	}
	press(a, ":")
	a.Update(tea.PasteMsg{Content: "help severe"})
	press(a, "enter")
	rowWith(t, a, "severe: last limit")
	if strings.Contains(screen(a), "acknowledge, undo") {
		t.Error(":help severe shows all of the help")
	}
}

// A mark behind a number is the level of what the number counts, as of an agent's waiting chats ("2 !"); beside other words
// a number with a mark is of those over their limit ("6 past · 5 !").
func TestHelpOfANumberWithAMark(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	press(a, ":")
	a.Update(tea.PasteMsg{Content: "help over limit"})
	press(a, "enter")
	for _, want := range []string{"3 !              worst is over limit", "· 3 !            three are over limit"} {
		if got := strings.Join(strings.Fields(screen(a)), " "); !strings.Contains(got, strings.Join(strings.Fields(want), " ")) {
			t.Errorf("no %q in\n%s", want, screen(a))
		}
	}
}

// The first page has what a leader needs, on 80 by 24 cells too: what opens the other faces, the marks and the words
// for agents; and no zeros.
func TestFirstPageOfTheHelp(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {100, 30}, {120, 40}, {160, 45}} {
		a, _ := newTestApp(uitest.NewFloor(), size[0], size[1])
		press(a, "?")
		shown := strings.Join(strings.Fields(screen(a)), " ")
		for _, want := range []string{
			"! M alerts, missed chats", "t w time travel, wall", ": a command by its name", "? esc q help, back, quit", "enter read the chat",
			"!! severe", "! over limit", "▴ past goal", "BUSY 3 ", "SKIPPING ", "SILENT 4m ", "UNASSIGNED no agent", "seen, unseen ", "part ", "AWAY? ",
		} {
			if !strings.Contains(shown, want) {
				t.Errorf("at %v the first page of the help is without %q", size, want)
			}
		}
		body := strings.Join(strings.Split(screen(a), "\n")[a.body().Min.Y:a.body().Max.Y], "\n")
		if strings.Contains(body, " 0 ") || strings.Contains(body, "…") {
			t.Errorf("at %v it has a zero or a cut entry:\n%s", size, body)
		}
	}
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	press(a, "t ?")
	if first := strings.Split(screen(a), "\n")[a.body().Min.Y+1]; !strings.Contains(first, "In the past") {
		t.Errorf("in the past the help begins with %q", first)
	}
	below := strings.Count(screen(a), "rows below")
	press(a, "end")
	if below != 1 || strings.Contains(screen(a), "rows below") {
		t.Errorf("the foot of the help does not count what is below:\n%s", screen(a))
	}
}

// A filled cell is a severe chat or a chip of the header, in every theme: the help explains the marks without one.
func TestHelpFillsNoMark(t *testing.T) {
	f := newLeadersFloor(t, 2, 120, 40)
	press(f.App, "?")
	for _, c := range everyTheme() {
		found := false
		for _, row := range f.wear(c)[f.body().Min.Y:f.body().Max.Y] {
			for _, r := range row {
				found = found || strings.HasPrefix(strings.TrimSpace(r.Text), "!!") && r.Bold
				if r.Filled {
					t.Errorf("%s: %q is filled", c.name, r.Text)
				}
			}
		}
		if !found {
			t.Errorf("%s: no bold !! in\n%s", c.name, screen(f.App))
		}
	}
}
