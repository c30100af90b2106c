package found

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// An agent's name that does not fit is shortened as in every list, not cut.
func TestSendersAreShortenedAsElsewhere(t *testing.T) {
	style := draw.NewTerminal().Style("dark", false, false)
	name := safetext.Line("Marco Bianchi")
	l := style.Line(draw.OnScreen, 8)
	senderCell(l, row{Message: model.Message{Side: model.SideAgent, Sender: 4, Name: name}, names: draw.NamesOf([]model.AgentRow{{ID: 4, Name: name}})}, 8)
	if got := strings.TrimRight(ansi.Strip(l.String()), " "); got != "Marco B." {
		t.Errorf("the sender is %q, want Marco B.", got)
	}
}
