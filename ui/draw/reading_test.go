package draw

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// TestProgressOfTheFirstRead: a bar where there is room for it beside the sentence, in the
// cells that the terminal has, and the sentence alone where there is not.
func TestProgressOfTheFirstRead(t *testing.T) {
	r := DataQuality{Health: model.Health{State: model.StateReading, Percent: 50, Why: safetext.Line("reading 132 of 400 chats")}}
	for _, c := range []struct {
		theme string
		ascii bool
		w     int
		want  string
	}{
		{"dark", false, 80, "reading 132 of 400 chats " + strings.Repeat("█", 12) + strings.Repeat("░", 12) + "  50%"},
		{"dark", true, 80, "reading 132 of 400 chats " + strings.Repeat("#", 12) + strings.Repeat(".", 12) + "  50%"},
		{"mono", false, 80, "reading 132 of 400 chats " + strings.Repeat("█", 12) + strings.Repeat("░", 12) + "  50%"},
		{"dark", false, 50, "reading 132 of 400 chats " + strings.Repeat("█", 10) + strings.Repeat("░", 10) + "  50%"},
		{"dark", false, 38, "reading 132 of 400 chats ████░░░░  50%"},
		{"dark", false, 37, "reading 132 of 400 chats"},
		{"dark", false, 12, "reading 132…"},
	} {
		term := NewTerminal()
		l := term.Style(c.theme, c.ascii, false).Line(OnScreen, c.w)
		r.DrawProgress(l)
		s := l.String()
		if got := strings.TrimRight(ansi.Strip(s), " "); got != c.want {
			t.Errorf("%s, ASCII %v, %d cells:\n%q, want\n%q", c.theme, c.ascii, c.w, got, c.want)
		}
		if w := ansi.StringWidth(s); w != c.w {
			t.Errorf("%d cells wide, want %d", w, c.w)
		}
		if c.theme == "mono" && strings.Contains(s, "38;") {
			t.Errorf("a colour in mono: %q", s)
		}
	}
}

// A recording that was read in time is not live; what was wrong then is said.
func TestStateOfAReplay(t *testing.T) {
	st := darkLook()
	for state, want := range map[model.State]string{model.StateLive: "REPLAY", model.StateLate: "LATE"} {
		h := DataQuality{Health: model.Health{State: state}, Replay: true}
		if _, _, word := h.State(st); word != want {
			t.Errorf("%v of a replay is called %q, want %q", state, word, want)
		}
	}
}
