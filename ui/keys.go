package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/help"
	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"
)

// press gives a key to the first handler that accepts it. This list is the whole order.
func (a *App) press(msg tea.KeyPressMsg) tea.Cmd {
	a.dirty = true
	a.toast.text = "" // it is about the key before
	a.threads.Touch(a.now)
	a.threads.Follow()
	a.agents.Follow()
	for _, take := range []func(tea.KeyPressMsg) (tea.Cmd, bool){
		a.terminalKey,  // quits or suspends the program, whatever is shown
		a.wallKey,      // the wall is shown in place of everything
		a.commandKey,   // after :
		a.searchAllKey, // enter after //
		a.promptKey,    // while something is typed, keys are letters
		a.repaintKey,
		a.overlayKey, // an open overlay
		a.travelKey,  // in the past, the keys that move in time
		a.programKey,
		a.coveredKey,   // under an overlay the panes get no keys
		a.otherPaneKey, // keys of another pane
		a.screenKey,
		a.threadKey,
		a.filterKey,
		a.searchKey,
		a.moveKey, // the pane with the focus
		a.refuse,  // says why the key does nothing
	} {
		if cmd, ok := take(msg); ok {
			return cmd
		}
	}
	return nil
}

func (a *App) terminalKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	switch {
	case msg.Text == "" && key.Matches(msg, a.keys.Suspend):
		return tea.Suspend, true
	case msg.String() == keymap.HardQuit:
		return tea.Quit, true
	}
	return nil, false
}

func (a *App) repaintKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	if key.Matches(msg, a.keys.Repaint) {
		return a.repaint(), true
	}
	return nil, false
}

// programKey handles the keys that work over overlays too.
func (st *stack) programKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	k := st.keys
	switch {
	case key.Matches(msg, k.Refresh):
		st.source.Refresh()
		st.showToast("Reading everything again.")
	case key.Matches(msg, k.Help):
		st.push(help.New(st.keys, st.reserved, st.focus.String(), ""))
	case key.Matches(msg, k.Alerts):
		st.toggleAlerts()
	case key.Matches(msg, k.Missed):
		st.toggleMissed()
	case key.Matches(msg, k.Explain):
		st.toggleExplain()
	default:
		return nil, false
	}
	return nil, true
}

// screenKey handles the keys for layout, sorting and quitting.
func (a *App) screenKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	k := a.keys
	switch {
	case key.Matches(msg, k.Quit):
		return tea.Quit, true
	case key.Matches(msg, k.Next):
		a.focusOn(a.nextPane(1))
	case key.Matches(msg, k.Previous):
		a.focusOn(a.nextPane(layout.Panes - 1))
	case key.Matches(msg, k.Zoom):
		a.zoom = !a.zoom
	case key.Matches(msg, k.Back):
		a.back()
	case key.Matches(msg, k.Open):
		a.open()
	case key.Matches(msg, k.Sort):
		a.sort(1)
	case key.Matches(msg, k.SortBack):
		a.sort(0)
	case key.Matches(msg, k.Totals):
		a.agents.ToggleTotals()
	case key.Matches(msg, k.Hide):
		a.hide()
	case key.Matches(msg, k.Show):
		a.hidden = layout.Hidden{}
	case key.Matches(msg, k.Unmask):
		a.showToast(a.masks.toggle(a.now, a.source.LogAction))
		a.needsRead = true
	case key.Matches(msg, k.Wall):
		a.showWall()
	default:
		return nil, false
	}
	return nil, true
}

// threadKey handles the keys that act on the selected thread or its messages.
func (a *App) threadKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	k := a.keys
	switch {
	case key.Matches(msg, k.CopyWords):
		return a.copyWords(), true
	case key.Matches(msg, k.CopyAddress):
		return a.copyAddress(), true
	case key.Matches(msg, k.OpenChat):
		return a.openChat(), true
	case key.Matches(msg, k.Export):
		return a.export(), true
	case key.Matches(msg, k.Follow):
		a.transcript.Follow()
	case key.Matches(msg, k.AsSent):
		a.toggleSource()
	case key.Matches(msg, k.AlertAfter):
		a.nextAlert(1)
	case key.Matches(msg, k.AlertBefore):
		a.nextAlert(-1)
	case key.Matches(msg, k.Acknowledge):
		a.acknowledge()
	case key.Matches(msg, k.Claim):
		a.claim()
	case key.Matches(msg, k.Undo):
		if !a.refuseInPast(k.Undo) {
			a.acks.undo()
		}
	default:
		return nil, false
	}
	return nil, true
}

// filterKey handles the keys that change the filter.
func (dash *dashboard) filterKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	if key.Matches(msg, dash.keys.Filter) {
		dash.openPrompt()
		return nil, true
	}
	handled, why := dash.threads.FilterKey(dash.keys, msg)
	switch {
	case why != "":
		dash.showToast(why)
	case handled && key.Matches(msg, dash.keys.View):
		dash.focusOn(layout.Threads)
		dash.filterChanged()
	case handled:
		dash.filterChanged()
	}
	return nil, handled
}

// searchKey handles the keys that go from match to match.
func (dash *dashboard) searchKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	d := 0
	switch {
	case key.Matches(msg, dash.keys.FindNext):
		d = 1
	case key.Matches(msg, dash.keys.FindPrevious):
		d = -1
	default:
		return nil, false
	}
	if !dash.transcript.Search.Active() {
		dash.showToast(msg.String() + ": search first with " + keymap.FirstKey(dash.keys.Filter) + " in the transcript")
		return nil, true
	}
	dash.transcript.Seek(d)
	return nil, true
}
