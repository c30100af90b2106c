package ui

import (
	"image"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/layout"
	"floorwatch/ui/threads"
	"floorwatch/ui/uitest"
)

func TestTabOrder(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	want := []layout.Pane{layout.Transcript, layout.Agents, layout.Activity, layout.Threads}
	for _, p := range want {
		if press(a, "tab"); a.focus != p {
			t.Errorf("tab gives the focus to %v, want %v", a.focus, p)
		}
	}
	slices.Reverse(want)
	for _, p := range append(want[1:], layout.Threads) {
		if press(a, "shift+tab"); a.focus != p {
			t.Errorf("shift+tab gives the focus to %v, want %v", a.focus, p)
		}
	}
}

func TestQuit(t *testing.T) {
	for _, keys := range []string{"q", "ctrl+c", "? ctrl+c", "? q q", "/ ctrl+c", "/ q ctrl+c"} {
		a, _ := newTestApp(uitest.NewFloor(), 80, 24)
		cmd := press(a, keys)
		if cmd == nil {
			t.Errorf("%s: no command, want quit", keys)
			continue
		}
		if _, ok := cmd().(tea.QuitMsg); !ok {
			t.Errorf("%s: command gives %T, want quit", keys, cmd())
		}
	}
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	if cmd := press(a, "/ q"); cmd != nil {
		t.Errorf("q in the filter gives a command, want a letter")
	}
	if got := a.threads.Filter.Query; got != "q" {
		t.Errorf("filter is %q, want q", got)
	}
}

func TestMoveThreads(t *testing.T) {
	for _, c := range []struct {
		keys string
		want int
	}{
		{"", 0}, {"down", 1}, {"j j k", 1}, {"up", 0}, {"down down down up", 2},
		{"end", 47}, {"end down", 47}, {"end up", 46}, {"G g", 0}, {"end home", 0},
		{"pgdown", 7}, {"pgdown pgdown pgup", 7}, {"end pgdown", 47}, {"pgup", 0},
	} {
		a, source := newTestApp(uitest.NewFloor(), 80, 24)
		press(a, c.keys)
		if a.threads.Cursor != c.want {
			t.Errorf("%q: cursor on %d, want %d", c.keys, a.threads.Cursor, c.want)
		}
		key := selectedKey(t, a)
		if a.transcript.Key != key {
			t.Errorf("%q: transcript of %v, want of the selected %v", c.keys, a.transcript.Key, key)
		}
		if got := source.Focused[len(source.Focused)-1]; got != key {
			t.Errorf("%q: the poller was told to look at %v, want %v", c.keys, got, key)
		}
		if !a.threads.Shows(c.want) {
			t.Errorf("%q: row %d is not among those shown", c.keys, c.want)
		}
	}
}

// Looking is asked for when the thread changes, not with every tick.
func TestLookOncePerThread(t *testing.T) {
	a, source := newTestApp(uitest.NewFloor(), 80, 24)
	for range 5 {
		later(a, 1e9)
	}
	press(a, "up home")
	if len(source.Focused) != 1 {
		t.Errorf("looked at %v, want once at the first", source.Focused)
	}
}

func TestSelectionSurvivesAnotherOrder(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	press(a, "down down down")
	key := selectedKey(t, a)
	for _, change := range []struct {
		name string
		do   func()
	}{
		{"reversed", func() { f.Reversed = true; later(a, 1e9) }},
		{"back", func() { f.Reversed = false; later(a, 1e9) }},
		{"by wait", func() { press(a, "s") }},
		{"by newest", func() { press(a, "s") }},
		{"by visitor", func() { press(a, "s") }},
		{"by owner", func() { press(a, "s") }},
		{"by time left", func() { press(a, "s") }},
		{"an event", func() { a.Update(model.Event{At: uitest.Now()}) }},
	} {
		change.do()
		if got := selectedKey(t, a); got != key {
			t.Errorf("%s: %v is selected, want %v", change.name, got, key)
		}
		if !a.threads.Held() && !a.threads.Shows(a.threads.Cursor) {
			t.Errorf("%s: the selected row %d is not in the window", change.name, a.threads.Cursor)
		}
	}
}

// The worst chat is selected by itself, and stays so when others become the first:
// the transcript never changes by itself.
func TestTheTranscriptNeverChangesByItself(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	first := selectedKey(t, a)
	f.Reversed = true
	for range 40 {
		later(a, 1e9)
	}
	for range 6 {
		if got := selectedKey(t, a); got != first || a.transcript.Key != first {
			t.Errorf("%v: %v is selected, the transcript of %v; want %v", a.threads.Order, got, a.transcript.Key, first)
		}
		press(a, "s")
	}
}

// Whoever reads a transcript keeps it, however they came to it, when another thread becomes the first.
func TestReadingIsChoosing(t *testing.T) {
	for _, how := range []string{"enter", "tab", "shift+tab shift+tab shift+tab", "wheel", "click"} {
		f := uitest.NewFloor()
		a, _ := newTestApp(f, 120, 24)
		at := a.places.Panes[layout.Transcript].Min.Add(image.Pt(3, 3))
		switch how {
		case "wheel":
			a.Update(tea.MouseWheelMsg{X: at.X, Y: at.Y, Button: tea.MouseWheelUp})
		case "click":
			clickAt(a, at.X, at.Y)
		default:
			press(a, how)
		}
		key := a.transcript.Key
		f.Reversed = true
		if later(a, 1e9); a.transcript.Key != key || selectedKey(t, a) != key {
			t.Errorf("%s: the transcript is of %v, want %v that was read", how, a.transcript.Key, key)
		}
	}
}

func TestSelectedThreadThatIsGone(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	press(a, "down down")
	key := selectedKey(t, a)
	f.Threads = slices.DeleteFunc(f.Threads, func(r model.Row) bool { return r.Key == key })
	later(a, 1e9)
	if got := a.threads.Cursor; got != 2 {
		t.Errorf("cursor on row %d after the selected row went, want 2", got)
	}
	f.Threads = nil
	later(a, 1e9)
	rowWith(t, a, "No chat is selected.")
	if a.threads.Selected() != nil {
		t.Errorf("something is selected of nothing")
	}
	press(a, "down up end home pgdown enter a f")
	if problem, row := uitest.Fits(a.View().Content, 120, 40, a.term.Method); problem != "" {
		t.Errorf("wrong %s in %q", problem, row)
	}
}

func TestFilterByKeys(t *testing.T) {
	for _, c := range []struct {
		keys string
		want []string // visitors listed, all of them
	}{
		{"/ p e t r o v enter", []string{"Ana Petrović"}},
		{"/ 6 1 8 1 1 enter", []string{"Wei Zhang 张伟"}},
		{"/ # 6 1 8 1 1 enter", []string{"Wei Zhang 张伟"}},
		{"/ 1 0 6 2 4 1 enter", []string{"John Deo"}},
		{"/ 张 enter", []string{"Wei Zhang 张伟"}},
		{"/ j d e o x backspace enter", []string{"John Deo"}},
		{"/ x y z ctrl+u d e o enter", []string{"John Deo"}},
	} {
		a, _ := newTestApp(uitest.NewFloor(), 120, 40)
		press(a, c.keys)
		var got []string
		for i := range a.threads.N {
			got = append(got, a.threads.Row(i).Name.String())
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s lists %q, want %q", c.keys, got, c.want)
		}
		if r := a.threads.Selected(); r == nil || r.Name.String() != c.want[0] || a.transcript.Key != r.Key {
			t.Errorf("%s: the transcript is not of %s", c.keys, c.want[0])
		}
		press(a, "esc")
		if a.threads.Filter.Active() || a.threads.N != 48 {
			t.Errorf("%s esc: %d rows listed, want all 48", c.keys, a.threads.N)
		}
	}
}

func TestFilterTypingTakesEveryKey(t *testing.T) {
	a, source := newTestApp(uitest.NewFloor(), 80, 24)
	press(a, "/ q s a u r z f ? j")
	if got := a.threads.Filter.Query; got != "qsaurzf?j" {
		t.Errorf("filter is %q, want what was typed", got)
	}
	if source.Refreshes != 0 || helping(a) || a.zoom || a.threads.Order != threads.ByTimeLeft {
		t.Errorf("a letter of the filter acted as a key")
	}
	press(a, "esc")
	if a.prompt.isOpen() || a.threads.Filter.Query != "" {
		t.Errorf("esc leaves the filter %q, typing %v", a.threads.Filter.Query, a.prompt.isOpen())
	}
}

func TestPasteGoesIntoTheFilterOnly(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	before := screen(a)
	a.Update(tea.PasteMsg{Content: "q"})
	if got := screen(a); got != before {
		t.Errorf("a paste acted as keys:\n%s", got)
	}
	press(a, "/")
	a.Update(tea.PasteMsg{Content: "ana\n\x1b[2J petr\u202e"})
	if got, want := a.threads.Filter.Query, "ana [2J petr"; got != want {
		t.Errorf("filter after a paste is %q, want %q", got, want)
	}
	if problem, row := uitest.Fits(a.View().Content, 80, 24, a.term.Method); problem != "" {
		t.Errorf("wrong %s in %q", problem, row)
	}
}

func TestEnterOnAnAgentListsTheirThreads(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	press(a, "tab tab down enter") // Devid Klok, by name the second
	if a.focus != layout.Threads {
		t.Errorf("focus on %v, want the threads", a.focus)
	}
	if a.threads.N == 0 {
		t.Fatal("no thread is listed")
	}
	for i := range a.threads.N {
		if r := a.threads.Row(i); r.OwnerName.String() != "Devid Klok" {
			t.Errorf("a thread of %q is listed", r.OwnerName)
		}
	}
	if f.Filter.Agent != 1 {
		t.Errorf("activity of agent %d, want of 1", f.Filter.Agent)
	}
	press(a, "esc")
	if a.threads.N != 48 || f.Filter.Agent != 0 {
		t.Errorf("after esc %d rows and activity of agent %d, want all", a.threads.N, f.Filter.Agent)
	}
}

func TestEnterAndEscBetweenPanes(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	press(a, "enter")
	if a.focus != layout.Transcript {
		t.Errorf("enter leaves the focus on %v", a.focus)
	}
	press(a, "z")
	if got := a.places.Panes[layout.Threads]; !got.Empty() {
		t.Errorf("zoomed, the threads are still on %v", got)
	}
	press(a, "esc")
	if a.zoom {
		t.Errorf("esc does not leave the zoom")
	}
	press(a, "esc")
	if a.focus != layout.Threads {
		t.Errorf("esc leaves the focus on %v", a.focus)
	}
}

// In one column tab shows the other panes below the threads, and the last one stays there.
func TestLowerPaneStays(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	press(a, "tab tab")
	rowWith(t, a, "Aisha Rahman   ")
	press(a, "esc")
	if a.focus != layout.Threads || a.places.Panes[layout.Agents].Empty() {
		t.Errorf("back on the threads, the agents have gone: %+v", a.places)
	}
}

func TestHelpIsMadeFromTheKeys(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 160, 60)
	press(a, "?")
	shown := strings.Join(strings.Fields(screen(a)), " ")
	for _, g := range a.keys.Groups() {
		for _, r := range g.Usable() {
			words, rest := r.Words()
			if !strings.Contains(shown, words+" "+r.Does) {
				t.Errorf("the help does not show %q %q", words, r.Does)
			}
			for _, o := range rest {
				if !strings.Contains(shown, o.Keys+" as "+o.As) {
					t.Errorf("the help does not show that %q does what %q does", o.Keys, o.As)
				}
			}
		}
	}
	press(a, "x")
	if helping(a) {
		t.Errorf("a key does not close the help")
	}
}

// On a low screen every line of the help can be scrolled to.
func TestHelpScrolls(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	press(a, "?")
	seen := screen(a)
	for range 200 {
		press(a, "down")
		seen += screen(a)
	}
	for _, g := range a.keys.Groups() {
		for _, r := range g.Usable() {
			if !strings.Contains(seen, r.Does) {
				t.Errorf("scrolling the help never shows %q", r.Does)
			}
		}
	}
	last := screen(a)
	if press(a, "down"); screen(a) != last {
		t.Errorf("the help scrolls past its end")
	}
}

func TestRefreshSaysSo(t *testing.T) {
	a, source := newTestApp(uitest.NewFloor(), 80, 24)
	press(a, "r r")
	if source.Refreshes != 2 {
		t.Errorf("%d refreshes, want 2", source.Refreshes)
	}
	rowWith(t, a, "Reading everything again.")
	later(a, 10*toastFor) // the machine stood still: nobody has read it yet
	rowWith(t, a, "Reading everything again.")
	later(a, toastFor)
	if got := screen(a); strings.Contains(got, "Reading everything") {
		t.Errorf("it still says so after %v", toastFor)
	}
}

func TestAgentNamesWithNothingToShow(t *testing.T) {
	f := uitest.NewFloor()
	f.Agents[0].Name = safetext.Text{}
	a, _ := newTestApp(f, 120, 40)
	rowWith(t, a, "agent 4 ")
}

// The list of whom we missed today opens by its key and its name, goes to the chat and closes again.
func TestMissedToday(t *testing.T) {
	f := uitest.NewFloor()
	for i := range f.Threads {
		f.Threads[i].Missed = i == 2 || i == 40
	}
	a, _ := newTestApp(f, 120, 40)
	press(a, "M")
	rowWith(t, a, "Missed today")
	rowWith(t, a, "missed")
	press(a, "down enter")
	if got := a.threads.Selected(); len(a.overlays) != 0 || got == nil || got.Key != f.Threads[40].Key {
		t.Errorf("enter went to %+v, want the second missed chat", got)
	}
	press(a, ": m i s s e d enter")
	rowWith(t, a, "Missed today")
	press(a, "M")
	if len(a.overlays) != 0 {
		t.Error("the same key does not close the list")
	}
}
