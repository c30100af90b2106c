package board

import (
	"fmt"

	"floorwatch/model"
)

// because returns the sentence for why a chat is over.
func (c overCause) because() string {
	switch c {
	case overClosed:
		return "ended: Acquire lists it as closed"
	case overLater:
		return "ended: a later chat of the visitor has begun"
	case overGone:
		return "ended: Acquire has the chat no more"
	case overFlagged:
		return "ended: Acquire flags it as missed"
	}
	return "ended: nobody has written for 30 min"
}

// waiting calls do for each waiting chat, and leaves out unanswered chats that do not count as waiting, with
// the reason.
func (x *explainer) waiting(do func(e *chatEntry, w *interval)) {
	x.eachChat(func(e *chatEntry) {
		if x.key != (model.Key{}) && (x.key != e.parent.thread.key || e.parent.shownChat(x.metrics.now) != e) {
			return
		}
		if w := e.waiting(x.metrics.now); w != nil {
			switch {
			case !x.ofAgent(w.owner):
			case e.maybeOver && x.key == model.Key{}:
				x.mayCount(e, w.owner, w.since)
			default:
				x.frozen = x.frozen || e.frozen()
				do(e, w)
			}
			return
		}
		if why := e.notWaiting(x.metrics.now); why != "" && x.ofAgent(e.owner) {
			x.leaveOut(e, e.owner, e.lastMessage, why)
		}
	})
}

// notWaiting returns why a chat with unanswered messages does not wait; "" if it has none.
func (e *chatEntry) notWaiting(now model.Instant) string {
	switch {
	case e.acked:
		return whyAcknowledged
	case e.unanswered == 0:
		return ""
	case e.offline:
		return whyOffline
	case e.isOver(now):
		return e.cause.because()
	}
	return whyBot
}

// mayCount leaves a chat out that may count: whether it was open at the time was not observed.
func (x *explainer) mayCount(e *chatEntry, a model.AgentID, at model.Instant) {
	x.UpTo++
	x.leaveOut(e, a, at, "perhaps over by then: when it was closed was not observed")
}

// leaveOutUnsighted leaves out a chat of which it is not known what has been seen.
func (x *explainer) leaveOutUnsighted(e *chatEntry, w *interval) {
	x.unsighted = true
	why := "what had been seen by then was not observed"
	if e.sightObserved(w.head) {
		why = "what has been seen was last read at " + e.readAt().In(x.metrics.b.cfg.Location).Format("15:04:05")
	}
	x.leaveOut(e, w.owner, w.since, why)
}

func (x *explainer) waits() {
	x.waiting(func(e *chatEntry, w *interval) {
		x.includeWait(e, w, w.since, e.truncated, "waiting", "")
	})
}

func (x *explainer) waitsOver() {
	x.waiting(func(e *chatEntry, w *interval) {
		if e.frozen() {
			x.UpTo++
			x.leaveOut(e, w.owner, w.since, "not read for so long that it may have been answered")
			return
		}
		d := w.ran(x.metrics.now)
		if level, _ := x.metrics.chatLevel(e, w, x.metrics.now, e.sightKnown(w.head)); level >= model.LevelCritical {
			x.include(e, w.owner, w.since, d.Seconds(), x.clocks(e, w))
		} else {
			x.leaveOut(e, w.owner, w.since, x.clocks(e, w)+": below the critical limits")
			x.UpTo += int(count(!e.sightKnown(w.head)))
		}
	})
}

func (x *explainer) seen() {
	x.waiting(func(e *chatEntry, w *interval) {
		sight, _, seen, atLeast := e.sight(x.metrics.now)
		if !e.sightKnown(w.head) {
			x.leaveOutUnsighted(e, w)
			return
		}
		switch {
		case sight != model.SightSeen && x.Figure != model.FigureSeenFor:
			x.leaveOut(e, w.owner, w.since, "its newest message has not been seen")
			return
		case seen == model.Never && model.FigureOf(x.Figure).Unit == model.UnitCount:
			x.include(e, w.owner, w.since, 0, "seen, since when is not known")
			return
		case seen == model.Never:
			x.leaveOut(e, w.owner, w.since, "its oldest unanswered message has not been seen")
			return
		}
		x.includeWait(e, w, seen, atLeast, "seen", ": before the first reading")
	})
}

func (x *explainer) unseen() {
	x.waiting(func(e *chatEntry, w *interval) {
		sight, unseen, _, _ := e.sight(x.metrics.now)
		if !e.sightKnown(w.head) {
			x.leaveOutUnsighted(e, w)
			return
		}
		if sight == model.SightUnseen {
			x.includeWait(e, w, unseen, false, "unseen", "")
		} else {
			x.leaveOut(e, w.owner, w.since, "part of it has been seen")
		}
	})
}

// assigned collects how long the agent of a row's chat has had it.
func (x *explainer) assigned() {
	x.eachChat(func(e *chatEntry) {
		if x.key != e.parent.thread.key || e.parent.shownChat(x.metrics.now) != e {
			return
		}
		c, at := x.metrics.assigned(e), x.metrics.now
		if e.waiting(at) != nil {
			at, _ = e.shownAsOf()
		}
		switch p := e.participation(e.owner); {
		case !c.Running && e.owner == 0:
			x.leaveOut(e, 0, e.start, "nobody has it")
		case !c.Running:
			x.leaveOut(e, e.owner, e.lastMessage, "it is over, or waits for nobody")
		case p == nil || p.last < e.ownedAt:
			x.includeClock(e, x.metrics.b.HoursOf(e.owner), e.owner, e.ownedAt, at, c.AtLeast, "assigned, and nothing written since")
		default:
			x.includeClock(e, x.metrics.b.HoursOf(e.owner), e.owner, e.ownedAt, at, c.AtLeast, "assigned, and written in since")
		}
	})
}

func (x *explainer) missing() {
	x.eachChat(func(e *chatEntry) {
		since := e.unrepliedHours.OpenTime(e.firstVisitor, x.metrics.now)
		switch {
		case e.missing(x.metrics.now) && e.maybeOver:
			x.mayCount(e, e.owner, e.firstVisitor)
		case e.missing(x.metrics.now):
			x.include(e, e.owner, e.firstVisitor, since.Seconds(), "no message of an agent for "+model.FormatReply(since))
		case e.isOver(x.metrics.now) || e.hasReply || e.firstVisitor == model.Never:
		case e.offline:
			x.leaveOut(e, e.owner, e.firstVisitor, whyOffline)
		case e.acked:
			x.leaveOut(e, e.owner, e.firstVisitor, whyAcknowledged)
		case e.lane(x.metrics.now) == model.LaneBot:
			x.leaveOut(e, e.owner, e.firstVisitor, whyBot)
		default:
			x.leaveOut(e, e.owner, e.firstVisitor, "only "+model.FormatReply(since)+" so far")
		}
	})
}

func (x *explainer) active() {
	x.eachChat(func(e *chatEntry) {
		switch {
		case !x.ofAgent(e.owner):
		case e.active(x.metrics.now) && e.maybeOver && x.agent == 0:
			x.mayCount(e, e.owner, e.lastMessage)
		case e.active(x.metrics.now) && e.waiting(x.metrics.now) != nil:
			x.include(e, e.owner, e.lastMessage, 1, "waiting")
		case e.active(x.metrics.now):
			x.include(e, e.owner, e.lastMessage, 1, "a message "+model.FormatReply(x.metrics.now.Since(e.lastMessage))+" ago")
		case e.lastMessage == model.Never || !e.live:
		case e.offline:
			x.leaveOut(e, e.owner, e.lastMessage, whyOffline)
		case e.isOver(x.metrics.now):
			x.leaveOut(e, e.owner, e.lastMessage, e.cause.because())
		default:
			x.leaveOut(e, e.owner, e.lastMessage, "no message for 10 min, and nobody waits")
		}
	})
}

// agentsActive collects one active chat for each agent: the one with the newest message.
func (x *explainer) agentsActive() {
	best := map[model.AgentID]*chatEntry{}
	x.eachChat(func(e *chatEntry) {
		if !e.active(x.metrics.now) {
			return
		}
		if e.owner == 0 {
			x.leaveOut(e, 0, e.lastMessage, "nobody is assigned")
			return
		}
		if b := best[e.owner]; b == nil || e.lastMessage > b.lastMessage || (e.lastMessage == b.lastMessage && e.chat.id < b.chat.id) {
			best[e.owner] = e
		}
	})
	for a, e := range best {
		x.include(e, a, e.lastMessage, 1, "owns an active chat")
	}
}

func (x *explainer) botLane() {
	x.eachChat(func(e *chatEntry) {
		if !e.offline && !e.isOver(x.metrics.now) && e.lane(x.metrics.now) == model.LaneBot {
			x.include(e, e.owner, e.lastMessage, 1, whyBot)
		}
	})
}

func (x *explainer) offline() {
	for e := range x.metrics.offlineInbox {
		switch {
		case e.inOfflineInbox():
			age := x.metrics.now.Since(e.unreplied)
			x.include(e, e.owner, e.unreplied, age.Seconds(), "unanswered for "+model.FormatReply(age))
		case e.unanswered == 0:
			x.leaveOut(e, e.owner, e.lastMessage, "answered or acknowledged")
		default:
			x.leaveOut(e, e.owner, e.lastMessage, "closed, or followed by a later chat")
		}
	}
}

// outOfHours collects the turns asked and answered while closed, and the chats that ended unanswered while
// closed.
func (x *explainer) outOfHours() {
	x.eachChat(func(e *chatEntry) {
		for i := range e.outside {
			if t := &e.outside[i]; x.in(t.reply) {
				x.include(e, t.agent, t.reply, 1, "asked and answered while closed, after "+model.FormatReply(t.reply.Since(t.start)))
			} else {
				x.Outside++
			}
		}
	})
	x.ended(func(o outcome) (bool, ending) { return o.outOfHours, o.over })
}

// ended collects the chats for whose outcome match returns true, with when they ended.
func (x *explainer) ended(match func(outcome) (bool, ending)) {
	x.eachChat(func(e *chatEntry) {
		o := e.outcome(x.metrics.now)
		yes, at := match(o)
		sure, perhaps := at.in(x.from, x.to)
		if !x.Subject.Minute.IsZero() { // a bar is drawn at the latest possible end
			sure = perhaps
		}
		switch {
		case !x.ofSubject(e, e.owner):
		case yes && sure:
			x.include(e, e.owner, at.to, 1, e.cause.because())
		case yes && perhaps && o.either:
			x.UpTo++
			x.leaveOut(e, e.owner, at.to, "missed or bot only: whether the bot had fallen silent when it was closed, or an agent had it, was not observed")
		case yes && perhaps:
			x.UpTo++
			x.leaveOut(e, e.owner, at.to, "perhaps before the window: when it was over was not observed")
		case yes:
			x.Outside++
		case !e.isOver(x.metrics.now) || !x.in(e.over):
		default:
			x.leaveOut(e, e.owner, e.over, e.endedAs(o))
		}
	})
}

// endedAs returns what a chat that is over counts as.
func (e *chatEntry) endedAs(o outcome) string {
	switch {
	case e.offline:
		return whyOffline
	case o.missed:
		return "missed: no agent wrote"
	case o.dropped:
		return "ended unanswered: an agent left the last messages"
	case o.outOfHours:
		return "out of hours: nothing was written while open"
	case o.botOnly:
		return "bot only"
	case e.acked:
		return whyAcknowledged
	case e.firstVisitor == model.Never:
		return "the visitor said nothing"
	}
	return "ended: an agent wrote the last message" // the card shows the words up to the colon, see earlier
}

func (x *explainer) transfers() {
	x.eachChat(func(e *chatEntry) {
		for _, p := range e.transfers {
			switch {
			case !x.ofAgent(p.to):
			case !x.in(p.at):
				x.Outside++
			case e.offline:
				x.leaveOut(e, p.to, p.at, whyOffline)
			default:
				x.include(e, p.to, p.at, 1, "taken over")
			}
		}
	})
}

// ratings collects the chats with a rating that is wanted.
func (x *explainer) ratings(wanted func(*rating) bool) {
	x.eachChat(func(e *chatEntry) {
		switch r := &e.rated; {
		case r.at == model.Never:
		case !x.in(r.at):
			x.Outside++
		case e.offline:
			x.leaveOut(e, e.owner, r.at, whyOffline)
		case !wanted(r):
			x.leaveOut(e, e.owner, r.at, r.because())
		default:
			x.include(e, e.owner, r.at, 1, r.because())
		}
	})
}

func (r *rating) because() string {
	if r.stars == 0 {
		return "rated; how is not known"
	}
	return fmt.Sprintf("rated %d of %d", r.stars, model.MaxStars)
}

// messages collects the messages of one side.
func (x *explainer) messages(side model.Side) {
	x.eachChat(func(e *chatEntry) {
		for i := e.rows - 1; i >= 0; i-- {
			r := &e.chat.rows[i]
			at := r.At().Seconds()
			if at <= x.from {
				return
			}
			by := e.chat.speakers[r.SpeakerIndex].Sender
			switch {
			case !x.in(at) || side == model.SideAgent && !x.ofSubject(e, by) || side == model.SideVisitor && !x.ofSubject(e, e.owner):
			case r.SenderSide() == side && r.Has(model.FlagGone):
				x.leaveOut(e, by, at, "deleted in Acquire")
			case r.SenderSide() == side && r.Has(model.FlagFlood):
				x.leaveOut(e, by, at, "above 50 messages in its minute")
			case side == model.SideAgent && r.Has(model.FlagAutomation):
				x.leaveOut(e, by, at, "an automation's")
			case r.SenderSide() == side && r.MessageSide() == model.SideUnknown:
				x.leaveOut(e, by, at, "no message: a note, an event or another kind of row")
			case r.MessageSide() != side:
			case e.offline:
				x.leaveOut(e, by, at, whyOffline)
			default:
				x.include(e, by, at, 1, "a message")
			}
		}
	})
}
