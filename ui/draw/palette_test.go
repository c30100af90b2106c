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
		RoleCritical: "critical", RoleAgent: "agent", RoleVisitor: "visitor", RoleBot: "bot", RoleRun: "run", RoleOver: "over", RoleGhost: "ghost",
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

// Severities can be told apart also by colour-blind eyes (marks and words come
// on top of that). Simulation: Machado, Oliveira and Fernandes 2009, severity 1.
func TestSeveritiesForColourBlindEyes(t *testing.T) {
	eyes := map[string][9]float64{
		"protanopia":   {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
		"deuteranopia": {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
		"tritanopia":   {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
		"usual":        {1, 0, 0, 0, 1, 0, 0, 0, 1},
	}
	severities := []Role{RoleOK, RoleWarn, RoleCritical}
	for _, th := range themes()[:2] {
		for eye, m := range eyes {
			for i, a := range severities {
				for _, b := range severities[:i] {
					ca, cb := seenBy(th.p.fore[a], m), seenBy(th.p.fore[b], m)
					if d := ca.DistanceCIEDE2000(cb) * 100; d < 9 {
						t.Errorf("%s, %s: severities %d and %d differ by %.1f (%s, %s), want 9", th.name, eye, a, b, d, ca.Hex(), cb.Hex())
					}
				}
			}
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
