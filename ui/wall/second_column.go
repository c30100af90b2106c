package wall

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A secondColumn is the second column of chats as it was last drawn. Its clocks follow those of the first column in a
// frame of their own, because the renderer writes a row from its first changed cell to its last: with both in one frame it
// sends the names between them too, more than twice as many bytes.
type secondColumn struct {
	of    columnKey
	chats []model.Key
	drawn []string
	used  bool // the page that is shown has a second column
}

// A columnKey is what a column is drawn for, its chats aside.
type columnKey struct {
	floor *floor
	style *draw.Style
	ladderLayout
	w, h int
}

// rows returns the column: as it was last drawn if it is to follow later and has the same chats in the same places.
func (c *secondColumn) rows(of columnKey, rows []*model.Row, later bool, drawn func() []string) []string {
	chats := make([]model.Key, len(rows))
	for i, r := range rows {
		chats[i] = r.Key
	}
	if !later || of != c.of || !slices.Equal(chats, c.chats) {
		c.of, c.chats, c.drawn = of, chats, drawn()
	}
	c.used = true
	return c.drawn
}

// A secondFrame tells the wall that the first frame of a second has been shown.
type secondFrame struct{}

// secondFrameAfter is how much later the second column is than the first: two frames at FPS, so that they are never one.
const secondFrameAfter = 2 * time.Second / FPS

// requestSecondFrame requests the second frame of this second if there is a second column; nil if not. After a second
// frame that never came everything is drawn at once.
func (w *Wall) requestSecondFrame() tea.Cmd {
	if w.later = w.second.used && !w.later; !w.later {
		return nil
	}
	return tea.Tick(secondFrameAfter, func(time.Time) tea.Msg { return secondFrame{} })
}
