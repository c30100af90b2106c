package draw_test

import (
	"fmt"
	"strings"
	"testing"

	"floorwatch/ui/draw"
	"floorwatch/ui/draw/drawtest"
)

// How each theme shows each role, on each background.
func TestGoldenThemeRoles(t *testing.T) {
	names := []string{"text", "strong", "dim", "frame", "accent", "ok", "warn", "critical", "severe", "agent", "visitor", "bot", "ours", "bars", "other bars", "chip", "backlog", "run", "over", "ghost", "key"}
	var known []string
	for name, c := range drawtest.ThemedTerms() {
		known = append(known, drawtest.GoldenFile("roles of "+name))
		term := draw.NewTerminal()
		term.HandleReport(c.Term)
		st := term.Style(c.Theme, false, false)
		if c.Night {
			st = draw.NightStyle(draw.PickPalette(c.Theme, term), term, term.Glyphs(false, false))
		}
		var b strings.Builder
		for back, signs := range drawtest.PlaceSigns() {
			for r, sign := range signs {
				fmt.Fprintf(&b, "%c  %-10s  %q\n", sign, names[r], st.On[back][r])
			}
		}
		drawtest.Golden(t, drawtest.GoldenFile("roles of "+name), strings.TrimSuffix(b.String(), "\n"))
	}
	drawtest.NoOtherGoldens(t, append(known, "emoji-test.txt"))
}
