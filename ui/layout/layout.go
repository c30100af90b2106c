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
	wideFrom   = 120 // two columns from here on
	columnFrom = 60  // one pane at a time below
	TinyWidth  = 20  // a single line below
	TinyHeight = 5
	noticeFrom = 20 // rows, for the notice to have one of its own

	boxesFrom    = 30 // rows from which the figures stand in boxes
	detailFrom   = 38 // … with a second line
	stackedFrom  = 22 // rows of the left column from which all three panes stand in it
	pairFrom     = 12 // … from which two of them do
	activityRows = 8
	lowestAgents = 6
)

// Hidden says which panes are there only while they have the focus. The threads always are.
type Hidden [Panes]bool

// Wants is what a layout depends on besides the size.
type Wants struct {
	Focus  Pane
	Lower  Pane // which pane stands below the threads where there is room for one
	Zoom   bool // only the pane with the focus
	Hidden Hidden
	Agents int // rows the agents would like
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
// screen is here.
//
//	wide               column          single
//	header             header          header
//	figures            figures         figures
//	notice             notice          notice
//	threads    trans-  threads         the pane with the focus
//	agents     cript   one other pane
//	activity
//	footer             footer          footer
func Split(w, h int, want Wants) Places {
	w, h = max(0, w), max(0, h)
	want.Hidden[want.Focus], want.Hidden[Threads] = false, false
	var p Places
	if w < TinyWidth || h < TinyHeight {
		p.Status = image.Rect(0, 0, w, h)
		return p
	}
	body := image.Rect(0, 0, w, h)
	p.Header, body = top(body, 1)
	p.Footer, body = bottom(body, 1)
	p.Figures, body = top(body, figureRows(w, h))
	p.Notice, body = top(body, noticeRows(h))
	switch {
	case want.Zoom || w < columnFrom:
		p.Panes[want.Focus] = body
	case w < wideFrom:
		stack(&p, body, want)
	case want.Hidden[Transcript]:
		stackLeft(&p, body, want)
	default:
		left, right := image.Rect(body.Min.X, body.Min.Y, w*56/100, body.Max.Y), body
		right.Min.X = left.Max.X
		p.Panes[Transcript] = right
		stackLeft(&p, left, want)
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
	case w >= wideFrom && h >= detailFrom:
		return 4
	case w >= wideFrom && h >= boxesFrom:
		return 3
	case w >= columnFrom && h >= 14:
		return 2
	}
	return 1
}

// stack puts the threads above one other pane, or one pane alone where it is low.
func stack(p *Places, r image.Rectangle, want Wants) {
	if r.Dy() < pairFrom {
		p.Panes[want.Focus] = r
		return
	}
	if under := lower(want); under != Threads {
		p.Panes[Threads], p.Panes[under] = top(r, r.Dy()-r.Dy()*9/20)
		return
	}
	p.Panes[Threads] = r
}

// stackLeft fills the left column of a wide screen.
func stackLeft(p *Places, r image.Rectangle, want Wants) {
	want.Hidden[Transcript] = true // it stands on the right, or nowhere
	if want.Focus == Transcript {
		want.Focus = Threads
	}
	if r.Dy() < stackedFrom {
		stack(p, r, want)
		return
	}
	if !want.Hidden[Activity] {
		p.Panes[Activity], r = bottom(r, activityRows+2*max(0, min((r.Dy()-28)/8, 2)))
	}
	if !want.Hidden[Agents] {
		p.Panes[Agents], r = bottom(r, min(max(want.Agents, lowestAgents), max(lowestAgents, r.Dy()*2/5)))
	}
	p.Panes[Threads] = r
}

// lower is the pane that stands below the threads: the one that is wanted, or
// another where that is hidden; the threads themselves where all are.
func lower(want Wants) Pane {
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

// top cuts n rows off the top of r, or all there are.
func top(r image.Rectangle, n int) (cut, rest image.Rectangle) {
	n = min(max(0, n), r.Dy())
	cut, rest = r, r
	cut.Max.Y, rest.Min.Y = r.Min.Y+n, r.Min.Y+n
	return cut, rest
}

// bottom cuts n rows off the bottom of r, or all there are.
func bottom(r image.Rectangle, n int) (cut, rest image.Rectangle) {
	n = min(max(0, n), r.Dy())
	cut, rest = r, r
	cut.Min.Y, rest.Max.Y = r.Max.Y-n, r.Max.Y-n
	return cut, rest
}
