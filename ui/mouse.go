package ui

import (
	"image"

	tea "charm.land/bubbletea/v2"
)

// under is the pane at a point of the screen.
func (a *App) under(x, y int) (Pane, bool) {
	for p := range panes {
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
	if a.help {
		a.scrollHelp(d)
		return
	}
	if !ok || d == 0 {
		return
	}
	a.dirty = true
	switch p {
	case PaneThreads:
		a.moveThread(d)
	case PaneAgents:
		a.moveAgent(d)
	case PaneTranscript:
		a.threads.choose()
		a.transcript.scrollTo(a.transcript.top + 3*d)
	}
}

// click gives a pane the focus and selects the row below the mouse. A click on
// the selected row opens it, one on the head of a column sorts by it.
func (a *App) click(msg tea.MouseClickMsg) {
	if a.wall != nil {
		a.wallClick()
		return
	}
	p, ok := a.under(msg.X, msg.Y)
	if !ok || msg.Button != tea.MouseLeft {
		return
	}
	again := a.focus == p
	a.to(p)
	at := a.places.Panes[p]
	iw, ih := inner(at.Dx(), at.Dy())
	x, row := msg.X-at.Min.X, msg.Y-at.Min.Y-headRows(ih)
	if ih < at.Dy() { // the border, and the blank right of it
		x, row = x-2, row-1
	}
	switch p {
	case PaneThreads:
		a.clickThread(x, row, iw, again)
	case PaneAgents:
		a.clickAgent(x, row, iw, again)
	}
}

func (a *App) clickThread(x, row, w int, again bool) {
	from, to := a.threads.window()
	switch {
	case row == -1 && a.threads.height > 0:
		a.threads.sortBy(threadColumns(w).at(x))
		a.readTranscript()
	case row < 0 || from+row >= to:
	case again && from+row == a.threads.cursor:
		a.open()
	default:
		a.moveThread(from + row - a.threads.cursor)
		a.threads.choose()
	}
}

func (a *App) clickAgent(x, row, w int, again bool) {
	from, to := a.agents.window()
	switch {
	case row == -1 && a.agents.height > 0:
		t := a.agents.table(a.look, w, a.serverNow())
		a.agents.sortBy(t.at(x))
	case row < 0 || from+row >= to:
	case again && from+row == a.agents.cursor && a.agents.id != 0:
		a.open()
	default:
		a.moveAgent(from + row - a.agents.cursor)
		a.agents.choose()
	}
}
