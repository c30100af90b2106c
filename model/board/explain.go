package board

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
)

// Explain returns how a figure at now is made up: the parts that count, those that were left out and why,
// and the value. The lists are bounded to model.MaxParts. A figure without parts of its own gives an
// Explanation with formula and value only.
func (b *Board) Explain(f model.FigureID, s model.Subject, now time.Time) model.Explanation {
	m := b.metricsAt(now)
	fig := model.FigureOf(f)
	x := explainer{
		collection{model.Explanation{Figure: f, Subject: s, Title: fig.Title, Formula: fig.Formula, To: now}},
		scope{metrics: m, from: model.Never, to: m.now, clocksAt: m.now, agent: s.Agent, key: s.Key},
	}
	switch {
	case !s.Minute.IsZero():
		x.From, x.To = s.Minute, s.Minute.Add(time.Minute)
		x.from, x.to = model.InstantOf(x.From)-1, model.InstantOf(x.To)-1
	case fig.Scope.Windowed():
		if x.from = m.now.Add(-halfHour); s.Today && fig.Scope.Daily() {
			x.from = m.day
		}
		x.From = x.from.Time()
	}
	if fig.Scope == model.ScopeRow {
		x.clocksAt = b.knownUpTo(s.Key, now)
	}
	collect := explainParts[f]
	if f == model.FigureWaiting && !s.Minute.IsZero() {
		collect = collectWaited
	}
	if collect != nil {
		collect(&x)
	}
	x.total(fig)
	x.sortAndBound(fig.Unit == model.UnitShare)
	return x.Explanation
}

// knownUpTo returns the time as of which a thread's row is shown at now.
func (b *Board) knownUpTo(key model.Key, now time.Time) model.Instant {
	for _, r := range b.At(now).Threads {
		if r.Key == key && !r.AsOf.IsZero() {
			return model.InstantOf(r.AsOf)
		}
	}
	return model.InstantOf(now)
}

// running returns how long a clock of a wait has run, in business hours.
func (x *scope) running(w *interval, since model.Instant) time.Duration {
	return w.hours.OpenTime(since, x.clocksAt)
}

// paused describes how much of [from, to) was outside business hours, and when they start again; "" if none
// was.
func (x *scope) paused(hours *model.Calendar, from, to model.Instant) string {
	s := ""
	if closed := to.Since(from) - hours.OpenTime(from, to); closed >= time.Second {
		s = ", " + model.FormatDuration(closed) + " outside business hours not counted"
	}
	if opens := hours.NextOpen(to); to == x.clocksAt && opens != to {
		s += ", paused, " + model.OpensAt(opens.Time(), to.Time(), x.metrics.b.cfg.Location)
	}
	return s
}

// clocks returns the clocks by which a waiting chat's level is judged.
func (x *explainer) clocks(e *chatEntry, w *interval) string {
	s := "waiting for " + model.FormatReply(w.ran(x.metrics.now))
	if !e.sightKnown(int32(e.head)) {
		return s
	}
	_, unseen, seen, _ := e.sight(x.metrics.now)
	if unseen != model.Never {
		s += ", unseen for " + model.FormatReply(w.hours.OpenTime(unseen, x.metrics.now))
	}
	if seen != model.Never {
		s += ", seen for " + model.FormatReply(w.hours.OpenTime(seen, x.metrics.now))
	}
	return s + x.paused(w.hours, w.since, x.metrics.now)
}

// An explainer collects the parts of an Explanation.
type explainer struct {
	collection
	scope
}

// A collection holds the parts found so far.
type collection struct{ model.Explanation }

// A scope limits what may count: the window, and the agent or thread of the figure.
type scope struct {
	metrics  *metrics
	from     model.Instant
	to       model.Instant // the end of the window, inclusive
	clocksAt model.Instant // until when clocks run: now, or the time as of which a row is known
	agent    model.AgentID
	key      model.Key

	unknown bool // something may count that was not observed
}

// in reports whether a moment is in the window.
func (x *scope) in(t model.Instant) bool { return x.from < t && t <= x.to }

// ofAgent reports whether what agent a did belongs to the figure: always, unless the figure is about one
// agent.
func (x *scope) ofAgent(a model.AgentID) bool { return x.agent == 0 || x.agent == a }

// ofSubject reports whether what agent a did in a chat belongs to a figure that may be about one agent or
// thread.
func (x *scope) ofSubject(e *chatEntry, a model.AgentID) bool {
	return x.ofAgent(a) && (x.key == model.Key{} || x.key == e.chat.thread.key)
}

func (x *collection) include(e *chatEntry, a model.AgentID, at model.Instant, n float64, what string) {
	x.Included = append(x.Included, model.Part{
		Key: e.chat.thread.key, Chat: e.chat.id, Agent: a, At: at.Time(), Number: n, What: what,
	})
}

func (x *collection) leaveOut(e *chatEntry, a model.AgentID, at model.Instant, why string) {
	x.Excluded = append(x.Excluded, model.Part{Key: e.chat.thread.key, Chat: e.chat.id, Agent: a, At: at.Time(), Why: why})
}

// eachChat calls do for every chat that had begun and may belong to the figure.
func (x *scope) eachChat(do func(e *chatEntry)) {
	for _, te := range x.metrics.threads {
		for _, e := range te.entries {
			if !e.outOfView || x.agent != 0 {
				do(e)
			}
		}
	}
}

// total computes the value from the parts.
func (x *explainer) total(f *model.Figure) {
	n, u := len(x.Included), f.Unit
	v := model.Value{Unit: u, OK: n > 0, N: n}
	switch u {
	case model.UnitMedian:
		v.Number = x.rank(50)
	case model.UnitP90:
		v.Number = x.rank(90)
	case model.UnitMax:
		if v.Number = x.rank(100); x.longestAtLeast() {
			v = v.Bounded(model.BoundLeast, 0)
		}
	case model.UnitShare:
		s := model.ServiceLevel{Of: n, Unsure: x.UpTo}
		for _, p := range x.Included {
			s.In += int(p.Number)
		}
		v = s.Value()
	case model.UnitMean:
		v.OK = true
		for _, p := range x.Included {
			v.Number += p.Number
		}
	default:
		v.OK, v.Number, v.UpTo = true, float64(n), float64(n+x.UpTo)
	}
	c := x.metrics.b.coverageAt(x.metrics)
	if x.unknown {
		v.Bound = model.BoundUnknown
	}
	v = f.Bounded(v, &c, model.Span{From: x.From, To: x.To}, x.key)
	x.Known, x.Number, x.N, x.Value, x.Bound = v.Known(), v.Number, v.N, v.String(), v.Bound
}

// rank returns the p-th percentile by nearest rank; 0 if there are no parts.
func (x *collection) rank(p int) float64 {
	n := len(x.Included)
	if n == 0 {
		return 0
	}
	list := make([]float64, n)
	for i := range x.Included {
		list[i] = x.Included[i].Number
	}
	slices.Sort(list)
	return list[model.NearestRank(n, p)]
}

// longestAtLeast reports whether the largest part is only a lower bound; of equal parts the one with the
// smallest chat id decides.
func (x *collection) longestAtLeast() bool {
	var longest *model.Part
	for i := range x.Included {
		if p := &x.Included[i]; longest == nil || p.Number > longest.Number || p.Number == longest.Number && p.Chat < longest.Chat {
			longest = p
		}
	}
	return longest != nil && longest.Least
}

// includeClock includes a running clock; least says that it may have run longer.
func (x *explainer) includeClock(e *chatEntry, w *interval, a model.AgentID, since model.Instant, least bool, what string) {
	x.include(e, a, since, x.running(w, since).Seconds(), what+x.paused(w.hours, since, x.clocksAt))
	x.Included[len(x.Included)-1].Least = least
}

// sortAndBound sorts the parts, failures first for a share, and truncates the lists.
func (x *collection) sortAndBound(failedFirst bool) {
	key := func(a, b *model.Part) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Chat, b.Chat), cmp.Compare(a.Agent, b.Agent))
	}
	weight := func(p *model.Part) float64 {
		if failedFirst {
			return -p.Number
		}
		return p.Number
	}
	slices.SortFunc(x.Included, func(a, b model.Part) int {
		return cmp.Or(cmp.Compare(weight(&b), weight(&a)), key(&a, &b), cmp.Compare(a.What, b.What))
	})
	slices.SortFunc(x.Excluded, func(a, b model.Part) int { return cmp.Or(key(&a, &b), cmp.Compare(a.Why, b.Why)) })
	x.Included, x.MoreIncluded = firstParts(x.Included)
	x.Excluded, x.MoreExcluded = firstParts(x.Excluded)
}

func firstParts(list []model.Part) ([]model.Part, int) {
	if len(list) <= model.MaxParts {
		return list, 0
	}
	return slices.Clone(list[:model.MaxParts]), len(list) - model.MaxParts
}

// explainParts says how the parts of each figure's Explanation are collected. A test demands an entry for
// every figure.
var explainParts = map[model.FigureID]func(*explainer){
	model.FigureWaiting:          (*explainer).waits,
	model.FigureWaitingOver:      (*explainer).waitsOver,
	model.FigureLongest:          (*explainer).waits,
	model.FigureUnseen:           (*explainer).unseen,
	model.FigureSeenNoReply:      (*explainer).seen,
	model.FigureSeenLongest:      (*explainer).seen,
	model.FigureMissing:          (*explainer).missing,
	model.FigureActive:           (*explainer).active,
	model.FigureAgentsActive:     (*explainer).agentsActive,
	model.FigureBotLane:          (*explainer).botLane,
	model.FigureOfflineInbox:     (*explainer).offline,
	model.FigureOfflineOldest:    (*explainer).offline,
	model.FigureFirst:            (*explainer).firsts,
	model.FigureFirstP90:         (*explainer).firsts,
	model.FigureFirstTotal:       (*explainer).totals,
	model.FigureFirstTotalP90:    (*explainer).totals,
	model.FigureNext:             (*explainer).nexts,
	model.FigureNextP90:          (*explainer).nexts,
	model.FigureFirstService:     func(x *explainer) { x.service(true) },
	model.FigureNextService:      func(x *explainer) { x.service(false) },
	model.FigureMissed:           func(x *explainer) { x.ended(func(o outcome) (bool, ending) { return o.missed, o.at }) },
	model.FigureDropped:          func(x *explainer) { x.ended(func(o outcome) (bool, ending) { return o.dropped, o.over }) },
	model.FigureBotOnly:          func(x *explainer) { x.ended(func(o outcome) (bool, ending) { return o.botOnly, o.over }) },
	model.FigureOutOfHours:       (*explainer).outOfHours,
	model.FigureTransfers:        (*explainer).transfers,
	model.FigureOvertakes:        (*explainer).overtakes,
	model.FigureVisitors:         func(x *explainer) { x.messages(model.SideVisitor) },
	model.FigureReplies:          func(x *explainer) { x.messages(model.SideAgent) },
	model.FigureRated:            func(x *explainer) { x.ratings(func(*rating) bool { return true }) },
	model.FigureLowRated:         func(x *explainer) { x.ratings((*rating).low) },
	model.FigureAgentState:       (*explainer).state,
	model.FigureAgentActive:      (*explainer).active,
	model.FigureAgentPeak:        (*explainer).peak,
	model.FigureAgentMean:        (*explainer).mean,
	model.FigureAgentWaiting:     (*explainer).waits,
	model.FigureAgentOldest:      (*explainer).waits,
	model.FigureAgentSeenNoReply: (*explainer).seen,
	model.FigureAgentSilent:      (*explainer).silent,
	model.FigureAgentTurns:       (*explainer).answered,
	model.FigureAgentMedian:      (*explainer).answered,
	model.FigureAgentP90:         (*explainer).answered,
	model.FigureAgentBreaches:    (*explainer).breaches,
	model.FigureAgentOvertakes:   (*explainer).overtakes,
	model.FigureAgentTransfers:   (*explainer).transfers,
	model.FigureWait:             (*explainer).waits,
	model.FigureSeenFor:          (*explainer).seen,
	model.FigureAssigned:         (*explainer).assigned,
}
