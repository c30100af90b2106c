// Package layout says which part of the screen goes where. It imports nothing
// of ours, and promises that for any size the rectangles stay on the screen and
// do not overlap.
package layout

import (
	"image"
)

// A Pane is a part of the screen that can have the focus.
type Pane uint8

// Panes, in the order of the tab key.
const (
	Threads Pane = iota
	Transcript
	Agents
	Activity
	Panes
)

// String returns the word in the pane's frame.
func (p Pane) String() string {
	switch p {
	case Threads:
		return "Chats"
	case Transcript:
		return "Transcript"
	case Agents:
		return "Agents"
	case Activity:
		return "Activity"
	}
	return ""
}

// Sizes at which the arrangement changes, in cells.
const (
	TinyWidth  = 20 // a single line below
	TinyHeight = 5
	pairFrom   = 80  // one pane at a time below
	sideFrom   = 100 // two panes side by side below the list from here on
	boxesFrom  = 120 // the figures in boxes, and three panes below the list
	wideFrom   = 160 // two columns
	highFrom   = 36  // rows, for the last two, and for more below the list from sideFrom on

	noticeFrom = 20 // rows, for the notice to have one of its own
	textFrom   = 60 // columns from which the figures have two rows
)

// Rows and columns of what stands below the list, or beside it. They depend on the
// size alone, whatever is shown in them: nothing moves but the floor.
const (
	pairRows   = 8  // one pane below the list
	sideRows   = 12 // two panes side by side
	highRows   = 16 // … on a high screen
	sideAgents = 48 // columns
	highAgents = 60
	leastList  = 5 // rows that the list keeps, its frame included

	pairActivity = 6 // rows of the activity below the agents
	wideAgents   = 10
	wideActivity = 8
	hugeFrom     = 200 // columns, for a row more
	hugeAgents   = 13
	hugeActivity = 9
)

// Hidden says which panes are there only while they have the focus. The threads always are.
type Hidden [Panes]bool

// Options is what a layout depends on besides the size.
type Options struct {
	Focus  Pane
	Lower  Pane // which pane stands below the threads where there is room for one
	Zoom   bool // only the pane with the focus
	Hidden Hidden
}

// Places says who goes where. An empty rectangle is not on the screen.
type Places struct {
	Status  image.Rectangle // all there is on a tiny screen
	Header  image.Rectangle
	Notice  image.Rectangle
	Figures image.Rectangle
	Footer  image.Rectangle
	Panes   [Panes]image.Rectangle
}

// Split splits a screen of w by h cells. It is total: for any size the
// rectangles stay on the screen and do not overlap. All the arithmetic of the
// screen is here. The list of the chats has the whole width below wideFrom: it
// needs it to say who waits, how long, with whom.
//
//	wide                high                side              pair            single
//	header              header              header            header          header
//	figures             figures             figures           figures         figures
//	notice              notice              notice            notice          notice
//	threads  | trans-   threads             threads           threads         the pane
//	agents   | cript    agents   | trans-   agents or | tran- one other pane  with the
//	activity |          activity | cript    activity  | script                focus
//	footer              footer              footer            footer          footer
func Split(w, h int, want Options) Places {
	w, h = max(0, w), max(0, h)
	want.Hidden[want.Focus], want.Hidden[Threads] = false, false
	var p Places
	if w < TinyWidth || h < TinyHeight {
		p.Status = image.Rect(0, 0, w, h)
		return p
	}
	body := image.Rect(0, 0, w, h)
	p.Header, body = cutTop(body, 1)
	p.Footer, body = cutBottom(body, 1)
	p.Figures, body = cutTop(body, figureRows(w, h))
	p.Notice, body = cutTop(body, noticeRows(h))
	switch {
	case want.Zoom || w < pairFrom || body.Dy() < pairRows+leastList-2:
		p.Panes[want.Focus] = body
	case w < sideFrom:
		p.pair(body, want)
	case w >= wideFrom && h >= highFrom:
		p.wide(body, want)
	default:
		p.sideBySide(body, want, h)
	}
	return p
}

// noticeRows is the room for what is wrong, or for the day so far: a row whatever
// stands in it. On a low screen it shares the footer's.
func noticeRows(h int) int {
	if h < noticeFrom {
		return 0
	}
	return 1
}

// figureRows is the height of the headline figures.
func figureRows(w, h int) int {
	switch {
	case h < 9:
		return 0
	case w >= boxesFrom && h >= highFrom:
		return 4
	case w >= textFrom && h >= 14:
		return 2
	}
	return 1
}

// pair puts the list above one other pane.
func (p *Places) pair(r image.Rectangle, want Options) {
	under := lowerPane(want)
	if under != Threads {
		p.Panes[under], r = cutBottom(r, min(pairRows, r.Dy()-leastList))
	}
	p.Panes[Threads] = r
}

// sideBySide puts the list above the transcript and, left of it, the agents, the
// activity or, on a high screen, both.
func (p *Places) sideBySide(r image.Rectangle, want Options, h int) {
	rows, left, both := sideRows, sideAgents, false
	if h >= highFrom {
		rows = highRows
		if r.Dx() >= boxesFrom {
			left, both = highAgents, true
		}
	}
	hidden := want.Hidden
	if hidden[Transcript] && hidden[Agents] && hidden[Activity] {
		p.Panes[Threads] = r
		return
	}
	below, list := cutBottom(r, min(rows, r.Dy()-leastList))
	p.Panes[Threads] = list
	if hidden[Agents] && hidden[Activity] {
		p.Panes[Transcript] = below
		return
	}
	aside := below
	if !hidden[Transcript] {
		aside.Max.X = aside.Min.X + left
		p.Panes[Transcript] = below
		p.Panes[Transcript].Min.X = aside.Max.X
	}
	switch {
	case hidden[Agents]:
		p.Panes[Activity] = aside
	case hidden[Activity]:
		p.Panes[Agents] = aside
	case both:
		p.Panes[Activity], p.Panes[Agents] = cutBottom(aside, pairActivity)
	case want.Focus == Activity || want.Focus != Agents && want.Lower == Activity:
		p.Panes[Activity] = aside
	default:
		p.Panes[Agents] = aside
	}
}

// wide puts the transcript beside the list, with the agents and the activity below that.
func (p *Places) wide(r image.Rectangle, want Options) {
	agents, activity, left := wideAgents, wideActivity, r.Min.X+100
	if r.Dx() >= hugeFrom {
		agents, activity, left = hugeAgents, hugeActivity, r.Min.X+r.Dx()*62/100
	}
	if !want.Hidden[Transcript] {
		p.Panes[Transcript] = r
		p.Panes[Transcript].Min.X, r.Max.X = left, left
	}
	if !want.Hidden[Activity] {
		p.Panes[Activity], r = cutBottom(r, activity)
	}
	if !want.Hidden[Agents] {
		p.Panes[Agents], r = cutBottom(r, agents)
	}
	p.Panes[Threads] = r
}

// lowerPane is the pane that stands below the threads: the one that is wanted, or
// another where that is hidden; the threads themselves where all are.
func lowerPane(want Options) Pane {
	if want.Focus != Threads {
		return want.Focus
	}
	for _, p := range []Pane{want.Lower, Transcript, Agents, Activity} {
		if p != Threads && !want.Hidden[p] {
			return p
		}
	}
	return Threads
}

// cutTop cuts n rows off the top of r, or all there are.
func cutTop(r image.Rectangle, n int) (cut, rest image.Rectangle) {
	n = min(max(0, n), r.Dy())
	cut, rest = r, r
	cut.Max.Y, rest.Min.Y = r.Min.Y+n, r.Min.Y+n
	return cut, rest
}

// cutBottom cuts n rows off the bottom of r, or all there are.
func cutBottom(r image.Rectangle, n int) (cut, rest image.Rectangle) {
	n = min(max(0, n), r.Dy())
	cut, rest = r, r
	cut.Min.Y, rest.Max.Y = r.Max.Y-n, r.Max.Y-n
	return cut, rest
}
