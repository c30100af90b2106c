package draw

import (
	"fmt"
	"image/color"
	"math"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/lucasb-eyer/go-colorful"
)

type themed struct {
	name  string
	p     palette
	want  float64  // contrast of every text
	backs []string // backgrounds that people have behind it
}

func themes() []themed {
	dark := []string{"#000000", "#101418", "#1e1e2e", "#282c34", "#002b36", "#2e3440"}
	light := []string{"#ffffff", "#fafafa", "#eff1f5", "#fdf6e3", "#eee8d5"}
	return []themed{
		{"dark", darkPalette(), 4.5, dark}, {"light", lightPalette(), 4.5, light},
		{"contrast, dark", contrastPalette(true), 7, dark[:3]}, {"contrast, light", contrastPalette(false), 7, light[:3]},
	}
}

// textRoles are the roles that words are written in.
func textRoles() map[Role]string {
	return map[Role]string{
		RoleText: "text", RoleStrong: "strong", RoleDim: "dim", RoleAccent: "accent", RoleOK: "ok", RoleWarn: "warn",
		RoleCritical: "critical", RoleAgent: "agent", RoleVisitor: "visitor", RoleBot: "bot", RoleRun: "run", RoleOver: "over", RoleGhost: "ghost", RoleKey: "key",
	}
}

// legible reports colours whose contrast is below what is wanted.
func legible(t *testing.T, what string, fore, back color.Color, want float64) {
	t.Helper()
	if got := Contrast(fore, back); got < want {
		t.Errorf("%s (%s on %s): contrast %.2f, want %.1f", what, hex(fore), hex(back), got, want)
	}
}

// hex is a colour as people write it down.
func hex(c color.Color) string {
	cf, _ := colorful.MakeColor(c)
	return cf.Hex()
}

// WCAG's own examples: black on white, and the palest grey that is text on it.
func TestContrastIsWCAGs(t *testing.T) {
	for colour, want := range map[string]float64{"#000000": 21, "#767676": 4.54, "#ffffff": 1} {
		if got := Contrast(lipgloss.Color(colour), lipgloss.Color("#ffffff")); math.Abs(got-want) > 0.01 {
			t.Errorf("%s on white: contrast %.2f, want %.2f", colour, got, want)
		}
	}
}

// Every text is legible on what is behind it, also with 256 colours only.
func TestContrast(t *testing.T) {
	for _, th := range themes() {
		for r, name := range textRoles() {
			fore := th.p.fore[r]
			if fore == nil {
				fore = th.p.text // on the bare screen it is the terminal's own
			}
			var behind []color.Color
			for _, b := range th.backs {
				behind = append(behind, lipgloss.Color(b))
			}
			behind = append(behind, th.p.selected, th.p.away)
			for _, back := range behind {
				legible(t, fmt.Sprintf("%s: %s on %s", th.name, name, hex(back)), fore, back, th.want)
				legible(t, fmt.Sprintf("%s in 256 colours: %s on %s", th.name, name, hex(back)), ansi.Convert256(fore), back, max(4.5, th.want-0.5))
			}
		}
		legible(t, th.name+": severe", th.p.fore[RoleSevere], th.p.severeBack, th.want)
	}
}

// Charts and lines are not text: 3:1 for bars, and lines must be there at all.
func TestContrastOfWhatIsNoText(t *testing.T) {
	for _, th := range themes() {
		for _, b := range th.backs[:3] {
			back := lipgloss.Color(b)
			legible(t, fmt.Sprintf("%s: bars on %s", th.name, b), th.p.fore[RoleBars], back, 2.9)
			legible(t, fmt.Sprintf("%s: other bars on %s", th.name, b), th.p.fore[RoleOtherBars], back, 2.6)
			legible(t, fmt.Sprintf("%s: lines on %s", th.name, b), th.p.fore[RoleFrame], back, 1.7)
		}
	}
}

// eyes simulate colour blindness: Machado, Oliveira and Fernandes 2009, severity 1.
func eyes() map[string][9]float64 {
	return map[string][9]float64{
		"protanopia":   {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
		"deuteranopia": {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
		"tritanopia":   {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
		"usual":        {1, 0, 0, 0, 1, 0, 0, 0, 1},
	}
}

// apart is the least difference of two severities' colours (CIEDE2000) for any eyes.
const apart = 9

// leastDifference is the difference of two colours to the eyes that see the least of it.
func leastDifference(a, b color.Color) (least float64, eye string) {
	least = math.Inf(1)
	for name, m := range eyes() {
		if d := seenBy(a, m).DistanceCIEDE2000(seenBy(b, m)) * 100; d < least {
			least, eye = d, name
		}
	}
	return least, eye
}

// Severities can be told apart also by colour-blind eyes (marks and words come on top of that).
func TestSeveritiesForColourBlindEyes(t *testing.T) {
	severities := []Role{RoleOK, RoleWarn, RoleCritical}
	for _, th := range append(themes(), themed{name: "night", p: nightPalette()}) {
		for i, a := range severities {
			for _, b := range severities[:i] {
				if d, eye := leastDifference(th.p.fore[a], th.p.fore[b]); d < apart {
					t.Errorf("%s, %s: severities %d and %d differ by %.1f (%s, %s), want %d", th.name, eye, a, b, d, hex(th.p.fore[a]), hex(th.p.fore[b]), apart)
				}
			}
		}
	}
}

// A designed colour is one of the design's table of roles and themes.
type designed struct {
	what string
	hex  [4]string // in the order of themes; empty: the design leaves it open
	of   func(palette) color.Color
}

func designTable() []designed {
	fore := func(r Role) func(palette) color.Color { return func(p palette) color.Color { return p.fore[r] } }
	return []designed{
		{"text", [4]string{}, fore(RoleText)},
		{"dim", [4]string{"#a8a8a8", "#585858", "#e4e4e4", "#262626"}, fore(RoleDim)},
		{"warn", [4]string{"#ffd75f", "#875f00", "#ffd75f", "#5f3700"}, fore(RoleWarn)},
		{"critical", [4]string{"#ff8787", "#af0000", "#ffafaf", "#870000"}, fore(RoleCritical)},
		{"run", [4]string{"#ff8787", "#af0000", "#ffafaf", "#870000"}, fore(RoleRun)},
		{"over", [4]string{"#ff8787", "#af0000", "#ffafaf", "#870000"}, fore(RoleOver)},
		{"severe", [4]string{"#121212", "#ffffff", "#000000", "#ffffff"}, fore(RoleSevere)},
		{"severe's fill", [4]string{"#ff875f", "#af0000", "#ffafaf", "#870000"}, func(p palette) color.Color { return p.severeBack }},
		{"chip", [4]string{"#121212", "#ffffff", "#000000", "#ffffff"}, fore(RoleChip)},
		{"chip's fill", [4]string{"#ff8787", "#af0000", "#ffafaf", "#870000"}, func(p palette) color.Color { return p.chipBack }},
		{"agent", [4]string{"#87d7ff", "#005f87", "#afd7ff"}, fore(RoleAgent)},
		{"bot", [4]string{"#d7afff", "#5f00af", "#d7d7ff"}, fore(RoleBot)},
		{"focus", [4]string{"#87d7ff", "#005f87"}, fore(RoleAccent)},
		{"selection", [4]string{"#3a3a3a", "#dadada", "#303030"}, func(p palette) color.Color { return p.selected }},
		{"ghost", [4]string{"#a8a8a8", "#585858", "#e4e4e4", "#262626"}, fore(RoleGhost)},
		{"backlog", [4]string{"#ffd75f", "#875f00"}, fore(RoleBacklog)},
		{"agents' bars", [4]string{"#5fafd7", "#5f87af"}, fore(RoleBars)},
		{"visitors' bars", [4]string{"#8a8a8a", "#949494"}, fore(RoleOtherBars)},
		{"frame", [4]string{"#585858", "#b2b2b2", "#8a8a8a"}, fore(RoleFrame)},
	}
}

// The themes' colours are the design's, but for those of light that cannot be told apart: with the design's warn or its
// critical in place of ours, somebody could not tell the two apart, or could not read it on some row.
func TestThemesAreTheDesigns(t *testing.T) {
	for i, th := range themes() {
		design := th.p
		for _, row := range designTable() {
			got := row.of(th.p)
			switch want := row.hex[i]; {
			case row.what == "text" && got != nil:
				t.Errorf("%s: plain text is %s, want the terminal's own", th.name, hex(got))
			case want == "" || hex(got) == want:
			case row.what == "warn":
				design.fore[RoleWarn] = lipgloss.Color(want)
			case row.what == "critical":
				design.fore[RoleCritical] = lipgloss.Color(want)
			case th.p.fore[RoleCritical] == got: // its run
			default:
				t.Errorf("%s: %s is %s, want %s as designed", th.name, row.what, hex(got), want)
			}
		}
		warn, critical := design.fore[RoleWarn], design.fore[RoleCritical]
		if d, _ := leastDifference(warn, critical); design != th.p && d >= apart {
			t.Errorf("%s: the design's warn and critical differ by %.1f, which is enough, and ours are others", th.name, d)
		}
		if d, _ := leastDifference(th.p.fore[RoleWarn], critical); critical != th.p.fore[RoleCritical] && d >= apart {
			t.Errorf("%s: the design's critical differs by %.1f from warn, which is enough, and ours is another", th.name, d)
		}
		if d, _ := leastDifference(warn, th.p.fore[RoleCritical]); warn != th.p.fore[RoleWarn] && d >= apart && Contrast(warn, th.p.selected) >= th.want {
			t.Errorf("%s: the design's warn differs by %.1f from critical and is legible on the selected row, and ours is another", th.name, d)
		}
	}
}

func seenBy(c color.Color, m [9]float64) colorful.Color {
	cf, _ := colorful.MakeColor(c)
	r, g, b := cf.LinearRgb()
	return colorful.LinearRgb(m[0]*r+m[1]*g+m[2]*b, m[3]*r+m[4]*g+m[5]*b, m[6]*r+m[7]*g+m[8]*b).Clamped()
}

func TestPick(t *testing.T) {
	full := Terminal{Dark: true, profile: colorprofile.TrueColor}
	light := Terminal{profile: colorprofile.TrueColor}
	for _, c := range []struct {
		name, theme string
		term        Terminal
		want        palette
	}{
		{"auto, dark", "auto", full, darkPalette()},
		{"auto, light", "auto", light, lightPalette()},
		{"dark on light", "dark", light, darkPalette()},
		{"light on dark", "light", full, lightPalette()},
		{"contrast, dark", "contrast", full, contrastPalette(true)},
		{"contrast, light", "contrast", light, contrastPalette(false)},
		{"mono", "mono", full, monoPalette()},
		{"16 colours", "auto", Terminal{Dark: true, profile: colorprofile.ANSI}, basicPalette(true)},
		{"16 colours, light", "light", Terminal{Dark: true, profile: colorprofile.ANSI}, basicPalette(false)},
		{"256 colours", "dark", Terminal{profile: colorprofile.ANSI256}, darkPalette()},
		{"no colours", "dark", Terminal{profile: colorprofile.ASCII}, monoPalette()},
		{"NO_COLOR", "contrast", Terminal{noColor: true, profile: colorprofile.TrueColor}, monoPalette()},
		{"nothing known", "auto", Terminal{Dark: true}, darkPalette()},
	} {
		if got := PickPalette(c.theme, c.term); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}

// Without colours bold, faint and reverse are all there is, and with 16 the
// terminal's owner's own.
func TestFewColours(t *testing.T) {
	for _, c := range []struct {
		name string
		p    palette
		bad  []string
	}{
		{"mono", monoPalette(), []string{"38;", "48;", "[3", ";3", "[9", ";9"}},
		{"sixteen", basicPalette(true), []string{"38;", "48;"}},
	} {
		st := NewStyle(c.p, unicodeGlyphs(), ansi.WcWidth)
		for b := range Backgrounds {
			for r := range roles {
				for _, bad := range c.bad {
					if on := st.On[b][r]; strings.Contains(on, bad) {
						t.Errorf("%s: role %d on backing %d is %q, want no %q", c.name, r, b, on, bad)
					}
				}
			}
		}
	}
}

// The selected row stands out in every theme, and what is severe does too.
// A colour sent by its number is the same colour.
func TestNumbered(t *testing.T) {
	for _, c := range []struct {
		hex  string
		want color.Color
	}{
		{"#ff8787", ansi.IndexedColor(210)}, {"#a8a8a8", ansi.IndexedColor(248)}, {"#005f00", ansi.IndexedColor(22)},
		{"#00005f", lipgloss.Color("#00005f")}, {"#f4f4f4", lipgloss.Color("#f4f4f4")},
	} {
		got := numbered(c.hex)
		if got != c.want {
			t.Errorf("%s is sent as %v, want %v", c.hex, got, c.want)
		}
		r, g, b, _ := got.RGBA()
		if wr, wg, wb, _ := lipgloss.Color(c.hex).RGBA(); r != wr || g != wg || b != wb {
			t.Errorf("%s is drawn as %x %x %x", c.hex, r, g, b)
		}
	}
}

func TestSelectionStandsOut(t *testing.T) {
	palettes := []palette{darkPalette(), lightPalette(), contrastPalette(true), contrastPalette(false), basicPalette(true), basicPalette(false), monoPalette()}
	for i, p := range palettes {
		st := NewStyle(p, unicodeGlyphs(), ansi.WcWidth)
		if st.On[OnSelected][RoleText] == st.On[OnScreen][RoleText] {
			t.Errorf("palette %d: the selected row looks like any other", i)
		}
		for b := range Backgrounds {
			if st.On[b][RoleSevere] == st.On[b][RoleText] {
				t.Errorf("palette %d: severe looks like text on backing %d", i, b)
			}
		}
	}
}

// Every figure's level has a sign of its own besides its colour.
func TestLevelsHaveSigns(t *testing.T) {
	for _, g := range []glyphs{unicodeGlyphs(), asciiGlyphs(), consoleGlyphs()} {
		signs := map[string]bool{g.Severe: true, g.Critical: true, g.Warn: true}
		if len(signs) != 3 || signs[""] {
			t.Errorf("signs of the levels are %q, %q, %q: want three", g.Severe, g.Critical, g.Warn)
		}
	}
}

func TestGlyphsAreOneCell(t *testing.T) {
	g := unicodeGlyphs()
	for _, s := range append(g.bars[:], g.Critical, g.Warn, g.Live, g.Starting, g.late, g.Broken, g.Sent, g.Unseen, g.Odd,
		g.Marked, g.Edited, g.None, g.AtLeast, g.Dot, g.Ellipsis, g.Below, g.Pointer, g.Horizontal, g.Vertical,
		g.TopLeft, g.TopRight, g.BottomLeft, g.BottomRight, g.ProgressFull, g.ProgressEmpty) {
		if c, wc := ansi.StringWidth(s), ansi.StringWidthWc(s); c != 1 || wc != 1 {
			t.Errorf("%q is %d cells by clusters and %d by code points, want 1", s, c, wc)
		}
	}
	if math.Abs(float64(len(asciiGlyphs().bars)-len(g.bars))) > 0 {
		t.Errorf("ASCII has another number of bars")
	}
}

// With sixteen colours and without any, roles look as designed: a theme that cannot show a level falls back from a fill to
// reverse video, bold and the mark.
func TestRolesWithFewColours(t *testing.T) {
	const none, bold, underline, reversed, faint = "", "1", "4", "1;7", "2"
	sixteen, mono := NewStyle(basicPalette(true), unicodeGlyphs(), ansi.WcWidth), NewStyle(monoPalette(), unicodeGlyphs(), ansi.WcWidth)
	for _, c := range []struct {
		r             Role
		sixteen, mono string
	}{
		{RoleText, none, none}, {RoleDim, "37", none}, {RoleWarn, "93", underline}, {RoleCritical, "1;91", bold},
		{RoleOver, "1;91", reversed}, {RoleRun, bold, reversed}, // the mark and what is over are red, the rest of the run is bold
		{RoleSevere, "1;97;41", reversed}, {RoleChip, "1;97;41", reversed}, {RoleStrong, bold, bold},
		{RoleAgent, "96", none}, {RoleVisitor, bold, none}, {RoleBot, "95", none}, {RoleGhost, "37", none},
		{RoleAccent, "96", bold}, {RoleKey, "1;96", bold}, {RoleFrame, "90", faint},
		{RoleBacklog, "33", none}, {RoleBars, "36", none}, {RoleOtherBars, none, faint},
	} {
		for _, on := range []struct {
			name, got, want string
		}{{"16 colours", sixteen.On[OnScreen][c.r], c.sixteen}, {"mono", mono.On[OnScreen][c.r], c.mono}} {
			got := strings.TrimSuffix(strings.TrimPrefix(strings.Replace(on.got, "4;4", "4", 1), "\x1b["), "m")
			if got != on.want {
				t.Errorf("%s: role %d is %q, want %q", on.name, c.r, got, on.want)
			}
			if strings.Contains(";"+got+";", ";5;") {
				t.Errorf("%s: role %d blinks", on.name, c.r)
			}
		}
	}
}
