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

// filled reports for each chat of a column whether it is a filled block: a severe one whose block goes on above its
// letters, for their upper strokes are lost where a block begins with them, and +4:12 D.K. was read as U.K. Below a severe
// chat that is not filled none is.
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
	return fill
}
