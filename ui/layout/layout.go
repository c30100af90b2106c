// Package layout computes where each part of the screen goes. It imports nothing of this program, and promises
// that for any size the rectangles are on the screen and do not overlap.
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

// String is the word in the pane's frame.
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

// Sizes in cells at which the layout changes.
const (
	TinyWidth  = 20 // a single line below
	TinyHeight = 5
	pairFrom   = 80  // one pane at a time below
	sideFrom   = 100 // from here on two panes side by side below the list
	boxesFrom  = 120 // figures as boxes, and three panes below the list
	wideFrom   = 160 // two columns
	highFrom   = 36  // rows for the last two, and for more below the list from sideFrom on

	noticeFrom = 20 // rows from which the notice has its own
	textFrom   = 60 // columns from which the figures have two rows
)

// Rows and columns of the panes below the list or beside it. They depend only on the size and not on the content,
// so that nothing moves.
const (
	pairRows   = 8  // one pane below the list
	sideRows   = 12 // two panes side by side
	highRows   = 16 // … on a high screen
	highList   = 18 // rows of the list that the panes below leave, where all that a high screen gives is more rows for them
	sideAgents = 48 // columns
	highAgents = 60
	leastList  = 5  // minimum rows of the list, including its frame
	sideList   = 13 // rows of the list from which two panes side by side take from it; below they shrink to pairRows

	pairActivity = 6 // rows of the activity below the agents
	wideAgents   = 10
	wideActivity = 8
	hugeFrom     = 200 // columns for one more row
	hugeAgents   = 13
	hugeActivity = 9
)

// Hidden says which panes are shown only while they have the focus. The threads are always shown.
type Hidden [Panes]bool

// Options are what a layout depends on besides the size.
type Options struct {
	Focus  Pane
	Lower  Pane // the pane below the threads if there is room for one
	Zoom   bool // show only the focused pane
	Hidden Hidden
}

// Places says where everything goes. A part with an empty rectangle is not on the screen.
type Places struct {
	Status  image.Rectangle // everything, on a tiny screen
	Header  image.Rectangle
	Notice  image.Rectangle
	Figures image.Rectangle
	Footer  image.Rectangle
	Panes   [Panes]image.Rectangle
}

// Split divides a screen of w by h cells. For any size the rectangles are on the screen and do not overlap. All
// arithmetic of the screen is here. Below wideFrom the list of chats has the whole width, which it needs to show
// who waits, how long and with whom.
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

// noticeRows returns the rows for the notice: one whatever its content, or none on a low screen, where it shares
// the footer's.
func noticeRows(h int) int {
	if h < noticeFrom {
		return 0
	}
	return 1
}

// figureRows returns the height of the headline figures.
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

// pair places the list above one other pane.
func (p *Places) pair(r image.Rectangle, want Options) {
	under := lowerPane(want)
	if under != Threads {
		p.Panes[under], r = cutBottom(r, min(pairRows, r.Dy()-leastList))
	}
	p.Panes[Threads] = r
}

// sideBySide places the list above the transcript and, left of that, the agents, the activity or, on a high
// screen, both. On a low screen the list has as many rows as on a narrow one: neither a wider screen nor a higher one
// with the same parts must hide who waits.
func (p *Places) sideBySide(r image.Rectangle, want Options, h int) {
	rows, left, both := max(pairRows, min(sideRows, r.Dy()-sideList)), sideAgents, false
	if h >= highFrom {
		rows = min(highRows, r.Dy()-highList)
		if r.Dx() >= boxesFrom {
			rows, left, both = highRows, highAgents, true
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

// wide places the transcript beside the list, with the agents and the activity below the list.
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

// lowerPane returns the pane below the threads: the requested one, or another if that is hidden, or the threads if
// all are.
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

// cutTop cuts n rows off the top of r, or all that it has.
func cutTop(r image.Rectangle, n int) (cut, rest image.Rectangle) {
	n = min(max(0, n), r.Dy())
	cut, rest = r, r
	cut.Max.Y, rest.Min.Y = r.Min.Y+n, r.Min.Y+n
	return cut, rest
}

// cutBottom cuts n rows off the bottom of r, or all that it has.
func cutBottom(r image.Rectangle, n int) (cut, rest image.Rectangle) {
	n = min(max(0, n), r.Dy())
	cut, rest = r, r
	cut.Min.Y, rest.Max.Y = r.Max.Y-n, r.Max.Y-n
	return cut, rest
}
