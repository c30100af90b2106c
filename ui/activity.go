package ui

import (
	"strconv"
	"strings"

	"floorwatch/model"
)

// activityMinutes is how far back the Board is asked for activity: as much as the widest pane shows.
const activityMinutes = 120

// An activityPane shows words a minute of agents and of visitors, on one scale.
type activityPane struct {
	minutes []model.Minute
	agent   string // whose; empty: the whole floor
}

func (p *activityPane) set(minutes []model.Minute, agent string) {
	p.minutes, p.agent = minutes, agent
}

// activityLabel and activityScale are the columns left and right of the bars.
const (
	activityLabel = 9
	activityScale = 9
)

// draw draws the pane on w by h cells.
func (p *activityPane) draw(lk *look, w, h int, focused bool) []string {
	iw, ih := inner(w, h)
	bars := max(1, iw-activityLabel-activityScale)
	n, each := spread(bars)
	minutes := last(p.minutes, n)
	f := frame{title: title(PaneActivity.String(), focused), focused: focused}
	f.title = append(f.title, piece{roleDim, " " + lk.glyphs.dot + " words a minute, " + strconv.Itoa(n) + " min"})
	if p.agent != "" {
		f.title = append(f.title, piece{roleDim, " " + lk.glyphs.dot + " of "}, piece{roleText, p.agent})
	}
	if len(minutes) == 0 {
		l := lk.line(onScreen, iw)
		l.gap(1)
		l.put(roleDim, "Nobody has written yet.")
		return lk.frame(f, w, h, []string{l.String()})
	}
	agents, visitors := make([]int, n), make([]int, n)
	for i, m := range minutes {
		at := n - len(minutes) + i
		agents[at], visitors[at] = m.Agents, m.Visitors
	}
	c := chart{lk: lk, w: iw, each: each, peak: max(1, peak(agents), peak(visitors))}
	rows := max(1, (ih-1)/2)
	lines := c.series("agents", roleBars, agents, rows)
	lines = append(lines, c.series("visitors", roleOtherBars, visitors, rows)...)
	return lk.frame(f, w, h, append(lines, c.axis(n)))
}

// spread returns how many minutes fit into w cells, and the cells of each.
func spread(w int) (minutes, each int) {
	for _, n := range []int{activityMinutes, 90, 60, 45, 30, 20, 15, 10, 5} {
		if n <= w {
			return n, w / n
		}
	}
	return max(1, w), 1
}

// A chart draws series of bars that share a scale.
type chart struct {
	lk   *look
	w    int
	each int // cells of a minute
	peak int
}

// series draws one series over some rows, its name on the left and its newest and highest on the right.
func (c chart) series(name string, of role, values []int, rows int) []string {
	var lines []string
	for row := rows - 1; row >= 0; row-- {
		l := c.lk.line(onScreen, c.w)
		label := ""
		if row == 0 {
			label = name
		}
		l.cell(roleDim, label, activityLabel)
		for _, v := range values {
			l.fill(of, c.bar(v, row, rows), c.each)
		}
		c.scale(l, values, row, rows)
		lines = append(lines, l.String())
	}
	return lines
}

// bar is the part of a bar of value v that stands in a row; row 0 is the lowest.
func (c chart) bar(v, row, rows int) string {
	steps := len(c.lk.glyphs.bars)
	eighths := (v*rows*steps + c.peak - 1) / c.peak // rounded up: whatever is not nought is seen
	eighths -= row * steps
	if eighths <= 0 {
		return " "
	}
	return c.lk.glyphs.bars[min(eighths, steps)-1]
}

// scale writes what the bars stand for: the peak above, the newest whole minute below.
func (c chart) scale(l *line, values []int, row, rows int) {
	l.gap(1)
	switch {
	case row == rows-1 && rows > 1:
		l.put(roleDim, "peak "+strconv.Itoa(peak(values)))
	case row == 0:
		l.put(roleDim, "now "+strconv.Itoa(values[len(values)-1]))
	}
}

// axis names the times under the bars.
func (c chart) axis(n int) string {
	l := c.lk.line(onScreen, c.w)
	l.gap(activityLabel)
	wide := n * c.each
	start, middle, end := strconv.Itoa(n)+" min ago", strconv.Itoa(n/2), "now"
	if wide < len(start)+len(middle)+len(end)+4 {
		start, middle = strconv.Itoa(n)+"m", ""
	}
	half := wide/2 - len(start)
	l.put(roleDim, start)
	l.right(roleDim, middle, half)
	l.right(roleDim, end, wide-len(start)-max(0, half))
	return l.String()
}

func peak(values []int) int {
	most := 0
	for _, v := range values {
		most = max(most, v)
	}
	return most
}

// last returns the last n of s, or all there are.
func last[T any](s []T, n int) []T { return s[max(0, len(s)-n):] }

// spark draws values as one row of bars, the newest on the right; most is a full one.
func (lk *look) spark(values []int, w, most int) string {
	values = last(values, w)
	var b strings.Builder
	b.WriteString(strings.Repeat(" ", w-len(values)))
	for _, v := range values {
		if v <= 0 {
			b.WriteByte(' ')
			continue
		}
		steps := len(lk.glyphs.bars)
		b.WriteString(lk.glyphs.bars[clamp((v*steps+most-1)/most, 1, steps)-1])
	}
	return b.String()
}
