package wall

import (
	"strconv"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// wallCols are the widths of the columns of chats on the wall, 0 where a column
// is left out. Strangers' text is last.
type wallCols struct {
	word, chat, wait, left, sight, nudges, owner, state, name, text int

	w int // of the row
}

// The column of what has been seen: a word, and a clock of up to seven cells.
const (
	sightCells = draw.SightWord + 7
)

// wallColumns divides w cells. What matters least goes first when it gets narrow.
func wallColumns(w int, names, text bool) wallCols {
	c := wallCols{word: 8, chat: 8, wait: 6, left: 11, sight: sightCells, nudges: 3, owner: 12, state: 10, w: w}
	if names {
		c.name = 16
	}
	drop := []*int{&c.nudges, &c.name, &c.state, &c.word, &c.owner, &c.left, &c.sight}
	if text {
		c.text = 20
		drop = []*int{&c.nudges, &c.word, &c.text, &c.name, &c.state, &c.owner, &c.left, &c.sight}
	}
	for _, col := range drop {
		if c.total() <= w {
			break
		}
		*col = 0
	}
	rest := max(0, w-c.total())
	if c.text > 0 {
		c.text += rest
		return c
	}
	for _, col := range []*int{&c.owner, &c.name, &c.chat, &c.left, &c.sight, &c.state} { // air between the columns
		if *col > 0 {
			n := min(rest, 6)
			*col, rest = *col+n, rest-n
		}
	}
	return c
}

func (c wallCols) total() int {
	n := 3
	for _, w := range []int{c.word, c.chat, c.wait, c.left, c.sight, c.nudges, c.owner, c.state, c.name, c.text} {
		if w > 0 {
			n += w + 2
		}
	}
	return n
}

// head names the columns.
func (c wallCols) head(lk *draw.Style) string {
	l := lk.Line(draw.OnScreen, c.w)
	l.Gap(3)
	put := func(name string, w int, right bool) {
		if w == 0 {
			return
		}
		if right {
			l.Right(draw.RoleDim, name, w)
		} else {
			l.Cell(draw.RoleDim, name, w)
		}
		l.Gap(2)
	}
	put("", c.word, false)
	put("chat", c.chat, false)
	put("wait", c.wait, true)
	put("target", c.left, true)
	put("sight", c.sight, false)
	put(lk.Glyphs.Times, c.nudges, false)
	put("owner", c.owner, false)
	put("doing", c.state, false)
	put("visitor", c.name, false)
	put("last words", c.text, false)
	return l.String()
}

// draw draws one chat.
func (c wallCols) draw(b *wallBody, r *model.Row) string {
	lk := b.lk
	l := lk.Line(draw.OnScreen, c.w)
	of, mark := lk.Level(r.Level)
	l.Gap(1)
	l.Cell(draw.MarkRole(of), mark, 2)
	put := func(w int, cell func()) {
		if w > 0 {
			cell()
			l.Gap(2)
		}
	}
	put(c.word, func() { l.Cell(draw.Quiet(of), draw.LevelCaption(r.Level), c.word) })
	put(c.chat, func() { l.Cell(draw.RoleStrong, draw.ChatNumber(r), c.chat) })
	put(c.wait, func() { l.Right(draw.Bold(draw.Quiet(of)), lk.Clock(r.Wait), c.wait) })
	put(c.left, func() { l.Right(draw.Quiet(of), draw.TimeLeft(r), c.left) })
	put(c.sight, func() {
		word, clock := draw.SightWords(r)
		of, _ := lk.Level(clock.Level)
		l.Cell(draw.RoleText, word, draw.SightWord)
		l.Right(draw.Quiet(of), lk.Clock(clock), sightCells-draw.SightWord)
		l.Gap(c.sight - sightCells)
	})
	put(c.nudges, func() { l.Cell(draw.RoleDim, wallNudges(lk, r), c.nudges) })
	put(c.owner, func() { c.drawOwner(l, b, r) })
	put(c.state, func() {
		of, word := draw.OwnerState(r)
		l.Cell(of, word, c.state)
	})
	put(c.name, func() { c.drawName(l, b, r) })
	put(c.text, func() { l.Text(draw.RoleDim, b.lastWords(r), c.text) })
	return l.String()
}

func wallNudges(lk *draw.Style, r *model.Row) string {
	if r.Nudges < 1 {
		return ""
	}
	return lk.Glyphs.Times + strconv.Itoa(min(r.Nudges, 99))
}

func (c wallCols) drawOwner(l *draw.Line, b *wallBody, r *model.Row) {
	switch {
	case b.cfg.Names && !r.OwnerName.IsEmpty():
		l.Text(draw.RoleText, r.OwnerName, c.owner)
	case r.Owner == 0:
		l.Cell(draw.RoleDim, l.Style.Glyphs.None, c.owner)
	default:
		l.Cell(draw.RoleText, draw.AgentNumber(r.Owner), c.owner)
	}
}

func (c wallCols) drawName(l *draw.Line, b *wallBody, r *model.Row) {
	name := b.masks.Name(r.Name)
	if name.IsEmpty() {
		l.Cell(draw.RoleText, "#"+strconv.FormatInt(int64(r.Key.Visitor), 10), c.name)
		return
	}
	l.Text(draw.RoleText, name, c.name)
}

// maxMasked bounds what is remembered of texts that were masked.
const maxMasked = 512

// A spoken is a text and the name of the visitor to whom or by whom it was said.
type spoken struct{ text, name safetext.Text }

// lastWords is what was said last in a chat, as it may be shown. What masking
// made of it is remembered: it costs more than drawing, and the same comes
// again with each tick.
func (w *Wall) lastWords(r *model.Row) safetext.Text {
	if t, ok := w.masked[spoken{r.LastText, r.Name}]; ok {
		return t
	}
	if len(w.masked) >= maxMasked {
		clear(w.masked)
	}
	t := w.masks.Text(r.LastText, r.Name)
	w.masked[spoken{r.LastText, r.Name}] = t
	return t
}
