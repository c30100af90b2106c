// Package activity is the pane that shows the last minutes of the floor: how many
// chats waited, and how many messages agents and visitors wrote. It may import
// draw and model: no other pane, nor ui.
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
	Name   string // on the screen
}

// A Pane is the activity of a subject over the last minutes, a column each. The
// minute that is running is in none: until it is over it would look like a fall.
type Pane struct {
	Minutes  []model.Minute // the last one is running
	Capacity int            // minutes to be read
	Subject  Subject
	Zone     *time.Location
	Past     bool      // the minutes end where somebody has travelled to
	Watched  time.Time // since when who waited is known
	Stale    string    // the time that all is of, where nothing current is known
	Selected time.Time // the start of the minute that the keys have chosen; zero: none
}

// Columns beside the minutes: what a row is of, and its number over the last full minute.
const (
	labelCol  = 9
	numberCol = 12
)

// Resize takes the size of the pane and reports whether another number of minutes is needed.
func (p *Pane) Resize(w, h int) bool {
	was := p.Capacity
	if p.Capacity = 0; w > 0 && h > 0 {
		iw, _ := draw.Inner(w, h)
		p.Capacity = columns(iw) + 1
	}
	return p.Capacity != was
}

// columns is how many minutes are drawn on w cells.
func columns(w int) int { return max(1, w-labelCol-numberCol) }

// Draw draws the pane on w by h cells.
func (p *Pane) Draw(lk *draw.Style, w, h int, focused bool) []string {
	iw, ih := draw.Inner(w, h)
	dot := " " + lk.Glyphs.Dot + " "
	f := draw.Frame{Title: draw.PaneTitle("Activity", focused), Focused: focused}
	if p.Subject.Filter != (model.Filter{}) {
		f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot + "of "}, draw.Piece{Role: draw.RoleText, Text: p.Subject.Name})
	}
	f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot + "last " + strconv.Itoa(columns(iw)) + " min"})
	list := draw.Last(p.Minutes, columns(iw)+1)
	if len(list) < 2 {
		return lk.Frame(f, w, h, []string{lk.Words(iw, draw.Piece{Role: draw.RoleDim, Text: " Nobody has written yet."})})
	}
	c := newChart(p, lk, iw, list)
	if c.selected = p.selectedIndex(); c.selected >= 0 {
		f.Foot = c.describeSelected(&c.minutes[c.selected])
	} else {
		f.Foot = c.legend()
	}
	return lk.Frame(f, w, h, c.lines(ih))
}

// completeMinutes are the minutes that the chart has room for and that are over.
func (p *Pane) completeMinutes() []model.Minute {
	list := draw.Last(p.Minutes, p.Capacity)
	return list[:max(0, len(list)-1)]
}

// Move chooses the minute d further on: where none is chosen the newest one, unless d leads further back.
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

// selectedIndex is the place of the chosen minute in over; -1 where none is, or where the chart has gone past it.
func (p *Pane) selectedIndex() int {
	return slices.IndexFunc(p.completeMinutes(), func(m model.Minute) bool { return m.Start.Equal(p.Selected) })
}

// Minute is the start of the chosen minute; ok is false where none is chosen.
func (p *Pane) Minute() (at time.Time, ok bool) {
	if i := p.selectedIndex(); i >= 0 {
		return p.completeMinutes()[i].Start, true
	}
	return time.Time{}, false
}

// Deselect gives up the chosen minute and returns its start; ok is false where none was chosen.
func (p *Pane) Deselect() (at time.Time, ok bool) {
	at, ok = p.Minute()
	p.Selected = time.Time{}
	return at, ok
}

// MinuteAt is the minute at cell x inside the pane; ok is false where there is none.
func (p *Pane) MinuteAt(x int) (time.Time, bool) {
	list := p.completeMinutes()
	i := x - labelCol - (p.Capacity - 1 - len(list))
	if x < labelCol || i < 0 || i >= len(list) {
		return time.Time{}, false
	}
	return list[i].Start, true
}
