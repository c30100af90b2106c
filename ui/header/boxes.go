package header

import (
	"image"
	"slices"
	"strings"
	"unicode"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// DrawFigures draws the figures on w by h cells: as boxes if there is room, else as lines.
func DrawFigures(style *draw.Style, figures []Figure, w, h int) []string {
	switch {
	case h >= draw.FramedHeight:
		return figureBoxes(style, figures, w, h)
	case h == 2:
		return figureGrid(style, figures, w)
	case h == 1:
		return []string{figureLine(style, figures, w)}
	}
	return nil
}

// boxWidths divides w cells into n boxes. It depends only on the width, so that no box moves when its value
// changes.
func boxWidths(n, w int) []int { return draw.Share(make([]int, n), w) }

// figureBoxes draws the figures as boxes, side by side.
func figureBoxes(style *draw.Style, figures []Figure, w, h int) []string {
	rows := make([][]string, 0, len(figures))
	for i, width := range boxWidths(len(figures), w) {
		f := figures[i]
		iw, _ := draw.Inner(width, h)
		title := f.title
		if style.Width(title) > width-4 {
			title = f.short
		}
		rows = append(rows, style.Frame(draw.Frame{Title: []draw.Piece{{Role: draw.RoleDim, Text: title}}}, width, h,
			[]string{figureValue(style, f, iw), figureNote(style, f, iw)}))
	}
	out := make([]string, h)
	for y := range out {
		var b strings.Builder
		b.Grow(5 * w / 2) // lines are 3 bytes a cell, figures 1
		for _, r := range rows {
			b.WriteString(r[y])
		}
		out[y] = b.String()
	}
	return out
}

// minTrendCells is the smallest number of trend cells worth showing; the newest are kept.
const minTrendCells = 4

// minBoxForChange is the width inside a box on a screen of 160 columns, from which the change is shown.
const minBoxForChange = 18

// figureValue draws a figure's value with its mark, and as much of its trend as fits.
func figureValue(style *draw.Style, f Figure, w int) string {
	l := style.Line(draw.OnScreen, w)
	drawValue(style, l, f)
	n := sparkCells(f, l.Left)
	if n == 0 {
		return l.String()
	}
	if moved := style.Width(f.change); moved > 0 && w >= minBoxForChange && moved+1+n < l.Left {
		l.Gap(l.Left - n - 1 - moved)
		l.Put(draw.RoleDim, f.change)
	}
	l.Gap(l.Left - n)
	l.Put(draw.RoleOtherBars, style.Spark(f.trend, n, trendSteps))
	return l.String()
}

// sparkCells returns how many cells of a figure's trend fit into what its value leaves of a box.
func sparkCells(f Figure, left int) int {
	if n := min(len(f.trend), left-1); n >= minTrendCells {
		return n
	}
	return 0
}

// SparkAt returns which cell of a trend is at a point of what DrawFigures drew: an index in a model.Trend.
func SparkAt(style *draw.Style, figures []Figure, w, h int, at image.Point) (cell int, ok bool) {
	if h < draw.FramedHeight || at.Y != 1 {
		return 0, false
	}
	for i, width := range boxWidths(len(figures), w) {
		if at.X >= width {
			at.X -= width
			continue
		}
		iw, _ := draw.Inner(width, h)
		l := style.Line(draw.OnScreen, iw)
		drawValue(style, l, figures[i])
		x, _ := draw.Inside(width, h, at.X, at.Y)
		cell = model.TrendCells - iw + x
		return cell, x < iw && iw-x <= sparkCells(figures[i], l.Left)
	}
	return 0, false
}

// figureNote draws the longest note that fits, else the tight one, or else the shortest, truncated.
func figureNote(style *draw.Style, f Figure, w int) string {
	l := style.Line(draw.OnScreen, w)
	l.Put(draw.RoleDim, fittingNote(style, f, w))
	return l.String()
}

func fittingNote(style *draw.Style, f Figure, w int) string {
	for _, s := range f.notes {
		if style.Width(s) <= w {
			return s
		}
	}
	if f.tight != "" || len(f.notes) == 0 {
		return f.tight
	}
	return f.notes[len(f.notes)-1]
}

// drawValue draws a figure's value and mark; of a severe one as a block with a space on each side.
func drawValue(style *draw.Style, l *draw.Line, f Figure) {
	of, mark := style.Level(f.level)
	if of == draw.RoleSevere {
		l.Put(of, " "+f.value+" "+mark+" ")
		return
	}
	l.Put(of, f.value)
	if mark != "" {
		l.Gap(1)
		l.Put(draw.MarkRole(of), mark)
	}
}

// gridAcross is the number of columns in the grid.
const gridAcross = 3

// gridOrder returns the figures of the grid, row by row.
func gridOrder() []model.FigureID {
	return []model.FigureID{
		model.FigureWaiting, model.FigureLongest, model.FigureMissed,
		model.FigureFirstService, model.FigureFirst, model.FigureActive,
	}
}

// gridFigures returns the figures that are in the grid, in its order.
func gridFigures(figures []Figure) []Figure {
	var out []Figure
	for _, id := range gridOrder() {
		if i := slices.IndexFunc(figures, func(f Figure) bool { return f.id == id }); i >= 0 {
			out = append(out, figures[i])
		}
	}
	return out
}

// gridAt returns the figure at a row and column of the grid.
func gridAt(figures []Figure, row, column int) (Figure, bool) {
	if i := row*gridAcross + column; 0 <= row && i < len(figures) {
		return figures[i], true
	}
	return Figure{}, false
}

// gridCells divides w cells among the columns by the width alone: the titles and notes of the first two are longer
// than those of the third, and the second has an agent's name.
func gridCells(_ *draw.Style, _ []Figure, w int) []int {
	third := w * 3 / 11
	first := (w-third)/2 - 1
	return []int{first, w - third - first, third}
}

// figureGrid draws the figures in two rows of three columns.
func figureGrid(style *draw.Style, figures []Figure, w int) []string {
	list, cells := gridFigures(figures), gridCells(style, figures, w)
	out := make([]string, 0, 2)
	for row := range 2 {
		l := style.Line(draw.OnScreen, w)
		for column, n := range cells {
			c := style.Line(draw.OnScreen, n)
			if f, ok := gridAt(list, row, column); ok {
				drawShort(style, c, f, min(1, len(cells)-1-column))
			}
			l.Raw(c.String(), n)
		}
		out = append(out, l.String())
	}
	return out
}

// drawShort draws a figure on a line, with the longest note that fits in front of the given number of spaces.
func drawShort(style *draw.Style, l *draw.Line, f Figure, after int) {
	l.Gap(1)
	title := f.short
	if style.Width(title)+1+valueWidth(style, f)+1 > l.Left {
		title = shortestTitle(f)
	}
	l.Put(draw.RoleDim, title+" ")
	drawValue(style, l, f)
	for _, s := range f.notes {
		if f.level < model.LevelWarn && strings.ContainsFunc(leadingWord(s), unicode.IsDigit) { // otherwise two numbers would read as one
			s = style.Glyphs.Dot + " " + s
		}
		if style.Width(s)+1+after <= l.Left {
			l.Gap(1)
			l.Put(draw.RoleDim, s)
			return
		}
	}
}

// leadingWord returns a note's first word, which is a number with or without a sign in front, or not.
func leadingWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}

// shortestTitle returns a title for where no other fits.
func shortestTitle(f Figure) string {
	switch f.id {
	case model.FigureFirst:
		return "1st resp."
	case model.FigureFirstService:
		return "Service"
	}
	return f.short
}

// valueWidth returns the width of a figure's value and mark.
func valueWidth(style *draw.Style, f Figure) int {
	_, mark := style.Level(f.level)
	n := style.Width(f.value)
	if mark != "" {
		n += 1 + style.Width(mark)
	}
	if f.level == model.LevelSevere {
		n += 2
	}
	return n
}

// figureLine draws as many figures as fit completely on one line.
func figureLine(style *draw.Style, figures []Figure, w int) string {
	l := style.Line(draw.OnScreen, w)
	for _, f := range figures {
		if style.Width(f.short)+valueWidth(style, f)+3 > l.Left {
			break
		}
		f.notes = nil
		drawShort(style, l, f, 1)
		l.Gap(1)
	}
	return l.String()
}
