package draw

import (
	"image/color"
	"strings"
	"unicode/utf8"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// A Style is everything that decides how something is drawn, whatever it says. A change of the theme, of the
// terminal's width method or of the signs creates a new one, so a cache of drawn text belongs to one Style.
type Style struct {
	Glyphs glyphs
	Method ansi.Method
	Edge   Role                       // of frames without the focus, by which the whole screen can be marked
	Hatch  string                     // used instead of ink if that cannot be grey; empty: it can
	On     [Backgrounds][roles]string // sequences that switch roles on; a plain reset switches them off
	plain  bool                       // only the terminal's own sixteen colours, or none
	night  bool                       // what is current is grey too
	cells  map[cellKey]string
	spare  []byte // memory for the next Line
}

// A cellKey identifies text from outside, truncated and padded to a column.
type cellKey struct {
	text  safetext.Text
	width int
	role  Role
	back  Background
}

// maxCells limits the cache: about forty screens of names and last messages.
const maxCells = 8192

// StyleOff is the escape sequence that ends all attributes.
const StyleOff = "\x1b[m"

// NewStyle returns the style of a palette on a terminal that counts cells by m.
func NewStyle(p palette, g glyphs, m ansi.Method) *Style {
	st := &Style{Glyphs: g, Method: m, Edge: RoleFrame, plain: p.plain, cells: make(map[cellKey]string)}
	for b := range Backgrounds {
		for r := range roles {
			st.On[b][r] = opening(style(p, r, b))
		}
	}
	return st
}

// Style returns the style of a theme on a terminal.
func (t Terminal) Style(theme string, ascii, only bool) *Style {
	return NewStyle(PickPalette(theme, t), t.Glyphs(ascii, only), t.Method)
}

// ink returns the style of a cell filled with a role's colour, or that of plain text if it has none. On a severe
// block without colours, which is reversed, it is a hole.
func ink(p palette, r Role) lipgloss.Style {
	s := lipgloss.NewStyle()
	switch c := p.fore[r]; {
	case c != nil:
		return s.Background(c)
	case (r == RoleSevere || r == RoleChip) && p.severeBack == nil:
		return s
	}
	return s.Reverse(true)
}

// hole returns the style of a space in a role's filled block, or that of its text if it has no block.
func hole(p palette, r Role) lipgloss.Style {
	behind := map[Role]color.Color{RoleSevere: p.severeBack, RoleChip: p.chipBack}[r]
	switch {
	case r.ground() == RoleText:
		return style(p, r, OnScreen)
	case behind == nil:
		return lipgloss.NewStyle().Reverse(true)
	}
	return lipgloss.NewStyle().Background(behind)
}

// style returns the style of a role on a background.
func style(p palette, r Role, b Background) lipgloss.Style {
	s := lipgloss.NewStyle()
	switch {
	case b == OnInk:
		return ink(p, r)
	case b == OnBlock:
		return hole(p, r)
	case p.plain && (b == onSelectedRun || b == onSelectedRunElsewhere):
		b = OnScreen
	case b == onSelectedRun:
		b = OnSelected
	case b == onSelectedRunElsewhere:
		b = onSelectedElsewhere
	}
	mono := p.fore[RoleAccent] == nil
	reversed := p.plain && b == OnSelected && !mono && !leveled(r)
	c := p.fore[r]
	if c == nil && b != OnScreen {
		c = p.text
	}
	if c != nil && !reversed {
		s = s.Foreground(c)
	}
	switch {
	case reversed:
		s = s.Reverse(true)
	case p.plain && b == OnSelected: // what stands out keeps its style: without colours that is reverse
		s = s.Underline(mono)
	case b == OnSelected:
		s = s.Background(p.selected)
	case b == onSelectedElsewhere && p.away != nil:
		s = s.Background(p.away)
	}
	return emphasis(s, p, r, reversed)
}

// leveled reports whether a role is a level that something has reached.
func leveled(r Role) bool { return r == RoleWarn || r == RoleCritical || r.joins() }

// emphasis adds the attributes of a role other than its colour.
func emphasis(s lipgloss.Style, p palette, r Role, reversed bool) lipgloss.Style {
	mono := p.fore[RoleAccent] == nil
	switch r {
	case RoleVisitor:
		return s.Bold(!mono)
	case RoleStrong, RoleKey:
		return s.Bold(true)
	case RoleSevere:
		return block(s, p.severeBack, reversed)
	case RoleChip:
		return block(s, p.chipBack, reversed)
	case RoleCritical: // the only level that is bold and not filled
		return s.Bold(true)
	case RoleRun, RoleOver: // filled where there is no colour
		return s.Bold(true).Reverse(mono)
	case RoleWarn:
		if mono {
			return s.Underline(true)
		}
		return s
	case RoleAccent: // what has the focus: an agent's name says itself whose it is
		return s.Bold(mono)
	case RoleFrame, RoleOtherBars:
		return s.Faint(mono)
	case RoleOurs:
		return s.Reverse(!reversed)
	case RoleGhost:
		return s.Italic(!p.plain)
	}
	return s
}

// block returns the style of a filled block, with a background colour if there is one.
func block(s lipgloss.Style, behind color.Color, reversed bool) lipgloss.Style {
	if behind == nil || reversed {
		return s.Bold(true).Reverse(!reversed)
	}
	return s.Bold(true).Background(behind)
}

// opening returns the sequence that switches a style on, as s.Render writes it, which would also measure borders, margins
// and widths. It has the attributes that style sets.
func opening(s lipgloss.Style) string {
	var on ansi.Style
	if s.GetBold() {
		on = on.Bold()
	}
	if s.GetItalic() {
		on = on.Italic(true)
	}
	if s.GetUnderline() {
		on = on.Underline(true)
	}
	if s.GetReverse() {
		on = on.Reverse(true)
	}
	if s.GetFaint() {
		on = on.Faint()
	}
	if c := s.GetForeground(); c != (lipgloss.NoColor{}) {
		on = on.ForegroundColor(c)
	}
	if c := s.GetBackground(); c != (lipgloss.NoColor{}) {
		on = on.BackgroundColor(c)
	}
	if s.GetUnderline() { // Render sets it twice
		on = on.UnderlineStyle(s.GetUnderlineStyle())
	}
	if len(on) == 0 {
		return ""
	}
	return on.String()
}

// Width counts cells as the painter does. Plain ASCII and our own usual signs, which are nearly everything on the
// screen, need no table.
func (st *Style) Width(s string) int {
	n := 0
	for i := 0; i < len(s); n++ {
		if c := s[i]; 0x20 <= c && c <= 0x7e {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !oneCell(r) {
			return st.Method.StringWidth(s)
		}
		i += size
	}
	return n
}

// oneCell reports whether a character is one of those that take one cell whatever is before it and by any method:
// dashes and points, arrows, signs of comparison, lines and blocks. What could join it to more is none of them.
func oneCell(r rune) bool {
	return 0x2500 <= r && r <= 0x259f || 0x2010 <= r && r <= 0x2027 || 0x2190 <= r && r <= 0x2193 ||
		r == 0x2264 || r == 0x2265 || r == 0xb7
}

// truncate returns s, truncated to w cells, and the width of what is left.
func (st *Style) truncate(s string, w int) (string, int) {
	n := st.Width(s)
	if n <= w {
		return s, n
	}
	room := w - st.Width(st.Glyphs.Ellipsis)
	if room < 0 {
		return "", 0
	}
	s = s[:st.Prefix(s, room)] + st.Glyphs.Ellipsis
	return s, st.Width(s)
}

// Prefix returns how many bytes of s fit into w cells, without splitting a cluster. Those of x/ansi let too much
// through when they count by code points (0.11.9).
func (st *Style) Prefix(s string, w int) int {
	n := 0
	for n < len(s) {
		cluster, cells := ansi.FirstGraphemeCluster(s[n:], st.Method)
		if w -= cells; w < 0 || cluster == "" {
			break
		}
		n += len(cluster)
	}
	return n
}

// cell returns text from outside, styled, truncated and padded to exactly w cells.
func (st *Style) cell(k cellKey) string {
	if s, ok := st.cells[k]; ok {
		return s
	}
	l := st.Line(k.back, k.width)
	l.Row(k.role, st.Known(k.text).Truncate(k.width))
	s := l.String()
	if len(st.cells) >= maxCells {
		clear(st.cells)
	}
	st.cells[k] = s
	return s
}

// Known returns text from outside in characters that the terminal can show.
func (st *Style) Known(t safetext.Text) safetext.Text {
	if st.Glyphs.asciiOnly {
		return t.ASCII()
	}
	return t
}

// Level returns the role and the mark of a level. The mark carries the meaning without colour.
func (st *Style) Level(l model.Level) (Role, string) {
	switch l {
	case model.LevelSevere:
		return RoleSevere, st.Glyphs.Severe
	case model.LevelCritical:
		return RoleCritical, st.Glyphs.Critical
	case model.LevelWarn:
		return RoleWarn, st.Glyphs.Warn
	case model.LevelNone:
		return RoleDim, ""
	}
	return RoleText, ""
}

// RowLevel returns the role and mark of a row's level, or the sign for unknown if it is not known whether the
// visitor waits.
func (st *Style) RowLevel(r *model.Row) (Role, string) {
	if r.Unsure && r.Wait.Running {
		return RoleDim, unknownSign
	}
	return st.Level(r.Level)
}

// WaitRole returns the role of a row's wait by the level of that clock alone.
func (st *Style) WaitRole(r *model.Row) Role {
	if r.Unsure && r.Wait.Running {
		return RoleDim
	}
	of, _ := st.Level(max(r.WaitLevel(), min(r.Level, model.LevelOK)))
	return of
}

// NarrowMark returns the mark of a level in one cell.
func (st *Style) NarrowMark(l model.Level) string {
	_, mark := st.Level(l)
	if len(mark) > 1 && st.Width(mark) > 1 {
		return st.Glyphs.Critical
	}
	return mark
}

// Clock formats a running clock, or the sign for no data.
func (st *Style) Clock(c model.Clock) string { return st.Value(model.ClockValue(c)) }

// Pieces returns a row of text from outside with our own marks distinguished. The sign of a truncation says
// nothing about the text, so it does not stand out.
func (st *Style) Pieces(r Role, row safetext.Row) []Piece {
	out := make([]Piece, 0, len(row))
	for _, s := range row {
		switch {
		case s.Ours && s.Text == cutSign:
			out = append(out, Piece{r, st.Glyphs.Ellipsis})
		case s.Ours:
			out = append(out, Piece{RoleOurs, s.Text})
		default:
			out = append(out, Piece{r, s.Text})
		}
	}
	return out
}

// cutSign is the sign with which safetext truncates.
const cutSign = "…"

// Marked returns a number with two cells for its mark, so that numbers with and without one are aligned. The blank keeps
// "1!" from reading as 11, and "4^" as a power.
func (st *Style) Marked(number string, l model.Level) string {
	if mark := st.NarrowMark(l); mark != "" {
		return number + " " + mark
	}
	return number + "  "
}

// Ours replaces signs that have an ASCII form by it, if the screen is ASCII.
func (st *Style) Ours(s string) string {
	if st.Glyphs.Ellipsis == cutSign {
		return s // as it was written
	}
	return strings.NewReplacer("≥", st.Glyphs.AtLeast, "≤", st.Glyphs.atMost, "–", st.Glyphs.None, "…", st.Glyphs.Ellipsis).Replace(s)
}

// Shortened returns as much of s as fits into w cells, with the sign for what is cut.
func (st *Style) Shortened(s string, w int) string {
	if st.Width(s) <= w {
		return s
	}
	return ansi.Truncate(s, max(0, w), st.Glyphs.Ellipsis)
}

// Value formats a figure's value for this screen.
func (st *Style) Value(v model.Value) string { return v.Format(st.Glyphs.signs()) }

// Signs returns the notation of values on this screen.
func (st *Style) Signs() model.Notation { return st.Glyphs.signs() }

// StateMark returns the role and the sign for how well the floor is being read.
func (st *Style) StateMark(s model.State) (Role, string) {
	switch s {
	case model.StateLive:
		return RoleOK, st.Glyphs.Live
	case model.StateStarting, model.StateReading:
		return RoleDim, st.Glyphs.Starting
	case model.StateLate, model.StateLimited, model.StateDrift, model.StatePaused, model.StatePartial:
		return RoleWarn, st.Glyphs.late
	}
	return RoleCritical, st.Glyphs.Broken
}

// Words draws a line of pieces.
func (st *Style) Words(w int, pieces ...Piece) string {
	l := st.Line(OnScreen, w)
	for _, p := range pieces {
		l.Put(p.Role, p.Text)
	}
	return l.String()
}
