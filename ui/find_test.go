package ui

import (
	"fmt"
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
	if a.focus != layout.Transcript || a.threads.filter.active() {
		t.Fatalf("/ in the transcript filters the threads")
	}
	hits, at := a.transcript.hits()
	if len(hits) < 3 || at != len(hits)-1 {
		t.Fatalf("match %d of %v is shown, want the newest of several", at, hits)
	}
	rowWith(t, a, fmt.Sprintf("%d of %d matching the", at+1, len(hits)))
	for i, step := range []struct {
		key  string
		want int
	}{{"N", at - 1}, {"N", at - 2}, {"n", at - 1}, {"n", at}, {"n", 0}, {"N", at}} {
		press(a, step.key)
		if _, got := a.transcript.hits(); got != step.want {
			t.Errorf("step %d, %s: match %d is shown, want %d", i, step.key, got, step.want)
		}
		seen := false
		p := &a.transcript
		for _, r := range p.rows[p.top:min(len(p.rows), p.top+p.height)] {
			seen = seen || r.id == p.find.at
		}
		if !seen {
			t.Errorf("step %d, %s: the match is not in view", i, step.key)
		}
		if !strings.Contains(a.View().Content, a.look.On[draw.OnSelected][draw.RoleText]) {
			t.Errorf("step %d, %s: the match does not stand out", i, step.key)
		}
	}
	press(a, "esc")
	if a.transcript.find.active() || a.focus != layout.Transcript {
		t.Errorf("esc does not end the search")
	}
}

// Whatever the size becomes, the match that is counted is in view.
func TestFoundStaysInViewOnResize(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	press(a, "enter / s e c o n d enter")
	for _, size := range [][2]int{{71, 12}, {52, 10}, {120, 40}, {30, 8}, {200, 50}} {
		a.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		if !strings.Contains(strings.Join(transcriptRows(a), " "), "The second") {
			t.Errorf("resized to %v the match is out of view:\n%s", size, screen(a))
		}
	}
}

func TestFindIgnoresCaseAndAccents(t *testing.T) {
	m := model.Message{Text: safetext.Clean("Wo bleibt die Rückzahlung?")}
	for query, want := range map[string]bool{"rück": true, "RUCK": true, "die rückz": true, "ruckx": false, "?": true} {
		var f find
		f.Set(query)
		if got := f.matches(&m); got != want {
			t.Errorf("%q matches: %v, want %v", query, got, want)
		}
	}
}

func TestFindNothing(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	press(a, "n")
	rowWith(t, a, "Nothing is looked for")
	press(a, "enter / q q q enter")
	rowWith(t, a, "nothing matches qqq")
	press(a, "n N y")
	a.Update(tea.PasteMsg{Content: "x"})
	rowWith(t, a, "nothing matches qqq")
	press(a, "esc esc down")
	if a.transcript.find.active() {
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
	rowWith(t, a, "Copied the words of the visitor at 12:37:55, 51 letters.")
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
	rowWith(t, a, "no address in [screen]")
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
	f.Limits = map[model.AgentID]*model.Limits{a.threads.selected().Owner: &strict}
	later(a, time.Second)
	if a.transcript.limits != &strict {
		t.Errorf("the limits are %+v, want those of the owner's team", a.transcript.limits)
	}
}

// A row of our own says where a target was passed, where the bot had no part in it.
func TestRulesInTheTranscript(t *testing.T) {
	v, g, b := model.SideVisitor, model.SideAgent, model.SideBot
	type word struct {
		at   int // seconds
		side model.Side
	}
	for _, c := range []struct {
		name  string
		words []word
		wait  int // seconds since which the visitor waits; 0: not
		want  string
	}{
		{"in time", []word{{0, v}, {50, g}, {60, v}, {170, g}}, 0, ""},
		{"late at first", []word{{0, v}, {20, v}, {65, g}}, 0, "2: 30s target passed, answered after 1m05s"},
		{"late later on", []word{{0, v}, {5, g}, {10, v}, {140, g}}, 0, "3: 1m target passed, answered after 2m10s"},
		{"the bot had a part", []word{{0, v}, {20, b}, {300, g}}, 0, ""},
		{"waits, nudged before", []word{{0, v}, {5, g}, {10, v}, {40, v}}, 10, ""},
		{"waits, nudged after", []word{{0, v}, {5, g}, {10, v}, {40, v}, {80, v}, {90, v}}, 10, "4: 1m target passed"},
		{"silence", []word{{0, v}, {5, g}, {905, v}}, 0, "2: 15m00s without a word"},
		{"no longer silence", []word{{0, v}, {5, g}, {500, v}}, 0, ""},
	} {
		limits := model.DefaultLimits()
		p := &transcriptPane{limits: &limits, row: &model.Row{Chat: 1}}
		for _, w := range c.words {
			p.messages = append(p.messages, model.Message{Chat: 1, Side: w.side, Kind: model.KindMessage, SentAt: uitest.Now().Add(time.Duration(w.at) * time.Second)})
		}
		if c.wait > 0 {
			p.row.Wait = model.Clock{Running: true, Since: uitest.Now().Add(time.Duration(c.wait) * time.Second), For: 90e9}
			p.row.TimeLeft = -30e9
		}
		var got []string
		turns := turns{pane: p}
		for i := range p.messages {
			if s := turns.before(i); s != "" {
				got = append(got, fmt.Sprintf("%d: %s", i, s))
			}
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s: %q, want %q", c.name, s, c.want)
		}
	}
}
