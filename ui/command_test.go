package ui

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/ui/agents"
	"floorwatch/ui/layout"
	"floorwatch/ui/threads"
	"floorwatch/ui/uitest"
)

// typed types a line after ":".
func typed(a *App, line string) tea.Cmd {
	press(a, ":")
	a.Update(tea.PasteMsg{Content: line})
	return press(a, "enter")
}

func TestCommands(t *testing.T) {
	cfg := testConfig()
	cfg.Views = []threads.SavedFilter{{Name: "Nobody's", Owner: "none"}, {Name: "Late", Level: "warning"}}
	cfg.Version = "1.2"
	for line, done := range map[string]func(*App) bool{
		"sort wait":       func(a *App) bool { return a.threads.Order.String() == "by wait" },
		"sort sla":        func(a *App) bool { return a.threads.Order == threads.ByTimeLeft },
		"sort name":       func(a *App) bool { return a.agents.Order == agents.ByName },
		"sort median":     func(a *App) bool { return a.agents.Order.String() == "by median" },
		"sort breached":   func(a *App) bool { return a.agents.Order == agents.ByLate },
		"sort longest":    func(a *App) bool { return a.agents.Order == agents.ByWait },
		"sort waiting":    func(a *App) bool { return a.agents.Order.String() == "by waiting chats" },
		"sort chats":      func(a *App) bool { return a.agents.Order == agents.ByChats },
		"filter ana":      func(a *App) bool { return a.threads.Filter.Query == "ana" },
		"goto 106243":     func(a *App) bool { return a.threads.Selected().Chat == 106243 && a.focus == layout.Threads },
		"goto #61793":     func(a *App) bool { return a.threads.Selected().Key.Visitor == 61793 },
		"view Late":       func(a *App) bool { return a.threads.Filter.View == "Late" },
		"theme mono":      func(a *App) bool { return a.cfg.Theme == "mono" },
		"time -20m":       func(a *App) bool { return a.timeTravel.on },
		"time 12:15":      func(a *App) bool { return a.timeTravel.on && a.timeTravel.at.In(a.zone).Format("15:04") == "12:15" },
		"time now":        func(a *App) bool { return !a.timeTravel.on },
		"alerts":          func(a *App) bool { return a.overlays.top() != nil },
		"wall":            func(a *App) bool { return a.wall != nil },
		"help":            helping,
		"explain waiting": func(a *App) bool { return a.overlays.top() != nil },
		"acknowledge":     func(a *App) bool { return strings.Contains(screen(a), "Acknowledged") },
		"sotr wait":       func(a *App) bool { return strings.Contains(screen(a), "sotr: no such command; sort?") },
		"foo":             func(a *App) bool { return strings.Contains(screen(a), "foo: no such command; : lists them all") },
		"goto nowhere":    func(a *App) bool { return strings.Contains(screen(a), "goto: the number of a chat") },
		"goto 5":          func(a *App) bool { return strings.Contains(screen(a), "Chat 5 is not known.") },
		"theme pink":      func(a *App) bool { return strings.Contains(screen(a), "theme: one of auto") },
		"time yesterday":  func(a *App) bool { return strings.Contains(screen(a), "time: 10:15, -20m or now") },
		"view Nothing": func(a *App) bool {
			return strings.Contains(screen(a), "There is no view Nothing: name it in screen.views, all shows every chat")
		},
		"privacy maybe": func(a *App) bool { return strings.Contains(screen(a), "privacy: on or off") },
		"privacy off":   func(a *App) bool { return strings.Contains(screen(a), "m: nothing is hidden") },
		"version":       func(a *App) bool { return strings.Contains(screen(a), "floorwatch 1.2") },
		"explain greatness": func(a *App) bool {
			return strings.Contains(screen(a), "There is no figure greatness: explain alone lists them all")
		},
		"": func(a *App) bool { return a.overlays.top() == nil },
	} {
		a, _ := newAppWith(uitest.NewFloor(), cfg, 120, 40)
		if typed(a, line); !done(a) || a.prompt.isOpen() {
			t.Errorf(":%s does not do what it says:\n%s", line, screen(a))
		}
	}
	for _, line := range []string{"q", "q!", "wq", "quit", "exit"} {
		a, _ := newAppWith(uitest.NewFloor(), cfg, 120, 40)
		if cmd := typed(a, line); cmd == nil || cmd() != (tea.QuitMsg{}) {
			t.Errorf(":%s does not quit", line)
		}
	}
}

// A command refuses as its key does.
func TestCommandsRefuseAsKeysDo(t *testing.T) {
	cfg := testConfig()
	cfg.ReadOnly = true
	for line, key := range map[string]string{"acknowledge": "a", "undo": "u"} {
		byKey, _ := newAppWith(uitest.NewFloor(), cfg, 120, 40)
		press(byKey, key)
		byLine, source := newAppWith(uitest.NewFloor(), cfg, 120, 40)
		typed(byLine, line)
		if byKey.toast.text != byLine.toast.text || byKey.toast.text == "" || len(source.Acks) > 0 {
			t.Errorf(":%s says %q, %s %q", line, byLine.toast.text, key, byKey.toast.text)
		}
	}
}

func TestCommandLineCompletes(t *testing.T) {
	cfg := testConfig()
	cfg.Views = []threads.SavedFilter{{Name: "Nobody's", Owner: "none"}}
	a, _ := newAppWith(uitest.NewFloor(), cfg, 120, 40)
	for line, want := range map[string]string{"so": "sort ", "th": "theme ", "theme m": "theme mono", "view N": "view Nobody's", "sort w": "sort wait", "sort med": "sort median", "fi": "filter ", "sort wait r": "sort wait reverse",
		"filter ag": "filter agent:", "filter ana uns": "filter ana unseen", "filter level:c": "filter level:critical", "xyz": "xyz", "al": "alerts"} {
		press(a, ":")
		a.Update(tea.PasteMsg{Content: line})
		if press(a, "tab"); a.prompt.field.Value() != want {
			t.Errorf("%q completes to %q, want %q", line, a.prompt.field.Value(), want)
		}
		press(a, "esc")
	}
	press(a, ": s")
	rowWith(t, a, ": sort") // what tab would add is shown
	press(a, "backspace backspace")
	if a.prompt.isOpen() {
		t.Errorf("backspace in an empty line does not leave it")
	}
}

// TestCommandLineOffers: above the line stands what it can become, and tab goes through it.
func TestCommandLineOffers(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	press(a, ":")
	rowWith(t, a, "╭ Commands · 20")
	rowWith(t, a, "goto         a chat by its number, or #visitor")
	rowWith(t, a, "quit         leave floorwatch")            // on a high screen all of them fit
	for _, want := range []string{"sort", "filter", "goto"} { // tab goes through them, also before anything is typed
		press(a, "tab")
		rowWith(t, a, "▌ "+want)
		rowWith(t, a, ": "+want)
	}
	press(a, "esc :")
	a.Update(tea.PasteMsg{Content: "sort "})
	words := sortArgs(a)
	rowWith(t, a, "╭ sort · "+strconv.Itoa(len(words)))
	for _, word := range words { // each says what it does
		what := argumentWords("sort " + word)
		rowWith(t, a, "sort "+word+strings.Repeat(" ", 10-len(word))+what)
		if strings.HasPrefix(what, "agents") && !sortAgents(a, word) {
			t.Errorf("the agents cannot be sorted by %s", word)
		}
	}
	press(a, "esc :")
	a.Update(tea.PasteMsg{Content: "filter "})
	rowWith(t, a, "│   filter agent:         chats of agents with this name ")
	rowWith(t, a, "│   filter level:critical chats that are over limit ")
	rowWith(t, a, "│   filter 1st            waiting for the first response ")
	press(a, "esc :")
	a.Update(tea.PasteMsg{Content: "filter agent:"})
	rowWith(t, a, `│   filter agent:"Devid Klok"`)
	press(a, "esc :")
	a.Update(tea.PasteMsg{Content: "filter agent:klo"})
	press(a, "tab enter")
	rowWith(t, a, `matching agent:"Devid Klok"`)
	press(a, "esc :")
	a.Update(tea.PasteMsg{Content: "sort "})
	for _, want := range []string{"sort sla", "sort wait", "sort agent"} {
		press(a, "tab")
		rowWith(t, a, "▌ "+want)
		if got := a.prompt.field.Value(); got != want {
			t.Errorf("tab gives %q, want %q", got, want)
		}
	}
	press(a, "enter")
	if got := screen(a); strings.Contains(got, "╭ sort") || !strings.Contains(got, "Chats by agent") {
		t.Errorf("enter does not run what was chosen:\n%s", got)
	}
	press(a, ":")
	a.Update(tea.PasteMsg{Content: "explain first"})
	rowWith(t, a, "explain first response, 90% in") // as the screen calls them
	press(a, "tab enter")
	if rowWith(t, a, "median"); a.overlays.top() == nil {
		t.Error("what was completed is not explained")
	}
	press(a, "esc")
	press(a, ": x")
	if strings.Contains(screen(a), "Commands") {
		t.Errorf("something is offered for x:\n%s", screen(a))
	}
}

// On a low screen the list says how many it hides, and what stands beside it stays.
func TestCommandListOnALowScreen(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	before := strings.Split(screen(a), "\n")
	press(a, ":")
	rowWith(t, a, "╰ ▼ 10 more ─")
	after := strings.Split(screen(a), "\n")
	for y := a.body().Min.Y; y < a.body().Max.Y; y++ {
		if got, want := ansi.Cut(after[y], suggestionCols, 80), ansi.Cut(before[y], suggestionCols, 80); got != want {
			t.Errorf("row %d beside the list is %q, want %q as before", y, got, want)
		}
	}
	press(a, strings.Repeat("tab ", 14))
	rowWith(t, a, "╰ ▲ 8 more ▼ 2 more ─")
	rowWith(t, a, "▌ help")
}

func TestCommandLineKeepsWhatWasTyped(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	typed(a, "sort wait")
	typed(a, "sort sla")
	typed(a, "sort sla")
	press(a, ": h")
	var got []string
	for _, k := range []string{"up", "up", "up", "down", "down"} {
		press(a, k)
		got = append(got, a.prompt.field.Value())
	}
	if want := []string{"sort sla", "sort wait", "sort wait", "sort sla", "h"}; !slices.Equal(got, want) {
		t.Errorf("up and down show %q, want %q", got, want)
	}
}

// A chat that is not known may be older than what is kept.
func TestGotoSaysHowMuchIsKept(t *testing.T) {
	for hours, want := range map[int]string{0: "Chat 5 is not known.", 48: "Chat 5 is not known (48 h are kept)."} {
		cfg := testConfig()
		cfg.KeptHours = hours
		a, _ := newAppWith(uitest.NewFloor(), cfg, 120, 40)
		gotoCommand(a, "5")
		if !strings.Contains(screen(a), want) {
			t.Errorf("%d hours: no %q on\n%s", hours, want, screen(a))
		}
	}
}

// A time of day is the last one: what is still to come today was yesterday.
func TestTimeOfDayIsThePast(t *testing.T) {
	vienna, err := time.LoadLocation("Europe/Vienna")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ now, at, want string }{
		{"2026-11-29 16:41:07", "16:41", "2026-11-29 16:41:00"},
		{"2026-11-29 16:41:07", "16:42", "2026-11-28 16:42:00"},
		{"2026-11-29 00:10:00", "23:50", "2026-11-28 23:50:00"},
		{"2026-11-29 00:10:00", "00:10", "2026-11-29 00:10:00"},
		{"2026-10-25 23:00:00", "23:50", "2026-10-24 23:50:00"}, // an hour longer than others
	} {
		now, _ := time.ParseInLocation(time.DateTime, c.now, vienna)
		at, _ := time.Parse("15:04", c.at)
		if got := lastTime(now, at).Format(time.DateTime); got != c.want {
			t.Errorf("at %s, %s is %s, want %s", c.now, c.at, got, c.want)
		}
	}
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	typed(a, "time 23:00")
	if !a.timeTravel.on || !a.timeTravel.at.Equal(a.timeTravel.oldest) {
		t.Errorf(":time 23:00 goes to %v, want yesterday's, or the oldest known, %v", a.timeTravel.at, a.timeTravel.oldest)
	}
}

// What a command does to the panes is seen: the overlay over them, which has no such key, is closed.
func TestCommandsOfThePanesAreSeen(t *testing.T) {
	cfg := testConfig()
	cfg.Views = []threads.SavedFilter{{Name: "Late", Level: "warning"}}
	for line, done := range map[string]func(*App) bool{
		"filter ana":   func(a *App) bool { return a.threads.Filter.Query == "ana" },
		"view Late":    func(a *App) bool { return a.threads.Filter.View == "Late" },
		"sort reverse": func(a *App) bool { return strings.Contains(a.toast.text, "Chats by") },
		"undo":         func(a *App) bool { return a.toast.text == "Nothing to undo" },
		"wall":         func(a *App) bool { return a.wall != nil },
		"privacy off":  func(a *App) bool { return strings.Contains(a.toast.text, "nothing is hidden") },
	} {
		for _, over := range []string{"!", "?", "e"} {
			a, _ := newAppWith(uitest.NewFloor(), cfg, 120, 40)
			press(a, over)
			if typed(a, line); !done(a) || a.overlays.top() != nil {
				t.Errorf("%s, then :%s says %q:\n%s", over, line, a.toast.text, screen(a))
			}
		}
	}
}

// A command whose key the overlay does not have says so, and one whose key it has acts on it; the help, which every other
// key closes, gives way.
func TestCommandsOfRowsUnderAnOverlay(t *testing.T) {
	for _, c := range []struct{ over, line, want string }{
		{"e", "acknowledge", "does nothing here: esc closes this first"},
		{"M", "claim", "does nothing here: esc closes this first"},
		{"?", "claim", "You are on "},
		{"! down", "acknowledge", "Acknowledged "},
		{"e", "refresh", "Reading everything again."},
	} {
		a, _ := newTestApp(uitest.NewFloor(), 120, 40)
		press(a, c.over)
		if typed(a, c.line); !strings.Contains(a.toast.text, c.want) || (a.overlays.top() == nil) != (c.over == "?") {
			t.Errorf("%s, then :%s says %q, want %q", c.over, c.line, a.toast.text, c.want)
		}
	}
}
