package header

import (
	"image"
	"strconv"
	"strings"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A Figure is one of the numbers at the top.
type Figure struct {
	id    model.FigureID
	title string // with its window
	boxed string // the same, where the box is narrow
	short string // the title where it is narrower still
	value string
	level model.Level
	more  string // beside the value
	note  string // below it, where there is room
}

// A box is a figure of the registry at the top, and what stands beside and below it.
type box struct {
	id   model.FigureID
	more func(*draw.FigureReader) string
	note func(*draw.FigureReader) string
}

// boxes are the figures at the top, the most important first.
func boxes() []box {
	return []box{
		{model.FigureWaiting, overBeside, overBelow}, {model.FigureLongest, nothing, longestBelow},
		{model.FigureSeenNoReply, nothing, seenBelow}, {model.FigureFirst, firstBeside, firstBelow},
		{model.FigureFirstService, serviceBeside, serviceBelow}, {model.FigureMissed, missedBeside, missedBelow},
		{model.FigureActive, agentsBeside, agentsBelow},
	}
}

// Figures returns the numbers at the top, the most important first: dashes
// where nothing is known, since a 0 would be a quiet floor.
func Figures(lk *draw.Style, s *model.Snapshot, limits model.Limits) []Figure {
	r := &draw.FigureReader{Style: lk, S: s, Limits: limits}
	list := boxes()
	out := make([]Figure, len(list))
	for i, b := range list {
		f := model.FigureOf(b.id)
		v := r.Value(b.id)
		out[i] = Figure{
			id: b.id, title: f.Windowed(f.Title, false), boxed: f.Windowed(f.Short, false), short: f.Short,
			value: lk.Value(v), level: v.Level,
		}
		if v.Bound == model.BoundUnknown {
			out[i].note = r.Unread()
			continue
		}
		out[i].more, out[i].note = b.more(r), b.note(r)
		if usual := r.Usual(b.id); usual != "" {
			out[i].note = usual
		}
	}
	return out
}

func nothing(*draw.FigureReader) string { return "" }

func overBeside(r *draw.FigureReader) string {
	if v := r.Value(model.FigureWaitingOver); v.Known() && v.Number > 0 {
		return r.Style.Glyphs.Over + r.Style.Value(v)
	}
	return ""
}

func overBelow(r *draw.FigureReader) string {
	return r.Text(model.FigureWaitingOver) + " over, " + r.Text(model.FigureUnseen) + " unseen"
}

func longestBelow(r *draw.FigureReader) string {
	if h := &r.S.Headline; h.Longest.Running {
		return "visitor #" + strconv.FormatInt(int64(h.LongestKey.Visitor), 10)
	}
	return "nobody waits"
}

func seenBelow(r *draw.FigureReader) string { return "longest " + r.Text(model.FigureSeenLongest) }

func firstBeside(r *draw.FigureReader) string {
	if v := r.Value(model.FigureFirstP90); v.Known() {
		return "p90 " + r.Style.Value(v)
	}
	return ""
}

func firstBelow(r *draw.FigureReader) string {
	if v := r.Value(model.FigureFirst); v.Known() {
		return "median, n=" + strconv.Itoa(v.N)
	}
	return "none in 30 min"
}

func serviceBeside(r *draw.FigureReader) string {
	if v := r.Value(model.FigureFirstService); v.Known() {
		return "n=" + strconv.Itoa(v.N)
	}
	return ""
}

func serviceBelow(r *draw.FigureReader) string {
	return "within " + draw.Span(r.Limits.FirstReply.Within)
}

func missedBeside(r *draw.FigureReader) string {
	if v := r.Value(model.FigureMissing); v.Known() && v.Number > 0 {
		return "+" + r.Style.Value(v) + "?"
	}
	return ""
}

func missedBelow(r *draw.FigureReader) string { return r.Today(model.FigureMissed) + " today" }

func agentsBeside(r *draw.FigureReader) string { return "/ " + r.Text(model.FigureAgentsActive) }

func agentsBelow(r *draw.FigureReader) string {
	return draw.Counted(r.Style, r.Value(model.FigureAgentsActive), "agent", "agents")
}

// DrawFigures draws the figures on w by h cells: boxes where there is room, else lines.
func DrawFigures(lk *draw.Style, figures []Figure, w, h int) []string {
	switch {
	case h >= draw.FramedHeight:
		return figureBoxes(lk, figures, w, h)
	case h == 2:
		return figureGrid(lk, figures, w)
	case h == 1:
		return []string{figureLine(lk, figures, w)}
	}
	return nil
}

// FigureAt is the figure at a point of drawFigures, or FigureNone.
func FigureAt(lk *draw.Style, figures []Figure, w, h int, at image.Point) model.FigureID {
	widths, first := boxWidths(lk, figures, w, h > draw.FramedHeight), 0
	if h < draw.FramedHeight {
		widths, first = gridWidths(lk, figures, w), at.Y*gridAcross
	}
	for i, n := range widths {
		if at.X -= n; at.X < 0 && first+i < len(figures) && h > 1 {
			return figures[first+i].id
		}
	}
	return model.FigureNone
}

// figureBoxes draws a box for each figure, side by side.
func figureBoxes(lk *draw.Style, figures []Figure, w, h int) []string {
	var rows [][]string
	widths := boxWidths(lk, figures, w, h > draw.FramedHeight)
	for i, f := range figures {
		iw, _ := draw.Inner(widths[i], h)
		lines := []string{figureValue(lk, f, iw)}
		if h > draw.FramedHeight {
			l := lk.Line(draw.OnScreen, iw)
			l.Put(draw.RoleDim, f.note)
			lines = append(lines, l.String())
		}
		title := f.title
		if lk.Width(title) > iw {
			title = f.boxed
		}
		rows = append(rows, lk.Frame(draw.Frame{Title: []draw.Piece{{Role: draw.RoleDim, Text: title}}}, widths[i], h, lines))
	}
	out := make([]string, h)
	for y := range out {
		var b strings.Builder
		for _, r := range rows {
			b.WriteString(r[y])
		}
		out[y] = b.String()
	}
	return out
}

// boxWidths divides w cells: each box gets what it needs, and its share of the
// rest. Where there is not room for all titles the longest give way first.
func boxWidths(lk *draw.Style, figures []Figure, w int, notes bool) []int {
	need, saved, sum := make([]int, len(figures)), make([]int, len(figures)), 0
	for i, f := range figures {
		least := valueWidth(lk, f) + 1 + lk.Width(f.more)
		if notes {
			least = max(least, lk.Width(f.note))
		}
		need[i] = 4 + max(lk.Width(f.title), least)
		saved[i] = need[i] - 4 - max(lk.Width(f.boxed), least)
		sum += need[i]
	}
	for sum > w {
		most := 0
		for i, n := range saved {
			if n > saved[most] {
				most = i
			}
		}
		if saved[most] <= 0 {
			break
		}
		need[most], sum, saved[most] = need[most]-saved[most], sum-saved[most], 0
	}
	return draw.Share(need, w)
}

// valueWidth is the width of a figure's value and its mark.
func valueWidth(lk *draw.Style, f Figure) int {
	_, mark := lk.Level(f.level)
	n := lk.Width(f.value)
	if mark != "" {
		n += 1 + lk.Width(mark)
	}
	return n
}

// figureValue is a figure's value with its mark, and beside it what there is more to say.
func figureValue(lk *draw.Style, f Figure, w int) string {
	l := lk.Line(draw.OnScreen, w)
	putValue(lk, l, f)
	if f.more != "" {
		l.Right(draw.RoleDim, f.more, l.Left)
	}
	return l.String()
}

func putValue(lk *draw.Style, l *draw.Line, f Figure) {
	of, mark := lk.Level(f.level)
	if of == draw.RoleText {
		of = draw.RoleStrong
	}
	l.Put(of, f.value)
	if mark != "" {
		l.Gap(1)
		l.Put(draw.MarkRole(of), mark)
	}
}

// figureGrid puts the figures into two rows of four columns.
func figureGrid(lk *draw.Style, figures []Figure, w int) []string {
	widths := gridWidths(lk, figures, w)
	rows := []*draw.Line{lk.Line(draw.OnScreen, w), lk.Line(draw.OnScreen, w)}
	for i, f := range figures {
		c := lk.Line(draw.OnScreen, widths[i%gridAcross])
		putShort(lk, c, f)
		rows[i/gridAcross].Raw(c.String(), widths[i%gridAcross])
	}
	return []string{rows[0].String(), rows[1].String()}
}

// gridAcross is how many figures stand side by side in the grid.
const gridAcross = 4

func gridWidths(lk *draw.Style, figures []Figure, w int) []int {
	need := make([]int, gridAcross)
	for i, f := range figures {
		n := lk.Width(f.short) + 1 + valueWidth(lk, f) + 1 + lk.Width(f.more) + 2
		need[i%gridAcross] = max(need[i%gridAcross], n)
	}
	return draw.Share(need, w)
}

func putShort(lk *draw.Style, l *draw.Line, f Figure) {
	l.Gap(1)
	l.Put(draw.RoleDim, f.short+" ")
	putValue(lk, l, f)
	if n := lk.Width(f.more); n > 0 && n+1 < l.Left {
		l.Gap(1)
		l.Put(draw.RoleDim, f.more)
	}
}

// figureLine puts as many figures as fit whole into one line.
func figureLine(lk *draw.Style, figures []Figure, w int) string {
	l := lk.Line(draw.OnScreen, w)
	for _, f := range figures {
		_, mark := lk.Level(f.level)
		need := lk.Width(f.short) + lk.Width(f.value) + lk.Width(mark) + 4
		if need > l.Left {
			break
		}
		f.more = ""
		putShort(lk, l, f)
		l.Gap(1)
	}
	return l.String()
}
