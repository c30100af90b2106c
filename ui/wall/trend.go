package wall

import (
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// leastTrend is the narrowest trend worth showing, in cells.
const leastTrend = 5

// trendRow draws row y of h of the half-hour trend, right of a value that is wide cells wide. Only the top
// cell of a bar needs a glyph.
func (b tileView) trendRow(l *draw.Line, t *tile, p *tileRoles, wide, width, h, y int) {
	room := width - wide - 2
	if t.trend == nil || !t.known || b.stale || room < leastTrend {
		return
	}
	each, n := max(1, room/model.TrendCells), min(room, model.TrendCells)
	l.Gap(l.Left - 1 - n*each)
	of := p.role(draw.RoleOtherBars)
	for _, v := range draw.Last(draw.ScaleTrend(t.id, t.trend, 8*h), n) {
		switch up := v - 8*(h-1-y); {
		case v < 0 && y == h-1:
			l.Fill(p.role(draw.RoleDim), b.pageStyle.Glyphs.Dot, each)
		case up >= 8:
			l.Ink(of, each)
		case up > 0:
			l.Fill(of, b.pageStyle.Up(up), each)
		default:
			l.Gap(each)
		}
	}
}

// change says how the figure has changed in half an hour, and from what to what, the longest form first. It
// has no colour, since up or down is not good or bad by itself. Nothing is said if it would contradict the
// number beside it: for figures that are not exact, for the longest wait, for counts over a window, of which
// a cell of the trend has only a part, and while the trend has fewer than two cells.
func (b tileView) change(t *tile) []string {
	if t.trend == nil || !t.known || t.bound != "" || t.id == model.FigureLongest || t.id == model.FigureMissed {
		return nil
	}
	const last = model.TrendCells - 1
	to, known := draw.TrendValue(t.id, &t.trend[last])
	if !known {
		return nil
	}
	if model.FigureOf(t.id).Scope == model.ScopeMoment {
		to = t.number // the last cell may be a minute old
	}
	for i := range last {
		if from, known := draw.TrendValue(t.id, &t.trend[i]); known {
			if model.FigureOf(t.id).Scope.Windowed() && (t.number < min(from, to) || t.number > max(from, to)) {
				return nil // 97% of the half hour beside "100% to 100%" of its first and last minutes
			}
			const span = " in 30 min"
			scale := trendLabel(t.id, from) + " to " + trendLabel(t.id, to) + span
			if from == to {
				return []string{scale}
			}
			by := b.pageStyle.Glyphs.Rise + trendDifference(t.id, to-from)
			if to < from {
				by = b.pageStyle.Glyphs.Fall + trendDifference(t.id, from-to)
			}
			return []string{by + " " + b.pageStyle.Glyphs.Dot + " " + scale, by + span}
		}
	}
	return nil
}

// trendDifference writes the difference of two values. That of two shares has no %: 60% are not 20% less than 80%. The figures
// of the dashboard have none either.
func trendDifference(id model.FigureID, n int) string {
	return strings.TrimSuffix(trendLabel(id, n), "%")
}

// trendLabel writes a value of a trend.
func trendLabel(id model.FigureID, n int) string {
	switch unit := model.FigureOf(id).Unit; {
	case unit.IsDuration():
		return blockClock(time.Duration(n) * time.Second)
	case unit == model.UnitShare:
		return strconv.Itoa(n) + "%"
	}
	return strconv.Itoa(n)
}
