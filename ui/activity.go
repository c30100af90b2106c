package ui

import (
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A subject is whose activity is shown: the floor's, an agent's or a thread's.
type subject struct {
	filter model.Filter
	name   string // on the screen
}

// An activityPane shows words a minute: agents' upwards and visitors' downwards
// from one line, on one scale. On the line stand first replies and missed chats.
type activityPane struct {
	minutes []model.Minute
	fit     int // minutes that there is room for
	of      subject
	zone    *time.Location
	past    bool // the minutes end where somebody has travelled to
}

// The columns left and right of the bars.
const (
	activityLabel = 9 // visitors
	activityScale = 4
	activityNow   = 8
)

// fitTo tells the pane how wide it is, and reports whether it has to be read anew.
func (p *activityPane) fitTo(w, h int) bool {
	was := p.fit
	if p.fit = 0; w > 0 && h > 0 {
		iw, _ := draw.Inner(w, h)
		p.fit = minutesOn(iw - activityLabel - activityScale - activityNow - 1)
	}
	return p.fit != was
}

// draw draws the pane on w by h cells.
func (p *activityPane) draw(lk *draw.Style, w, h int, focused bool) []string {
	iw, ih := draw.Inner(w, h)
	dot := " " + lk.Glyphs.Dot + " "
	f := draw.Frame{Title: draw.PaneTitle("Activity", focused), Focused: focused}
	f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot + "of "}, draw.Piece{Role: draw.RoleText, Text: p.of.name}, draw.Piece{Role: draw.RoleDim, Text: dot + "words a minute"})
	minutes := draw.Last(p.minutes, p.fit)
	if len(minutes) == 0 {
		return lk.Frame(f, w, h, []string{lk.Words(iw, draw.Piece{Role: draw.RoleDim, Text: " Nobody has written yet."})})
	}
	f.Foot = []draw.Piece{{Role: draw.RoleDim, Text: lk.Glyphs.Fresh}, {Role: draw.RoleDim, Text: " first reply  "}, {Role: draw.RoleCritical, Text: lk.Glyphs.Broken}, {Role: draw.RoleDim, Text: " missed"}}
	if len(minutes) < p.fit {
		minutes = append(make([]model.Minute, p.fit-len(minutes)), minutes...)
	}
	c, most := chart{lk: lk, w: iw, minutes: minutes, zone: p.zone, newest: "now"}, 0
	if p.past {
		c.newest = "then"
	}
	for _, m := range minutes {
		most = max(most, m.Agents, m.Visitors)
	}
	c.peak = draw.ScaleFor(most)
	return lk.Frame(f, w, h, c.lines(ih))
}

// minutesOn is how many minutes fit into w cells: a cell each, by fives where there is room.
func minutesOn(w int) int {
	w = max(1, w)
	return max(w-w%5, min(w, 5))
}

// minuteAt is the start of the minute at column x of the inner room.
func (p *activityPane) minuteAt(x int) (time.Time, bool) {
	minutes := draw.Last(p.minutes, p.fit)
	i := x - activityLabel - activityScale - 1 - (p.fit - len(minutes))
	if x <= activityLabel+activityScale || i < 0 || i >= len(minutes) {
		return time.Time{}, false
	}
	return minutes[i].Start, true
}
