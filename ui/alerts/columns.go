package alerts

import (
	"strconv"
	"strings"

	"floorwatch/model/safetext"
	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
)

// An alertRow is an alert as the list draws it.
type alertRow struct {
	*alert.Alert
	now *draw.Context
}

// table selects the columns that fit into w cells.
func table(w int) draw.Table[alertRow] {
	return draw.FitTable([]draw.Column[alertRow]{
		{Title: "since", Width: 9, Drop: 5, Cell: sinceCell},
		{Title: "for", Right: true, Width: 6, Drop: 4, Cell: lastedCell},
		{Title: "status", Width: 12, Best: []int{12, 21}, Grow: 4, Drop: 3, Cell: stateCell},
		{Title: "agent", Width: 12, Best: []int{14, 18}, Grow: 2, Cell: agentCell},
		{Title: "what", Width: 24, Best: []int{29, 42}, Grow: 1, Cell: whatCell},
		{Title: "chat", Right: true, Width: 8, Drop: 2, Cell: chatCell},
		{Title: "visitor", Width: 10, Best: []int{16, 40}, Grow: 3, Drop: 1, Cell: visitorCell},
	}, draw.MarkCol, 1, w)
}

// drawRow draws one alert.
func drawRow(t *draw.Table[alertRow], style *draw.Style, r alertRow, back draw.Background, w int) string {
	l := style.Line(back, w)
	of, mark := r.level(style)
	draw.Marked(l, draw.MarkRole(of), mark, false)
	t.Row(l, r)
	return l.String()
}

// inactive reports whether an alert is drawn dim: it has ended or was acknowledged.
func (r alertRow) inactive() bool { return r.Acked || !r.Ended.IsZero() }

func (r alertRow) base() draw.Role { return draw.DimUnless(!r.inactive()) }

func (r alertRow) level(style *draw.Style) (draw.Role, string) {
	of, mark := style.Level(r.Level)
	if r.inactive() {
		of = draw.RoleDim
	}
	return of, mark
}

func sinceCell(l *draw.Line, r alertRow, w int) {
	l.Cell(r.base(), draw.DayTime(r.Since(), r.now.Now, r.now.Zone), w)
}

func lastedCell(l *draw.Line, r alertRow, w int) {
	l.Right(r.base(), draw.Duration(r.Lasted(r.now.Now)), w)
}

// beforeStart marks an alert that ended before the Tracker began, so that nobody was notified.
const beforeStart = ", before"

func stateCell(l *draw.Line, r alertRow, w int) {
	of, _ := r.level(l.Style)
	word := "now"
	switch {
	case r.Acked:
		l.By(draw.Quiet(of), "acknowledged", r.AckedBy, w)
		return
	case !r.Ended.IsZero():
		if word = r.How.String(); r.Before && len(word+beforeStart) <= w {
			word += beforeStart
		}
	case r.Claimed && !r.ClaimedBy.IsEmpty():
		l.Text(draw.Quiet(of), safetext.Line(r.ClaimedBy.String()+" is on it"), w)
		return
	case r.Claimed:
		word = "claimed"
	}
	l.Cell(draw.Quiet(of), word, w)
}

func whatCell(l *draw.Line, r alertRow, w int) {
	l.Cell(r.base(), strings.Replace(r.What, alert.AtLeastSign, l.Style.Glyphs.AtLeast, 1), w)
}

// agentCell shows who has the chat, or had it when the alert ended; empty for a figure.
func agentCell(l *draw.Line, r alertRow, w int) {
	switch {
	case r.ID.Chat == 0:
		l.Cell(r.base(), "", w)
	case r.Agent.ID == 0:
		of, _ := r.level(l.Style)
		l.Cell(draw.Quiet(of), draw.Unassigned, w)
	case r.Agent.Name.IsEmpty():
		l.Cell(r.base(), draw.AgentNumber(r.Agent.ID), w)
	default:
		l.Text(r.base(), r.Agent.Name, w)
	}
}

func chatCell(l *draw.Line, r alertRow, w int) {
	id := ""
	if r.ID.Chat != 0 {
		id = strconv.FormatInt(int64(r.ID.Chat), 10)
	}
	l.Right(r.base(), id, w)
}

func visitorCell(l *draw.Line, r alertRow, w int) {
	if r.Name.IsEmpty() && r.ID.Chat != 0 {
		l.Cell(r.base(), "#"+strconv.FormatInt(int64(r.Key.Visitor), 10), w)
		return
	}
	l.Text(r.base(), r.Name, w)
}
