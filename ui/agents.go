package ui

import (
	"cmp"
	"slices"
	"strconv"

	"floorwatch/model"
)

// An agentOrder is what the agents are sorted by.
type agentOrder uint8

const (
	agentsByName agentOrder = iota // those who are gone last
	agentsByWait
	agentsByChats
	agentOrders
)

func (o agentOrder) String() string {
	switch o {
	case agentsByWait:
		return "by wait"
	case agentsByChats:
		return "by chats"
	}
	return "by name"
}

// An agentsPane lists the agents. The selected one is known by its id.
type agentsPane struct {
	list
	order agentOrder
	id    model.AgentID // selected; 0: the first one
	all   []model.AgentRow
	rows  []int32 // of all, as listed
	peak  int     // words in a minute of whoever wrote the most: one scale for all
}

// set takes another floor in.
func (p *agentsPane) set(agents []model.AgentRow) {
	p.all, p.peak = agents, 1
	for i := range agents {
		p.peak = max(p.peak, peak(agents[i].PerMinute))
	}
	p.arrange()
}

func (p *agentsPane) arrange() {
	p.rows = p.rows[:0]
	at := p.cursor
	for i := range p.all {
		p.rows = append(p.rows, int32(i))
	}
	slices.SortStableFunc(p.rows, func(a, b int32) int { return p.order.compare(&p.all[a], &p.all[b]) })
	if p.id == 0 {
		at = 0
	}
	for i, r := range p.rows {
		if p.all[r].ID == p.id {
			at = i
		}
	}
	p.place(len(p.rows), at)
}

func (o agentOrder) compare(a, b *model.AgentRow) int {
	var c int
	switch o {
	case agentsByWait:
		c = cmp.Compare(b.Oldest.For, a.Oldest.For)
	case agentsByChats:
		c = cmp.Compare(b.Active, a.Active)
	}
	if c != 0 {
		return c
	}
	return cmp.Compare(absent(a), absent(b))
}

func absent(a *model.AgentRow) int {
	if a.State == model.AgentGone && a.Active == 0 && a.Waiting == 0 {
		return 1
	}
	return 0
}

func (p *agentsPane) selected() *model.AgentRow {
	if p.cursor >= len(p.rows) {
		return nil
	}
	return &p.all[p.rows[p.cursor]]
}

func (p *agentsPane) choose() {
	if a := p.selected(); a != nil {
		p.id = a.ID
	}
}

func (p *agentsPane) nextOrder() {
	p.order = (p.order + 1) % agentOrders
	p.arrange()
}

func (p *agentsPane) resizeTo(w, h int) {
	_, ih := inner(w, h)
	p.resize(ih - headRows(ih))
}

// rowsWanted is how many rows the pane needs to show everybody, frame and head included.
func (p *agentsPane) rowsWanted() int { return len(p.all) + 3 }

// draw draws the pane on w by h cells.
func (p *agentsPane) draw(lk *look, w, h int, focused bool) []string {
	iw, ih := inner(w, h)
	cols := agentColumns(iw, p.peak)
	lines := make([]string, 0, ih)
	if headRows(ih) > 0 && len(p.rows) > 0 {
		lines = append(lines, cols.head(lk, iw))
	}
	from, to := p.window()
	for i := from; i < to; i++ {
		back := onScreen
		if i == p.cursor && (focused || p.id != 0) {
			back = backingOf(focused)
		}
		lines = append(lines, cols.draw(lk, &p.all[p.rows[i]], back, iw))
	}
	if len(p.rows) == 0 {
		l := lk.line(onScreen, iw)
		l.gap(1)
		l.put(roleDim, "No agent has been seen yet.")
		lines = append(lines, l.String())
	}
	f := frame{title: title(PaneAgents.String(), focused), focused: focused}
	f.title = append(f.title, piece{roleDim, " " + lk.glyphs.dot + " " + p.order.String()})
	if to-from < p.n {
		f.foot = []piece{{roleDim, strconv.Itoa(from+1) + "-" + strconv.Itoa(to) + " of " + strconv.Itoa(p.n)}}
	}
	return lk.frame(f, w, h, lines)
}

// agentCols are the widths of the columns of the agents, 0 where one is left out.
type agentCols struct {
	name, state, chats, waiting, oldest, seen, median, p90, turns, over, spark int

	peak int // what a full bar stands for
}

// agentColumns divides w cells; what matters least goes first when it gets narrow.
func agentColumns(w, peak int) agentCols {
	c := agentCols{name: 10, state: 10, chats: 6, waiting: 4, oldest: 7, seen: 4, median: 6, p90: 6, turns: 3, over: 4, spark: 10, peak: peak}
	for _, col := range []*int{&c.spark, &c.turns, &c.p90, &c.over, &c.median, &c.seen, &c.chats, &c.waiting, &c.oldest, &c.state} {
		if c.total() <= w {
			break
		}
		*col = 0
	}
	rest := max(0, w-c.total())
	n := min(rest, 20-c.name)
	c.name, rest = c.name+n, rest-n
	if c.spark > 0 {
		c.spark += min(rest, 20)
	}
	return c
}

func (c agentCols) total() int {
	n := -1
	for _, w := range []int{c.name, c.state, c.chats, c.waiting, c.oldest, c.seen, c.median, c.p90, c.turns, c.over, c.spark} {
		if w > 0 {
			n += w + 1
		}
	}
	return n + markCol
}

func (c agentCols) head(lk *look, w int) string {
	l := lk.line(onScreen, w)
	l.gap(markCol)
	l.cell(roleDim, "agent", c.name)
	if c.state > 0 {
		l.gap(1)
		l.cell(roleDim, "state", c.state)
	}
	for _, h := range []struct {
		name string
		w    int
	}{{"chats ", c.chats}, {"wait", c.waiting}, {"oldest ", c.oldest}, {"seen", c.seen}, {"reply", c.median}, {"p90", c.p90}, {"n", c.turns}, {"late", c.over}} {
		if h.w > 0 {
			l.gap(1)
			l.right(roleDim, h.name, h.w)
		}
	}
	if c.spark > 0 {
		l.gap(1)
		l.cell(roleDim, "replies a minute", c.spark)
	}
	return l.String()
}

// draw draws one agent.
func (c agentCols) draw(lk *look, a *model.AgentRow, back backing, w int) string {
	l := lk.line(back, w)
	of, mark := lk.level(a.Level)
	marked(l, of, mark)
	base := roleText
	if absent(a) > 0 {
		base = roleDim
	}
	if a.Name.IsEmpty() {
		l.cell(base, "agent "+strconv.FormatInt(int64(a.ID), 10), c.name)
	} else {
		l.text(base, a.Name, c.name)
	}
	if c.state > 0 {
		l.gap(1)
		of, word := agentState(a)
		l.cell(of, word, c.state)
	}
	for _, f := range c.figures(lk, a) {
		if f.w > 0 {
			l.gap(1)
			l.right(f.role, f.text, f.w)
		}
	}
	if c.spark > 0 {
		l.gap(1)
		l.cell(roleOtherBars, lk.spark(a.PerMinute, c.spark, c.peak), c.spark)
	}
	return l.String()
}

type agentFigure struct {
	role role
	text string
	w    int
}

func (c agentCols) figures(lk *look, a *model.AgentRow) []agentFigure {
	load, _ := lk.level(a.ActiveLevel)
	oldest, _ := lk.level(a.Oldest.Level)
	if !a.Oldest.Running {
		oldest = roleDim
	}
	median, p90, of := lk.glyphs.none, lk.glyphs.none, roleDim
	if a.Turns > 0 {
		median, p90, of = reply(a.Median), reply(a.P90), roleText
	}
	return []agentFigure{
		{dimZero(a.Active, load), lk.leveled(strconv.Itoa(a.Active), a.ActiveLevel), c.chats},
		{dimZero(a.Waiting, roleText), strconv.Itoa(a.Waiting), c.waiting},
		{quiet(oldest), lk.leveled(lk.clock(a.Oldest), a.Oldest.Level), c.oldest},
		{dimZero(a.SeenNoReply, roleText), strconv.Itoa(a.SeenNoReply), c.seen},
		{of, median, c.median},
		{of, p90, c.p90},
		{roleDim, strconv.Itoa(a.Turns), c.turns},
		{dimZero(a.Breaches, roleText), strconv.Itoa(a.Breaches), c.over},
	}
}

// leveled is a figure with a cell for its mark, so figures stand in line with and without one.
func (lk *look) leveled(s string, l model.Level) string {
	if mark := lk.narrowMark(l); mark != "" {
		return s + mark
	}
	return s + " "
}

// dimZero keeps noughts in the background.
func dimZero(n int, of role) role {
	if n == 0 {
		return roleDim
	}
	return quiet(of)
}

// agentState is the word for an agent's own state. An agent with nothing to do has no "NO OWNER".
func agentState(a *model.AgentRow) (role, string) {
	if a.State == model.AgentNone {
		return roleDim, ""
	}
	return stateWord(a.State, a.Busy)
}
