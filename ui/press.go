package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// press takes a key in.
func (a *App) press(msg tea.KeyPressMsg) tea.Cmd {
	a.dirty = true
	if a.threads.filter.typing {
		return a.typed(msg)
	}
	if a.help && !key.Matches(msg, a.keys.Repaint) && msg.String() != "ctrl+c" {
		a.helpKey(msg) // q closes the help too: the hand is quicker than the eye
		return nil
	}
	if a.over != nil && !a.help {
		return a.overKey(msg)
	}
	if a.travelKey(msg) {
		return nil
	}
	k := a.keys
	switch {
	case key.Matches(msg, k.Quit):
		return tea.Quit
	case key.Matches(msg, k.Repaint):
		return a.repaint()
	case key.Matches(msg, k.Refresh):
		a.refreshAll()
	case key.Matches(msg, k.Help):
		a.help, a.helpTop = true, 0
	case key.Matches(msg, k.Next):
		a.to((a.focus + 1) % panes)
	case key.Matches(msg, k.Previous):
		a.to((a.focus + panes - 1) % panes)
	case key.Matches(msg, k.Zoom):
		a.zoom = !a.zoom
	case key.Matches(msg, k.Back):
		a.back()
	case key.Matches(msg, k.Open):
		a.open()
	default:
		a.act(msg)
	}
	return nil
}

// act takes in the keys that do something with a thread or a list.
func (a *App) act(msg tea.KeyPressMsg) {
	k := a.keys
	switch {
	case key.Matches(msg, k.Filter):
		a.threads.filter.typing = true
		a.to(PaneThreads)
	case key.Matches(msg, k.Sort):
		a.sort()
	case key.Matches(msg, k.Follow):
		a.transcript.follow()
	case key.Matches(msg, k.Acknowledge):
		a.acknowledge()
	case key.Matches(msg, k.Undo):
		a.undo()
	case key.Matches(msg, k.Alerts):
		a.toggleAlerts()
	case key.Matches(msg, k.Explain):
		a.toggleExplain()
	default:
		a.move(msg)
	}
}

// helpKey scrolls the help or closes it.
func (a *App) helpKey(msg tea.KeyPressMsg) {
	at := a.body()
	switch {
	case key.Matches(msg, a.keys.Down, a.keys.PageDown):
		a.helpTop = min(a.helpTop+1, a.helpRows(at.Dx(), at.Dy()))
	case key.Matches(msg, a.keys.Up, a.keys.PageUp):
		a.helpTop = max(0, a.helpTop-1)
	default:
		a.help = false
	}
}

// to gives a pane the focus.
func (a *App) to(p Pane) {
	a.focus, a.dirty = p, true
	if p != PaneThreads {
		a.lower = p
	}
}

func (a *App) refreshAll() {
	a.source.Refresh()
	a.say("Reading everything again.")
}

func (a *App) clearFilter() {
	f := &a.threads.filter
	f.agent, f.name = 0, ""
	f.set("")
	a.listed()
	a.readActivity()
}

// back undoes one thing: the filter, the zoom, then the focus.
func (a *App) back() {
	switch {
	case a.threads.filter.active():
		a.clearFilter()
	case a.zoom:
		a.zoom = false
	default:
		a.to(PaneThreads)
	}
}

// open goes into what is selected: the thread's words, or the agent's threads.
func (a *App) open() {
	switch a.focus {
	case PaneThreads:
		a.threads.choose()
		a.to(PaneTranscript)
	case PaneAgents:
		a.onlyAgent()
	}
}

// onlyAgent lists the threads of the selected agent.
func (a *App) onlyAgent() {
	g := a.agents.selected()
	if g == nil {
		return
	}
	a.agents.choose()
	a.threads.filter.agent, a.threads.filter.name = g.ID, g.Name.String()
	a.listed()
	a.readActivity()
	a.to(PaneThreads)
}

// sort sorts the list that has the focus by the next thing.
func (a *App) sort() {
	if a.focus == PaneAgents {
		a.agents.nextOrder()
		a.say("Agents " + a.agents.order.String() + ".")
		return
	}
	a.threads.nextOrder()
	a.readTranscript()
	a.say("Threads " + a.threads.order.String() + ".")
}

// listed brings the screen in line after the filter has changed.
func (a *App) listed() {
	a.threads.arrange()
	a.readTranscript()
	a.dirty = true
}

// typed takes in a key while the filter is being typed.
func (a *App) typed(msg tea.KeyPressMsg) tea.Cmd {
	f := &a.threads.filter
	switch msg.String() {
	case "ctrl+c":
		return tea.Quit
	case "enter":
		f.typing = false
		return nil
	case "esc":
		f.typing = false
		f.set("")
	case "backspace":
		f.rub()
	case "ctrl+w":
		f.rubWord()
	case "ctrl+u":
		f.set("")
	default:
		f.add(msg.Text)
	}
	a.listed()
	return nil
}

// paste takes pasted text in while the filter is being typed, and nowhere else:
// a paste must never act as keys.
func (a *App) paste(s string) {
	if a.threads.filter.typing {
		a.threads.filter.add(s)
		a.listed()
	}
}

// move takes in the keys that move within the pane with the focus.
func (a *App) move(msg tea.KeyPressMsg) {
	switch t := &a.transcript; a.focus {
	case PaneThreads:
		a.moveThread(a.keys.rows(msg, a.threads.n, a.threads.height))
	case PaneAgents:
		a.moveAgent(a.keys.rows(msg, a.agents.n, a.agents.height))
	case PaneTranscript:
		t.scrollTo(t.top + a.keys.rows(msg, len(t.rows), t.height))
	}
}

func (a *App) moveThread(d int) {
	if d == 0 {
		return
	}
	a.threads.move(d)
	a.threads.choose()
	a.readTranscript()
}

func (a *App) moveAgent(d int) {
	if d == 0 {
		return
	}
	a.agents.move(d)
	a.agents.choose()
}
