// Package agents is the list of agents: their columns, or Acquire's totals of the
// day in their place, and what they are sorted by. It may import draw, keymap,
// model and safetext: no other pane, nor ui.
package agents

import (
	"slices"
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// An Pane lists the agents. The selected one is known by its id.
type Pane struct {
	draw.Viewport
	Order   Order           // of our own figures
	byDay   Order           // of Acquire's
	Chosen  model.AgentID   // selected; 0: the first one
	of      *model.Snapshot // whose agents they are
	all     []model.AgentRow
	rows    []int32                  // of all, as listed
	acquire bool                     // show Acquire's totals of the day
	Totals  *model.DayTotals         // Acquire's, of the floor
	Limits  model.Counts             // of the chats of one agent at once
	peaks   [draw.SparkSteps + 1]int // words in so many minutes of whoever wrote the most: one scale for all
}

// Set takes another floor in.
func (p *Pane) Set(s *model.Snapshot) {
	agents := s.Agents
	p.of, p.all, p.peaks = s, agents, [draw.SparkSteps + 1]int{}
	for i := range agents {
		for each := 1; each <= draw.SparkSteps; each++ {
			p.peaks[each] = max(p.peaks[each], draw.Peak(agents[i].PerMinute, each))
		}
	}
	p.arrange()
}

func (p *Pane) arrange() {
	p.rows = p.rows[:0]
	at := p.Cursor
	for i := range p.all {
		p.rows = append(p.rows, int32(i))
	}
	order := *p.Shown()
	slices.SortStableFunc(p.rows, func(a, b int32) int { return order.compare(&p.all[a], &p.all[b]) })
	if p.Chosen == 0 {
		at = 0
	}
	for i, r := range p.rows {
		if p.all[r].ID == p.Chosen {
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

func (p *Pane) Selected() *model.AgentRow {
	if p.Cursor >= len(p.rows) {
		return nil
	}
	return &p.all[p.rows[p.Cursor]]
}

func (p *Pane) Choose() {
	if a := p.Selected(); a != nil {
		p.Chosen = a.ID
	}
}

// Shown is the order that is on the screen: each set of columns has its own.
func (p *Pane) Shown() *Order {
	if p.acquire {
		return &p.byDay
	}
	return &p.Order
}

func (p *Pane) SortBy(o Order) {
	*p.Shown() = o
	p.arrange()
}

// SortAt sorts by the column at cell x of the head, on w cells.
func (p *Pane) SortAt(x, w int) {
	t := p.table(w, time.Time{})
	c, _ := t.At(x)
	p.SortBy(Order(c.Sort))
}

// Orders are what can be sorted by: every column, from left to right.
func (p *Pane) Orders() []Order {
	var orders []Order
	for _, c := range p.columns(time.Time{}) {
		orders = append(orders, Order(c.Sort))
	}
	return slices.Compact(orders) // the load is that of the chats
}

// SortNext sorts by the order d further on.
func (p *Pane) SortNext(d int) {
	orders := p.Orders()
	p.SortBy(orders[(slices.Index(orders, *p.Shown())+d+len(orders))%len(orders)])
}

// ToggleTotals shows Acquire's totals in the place of our own figures, and back.
func (p *Pane) ToggleTotals() {
	p.acquire = !p.acquire
	p.arrange()
}

func (p *Pane) ResizeTo(w, h int) {
	_, ih := draw.Inner(w, h)
	p.Resize(ih - draw.HeadRows(ih))
}

// RowsWanted is how many rows the pane needs to show everybody, frame and head included.
func (p *Pane) RowsWanted() int { return len(p.all) + 3 }

// Draw draws the pane on w by h cells.
func (p *Pane) Draw(lk *draw.Style, w, h int, focused bool, now time.Time) []string {
	iw, ih := draw.Inner(w, h)
	t := p.table(iw, now)
	lines := make([]string, 0, ih)
	if draw.HeadRows(ih) > 0 && len(p.rows) > 0 {
		lines = append(lines, p.head(&t, lk, iw))
	}
	from, to := p.Window()
	for i := from; i < to; i++ {
		back := draw.OnScreen
		if i == p.Cursor && (focused || p.Chosen != 0) {
			back = draw.BackingOf(focused)
		}
		lines = append(lines, drawRow(&t, lk, &p.all[p.rows[i]], back, iw))
	}
	if len(p.rows) == 0 {
		lines = append(lines, lk.Words(iw, draw.Piece{Role: draw.RoleDim, Text: " No agent has been seen yet."}))
	}
	return lk.Frame(p.frame(lk, focused), w, h, lines)
}

func (p *Pane) frame(lk *draw.Style, focused bool) draw.Frame {
	dot := " " + lk.Glyphs.Dot + " "
	f := draw.Frame{Title: draw.PaneTitle("Agents", focused), Focused: focused}
	if p.acquire {
		f.Title = append(f.Title, draw.Piece{Role: draw.RoleText, Text: dot + "Acquire's totals of today"})
		f.Right = draw.AcquireDay(p.Totals)
	}
	f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot + p.Shown().String()})
	if from, to := p.Window(); to-from < p.N {
		f.Foot = []draw.Piece{{Role: draw.RoleDim, Text: strconv.Itoa(from+1) + "-" + strconv.Itoa(to) + " of " + strconv.Itoa(p.N)}}
	}
	return f
}
