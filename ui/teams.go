package ui

import "floorwatch/model"

// rosterOf says who is in which team, as for the limits.
func (a *App) rosterOf(agents []model.AgentRow) roster {
	if len(a.cfg.Teams) == 0 {
		return nil
	}
	out := make(roster, len(agents))
	for i := range agents {
		if t := model.TeamOf(a.cfg.Teams, agents[i].ID, agents[i].Department); t != nil {
			out[agents[i].ID] = t.Name
		}
	}
	return out
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
