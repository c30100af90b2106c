package ui

import (
	"slices"
	"strings"
	"testing"

	"floorwatch/ui/agents"
	"floorwatch/ui/layout"
	"floorwatch/ui/uitest"
)

// remembering is a screen that is arranged as c says, and what it has handed over since.
func remembering(c ScreenState) (*App, *[]ScreenState) {
	var kept []ScreenState
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	a.RestoreState(c, func(c ScreenState) { kept = append(kept, c) })
	later(a, 1e9)
	return a, &kept
}

// What one screen hands over arranges the next one like it.
func TestRemember(t *testing.T) {
	first, kept := remembering(ScreenState{})
	press(first, "tab x tab s s")
	if n := len(*kept); n != 3 {
		t.Fatalf("%d choices are handed over, want one for each change: %+v", n, *kept)
	}
	next, again := remembering((*kept)[2])
	if screenStateOf(&next.dashboard) != screenStateOf(&first.dashboard) || !next.hidden[layout.Transcript] || next.agents.Order != agents.ByState {
		t.Errorf("the next screen is arranged as %+v, want %+v", screenStateOf(&next.dashboard), screenStateOf(&first.dashboard))
	}
	rowWith(t, next, "Hidden as the last time: Transcript. X shows every pane again.")
	rowWith(t, next, "Agents · by state")
	if press(next, "s down"); len(*again) != 0 {
		t.Errorf("what is not remembered is handed over: %+v", *again)
	}
	press(next, "X")
	if got := *again; len(got) != 1 || len(got[0].Hidden) != 0 || got[0].Agents != agents.ByState.String() {
		t.Errorf("after X %+v is handed over, want nothing hidden", got)
	}
}

// A look into a hidden pane is no new choice.
func TestLookingIntoAHiddenPane(t *testing.T) {
	a, kept := remembering(ScreenState{Hidden: []string{"Transcript"}})
	if press(a, "enter esc"); len(*kept) != 0 {
		t.Errorf("handed over: %+v", *kept)
	}
}

// What nobody can have meant changes nothing: the file may be another version's.
func TestRememberWhatIsNotKnown(t *testing.T) {
	plain, _ := newTestApp(uitest.NewFloor(), 120, 40)
	a, _ := remembering(ScreenState{Hidden: []string{"Chats", "Queue", "", strings.Repeat("x", 1e5)}, Agents: "by shoe size"})
	if screenStateOf(&a.dashboard) != screenStateOf(&plain.dashboard) {
		t.Errorf("arranged as %+v, want as at the first start", screenStateOf(&a.dashboard))
	}
	if strings.Contains(screen(a), "Hidden as") {
		t.Errorf("the screen says that something is hidden:\n%s", screen(a))
	}
}

// The names in the file are those of the panes: renaming one forgets what is hidden.
func TestPanesHaveNames(t *testing.T) {
	var names []string
	for p := range layout.Panes {
		names = append(names, p.String())
	}
	slices.Sort(names)
	if names[0] == "" || len(slices.Compact(names)) != int(layout.Panes) {
		t.Errorf("panes are called %q", names)
	}
}
