package draw

import "floorwatch/model"

// glyphs are the signs with which the screen is drawn. Each is one cell wide by both ways of counting, except for
// ASCII ones that need two.
type glyphs struct {
	Severe, Critical, Warn string // marks of the levels

	Live, Starting, late, Broken string // state of the reading

	Sent, Seen, Unseen, Odd string // ticks in a transcript, two cells at most
	Marked, Edited          string // badges in a transcript

	None, AtLeast, atMost, Dot, Ellipsis string
	Below                                string
	Pointer                              string // in front of the selected row
	Fresh                                string // in front of a row that has changed
	Back, Play                           string // in front of a moment of the past, and of a recording
	SortUp, SortDown                     string // after the title of the column by which a list is sorted
	MoreAbove, MoreBelow                 string // in front of the number of rows out of view
	Rise, Fall                           string // in front of the change of a figure

	Horizontal, Vertical                       string
	joinLeft, joinRight                        string // of a border with an inner line
	TopLeft, TopRight, BottomLeft, BottomRight string
	bars                                       [8]string // from an eighth to full
	hanging                                    [3]string // an eighth, a half, full, from the top
	ProgressFull, ProgressEmpty                string
	hatch                                      string // a cell of ink for outdated data

	asciiOnly bool // use only ASCII, also for text from outside
}

func unicodeGlyphs() glyphs {
	return glyphs{
		Severe: "!!", Critical: "!", Warn: "▴",
		Live: "●", Starting: "○", late: "◐", Broken: "✗",
		Sent: "✓", Seen: "✓✓", Unseen: "●", Odd: "?",
		Marked: "!", Edited: "~",
		None: "–", AtLeast: "≥", atMost: "≤", Dot: "·", Ellipsis: "…",
		Below: "↓", Pointer: "▌", Fresh: "+",
		Back: "◀", Play: "▶",
		SortUp: "▲", SortDown: "▼", MoreAbove: "▲", MoreBelow: "▼", Rise: "▲", Fall: "▼",
		Horizontal: "─", Vertical: "│", joinLeft: "├", joinRight: "┤",
		TopLeft: "╭", TopRight: "╮", BottomLeft: "╰", BottomRight: "╯",
		bars:         [8]string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
		hanging:      [3]string{"▔", "▀", "█"},
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
		Below: "v", Pointer: ">", Fresh: "+",
		Back: "<", Play: ">",
		SortUp: "/", SortDown: "\\", MoreAbove: "^", MoreBelow: "v", Rise: "+", Fall: "-",
		Horizontal: "-", Vertical: "|", joinLeft: "+", joinRight: "+",
		TopLeft: "+", TopRight: "+", BottomLeft: "+", BottomRight: "+",
		bars:         [8]string{"_", ".", "-", ":", "=", "+", "*", "#"},
		hanging:      [3]string{"'", "\"", "#"},
		ProgressFull: "#", ProgressEmpty: ".", hatch: ":",
	}
}

// consoleGlyphs are for the Linux console, whose fonts have at most 512 characters: these are both in the kernel's
// own font (code page 437) and in Debian's. Half and eighth blocks, ticks and round corners are not.
func consoleGlyphs() glyphs {
	g := asciiGlyphs()
	g.Live, g.Unseen, g.Dot, g.AtLeast, g.atMost = "•", "•", "·", "≥", "≤"
	g.Below = "↓"
	g.SortUp, g.SortDown, g.MoreAbove, g.MoreBelow = "▲", "▼", "▲", "▼"
	g.Rise, g.Fall = "▲", "▼"
	g.Horizontal, g.Vertical = "─", "│"
	g.joinLeft, g.joinRight = "├", "┤"
	g.TopLeft, g.TopRight, g.BottomLeft, g.BottomRight = "┌", "┐", "└", "┘"
	g.bars = [8]string{"_", "░", "░", "▒", "▒", "▓", "▓", "█"}
	g.hanging = [3]string{"'", "▒", "█"}
	g.ProgressFull, g.ProgressEmpty, g.hatch = "█", "░", "▒"
	return g
}

// signs returns the notation of values.
func (g *glyphs) signs() model.Notation {
	return model.Notation{None: g.None, Least: g.AtLeast, Most: g.atMost, About: "~", Between: g.None}
}

// Glyphs returns the signs that a terminal can show. ascii: draw with ASCII; only: show text from outside in ASCII
// too.
func (t Terminal) Glyphs(ascii, only bool) glyphs {
	switch {
	case only:
		g := asciiGlyphs()
		g.asciiOnly = true
		return g
	case ascii:
		return asciiGlyphs()
	case t.console:
		return consoleGlyphs()
	}
	return unicodeGlyphs()
}

// halves reports whether there are half blocks, which block letters need.
func (g *glyphs) halves() bool { return g.hanging[1] == "▀" }
