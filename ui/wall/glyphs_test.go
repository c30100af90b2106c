package wall

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/uitest"
)

// The Linux console has every sign of the wall.
func TestConsoleHasTheSignsOfTheWall(t *testing.T) {
	for _, s := range wallScenes() {
		if s.name == "strange" {
			continue
		}
		for _, page := range wallPages() {
			w := s.open(page, 120, 40)
			w.Update(tea.EnvMsg{"TERM=linux"})
			uitest.ConsoleHas(t, s.name+" "+page, wallScreen(w))
		}
	}
}
