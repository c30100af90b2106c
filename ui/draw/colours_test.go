package draw

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// A user's colours lie over the theme that they name; what they leave out is the theme's.
func TestOwnColours(t *testing.T) {
	term := NewTerminal()
	term.profile = colorprofile.TrueColor
	plain := PickPalette("light", term)
	term.Own = Colours{Base: "light", Critical: "#aa0011", Accent: "25", SevereBack: "#550000"}
	p := PickPalette("dark", term)
	if r, g, b, _ := p.fore[RoleCritical].RGBA(); r>>8 != 0xaa || g>>8 != 0 || b>>8 != 0x11 {
		t.Errorf("critical is %v", p.fore[RoleCritical])
	}
	if p.fore[RoleAccent] != ansi.IndexedColor(25) || p.fore[RoleWarn] != plain.fore[RoleWarn] || p.severeBack == plain.severeBack {
		t.Errorf("%+v, want the light theme with three colours changed", p)
	}
	for _, few := range []colorprofile.Profile{colorprofile.ANSI, colorprofile.ASCII} {
		term.profile = few
		own := PickPalette("dark", term)
		term.Own.Critical, term.Own.Accent = "", ""
		if own.fore != PickPalette("dark", term).fore {
			t.Errorf("a terminal of few colours takes the user's own")
		}
	}
}

// What is not a colour is refused by its key; what can hardly be read is a complaint.
func TestOwnColoursAreChecked(t *testing.T) {
	for _, c := range []struct {
		own             Colours
		refuse, mention string
	}{
		{Colours{}, "", ""},
		{Colours{Base: "light", Text: "#000000", Frame: "240"}, "", ""},
		{Colours{Base: "pink"}, "theme.base", ""},
		{Colours{Warn: "yellow"}, "theme.warn", ""},
		{Colours{Bars: "256"}, "theme.bars", ""},
		{Colours{Dim: "#12345"}, "theme.dim", ""},
		{Colours{Base: "dark", Dim: "#333333"}, "", `theme.dim "#333333": contrast 1.5`},
		{Colours{Base: "light", Critical: "#ff8787"}, "", "theme.critical"},
		{Colours{Base: "dark", Critical: "#ff8787"}, "", ""},
		{Colours{Base: "dark", SevereBack: "#ffffff", Severe: "#eeeeee"}, "", "theme.severe"},
		{Colours{Base: "dark", Selected: "#d0d0d0"}, "", "theme.selected"},
		{Colours{Base: "mono", Dim: "#333333"}, "", ""},
	} {
		err := c.own.Validate()
		if (err != nil) != (c.refuse != "") || err != nil && !strings.Contains(err.Error(), c.refuse) {
			t.Errorf("%+v: %v, want %q", c.own, err, c.refuse)
		}
		if err != nil {
			continue
		}
		got := strings.Join(c.own.Complaints("auto"), "; ")
		if (got != "") != (c.mention != "") || !strings.Contains(got, c.mention) {
			t.Errorf("%+v: %q, want %q", c.own, got, c.mention)
		}
	}
}

// The selected row of a terminal of 16 colours keeps the colour of what is over its limit; without
// colours severe keeps its block and the rest is underlined.
func TestSelectionKeepsTheLevels(t *testing.T) {
	term := NewTerminal()
	term.profile = colorprofile.ANSI
	few := term.Style("dark", false, false)
	for _, r := range []Role{RoleWarn, RoleCritical, RoleSevere} {
		if few.On[OnSelected][r] != few.On[OnScreen][r] {
			t.Errorf("16 colours: role %d is %q on the selected row, %q else", r, few.On[OnSelected][r], few.On[OnScreen][r])
		}
	}
	if on := few.On[OnSelected][RoleText]; !strings.Contains(on, "7m") {
		t.Errorf("16 colours: text on the selected row is %q, want reverse", on)
	}
	mono := NewTerminal().Style("mono", false, false)
	if on := mono.On[OnSelected][RoleText]; !strings.Contains(on, "4m") || strings.Contains(on, "7m") {
		t.Errorf("mono: text on the selected row is %q, want an underline", on)
	}
	if on := mono.On[OnSelected][RoleSevere]; !strings.Contains(on, "7") {
		t.Errorf("mono: severe on the selected row is %q, want reverse", on)
	}
}
