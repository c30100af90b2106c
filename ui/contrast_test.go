package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/draw/drawtest"
)

// wornIn is every look of text on a share of the surfaces in a theme.
func wornIn(share int, theme string, msgs ...tea.Msg) map[drawtest.Worn]string {
	out := map[drawtest.Worn]string{}
	const w, h = 120, 40
	for i, s := range surfaces() {
		if !drawtest.InShare(share, i) {
			continue
		}
		cfg := s.cfg
		s.cfg = func(c *Config) {
			if cfg != nil {
				cfg(c)
			}
			c.Theme = theme
		}
		a := s.open(w, h)
		for _, m := range msgs {
			a.Update(m)
		}
		drawtest.WornOn(out, s.name, a.View().Content, w, h)
	}
	return out
}

// Every letter and digit that is drawn anywhere stands out from what is behind it.
func TestContrastOfAllThatIsDrawn(t *testing.T) { drawtest.CheckContrast(t, wornIn) }

// Without colours nothing that is to be read is faint.
func TestNoFaintText(t *testing.T) {
	for s, where := range wornIn(drawtest.AllShares, "mono") {
		if s.Faint {
			t.Errorf("faint: %s", where)
		}
	}
}
