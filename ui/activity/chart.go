package activity

import (
	"math"
	"slices"
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A series is one row of bars, or several rows if there is room.
type series struct {
	name         string
	role         draw.Role
	value        func(*model.Minute) (n int, usual float64)
	peak         int         // value of a full bar
	known        model.Value // its numbers are known as well as this
	number       string      // to the right of the bars
	second       string      // in the row above the number, or after it
	observedOnly bool        // unknown while the floor was not watched
}

// A chart draws minutes, one column each.
type chart struct {
	style    *draw.Style
	w        int
	minutes  []model.Minute // complete ones; those before the first known one are missing
	blank    int            // columns for those
	zone     *time.Location
	watched  time.Time
	newest   string // label of the right end: "now", "then" in the past and in a replay, or a time
	faded    bool   // nothing is current
	series   []series
	selected int // index into minutes; -1: none
}

func agentMessages(m *model.Minute) (n int, usual float64)   { return m.Agents, m.UsualAgents }
func visitorMessages(m *model.Minute) (n int, usual float64) { return m.Visitors, m.UsualVisitors }
func backlog(m *model.Minute) (n int, usual float64)         { return m.Waiting, 0 }

// newChart returns the chart of a pane. The last of list is the current minute.
func newChart(p *Pane, style *draw.Style, w int, list []model.Minute) *chart {
	running := &list[len(list)-1]
	c := &chart{style: style, w: w, minutes: list[:len(list)-1], zone: p.Zone, watched: p.Watched, newest: "now", faded: p.Stale != ""}
	c.blank = max(0, columns(w)-len(c.minutes))
	switch {
	case p.Stale != "":
		c.newest = p.Stale
	case p.Past:
		c.newest = "then"
	}
	now := p.waitingNow(running)
	most, peak, seen := 1, int(now.Number), false
	for i := range c.minutes {
		m := &c.minutes[i]
		most = max(most, m.Agents, m.Visitors, int(math.Ceil(max(m.UsualAgents, m.UsualVisitors))))
		if !c.unwatched(m) {
			peak, seen = max(peak, m.Waiting), true
		}
	}
	if p.Subject.Filter == (model.Filter{}) {
		c.series = append(c.series, series{
			name: "waiting", role: draw.RoleBacklog, value: backlog, peak: max(1, peak), observedOnly: true, known: now,
			number: style.Value(now), second: "peak " + style.Value(now.SameBound(peak)),
		})
		if !seen && peak == 0 { // unknown for every minute
			c.series[0].second = "peak " + style.Glyphs.None
		}
		if !p.Waiting.OK && c.unwatched(running) {
			c.series[0].number = style.Glyphs.None
		}
	}
	last := &c.minutes[len(c.minutes)-1]
	for _, s := range []series{{name: "agents", role: draw.RoleBars, value: agentMessages}, {name: "visitors", role: draw.RoleOtherBars, value: visitorMessages}} {
		n, _ := s.value(last)
		s.known = p.messagesKnown()
		s.peak, s.number, s.second = draw.ScaleFor(most), style.Value(s.known.SameBound(n)), "a min"
		c.series = append(c.series, s)
	}
	return c
}

// waitingNow is how many wait at the end of the chart: the figure, which knows who certainly waited, if there is one.
func (p *Pane) waitingNow(running *model.Minute) model.Value {
	if p.Waiting.OK {
		return p.Waiting
	}
	return p.Waiting.SameBound(running.Waiting)
}

// messagesKnown is how well the messages are known: as well as who waits, but that it is not known which chats had ended
// says nothing of messages.
func (p *Pane) messagesKnown() model.Value {
	if p.Waiting.Bound == model.BoundBetween {
		return model.Value{}
	}
	return p.Waiting
}

// unwatched reports whether the number of waiting chats at the end of a minute is unknown.
func (c *chart) unwatched(m *model.Minute) bool {
	return m.Start.Add(time.Minute).Before(c.watched)
}

// role returns the role in which to draw: grey if nothing is current.
func (c *chart) role(of draw.Role) draw.Role {
	if c.faded {
		return draw.RoleDim
	}
	return of
}

// heights divides h rows among the series. The backlog, which matters most, gets most of them; those without a row
// are omitted, the last first.
func (c *chart) heights(h int) []int {
	n := len(c.series)
	out := make([]int, n)
	for i := range min(n, h) {
		out[i] = 1
	}
	if h <= n {
		return out
	}
	spare := h - n
	if c.series[0].name == "waiting" {
		each := spare / 6
		out[0] += spare - (n-1)*each
		for i := 1; i < n; i++ {
			out[i] += each
		}
		return out
	}
	for i := range out {
		out[i] += spare / n
	}
	return out
}

// lines draws the chart on h rows: the series, and the times below them.
func (c *chart) lines(h int) []string {
	lines := make([]string, 0, h)
	rows := h - 1
	if h < 3 {
		rows = h
	}
	for i, n := range c.heights(rows) {
		for row := n - 1; row >= 0; row-- {
			lines = append(lines, c.bars(&c.series[i], row, n))
		}
	}
	if h >= 3 {
		lines = append(lines, c.times())
	}
	return lines
}

// bars draws one row, 0 being the lowest, of bars that have the given number of rows.
func (c *chart) bars(s *series, row, rows int) string {
	l := c.style.Line(draw.OnScreen, c.w)
	label, number := "", ""
	if row == 0 {
		label, number = s.name, " "+s.number
		if rows == 1 {
			if both := number + " " + s.second; c.style.Width(both) <= numberCol { // else only the number: a truncated one would be wrong
				number = both
			}
		}
	} else if row == rows-1 {
		number = " " + s.second
	}
	l.Cell(draw.RoleDim, label, labelCol)
	l.Gap(c.blank)
	unknown := " "
	if row == 0 {
		unknown = c.style.Glyphs.None // a blank would be nobody
	}
	for i := range c.minutes {
		m := &c.minutes[i]
		if s.observedOnly && c.unwatched(m) {
			l.Put(draw.RoleDim, unknown)
			continue
		}
		n, usual := s.value(m)
		eighths := c.eighths(s, float64(n), row, rows)
		if eighths <= 0 && usual > 0 {
			if at := c.eighths(s, usual, row, rows); 0 < at && at <= 8 {
				l.Put(draw.RoleDim, c.style.Glyphs.Dot)
				continue
			}
		}
		l.Fill(c.role(s.role), c.style.Up(eighths), 1)
	}
	l.Put(draw.RoleDim, number)
	return l.String()
}

// eighths returns how many eighths of a row a value fills; it can be negative or more than 8.
func (c *chart) eighths(s *series, v float64, row, rows int) int {
	return int(math.Ceil(v*float64(rows*8)/float64(s.peak))) - row*8
}

// times draws the row of times, with a mark below each minute in which a chat was missed. Where marks are in the way of a
// time, that of a minute beside it stands there.
func (c *chart) times() string {
	cells := make([]draw.Piece, len(c.minutes))
	for i := range c.minutes {
		if c.minutes[i].Missed > 0 {
			cells[i] = draw.Piece{Role: c.role(draw.RoleCritical), Text: c.style.Glyphs.Broken}
		}
	}
	if c.selected >= 0 {
		cells[c.selected] = draw.Piece{Role: draw.RoleAccent, Text: c.style.Glyphs.Rise}
	}
	step, named := timeStep(len(c.minutes)), false
	for i := range c.minutes {
		t := c.minutes[i].Start.In(c.zone)
		if (t.Hour()*60+t.Minute())%step != 0 {
			continue
		}
		for beside := 0; beside < step-timeWidth-1; beside++ {
			if c.placeTime(cells, i+beside, 1) {
				named = true
				break
			}
		}
	}
	for i := 0; !named && i < len(cells); i++ {
		named = c.placeTime(cells, i, 0)
	}
	l := c.style.Line(draw.OnScreen, c.w)
	l.Gap(labelCol + c.blank)
	for _, p := range cells {
		switch p.Text {
		case "":
			l.Gap(1)
		case taken:
		default:
			l.Put(p.Role, p.Text)
		}
	}
	l.Put(draw.RoleDim, " "+c.newest)
	return l.String()
}

// timeWidth is the width of a time of day, and taken a cell that one covers.
const (
	timeWidth = 5
	taken     = "\x00"
)

// placeTime puts the time of minute i into its cell and the following ones, if they are free, and beside them gap cells.
func (c *chart) placeTime(cells []draw.Piece, i, gap int) bool {
	if i+timeWidth > len(cells) {
		return false
	}
	for _, p := range cells[max(0, i-gap):min(len(cells), i+timeWidth+gap)] {
		if p.Text != "" {
			return false
		}
	}
	for j := range timeWidth {
		cells[i+j].Text = taken
	}
	cells[i] = draw.Piece{Role: draw.RoleDim, Text: c.minutes[i].Start.In(c.zone).Format("15:04")}
	return true
}

// timeStep returns the number of minutes between two times below n minutes.
func timeStep(n int) int {
	switch {
	case n <= 90:
		return 15
	case n <= 180:
		return 30
	}
	return 60
}

// legend explains the marks. That of missed chats is as red as those in the chart only if there is one.
func (c *chart) legend() []draw.Piece {
	var out []draw.Piece
	of := draw.RoleDim
	if slices.ContainsFunc(c.minutes, func(m model.Minute) bool { return m.Missed > 0 }) {
		of = c.role(draw.RoleCritical)
	}
	for i := range c.minutes {
		if c.minutes[i].UsualAgents > 0 || c.minutes[i].UsualVisitors > 0 {
			out = append(out, draw.Piece{Role: draw.RoleDim, Text: c.style.Glyphs.Dot + " usual  "})
			break
		}
	}
	return append(out, draw.Piece{Role: of, Text: c.style.Glyphs.Broken}, draw.Piece{Role: draw.RoleDim, Text: " missed"})
}

// describeSelected returns what is known of the selected minute, as much as fits: a frame omits a footer that is
// too wide.
func (c *chart) describeSelected(m *model.Minute) []draw.Piece {
	dot := " " + c.style.Glyphs.Dot + " "
	parts := [][]draw.Piece{{{Role: draw.RoleAccent, Text: m.Start.In(c.zone).Format("15:04")}}}
	if m.Missed > 0 {
		parts = append(parts, []draw.Piece{{Role: c.role(draw.RoleCritical), Text: strconv.Itoa(m.Missed) + " missed"}})
	}
	for _, s := range c.series {
		n, _ := s.value(m)
		text := c.style.Value(s.known.SameBound(n))
		if s.observedOnly && c.unwatched(m) {
			text = c.style.Glyphs.None
		}
		parts = append(parts, []draw.Piece{{Role: draw.RoleDim, Text: s.name + " "}, {Role: draw.RoleText, Text: text}})
	}
	var out []draw.Piece
	room := c.w - 4
	for i, p := range parts {
		if i > 0 {
			p = append([]draw.Piece{{Role: draw.RoleDim, Text: dot}}, p...)
		}
		for _, piece := range p {
			room -= c.style.Width(piece.Text)
		}
		if room < 0 {
			break
		}
		out = append(out, p...)
	}
	return out
}
