package wall

import (
	"strconv"

	"floorwatch/ui/draw"
)

// The columns left and right of the bars: what they are, and what they stand for.
const (
	chartName  = 10
	chartScale = 9

	activityMinutes = 120 // what the widest wall shows
)

// activityPage draws messages a minute.
func (b *wallBody) activityPage() []string {
	return b.below(func(w, h int) []string {
		return b.box("Activity", "messages a minute", w, h, b.chart)
	})
}

// chart draws the words of agents and below them those of visitors, on one
// scale, over as many whole minutes as there is room for.
func (b *wallBody) chart(w, h int) []string {
	if len(b.minutes) == 0 || h < 3 {
		return b.words(w, "Nobody has written yet.")
	}
	n, each := chartSpan(w - chartName - chartScale)
	agents, visitors, most := make([]int, n), make([]int, n), 1
	minutes := b.minutes[max(0, len(b.minutes)-n):]
	for i := range minutes {
		m, at := &minutes[i], n-len(minutes)+i
		agents[at], visitors[at] = m.Agents, m.Visitors
		most = max(most, m.Agents, m.Visitors)
	}
	rows := draw.Share(make([]int, 2), h-1)
	c := wallChart{lk: b.lk, w: w, each: each, most: most}
	out := c.series("agents", draw.RoleBars, agents, rows[0])
	out = append(out, c.series("visitors", draw.RoleOtherBars, visitors, rows[1])...)
	return append(out, c.axis(n))
}

// chartSpan returns how many minutes fit into w cells, and the cells of each.
func chartSpan(w int) (minutes, each int) {
	for _, n := range []int{activityMinutes, 90, 60, 45, 30, 20, 15, 10, 5} {
		if n <= w {
			return n, w / n
		}
	}
	return max(1, w), 1
}

// A wallChart draws series of bars that share a scale.
type wallChart struct {
	lk   *draw.Style
	w    int
	each int // cells of a minute
	most int // what a full bar stands for
}

// series draws one series over some rows, its name and its newest whole minute
// at the foot, its peak at the top.
func (c wallChart) series(name string, of draw.Role, values []int, rows int) []string {
	var lines []string
	peak := 0
	for _, v := range values {
		peak = max(peak, v)
	}
	for row := rows - 1; row >= 0; row-- {
		l := c.lk.Line(draw.OnScreen, c.w)
		l.Gap(1)
		label, scale := "", ""
		if row == rows-1 {
			scale = "peak " + strconv.Itoa(peak)
		}
		if row == 0 {
			label, scale = name, "now "+strconv.Itoa(values[len(values)-1])
		}
		l.Cell(draw.RoleText, label, chartName-1)
		for _, v := range values {
			l.Fill(of, c.lk.Eighth(8*rows*v, c.most, row), c.each)
		}
		l.Gap(1)
		l.Put(draw.RoleDim, scale)
		lines = append(lines, l.String())
	}
	return lines
}

// axis names the times under the bars.
func (c wallChart) axis(n int) string {
	l := c.lk.Line(draw.OnScreen, c.w)
	l.Gap(chartName)
	start, end := strconv.Itoa(n)+" min ago", "now"
	l.Put(draw.RoleDim, start)
	l.Right(draw.RoleDim, end, max(0, n*c.each-c.lk.Width(start)))
	return l.String()
}
