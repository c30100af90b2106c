package ui

import (
	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/uitest"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func headerStyle() *draw.Style { return draw.NewTerminal().Style("dark", false, false) }

func TestFigures(t *testing.T) {
	h := uitest.Headline()
	h.Longest.For, h.SeenLongest.For = 312e9, 221e9
	quiet := model.Headline{Waiting: 0}
	lk := headerStyle()
	for _, c := range []struct {
		name string
		h    *model.Headline
		want []string
	}{
		{"busy", &h, []string{"12 ▲5", "5m12s", "4", "38s p90 1m50s", "85% n=42", "2 +1?", "48 / 8"}},
		{"quiet", &quiet, []string{"0", "–", "0", "–", "–", "0", "0 / 0"}},
	} {
		for i, f := range figures(lk, &model.Snapshot{Headline: *c.h}, model.DefaultLimits()) {
			if got := strings.TrimSpace(f.value + " " + f.more); got != c.want[i] {
				t.Errorf("%s: %s is %q, want %q", c.name, f.title, got, c.want[i])
			}
		}
	}
}

// The narrow forms show whole figures or none: half a number is a wrong number.
func TestFigureLineShowsWholeFigures(t *testing.T) {
	h := uitest.Headline()
	h.Longest.For, h.Longest.Level = 312e9, model.LevelSevere
	lk := headerStyle()
	all := figures(lk, &model.Snapshot{Headline: h}, model.DefaultLimits())
	for w := 1; w < 140; w++ {
		got := strings.Fields(ansi.Strip(figureLine(lk, all, w)))
		for i, word := range strings.Fields("Waiting 12 ! Longest 5m12s ‼ Seen 4 First reply 38s Service 85% Missed 2 · Active 48") {
			if i < len(got) && got[i] != word {
				t.Errorf("width %d: %q, want %q at %d", w, got, word, i)
			}
		}
		if n := len(got); n > 0 && !slices.Contains([]string{"!", "‼", "4", "38s", "85%", "·", "48"}, got[n-1]) {
			t.Errorf("width %d ends in the middle of a figure: %q", w, got)
		}
	}
}
