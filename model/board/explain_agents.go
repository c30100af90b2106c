package board

import "floorwatch/model"

// own calls do for each stretch in which a chat of the agent's was active in the window.
func (x *scope) own(do func(e *chatEntry, from, to model.Instant)) {
	x.each(func(e *chatEntry) {
		for i := range e.present {
			p := &e.present[i]
			if from, to := max(p.from, x.from), min(p.to, x.k.now+1); p.owner == x.agent && from < to {
				do(e, from, to)
			}
		}
	})
}

func (x *explainer) mean() {
	x.own(func(e *chatEntry, from, to model.Instant) {
		d := min(to, x.k.now).Since(from)
		x.include(e, x.agent, from, float64(d)/float64(halfHour), "active for "+model.FormatReply(d))
	})
}

// peak collects the chats that were active at the moment when most were.
func (x *explainer) peak() {
	type stretch struct {
		e        *chatEntry
		from, to model.Instant
	}
	var list []stretch
	x.own(func(e *chatEntry, from, to model.Instant) {
		if to > x.from+1 || from > x.from {
			list = append(list, stretch{e, max(from, x.from+1), to})
		}
	})
	// Most are active at once when one begins: try each beginning.
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

// state collects the replies that make k, and says towards which chat the state is.
func (x *explainer) state() {
	d := x.k.agents[x.agent]
	if d == nil || x.agent == 0 {
		x.Formula += " Nothing is known of this agent's messages."
		return
	}
	f := d.recent.oldest(x.k.now)
	if f == nil {
		x.Formula += " Nobody waits for the agent now."
		return
	}
	w := f.waiting(x.k.now)
	x.leaveOut(f, x.agent, w.since, "the chat that waits longest: "+model.FormatReply(w.ran(x.k.now)))
	for _, e := range d.entries {
		for i := e.rows - 1; i >= 0 && e != f; i-- {
			r := &e.c.rows[i]
			at := r.At().Seconds()
			if at <= w.since {
				break
			}
			if r.Word() == model.SideAgent && e.c.voices[r.SpeakerIndex].Sender == x.agent {
				x.include(e, x.agent, at, 1, "a message in another chat since the wait began")
			}
		}
	}
}

// silent collects the agent's last message, while somebody waits and the agent has answered nobody since.
func (x *explainer) silent() {
	var row model.AgentRow
	d := x.k.agents[x.agent]
	if d == nil || x.agent == 0 {
		return
	}
	x.k.oldest(d, x.k.b.LimitsOf(x.agent), &row)
	if !row.Silent.Running {
		return
	}
	e, what := d.recent.oldest(x.k.now), "no message of the agent is known"
	if d.last != model.Never {
		e, what = d.entries[0], "the agent's last message"
	}
	x.includeClock(e, e.waiting(x.k.now), x.agent, model.InstantOf(row.Silent.Since), row.Silent.AtLeast, what)
}
