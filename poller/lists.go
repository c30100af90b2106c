package poller

import (
	"context"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

const (
	agentsEvery     = 5 * time.Minute
	totalsEvery     = time.Minute
	mostAgentsPages = 200
)

// An agentList is the reading of the agents list.
type agentList struct {
	entry entry
	page  int
	rows  int // on the pages before
}

func (p *Poller) askAgents(time.Time) call {
	page := p.agents.page
	return func(ctx context.Context) (func(time.Time), error) {
		ans, err := p.src.Agents(ctx, page)
		if err != nil {
			return nil, err
		}
		return func(now time.Time) { p.gotAgents(ans, now) }, nil
	}
}

func (p *Poller) gotAgents(ans acquire.Agents, now time.Time) {
	p.heard(ans.Meta, now)
	if len(ans.Agents) > 0 {
		p.send(model.Event{Agents: ans.Agents}, now)
	}
	a := &p.agents
	a.rows += ans.Rows
	if ans.Rows > 0 && a.rows < ans.Total && a.page < mostAgentsPages {
		a.page++
		p.sched.add(&a.entry, classAgents, now)
		return
	}
	a.page, a.rows = 1, 0
	p.sched.add(&a.entry, classAgents, now.Add(spreadBy(p.rng, agentsEvery)))
}

// askTotals asks for today as the configured zone has it, worked out anew each time.
func (p *Poller) askTotals(now time.Time) call {
	y, m, d := p.server(now).In(p.location).Date()
	from := time.Date(y, m, d, 0, 0, 0, 0, p.location)
	to := time.Date(y, m, d, 23, 59, 59, 0, p.location)
	return func(ctx context.Context) (func(time.Time), error) {
		totals, err := p.src.DayTotals(ctx, from, to, p.location)
		if err != nil {
			return nil, err
		}
		return func(now time.Time) {
			p.send(model.Event{Totals: &totals}, now)
			p.sched.add(&p.totals, classTotals, now.Add(spreadBy(p.rng, totalsEvery)))
		}, nil
	}
}
