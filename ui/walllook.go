package ui

import (
	"image/color"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// nightPalette has a third of the light of the dark one and 4.5:1 on black.
func nightPalette() palette {
	return hues{
		dim: "#767676", frame: "#3a3a3a", accent: "#5f87af", ok: "#5f8787", warn: "#af8700", critical: "#d75f5f",
		bot: "#8787af", bars: "#5f87af", others: "#5f5f5f",
		text: "#8a8a8a", selected: "#1c1c1c", away: "#121212", severeBack: "#af5f5f", onSevere: "#000000",
	}.palette()
}

// basicNightPalette is that of terminals with 16 colours: none of the bright ones.
func basicNightPalette() palette {
	return palette{plain: true, severeBack: ansi.Red, fore: [roles]color.Color{
		roleText: ansi.White, roleStrong: ansi.White, roleDim: ansi.White, roleFrame: ansi.BrightBlack, roleAccent: ansi.Cyan, roleOK: ansi.Green,
		roleWarn: ansi.Yellow, roleCritical: ansi.Red, roleSevere: ansi.Black, roleAgent: ansi.Cyan, roleVisitor: ansi.White,
		roleBot: ansi.Magenta, roleOurs: ansi.White, roleBars: ansi.Cyan, roleOtherBars: ansi.White,
	}}
}

// nightLook dims the whole screen, also on a terminal whose background is
// white: every cell is painted black. Without colours all is faint.
func nightLook(p palette, t terminal, g glyphs) *look {
	if p.fore[roleAccent] == nil {
		lk := newLook(p, g, t.method)
		lk.restyle(p, func(s lipgloss.Style) lipgloss.Style { return s.Faint(true) })
		return lk
	}
	black := lipgloss.Color("#000000")
	p = nightPalette()
	p.fore[roleText], p.fore[roleStrong], p.fore[roleVisitor] = p.text, p.text, p.text
	if t.profile == colorprofile.ANSI {
		p, black = basicNightPalette(), ansi.Black
	}
	lk := newLook(p, g, t.method)
	lk.restyle(p, func(s lipgloss.Style) lipgloss.Style {
		if _, bare := s.GetBackground().(lipgloss.NoColor); bare {
			return s.Background(black)
		}
		return s
	})
	return lk
}

// restyle changes how every role looks.
func (lk *look) restyle(p palette, change func(lipgloss.Style) lipgloss.Style) {
	for b := range backings {
		for r := range roles {
			lk.on[b][r] = opening(change(style(p, r, b)))
		}
	}
}

// fadedLook is a look in which nothing stands out: every role looks like the
// background text, and is faint where there are no colours.
func fadedLook(of *look) *look {
	return of.with(func(b backing, r role) string {
		dim := of.on[b][roleDim]
		switch {
		case r == roleFrame:
			return of.on[b][r]
		case dim == of.on[b][roleText]:
			return dim + opening(lipgloss.NewStyle().Faint(true))
		}
		return dim
	})
}

// with is the same look with each role switched on by what on says.
func (lk *look) with(on func(backing, role) string) *look {
	out := *lk
	out.cells = make(map[cellKey]string)
	for b := range backings {
		for r := range roles {
			out.on[b][r] = on(b, r)
		}
	}
	return &out
}
