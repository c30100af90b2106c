package wall

import (
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// leastTrend is the narrowest trend worth showing, in cells.
const leastTrend = 5

// trendRow draws row y of h of the half-hour trend, right of a value that is wide cells wide. Only the top
// cell of a bar needs a glyph. It is half as high as the digits: without colours and with sixteen it looks like them, and
// MISSED 0 with two bars of their height was read as 011.
func (b tileView) trendRow(l *draw.Line, t *tile, p *tileRoles, wide, width, h, y int) {
	room := width - wide - 2
	if t.trend == nil || !t.known || b.stale || room < leastTrend {
		return
	}
	each, n := max(1, room/model.TrendCells), min(room, model.TrendCells)
	l.Gap(l.Left - 1 - n*each)
	of := p.role(draw.RoleOtherBars)
	y -= h / 2
	h -= h / 2
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

// change says how the figure has changed in the time that its trend covers, the longest form first. It has no colour,
// since up or down is not good or bad by itself. Of a figure of a window it says the values of the first and the last
// bar, and that they are those: each is of a part of the window, so neither is the number beside them. Of the longest
// wait it says only the first, since the number ticks on. Nothing is said of figures that are not exact, of the missed
// chats, whose bars add up to the number, and while the trend has fewer than two cells.
func (b tileView) change(t *tile) []string {
	if t.trend == nil || !t.known || t.bound != "" || t.id == model.FigureMissed {
		return nil
	}
	const last = model.TrendCells - 1
	to, known := draw.TrendValue(t.id, &t.trend[last])
	if !known {
		return nil
	}
	for i := range last {
		from, known := draw.TrendValue(t.id, &t.trend[i])
		if !known {
			continue
		}
		was, is := trendLabel(t.id, from), trendLabel(t.id, to)
		if model.FigureOf(t.id).Scope.Windowed() {
			return []string{"first bar " + was + ", last " + is, "bars " + was + " to " + is}
		}
		watched := model.TrendSpan * time.Duration(model.TrendCells-i) / model.TrendCells
		span := " in " + strconv.Itoa(int(watched/time.Minute)) + " min"
		if t.id == model.FigureLongest {
			return []string{"from " + was + span}
		}
		if from == to {
			return []string{was + " to " + is + span}
		}
		by := b.pageStyle.Glyphs.Rise + trendLabel(t.id, to-from)
		if to < from {
			by = b.pageStyle.Glyphs.Fall + trendLabel(t.id, from-to)
		}
		return []string{by + " " + b.pageStyle.Glyphs.Dot + " " + was + " to " + is + span, by + span}
	}
	return nil
}

// barWords say, for figures of a window, that a bar of the trend covers only a part of it: the newest bar can be high
// although the figure is low. Of the missed chats they say how many the highest bar is.
func barWords(t *tile) []string {
	const each = ", each bar 4 min"
	if t.id != model.FigureMissed {
		return []string{each}
	}
	most := 0
	for i := range t.trend {
		if n, known := draw.TrendValue(t.id, &t.trend[i]); known {
			most = max(most, n)
		}
	}
	return []string{each + ", highest " + strconv.Itoa(most), each}
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
