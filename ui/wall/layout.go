package wall

import (
	"time"

	"floorwatch/ui/draw"
)

// The content moves about by one cell a minute within so many cells, so that no
// cell of the panel shows the same for months.
const (
	shiftAcross = 2
	shiftDown   = 1
)

// pixelShift is where the content stands at a moment. It goes around in a ring, one cell at a time.
func pixelShift(t time.Time) (dx, dy int) {
	ring := [...][2]int{{0, 0}, {1, 0}, {2, 0}, {2, 1}, {1, 1}, {0, 1}}
	at := ring[cycleIndex(time.Duration(t.Unix())*time.Second, time.Minute, len(ring))]
	return at[0], at[1]
}

// Sizes from which the wall is written in block letters: of the whole screen less
// what the content moves about. Letters of size 1 are read from eight metres.
const (
	letterWidth, letterHeight = 112, 39
	largeWidth, largeHeight   = 312, 84
	tallHeight                = 50 // there is room for a margin in the alert bar
)

// rowLayout are the rows of the parts of the wall, from the top; the last row is the footer's.
type rowLayout struct {
	size    int  // of the block letters; 0: there is no room for them
	letters int  // the rows of one
	full    bool // a letter reaches to the edges of its rows: those of half blocks end half a row above it
	top     int  // whose floor, how well it is read, the time
	bar     int  // what is over its limit
	body    int  // the page
}

// rowLayoutOf splits cw by ch cells. It is total: the parts and the footer are ch together.
// Where the terminal has no half blocks letters of size 1 are higher: below tallHeight the
// lines above the page are of body type then. What reaches to the edge of the alert bar, or
// of the head above it, would run into what is there.
func rowLayoutOf(cw, ch int, halves bool) rowLayout {
	p := rowLayout{top: 1, bar: 1}
	switch {
	case cw >= largeWidth && ch >= largeHeight:
		p.size = 2
	case cw >= letterWidth && ch >= letterHeight:
		p.size = 1
	}
	p.letters = draw.LetterRows(p.size, halves)
	p.full = p.size > 1 || p.size == 1 && !halves
	switch tall := ch >= tallHeight; {
	case p.size == 0:
	case p.full && tall:
		p.top, p.bar = p.letters+1, p.letters+2
	case !p.full:
		p.top, p.bar = p.letters, p.letters
		if tall {
			p.bar++
		}
	}
	p.body = max(0, ch-1-p.top-p.bar)
	return p
}

// The least rows and cells of a tile, and the ladder's.
const (
	minDigits   = 5
	roomyDigits = 7 // the next size of digits
	tileRows    = minDigits + 2
	tileWidth   = 19
)

// figureLayout are the rows of the figures page.
type figureLayout struct {
	tiles  [2]int // of each row of tiles
	ladder int
	chats  int // in the ladder, in so many columns
	across int
}

// ladderChats is how many chats the ladder has at most.
const ladderChats = 8

// figuresLayout splits h rows among two rows of tiles and the ladder. What is wrong with the reading, so many rows below
// them, is taken from the ladder: digits keep their size and their place when that comes and goes.
func (p rowLayout) figuresLayout(h, wrong int) figureLayout {
	if p.size == 0 { // what little there is of the chats is worth more
		h, wrong = h-wrong, 0
	}
	f := p.ladderRows(h)
	tiles := h - f.ladder
	if wrong > 0 {
		each := p.letters
		if p.full { // letters would run into each other without rows between them
			each += p.margins()
		}
		f.ladder = max(0, f.ladder-wrong)
		f.chats = min(f.chats, f.across*(f.ladder/each))
		tiles = min(tiles, h-wrong-f.ladder)
	}
	heights := draw.Share(make([]int, 2), max(0, tiles))
	f.tiles = [2]int{heights[0], heights[1]}
	return f
}

// ladderRows are the rows and chats of the ladder where nothing is wrong with the reading.
func (p rowLayout) ladderRows(h int) figureLayout {
	f := figureLayout{across: 1}
	if p.size == 0 {
		f.chats = draw.Clamp(h-2*(tileRows+1)-1, 4, ladderChats)
		f.ladder = f.chats + 1 // with its head
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
		f.ladder = down*(each+between) - 1 // a margin between each
		if p.full {
			f.ladder++ // and below the last
		}
		f.ladder = min(f.ladder, h-least)
		roomy := least + 2*(roomyDigits-minDigits)
		if left := h - f.ladder; left > least && left != roomy {
			f.ladder++ // and above the first, unless it takes their size from the digits
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

// margins are the rows between two chats of the ladder, where there is room. Largest letters reach to the edges of their
// rows: in one row a filled block ends at the letters above it, or at those below.
func (p rowLayout) margins() int {
	if p.size > 1 {
		return 2
	}
	return 1
}

// leastTile is the height of the smallest tile: frame, title, goal and digits.
func (p rowLayout) leastTile() int { return 2 + p.letters + 1 + minDigits }
