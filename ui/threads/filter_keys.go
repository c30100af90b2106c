package threads

import (
	"slices"
	"strconv"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/ui/keymap"
)

// FilterKey handles the keys that change the filter. It reports whether msg was one, and in words
// why it had no effect.
func (p *Pane) FilterKey(k keymap.Map, msg tea.KeyPressMsg) (handled bool, why string) {
	f := &p.Filter
	switch {
	case key.Matches(msg, k.Level):
		f.level = (f.level + 1) % len(levelWords())
	case key.Matches(msg, k.Lane):
		f.lane = (f.lane + 1) % len(laneWords())
	case key.Matches(msg, k.Owner):
		f.Owner = (f.Owner + 1) % len(ownerWords())
	case key.Matches(msg, k.Team):
		if len(p.Teams) == 0 {
			return true, "The configuration has no [[team]]."
		}
		f.team = nextTeam(p.Teams, f.team)
	case key.Matches(msg, k.View):
		return true, p.toggleView(slices.Index(k.View.Keys(), msg.String()))
	default:
		return false, ""
	}
	f.View = ""
	return true, ""
}

// nextTeam is the name of the team after one; after the last it is empty, for all.
func nextTeam(teams []model.Team, name string) string {
	i := slices.IndexFunc(teams, func(t model.Team) bool { return t.Name == name }) + 1
	if i < len(teams) {
		return teams[i].Name
	}
	return ""
}

// toggleView applies saved filter i, or clears it if it is applied already. It says if there is none.
func (p *Pane) toggleView(i int) (why string) {
	if i < 0 || i >= len(p.Views) {
		return "There is no view " + strconv.Itoa(i+1) + ": name it in screen.views"
	}
	v, f := p.Views[i], &p.Filter
	shown := f.View == v.Name
	p.Clear()
	if shown {
		return ""
	}
	f.Set(v.Filter)
	f.View, f.team = v.Name, v.Team
	f.level = max(0, slices.Index(levelWords(), v.Level))
	f.lane = max(0, slices.Index(laneWords(), v.Lane))
	f.Owner = max(0, slices.Index(ownerWords(), v.Owner))
	if o, ok := orderOf(v.Sort); ok {
		p.Order, p.Reverse, f.setsOrder = o, false, true
	}
	return ""
}
