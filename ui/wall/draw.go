package wall

import (
	"strings"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/layout"
)

// draw draws the whole screen.
func (w *Wall) draw() string {
	if w.width <= 0 || w.height <= 0 {
		return ""
	}
	if w.width < layout.TinyWidth || w.height < layout.TinyHeight {
		return strings.Join(w.tiny(w.width, w.height), "\n")
	}
	w.second.used = false
	dx, dy := pixelShift(w.now)
	rows := w.content(w.width-shiftAcross, w.height-shiftDown)
	out := make([]string, 0, w.height)
	for y := range w.height {
		l := w.style.Line(draw.OnScreen, w.width)
		if i := y - dy; i >= 0 && i < len(rows) {
			l.Gap(dx)
			l.Raw(rows[i], w.width-shiftAcross)
		}
		out = append(out, l.String())
	}
	return strings.Join(out, "\n")
}

// A pageView is what all pages are drawn from: the wall, the floor shown and the size.
type pageView struct {
	*Wall
	*floor
	rowLayout
	pageStyle *draw.Style
	stale     bool // the figures are not current
	w, h      int
}

// content draws everything on cw by ch cells: the header, the alert bar, the page and the footer.
func (w *Wall) content(cw, ch int) []string {
	b := pageView{Wall: w, floor: w.shown(), rowLayout: rowLayoutOf(cw, ch, w.style.HalfBlocks()), pageStyle: w.style, w: cw}
	b.h = b.rowLayout.body
	rows := make([]string, 0, ch)
	head, bar := b.head(), barView{&b}.alertBar()
	if b.bare { // the header keeps the letters apart from a filled tile
		head, bar = bar, head
	}
	rows = append(append(rows, head...), bar...)
	rows = append(rows, b.page()...)
	return append(rows, b.foot())
}

// page draws the page that is shown and, in its last rows, what is wrong with the reading.
func (b *pageView) page() []string {
	why := b.problemRows()
	b.h -= len(why)
	if b.stale = b.reading.Stale; b.stale {
		b.pageStyle = b.staleStyle
	}
	var rows []string
	switch b.rotation.page() {
	case pageWaiting:
		rows = chatView{b}.waitingPage()
	case pageAgents:
		rows = agentView{b}.agentsPage()
	case pageActivity:
		rows = activityView{b}.activityPage()
	default:
		rows = tileView{b}.figuresPage()
	}
	return append(b.pageStyle.Block(rows, b.w, b.h), why...)
}

func (b *pageView) blank(w, n int) []string {
	var rows []string
	for range n {
		rows = append(rows, b.pageStyle.Line(draw.OnScreen, w).String())
	}
	return rows
}

// foot draws the footer: the pages, a remark about the reading and the countdown to the next page, or the
// question of AskToLeave.
func (b *pageView) foot() string {
	style := b.style
	l := style.Line(draw.OnScreen, b.w)
	l.Gap(1)
	if b.Leaving() {
		l.Put(draw.RoleStrong, b.leaveHint)
		return l.String()
	}
	if len(b.floors) > 1 {
		l.Put(draw.RoleStrong, b.reading.Name)
		l.Gap(2)
	}
	b.pageNames(l)
	remark := b.remark()
	if !b.footHolds(remark) {
		remark = ""
	}
	if b.rotation.page() == pageFigures {
		if _, more := b.choose(b.figurePlaces()); more.chats > 0 {
			l.Gap(2)
			l.Put(draw.RoleStrong, style.Ours(b.longestForm(more, l.Left-style.Width(remark)-countdownCells-5)))
		}
	}
	of, next := draw.RoleText, b.nextPage()
	if remark == "" {
		of, remark = draw.RoleDim, b.snap.Inexact(b.reading.Health, style.Signs())
	}
	if remark != "" && !b.stale {
		l.Gap(2)
		l.Row(of, style.Known(safetext.Line(remark)).Truncate(max(0, l.Left-style.Width(next)-3)))
	}
	if style.Width(next)+3 <= l.Left {
		l.Right(draw.RoleDim, next, l.Left-1)
	}
	return l.String()
}

// pageNames writes the names of the pages, with the current one marked.
func (b *pageView) pageNames(l *draw.Line) {
	page := b.rotation.page()
	for i, p := range b.rotation.pages {
		if i > 0 {
			l.Gap(1)
		}
		if p == page {
			l.Put(draw.RoleAccent, b.pageStyle.Glyphs.Pointer)
			l.Put(draw.RoleStrong, string(p))
			continue
		}
		l.Put(draw.RoleDim, " "+string(p))
	}
}

// remark is a note about the reading while the state is LIVE; empty if there is none.
func (b *pageView) remark() string {
	if b.reading.Stale || b.reading.Health.State != model.StateLive {
		return ""
	}
	return b.reading.Health.Why.String()
}

// countdownCells are the cells of the longest countdown, "next page in 59m59s".
const countdownCells = 19

// footReserve is how many cells a remark leaves free in the footer: for the countdown and for how many more chats wait,
// "+88 more, 88 over", with blanks between them. A remark is never cut: if it does not fit here it gets a row of the page.
const footReserve = countdownCells + 24

// footHolds reports whether a whole remark fits into the footer.
func (b *pageView) footHolds(remark string) bool {
	names := 0
	for _, p := range b.rotation.pages {
		names += len(p) + 2
	}
	if len(b.floors) > 1 {
		names += b.pageStyle.Width(b.reading.Name) + 2
	}
	return names+b.pageStyle.Width(remark)+footReserve <= b.w
}

// longestForm is the longest form of what is left out that fits into w cells, or the shortest.
func (b *pageView) longestForm(more leftOut, w int) string {
	forms := more.forms()
	for _, s := range forms {
		if b.style.Width(s) <= w {
			return s
		}
	}
	return forms[len(forms)-1]
}

// figureRows is the layout of the figures page, less the rows about problems with the reading.
func (b *pageView) figureRows() figureLayout {
	return b.rowLayout.figuresLayout(b.rowLayout.body, b.rowLayout.body-b.h)
}

// nextPage says when the next page comes.
func (b *pageView) nextPage() string {
	switch {
	case b.rotation.held:
		return "stays while severe"
	case len(b.rotation.pages)*len(b.floors) == 1:
		return ""
	}
	return "next page in " + draw.Duration(b.rotation.remaining(b.now, b.cfg.rotate()))
}

// tiny draws what fits on a screen that is too small for pages: state, age, time and the longest wait.
func (w *Wall) tiny(cw, ch int) []string {
	f := w.shown()
	style, h := w.style, &f.reading
	r := &draw.FigureReader{Style: style, S: f.snap}
	of, sign, word := h.State(style)
	age := style.Glyphs.None
	if h.Age.Running {
		age = draw.Duration(h.Age.For)
	}
	level, mark := style.Level(r.Value(model.FigureLongest).Level)
	if h.Stale {
		of, sign, level = draw.RoleCritical, style.Glyphs.Severe, draw.RoleDim
	}
	groups := [][]draw.Piece{
		{{Role: of, Text: sign}, {Role: draw.RoleText, Text: " " + age}},
		{{Role: draw.RoleStrong, Text: h.Now.In(h.Zone).Format("15:04")}},
		{{Role: draw.RoleStrong, Text: r.Text(model.FigureWaiting)}, {Role: draw.RoleDim, Text: " wait "}, {Role: draw.Quiet(level), Text: r.Text(model.FigureLongest) + mark}},
		{{Role: of, Text: word}},
	}
	if ch == 1 {
		l := style.Line(draw.OnScreen, cw)
		draw.PutGroups(l, groups)
		return []string{l.String()}
	}
	var lines []string
	for _, g := range groups {
		l := style.Line(draw.OnScreen, cw)
		draw.PutGroups(l, [][]draw.Piece{g})
		lines = append(lines, l.String())
	}
	return style.Block(lines, cw, ch)
}
