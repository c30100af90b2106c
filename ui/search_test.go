package ui

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/layout"
	"floorwatch/ui/uitest"
)

func TestFind(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	press(a, "enter / t h e enter")
	if a.focus != layout.Transcript || a.threads.Filter.Active() {
		t.Fatalf("/ in the transcript filters the threads")
	}
	found := regexp.MustCompile(`(\d+) of (\d+) matching the`).FindStringSubmatch(screen(a))
	if found == nil {
		t.Fatalf("nothing is found:\n%s", screen(a))
	}
	at, _ := strconv.Atoi(found[1])
	hits, _ := strconv.Atoi(found[2])
	if hits < 3 || at != hits {
		t.Fatalf("match %d of %d is shown, want the newest of several", at, hits)
	}
	for i, step := range []struct {
		key  string
		want int
	}{{"N", at - 1}, {"N", at - 2}, {"n", at - 1}, {"n", at}, {"n", 1}, {"N", at}} {
		press(a, step.key)
		rowWith(t, a, fmt.Sprintf("%d of %d matching the", step.want, hits))
		if !strings.Contains(a.View().Content, a.style.On[draw.OnSelected][draw.RoleText]) {
			t.Errorf("step %d, %s: the match does not stand out", i, step.key)
		}
	}
	press(a, "esc")
	if a.transcript.Search.Active() || a.focus != layout.Transcript {
		t.Errorf("esc does not end the search")
	}
}

// Whatever the size becomes, the match that is counted is in view.
func TestFoundStaysInViewOnResize(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	press(a, "enter / s e c o n d enter")
	for _, size := range [][2]int{{71, 12}, {52, 10}, {120, 40}, {30, 8}, {200, 50}} {
		a.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		if !strings.Contains(strings.Join(transcriptRows(a), " "), "second parcel") {
			t.Errorf("resized to %v the match is out of view:\n%s", size, screen(a))
		}
	}
}

func TestFindNothing(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	press(a, "n")
	rowWith(t, a, "n: search first with /")
	press(a, "enter / q q q enter")
	rowWith(t, a, "nothing matches qqq")
	press(a, "n N y")
	a.Update(tea.PasteMsg{Content: "x"})
	rowWith(t, a, "nothing matches qqq")
	press(a, "esc esc down")
	if a.transcript.Search.Active() {
		t.Errorf("another thread keeps the search")
	}
}

func clipboard(t *testing.T, cmd tea.Cmd) string {
	t.Helper()
	if cmd == nil {
		t.Fatal("nothing is copied")
	}
	return fmt.Sprint(cmd())
}

// Only a key copies, and what it copies is one clean line of bounded length.
func TestCopyWords(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	if got, want := clipboard(t, press(a, "y")), "I have been waiting for a while now. Please answer."; !strings.Contains(got, want) {
		t.Errorf("copied %q, want the newest in view, %q", got, want)
	}
	rowWith(t, a, "Sent to the terminal's clipboard (if it allows that): the message of the visitor at 12:37:55, 51 letters.")
	if got, want := clipboard(t, press(a, "enter / b o o t s enter y")), "Hello, I ordered two pairs of boots"; !strings.Contains(got, want) {
		t.Errorf("copied %q, want the match, %q", got, want)
	}
	for _, raw := range append(uitest.StrangeTexts(), "ls\nrm -rf ~\n", "\x1b]52;c;cm0gLXJmIH4K\x07", strings.Repeat("é", 6000)) {
		got := clip(safetext.Clean(raw).String())
		if len(got) > maxCopy || strings.ContainsFunc(got, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\u202e' }) {
			t.Errorf("%.40q is copied as %.60q, %d bytes", raw, got, len(got))
		}
	}
	f.Threads = nil
	later(a, time.Second)
	if cmd := press(a, "esc esc y"); cmd != nil {
		t.Errorf("something is copied of nothing")
	}
}

func TestCopyAddress(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	if cmd := press(a, "Y"); cmd != nil {
		t.Errorf("an address is copied without one in the configuration")
	}
	rowWith(t, a, "set screen.address")
	cfg := testConfig()
	cfg.Address = "https://acme.acquire.io/x/{chat}?v={visitor}&t={thread}"
	if err := cfg.Validate(); err != nil {
		t.Fatal(err)
	}
	a, _ = newAppWith(uitest.NewFloor(), cfg, 120, 40)
	if got, want := clipboard(t, press(a, "Y")), "https://acme.acquire.io/x/106241?v=61780&t=9000"; !strings.Contains(got, want) {
		t.Errorf("copied %q, want %q", got, want)
	}
}

// An answer is judged by the limits that the Board has for the thread's owner.
func TestTheTranscriptHasTheOwnersLimits(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	strict := model.DefaultLimits()
	f.Limits = map[model.AgentID]*model.Limits{a.threads.Selected().Owner: &strict}
	later(a, time.Second)
	if a.transcript.Limits != &strict {
		t.Errorf("the limits are %+v, want those of the owner's team", a.transcript.Limits)
	}
}
