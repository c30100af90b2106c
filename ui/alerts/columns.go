package alerts

import (
	"strconv"
	"strings"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
)

// An alertRow is an alert as the list draws it.
type alertRow struct {
	*alert.Alert
	of *Pane
}

// table selects the columns that fit into w cells, with room for the chat numbers of the rows.
func table(w int, rows []*alert.Alert) draw.Table[alertRow] {
	chat := len("chat")
	for _, a := range rows {
		chat = max(chat, len(chatNumber(a)))
	}
	return draw.FitTable([]draw.Column[alertRow]{
		{Title: "since", Width: 9, Drop: 5, Cell: sinceCell},
		{Title: "for", Right: true, Width: 6, Drop: 4, Cell: lastedCell},
		{Title: "what", Width: 21, Drop: 6, Least: 12, Best: []int{29, 42}, Grow: 1, Cell: whatCell},
		{Title: "agent", Width: 13, Best: []int{14, 18}, Grow: 2, Cell: agentCell},
		{Title: "agent is", Width: 12, Best: []int{12, 21}, Grow: 4, Drop: 1, Cell: stateCell},
		{Title: "chat", Right: true, Width: chat, Drop: 2, Cell: chatCell},
		{Title: "visitor", Width: 10, Best: []int{16, 40}, Grow: 3, Drop: 3, Cell: visitorCell},
	}, draw.MarkCol, 1, w)
}

// drawRow draws one alert.
func drawRow(t *draw.Table[alertRow], style *draw.Style, r alertRow, back draw.Background, w int) string {
	l := style.Line(back, w)
	of, mark := r.level(style)
	draw.Marked(l, draw.MarkRole(of), mark, "")
	t.Row(l, r)
	return l.String()
}

func (r alertRow) ended() bool { return r.of.ended(r.Alert) }

// inactive reports whether an alert is drawn dim: it has ended or was acknowledged.
func (r alertRow) inactive() bool { return r.Acked || r.ended() }

func (r alertRow) base() draw.Role { return draw.DimUnless(!r.inactive()) }

// level returns the mark: of an open alert its level, of one that has ended how it ended.
func (r alertRow) level(style *draw.Style) (draw.Role, string) {
	of, mark := style.Level(r.Level)
	switch {
	case !r.inactive():
		return of, mark
	case r.Acked:
		return draw.RoleDim, "a"
	case r.How == alert.EndUnanswered, r.How == alert.EndMissed, r.How == alert.EndGone:
		return draw.RoleDim, style.Glyphs.Broken
	}
	return draw.RoleDim, style.Glyphs.Sent
}

func sinceCell(l *draw.Line, r alertRow, w int) {
	l.Cell(r.base(), draw.DayTime(r.Since(), r.of.now.Now, r.of.now.Zone), w)
}

func lastedCell(l *draw.Line, r alertRow, w int) {
	l.Right(r.base(), draw.Duration(r.Lasted(r.of.now.At)), w)
}

// stateCell shows how an alert has ended, or who is on it, or what the agent is.
func stateCell(l *draw.Line, r alertRow, w int) {
	switch {
	case r.Acked:
		l.By(draw.RoleDim, "acknowledged", r.AckedBy, w)
	case r.ended():
		l.Cell(draw.RoleDim, l.Style.FirstThatFits(w, r.How.String(), r.How.Brief()), w)
	case r.Claimed && !r.ClaimedBy.IsEmpty():
		l.Text(draw.RoleText, safetext.Line(r.ClaimedBy.String()+" is on it"), w)
	case r.Claimed:
		l.Cell(draw.RoleText, "claimed", w)
	default:
		of, word := draw.RoleText, ""
		if row := r.of.now.Snap.Thread(r.Key); row != nil && row.Owner != 0 {
			of, word = draw.OwnerState(row)
		}
		l.Cell(of, l.Style.WholeWords(word, w), w)
	}
}

func whatCell(l *draw.Line, r alertRow, w int) {
	forms := r.Forms()
	for i := range forms {
		forms[i] = strings.Replace(forms[i], alert.AtLeastSign, l.Style.Glyphs.AtLeast, 1)
	}
	l.Cell(r.base(), l.Style.FirstThatFits(w, forms...), w)
}

// agentCell shows who has the chat, or had it when the alert ended.
func agentCell(l *draw.Line, r alertRow, w int) {
	switch {
	case r.ID.Figure() != model.FigureNone && r.of.now.Snap.Team.IsEmpty():
		l.Cell(draw.RoleDim, "the floor", w)
	case r.ID.Figure() != model.FigureNone:
		l.Cell(draw.RoleDim, "the team", w)
	case r.ID.Chat == 0:
		l.Cell(r.base(), "", w)
	case r.Agent.ID == 0:
		of, _ := l.Style.Level(r.Level)
		if r.inactive() {
			of = draw.RoleDim
		}
		l.Cell(draw.Quiet(of), draw.Unassigned, w)
	default:
		l.Text(r.base(), r.of.names.Text(l.Style, r.Agent.ID, r.Agent.Name, w), w)
	}
}

func chatNumber(a *alert.Alert) string {
	if a.ID.Chat == 0 {
		return ""
	}
	return strconv.FormatInt(int64(a.ID.Chat), 10)
}

func chatCell(l *draw.Line, r alertRow, w int) { l.Right(r.base(), chatNumber(r.Alert), w) }

func visitorCell(l *draw.Line, r alertRow, w int) {
	name := r.of.maskName(r.Name)
	if name.IsEmpty() && r.ID.Chat != 0 {
		l.Cell(r.base(), "#"+strconv.FormatInt(int64(r.Key.Visitor), 10), w)
		return
	}
	l.Text(r.base(), name, w)
}
