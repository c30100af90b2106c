package activity

import (
	"math"
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A chart draws minutes as bars on both sides of a line.
type chart struct {
	lk      *draw.Style
	w       int
	peak    int // what a bar of full length stands for
	minutes []model.Minute
	zone    *time.Location
	newest  string // what the last minute is called: "now", or "then" in the past
}

func agentWords(m *model.Minute) (n int, usual float64)   { return m.Agents, m.UsualAgents }
func visitorWords(m *model.Minute) (n int, usual float64) { return m.Visitors, m.UsualVisitors }

// lines draws the chart over h rows: bars up, the line, bars down, the times.
func (c *chart) lines(h int) []string {
	rows := max(1, (h-2)/2)
	lines := make([]string, 0, h)
	for row := rows - 1; row >= 0; row-- {
		lines = append(lines, c.bars("agents", draw.RoleBars, agentWords, c.lk.Up, row, rows))
	}
	if h >= 3 {
		lines = append(lines, c.line())
	}
	for row := range rows {
		lines = append(lines, c.bars("visitors", draw.RoleOtherBars, visitorWords, c.lk.Down, row, rows))
	}
	return append(lines, c.times())
}

// bars draws one row of a series; row 0 is next to the line. The name stands
// there, the scale at the far end.
func (c *chart) bars(name string, of draw.Role, value func(*model.Minute) (n int, usual float64), bar func(eighths int) string, row, rows int) string {
	l := c.lk.Line(draw.OnScreen, c.w)
	label, scale, now := "", "", ""
	if row == 0 {
		n, _ := value(&c.minutes[len(c.minutes)-1])
		label, now = name, " "+c.newest+" "+strconv.Itoa(n)
	}
	switch {
	case row == rows-1:
		scale = strconv.Itoa(c.peak)
	case row == (rows-1)/2 && rows >= halfFrom:
		scale = strconv.Itoa(c.peak / 2)
	}
	l.Cell(draw.RoleDim, label, activityLabel)
	l.Right(draw.RoleDim, scale, activityScale)
	l.Fill(draw.RoleFrame, c.lk.Glyphs.Tick, 1)
	for i := range c.minutes {
		n, usual := value(&c.minutes[i])
		eighths := c.eighths(float64(n), row, rows)
		if at := c.eighths(usual, row, rows); eighths <= 0 && usual > 0 && 0 < at && at <= 8 {
			l.Put(draw.RoleDim, c.lk.Glyphs.Dot)
			continue
		}
		l.Fill(of, bar(eighths), 1)
	}
	l.Put(draw.RoleDim, now)
	return l.String()
}

// eighths is how much of its cell in a row a bar of value v fills, or more than
// 8. It is rounded up: whatever is not nought is seen.
func (c *chart) eighths(v float64, row, rows int) int {
	return int(math.Ceil(v*float64(rows*8)/float64(c.peak))) - row*8
}

// line is the line between the series, with what happened in each minute.
func (c *chart) line() string {
	l := c.lk.Line(draw.OnScreen, c.w)
	l.Gap(activityLabel)
	l.Right(draw.RoleDim, "0", activityScale)
	l.Fill(draw.RoleFrame, c.lk.Glyphs.Tick, 1)
	for i := range c.minutes {
		switch m := &c.minutes[i]; {
		case m.Missed > 0:
			l.Put(draw.RoleCritical, c.lk.Glyphs.Broken)
		case m.Firsts > 0:
			l.Put(draw.RoleDim, c.lk.Glyphs.Fresh)
		default:
			l.Fill(draw.RoleFrame, c.lk.Glyphs.Horizontal, 1)
		}
	}
	return l.String()
}

// times names round times under their minutes, or where none fits the first one.
func (c *chart) times() string {
	l := c.lk.Line(draw.OnScreen, c.w)
	l.Gap(activityLabel + activityScale + 1)
	n, used := len(c.minutes), 0
	put := func(at int, t time.Time) {
		l.Gap(at - used)
		l.Put(draw.RoleDim, t.Format("15:04"))
		used = at + timeWidth
	}
	end := c.minutes[n-1].Start.In(c.zone)
	for i := range n - timeWidth - len(c.newest) - 1 {
		t := end.Add(-time.Duration(n-1-i) * time.Minute)
		if (t.Hour()*60+t.Minute())%timeStep(n) == 0 {
			put(i, t)
		}
	}
	if used == 0 && n > timeWidth+len(c.newest)+1 {
		put(0, end.Add(-time.Duration(n-1)*time.Minute))
	}
	l.Right(draw.RoleDim, c.newest, n-used)
	return l.String()
}

// timeWidth is the width of a time of day.
const timeWidth = 5

// timeStep is how many of n minutes lie between two times.
func timeStep(n int) int {
	switch {
	case n <= 90:
		return 15
	case n <= 180:
		return 30
	}
	return 60
}

// halfFrom is how many rows a series has from which half of the scale is named too.
const halfFrom = 4
