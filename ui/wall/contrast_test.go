package wall

import (
	"floorwatch/ui/draw"
	"floorwatch/ui/draw/drawtest"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// wornInWall is every look of text on a share of the pages in a theme.
func wornInWall(share int, theme string, msgs ...tea.Msg) map[drawtest.Worn]string {
	out := map[drawtest.Worn]string{}
	const w, h = 120, 40
	for i, s := range wallScenes() {
		if !drawtest.InShare(share, i) || s.name == "sixteen" || s.name == "night" {
			continue // colours of their own
		}
		cfg := s.cfg
		s.cfg = func(c *Config, screen *draw.Screen) {
			if cfg != nil {
				cfg(c, screen)
			}
			screen.Theme = theme
		}
		s.msgs = append(s.msgs, msgs...)
		for _, page := range wallPages() {
			drawtest.WornOn(out, s.name+", "+page, s.open(page, w, h).View().Content, w, h)
		}
	}
	return out
}

// Every letter and digit that is drawn on the wall stands out from what is behind it.
func TestContrastOfTheWall(t *testing.T) { drawtest.CheckContrast(t, wornInWall) }

// Without colours nothing that is to be read is faint, but for old figures.
func TestNoFaintTextOnTheWall(t *testing.T) {
	for s, where := range wornInWall(drawtest.AllShares, "mono") {
		if s.Faint && !strings.HasPrefix(where, "stale") && !strings.HasPrefix(where, "refused") {
			t.Errorf("faint: %s", where)
		}
	}
}
