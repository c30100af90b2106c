package poller

import (
	"fmt"
	"sync"
	"time"

	"floorwatch/model"
)

// A tape is what a poller brought, and when.
type tape struct {
	mu     sync.Mutex
	got    map[model.MessageID]time.Time
	closed map[model.ChatID]time.Time
	joined map[model.ChatID]time.Time
	polled map[model.Key][]time.Time
	read   time.Time
	health []model.Health
	poller *Poller
}

func newTape() *tape {
	return &tape{got: map[model.MessageID]time.Time{}, closed: map[model.ChatID]time.Time{}, joined: map[model.ChatID]time.Time{}, polled: map[model.Key][]time.Time{}}
}

func (l *tape) put(e model.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	for i := range e.Messages {
		if _, ok := l.got[e.Messages[i].ID]; !ok {
			l.got[e.Messages[i].ID] = now
		}
	}
	for _, ti := range e.Threads {
		if ti.Status == model.StatusClosed {
			if _, ok := l.closed[ti.Last]; !ok {
				l.closed[ti.Last] = now
			}
		}
		if len(ti.Agents) > 0 {
			if _, ok := l.joined[ti.Last]; !ok {
				l.joined[ti.Last] = now
			}
		}
	}
	for _, p := range e.Polled {
		l.polled[p.Key] = append(l.polled[p.Key], now)
	}
	if e.Health != nil {
		if e.Health.Read && l.read.IsZero() {
			l.read = now
		}
		l.health = append(l.health, *e.Health)
	}
}

// An outcome is when what was known, -1 where it never was.
type outcome struct {
	waiting                                         int
	wait50, wait90, wait100                         time.Duration
	severe100, half, half995, today, today999, read time.Duration
	sent                                            int
}

// waits returns since when a chat waits at t (metrics.md, without bots), zero where it does not.
// got and closed nil: the truth.
func (c *hallChat) waits(t time.Time, got map[model.MessageID]time.Time, closed map[model.ChatID]time.Time) time.Time {
	var since, last time.Time
	for i := range c.msgs {
		m := &c.msgs[i]
		if m.SentAt.After(t) {
			break
		}
		if got != nil {
			if g, ok := got[m.ID]; !ok || g.After(t) {
				continue
			}
		}
		last = m.SentAt
		if m.Side == model.SideAgent {
			since = time.Time{}
		} else if since.IsZero() {
			since = m.SentAt
		}
	}
	if since.IsZero() || t.Sub(last) >= 30*time.Minute {
		return time.Time{}
	}
	end := c.closed
	if closed != nil {
		end = closed[c.id]
	}
	if !end.IsZero() && !end.After(t) {
		return time.Time{}
	}
	if !c.next.IsZero() && !c.next.After(t) {
		return time.Time{}
	}
	return since
}

func ms(d time.Duration) string {
	if d < 0 {
		return "never"
	}
	return fmt.Sprintf("%.0fs", d.Seconds())
}

// judgeHall works out when what was known, in a run of length d.
func judgeHall(h *hall, l *tape, d time.Duration) (o outcome) {
	hot := func(t time.Time) (list []*hallChat) {
		for _, c := range h.chats {
			if c.start.After(t) || c.msgs[0].SentAt.After(t) {
				continue
			}
			last := lastMsg(c, t)
			if t.Sub(last) < 31*time.Minute {
				list = append(list, c)
			}
		}
		return list
	}
	o.wait50, o.wait90, o.wait100, o.severe100, o.half, o.half995, o.today, o.today999 = -1, -1, -1, -1, -1, -1, -1, -1
	step := 2 * time.Second
	if d > 20*time.Minute {
		step = 5 * time.Second
	}
	for at := time.Duration(0); at <= d; at += step {
		t := h.t0.Add(at)
		all, found, sev, sevFound := 0, 0, 0, 0
		for _, c := range hot(t) {
			s := c.waits(t, nil, nil)
			if s.IsZero() || t.Sub(s) < 15*time.Second {
				continue
			}
			all++
			k := c.waits(t, l.got, l.closed)
			ok := !k.IsZero() && k.Equal(s)
			if ok {
				found++
			}
			if t.Sub(s) >= 300*time.Second {
				sev++
				if ok {
					sevFound++
				}
			}
		}
		if at == 0 {
			o.waiting = all
		}
		if o.wait50 < 0 && found*2 >= all {
			o.wait50 = at
		}
		if o.wait90 < 0 && found*10 >= all*9 {
			o.wait90 = at
		}
		if o.wait100 < 0 && found == all {
			o.wait100 = at
		}
		if o.severe100 < 0 && sevFound == sev {
			o.severe100 = at
		}
		if o.wait100 >= 0 && o.severe100 >= 0 {
			break
		}
	}
	// messages: for each, when it came; missing at t
	first := h.t0.Add(-24 * time.Hour)
	type mm struct{ sent, got time.Time }
	var list []mm
	for _, c := range h.chats {
		if c.start.Before(first) {
			continue
		}
		for i := range c.msgs {
			g, ok := l.got[c.msgs[i].ID]
			if !ok {
				g = h.t0.Add(1000 * time.Hour)
			}
			list = append(list, mm{c.msgs[i].SentAt, g})
		}
	}
	for at := time.Duration(0); at <= d; at += 2 * step {
		t := h.t0.Add(at)
		hn, hmiss, dn, dmiss := 0, 0, 0, 0
		for _, m := range list {
			if m.sent.After(t.Add(-60 * time.Second)) {
				continue
			}
			dn++
			miss := m.got.After(t)
			if miss {
				dmiss++
			}
			if m.sent.After(t.Add(-time.Hour)) {
				hn++
				if miss {
					hmiss++
				}
			}
		}
		if o.half < 0 && hmiss == 0 {
			o.half = at
		}
		if o.half995 < 0 && hmiss*200 <= hn {
			o.half995 = at
		}
		if o.today < 0 && dmiss == 0 {
			o.today = at
		}
		if o.today999 < 0 && dmiss*1000 <= dn {
			o.today999 = at
		}
		if o.today >= 0 && o.half >= 0 {
			break
		}
	}
	o.read = -1
	if !l.read.IsZero() {
		o.read = l.read.Sub(h.t0)
	}
	o.sent = len(h.sent)
	return o
}

func lastMsg(c *hallChat, t time.Time) (last time.Time) {
	for i := range c.msgs {
		if c.msgs[i].SentAt.After(t) {
			break
		}
		last = c.msgs[i].SentAt
	}
	return last
}
