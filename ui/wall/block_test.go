package wall

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/ui/draw"
)

// inked is the wall with a sign in place of ink, row by row.
func inked(w *Wall) []string {
	look, faded := w.style, w.staleStyle
	defer func() { w.style, w.staleStyle = look, faded }()
	w.style, w.staleStyle = withInk(look), withInk(faded)
	return strings.Split(ansi.Strip(w.draw()), "\n")
}

func withInk(lk *draw.Style) *draw.Style {
	lk = lk.With(func(draw.Background, draw.Role) string { return "" })
	lk.Hatch = "█"
	return lk
}

// blockHas reports a wall that does not say s in block letters.
func blockHas(t *testing.T, w *Wall, s string) {
	t.Helper()
	if rows := inked(w); !saysInBlocks(rows, w, s) {
		t.Errorf("no %q in block letters on the wall:\n%s", s, strings.Join(rows, "\n"))
	}
}

func blockLacks(t *testing.T, w *Wall, s string) {
	t.Helper()
	if rows := inked(w); saysInBlocks(rows, w, s) {
		t.Errorf("%q is in block letters on the wall:\n%s", s, strings.Join(rows, "\n"))
	}
}

func saysInBlocks(rows []string, w *Wall, s string) bool {
	size := max(1, rowLayoutOf(w.width-shiftAcross, w.height-shiftDown, true).size)
	var want [][]rune
	for y := range draw.LetterRows(size, w.style.HalfBlocks()) {
		l := withInk(w.style).Line(draw.OnScreen, draw.LettersWidth(s, size))
		l.Letters(draw.RoleText, s, size, y)
		want = append(want, []rune(l.String()))
	}
	screen := make([][]rune, len(rows))
	for y, row := range rows {
		screen[y] = []rune(row)
	}
	for y := 0; y+len(want) <= len(screen); y++ {
		for x := 0; x+len(want[0]) <= len(screen[y]); x++ {
			same := true
			for i := 0; same && i < len(want); i++ {
				row := screen[y+i]
				same = x+len(want[i]) <= len(row) && slices.Equal(row[x:x+len(want[i])], want[i])
			}
			if same {
				return true
			}
		}
	}
	return false
}

// That nobody has a chat is in block letters wherever agents are: whole, or in the shorter form.
func TestUnassignedIsInBlockLetters(t *testing.T) {
	for _, size := range [][2]int{{132, 43}, {160, 45}, {240, 67}, {320, 90}} {
		for _, ascii := range []bool{false, true} {
			s := wallScenes()[0]
			s.cfg = func(_ *Config, screen *draw.Screen) { screen.ASCII = ascii }
			for _, page := range []wallPage{pageFigures, pageWaiting, pageAgents} {
				w := s.open(string(page), size[0], size[1])
				wallLacks(t, w, draw.Unassigned)
				if rows := inked(w); page != pageFigures && !saysInBlocks(rows, w, draw.Unassigned) && !saysInBlocks(rows, w, draw.NoAgent) {
					t.Errorf("%s at %v: nobody's chat is not in block letters:\n%s", page, size, strings.Join(rows, "\n"))
				}
			}
		}
	}
}
