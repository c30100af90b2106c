package draw

import (
	"image/color"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// A palette holds a theme's colours by meaning. A nil colour is the terminal's own.
type palette struct {
	fore       [roles]color.Color
	selected   color.Color // background of the selected row
	text       color.Color // plain text on selected and away
	away       color.Color
	severeBack color.Color // background of RoleSevere
	chipBack   color.Color // background of RoleChip
	plain      bool        // no background colours: reverse rows instead
}

// hues are a palette's colours in written form.
type hues struct {
	dim, frame, accent, ok, warn, critical, bot string
	bars, others, backlog                       string // the series of charts
	text, selected, away                        string // of and behind selected rows
	severeBack, chipBack, onSevere              string
}

// All colours below are among the 256 that every terminal has had for decades: over SSH and in tmux there are often no
// more, and a nearest match could be too pale.

// darkPalette is for backgrounds up to about #2e3440. Its severities can be distinguished by colour-blind people:
// they go from blue-green over yellow to coral.
func darkPalette() palette {
	return hues{
		dim: "#a8a8a8", frame: "#585858", accent: "#87d7ff", ok: "#5fd7af", warn: "#ffd75f", critical: "#ff8787",
		bot: "#d7afff", bars: "#5fafd7", others: "#8a8a8a", backlog: "#ffd75f",
		text: "#eeeeee", selected: "#3a3a3a", away: "#262626", severeBack: "#ff875f", chipBack: "#ff8787", onSevere: "#121212",
	}.palette()
}

// lightPalette is for backgrounds down to about #eee8d5.
//
// Its warn and critical are not the usual brown and red, #875f00 and #af0000: to eyes with deuteranopia those differ
// by 3.4 (CIEDE2000), which is one colour; these two differ by 18.8. Brown on the selected row has a contrast of 4.1,
// this olive 4.8. Where there is a fill, which nothing resembles, and in charts, the usual colours are used.
func lightPalette() palette {
	return hues{
		dim: "#585858", frame: "#b2b2b2", accent: "#005f87", ok: "#005f5f", warn: "#5f5f00", critical: "#af005f",
		bot: "#5f00af", bars: "#5f87af", others: "#949494", backlog: "#875f00",
		text: "#121212", selected: "#dadada", away: "#eeeeee", severeBack: "#af0000", chipBack: "#af0000", onSevere: "#ffffff",
	}.palette()
}

// contrastPalette has a contrast of at least 7:1, for projectors and tired eyes.
//
// On white, warn is purple: brown (#5f3700) and this red differ by 2.2 to eyes with deuteranopia, purple and red by
// 41.7. OK is blue, since green (#005500) and the red differ by 2.7, blue and red by 43.2.
func contrastPalette(dark bool) palette {
	if dark {
		return hues{
			dim: "#e4e4e4", frame: "#8a8a8a", accent: "#afd7ff", ok: "#87ffd7", warn: "#ffd75f", critical: "#ffafaf",
			bot: "#d7d7ff", bars: "#afd7ff", others: "#c6c6c6", backlog: "#ffd75f",
			text: "#ffffff", selected: "#303030", away: "#1c1c1c", severeBack: "#ffafaf", chipBack: "#ffafaf", onSevere: "#000000",
		}.palette()
	}
	return hues{
		dim: "#262626", frame: "#6c6c6c", accent: "#00005f", ok: "#0000af", warn: "#5f005f", critical: "#870000",
		bot: "#5f0087", bars: "#00005f", others: "#585858", backlog: "#5f005f",
		text: "#000000", selected: "#eeeeee", away: "#f4f4f4", severeBack: "#870000", chipBack: "#870000", onSevere: "#ffffff",
	}.palette()
}

// palette assigns a colour to every role. Plain text is the terminal's own, so it is readable even if the theme
// was guessed wrong.
func (h hues) palette() palette {
	c := numbered
	return palette{
		text: c(h.text), selected: c(h.selected), away: c(h.away), severeBack: c(h.severeBack), chipBack: c(h.chipBack),
		fore: [roles]color.Color{
			RoleDim: c(h.dim), RoleFrame: c(h.frame), RoleAccent: c(h.accent), RoleOK: c(h.ok),
			RoleWarn: c(h.warn), RoleCritical: c(h.critical), RoleSevere: c(h.onSevere),
			RoleAgent: c(h.accent), RoleBot: c(h.bot), RoleOurs: c(h.dim),
			RoleBars: c(h.bars), RoleOtherBars: c(h.others), RoleBacklog: c(h.backlog), RoleChip: c(h.onSevere),
			RoleRun: c(h.critical), RoleOver: c(h.critical), RoleGhost: c(h.dim), RoleKey: c(h.accent),
		},
	}
}

// numbered returns a colour by its number among the 256, if it has one: that takes half the bytes, and most of a
// second's frame is colours. Those below firstFixed are changed by users' terminal themes.
func numbered(hex string) color.Color {
	want := lipgloss.Color(hex)
	r, g, b, _ := want.RGBA()
	for i := firstFixed; i <= 255; i++ {
		c := ansi.IndexedColor(i)
		if cr, cg, cb, _ := c.RGBA(); cr == r && cg == g && cb == b {
			return c
		}
	}
	return want
}

const firstFixed = 22 // base16 and similar themes set 16 to 21 too

// basicPalette uses the 16 colours that the terminal's owner chose. Nearest matches of the others would turn half
// of them into the same grey. Bright red on black is hard to read: in the run of a chat over its limit it is used
// only for what says so.
func basicPalette(dark bool) palette {
	if dark {
		return palette{plain: true, severeBack: ansi.Red, chipBack: ansi.Red, fore: [roles]color.Color{
			RoleDim: ansi.White, RoleFrame: ansi.BrightBlack, RoleAccent: ansi.BrightCyan, RoleOK: ansi.BrightGreen,
			RoleWarn: ansi.BrightYellow, RoleCritical: ansi.BrightRed, RoleSevere: ansi.BrightWhite,
			RoleAgent: ansi.BrightCyan, RoleBot: ansi.BrightMagenta, RoleOurs: ansi.White, RoleBars: ansi.Cyan, RoleBacklog: ansi.Yellow, RoleChip: ansi.BrightWhite, RoleOver: ansi.BrightRed, RoleGhost: ansi.White, RoleKey: ansi.BrightCyan,
		}}
	}
	return palette{plain: true, severeBack: ansi.Red, chipBack: ansi.Red, fore: [roles]color.Color{
		RoleFrame: ansi.White, RoleAccent: ansi.Blue, RoleOK: ansi.Blue, RoleWarn: ansi.Magenta, RoleCritical: ansi.Red,
		RoleSevere: ansi.BrightWhite, RoleAgent: ansi.Blue, RoleBot: ansi.Magenta, RoleBars: ansi.Blue, RoleBacklog: ansi.Magenta, RoleChip: ansi.BrightWhite, RoleOver: ansi.Red, RoleKey: ansi.Blue,
	}}
}

// monoPalette has no colours: bold, faint and reverse support what marks and words say anyway.
func monoPalette() palette { return palette{plain: true} }

// ThemeNames returns the names of the themes.
func ThemeNames() []string { return []string{"auto", "dark", "light", "contrast", "mono"} }

// PickPalette returns the palette for a theme's name on a terminal.
func PickPalette(theme string, t Terminal) palette {
	if t.Own.Base != "" {
		theme = t.Own.Base
	}
	dark := t.Dark
	switch theme {
	case "dark":
		dark = true
	case "light":
		dark = false
	}
	switch {
	case theme == "mono", t.noColor, t.profile == colorprofile.ASCII, t.profile == colorprofile.NoTTY:
		return monoPalette()
	case t.profile == colorprofile.ANSI:
		return basicPalette(dark)
	case theme == "contrast":
		return t.Own.over(contrastPalette(dark))
	case dark:
		return t.Own.over(darkPalette())
	}
	return t.Own.over(lightPalette())
}

// fullColour is the profile of a terminal that shows every colour.
const fullColour = colorprofile.TrueColor
