package wall

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"floorwatch/ui/draw"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"
)

// wornInWall is every look of text on a share of the pages in a theme.
func wornInWall(share int, theme string, msgs ...tea.Msg) map[drawtest.Worn]string {
	out := map[drawtest.Worn]string{}
	const w, h = 80, 24 // all of it is body type
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

// The sign of a bound is as bright as its number, and at least two fifths as high: smaller and grey, "~100%" was read as
// "≤100%".
func TestTheSignOfABoundIsSeen(t *testing.T) {
	w := wallOn(uitest.NewFloor(), DefaultConfig(), drawtest.Screen(), 240, 67)
	w.Update(tea.ColorProfileMsg{Profile: colorprofile.TrueColor})
	b := tileView{&pageView{Wall: w, floor: w.shown(), rowLayout: placesOfSize(1), pageStyle: w.style}}
	x := &tile{big: "~0:05", brief: "~0:05", widest: "88:88", known: true}
	for _, h := range []int{7, 12} {
		f := b.fitValue(x, 76, h)
		if rows := draw.LetterRows(f.signSize, true); 5*rows < 2*f.Height() {
			t.Errorf("%d rows: the sign has %d, the digits %d", h, rows, f.Height())
		}
		for y := range h {
			l := b.pageStyle.Line(draw.OnScreen, 78)
			b.valueRow(l, x, &tileRoles{level: draw.RoleDim}, h, y)
			if strings.Contains(l.String(), b.pageStyle.On[draw.OnScreen][draw.RoleDim]) {
				t.Errorf("%d rows: row %d is grey", h, y)
			}
		}
	}
}
