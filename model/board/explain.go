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
		scope{metrics: m, from: model.Never, to: m.now, agent: s.Agent, key: s.Key},
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

// paused describes how much of [from, to) was outside business hours, and when they start again; "" if none
// was.
func (x *scope) paused(hours *model.Calendar, from, to model.Instant) string {
	s := ""
	if closed := to.Since(from) - hours.OpenTime(from, to); closed >= time.Second {
		s = ", " + model.FormatDuration(closed) + " outside business hours not counted"
	}
	if opens := hours.NextOpen(to); to == x.metrics.now && opens != to {
		s += ", paused, " + model.OpensAt(opens.Time(), to.Time(), x.metrics.b.cfg.Location)
	}
	return s
}

// clocks returns the clocks by which a waiting chat's level is judged.
func (x *scope) clocks(e *chatEntry, w *interval) string {
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
	metrics *metrics
	from    model.Instant
	to      model.Instant // the end of the window, inclusive
	agent   model.AgentID
	key     model.Key

	unsighted bool          // of some chats it is not known what has been seen
	frozen    bool          // some may not wait any more
	longest   time.Duration // the longest that any clock of a wait may be by now
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
		v.Number = rank(x.Included, 50)
	case model.UnitP90:
		v.Number = rank(x.Included, 90)
	case model.UnitMax:
		v.Number = rank(x.Included, 100)
		if p := longestPart(x.Included); p != nil && p.About {
			v = v.Bounded(model.BoundAbout, 0)
		} else if p != nil && p.Least || f.Scope != model.ScopeRow && x.longest.Seconds() > v.Number {
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
	if x.unsighted && f.Scope != model.ScopeRow {
		v = v.Bounded(max(v.Bound, model.BoundLeast), v.UpTo)
	}
	if x.frozen && u == model.UnitCount && f.ID != model.FigureWaitingOver { // it leaves them out
		v = v.Bounded(model.BoundAbout, v.UpTo)
	}
	v = f.Bounded(v, &c, model.Span{From: x.From, To: x.To}, x.key)
	x.Known, x.Number, x.N, x.Value, x.Bound = v.Known(), v.Number, v.N, v.String(), v.Bound
}

// rank returns the p-th percentile by nearest rank; 0 if there are no parts.
func rank(parts []model.Part, p int) float64 {
	n := len(parts)
	if n == 0 {
		return 0
	}
	list := make([]float64, n)
	for i := range parts {
		list[i] = parts[i].Number
	}
	slices.Sort(list)
	return list[model.NearestRank(n, p)]
}

// longestPart returns the largest part, as longestClock finds it; nil: there is none.
func longestPart(list []model.Part) *model.Part {
	var longest *model.Part
	for i := range list {
		if p := &list[i]; longest == nil || cmp.Or(cmp.Compare(longest.Number, p.Number), p.At.Compare(longest.At), cmp.Compare(p.Chat, longest.Chat)) < 0 {
			longest = p
		}
	}
	return longest
}

// includeWait includes a running clock of a waiting chat, as it is shown; what names it. least says that it may have
// run longer, and why says why.
func (x *explainer) includeWait(e *chatEntry, w *interval, since model.Instant, least bool, what, why string) {
	at, frozen := e.shownAsOf()
	ran := w.hours.OpenTime(since, at)
	what += " for "
	if x.longest = max(x.longest, w.hours.OpenTime(since, x.metrics.now)); least {
		what += "≥"
	}
	if what += model.FormatReply(ran); least {
		what += why
	}
	if frozen {
		what += " as of " + at.Time().In(x.metrics.b.cfg.Location).Format("15:04:05") + ", not read since"
	}
	x.include(e, w.owner, since, ran.Seconds(), what+x.paused(w.hours, since, at))
	p := &x.Included[len(x.Included)-1]
	p.Least, p.About = least, frozen
}

// includeClock includes a clock that ran from since to at; least says that it may have run longer.
func (x *explainer) includeClock(e *chatEntry, hours *model.Calendar, a model.AgentID, since, at model.Instant, least bool, what string) {
	x.include(e, a, since, hours.OpenTime(since, at).Seconds(), what+x.paused(hours, since, at))
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
