// Package activity is the pane with the chart of the last minutes: how many chats waited, and how many messages
// agents and visitors wrote. It may import draw and model: no other pane, nor ui.
package activity

import (
	"slices"
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A Subject is whose activity is shown: a thread's, an agent's or the whole floor's.
type Subject struct {
	Filter model.Filter
	Name   string // for the title
}

// A Pane shows the activity of a subject, one column per minute. The current minute is not shown, because until it
// is over it would look like a drop.
type Pane struct {
	Minutes  []model.Minute // the last one is the current minute
	Capacity int            // how many minutes to load
	Subject  Subject
	Zone     *time.Location
	Past     bool        // the chart ends at a moment in the past
	Watched  time.Time   // since when the number of waiting chats is known
	Stale    string      // the time of the data, if nothing is current
	Waiting  model.Value // how many wait at its end: the numbers beside the chart are known as well as that
	Unread   bool        // nothing has been read: the minutes say nothing yet
	Selected time.Time   // start of the minute selected with the keys; zero: none
}

// Columns beside the chart: the label of a row, and its value for the last full minute.
const (
	labelCol  = 9
	numberCol = 12
)

// Resize sets the size of the pane and reports whether a different number of minutes has to be loaded.
func (p *Pane) Resize(w, h int) bool {
	was := p.Capacity
	if p.Capacity = 0; w > 0 && h > 0 {
		iw, _ := draw.Inner(w, h)
		p.Capacity = columns(iw) + 1
	}
	return p.Capacity != was
}

// columns returns how many minutes fit into w cells.
func columns(w int) int { return max(1, w-labelCol-numberCol) }

// Draw draws the pane on w by h cells.
func (p *Pane) Draw(style *draw.Style, w, h int, focused bool) []string {
	iw, ih := draw.Inner(w, h)
	dot := " " + style.Glyphs.Dot + " "
	f := draw.Frame{Title: draw.PaneTitle("Activity", focused), Focused: focused}
	if p.Subject.Filter != (model.Filter{}) {
		f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot + "of "}, draw.Piece{Role: draw.RoleText, Text: p.Subject.Name})
	}
	f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot + "last " + strconv.Itoa(columns(iw)) + " min"})
	list := draw.Last(p.Minutes, columns(iw)+1)
	switch {
	case p.Unread: // zeros would say that nobody waits and nobody writes
		return style.Frame(f, w, h, []string{style.Words(iw, draw.Piece{Role: draw.RoleDim, Text: " Nothing has been read yet."})})
	case len(list) < 2:
		return style.Frame(f, w, h, []string{style.Words(iw, draw.Piece{Role: draw.RoleDim, Text: " Nobody has written yet."})})
	}
	c := newChart(p, style, iw, list)
	if c.selected = p.selectedIndex(); c.selected >= 0 {
		f.Foot = c.describeSelected(&c.minutes[c.selected])
	} else {
		f.Foot = c.legend()
	}
	return style.Frame(f, w, h, c.lines(ih))
}

// completeMinutes returns the minutes in the chart, without the current one.
func (p *Pane) completeMinutes() []model.Minute {
	list := draw.Last(p.Minutes, p.Capacity)
	return list[:max(0, len(list)-1)]
}

// Move moves the selection by d minutes. Without a selection it selects the newest minute, or one further back if
// d is.
func (p *Pane) Move(d int) {
	list := p.completeMinutes()
	if len(list) == 0 || d == 0 {
		return
	}
	at := len(list)
	if i := p.selectedIndex(); i >= 0 {
		at = i
	}
	p.Selected = list[draw.Clamp(at+d, 0, len(list)-1)].Start
}

// selectedIndex returns the index of the selected minute in completeMinutes, or -1 if there is none or it has
// scrolled out.
func (p *Pane) selectedIndex() int {
	return slices.IndexFunc(p.completeMinutes(), func(m model.Minute) bool { return m.Start.Equal(p.Selected) })
}

// Minute returns the start of the selected minute; ok is false if there is none.
func (p *Pane) Minute() (at time.Time, ok bool) {
	if i := p.selectedIndex(); i >= 0 {
		return p.completeMinutes()[i].Start, true
	}
	return time.Time{}, false
}

// Deselect clears the selection and returns the start of the minute that was selected; ok is false if there was
// none.
func (p *Pane) Deselect() (at time.Time, ok bool) {
	at, ok = p.Minute()
	p.Selected = time.Time{}
	return at, ok
}

// MinuteAt returns the start of the minute at cell x inside the pane; ok is false if there is none.
func (p *Pane) MinuteAt(x int) (time.Time, bool) {
	list := p.completeMinutes()
	i := x - labelCol - (p.Capacity - 1 - len(list))
	if x < labelCol || i < 0 || i >= len(list) {
		return time.Time{}, false
	}
	return list[i].Start, true
}
