package ui

import "floorwatch/model"

// rosterOf says who is in which team: the first that names the agent, else the
// first that names the department, as for the limits.
func (a *App) rosterOf(agents []model.AgentRow) roster {
	if len(a.cfg.Teams) == 0 {
		return nil
	}
	out := make(roster, len(agents))
	for i := range agents {
		if t := teamOf(a.cfg.Teams, &agents[i]); t != nil {
			out[agents[i].ID] = t.Name
		}
	}
	return out
}

func teamOf(teams []model.Team, g *model.AgentRow) *model.Team {
	var other *model.Team
	department := g.Department.String()
	for i := range teams {
		t := &teams[i]
		for _, id := range t.Agents {
			if id == g.ID {
				return t
			}
		}
		for _, d := range t.Departments {
			if other == nil && d == department {
				other = t
			}
		}
	}
	return other
}

// limitsOf are the limits for an agent's chats; nobody's are the floor's.
func (a *App) limitsOf(id model.AgentID) *model.Limits {
	name := a.threads.filter.teams[id]
	for i := range a.cfg.Teams {
		if t := &a.cfg.Teams[i]; name != "" && t.Name == name && t.Limits != nil {
			return t.Limits
		}
	}
	return &a.cfg.Limits
}
