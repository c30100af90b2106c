package drawtest

import (
	"fmt"
	"image/color"
	"strings"
	"testing"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/lucasb-eyer/go-colorful"

	"floorwatch/ui/draw"
	"floorwatch/ui/uitest"
)

// A Worn is how some text is drawn: its colours, and whether it is faint.
type Worn struct {
	fore, back color.Color // nil: the terminal's own
	Faint      bool
}

// emulated is a terminal of w by h cells that shows a screen.
func emulated(screen string, w, h int) *vt.Emulator {
	e := vt.NewEmulator(w, h)
	for y, row := range strings.Split(screen, "\n") {
		_, _ = fmt.Fprintf(e, "\x1b[%dH%s", y+1, row)
	}
	return e
}

// WornOn adds to into how the letters and digits of a screen are drawn, each with a place where.
func WornOn(into map[Worn]string, where, screen string, w, h int) {
	e := emulated(screen, w, h)
	for y := range h {
		for x := range w {
			c := e.CellAt(x, y)
			if !strings.ContainsFunc(c.Content, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
				continue
			}
			s := Worn{c.Style.Fg, c.Style.Bg, c.Style.Attrs&uv.AttrFaint != 0}
			if _, ok := into[s]; !ok {
				into[s] = fmt.Sprintf("%s, row %d: %s", where, y+1, strings.TrimSpace(ansi.Strip(strings.Split(screen, "\n")[y])))
			}
		}
	}
}

// The screens are divided into shares. A theme is tested with one of them, or with all
// in the long version. The first screen is in each share.
const (
	oneOf = 5
	// AllShares is the share that contains all screens.
	AllShares = -1
)

// InShare reports whether screen i is in a share.
func InShare(share, i int) bool {
	return uitest.Long() || share == AllShares || i == 0 || i%oneOf == share
}

// CheckContrast reports letters and digits with too little contrast to their background in any theme. wornIn
// returns how a share of the screens is drawn. It ignores text in the terminal's own two colours.
func CheckContrast(t *testing.T, wornIn func(share int, theme string, msgs ...tea.Msg) map[Worn]string) {
	t.Helper()
	light := tea.BackgroundColorMsg{Color: color.White}
	few := tea.ColorProfileMsg{Profile: colorprofile.ANSI}
	same := func(c color.Color) color.Color { return c }
	fewer := func(c color.Color) color.Color { return ansi.Convert256(c) }
	dark := []string{"#000000", "#101418", "#1e1e2e", "#282c34", "#002b36", "#2e3440"} // common terminal backgrounds
	pale := []string{"#ffffff", "#fafafa", "#eff1f5", "#fdf6e3", "#eee8d5"}
	for i, c := range []struct {
		theme, text string // the colour of plain text on one of our backgrounds
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
		worn := wornIn(i, c.theme, few)
		for name, owner := range owners() {
			checkWorn(t, name+", 16 colours, "+c.theme, worn, lipgloss.Color(c.text), []string{c.back}, 4.5, owner)
		}
	}
}

// owners returns common palettes of 16 colours: xterm's, VGA's and the Linux console's.
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

func checkWorn(t *testing.T, name string, looks map[Worn]string, text color.Color, backs []string, want float64, shown func(color.Color) color.Color) {
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
			if got := draw.Contrast(fore, back); got < want { // the ratio is the same in reverse
				t.Errorf("%s: %s (%s on %s): contrast %.2f, want %.1f", name, where, hex(fore), hex(back), got, want)
			}
		}
	}
}

func hex(c color.Color) string {
	opaque, _ := colorful.MakeColor(c)
	return opaque.Hex()
}

// A Run is cells of a row, side by side, that a terminal draws in one way.
type Run struct {
	Text                               string
	At                                 int // its first column
	Fore, Back                         color.Color
	Bold, Filled, Underlined, Blinking bool // filled: with a background of its own, or in reverse
}

// Runs returns the rows of a screen as a terminal of w by h cells draws them.
func Runs(screen string, w, h int) [][]Run {
	e := emulated(screen, w, h)
	rows := make([][]Run, h)
	for y := range h {
		var last uv.Style
		for x := range w {
			c := e.CellAt(x, y)
			if n := len(rows[y]); x > 0 && c.Style.Equal(&last) {
				rows[y][n-1].Text += c.Content
				continue
			}
			last = c.Style
			rows[y] = append(rows[y], Run{
				Text: c.Content, At: x, Fore: last.Fg, Back: last.Bg, Bold: last.Attrs&uv.AttrBold != 0,
				Filled:     last.Bg != nil || last.Attrs&uv.AttrReverse != 0,
				Underlined: last.Underline != ansi.UnderlineNone, Blinking: last.Attrs&(uv.AttrBlink|uv.AttrRapidBlink) != 0,
			})
		}
	}
	return rows
}
