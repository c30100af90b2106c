package ui

import (
	"floorwatch/ui/draw"
	"floorwatch/ui/layout"

	tea "charm.land/bubbletea/v2"
)

// to gives a pane the focus. Where it is hidden it is there as long as it has it.
// Who reads a transcript has chosen the thread: it stays when another becomes the first.
func (a *App) to(p layout.Pane) {
	a.focus, a.dirty = p, true
	if p == layout.Transcript {
		a.threads.Choose()
	}
	if p != layout.Threads {
		a.lower = p
	}
}

func (a *App) refreshAll() {
	a.source.Refresh()
	a.say("Reading everything again.")
}

func (a *App) clearFilter() {
	a.threads.Clear()
	a.listed()
	a.readActivity()
}

// back undoes one thing: the filter, the zoom, then the focus.
func (a *App) back() {
	switch f := &a.threads.Filter; {
	case a.focus == layout.Transcript && a.transcript.Search.Active():
		a.transcript.Search.Set("")
	case f.Active():
		a.clearFilter()
	case a.zoom:
		a.zoom = false
	default:
		a.to(layout.Threads)
	}
}

// open goes into what is selected: the thread's words, or the agent's threads.
func (a *App) open() {
	switch a.focus {
	case layout.Threads:
		a.to(layout.Transcript)
	case layout.Agents:
		a.onlyAgent()
	}
}

// onlyAgent lists the threads of the selected agent.
func (a *App) onlyAgent() {
	g := a.agents.Selected()
	if g == nil {
		return
	}
	a.agents.Choose()
	a.threads.Filter.OnlyOf(g)
	a.listed()
	a.to(layout.Threads)
}

// sort sorts the list that has the focus by the thing d further on.
func (a *App) sort(d int) {
	if a.focus == layout.Agents {
		a.agents.SortNext(d)
		a.say("Agents " + a.agents.Shown().String() + ".")
		return
	}
	a.threads.SortBy(a.threads.Order.Next(d))
	a.readTranscript()
	a.say("Threads " + a.threads.Order.String() + ".")
}

// listed brings the screen in line after the filter has changed.
func (a *App) listed() {
	a.threads.Refilter()
	a.readTranscript()
	a.dirty = true
}

// moveKey handles the keys that move within the pane with the focus.
func (a *App) moveKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	if !a.keys.Moves(msg) {
		return nil, false
	}
	switch a.focus {
	case layout.Threads:
		a.moveThread(a.keys.Rows(msg, a.threads.N, a.threads.Height))
	case layout.Agents:
		a.moveAgent(a.keys.Rows(msg, a.agents.N, a.agents.Height))
	case layout.Transcript:
		a.transcript.Move(a.keys, msg)
	}
	return nil, true
}

func (a *App) moveThread(d int) {
	if d == 0 {
		return
	}
	a.threads.Move(d)
	a.threads.Choose()
	a.readTranscript()
}

func (a *App) moveAgent(d int) {
	if d == 0 {
		return
	}
	a.agents.Move(d)
	a.agents.Choose()
}

// toggleSource shows what was sent, or the texts that were made of it again.
func (a *App) toggleSource() {
	p := &a.transcript
	p.Source = !p.Source
	a.readTranscript()
	n := p.OfHTML()
	switch {
	case !p.Source:
		a.say("HTML is shown as text again.")
	case n == 0:
		a.say("As sent: no message of this thread is HTML.")
	default:
		a.say("As sent: " + draw.Count(n, "message is", "messages are") + " HTML.")
	}
}
