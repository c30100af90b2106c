// Package threads is the list of chats: waiting chats above the others, with its columns,
// orders, filter, the saved filters of the configuration, and marks for changes. It may import
// draw, keymap, model and safetext, but no other pane and not ui. It draws into the cells that
// it is given, at the time that it is given.
package threads

import (
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A Pane lists the chats. The selection follows a chat by its key and changes only when somebody
// selects another.
type Pane struct {
	Filter    filter
	Teams     []model.Team  // of the configuration
	Views     []SavedFilter // of the configuration
	Order     Order
	Reverse   bool
	Partial   bool   // there may be more waiting chats than are known
	Past      bool   // the moment shown is in the past
	Outdated  bool   // nothing shown is current, so nothing has just changed
	Uncounted string // chats that no figure counts: with the bot, offline
	Changes   changes

	Key    model.Key // the selected chat; zero while none was selected and none is waiting
	N      int       // rows that can be selected
	Height int       // rows of the window
	Cursor int       // the selected row; if that has moved, the row in its place

	all          []*model.Row
	agents       []model.AgentRow // of the floor
	rows         []int32          // indexes into all, in listed order; negative: of leftRows, as -1-i
	block        block
	visible      visibleRows
	leftRows     []leftRow
	waitingCount int         // listed and waiting
	waitingValue model.Value // the figure of how many chats wait
	leftShown    int         // shown of leftRows
	unlisted     int         // waiting, but filtered out

	belowWaiting bool      // the chat was selected among those not waiting
	held         bool      // the selected chat has moved from where it was selected: no row is marked
	beforeFilter model.Key // the selection before it was filtered out
	ackedHere    model.Key // the chat just acknowledged here

	now     time.Time // of the last snapshot, by the local clock
	touched time.Time // of the last key or click, by the local clock
	floorAt time.Time // of the last snapshot, by the server's clock
	names   draw.Names
}

// idleAfter is the time without keys after which the worst chats scroll back into view.
const idleAfter = 30 * time.Second

// Touch records that somebody used a key or the mouse, by the local clock.
func (p *Pane) Touch(now time.Time) { p.touched, p.block.idle = now, false }

// ShowTop scrolls to the top until the next key, and keeps the cursor where it is.
func (p *Pane) ShowTop() {
	p.touched, p.block.idle = time.Time{}, true
	p.updateVisible()
}

// HidesAbove reports whether waiting chats are hidden above the visible ones, as the upper border says.
func (p *Pane) HidesAbove() bool {
	above, _ := p.visible.hidden(p.block.waiting)
	return above.len() > 0
}

// SetSnapshot shows another snapshot; now is the local clock's time.
func (p *Pane) SetSnapshot(s *model.Snapshot, now time.Time) {
	p.updateLeft(s.Threads, s.Now)
	p.all, p.agents, p.now, p.ackedHere = s.Threads, s.Agents, now, model.Key{}
	p.Filter.Teams = rosterOf(p.Teams, s.Agents)
	p.names, p.waitingValue = draw.NamesOf(s.Agents), model.FigureOf(model.FigureWaiting).Value(s, model.Subject{})
	p.Arrange()
}

// Arrange lists the rows again after the snapshot, the filter or the order has changed: waiting
// chats, with those that have just stopped waiting among them, then the others.
func (p *Pane) Arrange() {
	var waiting, others []int32
	p.unlisted = 0
	for i := range p.all {
		r := p.all[i]
		switch listed := !p.Filter.Active() || p.Filter.match(r); {
		case listed && r.Wait.Running:
			waiting = append(waiting, int32(i))
		case listed:
			others = append(others, int32(i))
		case r.Wait.Running:
			p.unlisted++
		}
	}
	p.waitingCount = len(waiting)
	p.sort(waiting, true)
	p.sort(others, false)
	if waiting, p.leftShown = p.withLeft(waiting); p.leftShown > 0 {
		others = slices.DeleteFunc(others, func(i int32) bool { return p.hasLeft(p.all[i].Key) })
	}
	p.rows = append(append(p.rows[:0], waiting...), others...)
	p.N = len(p.rows)
	p.block.waiting, p.block.others = len(waiting), len(others)
	p.block.idle = p.now.Sub(p.touched) >= idleAfter
	p.placeCursor()
	p.updateVisible()
}

// sort sorts one part. By SLA and by wait, chats that are not waiting stay newest first.
func (p *Pane) sort(rows []int32, waiting bool) {
	if !waiting && (p.Order == ByTimeLeft || p.Order == ByWait) {
		return
	}
	if p.Order != ByTimeLeft {
		slices.SortStableFunc(rows, func(a, b int32) int { return p.Order.compare(p.all[a], p.all[b]) })
	}
	if p.Reverse {
		slices.Reverse(rows)
	}
}

// withLeft inserts the chats that have just stopped waiting in their old places: as many as there
// is room for beside the waiting ones, a few if there is none, the newest first. It returns how many.
func (p *Pane) withLeft(rows []int32) ([]int32, int) {
	room := p.Height - len(rows)
	if room < 0 {
		room = p.Height / 4
	}
	n := 0
	for i := range p.leftRows {
		l := &p.leftRows[i]
		l.shown = i >= len(p.leftRows)-room && (!p.Filter.Active() || p.Filter.match(&l.row))
		if l.shown {
			rows = slices.Insert(rows, min(max(1, l.at), len(rows)), int32(-1-i)) // the first row is the worst waiting chat
			n++
		}
	}
	return rows, n
}

// placeCursor puts the cursor on the selected chat. Without a selection it selects the first waiting
// chat once the first read is complete: until then that chat may turn out not to be waiting.
func (p *Pane) placeCursor() {
	if p.Key == (model.Key{}) {
		p.Cursor, p.belowWaiting, p.held = p.selectableFrom(0, 1), p.waitingCount == 0, false
		if r := p.row(p.Cursor); r != nil && r.Wait.Running && !p.Partial && !p.Changes.settling(p.floorAt) {
			p.Key = r.Key
		}
		return
	}
	at := p.index(p.Key)
	switch {
	case at < 0:
		p.held = p.isKnown(p.Key) // it changed and is now filtered out
	case at < p.block.waiting:
		p.Cursor, p.belowWaiting, p.held = at, false, p.rows[at] < 0
		if n := p.rows[at]; n < 0 { // it was inserted below the first row instead
			p.Cursor = min(at, p.leftRows[-1-n].at)
		}
		return
	case p.belowWaiting, p.Past: // nothing moves in the past: the chat is where it was then
		p.Cursor, p.held = at, false
		return
	default:
		p.held = true
		p.Cursor = min(p.Cursor, max(0, p.block.waiting-1))
	}
	p.Cursor = p.selectableFrom(draw.Clamp(p.Cursor, 0, p.N-1), 1)
	if at < 0 && !p.held { // it is no longer on the floor
		p.Choose()
	}
}

// index is a chat's row in the list, -1 if it is not listed.
func (p *Pane) index(k model.Key) int {
	for i := range p.rows {
		if p.Row(i).Key == k {
			return i
		}
	}
	return -1
}

// isKnown reports whether a chat is on the floor, listed or not.
func (p *Pane) isKnown(k model.Key) bool { return p.onFloor(k) != nil }

// onFloor is a chat of the snapshot, or nil.
func (p *Pane) onFloor(k model.Key) *model.Row {
	for i := range p.all {
		if p.all[i].Key == k {
			return p.all[i]
		}
	}
	return nil
}

// updateVisible computes which rows are visible.
func (p *Pane) updateVisible() {
	p.block.height = p.Height
	if p.block.cursor = p.Cursor; p.N == 0 {
		p.block.cursor = -1
	}
	p.visible = p.block.scroll()
}

// Row is the listed row i.
func (p *Pane) Row(i int) *model.Row {
	if n := p.rows[i]; n < 0 {
		return &p.leftRows[-1-n].row
	}
	return p.all[p.rows[i]]
}

// row is the listed row i, or nil.
func (p *Pane) row(i int) *model.Row {
	if i < 0 || i >= len(p.rows) {
		return nil
	}
	return p.Row(i)
}

// Selected returns the selected chat, or nil. It stays selected when it stops waiting.
func (p *Pane) Selected() *model.Row {
	if p.held {
		if r := p.onFloor(p.Key); r != nil {
			return r
		}
	}
	return p.row(p.Cursor)
}

// Held reports whether the selected chat has moved from where it was selected, because it is not
// waiting any more.
func (p *Pane) Held() bool { return p.held }

// Choose selects the row under the cursor. A held chat stays selected.
func (p *Pane) Choose() {
	if r := p.Selected(); r != nil {
		p.Key = r.Key
		p.belowWaiting = !p.held && !r.Wait.Running
	}
}

// Select selects a chat if it is listed.
func (p *Pane) Select(k model.Key) {
	if i := p.index(k); i >= 0 {
		p.Cursor = i
		p.SelectCursor()
	}
}

// SelectCursor selects the row that is now in the place of a held chat.
func (p *Pane) SelectCursor() {
	p.held, p.beforeFilter = false, model.Key{}
	p.Cursor = p.selectableFrom(p.Cursor, 1)
	p.Choose()
	p.updateVisible()
}

// Move selects the row d further on. If the selected chat is held, a single step selects the row
// that is now in its place.
func (p *Pane) Move(d int) {
	if p.N == 0 || d == 0 {
		return
	}
	at := p.Cursor
	if !p.held || d > 1 || d < -1 {
		at += d
	}
	p.Cursor = p.selectableFrom(draw.Clamp(at, 0, p.N-1), d)
	p.SelectCursor()
}

// selectableFrom is row i, or the next row in that direction that can be selected, or else the
// next one in the other.
func (p *Pane) selectableFrom(i, way int) int {
	d := 1
	if way < 0 {
		d = -1
	}
	for _, d := range []int{d, -d} {
		for j := i; j >= 0 && j < len(p.rows); j += d {
			if p.rows[j] >= 0 {
				return j
			}
		}
	}
	return max(0, i)
}

// Acknowledged selects the next waiting chat in place of the acknowledged one, if there is one.
func (p *Pane) Acknowledged() {
	r := p.Selected()
	if r == nil || p.held || !r.Wait.Running {
		return
	}
	p.ackedHere = r.Key
	for _, way := range []int{1, -1} {
		for i := p.Cursor + way; i >= 0 && i < p.block.waiting; i += way {
			if p.rows[i] >= 0 {
				p.Cursor = i
				p.SelectCursor()
				return
			}
		}
	}
}

// NextAlert selects the next chat over its limit in a direction, around the ends. It reports whether
// there is one, and whether it passed an end.
func (p *Pane) NextAlert(way int) (found, wrapped bool) {
	n, from := p.block.waiting, p.Cursor
	if from >= n { // among the chats that are not waiting
		if from = -1; way < 0 {
			from = n
		}
	}
	for k := 1; k <= n; k++ {
		at := from + way*k
		i := (at%n + n) % n
		if p.rows[i] >= 0 && p.Row(i).OverLimit() {
			p.Cursor = i
			p.SelectCursor()
			return true, at < 0 || at >= n
		}
	}
	return false, false
}

// Clear clears the filter, and the order that came with a saved filter.
func (p *Pane) Clear() {
	if p.Filter.setsOrder {
		p.Order, p.Reverse = ByTimeLeft, false
	}
	p.Filter.reset()
}

// Refilter lists the rows again after the filter has changed. If that hides the selected chat, the
// first one is selected until the filter shows it again.
func (p *Pane) Refilter() {
	if p.beforeFilter != (model.Key{}) {
		p.Key, p.beforeFilter = p.beforeFilter, model.Key{}
	}
	p.Arrange()
	if p.Key == (model.Key{}) || p.index(p.Key) >= 0 {
		return
	}
	key := p.Key
	p.held, p.Cursor = false, p.selectableFrom(0, 1)
	if p.N == 0 {
		p.Key = model.Key{}
	}
	p.SelectCursor()
	p.beforeFilter = key
}

// SortBy sorts by an order; by the same order again, it reverses it.
func (p *Pane) SortBy(o Order) {
	p.Reverse = p.Order == o && !p.Reverse
	p.Order, p.Filter.setsOrder = o, false
	p.Arrange()
}

// Ordered returns the words for the current order, such as "by wait, reversed".
func (p *Pane) Ordered() string {
	if p.Reverse {
		return p.Order.String() + ", reversed"
	}
	return p.Order.String()
}

// SortAt sorts by the column at cell x of a heading of w cells.
func (p *Pane) SortAt(x, w int) { p.SortBy(sortAt(x, w)) }

// ResizeTo sets the size of the pane's frame, in cells.
func (p *Pane) ResizeTo(w, h int) {
	_, ih := draw.Inner(w, h)
	height := max(0, ih-draw.HeadRows(ih))
	if height != p.Height {
		p.Height = height
		p.Arrange()
	}
}

// RowAt is the list's row at row y of the window; ok is false if there is none.
func (p *Pane) RowAt(y int) (i int, ok bool) { return p.visible.at(y) }

// Shows reports whether a row of the list is in the window.
func (p *Pane) Shows(i int) bool { return p.visible.shows(i) }

// Has reports whether a chat is listed.
func (p *Pane) Has(k model.Key) bool { return p.index(k) >= 0 }
