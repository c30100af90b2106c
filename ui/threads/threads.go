// Package threads is the list of threads: its columns, what it is sorted by, its
// filter and the saved filters of the configuration, and the mark of what has
// changed. It may import draw, keymap, model and safetext: no other pane, nor ui.
// It draws on the cells that it is given, at the time that it is given.
package threads

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// Order is what the threads are sorted by.
type Order uint8

const (
	ByTimeLeft Order = iota // as the Board has them
	ByWait
	ByNewest
	ByVisitor
	ByOwner
	threadOrders
)

func (o Order) String() string {
	switch o {
	case ByWait:
		return "by wait"
	case ByNewest:
		return "by newest word"
	case ByVisitor:
		return "by visitor"
	case ByOwner:
		return "by owner"
	}
	return "by time left"
}

// Next is the order d further on, in a ring.
func (o Order) Next(d int) Order {
	return Order((int(o) + d + int(threadOrders)) % int(threadOrders))
}

// A Pane lists the threads. The selected one is known by its key.
type Pane struct {
	draw.Viewport
	Filter   filter
	Teams    []model.Team // of the configuration
	Views    []View       // of the configuration
	Order    Order
	Key      model.Key // selected; the zero Key until somebody has chosen: then it is the first one
	all      []model.Row
	rows     []int32 // of all, as listed
	wait     int     // of those listed, waiting
	Part     bool    // more may wait than are known
	unlisted int     // waiting, but left out by the filter
	News     changes
	Aside    string // what is in no figure: with the bot, offline
}

// Set shows another floor: its threads, and its agents for the teams they are in.
func (p *Pane) Set(rows []model.Row, agents []model.AgentRow) {
	p.all, p.Filter.Teams = rows, rosterOf(p.Teams, agents)
	p.Arrange()
}

// Arrange lists the rows anew, after the floor, the filter or the order has changed.
func (p *Pane) Arrange() {
	p.rows, p.wait, p.unlisted = p.rows[:0], 0, 0
	for i := range p.all {
		waits := &p.wait
		if !p.Filter.Active() || p.Filter.match(&p.all[i]) {
			p.rows = append(p.rows, int32(i))
		} else {
			waits = &p.unlisted
		}
		if p.all[i].Wait.Running {
			*waits++
		}
	}
	if p.Order != ByTimeLeft {
		slices.SortStableFunc(p.rows, func(a, b int32) int { return p.Order.compare(&p.all[a], &p.all[b]) })
	}
	p.Place(len(p.rows), p.index())
}

// Clear makes the filter leave nothing out. An order that came with a view goes with it.
func (p *Pane) Clear() {
	if p.Filter.sorts {
		p.Order = ByTimeLeft
	}
	p.Filter.reset()
}

// Refilter lists the rows after the filter has changed. Where that leaves the
// selected one out, the first one is meant: it is the most urgent.
func (p *Pane) Refilter() {
	p.Arrange()
	if r := p.Selected(); r != nil && p.Key != (model.Key{}) && p.Key != r.Key {
		p.Move(-p.Cursor)
	}
}

// index is where the selected row is now. Where it has gone, the row that took its place is meant.
func (p *Pane) index() int {
	if p.Key == (model.Key{}) {
		return 0
	}
	for i, r := range p.rows {
		if p.all[r].Key == p.Key {
			return i
		}
	}
	return p.Cursor
}

// compare orders two rows. Stable sorting keeps the Board's order among equals.
func (o Order) compare(a, b *model.Row) int {
	switch o {
	case ByWait:
		return cmp.Compare(b.Wait.For, a.Wait.For)
	case ByNewest:
		return b.LastAt.Compare(a.LastAt)
	case ByVisitor:
		return names(a.Name.String(), b.Name.String())
	case ByOwner:
		return names(a.OwnerName.String(), b.OwnerName.String())
	}
	return 0
}

// names orders two names regardless of case, those without one last.
func names(a, b string) int {
	if (a == "") != (b == "") {
		return cmp.Compare(len(b), len(a))
	}
	return compareFold(a, b)
}

// compareFold compares letter by letter, in lower case, without making copies:
// it runs a hundred thousand times for a floor of five thousand.
func compareFold(a, b string) int {
	for a != "" && b != "" {
		ra, na := utf8.DecodeRuneInString(a)
		rb, nb := utf8.DecodeRuneInString(b)
		if c := cmp.Compare(unicode.ToLower(ra), unicode.ToLower(rb)); c != 0 {
			return c
		}
		a, b = a[na:], b[nb:]
	}
	return cmp.Compare(len(a), len(b))
}

// Row is the listed row i.
func (p *Pane) Row(i int) *model.Row { return &p.all[p.rows[i]] }

// Selected returns the selected row, or nil where there is none.
func (p *Pane) Selected() *model.Row {
	if p.Cursor >= len(p.rows) {
		return nil
	}
	return p.Row(p.Cursor)
}

// Choose makes the row under the cursor the selected one.
func (p *Pane) Choose() {
	if r := p.Selected(); r != nil {
		p.Key = r.Key
	}
}

// SortBy sorts by something else.
func (p *Pane) SortBy(o Order) {
	p.Order, p.Filter.sorts = o, false
	p.Arrange()
}

// SortAt sorts by the column at cell x of the head, on w cells.
func (p *Pane) SortAt(lk *draw.Style, x, w int) { p.SortBy(sortAt(lk, x, w)) }

// ResizeTo tells the list how many rows fit into a frame of w by h cells.
func (p *Pane) ResizeTo(w, h int) {
	_, ih := draw.Inner(w, h)
	p.Resize(ih - draw.HeadRows(ih))
}

// Draw draws the pane on w by h cells.
func (p *Pane) Draw(lk *draw.Style, w, h int, focused bool, now time.Time, empty []string) []string {
	iw, ih := draw.Inner(w, h)
	lines := make([]string, 0, ih)
	table := tableOn(lk, iw)
	if draw.HeadRows(ih) > 0 && len(p.rows) > 0 {
		lines = append(lines, table.Head(lk, iw, draw.DimHead[listed]))
	}
	from, to := p.Window()
	for i := from; i < to; i++ {
		back := draw.OnScreen
		if i == p.Cursor {
			back = draw.BackingOf(focused)
		}
		r := p.Row(i)
		lines = append(lines, drawRow(&table, lk, listed{r, now}, p.News.fresh(r.Key, now), back, iw))
	}
	if len(p.rows) == 0 {
		lines = append(lines, p.nothing(lk, iw, empty)...)
	}
	return lk.Frame(p.frame(lk, w, focused), w, h, lines)
}

// nothing says why no thread is listed.
func (p *Pane) nothing(lk *draw.Style, w int, empty []string) []string {
	if len(p.all) > 0 {
		empty = []string{"No thread matches the filter.", "esc clears it."}
	}
	lines := []string{lk.Line(draw.OnScreen, w).String()}
	for _, s := range empty {
		l := lk.Line(draw.OnScreen, w)
		l.Gap(1)
		l.Put(draw.RoleDim, s)
		lines = append(lines, l.String())
	}
	return lines
}

func (p *Pane) frame(lk *draw.Style, w int, focused bool) draw.Frame {
	dot := " " + lk.Glyphs.Dot + " "
	f := draw.Frame{Title: draw.PaneTitle("Chats", focused), Focused: focused}
	if what := p.Filter.words(lk); len(what) > 0 {
		f.Title = append(append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot + "only "}), what...)
	}
	f.Title, f.Right = p.labels(lk, w, f.Title)
	var foot []string
	if len(f.Right) == 0 && p.Filter.Active() { // the filter's name takes the whole edge
		foot = append(foot, p.listedOf())
	}
	if from, to := p.Window(); to-from < p.N {
		foot = append(foot, strconv.Itoa(from+1)+"-"+strconv.Itoa(to)+" of "+strconv.Itoa(p.N))
	}
	if all := append([]string{p.Aside}, foot...); p.Aside != "" && lk.BothFit(w, nil, []draw.Piece{{Role: draw.RoleDim, Text: strings.Join(all, dot)}}) {
		foot = all
	}
	if len(foot) > 0 {
		f.Foot = []draw.Piece{{Role: draw.RoleDim, Text: strings.Join(foot, dot)}}
	}
	return f
}

// labels are the longest labels that fit beside each other: what is listed, in
// which order, and how many threads. With a filter that is how many there are of
// those who wait, so that nobody is out of sight unnoticed: it goes last.
func (p *Pane) labels(lk *draw.Style, w int, what []draw.Piece) (left, right []draw.Piece) {
	if len(p.all) == 0 {
		return what, nil
	}
	ordered := append(slices.Clip(what), draw.Piece{Role: draw.RoleDim, Text: " " + lk.Glyphs.Dot + " " + p.Order.String()})
	short := strconv.Itoa(p.wait) + " waiting of " + strconv.Itoa(len(p.rows))
	switch {
	case p.Part && p.wait == 0:
		short = lk.Glyphs.None + " waiting of " + strconv.Itoa(len(p.rows))
	case p.Part:
		short = lk.Glyphs.AtLeast + short
	}
	long := short
	if p.Filter.Active() {
		short = p.listedOf()
		long = short + ", " + draw.OfAll(len(p.rows), len(p.all))
	}
	for _, c := range []struct {
		left  []draw.Piece
		right string
	}{{ordered, long}, {ordered, short}, {what, short}} {
		if right = []draw.Piece{{Role: draw.RoleDim, Text: c.right}}; lk.BothFit(w, c.left, right) {
			return c.left, right
		}
	}
	return ordered, nil
}

// listedOf says how many of those who wait are listed.
func (p *Pane) listedOf() string { return draw.OfAll(p.wait, p.wait+p.unlisted) + " waiting" }

// Aside names the chats that no live figure counts, with the age of the oldest that is offline.
func Aside(lk *draw.Style, s *model.Snapshot) string {
	r := &draw.FigureReader{Style: lk, S: s}
	var parts []string
	if r.Value(model.FigureBotLane).Number > 0 {
		parts = append(parts, r.Text(model.FigureBotLane)+" with bot")
	}
	if r.Value(model.FigureOfflineInbox).Number > 0 {
		text := r.Text(model.FigureOfflineInbox) + " offline"
		if oldest := r.Value(model.FigureOfflineOldest); oldest.Known() {
			text += " since " + lk.Value(oldest)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

// Has reports whether a thread is listed.
func (p *Pane) Has(k model.Key) bool {
	for _, i := range p.rows {
		if p.all[i].Key == k {
			return true
		}
	}
	return false
}

// EmptyWords say why there are no threads at all.
func EmptyWords(h model.Health) []string {
	switch h.State {
	case model.StateStarting:
		return []string{"Asking Acquire who is there " + strings.Repeat(".", 3)}
	case model.StateLive, model.StateLate, model.StateDrift:
		return []string{"Nobody is here.", "New chats appear by themselves."}
	case model.StateReading, model.StatePartial:
		return []string{"Nobody is known to be here.", "Not all of the floor has been read."}
	}
	return []string{"Nothing has been read yet.", "It goes on by itself as soon as Acquire answers."}
}
