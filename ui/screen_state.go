package ui

import (
	"slices"
	"strings"

	"floorwatch/ui/agents"
	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"
)

// A Choice is how somebody has arranged the screen, to be found again at the
// next start. What the threads are sorted by and filtered to is no part of it:
// whoever starts sees all of them, the most urgent first.
type Choice struct {
	Hidden []string `json:"hidden"` // panes, by their names
	Agents string   `json:"agents"` // what our own figures of them are sorted by
}

// arrangement is a Choice in the screen's own terms.
type arrangement struct {
	hidden layout.Hidden
	agents agents.Order
}

// Remember arranges the screen as c says, as far as that can be understood, and
// hands every other choice to keep, which must not block. Call it before the
// program runs.
func (a *App) Remember(c Choice, keep func(Choice)) {
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
	a.memory = memory{keep: keep, kept: arrangementOf(&a.dashboard)}
	if len(names) > 0 {
		a.say("Hidden as the last time: " + strings.Join(names, ", ") + ". " + keymap.FirstKey(a.keys.Show) + " shows every pane again.")
	}
}

func arrangementOf(dash *dashboard) arrangement { return arrangement{dash.hidden, dash.agents.Order} }

// A memory hands every new arrangement to whoever keeps it.
type memory struct {
	keep func(Choice) // nil: nobody does
	kept arrangement  // what keep was last given
}

// note hands the arrangement over where it has changed.
func (m *memory) note(now arrangement) {
	if m.keep == nil || now == m.kept {
		return
	}
	m.kept = now
	c := Choice{Agents: now.agents.String()}
	for p, hidden := range now.hidden {
		if hidden {
			c.Hidden = append(c.Hidden, layout.Pane(p).String())
		}
	}
	m.keep(c)
}
