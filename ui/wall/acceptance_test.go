package wall

import (
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"
)

// Side by side a severe wall is told from a calm one in a second, with colours and without: two tiles and more of the
// severe one are filled, no cell of the calm one is filled or red, and every frame stands on the same row in both.
func TestASevereWallBesideACalmOne(t *testing.T) {
	for _, theme := range []string{"dark", "light", "mono"} {
		screen := drawtest.Screen()
		screen.Theme = theme
		f := uitest.NewFloor()
		f.Head.WaitingLevel = model.LevelSevere
		severe, calm := wallOn(f, DefaultConfig(), screen, 160, 45), wallOn(calmFloor(), DefaultConfig(), screen, 160, 45)
		severe.style, calm.style = drawtest.Marked(severe.style), drawtest.Marked(calm.style)
		severe.dirty, calm.dirty = true, true
		loud, quiet := strings.Split(severe.View().Content, "\n"), strings.Split(calm.View().Content, "\n")
		filled := 0
		for y := range loud {
			roles := drawtest.RoleMap(quiet[y], calm.style.Method)
			if strings.ContainsAny(roles, "!c%rkж") {
				t.Errorf("%s: row %d of the calm wall is filled or red: %s", theme, y, roles)
			}
			if tile := regexp.MustCompile(`!{40,60}`); len(tile.FindAllString(drawtest.RoleMap(loud[y], severe.style.Method), -1)) == 2 {
				filled++
			}
			for _, corner := range []string{"╭", "╰"} {
				if a, b := strings.Count(ansi.Strip(loud[y]), corner), strings.Count(ansi.Strip(quiet[y]), corner); a != b {
					t.Errorf("%s: row %d has %d corners %s on the severe wall and %d on the calm one", theme, y, a, corner, b)
				}
			}
		}
		if filled < 8 { // rows of the first two tiles
			t.Errorf("%s: two tiles are filled in %d rows:\n%s", theme, filled, ansi.Strip(strings.Join(loud, "\n")))
		}
	}
}
