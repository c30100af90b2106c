package model

import "time"

// A view is the floor at one moment: the chats that had begun, each with its
// course as known then, and what the agents did.
type view struct {
	b     *Board
	now   stamp
	seats []seat
	desks map[AgentID]*desk
}

// A seat is a chat in a view.
type seat struct {
	c *chat
	*course
}

// At returns the floor at now. The Snapshot stays valid after later calls.
//
// It depends on what was applied and on now, not on earlier calls. now may lie
// in the past: what was sent, seen, acknowledged, named or closed after it is
// left out then. What is known only as a present state is not dated back: which
// thread a chat belongs to, names, teams and edited texts are those of the last
// observation; a thread that was read after now counts as read at now, and
// Acquire's totals are left out if they are from after now.
func (b *Board) At(now time.Time) *Snapshot {
	v := b.view(stampOf(now))
	s := &Snapshot{Now: now, Threads: v.rows(), Agents: v.agentRows(), Diag: v.diag()}
	v.headline(&s.Headline)
	return s
}

func (b *Board) view(now stamp) *view {
	b.settle()
	v := &view{b: b, now: now, seats: make([]seat, 0, len(b.chats))}
	for _, t := range b.threads {
		for _, c := range t.chats {
			if k := b.courseAt(c, now); k != nil {
				v.seats = append(v.seats, seat{c, k})
			}
		}
	}
	v.desks = v.makeDesks()
	return v
}

// limits returns the limits that hold for an agent's chats; nobody's are the floor's.
func (b *Board) limits(a AgentID) *Limits {
	if t := b.team(a); t != nil && t.Limits != nil {
		return t.Limits
	}
	return &b.cfg.Limits
}

// team returns the first team that an agent is in, or nil.
func (b *Board) team(a AgentID) *Team {
	if a == 0 {
		return nil
	}
	department := b.agents[a].Department.String()
	for i := range b.cfg.Teams {
		t := &b.cfg.Teams[i]
		for _, id := range t.Agents {
			if id == a {
				return t
			}
		}
		for _, d := range t.Departments {
			if d != "" && d == department {
				return t
			}
		}
	}
	return nil
}

// target is T of a turn.
func (l *Limits) target(first bool) time.Duration {
	if first {
		return l.FirstReply.Within
	}
	return l.NextReply.Within
}

// steps are the levels of a wait.
func (l *Limits) steps(first bool) Steps {
	if first {
		return l.First
	}
	return l.Next
}

// Level returns how bad a clock at d is. A limit is reached at its value; a step of 0 is none.
func (s Steps) Level(d time.Duration) Level {
	switch {
	case s.Severe > 0 && d >= s.Severe:
		return LevelSevere
	case s.Critical > 0 && d >= s.Critical:
		return LevelCritical
	case s.Warn > 0 && d >= s.Warn:
		return LevelWarn
	}
	return LevelOK
}

// reached is the level of a count n that reaches a limit at its value.
func (c Counts) reached(n int) Level {
	switch {
	case c.Critical > 0 && n >= c.Critical:
		return LevelCritical
	case c.Warn > 0 && n >= c.Warn:
		return LevelWarn
	}
	return LevelOK
}

// above is the level of a count n that reaches a limit above its value.
func (c Counts) above(n int) Level { return Counts{c.Warn + 1, c.Critical + 1}.reached(n) }

// level is how bad a share is; LevelNone where there are too few turns to say.
func (s Service) level(in, of int) Level {
	switch {
	case of == 0 || of < s.MinTurns:
		return LevelNone
	case 100*in < s.Critical*of:
		return LevelCritical
	case 100*in < s.Warn*of:
		return LevelWarn
	}
	return LevelOK
}

// clock returns a clock that runs since a moment.
func clock(since, now stamp, steps Steps) Clock {
	d := now.since(since)
	return Clock{Running: true, Since: since.time(), For: d, Level: steps.Level(d)}
}

// seatOf returns the seat of a chat that had begun.
func (v *view) seatOf(c *chat) *seat {
	for i := range v.seats {
		if v.seats[i].c == c {
			return &v.seats[i]
		}
	}
	return nil
}
