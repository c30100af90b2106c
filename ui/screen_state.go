package ui

import (
	"slices"
	"strings"

	"floorwatch/ui/agents"
	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"
)

// A ScreenState is how somebody has arranged the screen, to be found again at the
// next start. What the threads are sorted by and filtered to is no part of it:
// whoever starts sees all of them, the most urgent first.
type ScreenState struct {
	Hidden []string `json:"hidden"` // panes, by their names
	Agents string   `json:"agents"` // what our own figures of them are sorted by
}

// screenState is a Choice in the screen's own terms.
type screenState struct {
	hidden layout.Hidden
	agents agents.Order
}

// RestoreState arranges the screen as c says, as far as that can be understood, and
// hands every other choice to keep, which must not block. Call it before the
// program runs.
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
		a.say("Hidden as the last time: " + strings.Join(names, ", ") + ". " + keymap.FirstKey(a.keys.Show) + " shows every pane again.")
	}
}

func screenStateOf(dash *dashboard) screenState { return screenState{dash.hidden, dash.agents.Order} }

// A stateSaver hands every new arrangement to whoever keeps it.
type stateSaver struct {
	keep func(ScreenState) // nil: nobody does
	last screenState       // what keep was last given
}

// save hands the arrangement over where it has changed.
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
