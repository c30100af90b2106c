package ui

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/draw"
	"floorwatch/ui/layout"
)

// narrow takes in the keys that list fewer threads, or more, and reports whether msg was one.
func (a *App) narrow(msg tea.KeyPressMsg) bool {
	k, f := a.keys, &a.threads.filter
	switch {
	case key.Matches(msg, k.Level):
		f.level = (f.level + 1) % len(levelWords())
	case key.Matches(msg, k.Lane):
		f.lane = (f.lane + 1) % len(laneWords())
	case key.Matches(msg, k.Owner):
		f.owner = (f.owner + 1) % len(ownerWords())
	case key.Matches(msg, k.Team):
		if !a.nextTeam() {
			return true
		}
	case key.Matches(msg, k.View):
		a.view(slices.Index(k.View.Keys(), msg.String()))
		return true
	default:
		return false
	}
	f.view = ""
	a.listed()
	return true
}

// nextTeam lists the threads of the next team, after the last one those of all.
func (a *App) nextTeam() bool {
	f := &a.threads.filter
	if len(a.cfg.Teams) == 0 {
		a.say("The configuration has no [[team]].")
		return false
	}
	i := 0
	for n, t := range a.cfg.Teams {
		if t.Name == f.team {
			i = n + 1
		}
	}
	f.team = ""
	if i < len(a.cfg.Teams) {
		f.team = a.cfg.Teams[i].Name
	}
	return true
}

// view shows the view i of the configuration, or everything where it is shown already.
func (a *App) view(i int) {
	if i < 0 || i >= len(a.cfg.Views) {
		a.say("The configuration has " + draw.Count(len(a.cfg.Views), "view", "views") + " in [screen].")
		return
	}
	v, f := a.cfg.Views[i], &a.threads.filter
	shown := f.view == v.Name
	a.threads.clear()
	if !shown {
		f.Set(v.Filter)
		f.view, f.team = v.Name, v.Team
		f.level = max(0, slices.Index(levelWords(), v.Level))
		f.lane = max(0, slices.Index(laneWords(), v.Lane))
		f.owner = max(0, slices.Index(ownerWords(), v.Owner))
		if o := slices.Index(sortWords(), v.Sort); o >= 0 {
			a.threads.order, f.sorts = threadOrder(o), true
		}
	}
	a.to(layout.Threads)
	a.listed()
}
