package draw

import (
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestBorderShedsItsLabels(t *testing.T) {
	lk := darkLook()
	left, right := []Piece{{RoleText, "Threads"}}, []Piece{{RoleDim, "12 waiting"}}
	for _, want := range []string{
		"╭ Threads ──── 12 waiting ─╮", "╭ Threads ─ 12 waiting ─╮", "╭ Threads ─────────────╮",
		"╭ Threads ─────────╮", "╭ Threads ─╮", "╭ Threads ╮", "╭ Threa… ╮", "╭ Thr… ╮",
	} {
		if got := ansi.Strip(lk.Border(RoleFrame, ansi.StringWidth(want), "╭", "╮", left, right)); got != want {
			t.Errorf("%d cells: %q, want %q", ansi.StringWidth(want), got, want)
		}
	}
}
