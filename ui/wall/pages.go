package wall

import (
	"slices"
	"strconv"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// figuresPage draws the six figures and the three chats nearest to their target
// or furthest past it.
//
//	wide and high      lower               narrow
//	three tiles        three tiles         a line for each
//	three tiles        three tiles         a line for each chat
//	three chats        a line for each
func (b *wallBody) figuresPage() []string {
	const across, lines = 3, 3
	tiles := b.figureTiles()
	switch {
	case b.w < across*tileWidth || b.h < 2*tileRows:
		return b.lk.Block(append(b.figureLines(tiles, 1), b.chatLines(lines)...), b.w, b.h)
	case b.h >= 3*tileRows:
		heights := draw.Share(make([]int, 3), b.h)
		out := b.tileRow(tiles[:across], b.w, heights[0])
		out = append(out, b.tileRow(tiles[across:], b.w, heights[1])...)
		return append(out, b.chatTiles(across, heights[2])...)
	}
	below := min(lines+1, b.h-2*tileRows)
	heights := draw.Share(make([]int, 2), b.h-below)
	out := b.tileRow(tiles[:across], b.w, heights[0])
	out = append(out, b.tileRow(tiles[across:], b.w, heights[1])...)
	return b.lk.Block(append(out, b.chatLines(below)...), b.w, b.h)
}

// chatTiles draws the first n chats that wait.
func (b *wallBody) chatTiles(n, h int) []string {
	rows := b.waiting()
	if len(rows) == 0 {
		return b.box("Nearest to their goal", "", b.w, h, func(w, h int) []string {
			return append(b.blank(w, (h-1)/2-1), b.words(w, b.nobody())...)
		})
	}
	widths := draw.Share(make([]int, n), b.w)
	var tiles []tile
	wide := 0
	for i, r := range rows[:min(n, len(rows))] {
		tiles = append(tiles, b.threadTile(r))
		wide += widths[i]
	}
	out := b.tileRow(tiles, wide, h)
	for i := range out {
		l := b.lk.Line(draw.OnScreen, b.w)
		l.Raw(out[i], wide)
		out[i] = l.String()
	}
	return out
}

// chatLines draws the first n chats that wait, a line each, below the names of the columns.
func (b *wallBody) chatLines(n int) []string {
	t := b.chatColumns(b.w, false, false)
	rows := b.waiting()
	out := []string{t.Head(b.lk, b.w, nil)}
	for _, r := range rows[:min(n, len(rows))] {
		out = append(out, b.chatRow(&t, r, b.w))
	}
	return out
}

// strip draws the six figures above the other pages: in digits where there is
// room for them, else in lines.
func (b *wallBody) strip() []string {
	tiles := b.figureTiles()
	switch {
	case b.w >= len(tiles)*tileWidth && b.h >= 3*tileRows:
		return b.tileRow(tiles, b.w, tileRows)
	case b.w >= 3*tileWidth:
		return append(b.figureLines(tiles, 3), b.blank(b.w, 1)...)
	}
	return append(b.figureLines(tiles, 2), b.blank(b.w, 1)...)
}

// figureLines draws the figures small, so many in a line.
func (b *wallBody) figureLines(tiles []tile, across int) []string {
	var out []string
	for part := range slices.Chunk(tiles, across) {
		l := b.lk.Line(draw.OnScreen, b.w)
		for i, w := range draw.Share(make([]int, across), b.w) {
			if i < len(part) {
				b.figureCell(l, part[i], w)
			}
		}
		out = append(out, l.String())
	}
	return out
}

func (b *wallBody) figureCell(l *draw.Line, t tile, w int) {
	lk := b.lk
	c := lk.Line(draw.OnScreen, w)
	of, mark := lk.Level(t.level)
	c.Gap(1)
	c.Put(draw.RoleDim, t.titleIn(w)+" ")
	c.Put(draw.Bold(of), t.text)
	if mark != "" {
		c.Put(draw.RoleText, " ")
		c.Put(draw.MarkRole(of), mark)
	}
	for _, n := range t.notes {
		if lk.Width(n)+3 > c.Left {
			break
		}
		c.Gap(2)
		c.Put(draw.RoleDim, n)
	}
	l.Raw(c.String(), w)
}

// below puts the strip above a page's own rows, in what room there is.
func (b *wallBody) below(page func(w, h int) []string) []string {
	out := b.strip()
	if len(out) >= b.h {
		return b.lk.Block(out, b.w, b.h)
	}
	return append(out, page(b.w, b.h-len(out))...)
}

// box draws lines in a frame with a title.
func (b *wallBody) box(title, right string, w, h int, content func(w, h int) []string) []string {
	lk := b.lk
	if w < draw.FramedWidth || h < draw.FramedHeight+1 {
		return lk.Block(content(w, h), w, h)
	}
	g := lk.Glyphs
	side := lk.Line(draw.OnScreen, 1)
	side.Put(draw.RoleFrame, g.Vertical)
	edge := side.String()
	var more []draw.Piece
	switch {
	case b.outdated:
		more = []draw.Piece{{Role: draw.RoleDim, Text: "STALE"}}
	case right != "":
		more = []draw.Piece{{Role: draw.RoleDim, Text: right}}
	}
	out := []string{lk.Border(draw.RoleFrame, w, g.TopLeft, g.TopRight, []draw.Piece{{Role: draw.RoleStrong, Text: title}}, more)}
	for _, l := range lk.Block(content(w-2, h-2), w-2, h-2) {
		out = append(out, edge+l+edge)
	}
	return append(out, lk.Border(draw.RoleFrame, w, g.BottomLeft, g.BottomRight, nil, nil))
}

// waitingPage lists the chats that wait.
func (b *wallBody) waitingPage() []string {
	return b.below(func(w, h int) []string {
		rows := b.waiting()
		return b.box("Waiting", draw.Count(len(rows), "chat", "chats"), w, h, func(w, h int) []string {
			return b.waitingList(rows, w, h)
		})
	})
}

func (b *wallBody) waitingList(rows []*model.Row, w, h int) []string {
	if len(rows) == 0 {
		return b.words(w, b.nobody())
	}
	t := b.chatColumns(w, b.cfg.Names, b.cfg.Text)
	out := []string{t.Head(b.lk, w, nil)}
	for _, r := range rows {
		out = append(out, b.chatRow(&t, r, w))
	}
	return b.list(out, w, h)
}

// nobody says that no chat waits, as far as is known.
func (b *wallBody) nobody() string {
	if b.snap.WaitsKnown() {
		return "Nobody is waiting."
	}
	return "Nobody is known to be waiting; not all of the floor has been read."
}

// list draws rows below their head: with air between them where there is room,
// and otherwise saying how many there is none for.
func (b *wallBody) list(rows []string, w, h int) []string {
	if 2*len(rows) <= h {
		var out []string
		for _, r := range rows {
			out = append(append(out, r), b.blank(w, 1)...)
		}
		return out
	}
	if len(rows) <= h || h < 2 {
		return rows
	}
	l := b.lk.Line(draw.OnScreen, w)
	l.Gap(3)
	l.Put(draw.RoleDim, "and "+strconv.Itoa(len(rows)-h+1)+" more")
	return append(rows[:h-1], l.String())
}

// words draws a sentence in place of a list.
func (b *wallBody) words(w int, s string) []string {
	if !b.known {
		s = "Nothing has been read yet."
	}
	l := b.lk.Line(draw.OnScreen, w)
	l.Gap(4)
	l.Put(draw.RoleText, s)
	return append(b.blank(w, 1), l.String())
}
