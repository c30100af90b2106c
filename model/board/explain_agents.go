package board

import "floorwatch/model"

// eachPresent calls do for each interval of the window in which a chat of the agent was active.
func (x *scope) eachPresent(do func(e *chatEntry, from, to model.Instant)) {
	x.eachChat(func(e *chatEntry) {
		for i := range e.present {
			p := &e.present[i]
			if from, to := max(p.from, x.from), min(p.to, x.metrics.now+1); p.owner == x.agent && from < to {
				do(e, from, to)
			}
		}
	})
}

func (x *explainer) mean() {
	x.eachPresent(func(e *chatEntry, from, to model.Instant) {
		d := min(to, x.metrics.now).Since(from)
		x.include(e, x.agent, from, float64(d)/float64(halfHour), "active for "+model.FormatReply(d))
	})
}

// peak collects the chats that were active when most were.
func (x *explainer) peak() {
	type stretch struct {
		e        *chatEntry
		from, to model.Instant
	}
	var list []stretch
	x.eachPresent(func(e *chatEntry, from, to model.Instant) {
		if to > x.from+1 || from > x.from {
			list = append(list, stretch{e, max(from, x.from+1), to})
		}
	})
	// The maximum is reached when a chat begins: try each beginning.
	best, at := 0, model.Never
	for _, s := range list {
		n := 0
		for _, o := range list {
			if o.from <= s.from && s.from < o.to {
				n++
			}
		}
		if n > best || (n == best && s.from < at) {
			best, at = n, s.from
		}
	}
	for _, s := range list {
		if s.from <= at && at < s.to {
			x.include(s.e, x.agent, at, 1, "active at the time")
		} else {
			x.leaveOut(s.e, x.agent, s.from, "active at another time")
		}
	}
}

// state collects the replies that make up k of BUSY(k), and names the chat that the state refers to.
func (x *explainer) state() {
	am := x.metrics.agents[x.agent]
	if am == nil || x.agent == 0 {
		x.Formula += " Nothing is known of this agent's messages."
		return
	}
	longest := am.recent.longestWaiting()
	f := longest.chat
	if f == nil {
		x.Formula += " Nobody waits for the agent now."
		return
	}
	w := f.waiting(x.metrics.now)
	x.leaveOut(f, x.agent, w.since, "the chat that waits longest: "+model.FormatReply(longest.ran))
	for _, e := range am.entries {
		for i := e.rows - 1; i >= 0 && e != f; i-- {
			r := &e.chat.rows[i]
			at := r.At().Seconds()
			if at <= w.since {
				break
			}
			if r.MessageSide() == model.SideAgent && e.chat.speakers[r.SpeakerIndex].Sender == x.agent {
				x.include(e, x.agent, at, 1, "a message in another chat since the wait began")
			}
		}
	}
}

// silent collects the agent's last message, if a chat waits for the agent and the agent has written nothing
// since.
func (x *explainer) silent() {
	var row model.AgentRow
	am := x.metrics.agents[x.agent]
	if am == nil || x.agent == 0 {
		return
	}
	x.metrics.fillOldest(am, x.metrics.b.LimitsOf(x.agent), &row)
	if !row.Silent.Running {
		return
	}
	e, what := am.recent.longestWaiting().chat, "no message of the agent is known"
	w := e.waiting(x.metrics.now) // for its business hours; in the chat where the agent wrote last nobody may be waiting
	if am.last != model.Never {
		e, what = am.entries[0], "the agent's last message"
	}
	x.includeClock(e, w.hours, x.agent, model.InstantOf(row.Silent.Since), x.metrics.now, row.Silent.AtLeast, what)
}
