package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/uitest"
)

// The ticks go by the clock of the configuration.
func TestTickGoesByTheClock(t *testing.T) {
	cfg := testConfig()
	want := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	cfg.Clock = func() time.Time { return want }
	a := New(uitest.NewFloor(), cfg, &uitest.Source{}, uitest.Now())
	if got, ok := draw.NextTick(a.cfg.Clock)().(draw.Tick); !ok || !time.Time(got).Equal(want) {
		t.Errorf("the next tick is at %v, want %v", time.Time(got), want)
	}
}

// In a replay the newest minute is not now.
func TestActivityOfAReplayEndsThen(t *testing.T) {
	for _, replay := range []bool{false, true} {
		cfg := testConfig()
		if replay {
			cfg.Clock = uitest.Now
		}
		a, _ := newAppWith(uitest.NewFloor(), cfg, 120, 40)
		if s := screen(a); strings.Contains(s, " then ") != replay || strings.Contains(s, " now ") == replay {
			t.Errorf("replay: %v\n%s", replay, s)
		}
	}
}

func TestResetGoesOnWithAnotherBoard(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	press(a, "a")
	board := board.New(board.Config{})
	board.Apply(model.Event{At: uitest.Now(), Messages: []model.Message{{
		ID: 1, Chat: 1, Visitor: 7, Thread: model.NoThread, SentAt: uitest.Now(), Side: model.SideVisitor,
		Kind: model.KindMessage, Text: safetext.Clean("the only word"), VisitorName: safetext.Line("Zoe"),
	}}})
	a.Update(draw.Reset{Board: board})
	if got := selectedKey(t, a); got != (model.Key{Visitor: 7, Thread: model.NoThread}) || a.threads.N != 1 {
		t.Errorf("%v is selected of %d threads, want the one of the other Board", got, a.threads.N)
	}
	press(a, "u")
	rowWith(t, a, "Nothing to undo")
}

// Takes tells whoever stands before App that keys are text.
func TestTakesLetters(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	for _, c := range []struct {
		key  string
		want bool
	}{{"/", true}, {"x", true}, {"esc", false}, {"enter", false}, {"/", true}, {"y", true}, {"esc", false}} {
		if press(a, c.key); a.HandlesReserved("x") != c.want {
			t.Errorf("after %q: typing %v, want %v", c.key, a.HandlesReserved("x"), c.want)
		}
	}
}

// What is wrong beside the reading itself is said although all is read.
func TestNoticeWhileLive(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 80, 24)
	for _, why := range []string{"not recorded since 12:30: the disk is full", ""} {
		h := f.Status
		h.State, h.Why, h.ReadDone, h.ReadAll = model.StateLive, safetext.Line(why), 3, 3
		a.Update(model.Event{Health: &h})
		a.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
		if got := strings.Contains(screen(a), "not recorded since"); got != (why != "") {
			t.Errorf("why is %q, on the screen: %v\n%s", why, got, screen(a))
		}
	}
}

// Nothing below the notice moves, whatever stands in it; a reason that is cut there
// is said in full above the alerts.
func TestTheNoticeMovesNothing(t *testing.T) {
	const why = "Acquire refuses the token (it says 'Unauthorized'): make a new one under Settings > For Developers."
	for _, c := range []struct{ w, h, rows int }{{80, 24, 1}, {120, 40, 1}, {200, 50, 1}, {80, 19, 0}} {
		calm, _ := newTestApp(uitest.NewFloor(), c.w, c.h)
		f := uitest.NewFloor()
		f.Status.State, f.Status.Why, f.Status.RetryAt = model.StateTokenRejected, safetext.Line(why), uitest.Now().Add(9*time.Second)
		a, _ := newTestApp(f, c.w, c.h)
		if got := a.places.Notice.Dy(); got != c.rows || a.places != calm.places {
			t.Errorf("%dx%d: %d rows, want %d; everything else where it is when all is well", c.w, c.h, got, c.rows)
		}
		rowWith(t, a, "TOKEN REJECTED")
		rowWith(t, a, "Acquire refuses the token")
		press(a, "!")
		said := strings.NewReplacer("│", "").Replace(screen(a))
		if !strings.Contains(strings.Join(strings.Fields(said), " "), why) {
			t.Errorf("%dx%d: the whole reason is not above the alerts:\n%s", c.w, c.h, screen(a))
		}
	}
}

func TestTheDaySoFarIsSaidWhileAllIsWell(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	rowWith(t, a, "Today  ")
	rowWith(t, a, "ended unanswered")
}
