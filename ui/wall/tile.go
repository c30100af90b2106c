package wall

import (
	"slices"
	"strings"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// A tile is one figure of the wall: its title, its value in block digits, its trend of half an hour, its goal
// and details.
type tile struct {
	id       model.FigureID
	titles   []string // the longest first
	text     string   // the value in body type
	big      string   // the value in block digits
	brief    string   // a shorter form of it
	bound    string   // of a value that is not exact, in words
	sample   string   // how many responses it is made of, if that has to be said
	widest   string   // the widest value of a busy day; the trend starts right of it
	level    model.Level
	known    bool
	goal     string
	longForm string        // replaces the goal if there is room; empty: there is none
	period   string        // the span of time it covers
	detail   []string      // the most important first; as many as fit are shown
	agent    safetext.Text // the agent of the longest wait
	trend    *model.Trend
}

// A tileView draws the tiles.
type tileView struct{ *pageView }

// A tileLayout is how many rows the parts of a tile have, inside its frame.
type tileLayout struct {
	title, note, value, goal int
}

// layOutTile divides h rows. Small tiles have their title in the frame.
func (b tileView) layOutTile(h int) tileLayout {
	if !b.titled || h < b.letters+1+minDigits {
		return tileLayout{value: h}
	}
	t := tileLayout{title: b.letters, note: 1}
	t.value = h - t.title - t.note
	if goal := draw.LetterRows(1, b.pageStyle.HalfBlocks()) + 1; t.value >= 2*minDigits+goal && b.style.HalfBlocks() {
		t.goal = goal
		t.value -= goal
	}
	return t
}

// mark is the mark of the level in block letters and in body type, and its role.
func (t *tile) mark(style *draw.Style, old bool) (letters, text string, of draw.Role) {
	if old || !t.known {
		return "?", "?", draw.RoleDim
	}
	of, text = style.Level(t.level)
	return blockMark(t.level), text, of
}

// blockMark is the mark of a level in block letters.
func blockMark(l model.Level) string {
	switch {
	case l >= model.LevelSevere:
		return "!!"
	case l == model.LevelCritical:
		return "!"
	case l == model.LevelWarn:
		return "^"
	}
	return ""
}

// tile draws one tile on w by h cells. A severe one is filled.
func (b tileView) tile(t *tile, w, h int) []string {
	style := b.pageStyle
	if w < 4 || h < 3 {
		return style.Block(nil, w, h)
	}
	letters, sign, of := t.mark(style, b.stale)
	p := tileRoles{level: of, frame: draw.RoleFrame}
	if of == draw.RoleSevere && !b.stale {
		p.frame, p.background = of, of
	}
	at, g := b.layOutTile(h-2), &style.Glyphs
	var title, corner []draw.Piece
	if at.title == 0 {
		corner = b.corner(t, sign, p.role(of), w)
		title = []draw.Piece{{Role: p.role(draw.RoleStrong), Text: strings.ToUpper(t.title(style, w-frameCells-style.Total(corner)))}}
	}
	left, right := b.edgeLabels(t, &at, &p, w)
	rows := []string{style.Border(p.frame, w, g.TopLeft, g.TopRight, title, corner)}
	for y := range h - 2 {
		l := style.FilledLine(p.background, w)
		l.Put(p.frame, g.Vertical)
		in := style.FilledLine(p.background, w-2)
		b.tileRow(in, t, &at, &p, letters, y)
		l.Raw(in.String(), w-2)
		l.Put(p.frame, g.Vertical)
		rows = append(rows, l.String())
	}
	return append(rows, style.Border(p.frame, w, g.BottomLeft, g.BottomRight, left, right))
}

// tileRoles are the roles a tile is drawn in: those of its level, its frame and its background.
type tileRoles struct{ level, frame, background draw.Role }

// role is the role to use for of: on a filled tile all are the same.
func (p *tileRoles) role(of draw.Role) draw.Role {
	if p.background != draw.RoleText {
		return p.background
	}
	return of
}

// title is the longest title that fits into w cells of body type.
func (t *tile) title(style *draw.Style, w int) string {
	for _, s := range t.titles {
		if style.Width(s) <= w {
			return s
		}
	}
	return t.titles[len(t.titles)-1]
}

// frameCells is what the corners, blanks and lines of a frame take beside its labels.
const frameCells = 8

// corner is the mark of a tile whose title is in the frame, with the name of the level if there is room
// beside the shortest title.
func (b tileView) corner(t *tile, sign string, of draw.Role, w int) []draw.Piece {
	w -= b.pageStyle.Width(t.titles[len(t.titles)-1])
	word := ""
	switch {
	case b.stale:
		word = "STALE"
	case t.known && t.level >= model.LevelWarn:
		word = draw.LevelCaption(t.level)
	}
	switch {
	case sign == "":
		return nil
	case word != "" && b.pageStyle.Width(sign+" "+word)+frameCells <= w:
		sign += " " + word
	}
	return []draw.Piece{{Role: of, Text: sign}}
}

// edgeLabels are the labels of the lower edge: the details, the goal if it has no row of its own, and how the
// figure has changed.
func (b tileView) edgeLabels(t *tile, at *tileLayout, p *tileRoles, w int) (left, right []draw.Piece) {
	style := b.pageStyle
	list := t.detail
	if _, agent := t.goalWords(w - 3); at.goal > 0 && agent != "" {
		list = slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == t.agent.String() })
	}
	if at.note == 0 {
		list = slices.DeleteFunc(append([]string{strings.ToLower(t.bound), t.sample, t.goal}, list...), func(s string) bool { return s == "" })
	}
	if b.stale {
		list = []string{"as of " + b.reading.Age.Since.In(b.zone).Format("15:04:05")} // with seconds: in the first minute 15:04 is what the clock says
	}
	if at.note > 0 && !b.stale {
		right = b.changeLabel(t, p, list, w)
	} else if change := b.change(t); len(change) > 0 && !b.stale {
		list = append(list, change[len(change)-1])
	}
	s := ""
	for _, n := range list {
		next := n
		if s != "" {
			next = s + " " + style.Glyphs.Dot + " " + n
		}
		if style.Width(next)+style.Total(right)+9 > w && (len(right) > 0 || style.Width(next)+4 > w) {
			break
		}
		s = next
	}
	if s == "" && len(list) > 0 && style.Width(list[0])+5 <= w {
		s, right = list[0], nil
	}
	if s != "" {
		left = []draw.Piece{{Role: p.role(draw.RoleText), Text: s}}
	}
	return left, right
}

// changeLabel says how the figure has changed, in the longest form that leaves room for the first detail.
func (b tileView) changeLabel(t *tile, p *tileRoles, details []string, w int) []draw.Piece {
	first := 0
	if len(details) > 0 {
		first = b.pageStyle.Width(details[0])
	}
	for _, s := range b.change(t) {
		if first+b.pageStyle.Width(s)+9 <= w {
			return []draw.Piece{{Role: p.role(draw.RoleDim), Text: s}}
		}
	}
	return nil
}

// tileRow draws row y inside the frame.
func (b tileView) tileRow(l *draw.Line, t *tile, at *tileLayout, p *tileRoles, letters string, y int) {
	l.Gap(1)
	switch {
	case y < at.title:
		b.titleRow(l, t, p, letters, y)
	case y < at.title+at.note:
		b.noteRow(l, t, p)
	case y < at.title+at.note+at.value:
		b.valueRow(l, t, p, at.value, y-at.title-at.note)
	case at.goal > 0 && y > at.title+at.note+at.value:
		b.goalRow(l, t, p, y-at.title-at.note-at.value-1)
	}
}

// noteRow draws the bound, the sample, the goal and the period in body type.
func (b tileView) noteRow(l *draw.Line, t *tile, p *tileRoles) {
	before := false
	for _, x := range []draw.Piece{{Role: draw.RoleStrong, Text: t.bound}, {Role: draw.RoleStrong, Text: t.sample}, {Role: draw.RoleStrong, Text: t.longGoal()}, {Role: draw.RoleDim, Text: t.period}} {
		if x.Text == "" {
			continue
		}
		if before {
			l.Put(p.role(draw.RoleDim), " "+b.pageStyle.Glyphs.Dot+" ")
		}
		l.Put(p.role(x.Role), x.Text)
		before = true
	}
	if t.trend == nil || !t.known || b.stale || !model.FigureOf(t.id).Scope.Windowed() {
		return
	}
	for _, words := range barWords(t) {
		if len(words) < l.Left {
			l.Put(p.role(draw.RoleDim), words)
			return
		}
	}
}

// titleRow draws a row of the title in block letters, with the mark behind it: at the right end it stood beside the
// next tile's title and was read as that one's.
func (b tileView) titleRow(l *draw.Line, t *tile, p *tileRoles, letters string, y int) {
	mark := draw.LettersWidth(letters, b.size)
	for _, s := range t.titles {
		s, ok := draw.Spelled(s)
		if ok && draw.LettersWidth(s, b.size)+mark+b.size+1 <= l.Left {
			of := p.role(draw.RoleStrong)
			if t.level >= model.LevelWarn && t.known && !b.stale {
				of = p.role(p.level)
			}
			l.Letters(of, s, b.size, y)
			l.Gap(min(3*b.size, l.Left-mark-1))
			break
		}
	}
	l.Letters(p.role(p.level), letters, b.size, y)
}

// boundSigns are the signs that a value that is not exact begins with.
const boundSigns = "≥≤~"

// splitBound separates the sign of a bound from the value.
func splitBound(value string) (sign, digits string) {
	digits = strings.TrimLeft(value, boundSigns)
	return value[:len(value)-len(digits)], digits
}

// plusBehind writes lower bounds in words for block letters, "≥5 over limit" as "5+ over limit": before a digit of the
// same size the sign was read as one, 25.
func plusBehind(s string) string {
	words := strings.Split(s, " ")
	for i, w := range words {
		if number, ok := strings.CutPrefix(w, "≥"); ok {
			words[i] = number + "+"
		}
	}
	return strings.Join(words, " ")
}

// A valueFont is how the value of a tile is written.
type valueFont struct {
	draw.FontSize
	ok           bool   // block digits fit
	sign, digits string // "≥" and "12"
	signCells    int    // the cells of the sign and of the gap behind it
	signSize     int    // of the sign, in block letters
}

// fitValue chooses the largest digits for a value on w by h cells that leave room for the widest value of a
// busy day and for a trend. The sign of a bound is smaller and set apart: as large as the digits, "≥81%" was
// read as "281%"; less than half as large, "~100%" was read as "≤100%".
func (b tileView) fitValue(t *tile, w, h int) valueFont {
	air := 0
	if h > 2*minDigits {
		air = 1
	}
	var f valueFont
	f.FontSize, f.ok = draw.FitDigits(t.widest, w-leastTrend-2, h-air)
	f.signSize = b.size
	if large := draw.LetterRows(2, true); b.size == 1 && f.ok && f.Height() >= 2*large {
		f.signSize = 2
	}
	if f.sign, f.digits = splitBound(t.big); f.sign != "" {
		f.signCells = b.signWidth(f.sign, f.signSize) + 2
	}
	if f.ok && f.signCells+f.Width(f.digits) > w {
		if f.sign, f.digits = splitBound(t.brief); f.sign != "" {
			f.signCells = b.signWidth(f.sign, f.signSize) + 2
		}
	}
	if !f.ok || f.signCells+f.Width(f.digits) > w {
		f.FontSize, f.ok = draw.FitDigits(f.digits, w-f.signCells, h)
	}
	return f
}

// signWidth is how many cells the sign of a bound takes in letters of a size.
func (b tileView) signWidth(sign string, size int) int {
	if size == 0 {
		return b.pageStyle.Width(b.pageStyle.Ours(sign))
	}
	return draw.LettersWidth(sign, size)
}

// signRow draws row y of h of the sign of a bound, which is centred vertically.
func (b tileView) signRow(l *draw.Line, of draw.Role, f *valueFont, h, y int) {
	w := b.signWidth(f.sign, f.signSize)
	rows := draw.LetterRows(f.signSize, b.pageStyle.HalfBlocks())
	switch at := y - (h-rows)/2; {
	case f.sign == "":
	case w == b.pageStyle.Width(b.pageStyle.Ours(f.sign)):
		if y == h/2 {
			l.Put(of, b.pageStyle.Ours(f.sign))
		}
	case at >= 0 && at < rows:
		l.Letters(of, f.sign, f.signSize, at)
	}
}

// valueRow draws row y of h of the value, and of the trend right of it.
func (b tileView) valueRow(l *draw.Line, t *tile, p *tileRoles, h, y int) {
	room := l.Left - 1
	f := b.fitValue(t, room, h)
	of := p.role(draw.Bold(p.level))
	if p.level == draw.RoleDim && t.known && !b.stale {
		of = draw.RoleStrong
	}
	top := (h - f.Height() + 1) / 2
	switch {
	case !f.ok && y == h/2:
		l.Put(of, t.text)
		return
	case !f.ok, y < top, y >= top+f.Height():
		return
	}
	left := l.Left
	b.signRow(l, of, &f, f.Height(), y-top) // as bright as the number: a grey sign is not seen across a room
	l.Gap(f.signCells - (left - l.Left))
	l.Digits(of, f.digits, f.FontSize, y-top)
	b.trendRow(l, t, p, max(f.Width(t.widest), f.signCells+f.Width(f.digits)), room, f.Height(), y-top)
}
