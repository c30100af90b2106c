package wall

import (
	"time"

	"floorwatch/ui/draw"
)

// The content moves by one cell a minute within these bounds, so that no pixel of the panel shows the same
// for months (burn-in).
const (
	shiftAcross = 2
	shiftDown   = 1
)

// pixelShift is the offset of the content at a moment: it goes around a ring, one cell a minute.
func pixelShift(t time.Time) (dx, dy int) {
	ring := [...][2]int{{0, 0}, {1, 0}, {2, 0}, {2, 1}, {1, 1}, {0, 1}}
	at := ring[cycleIndex(time.Duration(t.Unix())*time.Second, time.Minute, len(ring))]
	return at[0], at[1]
}

// The sizes from which block letters are used, after the pixel shift is taken off. Letters of size 1 can be
// read from eight metres. Below letterWidth by letterHeight only the alert bar, the strip and the chats or agents
// are written in them, since the titles of three tiles do not fit beside each other.
const (
	compactWidth, compactHeight = 96, 28
	letterWidth, letterHeight   = 112, 39
	largeWidth, largeHeight     = 312, 84
	tallHeight                  = 50 // from here on the alert bar has room for letters that fill their rows
	bareHeight                  = 44 // from here on for those without margins, which take no chat's place
)

// A rowLayout is how many rows each part of the screen has, from the top; the last row is the footer.
type rowLayout struct {
	size    int  // of block letters; 0: they do not fit
	titled  bool // there is room for titles in block letters
	letters int  // rows of a block letter
	full    bool // letters fill their last row; those of half blocks end half a row above it
	top     int  // rows of the header
	bar     int  // rows of the alert bar
	bare    bool // the alert bar has no margins: it stands above the header and is not filled
	body    int  // rows of the page
}

// rowLayoutOf divides cw by ch cells; the parts and the footer always add up to ch. Letters of half blocks end half
// a row above their last row, but begin with their first: without a margin their upper strokes are lost in the dark
// above a filled bar, and 5 OVER was read as UVER. Without half blocks letters of size 1 are higher, so below
// tallHeight the header is in body type, and the alert bar too or bare: with their margins they would take the rows of two chats.
func rowLayoutOf(cw, ch int, halves bool) rowLayout {
	p := rowLayout{top: 1, bar: 1, titled: cw >= letterWidth && ch >= letterHeight}
	switch {
	case cw >= largeWidth && ch >= largeHeight:
		p.size = 2
	case p.titled, halves && cw >= compactWidth && ch >= compactHeight:
		p.size = 1
	}
	p.letters = draw.LetterRows(p.size, halves)
	p.full = p.size > 1 || p.size == 1 && !halves
	switch {
	case p.size == 0:
	case !p.titled:
		p.bar = p.letters + 1
	case p.full && ch >= tallHeight:
		p.top, p.bar = p.letters+1, p.letters+2
	case p.full && ch >= bareHeight:
		p.bar, p.bare = p.letters, true
	case !p.full:
		p.top, p.bar = p.letters, p.letters+1
	}
	p.body = max(0, ch-1-p.top-p.bar)
	return p
}

// The least rows and columns of a tile, and of its digits.
const (
	minDigits   = 5
	roomyDigits = 7 // rows of the next larger digits
	tileRows    = minDigits + 2
	tileWidth   = 19
)

// A figureLayout is how many rows the parts of the figures page have.
type figureLayout struct {
	tiles  [2]int // rows of the upper and the lower tiles
	ladder int
	chats  int // places in the ladder, in this many columns
	across int
}

// ladderChats is how many chats the ladder shows at most.
const ladderChats = 8

// figuresLayout divides h rows between two rows of tiles and the ladder. The rows of a sentence about the
// reading, problem in number, are taken from the ladder, so that digits keep their size and place when it
// comes and goes.
func (p rowLayout) figuresLayout(h, problem int) figureLayout {
	if p.size == 0 { // the table is so short that the tiles give up the rows
		h, problem = h-problem, 0
	}
	f := p.ladderRows(h)
	tiles := h - f.ladder
	if problem > 0 {
		each := p.letters
		if p.full { // letters that fill their rows need a row between them
			each += p.margins()
		}
		f.ladder = max(0, f.ladder-problem)
		f.chats = min(f.chats, f.across*(f.ladder/each))
		tiles = min(tiles, h-problem-f.ladder)
	}
	heights := draw.Share(make([]int, 2), max(0, tiles))
	f.tiles = [2]int{heights[0], heights[1]}
	return f
}

// ladderRows is the height of the ladder and its number of chats if nothing is wrong with the reading.
func (p rowLayout) ladderRows(h int) figureLayout {
	f := figureLayout{across: 1}
	if p.size == 0 {
		f.chats = draw.Clamp(h-2*(tileRows+1)-1, 4, ladderChats)
		f.ladder = f.chats + 1 // with the names of its columns
	} else {
		f.across = 2
		each, down := p.letters, 3
		if p.size == 1 && h >= 2*20+4*(each+1) {
			down = ladderChats / 2
		}
		least := 2 * p.leastTile()
		between := p.margins()
		if p.full {
			down = draw.Clamp((h-least+1)/(each+between), 0, down)
		}
		f.ladder = down*(each+between) - 1 // with a margin between two chats
		if p.full {
			f.ladder++ // and one below the last
		}
		f.ladder = min(f.ladder, h-least)
		roomy := least + 2*(roomyDigits-minDigits)
		switch left, close := h-f.ladder, down*each+1; {
		case left < roomy && !p.full && h-close >= roomy:
			f.ladder = close // larger digits rather than margins: letters of half blocks keep half a row apart
		case left > least && left != roomy:
			f.ladder++ // and one above the first, unless that makes the digits smaller
		}
		if f.ladder < down*each {
			f.ladder = max(0, h-least) / each * each
			down = f.ladder / each
		}
		f.chats = f.across * down
	}
	f.ladder = max(0, min(f.ladder, h-2*tileRows))
	return f
}

// margins is how many rows separate two chats of the ladder, if there is room. The largest letters fill their
// rows and need two: with one, a filled block would end right at the letters above or below it.
func (p rowLayout) margins() int {
	if p.size > 1 {
		return 2
	}
	return 1
}

// leastTile is the height of the smallest tile: frame and digits, and a title and a goal if they are not in the frame.
func (p rowLayout) leastTile() int {
	if !p.titled {
		return tileRows
	}
	return 2 + p.letters + 1 + minDigits
}
