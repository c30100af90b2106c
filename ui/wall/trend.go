package wall

import (
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// leastTrend is how many cells of a trend are worth showing.
const leastTrend = 5

// trendRow draws row y of h of a tile's half hour, in what is left of a row of width
// cells right of a value of wide cells. All of a bar but its top cell is ink.
func (b tileView) trendRow(l *draw.Line, t *tile, p *tileRoles, wide, width, h, y int) {
	room := width - wide - 2
	if t.trend == nil || !t.known || b.stale || room < leastTrend {
		return
	}
	each, n := max(1, room/model.TrendCells), min(room, model.TrendCells)
	l.Gap(l.Left - 1 - n*each)
	of := p.role(draw.RoleOtherBars)
	for _, v := range draw.Last(draw.Trend(t.id, t.trend, 8*h), n) {
		switch up := v - 8*(h-1-y); {
		case v < 0 && y == h-1:
			l.Fill(p.role(draw.RoleDim), b.lk.Glyphs.Dot, each)
		case up >= 8:
			l.Ink(of, each)
		case up > 0:
			l.Fill(of, b.lk.Up(up), each)
		default:
			l.Gap(each)
		}
	}
}

// change says how a figure has changed in the half hour, and from what to what: the
// longest form first. Neither up nor down is good by itself, so it has no colour. Nothing is said where it would not
// agree with the number beside it: of one that is not exact, of the longest wait and of what is counted over a window,
// of which the trend has parts, and while the trend has fewer than two cells.
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
		to = t.number // the last cell is up to a minute old
	}
	for i := range last {
		if from, known := draw.TrendValue(t.id, &t.trend[i]); known {
			const span = " in 30 min"
			scale := trendLabel(t.id, from) + " to " + trendLabel(t.id, to) + span
			if from == to {
				return []string{scale}
			}
			by := b.lk.Glyphs.Rise + trendLabel(t.id, to-from)
			if to < from {
				by = b.lk.Glyphs.Fall + trendLabel(t.id, from-to)
			}
			return []string{by + " " + b.lk.Glyphs.Dot + " " + scale, by + span}
		}
	}
	return nil
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
