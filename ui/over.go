package ui

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"
)

// An overlay lies over the panes until it is closed. It takes the keys meanwhile.
type overlay interface {
	// refresh takes the floor in after it has changed or the room has.
	refresh(a *App, w, h int)
	// press takes a key in and reports whether it knew it.
	press(a *App, msg tea.KeyPressMsg) bool
	// draw draws it on w by h cells.
	draw(a *App, w, h int) []string
	// hints are the keys of the footer; the last is the way out.
	hints(k keymap.Map) []keymap.Hint
}

// open lays an overlay over the panes.
func (a *App) openOver(o overlay) {
	a.over, a.dirty = o, true
	a.refreshOver()
}

func (a *App) refreshOver() {
	if a.over != nil {
		at := a.body()
		a.over.refresh(a, at.Dx(), at.Dy())
	}
}

// overKey takes a key in while something lies over the panes. Keys that belong
// to the program as a whole go on working; q closes, as it does in the help.
func (a *App) overKey(msg tea.KeyPressMsg) tea.Cmd {
	k := a.keys
	switch {
	case msg.String() == "ctrl+c":
		return tea.Quit
	case key.Matches(msg, k.Repaint):
		return a.repaint()
	case a.over.press(a, msg):
	case key.Matches(msg, k.Back, k.Quit):
		a.over = nil
	case key.Matches(msg, k.Help):
		a.help, a.helpTop = true, 0
	case key.Matches(msg, k.Alerts):
		a.toggleAlerts()
	case key.Matches(msg, k.Explain):
		a.toggleExplain()
	case key.Matches(msg, k.Refresh):
		a.refreshAll()
	default:
		a.travelKey(msg)
	}
	return nil
}

// jump closes what lies over the panes and selects a thread. A filter that hides it is given up.
func (a *App) jump(k model.Key) {
	if k == (model.Key{}) {
		a.say("This belongs to no one thread.")
		return
	}
	p := &a.threads
	if !p.Has(k) && p.Filter.Active() {
		a.clearFilter()
	}
	if !p.Has(k) {
		a.say("The thread is not on the floor any more.")
		return
	}
	a.over = nil
	p.Key = k
	p.Arrange()
	a.readTranscript()
	a.to(layout.Threads)
}

// toggleAlerts opens the list of the alerts, or closes it.
func (a *App) toggleAlerts() {
	if _, ok := a.over.(*alertList); ok {
		a.over = nil
		return
	}
	a.openOver(&alertList{})
}

// toggleExplain opens the explanation of what has the focus, or closes it.
func (a *App) toggleExplain() {
	if _, ok := a.over.(*explainPane); ok {
		a.over = nil
		return
	}
	a.openExplain(fitting(a.focus))
}

// openExplain explains the first figure that is wanted, else the first of the floor.
func (a *App) openExplain(want func(question) bool) {
	p := &explainPane{}
	if r := a.threads.Selected(); r != nil {
		p.key = r.Key
	}
	if g := a.agents.Selected(); g != nil {
		p.agent = g.ID
	}
	p.ask(a)
	at := slices.IndexFunc(p.questions, want)
	if at < 0 {
		at = firstQuestion(p.questions)
	}
	p.chosen = p.questions[at]
	a.openOver(p)
}
