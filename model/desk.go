package model

import (
	"cmp"
	"slices"
	"time"
)

// A desk is what one agent did, in all chats. Desk 0 is that of agents whose id is not known.
type desk struct {
	agent   AgentID
	name    nameAt
	replies []said // all A, by time, those in the offline inbox too
	turns   []deskTurn
	waits   []deskSpan // for the agent's chats
	present []deskSpan
	passes  []stamp // chats taken over
}

// said is an A in a chat.
type said struct {
	at stamp
	c  *chat
}

type deskTurn struct {
	turn
	c        *chat
	overtook *chat // a chat of the agent that waited longer; nil where none did
}

type deskSpan struct {
	span
	c *chat
}

// overtakeBy is by how much an overtaken wait began before the turn that was answered.
const overtakeBy = 30 * time.Second

// makeDesks goes through all chats.
func (v *view) makeDesks() map[AgentID]*desk {
	desks := map[AgentID]*desk{}
	at := func(a AgentID) *desk {
		d := desks[a]
		if d == nil {
			d = &desk{agent: a}
			desks[a] = d
		}
		return d
	}
	for _, s := range v.seats {
		for i := range s.c.rows[:s.rows] {
			r := &s.c.rows[i]
			if r.word() == SideAgent {
				vo := &s.c.voices[r.voice]
				d := at(vo.sender)
				d.replies = append(d.replies, said{r.at().seconds(), s.c})
				d.name.offer(r.place(), vo.name)
			}
		}
		for _, t := range s.turns {
			if !s.offline {
				d := at(t.agent)
				d.turns = append(d.turns, deskTurn{turn: t, c: s.c})
			}
		}
		for _, w := range s.waits {
			d := at(w.owner)
			d.waits = append(d.waits, deskSpan{w, s.c})
		}
		for _, p := range s.present {
			d := at(p.owner)
			d.present = append(d.present, deskSpan{p, s.c})
		}
		for _, p := range s.passes {
			if !s.offline {
				d := at(p.to)
				d.passes = append(d.passes, p.at)
			}
		}
	}
	for _, d := range desks {
		d.order()
	}
	return desks
}

// order sorts what the desk holds and finds who was overtaken.
func (d *desk) order() {
	slices.SortFunc(d.replies, func(x, y said) int {
		return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.c.id, y.c.id))
	})
	slices.SortFunc(d.turns, func(x, y deskTurn) int {
		return cmp.Or(cmp.Compare(x.reply, y.reply), cmp.Compare(x.start, y.start), cmp.Compare(x.c.id, y.c.id))
	})
	slices.SortFunc(d.waits, func(x, y deskSpan) int {
		return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(x.c.id, y.c.id))
	})
	slices.SortFunc(d.present, func(x, y deskSpan) int { return cmp.Compare(x.from, y.from) })
	slices.Sort(d.passes)
	if d.agent != 0 {
		d.findOvertakes()
	}
}

// findOvertakes goes through the turns by time of the reply, with the waits that ran then.
func (d *desk) findOvertakes() {
	var running []deskSpan
	next := 0
	for i := range d.turns {
		t := &d.turns[i]
		for ; next < len(d.waits) && d.waits[next].from <= t.reply; next++ {
			running = append(running, d.waits[next])
		}
		running = slices.DeleteFunc(running, func(w deskSpan) bool { return w.to <= t.reply })
		var longest *deskSpan
		for j := range running {
			if w := &running[j]; w.c != t.c && w.since.add(overtakeBy) <= t.start && (longest == nil || w.since < longest.since) {
				longest = w
			}
		}
		if longest != nil {
			t.overtook = longest.c
		}
	}
}

// busy is k: the agent's A after since in other chats than c.
func (d *desk) busy(since stamp, c *chat) int {
	i, _ := slices.BinarySearchFunc(d.replies, since+1, func(s said, t stamp) int { return cmp.Compare(s.at, t) })
	k := 0
	for _, s := range d.replies[i:] {
		if s.c != c {
			k++
		}
	}
	return k
}

// overtaken reports whether the agent answered, during a wait, a turn that
// began 30 s or more after it.
func (d *desk) overtaken(w *span, c *chat) bool {
	for _, t := range slices.Backward(d.turns) {
		if t.reply < w.from {
			return false
		}
		if t.c != c && w.since.add(overtakeBy) <= t.start {
			return true
		}
	}
	return false
}

// lastReply is the agent's last A anywhere.
func (d *desk) lastReply() stamp {
	if len(d.replies) == 0 {
		return never
	}
	return d.replies[len(d.replies)-1].at
}
