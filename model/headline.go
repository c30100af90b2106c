package model

import (
	"cmp"
	"time"
)

// today is the start of now's day in the configured zone.
func (v *view) today() stamp { return stampOf(startOfDay(v.now.time().In(v.b.cfg.Location))) }

func (v *view) headline(h *Headline) {
	v.waiting(h)
	v.others(h)
	v.window(&h.HalfHour, v.now.add(-halfHour))
	v.window(&h.Today, v.today())
	h.Totals = v.totals()
}

// waiting fills in what is told of the chats that wait now.
func (v *view) waiting(h *Headline) {
	l := &v.b.cfg.Limits
	var longest, seenLongest stamp = never, never
	for i := range v.seats {
		s := &v.seats[i]
		w := s.waiting(v.now)
		if w == nil {
			continue
		}
		h.Waiting++
		level := v.b.limits(w.owner).steps(w.first).Level(v.now.since(w.since))
		h.WaitingLevel = max(h.WaitingLevel, level)
		if level >= LevelCritical {
			h.WaitingOver++
		}
		if longest == never || w.since < longest || (w.since == longest && before(s.c.thread.key, h.LongestKey)) {
			longest = w.since
			h.LongestKey = s.c.thread.key
			h.Longest = clock(w.since, v.now, l.steps(w.first))
			h.Longest.AtLeast = s.cut
		}
		sight, _, seen, atLeast := s.sight(v.now)
		if sight == SightUnseen {
			h.Unseen++
		}
		if seen == never {
			continue
		}
		h.SeenNoReply++
		if seenLongest == never || seen < seenLongest || (seen == seenLongest && before(s.c.thread.key, h.SeenKey)) {
			seenLongest = seen
			h.SeenKey = s.c.thread.key
			h.SeenLongest = clock(seen, v.now, l.SeenNoReply)
			h.SeenLongest.AtLeast = atLeast
		}
	}
}

// before is an arbitrary but fixed order of rows that tie.
func before(a, b Key) bool {
	return cmp.Or(cmp.Compare(a.Visitor, b.Visitor), cmp.Compare(a.Thread, b.Thread)) < 0
}

// others fills in what is counted of all chats at now.
func (v *view) others(h *Headline) {
	owners := map[AgentID]bool{}
	for i := range v.seats {
		s := &v.seats[i]
		if s.offline {
			v.offline(s, h)
			continue
		}
		if s.missing(v.now) {
			h.Missing++
		}
		if !s.isOver(v.now) && s.lane(v.now) == LaneBot {
			h.BotLane++
		}
		if s.active(v.now) {
			h.Active++
			if s.owner != 0 && !owners[s.owner] {
				owners[s.owner] = true
				h.AgentsActive++
			}
		}
	}
}

// offline counts a chat of the offline inbox: one that nobody has answered,
// acknowledged or closed, and that no later chat of the thread has followed.
func (v *view) offline(s *seat, h *Headline) {
	if s.run == 0 || s.c.thread.nextOf(s.c, v.now) != never || s.closed != never {
		return
	}
	h.OfflineInbox++
	if c := clock(s.wh, v.now, Steps{}); !h.OfflineOldest.Running || c.Since.Before(h.OfflineOldest.Since) {
		h.OfflineOldest = c
	}
}

// window fills in the figures of (from, now].
func (v *view) window(w *Window, from stamp) {
	w.From = from.time()
	var first, total, next []time.Duration
	in := func(t stamp) bool { return from < t && t <= v.now }
	count := func(t *turn) {
		s := &w.NextService
		if t.first {
			s = &w.FirstService
		}
		if at, inTime := t.decided(v.b.limits(t.agent).target(t.first)); in(at) {
			s.Of++
			if inTime {
				s.In++
			}
		}
	}
	for i := range v.seats {
		s := &v.seats[i]
		if s.offline {
			continue
		}
		for j := range s.turns {
			t := &s.turns[j]
			count(t)
			switch {
			case !in(t.reply):
			case t.first:
				first = append(first, t.took())
				total = append(total, t.reply.since(s.firstV))
			default:
				next = append(next, t.took())
			}
		}
		if t, ok := s.openTurn(v.now); ok {
			count(&t)
		}
		v.ends(s, w, in)
		v.words(s, w, from)
		for _, p := range s.passes {
			if in(p.at) {
				w.Transfers++
			}
		}
	}
	for _, d := range v.desks {
		for _, t := range d.turnsIn(from, v.now) {
			if t.overtook != nil {
				w.Overtakes++
			}
		}
	}
	w.First, w.FirstTotal, w.Next = quantileOf(first), quantileOf(total), quantileOf(next)
	l := &v.b.cfg.Limits
	w.FirstService.Level = l.FirstReply.level(w.FirstService.In, w.FirstService.Of)
	w.NextService.Level = l.NextReply.level(w.NextService.In, w.NextService.Of)
	w.MissedLevel = l.Missed.reached(w.Missed)
}

// ends counts how a chat ended in the window.
func (v *view) ends(s *seat, w *Window, in func(stamp) bool) {
	o := s.outcome(v.now)
	if o.missed && in(o.at) {
		w.Missed++
	}
	if o.dropped && in(o.over) {
		w.Dropped++
	}
	if o.botOnly && in(o.over) {
		w.BotOnly++
	}
}

// words counts what was said in the window.
func (v *view) words(s *seat, w *Window, from stamp) {
	for i := s.rows - 1; i >= 0; i-- {
		r := &s.c.rows[i]
		if r.at().seconds() <= from {
			return
		}
		switch r.word() {
		case SideVisitor:
			w.Visitors++
		case SideAgent:
			w.Replies++
		}
	}
}

func (v *view) diag() Diag {
	d := Diag{RowsDropped: v.b.keeper.dropped}
	for i := range v.seats {
		s := &v.seats[i]
		for j := range s.c.rows[:s.rows] {
			r := &s.c.rows[j]
			d.Messages++
			d.TextsDropped += count(r.has(flagBare))
			d.UnknownType += count(r.kind == KindUnknown)
			d.UnknownSide += count(r.side == SideUnknown)
			d.ClockErrors += count(r.clockError())
			d.Edited += count(r.has(flagEdited))
		}
	}
	return d
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}
