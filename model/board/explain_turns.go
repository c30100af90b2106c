package board

import (
	"time"

	"floorwatch/model"
)

// Reasons for leaving something out.
const (
	whyOffline      = "offline inbox: in no live figure"
	whyAgentFirst   = "an agent spoke first"
	whyOpen         = "not answered yet"
	whyNotDecided   = "open, its goal has not passed yet"
	whyBot          = "served by a bot"
	whyAcknowledged = "a leader said that it needs no answer"
	whyAbandoned    = "nobody answered, but the chat was closed within 10 s of its start"
	whyCut          = "its beginning is no longer held"
	whyClosed       = "out of hours: asked and answered while closed"
	whyInTime       = "answered in time"
)

func (x *explainer) firsts() {
	x.turns(true, func(e *chatEntry, t *turn) float64 { return t.spent.Seconds() })
}

func (x *explainer) totals() {
	x.turns(true, func(e *chatEntry, t *turn) float64 { return t.reply.Since(e.firstVisitor).Seconds() })
}

func (x *explainer) nexts() {
	x.turns(false, func(e *chatEntry, t *turn) float64 { return t.spent.Seconds() })
}

// answered collects the turns of both kinds that an agent answered.
func (x *explainer) answered() {
	took := func(e *chatEntry, t *turn) float64 { return t.spent.Seconds() }
	x.turns(true, took)
	x.turns(false, took)
}

// turns collects the answered turns of a kind; value is what each contributes.
func (x *explainer) turns(first bool, value func(*chatEntry, *turn) float64) {
	x.eachChat(func(e *chatEntry) {
		if e.offline {
			x.offlineTurns(e, first)
			return
		}
		for i := range e.turns {
			t := &e.turns[i]
			switch {
			case t.first != first || !x.ofAgent(t.agent):
			case x.in(t.reply):
				x.include(e, t.agent, t.reply, value(e, t), "answered after "+model.FormatReply(t.spent)+x.paused(t.hours, t.start, t.reply))
			default:
				x.Outside++
			}
		}
		x.closedTurns(e, first)
		x.unanswered(e, first, whyOpen)
		if first {
			x.noFirst(e)
		}
	})
}

// offlineTurns leaves out the turns of a chat in the offline inbox.
func (x *explainer) offlineTurns(e *chatEntry, first bool) {
	for i := range e.turns {
		if t := &e.turns[i]; t.first == first && x.ofAgent(t.agent) && x.in(t.reply) {
			x.leaveOut(e, t.agent, t.reply, whyOffline)
		}
	}
}

// closedTurns leaves out the turns of a kind that were asked and answered while closed.
func (x *explainer) closedTurns(e *chatEntry, first bool) {
	for i := range e.outside {
		if t := &e.outside[i]; t.first == first && x.ofAgent(t.agent) && x.in(t.reply) {
			x.leaveOut(e, t.agent, t.reply, whyClosed)
		}
	}
}

// unanswered leaves out turns of a kind that have no reply.
func (x *explainer) unanswered(e *chatEntry, first bool, open string) {
	for _, v := range e.excused {
		if v.first == first && x.agent == 0 && x.in(v.at) {
			x.leaveOut(e, 0, v.at, whyAcknowledged)
		}
	}
	if e.unanswered == 0 || e.hasReply == first || !x.ofAgent(e.owner) {
		return
	}
	switch {
	case e.truncated:
		x.leaveOut(e, e.owner, e.lastVisitor, whyCut)
	case e.lane(x.metrics.now) == model.LaneBot:
		if x.agent == 0 && x.in(e.lastVisitor) {
			x.leaveOut(e, e.owner, e.lastVisitor, whyBot)
		}
	case open != "" && x.in(e.waitStart()):
		x.leaveOut(e, e.owner, e.waitStart(), open)
	}
}

// noFirst leaves out a chat that an agent began: it has no first response.
func (x *explainer) noFirst(e *chatEntry) {
	if !e.hasReply || len(e.turns) > 0 && e.turns[0].first || len(e.outside) > 0 && e.outside[0].first || len(e.excused) > 0 || !x.in(e.start) {
		return
	}
	if h := e.participants; len(h) > 0 && x.agent == 0 {
		x.leaveOut(e, e.lastAgent, e.start, whyAgentFirst)
	}
}

// service collects the decided turns of a kind: 1 in time, 0 late.
func (x *explainer) service(first bool) {
	x.eachChat(func(e *chatEntry) {
		if e.offline {
			x.offlineTurns(e, first)
			return
		}
		x.decided(e, first, func(t *turn, at model.Instant, in bool, what string) {
			n := 0.0
			if in {
				n = 1
			}
			x.include(e, t.agent, at, n, what)
			x.UpTo += int(count(t.unsure))
		})
		x.unanswered(e, first, "")
	})
}

// decided calls do for each turn of a kind in a chat that is decided in the window, including the open one.
func (x *explainer) decided(e *chatEntry, first bool, do func(t *turn, at model.Instant, in bool, what string)) {
	goal := func(t *turn) time.Duration { return x.metrics.b.LimitsOf(t.agent).Goal(t.first) }
	x.closedTurns(e, first)
	for i := range e.turns {
		t := &e.turns[i]
		if t.first != first || !x.ofAgent(t.agent) {
			continue
		}
		at, in := t.decided(goal(t))
		switch {
		case !x.in(at):
			x.Outside++
		case in:
			do(t, at, true, "answered after "+model.FormatReply(t.spent)+x.paused(t.hours, t.start, t.reply))
		default:
			do(t, at, false, "answered after "+model.FormatReply(t.spent)+", goal "+model.FormatReply(goal(t))+x.paused(t.hours, t.start, t.reply))
		}
	}
	t, ok := e.unansweredTurn(x.metrics.now)
	sure, counts := e.openTurn(x.metrics.now)
	if !ok || t.first != first || !x.ofAgent(t.agent) {
		return
	}
	at, _ := t.decided(goal(&t))
	switch {
	case !counts:
		x.leaveOut(e, t.agent, t.start, whyAbandoned)
	case at > x.metrics.now:
		x.leaveOut(e, t.agent, t.start, whyNotDecided)
	case !x.in(at):
		x.Outside++
	case sure.unsure:
		do(&sure, at, false, "not answered; left out if the chat was closed within 10 s of its start, which was not observed")
	default:
		do(&t, at, false, "not answered, goal "+model.FormatReply(goal(&t))+x.paused(t.hours, t.start, at))
	}
}

// breaches collects the turns that missed their goal.
func (x *explainer) breaches() {
	x.eachChat(func(e *chatEntry) {
		for _, first := range []bool{true, false} {
			if e.offline {
				x.offlineTurns(e, first)
				continue
			}
			x.decided(e, first, func(t *turn, at model.Instant, in bool, what string) {
				switch {
				case in:
					x.leaveOut(e, t.agent, at, whyInTime)
				case t.unsure:
					x.UpTo++
					x.leaveOut(e, t.agent, at, what)
				default:
					x.include(e, t.agent, at, 1, what)
				}
			})
			x.unanswered(e, first, "")
		}
	})
}

// overtakes collects the replies that overtook the wait of another chat.
func (x *explainer) overtakes() {
	for _, am := range x.metrics.agents {
		if am.agent == 0 || !x.ofAgent(am.agent) || !x.metrics.b.view.has(am.agent) {
			continue
		}
		for _, e := range am.entries {
			x.overtakesIn(am, e)
		}
	}
}

func (x *explainer) overtakesIn(am *agentMetrics, e *chatEntry) {
	for i := range e.turns {
		t := &e.turns[i]
		if t.agent != am.agent || e.offline {
			continue
		}
		var passed *chatEntry
		sure := false
		for _, f := range am.entries {
			if w := f.waitAt(t.reply); f != e && w != nil && w.overtakenBy(t) {
				sure = sure || f.surelyWaited(w, t.reply)
				if passed == nil || w.since < passed.waitAt(t.reply).since {
					passed = f
				}
			}
		}
		switch {
		case passed == nil:
		case x.in(t.reply) && !sure:
			x.UpTo++
			x.leaveOut(e, t.agent, t.reply, "the chat that it overtook may have been closed before, or another agent's: that was not observed")
		case x.in(t.reply):
			w := passed.waitAt(t.reply)
			x.include(e, t.agent, t.reply, 1, "its turn began "+model.FormatReply(t.start.Since(w.since))+" after the wait of another chat")
		default:
			x.Outside++
		}
	}
}
