package draw

import (
	"image"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestBorderShedsItsLabels(t *testing.T) {
	st := darkLook()
	left, right := []Piece{{RoleText, "Threads"}}, []Piece{{RoleDim, "12 waiting"}}
	for _, want := range []string{
		"╭ Threads ──── 12 waiting ─╮", "╭ Threads ─ 12 waiting ─╮", "╭ Threads ─────────────╮",
		"╭ Threads ─────────╮", "╭ Threads ─╮", "╭ Threads ╮", "╭ Threa… ╮", "╭ Thr… ╮",
	} {
		if got := ansi.Strip(st.Border(RoleFrame, ansi.StringWidth(want), "╭", "╮", left, right)); got != want {
			t.Errorf("%d cells: %q, want %q", ansi.StringWidth(want), got, want)
		}
	}
}

// A line inside reaches both sides of the border; what stands in other rows does not.
func TestRulesReachTheBorder(t *testing.T) {
	st := darkLook()
	line := st.Line(OnScreen, 6)
	line.Fill(RoleFrame, st.Glyphs.Horizontal, 6)
	rows := st.Frame(Frame{Rules: []int{1}, Focused: true}, 10, 5, []string{"one   ", line.String(), "three "})
	for y, want := range []string{"╭────────╮", "│ one    │", "├────────┤", "│ three  │", "╰────────╯"} {
		if got := ansi.Strip(rows[y]); got != want {
			t.Errorf("row %d is %q, want %q", y, got, want)
		}
	}
}

// A part over a screen leaves what is beside it where it was, also where its edges cut a wide character.
func TestCover(t *testing.T) {
	screen := "ab\x1b[31mcdefg\x1b[m\n漢字漢字\nhijklmn"
	for x, want := range map[int]string{
		0: "abcdefg\nXYZ 漢字\nXYZklmn",
		1: "abcdefg\n XYZ漢字\nhXYZlmn",
		3: "abcdefg\n漢 XYZ字\nhijXYZn",
	} {
		got := Cover(screen, Part{At: image.Rect(x, 1, x+3, 3), Lines: []string{"XYZ", "XYZ"}})
		if ansi.Strip(got) != want {
			t.Errorf("at %d: %q, want %q", x, ansi.Strip(got), want)
		}
	}
}
