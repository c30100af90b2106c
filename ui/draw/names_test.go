package draw

import (
	"testing"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// An agent called like what stands where no agent is known is in quotes, however the name is written.
func TestAnAgentCalledUnassignedIsInQuotes(t *testing.T) {
	for name, want := range map[string]string{
		"UNASSIGNED": "'UNASSIGNED'", "Unassigned": "'Unassigned'", "Únassigned": "'Únassigned'", "No agent": "'No agent'", "none": "'none'", "Bot": "'Bot'", "?": "'?'",
		"Una Signed": "Una Signed", "Botond": "Botond", "": "",
	} {
		if got := AgentName(safetext.Line(name)).String(); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
	st := NewTerminal().Style("mono", false, false)
	if got := NamesOf(nil).Text(st, 7, safetext.Line("UNASSIGNED"), 18).String(); got != "'UNASSIGNED'" {
		t.Errorf("in a list: %q", got)
	}
}

func TestAgentsAreToldApart(t *testing.T) {
	var agents []model.AgentRow
	for i, name := range []string{"Pedro Costa", "Pedro Cruz", "Ana Silva", "Ana Silva", "Tomasz Nowakowski", "Wilhelmina", "", "王 小明"} {
		agents = append(agents, model.AgentRow{ID: model.AgentID(101 + i), Name: safetext.Line(name)})
	}
	n, st := NamesOf(agents), NewTerminal().Style("mono", false, false)
	for _, c := range []struct {
		at, w int
		want  string
	}{
		{0, 18, "Pedro Costa"}, {0, 10, "Pedro Co."}, {1, 9, "Pedro Cr."}, {0, 8, "Pedro C."}, {4, 12, "Tomasz N."},
		{2, 18, "Ana Silva 103"}, {3, 18, "Ana Silva 104"}, {3, 10, "Ana S. 104"}, {5, 6, "Wilhelmina"}, {6, 18, "agent 107"}, {7, 18, "王 小明"},
	} {
		a := &agents[c.at]
		if got := n.Text(st, a.ID, a.Name, c.w).String(); got != c.want {
			t.Errorf("%q in %d cells is %q, want %q", a.Name, c.w, got, c.want)
		}
	}
}
