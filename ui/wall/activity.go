package wall

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// activityMinutes is how many minutes the widest wall shows.
const activityMinutes = 120

// A series is one bar chart of the activity page, one value a minute.
type series struct {
	name, unit string // unit follows the number
	role       draw.Role
	values     []int // of full minutes; -1: not known
	rows       int
	now        string // what stands beside the bars; empty: the newest of values
}

// An activityView draws the activity page.
type activityView struct{ *pageView }

// activityPage draws the number of waiting chats minute by minute, and below it the messages of agents and
// visitors.
func (b activityView) activityPage() []string {
	out := b.strip()
	h := b.h - len(out) - 1
	if h <= 0 {
		return out
	}
	n, each := chartSpan(b.w - b.chartName() - chartScale)
	span := strconv.Itoa(n) + " minutes"
	if n == activityMinutes {
		span = "2 hours"
	}
	out = append(out, b.rule("ACTIVITY", "last "+span, ""))
	if b.unread || len(b.minutes) == 0 || h < 4 {
		l := b.pageStyle.Line(draw.OnScreen, b.w)
		l.Gap(4)
		words := "Nobody has written yet."
		if b.unread {
			words = "Nothing has been read yet."
		}
		l.Put(draw.RoleText, words)
		return append(out, l.String())
	}
	for _, s := range b.series(n, h-1) {
		out = append(out, b.chart(&s, each)...)
	}
	return append(out, b.axis(n, each))
}

// series are the three bar charts: the waiting chats take three quarters of h rows, as long as the others
// have enough rows for their names.
func (b activityView) series(n, h int) []series {
	waiting, agents, visitors := make([]int, n), make([]int, n), make([]int, n)
	for i := range waiting {
		waiting[i], agents[i], visitors[i] = -1, -1, -1
	}
	minutes := draw.Last(b.minutes[:len(b.minutes)-1], n) // the current minute is not complete and would look like a fall
	for i := range minutes {
		m, at := &minutes[i], n-len(minutes)+i
		waiting[at], agents[at], visitors[at] = m.Waiting, m.Agents, m.Visitors
	}
	least := 1
	if b.size > 0 {
		least = b.letters
	}
	if b.full {
		least++ // a gap between the names, whose letters fill their rows
	}
	small := max(least, h/8)
	if 2*small+least > h {
		small = h / 3
	}
	return []series{
		{"WAITING", "", draw.RoleBacklog, waiting, h - 2*small, b.waitingNow()},
		{"AGENT MSGS", "a min", draw.RoleBars, agents, small, ""},
		{"VISITOR MSGS", "a min", draw.RoleOtherBars, visitors, small, ""},
	}
}

// waitingNow is the number of waiting chats beside their bars. It is the figure of the strip, not the newest bar, which
// is of the end of the last full minute: the same title must not stand twice over different numbers.
func (b activityView) waitingNow() string {
	r := &draw.FigureReader{Style: b.pageStyle, S: b.snap}
	return plusBehind(blockValue(lowerBound(r.Value(model.FigureWaiting))))
}

// chartScale is the room right of the bars, for the newest value in block digits and the peak.
const chartScale = 16

// widestChart is the longest name of a series. Agents and visitors are named with what is counted: "AGENTS
// 20" was read as a number of agents.
const widestChart = "VISITOR MSGS"

// chartName is the room left of the bars, for the name of the series.
func (b activityView) chartName() int {
	if !b.titled {
		return len(widestChart) + 2
	}
	return draw.LettersWidth(widestChart, b.size) + 3
}

// chartSpan returns how many minutes fit into w cells, and how many cells each has.
func chartSpan(w int) (minutes, each int) {
	for _, n := range []int{activityMinutes, 105, 90, 75, 60, 45, 30, 20, 15, 10, 5} {
		if n <= w {
			return n, w / n
		}
	}
	return max(1, w), 1
}

// chart draws a series: its name at the foot, its newest value on the right and its peak at the top. Each has
// a scale of its own, since they count different things.
func (b activityView) chart(s *series, each int) []string {
	peak := max(0, slices.Max(s.values))
	most := max(1, peak)
	now := s.now
	if last := s.values[len(s.values)-1]; now == "" && last >= 0 {
		now = strconv.Itoa(last)
	}
	now = cmp.Or(now, "-")
	rows := make([]string, 0, s.rows)
	for y := range s.rows {
		l := b.pageStyle.Line(draw.OnScreen, b.w)
		l.Gap(1)
		name := b.pageStyle.Line(draw.OnScreen, b.chartName()-1)
		foot := y - (s.rows - b.letters) // rows of block letters
		switch {
		case b.titled && foot >= 0:
			name.Letters(draw.RoleStrong, s.name, b.size, foot)
		case !b.titled && y == s.rows-1:
			name.Put(draw.RoleStrong, s.name)
		}
		l.Raw(name.String(), b.chartName()-1)
		for _, v := range s.values {
			b.barCell(l, s.role, (8*s.rows*v+most-1)/most-8*(s.rows-1-y), each)
		}
		l.Gap(1)
		switch {
		case y == 0 && s.rows > 1 && (foot < 0 || b.size != 1):
			l.Put(draw.RoleDim, "peak "+strconv.Itoa(peak))
		case b.size > 0 && foot >= 0 && draw.LettersWidth(now, b.size) <= l.Left:
			l.Letters(draw.RoleStrong, now, b.size, foot)
			if label := " peak " + strconv.Itoa(peak); y == 0 && len(label) <= l.Left {
				l.Put(draw.RoleDim, label)
			}
		case y == s.rows-1:
			l.Put(draw.RoleStrong, now+" ")
			l.Put(draw.RoleDim, s.unit)
		}
		rows = append(rows, l.String())
	}
	return rows
}

// barCell draws n cells of a bar that is so many eighths high in this row.
func (b activityView) barCell(l *draw.Line, of draw.Role, eighths, n int) {
	switch {
	case eighths >= 8:
		l.Ink(of, n)
	case eighths > 0:
		l.Fill(of, b.pageStyle.Up(eighths), n)
	default:
		l.Gap(n)
	}
}

// axis draws the times below the bars. The last is where the last full minute ends: not "now", which the bars do not
// reach.
func (b activityView) axis(n, each int) string {
	style := b.pageStyle
	l := style.Line(draw.OnScreen, b.w)
	l.Gap(b.chartName())
	at := b.reading.Now
	if b.stale {
		at = b.reading.Age.Since
	}
	step := n / 4
	for i := range 4 {
		if step < 8 && i > 0 {
			break
		}
		l.Cell(draw.RoleDim, at.Add(-time.Duration(n-i*step)*time.Minute).In(b.zone).Format("15:04"), step*each)
	}
	if left := b.chartName() + n*each - (b.w - l.Left); left > 0 {
		l.Gap(left)
	}
	l.Left = max(l.Left, 0)
	l.Gap(1)
	l.Put(draw.RoleDim, at.In(b.zone).Format("15:04"))
	return l.String()
}
