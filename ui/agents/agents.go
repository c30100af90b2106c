// Package agents is the pane that lists the agents: with our figures, or with Acquire's totals of the day, in any
// order. It may import draw, keymap, model and safetext: no other pane, nor ui.
package agents

import (
	"slices"
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A Pane lists the agents. The selection is an agent's id, so it survives a new order. If there are chats without
// an owner, their row comes first.
type Pane struct {
	draw.Viewport
	Order      Order           // of our figures
	byDay      Order           // of Acquire's totals
	reverse    [2]bool         // of each of the two
	SelectedID model.AgentID   // 0: the first row
	snapshot   *model.Snapshot // that is shown
	all        []model.AgentRow
	rows       []int32 // indices into all, in display order
	needs      map[model.AgentID]draw.Need
	names      draw.Names
	acquire    bool                     // show Acquire's totals of the day
	Totals     *model.DayTotals         // Acquire's, for the floor
	minutes    int                      // of the sparkline
	peaks      [draw.SparkSteps + 1]int // the most messages of any agent in each step of the sparkline: one scale for all
}

// unassignedRow is the id of the row for chats without an owner.
const unassignedRow model.AgentID = -1

// SetSnapshot sets the Snapshot that is shown.
func (p *Pane) SetSnapshot(s *model.Snapshot) {
	p.snapshot, p.all, p.minutes, p.peaks = s, s.Agents, 0, [draw.SparkSteps + 1]int{}
	p.needs, p.names = draw.NeedsOf(s), draw.NamesOf(s.Agents)
	if row, ok := draw.UnassignedRow(s); ok {
		row.ID = unassignedRow
		p.needs[unassignedRow] = p.needs[0]
		p.all = append([]model.AgentRow{row}, s.Agents...)
	}
	for i := range p.all {
		p.minutes = max(p.minutes, len(p.all[i].PerMinute))
		for each := 1; each <= draw.SparkSteps; each++ {
			p.peaks[each] = max(p.peaks[each], draw.Peak(p.all[i].PerMinute, each))
		}
	}
	p.sortRows()
}

func (p *Pane) sortRows() {
	p.rows = p.rows[:0]
	at, first := p.Cursor, 0
	for i := range p.all {
		if p.all[i].ID != unassignedRow || !p.acquire {
			p.rows = append(p.rows, int32(i))
		}
		if p.all[i].ID == unassignedRow && !p.acquire {
			first = 1 // it stays at the top
		}
	}
	order, rest := *p.CurrentOrder(), p.rows[first:]
	slices.SortStableFunc(rest, func(a, b int32) int {
		if order == ByNeed {
			return draw.CompareNeed(&p.all[a], &p.all[b], p.needs)
		}
		return order.compare(&p.all[a], &p.all[b])
	})
	if *p.reversed() {
		slices.Reverse(rest)
	}
	if p.SelectedID == 0 {
		at = 0
	}
	for i, r := range p.rows {
		if p.all[r].ID == p.SelectedID {
			at = i
		}
	}
	p.Place(len(p.rows), at)
}

// cursorRow returns the row at the cursor, or nil.
func (p *Pane) cursorRow() *model.AgentRow {
	if p.Cursor >= len(p.rows) {
		return nil
	}
	return &p.all[p.rows[p.Cursor]]
}

// Selected returns the selected agent, or nil if there is none.
func (p *Pane) Selected() *model.AgentRow {
	if a := p.cursorRow(); a != nil && a.ID != unassignedRow {
		return a
	}
	return nil
}

// Unassigned reports whether the row of the chats without an owner is selected.
func (p *Pane) Unassigned() bool {
	a := p.cursorRow()
	return a != nil && a.ID == unassignedRow
}

// SelectCursorRow selects the row at the cursor.
func (p *Pane) SelectCursorRow() {
	if a := p.cursorRow(); a != nil {
		p.SelectedID = a.ID
	}
}

// CurrentOrder returns the order of what is shown: our figures and Acquire's totals each have one.
func (p *Pane) CurrentOrder() *Order {
	if p.acquire {
		return &p.byDay
	}
	return &p.Order
}

// reversed returns whether that order is reversed.
func (p *Pane) reversed() *bool {
	if p.acquire {
		return &p.reverse[1]
	}
	return &p.reverse[0]
}

// SortBy sets the order; setting the same again reverses it.
func (p *Pane) SortBy(o Order) {
	*p.reversed() = *p.CurrentOrder() == o && !*p.reversed()
	*p.CurrentOrder() = o
	p.sortRows()
}

// OrderTitle returns the words for the current order, such as "by name, reversed".
func (p *Pane) OrderTitle() string {
	if *p.reversed() {
		return p.CurrentOrder().String() + ", reversed"
	}
	return p.CurrentOrder().String()
}

// SortAt sorts by the column at cell x of the head, in a pane with w cells inside.
func (p *Pane) SortAt(x, w int) {
	t := p.table(w, time.Time{})
	if c, ok := t.ColumnAt(x); ok {
		p.SortBy(Order(c.Sort))
		return
	}
	p.SortBy(ByNeed)
}

// Orders returns the available orders: by need, then by each column from left to right.
func (p *Pane) Orders() []Order {
	orders := []Order{ByNeed}
	for _, c := range p.columns(time.Time{}) {
		orders = append(orders, Order(c.Sort))
	}
	return orders
}

// SortNext moves d orders further; 0 reverses the current one.
func (p *Pane) SortNext(d int) {
	orders := p.Orders()
	p.SortBy(orders[(slices.Index(orders, *p.CurrentOrder())+d+len(orders))%len(orders)])
}

// ToggleTotals switches between our figures and Acquire's totals.
func (p *Pane) ToggleTotals() {
	p.acquire = !p.acquire
	p.sortRows()
}

// ResizeTo sets the size of the pane, frame included.
func (p *Pane) ResizeTo(w, h int) {
	_, ih := draw.Inner(w, h)
	p.Resize(ih - draw.HeadRows(ih))
}

// Draw draws the pane on w by h cells.
func (p *Pane) Draw(style *draw.Style, w, h int, focused bool, now time.Time) []string {
	iw, ih := draw.Inner(w, h)
	t := p.table(iw, now)
	lines := make([]string, 0, ih)
	if draw.HeadRows(ih) > 0 && len(p.rows) > 0 {
		lines = append(lines, p.head(&t, style, iw))
	}
	from, to := p.Window()
	for i := from; i < to; i++ {
		back := draw.OnScreen
		if i == p.Cursor && (focused || p.SelectedID != 0) {
			back = draw.SelectionBackground(focused)
		}
		lines = append(lines, p.drawRow(&t, style, &p.all[p.rows[i]], back, iw))
	}
	if len(p.rows) == 0 {
		lines = append(lines, style.Words(iw, draw.Piece{Role: draw.RoleDim, Text: " No agent has been seen yet."}))
	}
	return style.Frame(p.frame(style, focused), w, h, lines)
}

func (p *Pane) frame(style *draw.Style, focused bool) draw.Frame {
	dot := " " + style.Glyphs.Dot + " "
	f := draw.Frame{Title: draw.PaneTitle("Agents", focused), Focused: focused}
	if p.acquire {
		f.Title = append(f.Title, draw.Piece{Role: draw.RoleText, Text: dot + "Acquire's totals of today"})
		f.Right = draw.AcquireDay(p.Totals)
	}
	f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot + p.OrderTitle()})
	if f.Foot = p.rangeTitle(); f.Foot != nil {
		_, to := p.Window()
		if of, s := p.waitingBelow(style, to); s != "" {
			f.Foot = append(f.Foot, draw.Piece{Role: draw.RoleDim, Text: dot}, draw.Piece{Role: of, Text: s})
		}
	}
	return f
}

// rangeTitle says which agents of how many are visible, not counting the row of the chats without an owner.
func (p *Pane) rangeTitle() []draw.Piece {
	from, to := p.Window()
	if len(p.rows) == 0 || p.all[p.rows[0]].ID != unassignedRow || to < 2 || to-from >= p.N {
		return p.InWindow()
	}
	return []draw.Piece{{Role: draw.RoleDim, Text: strconv.Itoa(max(1, from)) + "-" + draw.OfAll(to-1, p.N-1) + " agents"}}
}

// waitingBelow says how many chats wait for agents below the visible rows: at least so many where the floor is not read as
// a whole.
func (p *Pane) waitingBelow(style *draw.Style, to int) (draw.Role, string) {
	over, waiting := 0, 0
	for _, r := range p.rows[to:] {
		n := p.needs[p.all[r].ID]
		over, waiting = over+n.Over, waiting+n.Waiting
	}
	sign := style.Glyphs.MoreBelow + " "
	if !p.snapshot.WaitsKnown() {
		sign += style.Glyphs.AtLeast
	}
	switch {
	case over > 0:
		return draw.RoleCritical, sign + strconv.Itoa(over) + " over limit below"
	case waiting > 0:
		return draw.RoleDim, sign + strconv.Itoa(waiting) + " waiting below"
	}
	return draw.RoleDim, ""
}
