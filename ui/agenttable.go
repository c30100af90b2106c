package ui

import (
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
)

// An agentColumn is one column of the agents, right of the name.
type agentColumn struct {
	title string
	w     int
	left  bool       // drawn to the left
	last  int        // when it goes where it is narrow: the highest first
	order agentOrder // what sorts by it
	cell  func(lk *look, a *model.AgentRow, w int) (role, string)
}

// Widths of the agents' name.
const (
	agentName     = 10
	agentNameBest = 20
)

// An agentTable is the columns that there is room for.
type agentTable struct {
	lk      *look
	name    int
	order   agentOrder
	columns []agentColumn
}

// table chooses the columns for w cells.
func (p *agentsPane) table(lk *look, w int, now time.Time) agentTable {
	t := agentTable{lk: lk, name: agentName, order: *p.shown(), columns: p.columns(now)}
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
	n := markCol + t.name
	for _, c := range t.columns {
		n += c.w + 1
	}
	return n
}

// sparkTitle names the column that grows.
const sparkTitle = "last 30 min"

// columns are all that can be shown: our own figures, or Acquire's.
func (p *agentsPane) columns(now time.Time) []agentColumn {
	if p.acquire {
		return acquireColumns()
	}
	return []agentColumn{
		{"state", 10, true, 0, agentsByState, func(_ *look, a *model.AgentRow, _ int) (role, string) { return agentState(a) }},
		{"chats ", 6, false, 3, agentsByChats, chatsCell},
		{"load", 5, true, 11, agentsByChats, p.loadCell},
		{"wait", 4, false, 2, agentsByWaiting, agentFigure(model.FigureAgentWaiting)},
		{"oldest ", 7, false, 1, agentsByWait, oldestCell},
		{"seen", 4, false, 4, agentsBySeen, agentFigure(model.FigureAgentSeenNoReply)},
		{"last", 4, false, 9, agentsByLast, func(lk *look, a *model.AgentRow, _ int) (role, string) {
			return roleDim, orNone(lk, ago(now, a.LastReply))
		}},
		{"reply", 6, false, 5, agentsByMedian, agentFigure(model.FigureAgentMedian)},
		{"p90", 6, false, 7, agentsByP90, agentFigure(model.FigureAgentP90)},
		{"n", 3, false, 8, agentsByTurns, agentFigure(model.FigureAgentTurns)},
		{"late", 4, false, 6, agentsByLate, agentFigure(model.FigureAgentBreaches)},
		{sparkTitle, 11, true, 10, agentsByWords, func(lk *look, a *model.AgentRow, w int) (role, string) {
			each := sparkStep(len(a.PerMinute), w)
			return roleOtherBars, lk.spark(grouped(a.PerMinute, each), w, p.peaks[each])
		}},
	}
}

// agentFigure is the cell of a figure that has no level here: grey where there is none.
func agentFigure(id model.FigureID) func(*look, *model.AgentRow, int) (role, string) {
	f := model.FigureOf(id)
	return func(lk *look, a *model.AgentRow, _ int) (role, string) {
		v := f.OfAgent(a, false)
		if !v.Known() || v.Number == 0 && !v.Unit.IsDuration() {
			return roleDim, lk.value(v)
		}
		return roleText, lk.value(v)
	}
}

func chatsCell(lk *look, a *model.AgentRow, _ int) (role, string) {
	v := model.FigureOf(model.FigureAgentActive).OfAgent(a, false)
	of, _ := lk.level(v.Level)
	return dimZero(a.Active, of), lk.leveled(lk.value(v), v.Level)
}

func oldestCell(lk *look, a *model.AgentRow, _ int) (role, string) {
	v := model.FigureOf(model.FigureAgentOldest).OfAgent(a, false)
	of, _ := lk.level(v.Level)
	if !v.Known() {
		of = roleDim
	}
	return quiet(of), lk.leveled(lk.value(v), v.Level)
}

// loadCell is a bar that is full where the chats at once are critical.
func (p *agentsPane) loadCell(lk *look, a *model.AgentRow, w int) (role, string) {
	of, _ := lk.level(a.ActiveLevel)
	if of == roleText {
		of = roleBars
	}
	most := max(1, p.limits.Critical+1) // critical is above the limit
	full := clamp((a.Active*w+most-1)/most, 0, w)
	return quiet(of), strings.Repeat(lk.glyphs.progressFull, full) + strings.Repeat(lk.glyphs.progressEmpty, w-full)
}

// acquireColumns are Acquire's own totals of the day. They are never mixed with our figures.
func acquireColumns() []agentColumn {
	of := func(s func(d *model.AgentTotals) string) func(*look, *model.AgentRow, int) (role, string) {
		return func(lk *look, a *model.AgentRow, _ int) (role, string) {
			if a.AcquireDay == nil {
				return roleDim, lk.glyphs.none
			}
			if s := s(a.AcquireDay); s != "" {
				return roleText, s
			}
			return roleDim, lk.glyphs.none
		}
	}
	n := func(n func(d *model.AgentTotals) int) func(*look, *model.AgentRow, int) (role, string) {
		return of(func(d *model.AgentTotals) string { return strconv.Itoa(n(d)) })
	}
	return []agentColumn{
		{"assigned", 8, false, 3, agentsByAssigned, n(func(d *model.AgentTotals) int { return d.Assigned })},
		{"handled", 7, false, 0, agentsByHandled, n(func(d *model.AgentTotals) int { return d.Handled })},
		{"unanswered", 10, false, 4, agentsByUnanswered, n(func(d *model.AgentTotals) int { return d.Unanswered })},
		{"missed", 6, false, 1, agentsByMissed, n(func(d *model.AgentTotals) int { return d.Missed })},
		{"response", 8, false, 2, agentsByResponse, of(func(d *model.AgentTotals) string { return known(d.Response) })},
		{"chat", 6, false, 5, agentsByChatTime, of(func(d *model.AgentTotals) string { return known(d.ChatTime) })},
		{"on chat", 7, false, 6, agentsByTimeOnChat, of(func(d *model.AgentTotals) string { return known(d.TimeOnChat) })},
		{"rated +", 7, false, 7, agentsByLiked, n(func(d *model.AgentTotals) int { return d.RatingPositive })},
		{"rated -", 7, false, 8, agentsByDisliked, n(func(d *model.AgentTotals) int { return d.RatingNegative })},
	}
}

// head names the columns; the one that the agents are sorted by stands out.
func (t *agentTable) head(w int) string {
	l := t.lk.line(onScreen, w)
	l.gap(markCol)
	l.cell(t.headRole(agentsByName), "agent", t.name)
	for _, c := range t.columns {
		l.gap(1)
		if of := t.headRole(c.order); c.left {
			l.cell(of, c.title, c.w)
		} else {
			l.right(of, c.title, c.w)
		}
	}
	return l.String()
}

func (t *agentTable) headRole(o agentOrder) role {
	if o == t.order {
		return roleStrong
	}
	return roleDim
}

// at is what sorts by the column at cell x of the head.
func (t *agentTable) at(x int) agentOrder {
	end := markCol + t.name
	if x < end {
		return agentsByName
	}
	for _, c := range t.columns {
		if end += c.w + 1; x < end {
			return c.order
		}
	}
	return agentsByName
}

// row draws one agent.
func (t *agentTable) row(a *model.AgentRow, back backing, w int) string {
	l := t.lk.line(back, w)
	of, mark := t.lk.level(a.Level)
	marked(l, of, mark, false)
	base := roleText
	if absent(a) > 0 {
		base = roleDim
	}
	if a.Name.IsEmpty() {
		l.cell(base, "agent "+strconv.FormatInt(int64(a.ID), 10), t.name)
	} else {
		l.text(base, a.Name, t.name)
	}
	for _, c := range t.columns {
		l.gap(1)
		if of, s := c.cell(t.lk, a, c.w); c.left {
			l.cell(of, s, c.w)
		} else {
			l.right(of, s, c.w)
		}
	}
	return l.String()
}
