package poller

import (
	"floorwatch/model"
)

// people knows which agents are automations, so that a visitor whom only one of
// them has answered is asked about as one who waits.
type people struct {
	cfg         model.People
	agents      map[model.AgentID]model.AgentInfo
	automations map[model.AgentID]bool
}

func newPeople(cfg model.People) *people {
	return &people{cfg: cfg, agents: map[model.AgentID]model.AgentInfo{}, automations: cfg.Automations(nil).IDs}
}

// got takes in a page of the agents list.
func (p *people) got(agents []model.AgentInfo) {
	for _, a := range agents {
		p.agents[a.ID] = a
	}
	p.automations = p.cfg.Automations(p.agents).IDs
}
