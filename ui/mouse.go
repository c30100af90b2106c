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
	p, ok := a.under(msg.X, msg.Y)
	d := map[tea.MouseButton]int{tea.MouseWheelUp: -1, tea.MouseWheelDown: 1}[msg.Button]
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
		a.transcript.scrollTo(a.transcript.top + 3*d)
	}
}

// click gives a pane the focus and selects the row below the mouse.
func (a *App) click(msg tea.MouseClickMsg) {
	p, ok := a.under(msg.X, msg.Y)
	if !ok || msg.Button != tea.MouseLeft {
		return
	}
	a.to(p)
	at := a.places.Panes[p]
	_, ih := inner(at.Dx(), at.Dy())
	row := msg.Y - at.Min.Y - headRows(ih)
	if ih < at.Dy() {
		row-- // the border
	}
	switch p {
	case PaneThreads:
		if from, to := a.threads.window(); row >= 0 && from+row < to {
			a.moveThread(from + row - a.threads.cursor)
			a.threads.choose()
		}
	case PaneAgents:
		if from, to := a.agents.window(); row >= 0 && from+row < to {
			a.moveAgent(from + row - a.agents.cursor)
			a.agents.choose()
		}
	}
}
