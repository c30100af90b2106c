package ui

import (
	"image"

	"floorwatch/ui/draw"
	"floorwatch/ui/layout"

	tea "charm.land/bubbletea/v2"
)

// under is the pane at a point of the screen.
func (a *App) under(x, y int) (layout.Pane, bool) {
	for p := range layout.Panes {
		if image.Pt(x, y).In(a.places.Panes[p]) && !a.help && a.over == nil {
			return p, true
		}
	}
	return 0, false
}

// wheel scrolls the pane below the mouse.
func (a *App) wheel(msg tea.MouseWheelMsg) {
	if a.wall != nil {
		return
	}
	p, ok := a.under(msg.X, msg.Y)
	d := map[tea.MouseButton]int{tea.MouseWheelUp: -1, tea.MouseWheelDown: 1}[msg.Button]
	if d == 0 {
		return
	}
	a.dirty = true
	switch {
	case a.help:
		a.scrollHelp(d)
		return
	case image.Pt(msg.X, msg.Y).In(a.places.Notice):
		a.travelWheel(d)
		return
	case a.over != nil:
		a.wheelOver(msg.X, d)
		return
	case !ok:
		return
	}
	switch p {
	case layout.Threads:
		a.moveThread(d)
	case layout.Agents:
		a.moveAgent(d)
	case layout.Transcript:
		a.threads.Choose()
		a.transcript.ScrollBy(3 * d)
	case layout.Activity:
		a.travelWheel(d)
	}
}

// click gives a pane the focus and selects the row below the mouse. A click on
// the selected row opens it, one on the head of a column sorts by it.
func (a *App) click(msg tea.MouseClickMsg) tea.Cmd {
	if msg.Button != tea.MouseLeft {
		return nil
	}
	p, ok := a.under(msg.X, msg.Y)
	a.dirty = true
	switch {
	case a.wall != nil:
		a.wallClick()
	case a.help:
		a.help = false
	case ok:
		a.clickPane(p, msg.X, msg.Y)
	case a.over != nil && image.Pt(msg.X, msg.Y).In(a.body()):
		a.clickOver(msg.X, msg.Y)
	default:
		return a.clickAround(msg.X, msg.Y)
	}
	return nil
}

func (a *App) clickPane(p layout.Pane, x, y int) {
	again := a.focus == p
	a.to(p)
	at := a.places.Panes[p]
	iw, ih := draw.Inner(at.Dx(), at.Dy())
	in := inside(at, x, y)
	row := in.Y - draw.HeadRows(ih)
	switch p {
	case layout.Threads:
		a.clickThread(in.X, row, iw, again)
	case layout.Agents:
		a.clickAgent(in.X, row, iw, again)
	case layout.Activity:
		if again && in.Y >= 0 && in.Y < ih {
			a.clickMinute(in.X)
		}
	}
}

func (a *App) clickThread(x, row, w int, again bool) {
	from, to := a.threads.Window()
	switch {
	case row == -1 && a.threads.Height > 0:
		a.threads.SortAt(x, w)
		a.readTranscript()
	case row < 0 || from+row >= to:
	case again && from+row == a.threads.Cursor:
		a.open()
	default:
		a.moveThread(from + row - a.threads.Cursor)
		a.threads.Choose()
	}
}

func (a *App) clickAgent(x, row, w int, again bool) {
	from, to := a.agents.Window()
	switch {
	case row == -1 && a.agents.Height > 0:
		a.agents.SortAt(a.look, x, w)
	case row < 0 || from+row >= to:
	case again && from+row == a.agents.Cursor && a.agents.Chosen != 0:
		a.open()
	default:
		a.moveAgent(from + row - a.agents.Cursor)
		a.agents.Choose()
	}
}
