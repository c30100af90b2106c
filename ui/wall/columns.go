package wall

import (
	"strconv"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// The column of what has been seen: a word, and a clock of up to seven cells.
const (
	sightCells = draw.SightWord + 7
)

// A table is a list on the wall: a mark in three cells, columns with two blanks
// between, and two behind the last.
const (
	leadCells = 3
	gapCells  = 2
)

type chatTable = draw.Table[*model.Row]

// chatColumns chooses the columns of chats for w cells. What matters least goes first when it gets narrow.
func (b *wallBody) chatColumns(w int, names, text bool) chatTable {
	const air = 6 // between the columns, where there is room
	columns := []draw.Column[*model.Row]{
		{Width: 8, Drop: 6, Cell: captionCell},
		{Title: "chat", Width: 8, Best: []int{8 + air}, Grow: 3, Cell: chatCell},
		{Title: "wait", Right: true, Width: 6, Cell: waitCell},
		{Title: "SLA", Right: true, Width: 11, Best: []int{11 + air}, Grow: 4, Drop: 8, Cell: leftCell},
		{Title: "seen", Width: sightCells, Best: []int{sightCells + air}, Grow: 5, Drop: 9, Cell: sightCell},
		{Title: "msgs", Right: true, Width: 4, Drop: 1, Cell: messagesCell},
		{Title: "agent", Width: 12, Best: []int{12 + air}, Grow: 1, Drop: 7, Cell: b.ownerCell},
		{Title: "is", Width: 10, Best: []int{10 + air}, Grow: 6, Drop: 5, Cell: stateCell},
	}
	if names {
		columns = append(columns, draw.Column[*model.Row]{Title: "visitor", Width: 16, Best: []int{16 + air}, Grow: 2, Drop: 4, Cell: b.nameCell})
	}
	if text {
		columns[0].Drop = 2
		columns = append(columns, draw.Column[*model.Row]{Title: "last message", Width: 20, Best: []int{draw.Rest}, Drop: 3, Cell: b.textCell})
	}
	return draw.FitTable(columns, leadCells, gapCells, w-gapCells)
}

// chatRow draws one chat.
func (b *wallBody) chatRow(t *chatTable, r *model.Row, w int) string {
	of, mark := b.lk.RowLevel(r)
	l := b.marked(of, mark, w)
	t.Row(l, r)
	return l.String()
}

// marked begins a row with the mark of a level.
func (b *wallBody) marked(of draw.Role, mark string, w int) *draw.Line {
	l := b.lk.Line(draw.OnScreen, w)
	l.Gap(1)
	l.Cell(draw.MarkRole(of), mark, leadCells-1)
	return l
}

func captionCell(l *draw.Line, r *model.Row, w int) {
	caption := draw.LevelCaption(r.Level)
	if r.Unsure {
		caption = ""
	}
	l.Cell(quietLevel(l, r), caption, w)
}

func quietLevel(l *draw.Line, r *model.Row) draw.Role {
	of, _ := l.Style.RowLevel(r)
	return draw.Quiet(of)
}

func chatCell(l *draw.Line, r *model.Row, w int) { l.Cell(draw.RoleStrong, draw.ChatNumber(r), w) }

func waitCell(l *draw.Line, r *model.Row, w int) {
	l.Right(draw.Bold(quietLevel(l, r)), l.Style.Clock(r.Wait), w)
}

func leftCell(l *draw.Line, r *model.Row, w int) { l.Right(quietLevel(l, r), draw.TimeLeft(r), w) }

func sightCell(l *draw.Line, r *model.Row, w int) {
	if as, at, old := draw.OldWords(r); old {
		l.Cell(draw.RoleDim, as+" "+at, w)
		return
	}
	word, clock := draw.SightWords(r)
	of, _ := l.Style.Level(clock.Level)
	l.Cell(draw.RoleText, word, draw.SightWord)
	l.Right(draw.Quiet(of), l.Style.Clock(clock), sightCells-draw.SightWord)
	l.Gap(w - sightCells)
}

func messagesCell(l *draw.Line, r *model.Row, w int) {
	text := ""
	if r.Unanswered > 0 {
		text = strconv.Itoa(min(r.Unanswered, 99))
	}
	l.Right(draw.RoleDim, text, w)
}

func stateCell(l *draw.Line, r *model.Row, w int) {
	of, word := draw.OwnerState(r, model.Clock{})
	l.Cell(of, word, w)
}

func (b *wallBody) ownerCell(l *draw.Line, r *model.Row, w int) {
	switch {
	case b.cfg.Names && !r.OwnerName.IsEmpty():
		l.Text(draw.RoleText, r.OwnerName, w)
	case r.Owner == 0:
		l.Cell(draw.RoleDim, l.Style.Glyphs.None, w)
	default:
		l.Cell(draw.RoleText, draw.AgentNumber(r.Owner), w)
	}
}

func (b *wallBody) nameCell(l *draw.Line, r *model.Row, w int) {
	name := b.masks.Name(r.Name)
	if name.IsEmpty() {
		l.Cell(draw.RoleText, draw.VisitorNumber(r), w)
		return
	}
	l.Text(draw.RoleText, name, w)
}

func (b *wallBody) textCell(l *draw.Line, r *model.Row, w int) {
	l.Text(draw.RoleDim, b.lastWords(r), w)
}

// maxMasked bounds what is remembered of texts that were masked.
const maxMasked = 512

// A spoken is a text and the name of the visitor to whom or by whom it was said.
type spoken struct{ text, name safetext.Text }

// lastWords is what was said last in a chat, as it may be shown. What masking
// made of it is remembered: it costs more than drawing, and the same comes
// again with each tick.
func (w *Wall) lastWords(r *model.Row) safetext.Text {
	if t, ok := w.masked[spoken{r.LastText, r.Name}]; ok {
		return t
	}
	if len(w.masked) >= maxMasked {
		clear(w.masked)
	}
	t := w.masks.Text(r.LastText, r.Name)
	w.masked[spoken{r.LastText, r.Name}] = t
	return t
}
