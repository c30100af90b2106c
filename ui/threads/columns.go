package threads

import (
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// threadCols are the widths of the columns of the threads, 0 where a column is
// left out. They stand in this order; strangers' text is last.
type threadCols struct {
	mark, wait, sight, nudges, owner, state, badge, name, text int
}

// Narrowest useful widths.
const (
	waitCol   = 6
	sightCol  = sightClock + 1 + 1 + 8 // "≥4m12s", a mark, "answered"
	nudgeCol  = 3
	ownerCol  = 10
	stateCol  = 10 // OVERTAKING
	badgesCol = 7  // missed?, or "new bot"
	nameCol   = 9  // what a terminal of 40 cells has left beside the sight
	textCol   = 16
	ownerBest = 16
	nameBest  = 22

	sightClock = 6
)

// threadColumns divides w cells. What matters least goes first when it gets
// narrow: the last words, badges, nudges, the owner's state, the owner, the sight.
func threadColumns(w int) threadCols {
	c := threadCols{draw.MarkCol, waitCol, sightCol, nudgeCol, ownerCol, stateCol, badgesCol, nameCol, textCol}
	for _, col := range []*int{&c.text, &c.badge, &c.nudges, &c.state, &c.owner, &c.sight} {
		if c.total() <= w {
			break
		}
		*col = 0
	}
	rest := max(0, w-c.total())
	grow := func(col *int, best int) {
		if *col > 0 {
			n := min(rest, best-*col)
			*col, rest = *col+n, rest-n
		}
	}
	grow(&c.name, 16)
	grow(&c.owner, 14)
	if c.text > 0 {
		grow(&c.text, 30)
		grow(&c.name, nameBest)
		grow(&c.owner, ownerBest)
		c.text += rest
		return c
	}
	c.name += rest
	return c
}

// total is the width of the columns with a blank between each two.
func (c threadCols) total() int {
	n := -1
	for _, w := range []int{c.wait, c.sight, c.nudges, c.owner, c.state, c.badge, c.name, c.text} {
		if w > 0 {
			n += w + 1
		}
	}
	return n + c.mark
}

// head names the columns.
func (c threadCols) head(lk *draw.Style, w int) string {
	l := lk.Line(draw.OnScreen, w)
	l.Gap(c.mark)
	l.Right(draw.RoleDim, "wait", c.wait)
	if c.sight > 0 {
		l.Gap(1)
		l.Right(draw.RoleDim, "sight", sightClock)
		l.Gap(c.sight - sightClock)
	}
	for _, h := range []struct {
		name string
		w    int
	}{{lk.Glyphs.Times, c.nudges}, {"owner", c.owner}, {"doing", c.state}, {"also", c.badge}, {"visitor", c.name}, {"last words", c.text}} {
		if h.w > 0 {
			l.Gap(1)
			l.Cell(draw.RoleDim, h.name, h.w)
		}
	}
	return l.String()
}

// at is what sorts by the column at cell x of the head.
func (c threadCols) at(x int) Order {
	end := c.mark + c.wait
	if x >= c.mark && x < end {
		return ByWait
	}
	for _, col := range []struct {
		w  int
		by Order
	}{{c.sight, ByTimeLeft}, {c.nudges, ByTimeLeft}, {c.owner, ByOwner}, {c.state, ByOwner}, {c.badge, ByTimeLeft}, {c.name, ByVisitor}, {c.text, ByNewest}} {
		if col.w == 0 {
			continue
		}
		if end += col.w + 1; x >= c.mark && x < end {
			return col.by
		}
	}
	return ByTimeLeft
}

// draw draws one thread. What does not wait is dim, but for the names. A fresh
// one has changed a moment ago.
func (c threadCols) draw(lk *draw.Style, r *model.Row, fresh bool, back draw.Backing, w int, now time.Time) string {
	l := lk.Line(back, w)
	c.clock(l, r, fresh)
	if c.sight > 0 {
		c.sighted(l, r, now)
	}
	if c.nudges > 0 {
		l.Gap(1)
		l.Cell(draw.RoleDim, nudges(lk, r), c.nudges)
	}
	if c.owner > 0 {
		l.Gap(1)
		owner(l, r, c.owner)
	}
	if c.state > 0 {
		l.Gap(1)
		of, word := draw.OwnerState(r)
		l.Cell(of, word, c.state)
	}
	if c.badge > 0 {
		l.Gap(1)
		l.Cell(draw.RoleDim, badges(r, c.badge), c.badge)
	}
	l.Gap(1)
	visitor(l, r, c.name)
	if c.text > 0 {
		l.Gap(1)
		l.Text(draw.RoleDim, r.LastText, c.text)
	}
	return l.String()
}

// clock draws the mark of the level and the wait.
func (c threadCols) clock(l *draw.Line, r *model.Row, fresh bool) {
	of, mark := l.Style.Level(r.Level)
	if !r.Wait.Running {
		of, mark = draw.RoleDim, ""
	}
	draw.Marked(l, of, mark, fresh)
	text := l.Style.Clock(r.Wait)
	if n := c.wait - l.Style.Width(text); of == draw.RoleSevere && n > 0 {
		l.Gap(n)
		l.Put(of, text)
		return
	}
	l.Right(of, text, c.wait)
}

// sighted draws how much has been seen and for how long, or, where nobody
// waits, what the thread is doing and since when.
//
// Its clock stands beside that of the wait, the blanks between in its own
// colour: a cell diff writes a row from the first changed cell to the last, so
// each second what lies between two clocks that tick is sent again, and each
// change of colour among it.
func (c threadCols) sighted(l *draw.Line, r *model.Row, now time.Time) {
	word, clock, level := sight(l.Style, r, now)
	of, _ := l.Style.Level(level)
	l.Fill(draw.Quiet(of), " ", 1+sightClock-l.Style.Width(clock))
	l.Fit(draw.Quiet(of), clock, sightClock)
	l.Cell(draw.Quiet(of), l.Style.NarrowMark(level), 1)
	l.Gap(1)
	l.Cell(draw.TextOrDim(of), word, c.sight-sightClock-2)
}

func sight(lk *draw.Style, r *model.Row, now time.Time) (word, clock string, level model.Level) {
	switch {
	case !r.Wait.Running:
		return rest(r), draw.Ago(now, r.LastAt), model.LevelNone
	case r.Lane == model.LaneBotSilent && r.Owner == 0: // no agent has it to see it
		return "with bot", lk.Clock(r.Unseen), model.LevelNone
	}
	word, c := draw.SightWords(r)
	return word, lk.Clock(c), c.Level
}

func nudges(lk *draw.Style, r *model.Row) string {
	if r.Nudges < 1 || !r.Wait.Running {
		return ""
	}
	return lk.Glyphs.Times + strconv.Itoa(min(r.Nudges, 99))
}

func owner(l *draw.Line, r *model.Row, w int) {
	switch {
	case r.OwnerName.IsEmpty() && r.Owner != 0:
		l.Cell(draw.RoleDim, "agent "+strconv.FormatInt(int64(r.Owner), 10), w)
	case r.Owner == 0:
		l.Cell(draw.RoleDim, l.Style.Glyphs.None, w)
	default:
		l.Text(draw.DimUnless(r.Wait.Running), r.OwnerName, w)
	}
}

// visitor draws the visitor's name, or the number where nobody knows it.
func visitor(l *draw.Line, r *model.Row, w int) {
	if r.Name.IsEmpty() {
		l.Cell(draw.DimUnless(r.Wait.Running), draw.VisitorNumber(r), w)
		return
	}
	of := draw.RoleDim
	if r.Wait.Running {
		of = draw.RoleStrong
	}
	l.Text(of, r.Name, w)
}
