package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"
)

// press takes a key in.
func (a *App) press(msg tea.KeyPressMsg) tea.Cmd {
	a.dirty = true
	if msg.Text == "" && key.Matches(msg, a.keys.Suspend) { // also while something is typed, or the wall hangs
		return tea.Suspend
	}
	if a.wall != nil {
		return a.wallKey(msg)
	}
	if q := a.typing(); q != nil {
		return a.typed(msg, q)
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
		a.to(a.beside(1))
	case key.Matches(msg, k.Previous):
		a.to(a.beside(layout.Panes - 1))
	case key.Matches(msg, k.Zoom):
		a.zoom = !a.zoom
	case key.Matches(msg, k.Back):
		a.back()
	case key.Matches(msg, k.Open):
		a.open()
	case key.Matches(msg, k.CopyWords):
		return a.copyWords()
	case key.Matches(msg, k.CopyAddress, k.OpenChat): // no program is started yet
		return a.copyAddress()
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
		a.startTyping()
	case key.Matches(msg, k.Sort):
		a.sort(1)
	case key.Matches(msg, k.SortBack):
		a.sort(-1)
	case key.Matches(msg, k.Totals):
		a.agents.ToggleTotals()
		a.show(layout.Agents)
	case key.Matches(msg, k.Hide):
		a.hide()
	case key.Matches(msg, k.Show):
		a.hidden = layout.Hidden{}
	case key.Matches(msg, k.Follow):
		a.transcript.Follow()
	case key.Matches(msg, k.AsSent):
		a.toggleSource()
	case key.Matches(msg, k.Acknowledge):
		a.acknowledge()
	case key.Matches(msg, k.Undo):
		a.undo()
	case key.Matches(msg, k.Alerts):
		a.toggleAlerts()
	case key.Matches(msg, k.Explain):
		a.toggleExplain()
	case key.Matches(msg, k.Unmask):
		a.unmask()
	case key.Matches(msg, k.Wall):
		a.hang()
	case key.Matches(msg, k.Claim, k.Command, k.Export): // without keys of their own until they do something
		a.say("Not available yet.")
	default:
		if !a.narrow(msg) && !a.seek(msg) {
			a.move(msg)
		}
	}
}

// helpKey scrolls the help or closes it.
func (a *App) helpKey(msg tea.KeyPressMsg) {
	switch {
	case a.keys.Moves(msg):
		at := a.body()
		_, ih := draw.Inner(at.Dx(), at.Dy())
		a.scrollHelp(a.keys.Rows(msg, a.helpRows(at.Dx(), at.Dy()), ih))
	default:
		a.help = false
	}
}

func (a *App) scrollHelp(d int) {
	at := a.body()
	a.helpTop, a.dirty = draw.Clamp(a.helpTop+d, 0, a.helpRows(at.Dx(), at.Dy())), true
}

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

// move takes in the keys that move within the pane with the focus.
func (a *App) move(msg tea.KeyPressMsg) {
	switch a.focus {
	case layout.Threads:
		a.moveThread(a.keys.Rows(msg, a.threads.N, a.threads.Height))
	case layout.Agents:
		a.moveAgent(a.keys.Rows(msg, a.agents.N, a.agents.Height))
	case layout.Transcript:
		a.transcript.Move(a.keys, msg)
	}
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

// seek takes in the keys that go from match to match, and reports whether msg was one.
func (a *App) seek(msg tea.KeyPressMsg) bool {
	d := 0
	switch {
	case key.Matches(msg, a.keys.FindNext):
		d = 1
	case key.Matches(msg, a.keys.FindPrevious):
		d = -1
	default:
		return false
	}
	if !a.transcript.Search.Active() {
		a.say("Nothing is looked for: " + keymap.FirstKey(a.keys.Filter) + " in the transcript looks for words.")
		return true
	}
	a.transcript.Seek(d)
	return true
}

// narrow handles the keys that list fewer threads, or more, and reports whether msg was one.
func (a *App) narrow(msg tea.KeyPressMsg) bool {
	handled, why := a.threads.FilterKey(a.keys, msg)
	switch {
	case why != "":
		a.say(why)
	case handled && key.Matches(msg, a.keys.View):
		a.to(layout.Threads)
		a.listed()
	case handled:
		a.listed()
	}
	return handled
}
