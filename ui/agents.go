package ui

import (
	"slices"
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// An agentsPane lists the agents. The selected one is known by its id.
type agentsPane struct {
	draw.Viewport
	order   agentOrder    // of our own figures
	byDay   agentOrder    // of Acquire's
	id      model.AgentID // selected; 0: the first one
	all     []model.AgentRow
	rows    []int32                  // of all, as listed
	acquire bool                     // show Acquire's totals of the day
	totals  *model.DayTotals         // Acquire's, of the floor
	limits  model.Counts             // of the chats of one agent at once
	peaks   [draw.SparkSteps + 1]int // words in so many minutes of whoever wrote the most: one scale for all
}

// set takes another floor in.
func (p *agentsPane) set(agents []model.AgentRow) {
	p.all, p.peaks = agents, [draw.SparkSteps + 1]int{}
	for i := range agents {
		for each := 1; each <= draw.SparkSteps; each++ {
			p.peaks[each] = max(p.peaks[each], draw.Peak(agents[i].PerMinute, each))
		}
	}
	p.arrange()
}

func (p *agentsPane) arrange() {
	p.rows = p.rows[:0]
	at := p.Cursor
	for i := range p.all {
		p.rows = append(p.rows, int32(i))
	}
	order := *p.shown()
	slices.SortStableFunc(p.rows, func(a, b int32) int { return order.compare(&p.all[a], &p.all[b]) })
	if p.id == 0 {
		at = 0
	}
	for i, r := range p.rows {
		if p.all[r].ID == p.id {
			at = i
		}
	}
	p.Place(len(p.rows), at)
}

func absent(a *model.AgentRow) int {
	if a.State == model.AgentGone && a.Active == 0 && a.Waiting == 0 {
		return 1
	}
	return 0
}

func (p *agentsPane) selected() *model.AgentRow {
	if p.Cursor >= len(p.rows) {
		return nil
	}
	return &p.all[p.rows[p.Cursor]]
}

func (p *agentsPane) choose() {
	if a := p.selected(); a != nil {
		p.id = a.ID
	}
}

// shown is the order that is on the screen: each set of columns has its own.
func (p *agentsPane) shown() *agentOrder {
	if p.acquire {
		return &p.byDay
	}
	return &p.order
}

func (p *agentsPane) sortBy(o agentOrder) {
	*p.shown() = o
	p.arrange()
}

// sortAt sorts by the column at cell x of the head, on w cells.
func (p *agentsPane) sortAt(lk *draw.Style, x, w int) {
	t := p.table(lk, w, time.Time{})
	p.sortBy(t.at(x))
}

// orders are what can be sorted by: the name and every column, from left to right.
func (p *agentsPane) orders() []agentOrder {
	orders := []agentOrder{agentsByName}
	for _, c := range p.columns(time.Time{}) {
		orders = append(orders, c.order)
	}
	return slices.Compact(orders) // the load is that of the chats
}

// sortNext sorts by the order d further on.
func (p *agentsPane) sortNext(d int) {
	orders := p.orders()
	p.sortBy(orders[(slices.Index(orders, *p.shown())+d+len(orders))%len(orders)])
}

// toggleTotals shows Acquire's totals in the place of our own figures, and back.
func (p *agentsPane) toggleTotals() {
	p.acquire = !p.acquire
	p.arrange()
}

func (p *agentsPane) resizeTo(w, h int) {
	_, ih := draw.Inner(w, h)
	p.Resize(ih - draw.HeadRows(ih))
}

// rowsWanted is how many rows the pane needs to show everybody, frame and head included.
func (p *agentsPane) rowsWanted() int { return len(p.all) + 3 }

// draw draws the pane on w by h cells.
func (p *agentsPane) draw(lk *draw.Style, w, h int, focused bool, now time.Time) []string {
	iw, ih := draw.Inner(w, h)
	t := p.table(lk, iw, now)
	lines := make([]string, 0, ih)
	if draw.HeadRows(ih) > 0 && len(p.rows) > 0 {
		lines = append(lines, t.head(iw))
	}
	from, to := p.Window()
	for i := from; i < to; i++ {
		back := draw.OnScreen
		if i == p.Cursor && (focused || p.id != 0) {
			back = draw.BackingOf(focused)
		}
		lines = append(lines, t.row(&p.all[p.rows[i]], back, iw))
	}
	if len(p.rows) == 0 {
		lines = append(lines, lk.Words(iw, draw.Piece{Role: draw.RoleDim, Text: " No agent has been seen yet."}))
	}
	return lk.Frame(p.frame(lk, focused), w, h, lines)
}

func (p *agentsPane) frame(lk *draw.Style, focused bool) draw.Frame {
	dot := " " + lk.Glyphs.Dot + " "
	f := draw.Frame{Title: draw.PaneTitle("Agents", focused), Focused: focused}
	if p.acquire {
		f.Title = append(f.Title, draw.Piece{Role: draw.RoleText, Text: dot + "Acquire's totals of today"})
		f.Right = draw.AcquireDay(p.totals)
	}
	f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot + p.shown().String()})
	if from, to := p.Window(); to-from < p.N {
		f.Foot = []draw.Piece{{Role: draw.RoleDim, Text: strconv.Itoa(from+1) + "-" + strconv.Itoa(to) + " of " + strconv.Itoa(p.N)}}
	}
	return f
}
