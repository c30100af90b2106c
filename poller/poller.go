// Package poller decides which requests to send and when: the budget, back-off, freshness and health of the
// reading, discovery of threads, and the inbox between it and the screen. Its output is model.Events.
//
// A Poller owns the loop and what stops it. Its parts are discovery (the profile list), visitors (their
// thread lists), threads (their messages), the rosters (agents, day totals) and health (the state of the
// reading, counted by the census). They share a base: the Source, the schedule, the configuration.
//
// It imports acquire, schedule, throttle, cursor, evidence, guard, model and safetext, and does not know HTTP or the screen.
// No failure ends it, it keeps the budget, and what failed never counts as read.
package poller

import (
	"context"
	"fmt"
	"hash/fnv"
	"log/slog"
	"math/rand/v2"
	"os"
	"sync"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/evidence"
	"floorwatch/poller/guard"
	"floorwatch/poller/schedule"
	"floorwatch/poller/throttle"
)

// A Source is what the poller needs of Acquire. A call is one request. Pages count from 1. Errors are
// *acquire.Error; any other error counts as temporary. Each call must end within a time limit, and at
// once when ctx is done. Methods are called from several goroutines concurrently.
type Source interface {
	// Messages returns messages of a thread. Which chats they belong to depends on how the account interprets
	// req's last_chat_id (see package cursor).
	Messages(ctx context.Context, req acquire.MessagesRequest) (acquire.Messages, error)
	// Threads returns a page of a visitor's thread list.
	Threads(ctx context.Context, v model.VisitorID, page int) (acquire.Threads, error)
	// Profiles returns a page of the profile list, which names the visitors who have chats.
	Profiles(ctx context.Context, page int) (acquire.Profiles, error)
	// FirstProfiles returns the first n rows of the profile list, or fewer if an answer has fewer.
	FirstProfiles(ctx context.Context, n int) (acquire.Profiles, error)
	// Agents returns a page of the agents list.
	Agents(ctx context.Context, page int) (acquire.Agents, error)
	// FloorTotals returns Acquire's own totals of the floor between from and to, which should be on one day in loc.
	FloorTotals(ctx context.Context, from, to time.Time, loc *time.Location) (model.DayTotals, error)
	// AgentTotals returns the same for each agent.
	AgentTotals(ctx context.Context, from, to time.Time, loc *time.Location) ([]model.AgentTotals, error)
	// Reconnect closes the idle connections; the next call makes a new one.
	Reconnect()
}

// Options are the settings of a Poller that are not in its Config. The zero value works.
type Options struct {
	RequestsPerSecond float64        // the budget of all requests together; 0 means 10
	InFlight          int            // most concurrent requests; 0 means automatic: 4, and up to 16 if the latency requires it
	Location          *time.Location // of "today" in Acquire's totals; nil means UTC
	People            model.People   // which agents are automations
	Log               *slog.Logger   // nil means none
	Seed              string         // seed of the jitter; empty means this host, user and process
}

// A Poller reads the floor. Run does the work; SetFocus and Refresh may be called
// from any goroutine, before and during Run. One Poller runs once.
type Poller struct {
	log *slog.Logger

	commands commands
	results  chan result
	workers  sync.WaitGroup

	// The fields below belong to Run's goroutine.
	*base
	stats     *stats
	limit     *throttle.RateLimit
	breaker   *throttle.CircuitBreaker
	health    *health
	coverage  *coverage
	visitors  *visitors
	threads   *threads
	discovery *discovery
	agents    *agentList
	totals    *dayTotals

	stood   time.Time // last turn before a pause, by the server's clock, until the first answer after it
	resumed time.Time // when requests were resumed after an outage or a pause
	pruned  time.Time
	flying  int
}

// New returns a Poller for Run. cfg must be valid: New does not check it.
func New(src Source, cfg Config, opt Options) *Poller {
	if opt.RequestsPerSecond <= 0 {
		opt.RequestsPerSecond = acquire.DefaultConfig().RequestsPerSecond
	}
	if opt.Location == nil {
		opt.Location = time.UTC
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	if opt.Seed == "" {
		host, _ := os.Hostname()
		opt.Seed = fmt.Sprint(host, os.Getuid(), os.Getpid())
	}
	h := fnv.New64a()
	h.Write([]byte(opt.Seed))
	p := &Poller{
		log:      opt.Log,
		commands: commands{wake: make(chan struct{}, 1)},
		stats:    &stats{},
	}
	p.base = &base{
		src: src, cfg: cfg, out: &outlet{stats: p.stats}, flights: throttle.NewInFlight(opt.InFlight, opt.RequestsPerSecond),
		sched:  schedule.New(schedule.Intervals{Waiting: cfg.Waiting, Active: cfg.Active, Quiet: cfg.Quiet, Idle: cfg.Idle, Watch: cfg.DiscoverEvery}, opt.RequestsPerSecond),
		rng:    rand.New(rand.NewPCG(h.Sum64(), 0)),
		clock:  &evidence.ChatClock{},
		people: newPeople(opt.People),
		fixed:  map[string]bool{},
		now:    time.Now,
	}
	for _, key := range cfg.Set() {
		p.base.fixed[key] = true
	}
	p.results = make(chan result, p.flights.Room())
	p.limit = throttle.NewRateLimit(opt.RequestsPerSecond)
	p.breaker = &throttle.CircuitBreaker{Rand: p.rng}
	p.threads = &threads{base: p.base, log: opt.Log, byKey: map[model.Key]*target{}}
	p.visitors = &visitors{base: p.base, threads: p.threads, byID: map[model.VisitorID]*visitor{}}
	p.threads.visitors = p.visitors
	p.discovery = newDiscovery(p.base, p.visitors, opt.RequestsPerSecond)
	p.agents = &agentList{base: p.base, page: 1}
	p.totals = &dayTotals{base: p.base, location: opt.Location}
	p.coverage = newCoverage(p)
	p.out.coverage = p.coverage
	p.base.trust = &trust{stamps: p.threads.stamps, discovery: p.discovery}
	p.health = &health{
		base: p.base, stats: p.stats, limit: p.limit, breaker: p.breaker,
		census: &census{p.base, p.threads, p.visitors, p.discovery, p.agents, p.totals, p.coverage},
	}
	return p
}

// Run polls until ctx is done and then returns nil; no failure of the network or of
// Acquire ends it. It calls emit from its goroutine, one Event at a time; emit must not
// block (see Inbox). It returns after all its requests have ended.
//
// A panic during a request, or while its answer is applied, counts as a failure of that
// request and is reported in Health. After a panic in the schedule Run cannot continue:
// it returns an error with the stack.
func (p *Poller) Run(ctx context.Context, emit func(model.Event)) error {
	p.out.emit = emit
	defer p.workers.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return guard.Call("the poller", func() error { return p.loop(ctx) })
}

func (p *Poller) loop(ctx context.Context) error {
	p.start(p.now())
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		var got *result
		select {
		case <-ctx.Done():
			return nil
		case r := <-p.results:
			got = &r
		case <-p.commands.wake:
		case <-timer.C:
		}
		if ctx.Err() != nil {
			return nil
		}
		now := p.now()
		p.noticePause(now)
		if got != nil {
			p.settle(*got, now)
			p.followClock(now)
		}
		p.takeCommands(now)
		p.coverage.observe(p.breaker, now)
		p.limit.SpeedUp(p.breaker.Open, now)
		p.prune(now)
		p.setIntervals()
		wait := p.sendDue(ctx, now)
		p.health.report(now)
		timer.Reset(max(0, min(wait, p.stats.reportedAt.Add(reportEvery).Sub(now))))
	}
}

// start queues the first requests.
func (p *Poller) start(now time.Time) {
	p.began, p.pruned, p.stats.turn = now, now, now
	p.agents.entry = schedule.Entry{Kind: schedule.KindAgents, Ask: p.agents.ask}
	p.totals.entry = schedule.Entry{Kind: schedule.KindTotals, Ask: p.totals.ask}
	p.discovery.entry = schedule.Entry{Kind: schedule.KindProfiles, Ask: p.discovery.ask}
	// Due long ago, so that agents' names come before the first threads.
	p.sched.Add(&p.agents.entry, schedule.PriorityAgents, now.Add(-agentsEvery))
	p.sched.Add(&p.totals.entry, schedule.PriorityTotals, now.Add(-totalsEvery))
	if p.cfg.Discover {
		p.sched.Add(&p.discovery.entry, schedule.PriorityProfiles, now.Add(-p.cfg.DiscoverEvery))
	}
	for _, w := range p.cfg.Watch {
		p.watch(w, now)
	}
}

// watch polls a visitor of the configuration: the configured thread and the thread list.
func (p *Poller) watch(w Watch, now time.Time) {
	key := model.Key{Visitor: w.VisitorID, Thread: w.ThreadID}
	if key.Thread == 0 {
		key.Thread = model.NoThread
	}
	t := p.threads.byKey[key]
	if t == nil {
		t = p.visitors.newTarget(key, nil, true, now)
	}
	t.watched = true
	t.cursor.Add(w.LastChatID)
	t.cursor.StartAt(w.LastChatID)
	v := p.visitors.visitor(w.VisitorID)
	v.watched = true
	p.sched.Add(&v.listEntry, schedule.PriorityWatchedLists, now)
}

// A base is what all parts that send requests share.
type base struct {
	src     Source
	cfg     Config
	sched   *schedule.Schedule
	flights *throttle.InFlight
	rng     *rand.Rand
	out     *outlet
	trust   *trust
	clock   *evidence.ChatClock
	people  *people
	fixed   map[string]bool // keys of the intervals that the user set
	began   time.Time       // start of Run
	now     func() time.Time
}

// hotSpan is the part of the past that is read first: older messages are not in the half hour's figures, and their
// visitors no longer wait. The progress of the first read counts what may contain messages of this span.
const hotSpan = time.Hour

// isHot reports whether a time by the server's clock is within the last hour.
func (b *base) isHot(at, now time.Time) bool {
	return !at.IsZero() && b.out.server(now).Sub(at) < hotSpan
}

// cutoff returns the start of the lookback, by the server's clock.
func (b *base) cutoff(now time.Time) time.Time { return b.out.server(now).Add(-b.cfg.Lookback) }
