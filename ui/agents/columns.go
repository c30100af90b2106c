package agents

import (
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// An agentColumn is one column of the agents, right of the name.
type agentColumn struct {
	title string
	w     int
	left  bool  // drawn to the left
	last  int   // when it goes where it is narrow: the highest first
	order Order // what sorts by it
	cell  func(lk *draw.Style, a *model.AgentRow, w int) (draw.Role, string)
}

// Widths of the agents' name.
const (
	agentName     = 10
	agentNameBest = 20
)

// An agentTable is the columns that there is room for.
type agentTable struct {
	lk      *draw.Style
	name    int
	order   Order
	columns []agentColumn
}

// table chooses the columns for w cells.
func (p *Pane) table(lk *draw.Style, w int, now time.Time) agentTable {
	t := agentTable{lk: lk, name: agentName, order: *p.Shown(), columns: p.columns(now)}
	for t.total() > w && len(t.columns) > 0 {
		worst := 0
		for i, c := range t.columns {
			if c.last > t.columns[worst].last {
				worst = i
			}
		}
		t.columns = append(t.columns[:worst], t.columns[worst+1:]...)
	}
	rest := max(0, w-t.total())
	n := min(rest, agentNameBest-t.name)
	t.name, rest = t.name+n, rest-n
	if n := len(t.columns); n > 0 && t.columns[n-1].title == sparkTitle {
		t.columns[n-1].w += min(rest, 20)
	}
	return t
}

func (t *agentTable) total() int {
	n := draw.MarkCol + t.name
	for _, c := range t.columns {
		n += c.w + 1
	}
	return n
}

// sparkTitle names the column that grows.
const sparkTitle = "last 30 min"

// columns are all that can be shown: our own figures, or Acquire's.
func (p *Pane) columns(now time.Time) []agentColumn {
	if p.acquire {
		return acquireColumns()
	}
	return []agentColumn{
		{"state", 10, true, 0, ByState, func(_ *draw.Style, a *model.AgentRow, _ int) (draw.Role, string) { return draw.AgentState(a) }},
		{"chats ", 6, false, 3, ByChats, p.chatsCell},
		{"load", 5, true, 11, ByChats, p.loadCell},
		{"wait", 4, false, 2, agentsByWaiting, p.figure(model.FigureAgentWaiting)},
		{"oldest ", 7, false, 1, ByWait, p.oldestCell},
		{"seen", 4, false, 4, agentsBySeen, p.figure(model.FigureAgentSeenNoReply)},
		{"last", 4, false, 9, agentsByLast, func(lk *draw.Style, a *model.AgentRow, _ int) (draw.Role, string) {
			return draw.RoleDim, draw.OrNone(lk, draw.Ago(now, a.LastReply))
		}},
		{"reply", 6, false, 5, agentsByMedian, p.figure(model.FigureAgentMedian)},
		{"p90", 6, false, 7, agentsByP90, p.figure(model.FigureAgentP90)},
		{"n", 3, false, 8, agentsByTurns, p.figure(model.FigureAgentTurns)},
		{"late", 4, false, 6, ByLate, p.figure(model.FigureAgentBreaches)},
		{sparkTitle, 11, true, 10, agentsByWords, func(lk *draw.Style, a *model.AgentRow, w int) (draw.Role, string) {
			each := draw.SparkStep(len(a.PerMinute), w)
			return draw.RoleOtherBars, lk.Spark(draw.Grouped(a.PerMinute, each), w, p.peaks[each])
		}},
	}
}

// figure is the cell of a figure that has no level here: grey where there is none.
func (p *Pane) figure(id model.FigureID) func(*draw.Style, *model.AgentRow, int) (draw.Role, string) {
	f := model.FigureOf(id)
	return func(lk *draw.Style, a *model.AgentRow, _ int) (draw.Role, string) {
		v := f.OfAgent(p.of, a, false)
		if !v.Known() || v.Number == 0 && !v.Unit.IsDuration() {
			return draw.RoleDim, lk.Value(v)
		}
		return draw.RoleText, lk.Value(v)
	}
}

func (p *Pane) chatsCell(lk *draw.Style, a *model.AgentRow, _ int) (draw.Role, string) {
	v := model.FigureOf(model.FigureAgentActive).OfAgent(p.of, a, false)
	of, _ := lk.Level(v.Level)
	return draw.DimZero(a.Active, of), lk.Leveled(lk.Value(v), v.Level)
}

func (p *Pane) oldestCell(lk *draw.Style, a *model.AgentRow, _ int) (draw.Role, string) {
	v := model.FigureOf(model.FigureAgentOldest).OfAgent(p.of, a, false)
	of, _ := lk.Level(v.Level)
	if !v.Known() {
		of = draw.RoleDim
	}
	return draw.Quiet(of), lk.Leveled(lk.Value(v), v.Level)
}

// loadCell is a bar that is full where the chats at once are critical.
func (p *Pane) loadCell(lk *draw.Style, a *model.AgentRow, w int) (draw.Role, string) {
	of, _ := lk.Level(a.ActiveLevel)
	if of == draw.RoleText {
		of = draw.RoleBars
	}
	most := max(1, p.Limits.Critical+1) // critical is above the limit
	full := draw.Clamp((a.Active*w+most-1)/most, 0, w)
	return draw.Quiet(of), strings.Repeat(lk.Glyphs.ProgressFull, full) + strings.Repeat(lk.Glyphs.ProgressEmpty, w-full)
}

// acquireColumns are Acquire's own totals of the day. They are never mixed with our figures.
func acquireColumns() []agentColumn {
	of := func(s func(d *model.AgentTotals) string) func(*draw.Style, *model.AgentRow, int) (draw.Role, string) {
		return func(lk *draw.Style, a *model.AgentRow, _ int) (draw.Role, string) {
			if a.AcquireDay == nil {
				return draw.RoleDim, lk.Glyphs.None
			}
			if s := s(a.AcquireDay); s != "" {
				return draw.RoleText, s
			}
			return draw.RoleDim, lk.Glyphs.None
		}
	}
	n := func(n func(d *model.AgentTotals) int) func(*draw.Style, *model.AgentRow, int) (draw.Role, string) {
		return of(func(d *model.AgentTotals) string { return strconv.Itoa(n(d)) })
	}
	return []agentColumn{
		{"assigned", 8, false, 3, agentsByAssigned, n(func(d *model.AgentTotals) int { return d.Assigned })},
		{"handled", 7, false, 0, agentsByHandled, n(func(d *model.AgentTotals) int { return d.Handled })},
		{"unanswered", 10, false, 4, agentsByUnanswered, n(func(d *model.AgentTotals) int { return d.Unanswered })},
		{"missed", 6, false, 1, agentsByMissed, n(func(d *model.AgentTotals) int { return d.Missed })},
		{"response", 8, false, 2, agentsByResponse, of(func(d *model.AgentTotals) string { return draw.KnownDuration(d.Response) })},
		{"chat", 6, false, 5, agentsByChatTime, of(func(d *model.AgentTotals) string { return draw.KnownDuration(d.ChatTime) })},
		{"on chat", 7, false, 6, agentsByTimeOnChat, of(func(d *model.AgentTotals) string { return draw.KnownDuration(d.TimeOnChat) })},
		{"rated +", 7, false, 7, agentsByLiked, n(func(d *model.AgentTotals) int { return d.RatingPositive })},
		{"rated -", 7, false, 8, agentsByDisliked, n(func(d *model.AgentTotals) int { return d.RatingNegative })},
	}
}

// head names the columns; the one that the agents are sorted by stands out.
func (t *agentTable) head(w int) string {
	l := t.lk.Line(draw.OnScreen, w)
	l.Gap(draw.MarkCol)
	l.Cell(t.headRole(ByName), "agent", t.name)
	for _, c := range t.columns {
		l.Gap(1)
		if of := t.headRole(c.order); c.left {
			l.Cell(of, c.title, c.w)
		} else {
			l.Right(of, c.title, c.w)
		}
	}
	return l.String()
}

func (t *agentTable) headRole(o Order) draw.Role {
	if o == t.order {
		return draw.RoleStrong
	}
	return draw.RoleDim
}

// at is what sorts by the column at cell x of the head.
func (t *agentTable) at(x int) Order {
	end := draw.MarkCol + t.name
	if x < end {
		return ByName
	}
	for _, c := range t.columns {
		if end += c.w + 1; x < end {
			return c.order
		}
	}
	return ByName
}

// row draws one agent.
func (t *agentTable) row(a *model.AgentRow, back draw.Backing, w int) string {
	l := t.lk.Line(back, w)
	of, mark := t.lk.Level(a.Level)
	draw.Marked(l, of, mark, false)
	base := draw.RoleText
	if absent(a) > 0 {
		base = draw.RoleDim
	}
	if a.Name.IsEmpty() {
		l.Cell(base, "agent "+strconv.FormatInt(int64(a.ID), 10), t.name)
	} else {
		l.Text(base, a.Name, t.name)
	}
	for _, c := range t.columns {
		l.Gap(1)
		if of, s := c.cell(t.lk, a, c.w); c.left {
			l.Cell(of, s, c.w)
		} else {
			l.Right(of, s, c.w)
		}
	}
	return l.String()
}
