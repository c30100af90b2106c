package wall

import (
	"slices"
	"strconv"
	"strings"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// stripRows is the height of the strip above the other pages: a title in body type, letters and a blank.
func (b *pageView) stripRows() int { return draw.LetterRows(b.size, true) + 2 }

// strip draws the six figures above the other pages: in block digits if they fit, otherwise in lines.
func (b *pageView) strip() []string {
	tiles := tileView{b}.tiles()
	r := &draw.FigureReader{Style: b.pageStyle, S: b.snap}
	if v := r.Value(model.FigureLongest); !b.stale {
		tiles[0].text, tiles[0].big, tiles[0].brief = wholeMinutes(v, b.pageStyle.Signs()), wholeMinutes(v, blockNotation()), wholeMinutes(lowerBound(v), blockNotation())
	}
	if b.size == 0 || !b.style.HalfBlocks() {
		across := 3
		if b.w < 3*tileWidth {
			across = 2
		}
		return b.figureLines(tiles, across)
	}
	rows := make([]string, 0, b.stripRows())
	for y := range b.stripRows() {
		l := b.pageStyle.Line(draw.OnScreen, b.w)
		for i, w := range draw.Share(make([]int, len(tiles)), b.w) {
			c := b.pageStyle.Line(draw.OnScreen, w)
			b.stripCell(c, &tiles[i], y)
			l.Raw(c.String(), w)
		}
		rows = append(rows, l.String())
	}
	return rows
}

// stripAbove is the strip above places of so many rows each, and the rows below it and the rule; without its blank row if
// that makes room for one place more.
func (b *pageView) stripAbove(each int) (strip []string, room int) {
	strip = b.strip()
	room = b.h - len(strip) - 1
	if len(strip) == b.stripRows() && b.size > 0 && (room+2)/each > (room+1)/each {
		return strip[:len(strip)-1], room + 1
	}
	return strip, room
}

// minutesUnit cuts the M off whole minutes, and returns the unit that stands behind them in body type: in block letters
// 8M was read as AM and as eight million. The page of agents writes its minutes the same way.
func minutesUnit(digits string) (number, unit string) {
	if s := strings.ToUpper(digits); strings.Count(s, "M") == 1 && strings.HasSuffix(s, "M") {
		return digits[:len(digits)-1], "min"
	}
	return digits, ""
}

// stripCell draws row y of one figure of the strip.
func (b *pageView) stripCell(l *draw.Line, t *tile, y int) {
	_, sign, of := t.mark(b.pageStyle, b.stale)
	role := draw.Bold(draw.Quiet(of))
	if of == draw.RoleDim && t.known && !b.stale {
		role = draw.RoleStrong
	}
	l.Gap(1)
	switch n, size := draw.LetterRows(b.size, true), max(1, b.size); {
	case y == 0:
		l.Put(draw.RoleStrong, t.title(b.pageStyle, l.Left-4)+" ")
		l.Put(draw.MarkRole(of), sign)
	case y <= n:
		sign, digits := splitBound(t.big)
		lead := func() int { return min(1, len(sign)) * (draw.LettersWidth(sign, size) + 2*size) }
		if lead()+draw.LettersWidth(digits, size) > l.Left {
			sign, digits = splitBound(t.brief)
		}
		digits, unit := minutesUnit(digits)
		if s, ok := draw.Spelled(digits); ok && lead()+draw.LettersWidth(s, size) <= l.Left {
			if sign != "" {
				l.Letters(draw.RoleDim, sign, size, y-1) // dim, so that it is not read as a digit
				l.Gap(2 * size)
			}
			l.Letters(role, s, size, y-1)
			if y == n && unit != "" && len(unit)+1 < l.Left {
				l.Gap(1)
				l.Put(draw.RoleStrong, unit)
			}
		} else if y == n {
			l.Put(role, t.text)
		}
		if y == n && b.pageStyle.Width(t.goal)+2 < l.Left {
			l.Gap(2)
			l.Put(draw.RoleDim, t.goal)
		}
	}
}

// figureLines draws the figures in body type, several to a line.
func (b *pageView) figureLines(tiles []tile, across int) []string {
	var out []string
	for part := range slices.Chunk(tiles, across) {
		l := b.pageStyle.Line(draw.OnScreen, b.w)
		for i, w := range draw.Share(make([]int, across), b.w) {
			if i < len(part) {
				b.figureCell(l, &part[i], w)
			}
		}
		out = append(out, l.String())
	}
	return out
}

func (b *pageView) figureCell(l *draw.Line, t *tile, w int) {
	_, sign, of := t.mark(b.pageStyle, b.stale)
	c := b.pageStyle.Line(draw.OnScreen, w)
	c.Gap(1)
	c.Put(draw.RoleDim, t.title(b.pageStyle, w-12)+" ")
	c.Put(draw.Bold(of), t.text)
	if sign != "" {
		c.Put(draw.RoleText, " ")
		c.Put(draw.MarkRole(of), sign)
	}
	for _, n := range slices.DeleteFunc(append([]string{t.sample, t.goal}, t.detail...), func(s string) bool { return s == "" }) {
		if b.pageStyle.Width(n)+3 > c.Left {
			break
		}
		c.Gap(2)
		c.Put(draw.RoleDim, n)
	}
	l.Raw(c.String(), w)
}

// rule draws the line above the rows of a page: the title, the order, and how many of how many are shown.
func (b *pageView) rule(title, order, right string) string {
	style := b.pageStyle
	l := style.Line(draw.OnScreen, b.w)
	l.Fill(draw.RoleFrame, style.Glyphs.Horizontal, 2)
	l.Put(draw.RoleStrong, " "+title)
	if order != "" {
		l.Put(draw.RoleDim, " "+style.Glyphs.Dot+" "+order)
	}
	l.Gap(1)
	if right != "" {
		right = " " + right + " "
	}
	l.Fill(draw.RoleFrame, style.Glyphs.Horizontal, l.Left-style.Width(right)-2)
	l.Put(draw.RoleDim, right)
	l.Fill(draw.RoleFrame, style.Glyphs.Horizontal, l.Left)
	return l.String()
}

// waitingPage lists the waiting chats, those furthest past their goal first.
func (b chatView) waitingPage() []string {
	each, across := b.letters+b.margins(), 2
	out, room := b.stripAbove(each)
	if len(out) == b.stripRows() && (room+1)%each == 0 { // the blank row is needed above the first chat
		out, room = out[:len(out)-1], room+1
	}
	if b.cfg.Text {
		across = 1 // messages need the width
	}
	down := (room + 1) / each
	places := across * down
	if b.size == 0 {
		places = room - 1 // less the names of the columns
	}
	rows, more := b.chooseWithWords(places)
	known := ""
	switch all := len(rows) + more.chats; {
	case b.atLeast() && b.known():
		known = strconv.Itoa(len(rows)) + " of " + b.pageStyle.Ours("≥"+strconv.Itoa(all))
	case b.known():
		known = draw.OfAll(len(rows), all)
	}
	out = append(out, b.rule("WAITING", "by SLA", known))
	if b.size == 0 {
		return append(out, b.chatTable(rows, more, b.w, room)...)
	}
	return append(out, b.ladder(rows, more, across, down, room)...)
}

// chatTable lists chats in body type, below the names of the columns. If chats are left out the row after the last says
// how many.
func (b chatView) chatTable(rows []*model.Row, more leftOut, w, h int) []string {
	t := b.chatColumns(w)
	if h <= 0 {
		return nil
	}
	out := []string{t.Head(b.pageStyle, w, nil)}
	for _, r := range rows {
		_, mark := b.pageStyle.RowLevel(r)
		of, _, _ := b.runRoles(r)
		if b.stale {
			mark = "?"
		}
		l := b.pageStyle.FilledLine(rowBackground(of), w)
		l.Gap(1)
		l.Cell(of, mark, leadCells-1)
		t.Row(l, r)
		out = append(out, l.String())
	}
	if more.chats > 0 {
		l := b.pageStyle.Line(draw.OnScreen, w)
		l.Gap(1 + leadCells)
		l.Put(draw.RoleStrong, b.pageStyle.Ours(b.longestForm(more, w-2-leadCells)))
		out = append(out, l.String())
	}
	if len(rows) == 0 && h > 1 {
		out[0] = b.blank(w, 1)[0]
		l := b.pageStyle.Line(draw.OnScreen, w)
		l.Gap(4)
		l.Put(draw.RoleText, b.nobody())
		out = append(out, l.String())
	}
	return b.pageStyle.Block(out, w, h)
}

// rowBackground is the role of the blanks in a row whose mark has a role.
func rowBackground(of draw.Role) draw.Role {
	if of == draw.RoleSevere {
		return of
	}
	return draw.RoleText
}

// The columns of a table: the mark has three cells, two blanks separate the others, and two follow the last.
const (
	leadCells  = 3
	gapCells   = 2
	sightCells = 14 // "as of 12:03:11"
)

// chatColumns chooses the columns for w cells. As it gets narrow the least important go first; the wait and
// the agent stay.
func (b chatView) chatColumns(w int) draw.Table[*model.Row] {
	const air = 6 // between columns, if there is room
	agent := 12
	if b.cfg.Names == NamesFull {
		agent = 16
	}
	columns := []draw.Column[*model.Row]{
		{Title: "wait", Right: true, Width: 7, Cell: b.waitCell},
		{Title: "SLA", Right: true, Width: 10, Best: []int{10 + air}, Grow: 4, Drop: 6, Tight: true, Cell: b.slaCell},
		{Title: "agent", Width: agent, Best: []int{agent + air}, Grow: 1, Cell: b.ownerCell},
		{Title: "agent is", Width: 10, Best: []int{10 + air}, Grow: 3, Drop: 5, Cell: b.stateCell},
		{Title: "seen", Width: sightCells, Best: []int{sightCells + air}, Grow: 5, Drop: 4, Cell: b.sightCell},
		{Title: "msgs", Right: true, Width: 4, Drop: 1, Cell: b.messagesCell},
	}
	if b.cfg.Names == NamesFull {
		columns = append(columns, draw.Column[*model.Row]{Title: "visitor", Width: 12, Best: []int{12 + air}, Grow: 2, Drop: 3, Cell: b.visitorCell})
	}
	if b.cfg.Text {
		columns = append(columns, draw.Column[*model.Row]{Title: "last message", Width: 20, Best: []int{draw.Rest}, Drop: 2, Cell: b.textCell})
	}
	return draw.FitTable(columns, leadCells, gapCells, w-gapCells)
}

// rowRole is the role to use for of in a row: all are the same in a severe row that is current.
func (b chatView) rowRole(r *model.Row, of draw.Role) draw.Role {
	level, _ := b.pageStyle.RowLevel(r)
	if g := rowBackground(level); g != draw.RoleText && !b.stale {
		return g
	}
	return of
}

// runRoles are the roles of the mark, the wait and the SLA, which are drawn as one run.
func (b chatView) runRoles(r *model.Row) (mark, wait, sla draw.Role) {
	of, _ := b.pageStyle.RowLevel(r)
	if b.stale {
		of = draw.RoleDim
	}
	mark, wait, sla = draw.RunRoles(of, b.waitRole(r))
	return mark, b.rowRole(r, wait), b.rowRole(r, sla)
}

func (b chatView) waitCell(l *draw.Line, r *model.Row, w int) {
	_, of, _ := b.runRoles(r)
	l.RightJoined(draw.Bold(of), b.pageStyle.ValueIn(model.ClockValue(r.Wait), w), w)
}

func (b chatView) slaCell(l *draw.Line, r *model.Row, w int) {
	_, _, of := b.runRoles(r)
	l.RightJoined(of, draw.TimeLeft(r), gapCells+w)
}

func (b chatView) ownerCell(l *draw.Line, r *model.Row, w int) {
	of, _ := b.pageStyle.RowLevel(r)
	l.Text(b.rowRole(r, b.nameRole(r, of)), b.owner(r), w)
}

func (b chatView) stateCell(l *draw.Line, r *model.Row, w int) {
	of, word := draw.OwnerState(r)
	if r.Owner == 0 {
		word = ""
	}
	l.Cell(b.rowRole(r, of), word, w)
}

func (b chatView) sightCell(l *draw.Line, r *model.Row, w int) {
	of, mark := b.pageStyle.Level(r.SightLevel())
	if b.stale || mark == "" {
		of = draw.RoleText
	}
	l.Cell(b.rowRole(r, draw.Quiet(of)), b.sight(r), w)
}

func (b chatView) messagesCell(l *draw.Line, r *model.Row, w int) {
	l.Right(b.rowRole(r, draw.RoleDim), draw.Unanswered(r.Unanswered), w)
}

func (b chatView) visitorCell(l *draw.Line, r *model.Row, w int) {
	b.visitor(l, r, b.rowRole(r, draw.RoleText), w)
}

// visitor writes the name of a visitor if [privacy] and the configuration allow it, otherwise the number.
func (b chatView) visitor(l *draw.Line, r *model.Row, of draw.Role, w int) {
	name := b.masks.Name(r.Name)
	if name.IsEmpty() {
		l.Cell(of, draw.VisitorNumber(r), w)
		return
	}
	l.Text(of, name, w)
}

func (b chatView) textCell(l *draw.Line, r *model.Row, w int) {
	l.Text(b.rowRole(r, draw.RoleDim), b.lastText(r), w)
}

// maxMasked bounds the cache of masked texts.
const maxMasked = 512

// A maskKey is a text and the name of the visitor in whose chat it was written.
type maskKey struct{ text, name safetext.Text }

// lastText is the last message of a chat as it may be shown. Masked texts are cached: masking costs more
// than drawing, and the same texts come with every tick.
func (w *Wall) lastText(r *model.Row) safetext.Text {
	if t, ok := w.maskCache[maskKey{r.LastText, r.Name}]; ok {
		return t
	}
	if len(w.maskCache) >= maxMasked {
		clear(w.maskCache)
	}
	t := w.masks.Text(r.LastText, r.Name)
	w.maskCache[maskKey{r.LastText, r.Name}] = t
	return t
}
