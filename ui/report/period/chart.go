package period

import (
	"fmt"
	"strings"

	"floorwatch/model"
	"floorwatch/model/ledger"
)

// The chart's size. The table below it has the same numbers, since many mail programs do not draw it. The legend is part
// of the drawing, so that it is not shown without it.
const (
	chartWidth  = 720
	chartHeight = 160
	chartLegend = 16
	chartLeft   = 34
	chartRight  = 34
	chartTop    = 8
	chartBottom = 18
)

// A chart shows bars of new chats, the usual band, and a line of the service level.
type chart struct {
	Width, Height int
	Title         string
	Bars          []rect
	Greys         []rect // hatched: not watched
	Bands         []rect
	Lines         []string // of the service level, broken where there is no data
	Labels        []label
	Grid          []gridLine
}

type rect struct{ X, Y, W, H string }

type label struct{ X, Text string }

type gridLine struct{ Y, Left, Right string }

// chartOf returns the chart of the buckets; nil if there are too few or too many to read.
func chartOf(r *ledger.PeriodReport) *chart {
	n := len(r.Buckets)
	if n < 3 || n > 200 {
		return nil
	}
	top := 4
	for i := range r.Buckets {
		top = max(top, r.Buckets[i].NewChats())
		if u := r.Buckets[i].Usual; u != nil && u[model.UsualNew].Known() {
			top = max(top, u[model.UsualNew].Hi)
		}
	}
	top = (top + 3) / 4 * 4
	c := &chart{Width: chartWidth, Height: chartHeight + chartLegend, Title: "New chats (bars) and service level (line) by " + headOf(r)}
	step := float64(chartWidth-chartLeft-chartRight) / float64(n)
	y := func(v float64) float64 { return chartTop + (chartHeight-chartTop-chartBottom)*(1-v) }
	share := func(v int) float64 { return y(float64(v) / float64(top)) }
	for i := 0; i <= 4; i++ {
		c.Grid = append(c.Grid, gridLine{px(y(float64(i) / 4)), fmt.Sprint(top * i / 4), fmt.Sprintf("%d %%", 25*i)})
	}
	every := (n + 23) / 24
	month := ""
	var line []string
	end := func() {
		if len(line) > 0 {
			c.Lines = append(c.Lines, strings.Join(line, " "))
		}
		line = nil
	}
	for i := range r.Buckets {
		row := &r.Buckets[i]
		x := chartLeft + step*float64(i)
		c.bucket(r, row, x, step, share)
		if i%every == 0 {
			c.Labels = append(c.Labels, label{px(x + step/2), shortLabel(r, row.Label, n, &month)})
		}
		p, ok := row.FirstService.Percent()
		if !ok || row.FirstService.Of < r.FirstReply.MinTurns {
			end()
			continue
		}
		line = append(line, px(x+step/2)+","+px(y(float64(p)/100)))
	}
	end()
	return c
}

func (c *chart) bucket(r *ledger.PeriodReport, row *ledger.PeriodRow, x, step float64, y func(int) float64) {
	bottom := y(0)
	if n := row.NewChats(); n > 0 {
		c.Bars = append(c.Bars, rect{px(x + step*0.12), px(y(n)), px(step * 0.76), px(bottom - y(n))})
	}
	if quality(row) != "" {
		c.Greys = append(c.Greys, rect{px(x), px(chartTop), px(step), px(bottom - chartTop)})
	}
	if row.Usual != nil && row.Usual[model.UsualNew].Known() {
		b := row.Usual[model.UsualNew]
		if b.Hi > 0 {
			c.Bands = append(c.Bands, rect{px(x), px(y(b.Hi)), px(step), px(max(1.5, y(b.Lo)-y(b.Hi)))})
		}
	}
}

// shortLabel returns the label under a bar. month is the one that an earlier label named; a later one replaces it.
func shortLabel(r *ledger.PeriodReport, s string, n int, month *string) string {
	switch {
	case r.By == "hour" && n <= 26:
		s, _, _ = strings.Cut(s, "-")
	case r.By == "weekday":
		s = s[:3]
	case r.By == "day" && n > 8:
		if f := strings.Fields(s); len(f) > 2 {
			s = f[1]
			if n > 31 && f[2] != *month { // the days of several months
				s, *month = f[2], f[2]
			}
		}
	}
	return s
}

func px(v float64) string { return fmt.Sprintf("%.1f", v) }
