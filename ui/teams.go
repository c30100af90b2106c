package ui

import "floorwatch/model"

// rosterOf says who is in which team, for the filter.
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
