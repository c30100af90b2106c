package missed

import (
	"strconv"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A row is a chat as the list draws it.
type row struct {
	*model.MissedChat
	now   *draw.Context
	names draw.Names // of the agents
}

// table selects the columns that fit into w cells.
func table(w int) draw.Table[row] {
	return draw.FitTable([]draw.Column[row]{
		{Title: "noticed", Width: 9, Cell: endedCell},
		{Title: "as", Width: 12, Best: []int{19}, Drop: 4, Cell: endedAsCell},
		{Title: "waited", Right: true, Width: 6, Cell: waitedCell},
		{Title: "msgs", Right: true, Width: 4, Drop: 2, Cell: unansweredCell},
		{Title: "agent", Width: 12, Best: []int{14, 18}, Grow: 2, Drop: 6, Cell: agentCell},
		{Title: "department", Width: 10, Best: []int{16}, Drop: 1, Cell: departmentCell},
		{Title: "chat", Right: true, Width: 8, Drop: 5, Cell: chatCell},
		{Title: "visitor", Width: 10, Best: []int{16, 40}, Grow: 3, Drop: 3, Cell: visitorCell},
	}, draw.PointerCol, 1, w)
}

func endedCell(l *draw.Line, r row, w int) {
	l.Cell(draw.RoleDim, draw.DayTime(r.At, r.now.Now, r.now.Zone), w)
}

// endedAsCell shows how the chat ended, in the words of the screen.
func endedAsCell(l *draw.Line, r row, w int) {
	word := "unanswered"
	if r.Missed {
		word = "missed"
	}
	if long := "perhaps " + word; r.Unsure && l.Style.Width(long) <= w {
		word = long
	} else if r.Unsure {
		word += " ?"
	}
	l.Cell(draw.RoleText, word, w)
}

func waitedCell(l *draw.Line, r row, w int) { l.Right(draw.RoleText, draw.Duration(r.Waited), w) }

func unansweredCell(l *draw.Line, r row, w int) {
	l.Right(draw.RoleDim, draw.Unanswered(r.Unanswered), w)
}

func agentCell(l *draw.Line, r row, w int) {
	if r.Owner == 0 {
		l.Cell(draw.RoleText, draw.Unassigned, w)
		return
	}
	l.Text(draw.RoleText, r.names.Text(l.Style, r.Owner, r.OwnerName, w), w)
}

func departmentCell(l *draw.Line, r row, w int) {
	if r.Department.IsEmpty() {
		l.Cell(draw.RoleDim, l.Style.Glyphs.None, w)
		return
	}
	l.Text(draw.RoleDim, r.Department, w)
}

func chatCell(l *draw.Line, r row, w int) {
	l.Right(draw.RoleDim, strconv.FormatInt(int64(r.Chat), 10), w)
}

func visitorCell(l *draw.Line, r row, w int) {
	if r.Name.IsEmpty() {
		l.Cell(draw.RoleText, "#"+strconv.FormatInt(int64(r.Key.Visitor), 10), w)
		return
	}
	l.Text(draw.RoleText, r.Name, w)
}
