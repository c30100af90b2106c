package ui

import (
	"image"
	"slices"
	"strconv"
	"strings"

	"floorwatch/model"
)

// A figure is one of the numbers at the top.
type figure struct {
	title string
	short string // the title where it is narrow
	value string
	level model.Level
	more  string // beside the value
	note  string // below it, where there is room
}

// figures returns the numbers at the top, the most important first.
func figures(lk *look, h *model.Headline, limits model.Limits) []figure {
	return []figure{
		waitingFigure(lk, h), longestFigure(lk, h), seenFigure(lk, h),
		firstFigure(lk, &h.HalfHour), serviceFigure(lk, &h.HalfHour, limits), missedFigure(h), activeFigure(h),
	}
}

// figureIDs are what figures explains itself by, in the same order.
func figureIDs() []model.FigureID {
	return []model.FigureID{
		model.FigureWaiting, model.FigureLongest, model.FigureSeenNoReply,
		model.FigureFirst, model.FigureFirstService, model.FigureMissed, model.FigureActive,
	}
}

func waitingFigure(lk *look, h *model.Headline) figure {
	f := figure{title: "Waiting", short: "Waiting", value: strconv.Itoa(h.Waiting), level: h.WaitingLevel}
	if h.WaitingOver > 0 {
		f.more = lk.glyphs.over + strconv.Itoa(h.WaitingOver)
	}
	f.note = strconv.Itoa(h.WaitingOver) + " over, " + strconv.Itoa(h.Unseen) + " unseen"
	return f
}

func longestFigure(lk *look, h *model.Headline) figure {
	f := figure{title: "Longest wait", short: "Longest", value: lk.clock(h.Longest), level: h.Longest.Level, note: "nobody waits"}
	if h.Longest.Running {
		f.note = "visitor #" + strconv.FormatInt(int64(h.LongestKey.Visitor), 10)
	}
	return f
}

func seenFigure(lk *look, h *model.Headline) figure {
	f := figure{title: "Seen, no reply", short: "Seen", value: strconv.Itoa(h.SeenNoReply), level: h.SeenLongest.Level, note: "longest " + lk.clock(h.SeenLongest)}
	if h.SeenNoReply == 0 {
		f.level = model.LevelOK
	}
	return f
}

func firstFigure(lk *look, w *model.Window) figure {
	f := figure{title: "First reply", short: "First reply", value: lk.glyphs.none, note: "none in 30 min"}
	if w.First.N > 0 {
		f.value, f.level = reply(w.First.Median), model.LevelOK
		f.more = "p90 " + reply(w.First.P90)
		f.note = "median, n=" + strconv.Itoa(w.First.N)
	}
	return f
}

func serviceFigure(lk *look, w *model.Window, limits model.Limits) figure {
	f := figure{title: "Service 30m", short: "Service", value: lk.glyphs.none, note: "within " + span(limits.FirstReply.Within)}
	if p, ok := w.FirstService.Percent(); ok {
		f.value, f.level = strconv.Itoa(p)+"%", w.FirstService.Level
		f.more = "n=" + strconv.Itoa(w.FirstService.Of)
	}
	return f
}

func missedFigure(h *model.Headline) figure {
	f := figure{title: "Missed 30m", short: "Missed", value: strconv.Itoa(h.HalfHour.Missed), level: h.HalfHour.MissedLevel}
	f.note = strconv.Itoa(h.Today.Missed) + " today"
	if h.Missing > 0 {
		f.more = "+" + strconv.Itoa(h.Missing) + "?"
	}
	return f
}

func activeFigure(h *model.Headline) figure {
	return figure{
		title: "Active", short: "Active", level: model.LevelOK, value: strconv.Itoa(h.Active),
		more: "/ " + strconv.Itoa(h.AgentsActive), note: count(h.AgentsActive, "agent", "agents"),
	}
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
		rows = append(rows, lk.frame(frame{title: []piece{{roleDim, f.title}}}, widths[i], h, lines))
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

// boxWidths divides w cells: each box gets what it needs, and its share of the rest.
func (lk *look) boxWidths(figures []figure, w int, notes bool) []int {
	need := make([]int, len(figures))
	for i, f := range figures {
		need[i] = 4 + max(lk.width(f.title), lk.valueWidth(f)+1+lk.width(f.more))
		if notes {
			need[i] = max(need[i], 4+lk.width(f.note))
		}
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

// share divides w cells by need, and what is left over, or missing, evenly.
func share(need []int, w int) []int {
	out := slices.Clone(need)
	rest := w
	for _, n := range need {
		rest -= n
	}
	for i := range out {
		part := rest / (len(out) - i)
		part = max(part, -out[i])
		out[i], rest = out[i]+part, rest-part
	}
	return out
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
