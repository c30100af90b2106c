package draw

import (
	"image/color"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// nightStrong is half as bright as by day: in the grey of other text, figures of a quiet night looked out of date.
const nightStrong = "#afafaf"

// nightPalette has a third of the light of the dark one and a contrast of 4.5:1 on black.
func nightPalette() palette {
	return hues{
		dim: "#767676", frame: "#3a3a3a", accent: "#5f87af", ok: "#5f8787", warn: "#af8700", critical: "#d75f5f",
		bot: "#8787af", bars: "#5f87af", others: "#5f5f5f", backlog: "#af8700",
		text: "#8a8a8a", selected: "#1c1c1c", away: "#121212", severeBack: "#af5f5f", chipBack: "#d75f5f", onSevere: "#000000",
	}.palette()
}

// basicNightPalette is for terminals with 16 colours and uses no bright ones.
func basicNightPalette() palette {
	return palette{plain: true, severeBack: ansi.Red, chipBack: ansi.Red, fore: [roles]color.Color{
		RoleText: ansi.White, RoleStrong: ansi.White, RoleDim: ansi.White, RoleFrame: ansi.BrightBlack, RoleAccent: ansi.Cyan, RoleOK: ansi.Green,
		RoleWarn: ansi.Yellow, RoleCritical: ansi.Red, RoleSevere: ansi.Black, RoleAgent: ansi.Cyan, RoleVisitor: ansi.White,
		RoleBot: ansi.Magenta, RoleOurs: ansi.White, RoleBars: ansi.Cyan, RoleOtherBars: ansi.White, RoleChip: ansi.Black, RoleRun: ansi.White, RoleOver: ansi.Red, RoleGhost: ansi.White, RoleKey: ansi.Cyan,
	}}
}

// NightStyle dims the whole screen, also on a terminal with a white background: every cell is painted black.
// Without colours everything is faint.
func NightStyle(p palette, t Terminal, g glyphs) *Style {
	if p.fore[RoleAccent] == nil {
		st := NewStyle(p, g, t.Method)
		st.restyle(p, func(s lipgloss.Style) lipgloss.Style { return s.Faint(true) })
		return st
	}
	black := lipgloss.Color("#000000")
	p = nightPalette()
	p.fore[RoleText], p.fore[RoleStrong], p.fore[RoleVisitor] = p.text, numbered(nightStrong), p.text
	if t.profile == colorprofile.ANSI {
		p, black = basicNightPalette(), ansi.Black
	}
	st := NewStyle(p, g, t.Method)
	st.night = true
	st.restyle(p, func(s lipgloss.Style) lipgloss.Style {
		if _, bare := s.GetBackground().(lipgloss.NoColor); bare {
			return s.Background(black)
		}
		return s
	})
	return st
}

// restyle changes the appearance of every role.
func (st *Style) restyle(p palette, change func(lipgloss.Style) lipgloss.Style) {
	for b := range Backgrounds {
		for r := range roles {
			st.On[b][r] = opening(change(style(p, r, b)))
		}
	}
}

// FadedStyle returns a style in which nothing stands out: every role looks like secondary text, and is faint if
// there are only sixteen colours or none. Ink is hatched if there is no grey for it: of the sixteen colours one is nearly white and
// the other nearly black, and at night what is current is grey too.
func FadedStyle(of *Style) *Style {
	st := of.With(func(b Background, r Role) string {
		dim := of.On[b][RoleDim]
		switch {
		case r == RoleFrame:
			return of.On[b][r]
		case b == OnInk && of.night:
			return of.On[OnScreen][RoleStrong]
		case b == OnInk && of.plain:
			return of.On[OnScreen][RoleDim] // only half of each cell is ink: faint, that was invisible across a room
		case of.plain: // the sixteen's grey is as bright as the rest, and letters of half blocks cannot be hatched
			return dim + opening(lipgloss.NewStyle().Faint(true))
		}
		return dim
	})
	if of.plain || of.night {
		st.Hatch = of.Glyphs.hatch
	}
	return st
}

// GreyStyle returns a style in which nothing stands out either, but everything stays readable: without colours,
// only marks and words say what is unknown.
func GreyStyle(of *Style) *Style {
	return of.With(func(b Background, r Role) string {
		if r == RoleFrame {
			return of.On[b][r]
		}
		return of.On[b][RoleDim]
	})
}

// With returns the same style with the sequences that on returns.
func (st *Style) With(on func(Background, Role) string) *Style {
	out := *st
	out.cells, out.spare = make(map[cellKey]string), nil // lines of both may be begun at the same time
	for b := range Backgrounds {
		for r := range roles {
			out.On[b][r] = on(b, r)
		}
	}
	return &out
}
