package found

import (
	"strconv"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// A row is a thread as the list draws it: the newest matching message and the number of matches.
type row struct {
	model.Message
	count int
	now   *draw.Context
	names draw.Names // of the agents
}

// table selects the columns that fit into w cells.
func table(w int) draw.Table[row] {
	return draw.FitTable([]draw.Column[row]{
		{Title: "sent", Width: 9, Drop: 2, Cell: sentCell},
		{Title: "visitor", Width: 10, Best: []int{24}, Grow: 1, Cell: visitorCell},
		{Title: "by", Width: 8, Best: []int{16}, Drop: 1, Cell: senderCell},
		{Title: "found", Right: true, Width: 5, Drop: 3, Cell: countCell},
		{Title: "newest of them", Width: 16, Best: []int{80}, Grow: 3, Cell: textCell},
	}, draw.PointerCol, 1, w)
}

func sentCell(l *draw.Line, r row, w int) {
	l.Cell(draw.RoleDim, draw.DayTime(r.SentAt, r.now.Now, r.now.Zone), w)
}

func visitorCell(l *draw.Line, r row, w int) {
	name := r.VisitorName
	if name.IsEmpty() {
		name = safetext.Line("#" + strconv.FormatInt(int64(r.Visitor), 10))
	}
	l.Text(draw.RoleText, name, w)
}

func senderCell(l *draw.Line, r row, w int) {
	switch {
	case r.Side == model.SideVisitor:
		l.Cell(draw.RoleVisitor, "visitor", w)
	case r.Side == model.SideBot:
		l.Cell(draw.RoleBot, "bot", w)
	case r.Name.IsEmpty():
		l.Cell(draw.RoleDim, l.Style.Glyphs.None, w)
	default:
		l.Text(draw.RoleAgent, r.names.Text(l.Style, r.Sender, r.Name, w), w)
	}
}

func countCell(l *draw.Line, r row, w int) { l.Right(draw.RoleDim, strconv.Itoa(r.count), w) }

func textCell(l *draw.Line, r row, w int) { l.Text(draw.RoleText, r.Text, w) }
