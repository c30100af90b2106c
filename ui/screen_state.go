package ui

import (
	"slices"
	"strings"

	"floorwatch/ui/agents"
	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"
)

// A ScreenState is the part of the screen's layout that is restored at the next start. The order
// and the filter of the chats are not part of it: a start shows all of them, the most urgent first.
type ScreenState struct {
	Hidden []string `json:"hidden"` // names of panes
	Agents string   `json:"agents"` // the agents' order by our own figures
}

// screenState is a ScreenState in the screen's own types.
type screenState struct {
	hidden layout.Hidden
	agents agents.Order
}

// RestoreState applies c, ignoring unknown names, and passes every later change to keep, which must
// not block. Call it before the program runs.
func (a *App) RestoreState(c ScreenState, keep func(ScreenState)) {
	var names []string
	for p := layout.Threads + 1; p < layout.Panes; p++ {
		if slices.Contains(c.Hidden, p.String()) {
			a.hidden[p] = true
			names = append(names, p.String())
		}
	}
	for _, o := range a.agents.Orders() {
		if o.String() == c.Agents && o != a.agents.Order {
			a.agents.SortBy(o)
		}
	}
	a.saver = stateSaver{keep: keep, last: screenStateOf(&a.dashboard)}
	if len(names) > 0 {
		a.showToast("Hidden as the last time: " + strings.Join(names, ", ") + ". " + keymap.FirstKey(a.keys.Show) + " shows every pane again.")
	}
}

func screenStateOf(dash *dashboard) screenState { return screenState{dash.hidden, dash.agents.Order} }

// A stateSaver passes on every change of the state to be saved.
type stateSaver struct {
	keep func(ScreenState) // nil: nothing is saved
	last screenState       // what keep was last given
}

// save passes the state on if it has changed.
func (m *stateSaver) save(now screenState) {
	if m.keep == nil || now == m.last {
		return
	}
	m.last = now
	c := ScreenState{Agents: now.agents.String()}
	for p, hidden := range now.hidden {
		if hidden {
			c.Hidden = append(c.Hidden, layout.Pane(p).String())
		}
	}
	m.keep(c)
}
