package poller

import (
	"fmt"
	"strings"
	"time"

	"floorwatch/model"
)

// delays are how old what is shown is, and how long what happens takes to be found.
type delays struct {
	ages                                   []time.Duration // of the answers for those who wait, sampled each second
	answer, active, quiet, newVis, newChat []time.Duration // words
	closing, join                          []time.Duration
	lost                                   int // words that never came
	rate                                   float64
}

// steady measures delays from a moment to the end.
func steady(h *hall, l *tape, from, to time.Duration) (d delays) {
	a, b := h.t0.Add(from), h.t0.Add(to)
	for _, c := range h.chats {
		if c.start.Before(h.t0.Add(-26 * time.Hour)) {
			continue
		}
		key := model.Key{Visitor: c.v.id, Thread: c.thread}
		polls := l.polled[key]
		k := 0
		for i := range c.msgs {
			m := &c.msgs[i]
			if m.SentAt.Before(a) || m.SentAt.After(b.Add(-90*time.Second)) {
				continue
			}
			g, ok := l.got[m.ID]
			if !ok {
				d.lost++
				g = b
			}
			late := g.Sub(m.SentAt)
			switch {
			case i == 0 && c == c.v.chats[0]:
				d.newVis = append(d.newVis, late)
			case i == 0:
				d.newChat = append(d.newChat, late)
			case m.Side == model.SideAgent:
				d.answer = append(d.answer, late)
			case m.SentAt.Sub(c.msgs[i-1].SentAt) < 5*time.Minute:
				d.active = append(d.active, late)
			default:
				d.quiet = append(d.quiet, late)
			}
		}
		if !c.closed.IsZero() && c.closed.After(a) && c.closed.Before(b.Add(-2*time.Minute)) && !c.waits(c.closed.Add(-1), nil, nil).IsZero() {
			g, ok := l.closed[c.id]
			if !ok {
				g = b
			}
			d.closing = append(d.closing, g.Sub(c.closed))
		}
		if !c.join.IsZero() && c.join.After(a) && c.join.Before(b.Add(-2*time.Minute)) {
			g, ok := l.joined[c.id]
			if !ok {
				g = b
			}
			d.join = append(d.join, g.Sub(c.join))
		}
		for t := model.LaterTime(a, c.start); t.Before(b) && t.Sub(lastMsg(c, b)) < 31*time.Minute; t = t.Add(time.Second) {
			s := c.waits(t, l.got, l.closed)
			if s.IsZero() || c.waits(t, nil, nil).IsZero() {
				continue
			}
			for k < len(polls) && !polls[k].After(t) {
				k++
			}
			if k > 0 {
				d.ages = append(d.ages, t.Sub(polls[k-1]))
			}
		}
	}
	n := 0
	for _, s := range h.sent {
		if !s.Before(a) && s.Before(b) {
			n++
		}
	}
	d.rate = float64(n) / (to - from).Seconds()
	for _, list := range [][]time.Duration{d.ages, d.answer, d.active, d.quiet, d.newVis, d.newChat, d.closing, d.join} {
		sortDurations(list)
	}
	return d
}

func (d delays) String() string {
	q := func(name string, d []time.Duration) string {
		if len(d) == 0 {
			return name + " –"
		}
		return fmt.Sprintf("%s %.1f/%.1f/%.1f (%d)", name, quantile(d, 50).Seconds(), quantile(d, 95).Seconds(), d[len(d)-1].Seconds(), len(d))
	}
	return strings.Join([]string{q("age", d.ages), q("answer", d.answer), q("word", d.active), q("word after 5 min", d.quiet), q("new visitor", d.newVis),
		q("new chat", d.newChat), q("closing", d.closing), q("join", d.join), fmt.Sprintf("%d lost, %.1f/s", d.lost, d.rate)}, "; ")
}
