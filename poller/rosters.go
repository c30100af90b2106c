package poller

import (
	"context"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/schedule"
	"floorwatch/poller/throttle"
)

const (
	agentsEvery     = 5 * time.Minute
	totalsEvery     = time.Minute
	mostAgentsPages = 200
)

// An agentList reads the agents list, page by page.
type agentList struct {
	*base
	entry schedule.Entry
	page  int
	rows  int // on the previous pages
}

func (a *agentList) ask(time.Time) schedule.Call {
	page := a.page
	return func(ctx context.Context) (func(time.Time) error, error) {
		ans, err := a.src.Agents(ctx, page)
		if err != nil {
			return nil, err
		}
		return func(now time.Time) error { a.got(ans, now); return nil }, nil
	}
}

func (a *agentList) got(ans acquire.Agents, now time.Time) {
	a.out.noteAnswer(ans.Meta, now)
	if len(ans.List) > 0 {
		a.people.got(ans.List)
		a.out.send(model.Event{Agents: ans.List}, now)
	}
	a.rows += ans.Rows
	if ans.Rows > 0 && a.rows < ans.Total && a.page < mostAgentsPages {
		a.page++
		a.sched.Add(&a.entry, schedule.PriorityAgents, now)
		return
	}
	a.page, a.rows = 1, 0
	a.people.listed = true
	clear(a.people.lastMessages)
	a.sched.Add(&a.entry, schedule.PriorityAgents, now.Add(throttle.SpreadBy(a.rng, agentsEvery)))
}

// A dayTotals reads Acquire's own totals of today: first the floor's, then the agents'.
type dayTotals struct {
	*base
	location *time.Location // of "today"
	entry    schedule.Entry
	floor    *model.DayTotals // set while the agents' totals are requested; nil before
	began    time.Time        // when the floor's were requested
	day      time.Time        // start of the requested day
}

// today returns the start of today in the configured zone, by the server's clock.
func (d *dayTotals) today(now time.Time) time.Time {
	y, m, day := d.out.server(now).In(d.location).Date()
	return time.Date(y, m, day, 0, 0, 0, 0, d.location)
}

// ask returns the next request for today's totals.
func (d *dayTotals) ask(now time.Time) schedule.Call {
	from := d.today(now)
	to := time.Date(from.Year(), from.Month(), from.Day(), 23, 59, 59, 0, d.location)
	if d.floor != nil && from.Equal(d.day) && now.Sub(d.began) < totalsEvery {
		return func(ctx context.Context) (func(time.Time) error, error) {
			agents, err := d.src.AgentTotals(ctx, from, to, d.location)
			return func(now time.Time) error { d.got(agents, now); return nil }, err
		}
	}
	d.floor, d.began, d.day = nil, now, from
	return func(ctx context.Context) (func(time.Time) error, error) {
		floor, err := d.src.FloorTotals(ctx, from, to, d.location)
		return func(now time.Time) error {
			d.floor = &floor
			d.sched.Add(&d.entry, schedule.PriorityTotals, now)
			return nil
		}, err
	}
}

func (d *dayTotals) got(agents []model.AgentTotals, now time.Time) {
	if !d.today(now).Equal(d.day) { // midnight has passed, or the server's clock was unknown before
		d.floor = nil
		d.sched.Add(&d.entry, schedule.PriorityTotals, now)
		return
	}
	all := *d.floor
	all.Agents, d.floor = agents, nil
	d.out.send(model.Event{Totals: &all}, now)
	d.sched.Add(&d.entry, schedule.PriorityTotals, d.began.Add(throttle.SpreadBy(d.rng, totalsEvery)))
}

// people knows which agents are automations, so that a visitor with answers only from them
// is polled as a waiting one.
type people struct {
	cfg         model.People
	agents      map[model.AgentID]model.AgentInfo
	automations map[model.AgentID]bool

	listed       bool                        // the agents list has been read to its end
	lastMessages map[model.AgentID]time.Time // before that: who wrote, and the time of the last message in a chat of theirs
}

func newPeople(cfg model.People) *people {
	return &people{
		cfg: cfg, agents: map[model.AgentID]model.AgentInfo{}, automations: cfg.Automations(nil).IDs,
		lastMessages: map[model.AgentID]time.Time{},
	}
}

// noteSenders records who wrote in a chat whose last message was sent at a moment. Until the
// agents list has been read, it is unknown whether they are people, unless [people] says so. It
// reports whether one of them is new.
func (p *people) noteSenders(msgs []model.Message, last time.Time) (more bool) {
	if p.listed {
		return false
	}
	for i := range msgs {
		m := &msgs[i]
		if m.Side != model.SideAgent || m.Sender == 0 || slices.Contains(p.cfg.Humans, m.Sender) || slices.Contains(p.cfg.Bots, m.Sender) {
			continue
		}
		old, known := p.lastMessages[m.Sender]
		if more = more || !known; last.After(old) {
			p.lastMessages[m.Sender] = last
		}
	}
	return more
}

// debts returns a debt for each sender who may be an automation: visitors they answered
// may still wait.
func (p *people) debts() (list []model.Debt) {
	for a, last := range p.lastMessages {
		if _, ok := p.agents[a]; !ok {
			list = append(list, model.Debt{Kind: model.DebtSpeaker, Live: true, Until: last})
		}
	}
	return list
}

// got applies a page of the agents list.
func (p *people) got(agents []model.AgentInfo) {
	for _, a := range agents {
		p.agents[a.ID] = a
	}
	p.automations = p.cfg.Automations(p.agents).IDs
}
