package ui

import (
	"image"
	"strconv"
	"strings"

	"floorwatch/model"
)

// A figure is one of the numbers at the top.
type figure struct {
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
	more func(*figureReader) string
	note func(*figureReader) string
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

// figures returns the numbers at the top, the most important first.
func figures(lk *look, s *model.Snapshot, limits model.Limits) []figure {
	r := &figureReader{lk, s, limits}
	list := boxes()
	out := make([]figure, len(list))
	for i, b := range list {
		f := model.FigureOf(b.id)
		v := r.value(b.id)
		out[i] = figure{
			title: f.Windowed(f.Title, false), boxed: f.Windowed(f.Short, false), short: f.Short,
			value: lk.value(v), level: v.Level, more: b.more(r), note: b.note(r),
		}
	}
	return out
}

func nothing(*figureReader) string { return "" }

func overBeside(r *figureReader) string {
	if v := r.value(model.FigureWaitingOver); v.Number > 0 {
		return r.lk.glyphs.over + r.lk.value(v)
	}
	return ""
}

func overBelow(r *figureReader) string {
	return r.text(model.FigureWaitingOver) + " over, " + r.text(model.FigureUnseen) + " unseen"
}

func longestBelow(r *figureReader) string {
	if h := &r.s.Headline; h.Longest.Running {
		return "visitor #" + strconv.FormatInt(int64(h.LongestKey.Visitor), 10)
	}
	return "nobody waits"
}

func seenBelow(r *figureReader) string { return "longest " + r.text(model.FigureSeenLongest) }

func firstBeside(r *figureReader) string {
	if v := r.value(model.FigureFirstP90); v.Known() {
		return "p90 " + r.lk.value(v)
	}
	return ""
}

func firstBelow(r *figureReader) string {
	if v := r.value(model.FigureFirst); v.Known() {
		return "median, n=" + strconv.Itoa(v.N)
	}
	return "none in 30 min"
}

func serviceBeside(r *figureReader) string {
	if v := r.value(model.FigureFirstService); v.Known() {
		return "n=" + strconv.Itoa(v.N)
	}
	return ""
}

func serviceBelow(r *figureReader) string { return "within " + span(r.limits.FirstReply.Within) }

func missedBeside(r *figureReader) string {
	if v := r.value(model.FigureMissing); v.Number > 0 {
		return "+" + r.lk.value(v) + "?"
	}
	return ""
}

func missedBelow(r *figureReader) string { return r.today(model.FigureMissed) + " today" }

func agentsBeside(r *figureReader) string { return "/ " + r.text(model.FigureAgentsActive) }

func agentsBelow(r *figureReader) string {
	return counted(r.lk, r.value(model.FigureAgentsActive), "agent", "agents")
}

// drawFigures draws the figures on w by h cells: boxes where there is room, else lines.
func (lk *look) drawFigures(figures []figure, w, h int) []string {
	switch {
	case h >= framedHeight:
		return lk.figureBoxes(figures, w, h)
	case h == 2:
		return lk.figureGrid(figures, w)
	case h == 1:
		return []string{lk.figureLine(figures, w)}
	}
	return nil
}

// figureAt is the figure at a point of drawFigures; -1: none.
func (lk *look) figureAt(figures []figure, w, h int, at image.Point) int {
	widths, first := lk.boxWidths(figures, w, h > framedHeight), 0
	if h < framedHeight {
		widths, first = lk.gridWidths(figures, w), at.Y*gridAcross
	}
	for i, n := range widths {
		if at.X -= n; at.X < 0 && first+i < len(figures) && h > 1 {
			return first + i
		}
	}
	return -1
}

// figureBoxes draws a box for each figure, side by side.
func (lk *look) figureBoxes(figures []figure, w, h int) []string {
	var rows [][]string
	widths := lk.boxWidths(figures, w, h > framedHeight)
	for i, f := range figures {
		iw, _ := inner(widths[i], h)
		lines := []string{lk.figureValue(f, iw)}
		if h > framedHeight {
			l := lk.line(onScreen, iw)
			l.put(roleDim, f.note)
			lines = append(lines, l.String())
		}
		title := f.title
		if lk.width(title) > iw {
			title = f.boxed
		}
		rows = append(rows, lk.frame(frame{title: []piece{{roleDim, title}}}, widths[i], h, lines))
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
func (lk *look) boxWidths(figures []figure, w int, notes bool) []int {
	need, saved, sum := make([]int, len(figures)), make([]int, len(figures)), 0
	for i, f := range figures {
		least := lk.valueWidth(f) + 1 + lk.width(f.more)
		if notes {
			least = max(least, lk.width(f.note))
		}
		need[i] = 4 + max(lk.width(f.title), least)
		saved[i] = need[i] - 4 - max(lk.width(f.boxed), least)
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
	return share(need, w)
}

// valueWidth is the width of a figure's value and its mark.
func (lk *look) valueWidth(f figure) int {
	_, mark := lk.level(f.level)
	n := lk.width(f.value)
	if mark != "" {
		n += 1 + lk.width(mark)
	}
	return n
}

// figureValue is a figure's value with its mark, and beside it what there is more to say.
func (lk *look) figureValue(f figure, w int) string {
	l := lk.line(onScreen, w)
	lk.putValue(l, f)
	if f.more != "" {
		l.right(roleDim, f.more, l.left)
	}
	return l.String()
}

func (lk *look) putValue(l *line, f figure) {
	of, mark := lk.level(f.level)
	if of == roleText {
		of = roleStrong
	}
	l.put(of, f.value)
	if mark != "" {
		l.gap(1)
		l.put(markRole(of), mark)
	}
}

// figureGrid puts the figures into two rows of four columns.
func (lk *look) figureGrid(figures []figure, w int) []string {
	widths := lk.gridWidths(figures, w)
	rows := []*line{lk.line(onScreen, w), lk.line(onScreen, w)}
	for i, f := range figures {
		c := lk.line(onScreen, widths[i%gridAcross])
		lk.putShort(c, f)
		rows[i/gridAcross].raw(c.String(), widths[i%gridAcross])
	}
	return []string{rows[0].String(), rows[1].String()}
}

// gridAcross is how many figures stand side by side in the grid.
const gridAcross = 4

func (lk *look) gridWidths(figures []figure, w int) []int {
	need := make([]int, gridAcross)
	for i, f := range figures {
		n := lk.width(f.short) + 1 + lk.valueWidth(f) + 1 + lk.width(f.more) + 2
		need[i%gridAcross] = max(need[i%gridAcross], n)
	}
	return share(need, w)
}

func (lk *look) putShort(l *line, f figure) {
	l.gap(1)
	l.put(roleDim, f.short+" ")
	lk.putValue(l, f)
	if n := lk.width(f.more); n > 0 && n+1 < l.left {
		l.gap(1)
		l.put(roleDim, f.more)
	}
}

// figureLine puts as many figures as fit whole into one line.
func (lk *look) figureLine(figures []figure, w int) string {
	l := lk.line(onScreen, w)
	for _, f := range figures {
		_, mark := lk.level(f.level)
		need := lk.width(f.short) + lk.width(f.value) + lk.width(mark) + 4
		if need > l.left {
			break
		}
		f.more = ""
		lk.putShort(l, f)
		l.gap(1)
	}
	return l.String()
}
