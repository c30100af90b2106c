package draw

import (
	"image"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// A Part is some lines and their place on the screen.
type Part struct {
	At    image.Rectangle
	Lines []string // one for each row of at, each exactly as wide as at
}

// Compose puts parts onto a screen of w by h cells. Parts that share rows must be ordered from left to right; the
// rest is blank.
func Compose(w, h int, parts []Part) string {
	var b strings.Builder
	b.Grow(w * h * 3)
	for y := range h {
		if y > 0 {
			b.WriteByte('\n')
		}
		x := 0
		for _, p := range parts {
			if y < p.At.Min.Y || y >= p.At.Max.Y || p.At.Dx() <= 0 || p.At.Min.X < x {
				continue
			}
			blanks(&b, p.At.Min.X-x)
			b.WriteString(p.Lines[y-p.At.Min.Y])
			x = p.At.Max.X
		}
		blanks(&b, w-x)
	}
	return b.String()
}

// spaces are written instead of one space at a time.
const spaces = "                                                                                "

// Cover puts a part over a composed screen. A wide character that the edge of the part cuts in half becomes a blank.
func Cover(screen string, p Part) string {
	rows := strings.Split(screen, "\n")
	for i, line := range p.Lines {
		y := p.At.Min.Y + i
		if y < 0 || y >= len(rows) {
			continue
		}
		var b strings.Builder
		w, left, right := ansi.StringWidth(rows[y]), ansi.Truncate(rows[y], p.At.Min.X, ""), ansi.TruncateLeft(rows[y], p.At.Max.X, "")
		if ansi.StringWidth(right) > w-p.At.Max.X { // it keeps the whole of a character that is cut
			right = ansi.TruncateLeft(rows[y], p.At.Max.X+1, "")
		}
		b.WriteString(left)
		blanks(&b, p.At.Min.X-ansi.StringWidth(left))
		b.WriteString(line)
		blanks(&b, w-p.At.Max.X-ansi.StringWidth(right))
		b.WriteString(right)
		rows[y] = b.String()
	}
	return strings.Join(rows, "\n")
}

func blanks(b *strings.Builder, n int) {
	for ; n > 0; n -= len(spaces) {
		b.WriteString(spaces[:min(n, len(spaces))])
	}
}

// Block returns exactly h lines: excess ones are dropped, missing ones are blank.
func (st *Style) Block(lines []string, w, h int) []string {
	lines = lines[:min(len(lines), max(0, h))]
	for len(lines) < h {
		lines = append(lines, st.Line(OnScreen, w).String())
	}
	return lines
}

// A Piece is text with a role.
type Piece struct {
	Role Role
	Text string
}

// A Frame is the border of a pane and what is written into it.
type Frame struct {
	Title    []Piece
	Right    []Piece // on the right of the upper border; the first to be dropped if there is no room
	Foot     []Piece // on the right of the lower border
	FootLeft []Piece // on its left
	Rules    []int   // indices of inner rows that are lines: they join the border
	Focused  bool
}

// Sizes below which a pane is drawn without a border.
const (
	FramedWidth  = 8
	FramedHeight = 3
)

// Inner returns the size of the area inside a frame of w by h cells.
func Inner(w, h int) (int, int) {
	if w < FramedWidth || h < FramedHeight {
		return w, h
	}
	return w - 4, h - 2
}

// Frame draws lines, which must fill the inner area, inside a border. All borders of the screen are drawn here, so
// that their edges match.
func (st *Style) Frame(f Frame, w, h int, lines []string) []string {
	if w < FramedWidth || h < FramedHeight {
		return st.Block(lines, w, h)
	}
	edge := st.Edge
	if f.Focused {
		edge = RoleAccent
	}
	g := st.Glyphs
	out := make([]string, 0, h)
	out = append(out, st.Border(edge, w, g.TopLeft, g.TopRight, f.Title, f.Right))
	left := st.On[OnScreen][edge] + g.Vertical + st.off(edge) + " "
	right := " " + st.On[OnScreen][edge] + g.Vertical + st.off(edge)
	var b strings.Builder // of all rows: a string for each would be allocated for each
	lines = st.Block(lines, w-4, h-2)
	b.Grow(size(lines) + len(lines)*len(left+right))
	for y, l := range lines {
		if slices.Contains(f.Rules, y) {
			out = append(out, st.joined(edge, l))
			continue
		}
		from := b.Len()
		b.WriteString(left)
		b.WriteString(l)
		b.WriteString(right)
		out = append(out, b.String()[from:])
	}
	return append(out, st.Border(edge, w, g.BottomLeft, g.BottomRight, f.FootLeft, f.Foot))
}

// size returns the bytes of lines.
func size(lines []string) (n int) {
	for _, l := range lines {
		n += len(l)
	}
	return n
}

// joined draws an inner line that joins both sides of the border.
func (st *Style) joined(edge Role, line string) string {
	g, on, off := st.Glyphs, st.On[OnScreen][edge], st.off(edge)
	return on + g.joinLeft + off + st.On[OnScreen][RoleFrame] + g.Horizontal + st.off(RoleFrame) + line +
		st.On[OnScreen][RoleFrame] + g.Horizontal + st.off(RoleFrame) + on + g.joinRight + off
}

// Rule draws a line across a list with a label at its left and, if there is room, one at its right. The Frame joins it
// to the border if it is among its Rules.
func (st *Style) Rule(w int, left, right string) string {
	l := st.Line(OnScreen, w)
	label := func(s string) {
		l.Gap(1)
		l.Put(RoleDim, s)
		l.Gap(1)
	}
	l.Fill(RoleFrame, st.Glyphs.Horizontal, 1)
	label(left)
	if n := l.Left - st.Width(right) - 3; right != "" && n > 0 {
		l.Fill(RoleFrame, st.Glyphs.Horizontal, n)
		label(right)
	}
	l.Fill(RoleFrame, st.Glyphs.Horizontal, l.Left)
	return l.String()
}

// off returns the sequence that switches a role off on the bare screen.
func (st *Style) off(r Role) string {
	if st.On[OnScreen][r] == "" {
		return ""
	}
	return StyleOff
}

// Border draws an upper or lower border, completely filled if the edge is a block. If there is no room for both
// labels, the right one is dropped and then the left one truncated; the corners stay.
func (st *Style) Border(edge Role, w int, start, end string, left, right []Piece) string {
	l := st.FilledLine(edge.ground(), w)
	l.Put(edge, start)
	room := w - 2
	if !st.BothFit(w, left, right) {
		right = nil
	}
	l.Left = room
	if len(left) > 0 {
		l.Left-- // for a blank after the label
		l.Gap(1)
		for _, p := range left {
			l.Put(p.Role, p.Text)
		}
		l.Left++
		l.Gap(1)
	}
	if len(right) > 0 {
		l.Fill(edge, st.Glyphs.Horizontal, l.Left-st.Total(right)-3)
		l.Gap(1)
		for _, p := range right {
			l.Put(p.Role, p.Text)
		}
		l.Gap(1)
	}
	l.Fill(edge, st.Glyphs.Horizontal, l.Left)
	l.Left = 1
	l.Put(edge, end)
	return l.String()
}

// BothFit reports whether a border of w cells has room for both labels.
func (st *Style) BothFit(w int, left, right []Piece) bool {
	return st.Total(left)+st.Total(right)+8 <= w
}

// Total returns the width of pieces.
func (st *Style) Total(pieces []Piece) int {
	n := 0
	for _, p := range pieces {
		n += st.Width(p.Text)
	}
	return n
}

// Share divides w cells according to need, and distributes what is left over or missing evenly.
func Share(need []int, w int) []int {
	out := slices.Clone(need)
	rest := w
	for _, n := range need {
		rest -= n
	}
	for i := range out {
		part := rest / (len(out) - i)
		part = max(part, -out[i])
		out[i], rest = out[i]+part, rest-part
	}
	return out
}

// PaneTitle returns the title of a pane for its frame.
func PaneTitle(s string, focused bool) []Piece {
	if focused {
		return []Piece{{RoleKey, s}}
	}
	return []Piece{{RoleStrong, s}}
}

// SelectionBackground returns the background of a pane's selected row.
func SelectionBackground(focused bool) Background {
	if focused {
		return OnSelected
	}
	return onSelectedElsewhere
}
