package ui

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// A look is all that decides how something is drawn, whatever it says. A
// change of theme, of the terminal's width method or of the signs makes a new
// one, so whatever is cached with a look is of that look.
type look struct {
	glyphs glyphs
	method ansi.Method
	edge   role                    // of frames without the focus: the whole screen can be marked by it
	on     [backings][roles]string // what switches a role on; a plain reset switches it off
	cells  map[cellKey]string
}

// A cellKey names a stranger's text cut and padded to a column.
type cellKey struct {
	text  safetext.Text
	width int
	role  role
	back  backing
}

// maxCells bounds the cache: some forty screens full of names and last words.
const maxCells = 8192

const reset = "\x1b[m"

func newLook(p palette, g glyphs, m ansi.Method) *look {
	lk := &look{glyphs: g, method: m, edge: roleFrame, cells: make(map[cellKey]string)}
	for b := range backings {
		for r := range roles {
			lk.on[b][r] = opening(style(p, r, b))
		}
	}
	return lk
}

// look is what a screen of a theme is drawn with on a terminal.
func (t terminal) look(theme string, ascii, only bool) *look {
	return newLook(pick(theme, t), t.glyphs(ascii, only), t.method)
}

// style says how a role looks on a backing.
func style(p palette, r role, b backing) lipgloss.Style {
	s := lipgloss.NewStyle()
	reversed := p.plain && b == onSelected
	c := p.fore[r]
	if c == nil && b != onScreen {
		c = p.text
	}
	if c != nil && !reversed {
		s = s.Foreground(c)
	}
	switch {
	case reversed:
		s = s.Reverse(true)
	case b == onSelected:
		s = s.Background(p.selected)
	case b == onAway && p.away != nil:
		s = s.Background(p.away)
	}
	return emphasis(s, p, r, reversed)
}

// emphasis adds what a role has besides its colour.
func emphasis(s lipgloss.Style, p palette, r role, reversed bool) lipgloss.Style {
	mono := p.fore[roleAccent] == nil
	switch r {
	case roleStrong, roleVisitor:
		return s.Bold(true)
	case roleSevere:
		if p.severeBack == nil || reversed {
			return s.Bold(true).Reverse(!reversed)
		}
		return s.Bold(true).Background(p.severeBack)
	case roleAccent, roleAgent, roleWarn, roleCritical:
		return s.Bold(mono)
	case roleFrame, roleOtherBars:
		return s.Faint(mono)
	case roleOurs:
		return s.Reverse(!reversed)
	}
	return s
}

// opening returns the sequence that switches a style on.
func opening(s lipgloss.Style) string {
	on, _, _ := strings.Cut(s.Render("x"), "x")
	return on
}

// width counts cells as the painter does. Plain ASCII, which is nearly
// everything on the screen, needs no table.
func (lk *look) width(s string) int {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7e {
			return lk.method.StringWidth(s)
		}
	}
	return len(s)
}

// cut returns s in at most w cells.
func (lk *look) cut(s string, w int) string {
	if lk.width(s) <= w {
		return s
	}
	room := w - lk.width(lk.glyphs.ellipsis)
	if room < 0 {
		return ""
	}
	return s[:lk.prefix(s, room)] + lk.glyphs.ellipsis
}

// prefix is how many bytes of s fit into w cells. No cluster is split. The
// cutters of x/ansi let too much pass when they count by code points (0.11.9).
func (lk *look) prefix(s string, w int) int {
	n := 0
	for n < len(s) {
		cluster, cells := ansi.FirstGraphemeCluster(s[n:], lk.method)
		if w -= cells; w < 0 || cluster == "" {
			break
		}
		n += len(cluster)
	}
	return n
}

// cell returns a stranger's text cut and padded to exactly w cells, styled.
func (lk *look) cell(k cellKey) string {
	if s, ok := lk.cells[k]; ok {
		return s
	}
	l := lk.line(k.back, k.width)
	l.row(k.role, lk.known(k.text).Truncate(k.width))
	s := l.String()
	if len(lk.cells) >= maxCells {
		clear(lk.cells)
	}
	lk.cells[k] = s
	return s
}

// known is a stranger's text in the letters that the terminal knows.
func (lk *look) known(t safetext.Text) safetext.Text {
	if lk.glyphs.only {
		return t.ASCII()
	}
	return t
}

// level returns the role and the mark of a level. The mark is what says it without colour.
func (lk *look) level(l model.Level) (role, string) {
	switch l {
	case model.LevelSevere:
		return roleSevere, lk.glyphs.severe
	case model.LevelCritical:
		return roleCritical, lk.glyphs.critical
	case model.LevelWarn:
		return roleWarn, lk.glyphs.warn
	case model.LevelNone:
		return roleDim, ""
	}
	return roleText, ""
}

// narrowMark is the mark of a level in one cell.
func (lk *look) narrowMark(l model.Level) string {
	_, mark := lk.level(l)
	if len(mark) > 1 && lk.width(mark) > 1 {
		return lk.glyphs.critical
	}
	return mark
}

// clock writes a running clock, and the sign for no data otherwise.
func (lk *look) clock(c model.Clock) string { return lk.value(model.ClockValue(c)) }

// pieces returns a row of a stranger's text, our own marks apart from theirs.
// The sign of a cut says nothing about the text, so it does not stand out.
func (lk *look) pieces(r role, row safetext.Row) []piece {
	out := make([]piece, 0, len(row))
	for _, s := range row {
		switch {
		case s.Ours && s.Text == cutSign:
			out = append(out, piece{r, lk.glyphs.ellipsis})
		case s.Ours:
			out = append(out, piece{roleOurs, s.Text})
		default:
			out = append(out, piece{r, s.Text})
		}
	}
	return out
}

// cutSign is what safetext puts where it cuts.
const cutSign = "…"

// leveled is a figure with a cell for its mark, so figures stand in line with and without one.
func (lk *look) leveled(s string, l model.Level) string {
	if mark := lk.narrowMark(l); mark != "" {
		return s + mark
	}
	return s + " "
}

// ours puts signs that have another form in ASCII into that form.
func (lk *look) ours(s string) string {
	if lk.glyphs.ellipsis == cutSign {
		return s // as it was written
	}
	return strings.NewReplacer("≥", lk.glyphs.atLeast, "≤", lk.glyphs.atMost, "–", lk.glyphs.none, "…", lk.glyphs.ellipsis).Replace(s)
}

// value writes a figure's value down as this screen can show it.
func (lk *look) value(v model.Value) string { return v.Format(lk.glyphs.signs()) }

// stateLook is the role and the sign of how well the floor is being read.
func (lk *look) stateLook(s model.State) (role, string) {
	switch s {
	case model.StateLive:
		return roleOK, lk.glyphs.live
	case model.StateStarting, model.StateReading:
		return roleDim, lk.glyphs.starting
	case model.StateLate, model.StateLimited, model.StateDrift, model.StatePaused, model.StatePartial:
		return roleWarn, lk.glyphs.late
	}
	return roleCritical, lk.glyphs.broken
}

// words draws one line of some pieces.
func (lk *look) words(w int, pieces ...piece) string {
	l := lk.line(onScreen, w)
	for _, p := range pieces {
		l.put(p.role, p.text)
	}
	return l.String()
}
