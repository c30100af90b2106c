// Package activity is the chart of messages a minute. It may import draw, keymap, model
// and safetext: no other pane, nor ui. It shows the minutes that it is given.
package activity

import (
	"math"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A Subject is whose activity is shown: the floor's, an agent's or a thread's.
type Subject struct {
	Filter model.Filter
	Name   string // on the screen
}

// An Pane shows messages a minute: agents' upwards and visitors' downwards
// from one line, on one scale. On the line stand first replies and missed chats.
type Pane struct {
	Minutes []model.Minute
	Fit     int // minutes that there is room for
	Of      Subject
	Zone    *time.Location
	Past    bool // the minutes end where somebody has travelled to
}

// The columns left and right of the bars.
const (
	activityLabel = 9 // visitors
	activityScale = 4
	activityNow   = 8
)

// FitTo tells the pane how wide it is, and reports whether it has to be read anew.
func (p *Pane) FitTo(w, h int) bool {
	was := p.Fit
	if p.Fit = 0; w > 0 && h > 0 {
		iw, _ := draw.Inner(w, h)
		p.Fit = minutesOn(iw - activityLabel - activityScale - activityNow - 1)
	}
	return p.Fit != was
}

// Draw draws the pane on w by h cells.
func (p *Pane) Draw(lk *draw.Style, w, h int, focused bool) []string {
	iw, ih := draw.Inner(w, h)
	dot := " " + lk.Glyphs.Dot + " "
	f := draw.Frame{Title: draw.PaneTitle("Activity", focused), Focused: focused}
	f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot + "of "}, draw.Piece{Role: draw.RoleText, Text: p.Of.Name}, draw.Piece{Role: draw.RoleDim, Text: dot + "messages a minute"})
	minutes := draw.Last(p.Minutes, p.Fit)
	if len(minutes) == 0 {
		return lk.Frame(f, w, h, []string{lk.Words(iw, draw.Piece{Role: draw.RoleDim, Text: " Nobody has written yet."})})
	}
	f.Foot = []draw.Piece{{Role: draw.RoleDim, Text: lk.Glyphs.Fresh}, {Role: draw.RoleDim, Text: " first response  "}, {Role: draw.RoleCritical, Text: lk.Glyphs.Broken}, {Role: draw.RoleDim, Text: " missed"}}
	if len(minutes) < p.Fit {
		minutes = append(make([]model.Minute, p.Fit-len(minutes)), minutes...)
	}
	c, most := chart{lk: lk, w: iw, minutes: minutes, zone: p.Zone, newest: "now"}, 0
	if p.Past {
		c.newest = "then"
	}
	usual := 0
	for _, m := range minutes {
		usual = max(usual, int(math.Ceil(max(m.UsualAgents, m.UsualVisitors))))
		most = max(most, m.Agents, m.Visitors, usual)
	}
	if usual > 0 {
		f.Foot = append(f.Foot, draw.Piece{Role: draw.RoleDim, Text: "  " + lk.Glyphs.Dot + " usual"})
	}
	c.peak = draw.ScaleFor(most)
	return lk.Frame(f, w, h, c.lines(ih))
}

// minutesOn is how many minutes fit into w cells: a cell each, by fives where there is room.
func minutesOn(w int) int {
	w = max(1, w)
	return max(w-w%5, min(w, 5))
}

// MinuteAt is the start of the minute at column x of the inner room.
func (p *Pane) MinuteAt(x int) (time.Time, bool) {
	minutes := draw.Last(p.Minutes, p.Fit)
	i := x - activityLabel - activityScale - 1 - (p.Fit - len(minutes))
	if x <= activityLabel+activityScale || i < 0 || i >= len(minutes) {
		return time.Time{}, false
	}
	return minutes[i].Start, true
}
