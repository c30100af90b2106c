package ui

import (
	"strconv"
	"time"

	"floorwatch/model"
)

// A chart draws minutes as bars on both sides of a line.
type chart struct {
	lk      *look
	w       int
	each    int // cells of a minute
	peak    int // what the longest bar stands for
	minutes []model.Minute
	zone    *time.Location
	newest  string // what the last minute is called: "now", or "then" in the past
}

func agentWords(m *model.Minute) int   { return m.Agents }
func visitorWords(m *model.Minute) int { return m.Visitors }

// lines draws the chart over h rows: bars up, the line, bars down, the times.
func (c *chart) lines(h int) []string {
	rows := max(1, (h-2)/2)
	lines := make([]string, 0, h)
	for row := rows - 1; row >= 0; row-- {
		lines = append(lines, c.bars("agents", roleBars, agentWords, c.lk.up, row, rows))
	}
	if h >= 3 {
		lines = append(lines, c.line())
	}
	for row := range rows {
		lines = append(lines, c.bars("visitors", roleOtherBars, visitorWords, c.lk.down, row, rows))
	}
	return append(lines, c.times())
}

// bars draws one row of a series; row 0 is next to the line. The name stands
// there, the scale at the far end.
func (c *chart) bars(name string, of role, value func(*model.Minute) int, bar func(eighths int) string, row, rows int) string {
	l := c.lk.line(onScreen, c.w)
	label, scale, now := "", "", ""
	if row == 0 {
		label, now = name, " "+c.newest+" "+strconv.Itoa(value(&c.minutes[len(c.minutes)-1]))
	}
	if row == rows-1 {
		scale = strconv.Itoa(c.peak)
	}
	l.cell(roleDim, label, activityLabel)
	l.right(roleDim, scale, activityScale)
	l.fill(roleFrame, c.lk.glyphs.tick, 1)
	for i := range c.minutes {
		l.fill(of, bar(c.eighths(value(&c.minutes[i]), row, rows)), c.each)
	}
	l.put(roleDim, now)
	return l.String()
}

// eighths is how much of its cell in a row a bar of value v fills, or more than
// 8. It is rounded up: whatever is not nought is seen.
func (c *chart) eighths(v, row, rows int) int { return (v*rows*8+c.peak-1)/c.peak - row*8 }

// up is a cell of a bar that stands on its lower edge; down one that hangs from its upper edge.
func (lk *look) up(eighths int) string {
	if eighths <= 0 {
		return " "
	}
	return lk.glyphs.bars[min(eighths, 8)-1]
}

// down has three heights only: terminals have no others.
func (lk *look) down(eighths int) string {
	switch {
	case eighths <= 0:
		return " "
	case eighths <= 2:
		return lk.glyphs.hanging[0]
	case eighths <= 6:
		return lk.glyphs.hanging[1]
	}
	return lk.glyphs.hanging[2]
}

// line is the line between the series, with what happened in each minute.
func (c *chart) line() string {
	l := c.lk.line(onScreen, c.w)
	l.gap(activityLabel)
	l.right(roleDim, "0", activityScale)
	l.fill(roleFrame, c.lk.glyphs.tick, 1)
	for i := range c.minutes {
		switch m := &c.minutes[i]; {
		case m.Missed > 0:
			l.put(roleCritical, c.lk.glyphs.broken)
		case m.Firsts > 0:
			l.put(roleDim, c.lk.glyphs.fresh)
		default:
			l.fill(roleFrame, c.lk.glyphs.horizontal, 1)
		}
		l.fill(roleFrame, c.lk.glyphs.horizontal, c.each-1)
	}
	return l.String()
}

// times names the minutes under the bars.
func (c *chart) times() string {
	l := c.lk.line(onScreen, c.w)
	l.gap(activityLabel + activityScale + 1)
	n := len(c.minutes)
	wide := n * c.each
	start := c.minutes[n-1].Start.Add(-time.Duration(n-1) * time.Minute).In(c.zone).Format("15:04")
	middle := c.minutes[n-1].Start.Add(-time.Duration(n-1-n/2) * time.Minute).In(c.zone).Format("15:04")
	if wide < 24 {
		middle = ""
	}
	half := max(0, wide/2-len(start)+len(middle)/2)
	l.put(roleDim, start)
	l.right(roleDim, middle, half)
	l.right(roleDim, c.newest, max(0, wide-len(start)-half))
	return l.String()
}
