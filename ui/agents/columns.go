package agents

import (
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// Widths of the agent's name.
const (
	agentName     = 13
	agentNameBest = 20
)

type (
	column   = draw.Column[*model.AgentRow]
	table    = draw.Table[*model.AgentRow]
	cellText = func(style *draw.Style, a *model.AgentRow, w int) (draw.Role, string)
)

// leftColumn and rightColumn return text columns. In a narrow pane, columns with the lowest drop go first.
func leftColumn(title string, w, drop int, order Order, cell cellText) column {
	return column{Title: title, Width: w, Drop: drop, Sort: uint8(order), Cell: draw.TextCell(false, cell)}
}

func rightColumn(title string, w, drop int, order Order, cell cellText) column {
	return column{Title: title, Right: true, Width: w, Drop: drop, Sort: uint8(order), Cell: draw.TextCell(true, cell)}
}

// table selects the columns that fit into w cells.
func (p *Pane) table(w int, now time.Time) table {
	return draw.FitTable(p.columns(now), draw.MarkCol, 1, w)
}

// columns returns all columns: the name, then our figures or Acquire's.
func (p *Pane) columns(now time.Time) []column {
	name := column{Title: "agent", Width: agentName, Best: []int{agentNameBest}, Grow: 1, Sort: uint8(ByName), Cell: p.nameCell}
	if p.acquire {
		return append([]column{name}, acquireColumns()...)
	}
	return append([]column{name}, p.ourColumns(now)...)
}

// ourColumns returns the columns of our figures.
func (p *Pane) ourColumns(now time.Time) []column {
	// The blank before it keeps "last" and this title from reading as one.
	spark := leftColumn(" in 30 min", 12, 1, agentsByMessages, func(style *draw.Style, a *model.AgentRow, w int) (draw.Role, string) {
		each := draw.SparkStep(p.minutes, w-1)
		return draw.RoleOtherBars, " " + style.Spark(draw.Grouped(a.PerMinute, each), min(w-1, p.minutes/each), p.peaks[each])
	})
	spark.Best, spark.Grow = []int{32}, 3
	is := leftColumn("state", 9, 0, ByState, func(style *draw.Style, a *model.AgentRow, w int) (draw.Role, string) {
		of, word := draw.AgentState(a, now)
		if a.ID != unassignedRow && model.FigureOf(model.FigureAgentWaiting).OfAgent(p.snapshot, a, false).Bound == model.BoundUnknown {
			of, word = draw.RoleDim, "?" // the state describes what an agent does while somebody waits for them
		}
		return of, style.WholeWords(word, w)
	})
	is.Best, is.Grow = []int{10}, 2
	return []column{
		is,
		p.figureColumn(model.FigureAgentActive, 7, ByChats, p.chatsCell),
		p.figureColumn(model.FigureAgentWaiting, 0, agentsByWaiting, p.waitingCell),
		p.figureColumn(model.FigureAgentOldest, 0, ByWait, p.oldestCell),
		p.figureColumn(model.FigureAgentMedian, 6, agentsByMedian, nil),
		p.figureColumn(model.FigureAgentBreaches, 5, ByLate, nil),
		p.figureColumn(model.FigureAgentP90, 4, agentsByP90, nil),
		p.figureColumn(model.FigureAgentTurns, 3, agentsByTurns, nil),
		rightColumn("last", 4, 2, agentsByLast, p.last(now)),
		spark,
	}
}

// figureColumn is the column of a figure, as wide as its head; cell is nil if nothing but the value is in it.
func (p *Pane) figureColumn(id model.FigureID, drop int, order Order, cell cellText) column {
	if cell == nil {
		cell = p.figure(id)
	}
	head := model.FigureOf(id).Column
	return rightColumn(head, len(head), drop, order, cell)
}

// last shows how long ago an agent last replied.
func (p *Pane) last(now time.Time) cellText {
	return func(style *draw.Style, a *model.AgentRow, _ int) (draw.Role, string) {
		if a.ID == unassignedRow {
			return draw.RoleDim, ""
		}
		return draw.RoleDim, draw.OrNone(style, draw.Ago(now, a.LastReply))
	}
}

// figure shows a figure without a level; grey if there is no data.
func (p *Pane) figure(id model.FigureID) cellText {
	f := model.FigureOf(id)
	return func(style *draw.Style, a *model.AgentRow, w int) (draw.Role, string) {
		if a.ID == unassignedRow && id != model.FigureAgentWaiting {
			return draw.RoleDim, ""
		}
		v := f.OfAgent(p.snapshot, a, false)
		if !v.Known() || v.Number == 0 && !v.Unit.IsDuration() {
			return draw.RoleDim, style.Value(v)
		}
		return draw.RoleText, style.ValueIn(v, w)
	}
}

// waitingCell shows the number of waiting chats. It has the mark of the worst of them, as the headline's number has, if
// that is over its limit and the one that waits longest is not as bad.
func (p *Pane) waitingCell(style *draw.Style, a *model.AgentRow, w int) (draw.Role, string) {
	of, text := p.figure(model.FigureAgentWaiting)(style, a, w)
	if n := p.needs[a.ID]; n.Over > 0 && n.WorstChat > max(a.Oldest.Level, n.LongestLevel) {
		of, mark := style.Level(n.WorstChat)
		return draw.Quiet(of), text + " " + mark
	}
	return of, text
}

func (p *Pane) chatsCell(style *draw.Style, a *model.AgentRow, _ int) (draw.Role, string) {
	if a.ID == unassignedRow {
		return draw.RoleDim, ""
	}
	v := model.FigureOf(model.FigureAgentActive).OfAgent(p.snapshot, a, false)
	of, _ := style.Level(v.Level)
	return draw.DimZero(a.Active, of), style.Marked(style.Value(v), v.Level)
}

// oldestCell shows the longest wait with the mark that its chat has in the list: that of the worst of its clocks. Its
// number ends one cell before the others' where the mark has two.
func (p *Pane) oldestCell(style *draw.Style, a *model.AgentRow, w int) (draw.Role, string) {
	v := model.FigureOf(model.FigureAgentOldest).OfAgent(p.snapshot, a, false)
	v.Level = max(v.Level, p.needs[a.ID].LongestLevel)
	of, mark := style.Level(v.Level)
	if !v.Known() {
		of = draw.RoleDim
	}
	if mark == "" {
		mark = " "
	}
	return draw.Quiet(of), style.ValueIn(v, w-style.Width(mark)) + mark
}

// acquireColumns are Acquire's own totals of the day. They are never mixed with our figures.
func acquireColumns() []column {
	of := func(s func(d *model.AgentTotals) string) cellText {
		return func(style *draw.Style, a *model.AgentRow, _ int) (draw.Role, string) {
			if a.AcquireDay == nil {
				return draw.RoleDim, style.Glyphs.None
			}
			if s := s(a.AcquireDay); s != "" {
				return draw.RoleText, s
			}
			return draw.RoleDim, style.Glyphs.None
		}
	}
	n := func(n func(d *model.AgentTotals) int) cellText {
		return of(func(d *model.AgentTotals) string { return strconv.Itoa(n(d)) })
	}
	return []column{
		rightColumn("assigned", 8, 6, agentsByAssigned, n(func(d *model.AgentTotals) int { return d.Assigned })),
		rightColumn("handled", 7, 9, agentsByHandled, n(func(d *model.AgentTotals) int { return d.Handled })),
		rightColumn("unanswered", 10, 5, agentsByUnanswered, n(func(d *model.AgentTotals) int { return d.Unanswered })),
		rightColumn("missed", 6, 8, agentsByMissed, n(func(d *model.AgentTotals) int { return d.Missed })),
		rightColumn("response", 8, 7, agentsByResponse, of(func(d *model.AgentTotals) string { return draw.KnownDuration(d.Response) })),
		rightColumn("chat", 6, 4, agentsByChatTime, of(func(d *model.AgentTotals) string { return draw.KnownDuration(d.ChatTime) })),
		rightColumn("on chat", 7, 3, agentsByTimeOnChat, of(func(d *model.AgentTotals) string { return draw.KnownDuration(d.TimeOnChat) })),
		rightColumn("rated +", 7, 2, agentsByLiked, n(func(d *model.AgentTotals) int { return d.RatingPositive })),
		rightColumn("rated -", 7, 1, agentsByDisliked, n(func(d *model.AgentTotals) int { return d.RatingNegative })),
	}
}

// head draws the column titles.
func (p *Pane) head(t *table, style *draw.Style, w int) string {
	o := *p.CurrentOrder()
	return t.Head(style, w, &draw.SortOrder{By: uint8(o), Down: o.descending() != *p.reversed()})
}

// drawRow draws one agent.
func (p *Pane) drawRow(t *table, style *draw.Style, a *model.AgentRow, back draw.Background, w int) string {
	l := style.Line(back, w)
	of, mark := style.Level(p.needs[a.ID].Level)
	draw.Marked(l, draw.MarkRole(of), mark, "")
	t.Row(l, a)
	return l.String()
}

func (p *Pane) nameCell(l *draw.Line, a *model.AgentRow, w int) {
	switch {
	case a.ID == unassignedRow:
		of := draw.RoleStrong
		if p.needs[unassignedRow].Level >= model.LevelCritical {
			of = draw.RoleCritical
		}
		l.Cell(of, draw.Unassigned, w)
	case draw.AbsentRank(a) > 0:
		l.Text(draw.RoleDim, p.names.Text(l.Style, a.ID, a.Name, w), w)
	default:
		l.Text(draw.RoleText, p.names.Text(l.Style, a.ID, a.Name, w), w)
	}
}
