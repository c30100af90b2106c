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
	rowWith(t, a, "q, f10")
	rowWith(t, a, "/ quit_")
	if got := screen(a); strings.Contains(got, "acknowledge: needs no answer") || !strings.Contains(got, "Everywhere") || strings.Contains(got, "Transcript") {
		t.Errorf("the search leaves:\n%s", got)
	}
	press(a, "enter")
	rowWith(t, a, "only what has quit")
	press(a, "esc")
	if !helping(a) {
		t.Fatal("esc closes the help, want the search first")
	}
	rowWith(t, a, "acknowledge: needs no answer")
	if press(a, "esc"); helping(a) {
		t.Error("esc does not close the help")
	}
	press(a, ":")
	a.Update(tea.PasteMsg{Content: "help severe"})
	press(a, "enter")
	rowWith(t, a, "severe: five minutes or more")
	if strings.Contains(screen(a), "acknowledge: needs no answer") {
		t.Error(":help severe shows all of the help")
	}
}
