package poller

import (
	"context"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/schedule"
)

const (
	agentsEvery     = 5 * time.Minute
	totalsEvery     = time.Minute
	mostAgentsPages = 200
)

// An agentList is the reading of the agents list.
type agentList struct {
	entry schedule.Entry
	page  int
	rows  int // on the pages before
}

func (p *Poller) askAgents(time.Time) schedule.Call {
	page := p.agents.page
	return func(ctx context.Context) (func(time.Time) error, error) {
		ans, err := p.src.Agents(ctx, page)
		if err != nil {
			return nil, err
		}
		return func(now time.Time) error { p.gotAgents(ans, now); return nil }, nil
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
		p.sched.Add(&a.entry, schedule.ClassAgents, now)
		return
	}
	a.page, a.rows = 1, 0
	p.sched.Add(&a.entry, schedule.ClassAgents, now.Add(spreadBy(p.rng, agentsEvery)))
}

// A dayTotals is the reading of Acquire's own totals of today: of the floor, then of the agents.
type dayTotals struct {
	entry schedule.Entry
	floor *model.DayTotals // read, while the agents' are asked for; nil before that
	began time.Time        // when the floor's were asked for
}

// askTotals asks for today as the configured zone has it, worked out anew each time.
func (p *Poller) askTotals(now time.Time) schedule.Call {
	d := &p.totals
	y, m, day := p.server(now).In(p.location).Date()
	from := time.Date(y, m, day, 0, 0, 0, 0, p.location)
	to := time.Date(y, m, day, 23, 59, 59, 0, p.location)
	if d.floor != nil && now.Sub(d.began) < totalsEvery { // what is older may be of another day
		return func(ctx context.Context) (func(time.Time) error, error) {
			agents, err := p.src.AgentTotals(ctx, from, to, p.location)
			return func(now time.Time) error { p.gotTotals(agents, now); return nil }, err
		}
	}
	d.floor, d.began = nil, now
	return func(ctx context.Context) (func(time.Time) error, error) {
		floor, err := p.src.FloorTotals(ctx, from, to, p.location)
		return func(now time.Time) error {
			d.floor = &floor
			p.sched.Add(&d.entry, schedule.ClassTotals, now)
			return nil
		}, err
	}
}

func (p *Poller) gotTotals(agents []model.AgentTotals, now time.Time) {
	d := &p.totals
	all := *d.floor
	all.Agents, d.floor = agents, nil
	p.send(model.Event{Totals: &all}, now)
	p.sched.Add(&d.entry, schedule.ClassTotals, d.began.Add(spreadBy(p.rng, totalsEvery)))
}
