package cli

import (
	"fmt"
	"regexp"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
)

// The screen of these tests: the frames of its panes stand in these columns,
// the transcript's rows between these rows.
const (
	hostileWidth, hostileHeight = 160, 45
	firstRow, lastRow           = 7, 42
	textLeft, textRight         = 102, 157
	gutterWidth                 = 18
	cardRows                    = 6 // of the card above the transcript at most, with the rule below it
	frameLeft, frameRight       = 100, 159
)

// gutterRow is our part of a transcript's row, 18 cells, or a rule of ours: time and sender where they
// change, a badge, ticks.
var gutterRow = regexp.MustCompile(`^((\d\d:\d\d|--:--| {5}) (visitor |unknown |agent   |bot     |e-mail  |event   |note    |Maya.{4}|Agent   | {8})[!~ ](✓✓|✓ |● |\? |  )[ …]|──.*| *)$`)

// A grid is the screen at one moment.
type grid struct {
	cells [hostileHeight][hostileWidth]uv.Cell
}

func (s *session) grid() *grid {
	s.hold.Lock() // CellAt hands out the emulator's own cells
	defer s.hold.Unlock()
	g := &grid{}
	for y := range hostileHeight {
		for x := range hostileWidth {
			if c := s.screen.CellAt(x, y); c != nil {
				g.cells[y][x] = *c
			}
		}
	}
	return g
}

// row is a part of a row as text.
func (g *grid) row(y, from, to int) string {
	var b strings.Builder
	for x := from; x <= to; x++ {
		b.WriteString(g.cells[y][x].Content)
	}
	return b.String()
}

// transcript is the transcript's rows.
func (g *grid) transcript() string {
	var b strings.Builder
	for y := g.firstRow(); y <= lastRow; y++ {
		b.WriteString(g.row(y, textLeft, textRight) + "\n")
	}
	return b.String()
}

// firstRow is the panes' first row: what is wrong may stand on some rows above them. 0 where they are not there.
func (g *grid) firstRow() int {
	for y := firstRow - 2; y < firstRow+4; y++ {
		if g.cells[y][frameLeft].Content == "╭" { // what follows is a stranger's name
			return y + 1
		}
	}
	return 0
}

// belowCard is the first row behind the card and its rule, else first: what stands in a card may be a stranger's name.
func (g *grid) belowCard(first int) int {
	for y := first; y < first+cardRows; y++ {
		if strings.HasPrefix(g.row(y, textLeft, textRight), "────") {
			return y + 1
		}
	}
	return first
}

// frame is what of the pane's frame stands in a cell: a rule between its parts joins it.
func (g *grid) frame(x, y int) string {
	switch {
	case strings.Trim(g.row(y, frameLeft+1, frameRight-1), "─") != "":
		return "│"
	case x == frameLeft:
		return "├"
	}
	return "┤"
}

// moved says what of ours is not where it belongs; "" where all is.
func (g *grid) moved() string {
	if head := g.row(0, 0, 11); head != " floorwatch " {
		return fmt.Sprintf("the header begins with %q", head)
	}
	if foot := g.row(hostileHeight-1, 0, 15); foot != " a acknowledge  " && foot != " r try again now" { // the latter while all is stale
		return fmt.Sprintf("the footer begins with %q", foot)
	}
	first := g.firstRow()
	if first == 0 {
		return "the panes do not begin below the figures"
	}
	card := g.belowCard(first)
	for y := first; y <= lastRow; y++ {
		for _, x := range []int{frameLeft, frameRight} {
			if c := g.cells[y][x].Content; c != g.frame(x, y) {
				return fmt.Sprintf("in row %d column %d is %q, want our frame", y, x, c)
			}
		}
		if y < card {
			continue
		}
		gutter := g.row(y, textLeft, textLeft+gutterWidth-1)
		if !gutterRow.MatchString(gutter) {
			return fmt.Sprintf("in row %d the gutter is %q", y, gutter)
		}
		for x := textLeft; x < textLeft+gutterWidth; x++ {
			if c := g.cells[y][x]; c.Width > 1 {
				return fmt.Sprintf("in row %d the gutter's column %d is %q on %d cells", y, x, c.Content, c.Width)
			}
		}
	}
	return ""
}
