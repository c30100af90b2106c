package draw

import (
	"testing"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

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
