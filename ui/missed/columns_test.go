package missed

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// What ended unobserved says in a narrow column too as what it may have ended.
func TestPerhapsKeepsItsWord(t *testing.T) {
	style := draw.NewTerminal().Style("dark", false, false)
	for _, c := range []struct {
		missed, perhaps bool
		w               int
		want            string
	}{
		{false, true, 19, "perhaps unanswered"}, {false, true, 12, "unanswered ?"}, {true, true, 12, "missed ?"},
		{false, false, 12, "unanswered"}, {true, false, 12, "missed"},
	} {
		l := style.Line(draw.OnScreen, c.w)
		endedAsCell(l, row{MissedChat: &model.MissedChat{Missed: c.missed, Unsure: c.perhaps}}, c.w)
		if got := strings.TrimRight(ansi.Strip(l.String()), " "); got != c.want {
			t.Errorf("missed %t, perhaps %t on %d cells: %q, want %q", c.missed, c.perhaps, c.w, got, c.want)
		}
	}
}

// An agent's name that does not fit is shortened as in every list, not cut.
func TestAgentsAreShortenedAsElsewhere(t *testing.T) {
	style := draw.NewTerminal().Style("dark", false, false)
	name := safetext.Line("Marco Bianchi")
	l := style.Line(draw.OnScreen, 12)
	agentCell(l, row{MissedChat: &model.MissedChat{Owner: 4, OwnerName: name}, names: draw.NamesOf([]model.AgentRow{{ID: 4, Name: name}})}, 12)
	if got := strings.TrimRight(ansi.Strip(l.String()), " "); got != "Marco B." {
		t.Errorf("the agent is %q, want Marco B.", got)
	}
}
