package model

// LimitsOf returns the limits that hold for an agent's chats: those of the team
// that the agent is in, else the floor's, which are nobody's too. They must not be changed.
func (b *Board) LimitsOf(a AgentID) *Limits {
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

func (b *Board) team(a AgentID) *Team { return TeamOf(b.cfg.Teams, a, b.agents[a].Department) }

// clock returns a clock that runs since a moment.
func clock(since, now stamp, steps Steps) Clock {
	d := now.since(since)
	return Clock{Running: true, Since: since.time(), For: d, Level: steps.Level(d)}
}
