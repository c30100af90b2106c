// Package header draws the top of the screen: its first line, the notice or the banner of the past below it, and
// the figures of the floor. It may import draw, keymap, model and safetext: no other pane, nor ui.
package header

import (
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A Header is what the top line and the notice show.
type Header struct {
	draw.DataQuality
	Alerts   int
	Past     time.Time // the moment shown during time travel; zero: now
	ReadOnly bool
	Hidden   bool // names or texts are masked
}

// Draw draws the top line. On a narrow screen it omits what is shown elsewhere or matters least; the alerts, the state,
// the age of the data and the name of the view stay.
func (h *Header) Draw(style *draw.Style, w int) string {
	s, _ := h.topLine(style, w)
	return s
}

// Places in the groups of the right side.
const (
	alertGroup = 2
	stateGroup = 3
)

// IsChip reports whether the number of alerts or the state is at column x: the list of alerts explains both.
func (h *Header) IsChip(style *draw.Style, w, x int) bool {
	_, t := h.topLine(style, w)
	group := t.GroupAt(style, w, x)
	return group == alertGroup || group == stateGroup && h.Past.IsZero()
}

// topLine returns the top line as text and as what has remained in it.
func (h *Header) topLine(style *draw.Style, w int) (string, *draw.TopLine) {
	t := &draw.TopLine{Left: []draw.Piece{program(), {Role: draw.RoleText, Text: "  " + h.Name}}, Right: h.rightPieces(style, w)}
	short := func() { t.Left = h.shortName(style, w-t.RightWidth(style)-4) }
	return t.Draw(style, w,
		func() { t.Left = []draw.Piece{{Role: draw.RoleText, Text: h.Name}} },
		short,
		func() { t.Right[1] = nil; short() }, // names hidden
		func() { t.Right[0] = nil; short() }, // read-only
		func() { t.Left = h.teamPieces() },
		func() { t.Right[5] = nil }, // the clock
		func() { t.Right[alertGroup] = h.shortChip(style) },
		func() {
			if h.Past.IsZero() && (h.Stale || h.Health.State == model.StateLive) {
				t.Right[4] = nil // the age, of which the chip or the state says enough
			}
		},
		func() { t.Right[alertGroup] = nil },
	), t
}

// leastName is how many cells of the floor's name are shown, at least, before something else gives way.
const leastName = 12

// shortName returns as much of the floor's name as fits into w cells. A team's view is named by its team, because all
// figures are only that team's.
func (h *Header) shortName(style *draw.Style, w int) []draw.Piece {
	if h.Team != "" {
		return h.teamPieces()
	}
	return []draw.Piece{{Role: draw.RoleText, Text: style.Shortened(h.Name, max(w, leastName))}}
}

// program returns the program's name, for the left end.
func program() draw.Piece { return draw.Piece{Role: draw.RoleAccent, Text: "floorwatch"} }

// teamPieces names a team's view. It is shown at any width.
func (h *Header) teamPieces() []draw.Piece {
	if h.Team == "" {
		return nil
	}
	return []draw.Piece{{Role: draw.RoleText, Text: h.Team}}
}

// rightPieces returns the right side: groups of pieces with two spaces between them. What changes every second is
// last and contiguous, to write as few bytes as possible.
func (h *Header) rightPieces(style *draw.Style, w int) [][]draw.Piece {
	chip := func(is bool, s string) []draw.Piece {
		if !is {
			return nil
		}
		return []draw.Piece{{Role: draw.RoleDim, Text: s}}
	}
	clock := draw.Piece{Role: draw.RoleText, Text: h.Now.In(h.Zone).Format("15:04:05")}
	groups := [][]draw.Piece{chip(h.ReadOnly, "READ-ONLY"), chip(h.Hidden, "NAMES HIDDEN"), h.alertChip(style)}
	if !h.Past.IsZero() {
		at := draw.DayTime(h.Past, h.Now, h.Zone)
		return append(groups, []draw.Piece{{Role: draw.RoleAccent, Text: "PAST"}}, []draw.Piece{{Role: draw.RoleAccent, Text: style.Glyphs.Back + " " + at}}, []draw.Piece{clock})
	}
	of, sign, word := h.State(style)
	age, aged := style.Glyphs.None, draw.RoleDim
	if h.Age.Running {
		age = draw.Duration(h.Age.For) + style.NarrowMark(h.Age.Level)
		if h.Age.Level > model.LevelOK {
			aged, _ = style.Level(h.Age.Level)
		}
	}
	if h.Stale { // the STALE chip says so
		of, aged = draw.RoleText, draw.RoleText
	}
	updated := "updated "
	if w < fullWordsFrom {
		updated = "upd "
	}
	return append(groups, []draw.Piece{{Role: of, Text: sign + " " + word}},
		[]draw.Piece{{Role: draw.RoleDim, Text: updated}, {Role: draw.Quiet(aged), Text: age}}, []draw.Piece{clock})
}

// fullWordsFrom is the width from which words are not abbreviated.
const fullWordsFrom = 100

// alertChip shows the number of alerts, or the age of the data if nothing is current.
func (h *Header) alertChip(style *draw.Style) []draw.Piece {
	switch {
	case h.Stale:
		return []draw.Piece{{Role: draw.RoleChip, Text: " STALE " + draw.Duration(h.Age.For) + " "}}
	case h.Alerts == 0 && !h.Health.Read: // there may be some among what is unread
		return []draw.Piece{{Role: draw.RoleDim, Text: "alerts " + style.Glyphs.None}}
	case h.Alerts == 0:
		return []draw.Piece{{Role: draw.RoleDim, Text: "no alerts"}}
	}
	s := style.Glyphs.Critical + " " + draw.Count(h.Alerts, "alert", "alerts")
	switch {
	case !h.Past.IsZero():
		s += " now"
	case h.Replay:
		s += " then"
	}
	return []draw.Piece{{Role: draw.RoleChip, Text: " " + s + " "}}
}

// shortChip is alertChip without its words, which the sign and the colour say too.
func (h *Header) shortChip(style *draw.Style) []draw.Piece {
	switch {
	case h.Stale:
		return []draw.Piece{{Role: draw.RoleChip, Text: " STALE "}}
	case h.Alerts == 0:
		return nil
	}
	return []draw.Piece{{Role: draw.RoleChip, Text: " " + style.Glyphs.Critical + " " + strconv.Itoa(h.Alerts) + " "}}
}

// Status draws everything on a tiny screen: the state, how many wait, the longest wait and its agent, "● 12! 2m56s
// UNASSIGNED". That it is the past or a replay is said at any size.
func (h *Header) Status(style *draw.Style, s *model.Snapshot, w, rows int) []string {
	l := style.Line(draw.OnScreen, w)
	of, sign, word := h.State(style)
	if !h.Past.IsZero() {
		of, sign, word = draw.RoleAccent, style.Glyphs.Back, "PAST"
	}
	if l.Put(of, sign); word != model.StateLive.String() {
		l.Put(of, " "+word)
	}
	l.Put(draw.RoleText, " ")
	r := &draw.FigureReader{Style: style, S: s}
	waiting, longest := r.Value(model.FigureWaiting), r.Value(model.FigureLongest)
	level, mark := style.Level(max(waiting.Level, longest.Level))
	switch {
	case waiting.Known() && waiting.Bound == model.BoundExact && waiting.Number == 0:
		l.Put(draw.RoleText, r.NobodyWaits())
	case !waiting.Known():
		l.Put(draw.RoleDim, style.Value(waiting)+" wait")
	default:
		l.Put(draw.Quiet(level), style.Value(waiting)+mark)
		l.Put(draw.RoleText, " ")
		level, _ = style.Level(longest.Level)
		l.Put(draw.Quiet(level), style.Value(longest))
	}
	if row := s.Thread(s.Headline.LongestKey); row != nil && s.Headline.Longest.Running {
		l.Put(draw.RoleText, " "+style.FirstThatFits(l.Left-1, agentForms(r, row, l.Left-1)...))
	}
	return style.Block([]string{l.String()}, w, rows)
}

// agentForms are a chat's agent in full, and as short as its cells.
func agentForms(r *draw.FigureReader, row *model.Row, w int) []string {
	if row.Owner == 0 || w <= 0 {
		return []string{draw.Unassigned}
	}
	return []string{Agent(row), draw.NamesOf(r.S.Agents).Text(r.Style, row.Owner, row.OwnerName, w).String()}
}
