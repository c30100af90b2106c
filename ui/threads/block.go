package threads

import "floorwatch/ui/draw"

// A block is the window of a list with two parts: the waiting chats, the worst first, and the
// others below them. The waiting part is never scrolled away: its first row is always at the top,
// and all of it is shown if it fits.
//
// It is a plain value: what is visible follows from its fields alone.
type block struct {
	height  int // rows of the window, without headings
	waiting int // rows of the waiting part
	others  int
	cursor  int  // a row of the whole list; -1: none
	idle    bool // no key was pressed for a while: the worst are shown, wherever the cursor is
	wheeled bool // the window is where the wheel has put it, also away from the cursor

	top int // hidden rows of the waiting part after its first
	low int // index of the first visible row of the others
}

// A rowRange is the rows from up to but not including to.
type rowRange struct{ from, to int }

func (s rowRange) len() int { return s.to - s.from }

func (s rowRange) has(i int) bool { return i >= s.from && i < s.to }

// visibleRows are the rows of a block that are on the screen.
type visibleRows struct {
	pinned  bool // the list's first row is shown above waiting, which is scrolled
	waiting rowRange
	rule    bool     // a separator row between the parts
	others  rowRange // rows of the whole list
}

// rows is the number of visible rows.
func (v visibleRows) rows() int {
	n := v.waiting.len() + v.others.len()
	if v.pinned {
		n++
	}
	if v.rule {
		n++
	}
	return n
}

// shows reports whether a row of the whole list is on the screen.
func (v visibleRows) shows(i int) bool {
	return v.pinned && i == 0 || v.waiting.has(i) || v.others.has(i)
}

// at is the row of the whole list at row y of the window; ok is false on the rule and below the last row.
func (v visibleRows) at(y int) (i int, ok bool) {
	if v.pinned {
		if y == 0 {
			return 0, true
		}
		y--
	}
	if y < v.waiting.len() {
		return v.waiting.from + y, y >= 0
	}
	if y -= v.waiting.len(); v.rule {
		y--
	}
	return v.others.from + y, y >= 0 && y < v.others.len()
}

// cursorInOthers reports whether the cursor is among the chats that are not waiting.
func (b *block) cursorInOthers() bool { return !b.idle && b.cursor >= b.waiting }

// share divides the window: the rows of each part, and whether there is a rule between them.
func (b *block) share() (waiting, others int, rule bool) {
	h := max(0, b.height)
	switch {
	case b.waiting == 0:
		return 0, min(b.others, h), false
	case b.others == 0:
		return min(b.waiting, h), 0, false
	case b.cursorInOthers() && h < 3:
		return h - h/2, h / 2, false
	case b.cursorInOthers():
		others = min(max(3, 2*h/5), h-2)
		others = min(max(others, h-1-b.waiting), b.others)
		return min(b.waiting, h-1-others), others, true
	}
	waiting = min(b.waiting, h)
	if h-waiting < 2 {
		return waiting, 0, false
	}
	return waiting, min(b.others, h-waiting-1), true
}

// scroll scrolls just enough to bring the cursor into the window, and returns what is visible.
func (b *block) scroll() visibleRows {
	waiting, others, rule := b.share()
	switch c := b.cursor; {
	case b.idle || b.cursorInOthers():
		b.top = 0
	case b.wheeled:
	case c > 0 && waiting > 1:
		b.top = draw.Clamp(b.top, c-waiting+1, c-1)
	case c >= 0:
		b.top = draw.Clamp(b.top, c-waiting+1, c)
	}
	b.top = draw.Clamp(b.top, 0, b.waiting-waiting)
	if b.cursorInOthers() && !b.wheeled {
		c := b.cursor - b.waiting
		b.low = draw.Clamp(b.low, c-others+1, c)
	}
	b.low = draw.Clamp(b.low, 0, b.others-others)
	v := visibleRows{rule: rule, waiting: rowRange{b.top, b.top + waiting}, others: rowRange{b.waiting + b.low, b.waiting + b.low + others}}
	if b.top > 0 && waiting > 1 {
		v.pinned, v.waiting.from = true, b.top+1
	}
	return v
}

// wheel scrolls by d rows: the waiting part while some of it is hidden and the cursor is in it, otherwise the others.
func (b *block) wheel(d int) {
	b.wheeled = true
	if waiting, _, _ := b.share(); b.cursorInOthers() || waiting == b.waiting {
		b.low += d
		return
	}
	b.top += d
}

// hidden are the waiting rows above and below the visible ones.
func (v visibleRows) hidden(waiting int) (above, below rowRange) {
	below = rowRange{v.waiting.to, waiting}
	if v.pinned {
		return rowRange{1, v.waiting.from}, below
	}
	return rowRange{0, v.waiting.from}, below
}

// Wheel scrolls by d rows and leaves the cursor where it is, until Follow.
func (p *Pane) Wheel(d int) {
	p.block.wheel(d)
	p.updateVisible()
}

// Follow lets the window show the cursor again when it is next computed.
func (p *Pane) Follow() { p.block.wheeled = false }
