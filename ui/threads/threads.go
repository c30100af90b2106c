// Package threads is the list of chats: the block of those that wait above those
// that do not, its columns, what it is sorted by, its filter and the saved filters
// of the configuration, and the mark of what has changed. It may import draw,
// keymap, model and safetext: no other pane, nor ui. It draws on the cells that it
// is given, at the time that it is given.
package threads

import (
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A Pane lists the chats. The selected one is known by its key; it changes only
// when somebody chooses another.
type Pane struct {
	Filter    filter
	Teams     []model.Team  // of the configuration
	Views     []SavedFilter // of the configuration
	Order     Order
	Reverse   bool
	Partial   bool   // more may wait than are known
	Past      bool   // it is a moment before now
	Uncounted string // what is in no figure: with the bot, offline
	Changes   changes

	Key    model.Key // selected; the zero Key while nobody has chosen and nobody waits
	N      int       // rows that can be selected
	Height int       // rows of the window
	Cursor int       // the selected row; where that has left, the one that stood below it

	all          []*model.Row
	rows         []int32 // of all, as listed; below 0 a leaver
	block        block
	visible      visibleRows
	leftRows     []leftRow
	waitingCount int         // of those listed, waiting
	waitingValue model.Value // how many wait, where some of the listed may not: a moment of the past that was not observed
	leftShown    int         // of the leavers
	unlisted     int         // waiting, but left out by the filter

	belowWaiting bool      // the selected chat was chosen among those that do not wait
	held         bool      // the selected chat is listed elsewhere than where it was chosen: no row is marked
	beforeFilter model.Key // selected before the filter left it out
	ackedHere    model.Key // acknowledged from here

	now     time.Time // of the last floor, by our own clock
	touched time.Time // when somebody last did something
	floorAt time.Time // of the last floor, by its own clock
	names   draw.Names
}

// idleAfter is how long nobody has to have done anything for the worst to come
// back into view.
const idleAfter = 30 * time.Second

// Touch says that somebody does something, at a time of our own clock.
func (p *Pane) Touch(now time.Time) { p.touched, p.block.idle = now, false }

// Set shows another floor at a time of our own clock.
func (p *Pane) Set(s *model.Snapshot, now time.Time) {
	p.updateLeft(s.Threads, s.Now)
	p.all, p.now, p.ackedHere = s.Threads, now, model.Key{}
	p.Filter.Teams = rosterOf(p.Teams, s.Agents)
	p.names, p.waitingValue = draw.NamesOf(s.Agents), model.FigureOf(model.FigureWaiting).Value(s, model.Subject{})
	p.Arrange()
}

// Arrange lists the rows after the floor, the filter or the order has changed:
// those that wait, with those that have just left among them, then the others.
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

// sort sorts one part. By SLA and by wait those that do not wait keep the newest first.
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

// withLeft puts those that have just left where they stood, as many as there is
// room for beside those that wait, and a few where there is none. The newest matter
// most. It returns how many there are.
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
			rows = slices.Insert(rows, min(max(1, l.at), len(rows)), int32(-1-i)) // the first row is the worst that waits
			n++
		}
	}
	return rows, n
}

// placeCursor says where the selected chat stands. It is chosen by itself once somebody waits and the
// last of the first read has come: until then whoever is on top may turn out not to wait.
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
		p.held = p.isKnown(p.Key) // the filter leaves it out since it changed
	case at < p.block.waiting:
		p.Cursor, p.belowWaiting, p.held = at, false, p.rows[at] < 0
		if n := p.rows[at]; n < 0 { // below the first row it stands in place of that
			p.Cursor = min(at, p.leftRows[-1-n].at)
		}
		return
	case p.belowWaiting:
		p.Cursor, p.held = at, false
		return
	default:
		p.held = true
		p.Cursor = min(p.Cursor, max(0, p.block.waiting-1))
	}
	p.Cursor = p.selectableFrom(draw.Clamp(p.Cursor, 0, p.N-1), 1)
	if at < 0 && !p.held { // it is gone from the floor
		p.Choose()
	}
}

// index is where a chat is listed, -1 where it is not.
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

// onFloor is a chat of the floor, nil where there is none.
func (p *Pane) onFloor(k model.Key) *model.Row {
	for i := range p.all {
		if p.all[i].Key == k {
			return p.all[i]
		}
	}
	return nil
}

// updateVisible says what is shown.
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

// row is the listed row i, nil where there is none.
func (p *Pane) row(i int) *model.Row {
	if i < 0 || i >= len(p.rows) {
		return nil
	}
	return p.Row(i)
}

// Selected returns the selected chat, or nil where there is none. It stays so
// when it stops waiting.
func (p *Pane) Selected() *model.Row {
	if p.held {
		if r := p.onFloor(p.Key); r != nil {
			return r
		}
	}
	return p.row(p.Cursor)
}

// Held reports whether the selected chat stands elsewhere than where it was
// chosen, because it does not wait any more.
func (p *Pane) Held() bool { return p.held }

// Choose makes the row under the cursor the selected one. A chat that is held stays so.
func (p *Pane) Choose() {
	if r := p.Selected(); r != nil {
		p.Key = r.Key
		p.belowWaiting = !p.held && !r.Wait.Running
	}
}

// Select selects a chat that is listed.
func (p *Pane) Select(k model.Key) {
	if i := p.index(k); i >= 0 {
		p.Cursor = i
		p.SelectCursor()
	}
}

// SelectCursor selects the row that stands where the one that is held stood.
func (p *Pane) SelectCursor() {
	p.held, p.beforeFilter = false, model.Key{}
	p.Cursor = p.selectableFrom(p.Cursor, 1)
	p.Choose()
	p.updateVisible()
}

// Move selects the row d further on. Where the selected one has left its place, a
// single step takes the row that stands there now.
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

// selectableFrom is row i, or the next one on that way that is no leaver, or else the next one back.
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

// Acknowledged selects the next chat that waits, in the place of the selected one,
// which leaves from here. It stays selected where no other waits.
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

// NextAlert selects the next chat on that way that is over its limit, from the last
// on to the first. It reports whether there is one, and whether it began again.
func (p *Pane) NextAlert(way int) (found, again bool) {
	n, from := p.block.waiting, p.Cursor
	if from >= n { // among those that do not wait
		if from = -1; way < 0 {
			from = n
		}
	}
	for k := 1; k <= n; k++ {
		at := from + way*k
		i := (at%n + n) % n
		if p.rows[i] >= 0 && p.Row(i).Level >= model.LevelCritical {
			p.Cursor = i
			p.SelectCursor()
			return true, at < 0 || at >= n
		}
	}
	return false, false
}

// Clear makes the filter leave nothing out. An order that came with a view goes with it.
func (p *Pane) Clear() {
	if p.Filter.setsOrder {
		p.Order, p.Reverse = ByTimeLeft, false
	}
	p.Filter.reset()
}

// Refilter lists the rows after the filter has changed. Where that leaves the
// selected one out, the first one is selected, as long as the filter does so.
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

// SortBy sorts by something else; by the same again, the other way around.
func (p *Pane) SortBy(o Order) {
	p.Reverse = p.Order == o && !p.Reverse
	p.Order, p.Filter.setsOrder = o, false
	p.Arrange()
}

// Ordered says what the chats are sorted by.
func (p *Pane) Ordered() string {
	if p.Reverse {
		return p.Order.String() + ", reversed"
	}
	return p.Order.String()
}

// SortAt sorts by the column at cell x of the head, on w cells.
func (p *Pane) SortAt(x, w int) { p.SortBy(sortAt(x, w)) }

// ResizeTo tells the list how many rows fit into a frame of w by h cells.
func (p *Pane) ResizeTo(w, h int) {
	_, ih := draw.Inner(w, h)
	height := max(0, ih-draw.HeadRows(ih))
	if height != p.Height {
		p.Height = height
		p.Arrange()
	}
}

// At is the row of the list in row y of the window; ok is false where there is none.
func (p *Pane) At(y int) (i int, ok bool) { return p.visible.at(y) }

// Shows reports whether a row of the list is in the window.
func (p *Pane) Shows(i int) bool { return p.visible.shows(i) }

// Has reports whether a chat is listed.
func (p *Pane) Has(k model.Key) bool { return p.index(k) >= 0 }
