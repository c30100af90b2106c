package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
	"floorwatch/ui/uitest"
)

// private is a floor on which a visitor gave away what is to be hidden.
func private(mask string, allow bool) (*App, *board.Board) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	board := board.New(board.Config{Limits: model.DefaultLimits(), Keep: model.DefaultRetention()})
	sent := now.Add(-20 * time.Second)
	board.Apply(model.Event{At: now, Messages: []model.Message{{
		ID: 1, Chat: 7, Visitor: 61793, Thread: model.NoThread, SentAt: sent, Side: model.SideVisitor, Kind: model.KindMessage,
		Name: safetext.Line("Ana Lima"), VisitorName: safetext.Line("Ana Lima"),
		Text: safetext.Clean("Lima here, mail me at ana@example.com"), Seen: model.SeenNo, FirstAt: now, LastAt: now,
	}}})
	cfg := DefaultConfig()
	cfg.Privacy.Mask, cfg.Privacy.AllowUnmask = mask, allow
	a := New(board, cfg, &uitest.Source{}, now)
	a.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	return a, board
}

func TestPrivacyHides(t *testing.T) {
	for mask, want := range map[string]struct{ name, mail bool }{
		"off": {true, true}, "names": {false, true}, "texts": {true, false}, "all": {false, false},
	} {
		a, _ := private(mask, true)
		got := screen(a)
		if name := strings.Contains(got, "Ana Lima"); name != want.name {
			t.Errorf("mask %q: the name is on the screen: %v, want %v\n%s", mask, name, want.name, got)
		}
		if mail := strings.Contains(got, "@example.com"); mail != want.mail {
			t.Errorf("mask %q: the address is on the screen: %v, want %v\n%s", mask, mail, want.mail, got)
		}
		if said := strings.Contains(got, "Lima here"); said != want.name {
			t.Errorf("mask %q: the name in the text is on the screen: %v, want %v\n%s", mask, said, !said, got)
		}
		if !want.mail && !strings.Contains(got, "[mail]") {
			t.Errorf("mask %q: nothing stands for the address\n%s", mask, got)
		}
	}
}

// nameShown returns a check of whether the visitor's name is on the screen.
func nameShown(t *testing.T, a *App) func(when string, want bool) {
	return func(when string, want bool) {
		t.Helper()
		if got := strings.Contains(screen(a), "Ana Lima"); got != want {
			t.Errorf("%s: the name is on the screen: %v, want %v\n%s", when, got, want, screen(a))
		}
	}
}

// TestUnmask: the key shows what is hidden for 30 s, or until it is pressed again.
func TestUnmask(t *testing.T) {
	a, _ := private("all", true)
	shown := nameShown(t, a)
	shown("at first", false)
	press(a, "m")
	shown("after the key", true)
	later(a, 29*time.Second)
	shown("29 s later", true)
	later(a, 2*time.Second)
	shown("31 s later", false)
	press(a, "m")
	press(a, "m")
	shown("after the key twice", false)
	if got := a.source.(*uitest.Source).Actions; !slices.Equal(got, []model.AuditAction{{What: model.AuditUnmask}, {What: model.AuditUnmask}}) {
		t.Errorf("told for the log: %v, want each of the two times that it was shown", got)
	}
}

func TestUnmaskMustBeAllowed(t *testing.T) {
	a, _ := private("all", false)
	press(a, "m")
	if strings.Contains(screen(a), "Ana Lima") {
		t.Error("the key shows the name though it is not allowed")
	}
}

// TestMaskingLeavesTheBoardAlone: what is hidden is hidden on the screen only.
func TestMaskingLeavesTheBoardAlone(t *testing.T) {
	a, board := private("all", true)
	_ = screen(a)
	if got := board.Transcript(model.Key{Visitor: 61793, Thread: model.NoThread})[0].Text.String(); got != "Lima here, mail me at ana@example.com" {
		t.Errorf("the Board holds %q", got)
	}
}

// :privacy does what the key does, and only where that changes something.
func TestPrivacyCommand(t *testing.T) {
	a, _ := private("all", true)
	for _, c := range []struct {
		line  string
		shown bool
	}{{"privacy on", false}, {"privacy off", true}, {"privacy off", true}, {"privacy on", false}} {
		typed(a, c.line)
		if got := strings.Contains(screen(a), "Ana Lima"); got != c.shown {
			t.Errorf("after :%s the name is on the screen: %v, want %v", c.line, got, c.shown)
		}
	}
}

// In the past the key does the same, and what it shows is hidden again when its time is over.
func TestUnmaskInThePast(t *testing.T) {
	a, _ := private("all", true)
	shown := nameShown(t, a)
	later(a, 2*time.Minute)
	press(a, "t")
	shown("in the past", false)
	press(a, "m")
	shown("after the key", true)
	later(a, 29*time.Second)
	shown("29 s later", true)
	later(a, 2*time.Second)
	shown("31 s later", false)
	press(a, "t m t")
	shown("shown before the past", true)
	later(a, 31*time.Second)
	shown("when its time is over", false)
}

// Every overlay hides what is hidden, and shows it as long as the key does.
func TestOverlaysHide(t *testing.T) {
	for _, over := range []string{"!", "e", "e enter", "M"} {
		a, _ := private("all", true)
		later(a, 3*time.Minute) // the wait is an alert, and listed
		for _, shown := range []bool{false, true} {
			if press(a, over); a.overlays.top() == nil {
				t.Fatalf("%s opens nothing", over)
			}
			if got := strings.Contains(screen(a), "Ana Lima"); got && !shown || shown && over == "!" && !got {
				t.Errorf("%s: the name is on the screen: %v, want %v\n%s", over, got, shown, screen(a))
			}
			if strings.Contains(screen(a), "@example.com") && !shown {
				t.Errorf("%s: the address is on the screen\n%s", over, screen(a))
			}
			a.overlays = nil
			press(a, "m")
		}
	}
}
