package model

import "time"

// A Filter picks a part of the floor; zero fields pick all.
type Filter struct {
	Key   Key
	Agent AgentID
}

// Activity returns one Minute for each of the last n minutes, the oldest first;
// the last is the minute of the clock that now lies in, up to now. A filter
// restricts it to one thread or one agent (what the agent said, and the chats
// that the agent owns now); the zero Filter is the whole floor.
func (b *Board) Activity(now time.Time, n int, f Filter) []Minute {
	if n <= 0 {
		return nil
	}
	v := b.view(stampOf(now))
	list := make([]Minute, n)
	last := minuteOf(v.now)
	for i := range list {
		list[i].Start = time.Unix((last-int64(n-1-i))*60, 0).UTC()
	}
	at := func(t stamp) *Minute {
		if i := n - 1 - int(last-minuteOf(t)); t != never && 0 <= i && i < n {
			return &list[i]
		}
		return &Minute{}
	}
	for i := range v.seats {
		s := &v.seats[i]
		if s.offline || (f.Key != Key{} && s.c.thread.key != f.Key) {
			continue
		}
		s.minutes(v.now, f.Agent, at)
	}
	return list
}

// minutes adds what happened in a chat to the minutes that at gives.
func (s *seat) minutes(now stamp, only AgentID, at func(stamp) *Minute) {
	own := only == 0 || s.owner == only
	for i := range s.c.rows[:s.rows] {
		r := &s.c.rows[i]
		switch m := at(r.at()); r.word() {
		case SideVisitor:
			m.Visitors += count(own)
		case SideBot:
			m.Bots += count(own)
		case SideAgent:
			m.Agents += count(only == 0 || s.c.voices[r.voice].sender == only)
		}
	}
	for _, t := range s.turns {
		if t.first && (only == 0 || t.agent == only) {
			at(t.reply).Firsts++
		}
	}
	if o := s.outcome(now); o.missed && own {
		at(o.at).Missed++
	}
}
