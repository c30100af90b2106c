package wall

import (
	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A ladderLayout is where the chats of the ladder are: the rows of each, the margin above it included, how many rows of
// the first margin are left out, how many chats a column has, how many are shown, and what is left out.
type ladderLayout struct {
	each, margin, lead, down, shown int
	tight                           bool // the last chat has no margin
	leftOut
}

// layOutLadder places columns of down chats on h rows, of which shown are not empty.
func (b chatView) layOutLadder(out leftOut, down, shown, h int) ladderLayout {
	letters, margin, below := b.letters, 0, 0
	switch {
	case b.margins() > 1 && h >= down*(letters+2):
		margin, below = 2, 1
	case h >= down*(letters+1)-1:
		margin = 1
	}
	each := letters + margin
	lead := draw.Clamp(down*each+below-h, 0, margin) // rows of the first margin that are left out
	if margin == 0 {
		lead = -draw.Clamp(h-down*each, 0, 1)
	}
	p := ladderLayout{each: each, margin: margin, lead: lead, down: down, shown: shown, leftOut: out}
	if p.tight = lead > 0 && !b.full; p.tight { // letters of half blocks end half a row above the next ones
		p.lead = 0
	}
	return p
}

// place returns which chat of a column row y belongs to, and which row of its letters it is; -1 is the row above them.
func (p *ladderLayout) place(y int) (chat, at int) {
	letters, last := p.each-p.margin, (p.down-1)*p.each
	switch y += p.lead; {
	case y < 0:
		return 0, -1
	case p.tight && y >= last:
		return p.down - 1 + (y-last)/letters, (y - last) % letters
	}
	return y / p.each, y%p.each - p.margin
}

// hasMargin reports whether there is a row above a chat of a column.
func (p *ladderLayout) hasMargin(chat int) bool {
	switch {
	case p.tight && chat == p.down-1:
		return false
	case chat == 0:
		return p.lead < p.margin
	}
	return p.margin > 0
}

// apart reports whether there is room between the block of a chat and the letters of the next one: those that fill their
// rows need a row for the block and one more.
func (p *ladderLayout) apart(chat int, full bool) bool {
	return p.hasMargin(chat+1) && (!full || p.margin > 1)
}

// filled reports for each chat of a column whether it is a filled block: a severe one whose block goes on above its
// letters, for their upper strokes are lost where a block begins with them, and +4:12 D.K. was read as U.K.; without
// colours those of the next chat are lost too where it ends with them. Below a severe chat that is not filled none is.
func (b chatView) filled(rows []*model.Row, p *ladderLayout, first int) []bool {
	fill := make([]bool, p.down)
	for i := range fill[:max(0, min(p.down, len(rows)-first))] {
		if _, of := b.rowMark(rows[first+i]); of != draw.RoleSevere {
			continue
		}
		if fill[i] = p.hasMargin(i) || i > 0 && fill[i-1]; !fill[i] {
			break
		}
	}
	for i := p.down - 2; i >= 0; i-- {
		nothingBelow := first+i+1 > p.shown // after the last chat it is said how many more wait
		fill[i] = fill[i] && (fill[i+1] || p.apart(i, b.full) || nothingBelow)
	}
	return fill
}
