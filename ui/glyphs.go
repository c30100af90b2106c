package ui

import "floorwatch/model"

// glyphs are the signs the screen is drawn with. Each is one cell wide under
// both ways of counting, except where the ASCII ones need two.
type glyphs struct {
	severe, critical, warn string // marks of the levels
	over                   string // before the number that is over a limit

	live, starting, late, broken string // state of the reading

	sent, seen, unseen, odd string // ticks in a transcript, two cells at most
	marked, edited          string // badges in a transcript

	none, atLeast, atMost, times, dot, ellipsis string
	above, below                                string
	pointer                                     string // before the selected row
	fresh                                       string // before a row that has changed

	horizontal, vertical                       string
	topLeft, topRight, bottomLeft, bottomRight string
	bars                                       [8]string // from an eighth to full
	hanging                                    [3]string // an eighth, a half, full, from above
	tick                                       string    // of a scale
	progressFull, progressEmpty                string

	only bool // nothing but ASCII at all, strangers' text included
}

func unicodeGlyphs() glyphs {
	return glyphs{
		severe: "‼", critical: "!", warn: "·", over: "▲",
		live: "●", starting: "○", late: "◐", broken: "✗",
		sent: "✓", seen: "✓✓", unseen: "●", odd: "?",
		marked: "!", edited: "~",
		none: "–", atLeast: "≥", atMost: "≤", times: "×", dot: "·", ellipsis: "…",
		above: "↑", below: "↓", pointer: "▌", fresh: "+",
		horizontal: "─", vertical: "│",
		topLeft: "╭", topRight: "╮", bottomLeft: "╰", bottomRight: "╯",
		bars:    [8]string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
		hanging: [3]string{"▔", "▀", "█"}, tick: "┤",
		progressFull: "█", progressEmpty: "░",
	}
}

func asciiGlyphs() glyphs {
	return glyphs{
		severe: "!!", critical: "!", warn: ".", over: "^",
		live: "*", starting: "o", late: "~", broken: "x",
		sent: "v", seen: "vv", unseen: "*", odd: "?",
		marked: "!", edited: "~",
		none: "-", atLeast: ">=", atMost: "<=", times: "x", dot: "-", ellipsis: "~",
		above: "^", below: "v", pointer: ">", fresh: "+",
		horizontal: "-", vertical: "|",
		topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+",
		bars:    [8]string{"_", ".", "-", ":", "=", "+", "*", "#"},
		hanging: [3]string{"'", "\"", "#"}, tick: "|",
		progressFull: "#", progressEmpty: ".",
	}
}

// consoleGlyphs are for the Linux console, whose fonts hold 512 signs at most:
// these are both in the kernel's own font (code page 437) and in Debian's. Half
// and eighth blocks, ticks and round corners are not.
func consoleGlyphs() glyphs {
	g := asciiGlyphs()
	g.severe, g.over, g.live, g.unseen, g.dot, g.warn, g.atLeast, g.atMost = "‼", "▲", "•", "•", "·", "·", "≥", "≤"
	g.above, g.below = "↑", "↓"
	g.horizontal, g.vertical, g.tick = "─", "│", "┤"
	g.topLeft, g.topRight, g.bottomLeft, g.bottomRight = "┌", "┐", "└", "┘"
	g.bars = [8]string{"_", "░", "░", "▒", "▒", "▓", "▓", "█"}
	g.hanging = [3]string{"'", "▒", "█"}
	g.progressFull, g.progressEmpty = "█", "░"
	return g
}

// signs are what values are written down with.
func (g *glyphs) signs() model.Signs {
	return model.Signs{None: g.none, Least: g.atLeast, Most: g.atMost, About: "~", Between: g.none}
}

// glyphs are the signs that a terminal can show. ascii asks for ASCII only, and
// only for nothing else at all, in strangers' text neither.
func (t terminal) glyphs(ascii, only bool) glyphs {
	switch {
	case only:
		g := asciiGlyphs()
		g.only = true
		return g
	case ascii:
		return asciiGlyphs()
	case t.console:
		return consoleGlyphs()
	}
	return unicodeGlyphs()
}
