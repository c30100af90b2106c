package threads

import (
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A listed is a thread as the list draws it.
type listed struct {
	*model.Row
	now time.Time
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

// columns are all that the list can show, from left to right: strangers' text is last.
func columns(lk *draw.Style) []draw.Column[listed] {
	return []draw.Column[listed]{
		{Title: "wait", Right: true, Width: waitCol, Sort: uint8(ByWait), Cell: wait},
		{Title: " sight", Width: sightCol, Drop: 6, Tight: true, Cell: sighted},
		{Title: lk.Glyphs.Times, Width: nudgeCol, Drop: 3, Cell: nudges},
		{Title: "owner", Width: ownerCol, Best: []int{14, ownerBest}, Grow: 2, Drop: 5, Sort: uint8(ByOwner), Cell: owner},
		{Title: "doing", Width: stateCol, Drop: 4, Sort: uint8(ByOwner), Cell: state},
		{Title: "also", Width: badgesCol, Drop: 2, Cell: badge},
		{Title: "visitor", Width: nameCol, Best: []int{16, nameBest, draw.Rest}, Grow: 1, Sort: uint8(ByVisitor), Cell: visitor},
		{Title: "last words", Width: textCol, Best: []int{30, draw.Rest}, Grow: 3, Drop: 1, Sort: uint8(ByNewest), Cell: lastWords},
	}
}

// tableOn is what fits into w cells.
func tableOn(lk *draw.Style, w int) draw.Table[listed] {
	return draw.FitTable(columns(lk), draw.MarkCol, 1, w)
}

// sortAt is what sorts by the column at cell x of the head.
func sortAt(lk *draw.Style, x, w int) Order {
	t := tableOn(lk, w)
	if c, ok := t.At(x); ok {
		return Order(c.Sort)
	}
	return ByTimeLeft
}

// drawRow draws one thread. What does not wait is dim, but for the names. A fresh
// one has changed a moment ago.
func drawRow(t *draw.Table[listed], lk *draw.Style, r listed, fresh bool, back draw.Backing, w int) string {
	l := lk.Line(back, w)
	of, mark := level(lk, r)
	draw.Marked(l, of, mark, fresh)
	t.Row(l, r)
	return l.String()
}

func level(lk *draw.Style, r listed) (draw.Role, string) {
	if !r.Wait.Running {
		return draw.RoleDim, ""
	}
	return lk.RowLevel(r.Row)
}

func wait(l *draw.Line, r listed, w int) {
	of, _ := level(l.Style, r)
	text := l.Style.Clock(r.Wait)
	if n := w - l.Style.Width(text); of == draw.RoleSevere && n > 0 {
		l.Gap(n)
		l.Put(of, text)
		return
	}
	l.Right(of, text, w)
}

// sighted draws how much has been seen and for how long, or, where nobody
// waits, what the thread is doing and since when.
//
// Its clock stands beside that of the wait, the blanks between in its own
// colour: a cell diff writes a row from the first changed cell to the last, so
// each second what lies between two clocks that tick is sent again, and each
// change of colour among it.
func sighted(l *draw.Line, r listed, w int) {
	word, clock, level := sight(l.Style, r.Row, r.now)
	of, _ := l.Style.Level(level)
	l.Fill(draw.Quiet(of), " ", 1+sightClock-l.Style.Width(clock))
	l.Fit(draw.Quiet(of), clock, sightClock)
	l.Cell(draw.Quiet(of), l.Style.NarrowMark(level), 1)
	l.Gap(1)
	l.Cell(draw.TextOrDim(of), word, w-sightClock-2)
}

func sight(lk *draw.Style, r *model.Row, now time.Time) (word, clock string, level model.Level) {
	switch {
	case !r.Wait.Running:
		return rest(r), draw.Ago(now, r.LastAt), model.LevelNone
	case r.Lane == model.LaneBotSilent && r.Owner == 0: // no agent has it to see it
		return "with bot", lk.Clock(r.Unseen), model.LevelNone
	}
	if as, at, old := draw.OldWords(r); old {
		return at, as, model.LevelNone
	}
	word, c := draw.SightWords(r)
	return word, lk.Clock(c), c.Level
}

func nudges(l *draw.Line, r listed, w int) {
	text := ""
	if r.Nudges > 0 && r.Wait.Running {
		text = l.Style.Glyphs.Times + strconv.Itoa(min(r.Nudges, 99))
	}
	l.Cell(draw.RoleDim, text, w)
}

func owner(l *draw.Line, r listed, w int) {
	switch {
	case r.OwnerName.IsEmpty() && r.Owner != 0:
		l.Cell(draw.RoleDim, draw.AgentNumber(r.Owner), w)
	case r.Owner == 0 && r.Wait.Running && r.OwnerState == model.AgentUnknown:
		l.Cell(draw.RoleDim, "?", w)
	case r.Owner == 0:
		l.Cell(draw.RoleDim, l.Style.Glyphs.None, w)
	default:
		l.Text(draw.DimUnless(r.Wait.Running), r.OwnerName, w)
	}
}

func state(l *draw.Line, r listed, w int) {
	of, word := draw.OwnerState(r.Row)
	l.Cell(of, word, w)
}

func badge(l *draw.Line, r listed, w int) { l.Cell(draw.RoleDim, badges(r.Row, w), w) }

// visitor draws the visitor's name, or the number where it is unknown.
func visitor(l *draw.Line, r listed, w int) {
	if r.Name.IsEmpty() {
		l.Cell(draw.DimUnless(r.Wait.Running), draw.VisitorNumber(r.Row), w)
		return
	}
	of := draw.RoleDim
	if r.Wait.Running {
		of = draw.RoleStrong
	}
	l.Text(of, r.Name, w)
}

func lastWords(l *draw.Line, r listed, w int) { l.Text(draw.RoleDim, r.LastText, w) }
