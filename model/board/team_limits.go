package board

import "floorwatch/model"

// LimitsOf returns the limits that hold for an agent's chats: those of the team
// that the agent is in, else the floor's, which are nobody's too. They must not be changed.
func (b *Board) LimitsOf(a model.AgentID) *model.Limits {
	if a == 0 || len(b.cfg.Teams) == 0 {
		return &b.cfg.Limits
	}
	l, ok := b.limitsOf[a]
	if !ok {
		l = &b.cfg.Limits
		if t := b.team(a); t != nil && t.Limits != nil {
			l = t.Limits
		}
		b.limitsOf[a] = l
	}
	return l
}

func (b *Board) team(a model.AgentID) *model.Team {
	return model.TeamOf(b.cfg.Teams, a, b.agents[a].Department)
}

// clock returns a clock that runs since a moment.
func clock(since, now model.Instant, steps model.Steps) model.Clock {
	d := now.Since(since)
	return model.Clock{Running: true, Since: since.Time(), For: d, Level: steps.Level(d)}
}
