package draw

import (
	"image/color"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
)

func TestNightIsLegibleAndDim(t *testing.T) {
	p := nightPalette()
	black := lipgloss.Color("#000000")
	day := darkPalette()
	for _, r := range []Role{RoleDim, RoleAccent, RoleOK, RoleWarn, RoleCritical} {
		if got := Contrast(p.fore[r], black); got < 4.5 {
			t.Errorf("role %d at night: contrast %.1f, want 4.5", r, got)
		}
		if n, d := bright(p.fore[r]), bright(day.fore[r]); n > 0.6*d {
			t.Errorf("role %d has %.2f light at night and %.2f by day", r, n, d)
		}
	}
	if got := Contrast(p.text, black); got < 4.5 {
		t.Errorf("text at night: contrast %.1f, want 4.5", got)
	}
	if got := Contrast(p.fore[RoleSevere], p.severeBack); got < 4.5 {
		t.Errorf("severe at night: contrast %.1f, want 4.5", got)
	}
}

// bright is a colour's relative luminance, with gamma 2.2 for the exact curve.
func bright(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	part := func(v uint32, share float64) float64 {
		x := float64(v) / 0xffff
		return share * x * x * (0.8 + 0.2*x) // within 0.01 of the curve
	}
	return part(r, 0.2126) + part(g, 0.7152) + part(b, 0.0722)
}

// Where the secondary colour is as bright as the rest, what is out of date is faint.
func TestOldTextIsFaintWithoutGrey(t *testing.T) {
	for name, p := range map[string]palette{"mono": monoPalette(), "sixteen": basicPalette(true), "sixteen, light": basicPalette(false)} {
		faded := FadedStyle(NewStyle(p, unicodeGlyphs(), 0))
		for _, r := range []Role{RoleText, RoleStrong, RoleDim, RoleCritical} {
			if !strings.Contains(faded.On[OnScreen][r], "[2m") {
				t.Errorf("%s: role %d that is out of date is %q, want faint", name, r, faded.On[OnScreen][r])
			}
		}
	}
}

// Lines of a style and of one that was made from it are begun side by side, as on the wall.
func TestStylesOfOneAnotherShareNoLine(t *testing.T) {
	st := darkLook()
	_ = st.Line(OnScreen, 20).String() // leaves its memory to the next line
	night := st.With(func(Background, Role) string { return "" })
	a, b := st.Line(OnScreen, 5), night.Line(OnScreen, 5)
	a.Gap(5)
	b.Put(RoleText, "other")
	if got := a.String(); got != "     " {
		t.Errorf("the line of the first style is %q, want blanks", got)
	}
}
