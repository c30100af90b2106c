package ui

import (
	"slices"
	"strings"
	"testing"

	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"
	"floorwatch/ui/uitest"
)

// footerOf is the last row of the screen.
func footerOf(a *App) string {
	rows := strings.Split(screen(a), "\n")
	return strings.TrimRight(rows[len(rows)-1], " ")
}

// The footer names the keys of the pane with the focus in the order of use, whole, and
// at any width the help and what q does.
func TestFooterNamesTheKeysOfThePane(t *testing.T) {
	cfg := testConfig()
	cfg.Address = "https://acme.acquire.io/{chat}"
	for _, c := range []struct {
		w    int
		keys string
		want string
	}{
		{60, "", " a acknowledge  e explain  o open in Acquire  ? help  q quit"},
		{80, "", " a acknowledge  e explain  o open in Acquire  / filter  s sort  ? help  q quit"},
		{100, "", " a acknowledge  e explain  o open in Acquire  / filter  s sort  ] next alert  ? help  q quit"},
		{120, "", " a acknowledge  e explain  o open in Acquire  / filter  s sort  ] next alert  tab pane  ! alerts  ? help  q quit"},
		{80, "tab", " a acknowledge  / find  f newest  y copy  e explain  ? help  q quit"},
		{80, "tab tab", " enter only their chats  e explain  s sort  d Acquire's totals  ? help  q quit"},
		{80, "tab tab tab", " e explain  [ missed before  tab pane  ! alerts  t time travel  ? help  q quit"},
		{80, "/ a enter", " esc clear filter  a acknowledge  e explain  o open in Acquire  ? help  q quit"},
		{80, "z", " esc leave zoom  a acknowledge  e explain  o open in Acquire  ? help  q quit"},
	} {
		a, _ := newAppWith(uitest.NewFloor(), cfg, c.w, 24)
		press(a, c.keys)
		if got := footerOf(a); got != c.want {
			t.Errorf("%d wide, after %q:\n%q, want\n%q", c.w, c.keys, got, c.want)
		}
	}
	for w := layout.TinyWidth; w < 200; w++ {
		for _, keys := range []string{"", "?", "e", "!", "t"} {
			a, _ := newAppWith(uitest.NewFloor(), cfg, w, 24)
			press(a, keys)
			tail := a.hintsOn(w)
			n := len(tail)
			if n > 2 && tail[n-2].Word == "" { // esc and q have one word
				tail = slices.Delete(slices.Clone(tail), n-2, n-1)
				n--
			}
			if n < 2 || tail[n-2].Word != "help" || keymap.FirstKey(tail[n-1].Binding) != "q" {
				t.Fatalf("%d wide, after %q: the footer ends with %v", w, keys, tail)
			}
		}
	}
}

// In the agents ] goes round those who have a chat over its limit; in the activity [ shows
// the minute in which somebody was missed.
func TestNextAlertOfThePane(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	press(a, "tab tab")
	seen := map[int]bool{}
	for range 20 {
		press(a, "]")
		seen[a.agents.Cursor] = true
		if row := a.agents.Selected(); row != nil && !a.agents.OverLimit(row.ID) {
			t.Fatalf("] selects %s, who has no chat over its limit", row.Name)
		}
	}
	if len(seen) < 2 {
		t.Errorf("] selects %d agents of those over their limit", len(seen))
	}
	press(a, "tab")
	if press(a, "["); !a.timeTravel.on {
		t.Fatalf("[ in the activity says %q", a.toast.text)
	}
	for _, m := range a.activity.Minutes {
		if m.Start.Equal(a.timeTravel.at) && m.Missed == 0 {
			t.Errorf("[ goes to %v, in which nobody was missed", m.Start)
		}
	}
}

// Where there is no row, the footer offers nothing to do with one.
func TestFooterWithoutRows(t *testing.T) {
	cfg := testConfig()
	cfg.Address = "https://acme.acquire.io/{chat}"
	f := &uitest.Floor{Status: uitest.LiveHealth()}
	empty, _ := newAppWith(f, cfg, 100, 30)
	if press(empty, "M"); footerOf(empty) != " ? help  esc q close" {
		t.Errorf("without missed chats the footer is %q", footerOf(empty))
	}
	for keys, want := range map[string]string{
		"/ q q q q enter":        " esc clear filter  / filter  tab pane  ! alerts  t time travel  w wall  z zoom  ? help  q quit",
		"/ q q q q enter tab":    " esc clear filter  / find  tab pane  ! alerts  t time travel  w wall  z zoom  ? help  q quit",
		"/ / q q q q enter":      " esc stop  ? help  q close",
		"/ q q q q enter esc":    " a acknowledge  e explain  o open in Acquire  / filter  s sort  ] next alert  ? help  q quit",
		"/ q q q q enter ! home": " enter go to the chat  a acknowledge  e explain  o open in Acquire  ? help  esc q close",
	} {
		a, _ := newAppWith(uitest.NewFloor(), cfg, 100, 30)
		press(a, keys)
		if got := footerOf(a); got != want {
			t.Errorf("after %q:\n%q, want\n%q", keys, got, want)
		}
	}
}
