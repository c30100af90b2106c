package draw

import (
	"errors"
	"fmt"
	"image/color"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/lucasb-eyer/go-colorful"
)

// Colours are the [theme] section: the user's own colours on top of a base theme. Terminals with 16 colours or
// none ignore them.
type Colours struct {
	Base       string `toml:"base"` // auto, dark, light, contrast or mono; empty: screen.theme
	Text       string `toml:"text"`
	Strong     string `toml:"strong"`
	Dim        string `toml:"dim"`
	Frame      string `toml:"frame"`
	Accent     string `toml:"accent"`
	OK         string `toml:"ok"`
	Warn       string `toml:"warn"`
	Critical   string `toml:"critical"`
	Severe     string `toml:"severe"`
	Agent      string `toml:"agent"`
	Visitor    string `toml:"visitor"`
	Bot        string `toml:"bot"`
	Bars       string `toml:"bars"`
	OtherBars  string `toml:"other_bars"`
	Selected   string `toml:"selected"`    // background of the selected row
	Away       string `toml:"away"`        // background of the selected row in a pane without the focus
	SevereBack string `toml:"severe_back"` // background of severe text
}

// A hue is one key of the section.
type hue struct {
	key, value string
	roles      []Role // drawn with it; none: it is a background
}

func (c *Colours) hues() []hue {
	return []hue{
		{"text", c.Text, []Role{RoleText}}, {"strong", c.Strong, []Role{RoleStrong}}, {"dim", c.Dim, []Role{RoleDim, RoleOurs, RoleGhost}},
		{"frame", c.Frame, []Role{RoleFrame}}, {"accent", c.Accent, []Role{RoleAccent, RoleKey}}, {"ok", c.OK, []Role{RoleOK}},
		{"warn", c.Warn, []Role{RoleWarn, RoleBacklog}}, {"critical", c.Critical, []Role{RoleCritical, RoleRun, RoleOver}}, {"severe", c.Severe, []Role{RoleSevere, RoleChip}},
		{"agent", c.Agent, []Role{RoleAgent}}, {"visitor", c.Visitor, []Role{RoleVisitor}}, {"bot", c.Bot, []Role{RoleBot}},
		{"bars", c.Bars, []Role{RoleBars}}, {"other_bars", c.OtherBars, []Role{RoleOtherBars}},
		{"selected", c.Selected, nil}, {"away", c.Away, nil}, {"severe_back", c.SevereBack, nil},
	}
}

var hexColour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// colourOf parses "#rrggbb", or the number of one of the 256 terminal colours.
func colourOf(s string) (color.Color, bool) {
	if hexColour.MatchString(s) {
		return numbered(strings.ToLower(s)), true
	}
	if n, err := strconv.ParseUint(s, 10, 8); err == nil {
		return ansi.IndexedColor(n), true
	}
	return nil, false
}

// Validate returns all errors in c, joined, each naming its key.
func (c *Colours) Validate() error {
	var errs []error
	if c.Base != "" && !slices.Contains(ThemeNames(), c.Base) {
		errs = append(errs, fmt.Errorf("theme.base is %q, must be one of %s", c.Base, strings.Join(ThemeNames(), ", ")))
	}
	for _, h := range c.hues() {
		if _, ok := colourOf(h.value); !ok && h.value != "" {
			errs = append(errs, fmt.Errorf(`theme.%s is %q, must be "#rrggbb" or a number from "0" to "255"`, h.key, h.value))
		}
	}
	return errors.Join(errs...)
}

// over returns p with the colours that are set.
func (c *Colours) over(p palette) palette {
	for _, h := range c.hues() {
		of, ok := colourOf(h.value)
		if !ok {
			continue
		}
		for _, r := range h.roles {
			p.fore[r] = of
		}
	}
	for _, b := range []struct {
		value string
		into  *color.Color
	}{{c.Text, &p.text}, {c.Selected, &p.selected}, {c.Away, &p.away}, {c.SevereBack, &p.severeBack}, {c.SevereBack, &p.chipBack}} {
		if of, ok := colourOf(b.value); ok {
			*b.into = of
		}
	}
	return p
}

// Minimum contrast of text and of lines (WCAG 2.2, success criteria 1.4.3 and 1.4.11).
const (
	textContrast = 4.5
	lineContrast = 3
)

// Complaints names colours that are hard to read. They are not errors: it is the user's screen. theme is
// screen.theme.
func (c *Colours) Complaints(theme string) []string {
	if c.Base != "" {
		theme = c.Base
	}
	dark := Terminal{Dark: true, Own: *c, profile: fullColour}
	light := Terminal{Own: *c, profile: fullColour}
	screens := map[string][]Terminal{"dark": {dark}, "light": {light}}[theme]
	if screens == nil {
		screens = []Terminal{dark, light}
	}
	var out []string
	for _, h := range c.hues() {
		if h.value == "" || theme == "mono" {
			continue
		}
		best, want := 0.0, textContrast
		if h.key == "frame" || strings.HasSuffix(h.key, "bars") {
			want = lineContrast
		}
		for _, t := range screens {
			best = max(best, c.contrast(h, PickPalette(theme, t), t.Dark))
		}
		if best < want {
			out = append(out, fmt.Sprintf("theme.%s %q: contrast %.1f, below %g it is hard to read", h.key, h.value, best, want))
		}
	}
	return out
}

// contrast returns the contrast of a colour with its background or, for a background, with the text on it.
func (c *Colours) contrast(h hue, p palette, dark bool) float64 {
	of, _ := colourOf(h.value)
	screen, text := lipgloss.Color("#ffffff"), lipgloss.Color("#121212")
	if dark {
		screen, text = lipgloss.Color("#101418"), lipgloss.Color("#eeeeee")
	}
	if p.text != nil {
		text = p.text
	}
	switch h.key {
	case "severe":
		return Contrast(of, p.severeBack)
	case "severe_back":
		return Contrast(of, p.fore[RoleSevere])
	case "selected", "away":
		return Contrast(of, text)
	}
	return Contrast(of, screen)
}

// Contrast returns WCAG's contrast ratio of two colours, from 1 to 21.
func Contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance returns WCAG's relative luminance of an sRGB colour.
func luminance(c color.Color) float64 {
	opaque, _ := colorful.MakeColor(c)
	r, g, b := opaque.LinearRgb()
	return 0.2126*r + 0.7152*g + 0.0722*b
}
