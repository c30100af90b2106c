package ui

import (
	"fmt"
	"image/color"
	"strings"
	"testing"
	"unicode"

	"floorwatch/ui/uitest"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// A worn is how some text looks, and where.
type worn struct {
	fore, back color.Color // nil: the terminal's own
	faint      bool
}

// wornOn collects how the letters and digits of a screen look, each with a place.
func wornOn(into map[worn]string, where, screen string, w, h int) {
	e := vt.NewEmulator(w, h)
	for y, row := range strings.Split(screen, "\n") {
		_, _ = fmt.Fprintf(e, "\x1b[%dH%s", y+1, row)
	}
	for y := range h {
		for x := range w {
			c := e.CellAt(x, y)
			if !strings.ContainsFunc(c.Content, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
				continue
			}
			s := worn{c.Style.Fg, c.Style.Bg, c.Style.Attrs&uv.AttrFaint != 0}
			if _, ok := into[s]; !ok {
				into[s] = fmt.Sprintf("%s, row %d: %s", where, y+1, strings.TrimSpace(ansi.Strip(strings.Split(screen, "\n")[y])))
			}
		}
	}
}

// The surfaces and the scenes of the wall are in so many shares. A theme takes
// one of them, or all in the long version: that no theme has a look beside those
// of its roles is the business of TestThemesDressTheRoles.
const (
	oneOf = 5
	all   = -1
)

// wornIn is every look of text on a share of the surfaces and pages of the wall in
// a theme. The first, the dashboard and the busy wall, are in each share.
func wornIn(share int, theme string, msgs ...tea.Msg) map[worn]string {
	out := map[worn]string{}
	const w, h = 120, 40
	in := func(i int) bool { return uitest.Long() || share == all || i == 0 || i%oneOf == share }
	for i, s := range surfaces() {
		if !in(i) {
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
		wornOn(out, s.name, a.View().Content, w, h)
	}
	for i, s := range wallScenes() {
		if !in(i) || s.name == "sixteen" || s.name == "night" {
			continue // colours of their own
		}
		cfg := s.cfg
		s.cfg = func(c *WallConfig, screen *Config) {
			if cfg != nil {
				cfg(c, screen)
			}
			screen.Theme = theme
		}
		s.msgs = append(s.msgs, msgs...)
		for _, page := range wallPages() {
			wornOn(out, "wall, "+s.name+", "+page, s.open(page, w, h).View().Content, w, h)
		}
	}
	return out
}

// Every letter and digit that is drawn anywhere stands out from what is behind
// it, in every theme. Where both colours are the terminal's own they are its
// owner's business.
func TestContrastOfAllThatIsDrawn(t *testing.T) {
	light := tea.BackgroundColorMsg{Color: color.White}
	few := tea.ColorProfileMsg{Profile: colorprofile.ANSI}
	same := func(c color.Color) color.Color { return c }
	fewer := func(c color.Color) color.Color { return ansi.Convert256(c) }
	dark := []string{"#000000", "#101418", "#1e1e2e", "#282c34", "#002b36", "#2e3440"} // that people have
	pale := []string{"#ffffff", "#fafafa", "#eff1f5", "#fdf6e3", "#eee8d5"}
	for i, c := range []struct {
		theme, text string // the colour of plain text in front of a colour of ours
		backs       []string
		want        float64
		msgs        []tea.Msg
	}{
		{"dark", "#eeeeee", dark, 4.5, nil}, {"light", "#121212", pale, 4.5, nil},
		{"contrast", "#ffffff", dark[:3], 7, nil}, {"contrast", "#000000", pale[:3], 7, []tea.Msg{light}},
	} {
		looks, text := wornIn(i, c.theme, c.msgs...), lipgloss.Color(c.text)
		checkWorn(t, c.theme, looks, text, c.backs, c.want, same)
		checkWorn(t, c.theme+" in 256 colours", looks, text, c.backs, max(4.5, c.want-0.5), fewer)
	}
	for i, c := range []struct{ theme, text, back string }{{"dark", "#ffffff", "#000000"}, {"light", "#000000", "#ffffff"}} {
		looks := wornIn(i, c.theme, few)
		for name, owner := range owners() {
			checkWorn(t, name+", 16 colours, "+c.theme, looks, lipgloss.Color(c.text), []string{c.back}, 4.5, owner)
		}
	}
}

// owners are what 16 colours usually are: xterm's and those of VGA and the Linux console.
func owners() map[string]func(color.Color) color.Color {
	lists := map[string]string{
		"xterm": "#000000 #cd0000 #00cd00 #cdcd00 #0000ee #cd00cd #00cdcd #e5e5e5 #7f7f7f #ff0000 #00ff00 #ffff00 #5c5cff #ff00ff #00ffff #ffffff",
		"vga":   "#000000 #aa0000 #00aa00 #aa5500 #0000aa #aa00aa #00aaaa #aaaaaa #555555 #ff5555 #55ff55 #ffff55 #5555ff #ff55ff #55ffff #ffffff",
	}
	out := map[string]func(color.Color) color.Color{}
	for name, list := range lists {
		colours := strings.Fields(list)
		out[name] = func(c color.Color) color.Color {
			if b, ok := c.(ansi.BasicColor); ok {
				return lipgloss.Color(colours[b])
			}
			return c
		}
	}
	return out
}

func checkWorn(t *testing.T, name string, looks map[worn]string, text color.Color, backs []string, want float64, shown func(color.Color) color.Color) {
	t.Helper()
	if len(looks) < 4 {
		t.Errorf("%s: %d looks of text are drawn, want more", name, len(looks))
	}
	for s, where := range looks {
		if s.fore == nil && s.back == nil {
			continue
		}
		for _, b := range backs {
			fore, back := text, color.Color(lipgloss.Color(b))
			if s.fore != nil {
				fore = shown(s.fore)
			}
			if s.back != nil {
				back = shown(s.back)
			}
			uitest.Legible(t, name+": "+where, fore, back, want) // the ratio is the same in reverse
		}
	}
}

// Without colours nothing that is to be read is faint, but for old figures on the wall.
func TestNoFaintText(t *testing.T) {
	for s, where := range wornIn(all, "mono") {
		if s.faint && !strings.HasPrefix(where, "wall, stale") {
			t.Errorf("faint: %s", where)
		}
	}
}
