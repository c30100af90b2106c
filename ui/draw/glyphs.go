package draw

import "floorwatch/model"

// glyphs are the signs the screen is drawn with. Each is one cell wide under
// both ways of counting, except where the ASCII ones need two.
type glyphs struct {
	Severe, Critical, Warn string // marks of the levels

	Live, Starting, late, Broken string // state of the reading

	Sent, Seen, Unseen, Odd string // ticks in a transcript, two cells at most
	Marked, Edited          string // badges in a transcript

	None, AtLeast, atMost, Dot, Ellipsis string
	above, Below                         string
	Pointer                              string // before the selected row
	Fresh                                string // before a row that has changed
	Back, Play                           string // before a moment of the past, and a recording
	SortUp, SortDown                     string // behind the title of the column that a list is sorted by
	MoreAbove, MoreBelow                 string // before how many rows are out of sight
	Rise, Fall                           string // before how much a figure has changed

	Horizontal, Vertical                       string
	joinLeft, joinRight                        string // of a border with a line that reaches it
	TopLeft, TopRight, BottomLeft, BottomRight string
	bars                                       [8]string // from an eighth to full
	hanging                                    [3]string // an eighth, a half, full, from above
	Tick                                       string    // of a scale
	ProgressFull, ProgressEmpty                string
	hatch                                      string // a cell of ink that is out of date

	only bool // nothing but ASCII at all, strangers' text included
}

func unicodeGlyphs() glyphs {
	return glyphs{
		Severe: "!!", Critical: "!", Warn: "▴",
		Live: "●", Starting: "○", late: "◐", Broken: "✗",
		Sent: "✓", Seen: "✓✓", Unseen: "●", Odd: "?",
		Marked: "!", Edited: "~",
		None: "–", AtLeast: "≥", atMost: "≤", Dot: "·", Ellipsis: "…",
		above: "↑", Below: "↓", Pointer: "▌", Fresh: "+",
		Back: "◀", Play: "▶",
		SortUp: "▲", SortDown: "▼", MoreAbove: "▲", MoreBelow: "▼", Rise: "▲", Fall: "▼",
		Horizontal: "─", Vertical: "│", joinLeft: "├", joinRight: "┤",
		TopLeft: "╭", TopRight: "╮", BottomLeft: "╰", BottomRight: "╯",
		bars:    [8]string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
		hanging: [3]string{"▔", "▀", "█"}, Tick: "┤",
		ProgressFull: "█", ProgressEmpty: "░", hatch: "▒",
	}
}

func asciiGlyphs() glyphs {
	return glyphs{
		Severe: "!!", Critical: "!", Warn: "^",
		Live: "*", Starting: "o", late: "~", Broken: "x",
		Sent: "v", Seen: "vv", Unseen: "*", Odd: "?",
		Marked: "!", Edited: "~",
		None: "-", AtLeast: ">=", atMost: "<=", Dot: "-", Ellipsis: "~",
		above: "^", Below: "v", Pointer: ">", Fresh: "+",
		Back: "<", Play: ">",
		SortUp: "/", SortDown: "\\", MoreAbove: "^", MoreBelow: "v", Rise: "+", Fall: "-",
		Horizontal: "-", Vertical: "|", joinLeft: "+", joinRight: "+",
		TopLeft: "+", TopRight: "+", BottomLeft: "+", BottomRight: "+",
		bars:    [8]string{"_", ".", "-", ":", "=", "+", "*", "#"},
		hanging: [3]string{"'", "\"", "#"}, Tick: "|",
		ProgressFull: "#", ProgressEmpty: ".", hatch: ":",
	}
}

// consoleGlyphs are for the Linux console, whose fonts hold 512 signs at most:
// these are both in the kernel's own font (code page 437) and in Debian's. Half
// and eighth blocks, ticks and round corners are not.
func consoleGlyphs() glyphs {
	g := asciiGlyphs()
	g.Live, g.Unseen, g.Dot, g.AtLeast, g.atMost = "•", "•", "·", "≥", "≤"
	g.above, g.Below = "↑", "↓"
	g.SortUp, g.SortDown, g.MoreAbove, g.MoreBelow = "▲", "▼", "▲", "▼"
	g.Rise, g.Fall = "▲", "▼"
	g.Horizontal, g.Vertical, g.Tick = "─", "│", "┤"
	g.joinLeft, g.joinRight = "├", "┤"
	g.TopLeft, g.TopRight, g.BottomLeft, g.BottomRight = "┌", "┐", "└", "┘"
	g.bars = [8]string{"_", "░", "░", "▒", "▒", "▓", "▓", "█"}
	g.hanging = [3]string{"'", "▒", "█"}
	g.ProgressFull, g.ProgressEmpty, g.hatch = "█", "░", "▒"
	return g
}

// signs are what values are written down with.
func (g *glyphs) signs() model.Notation {
	return model.Notation{None: g.None, Least: g.AtLeast, Most: g.atMost, About: "~", Between: g.None}
}

// Glyphs are the signs that a terminal can show. ascii asks for ASCII only, and
// only for nothing else at all, in strangers' text neither.
func (t Terminal) Glyphs(ascii, only bool) glyphs {
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

// halves reports whether there are half blocks, of which block letters are made.
func (g *glyphs) halves() bool { return g.hanging[1] == "▀" }
