package board

import (
	"slices"
	"time"

	"floorwatch/model"
)

// A second, slow and obvious implementation of the metrics, written from their
// text alone: every state is worked out from the messages up to a second by
// looking at all of them. It knows nothing of timelines, intervals and metrics.

// A refChat is a chat as the reference sees it. Times are seconds since noon.
type refChat struct {
	id     model.ChatID
	thread model.Key
	msgs   []model.Message // by (sent, id)
	closed int             // when found closed, and the list was last read; 0: not
	named  model.AgentID   // by the thread list …
	from   int             // … observed then
	acks   []refAck
	stars  int
}

type refAck struct {
	at   int
	upto model.MessageID
}

type refFloor struct {
	chats  []*refChat
	limits model.Limits
	blind  bool // closings were not observed
}

// upTo returns the words of the chat that count, up to second t.
func (c *refChat) upTo(t int) []model.Message {
	var list []model.Message
	for _, m := range c.msgs {
		if second(m) > t || m.Kind == model.KindNote || m.Kind == model.KindEvent || m.Kind == model.KindFeedback {
			continue
		}
		list = append(list, m)
	}
	return list
}

func (c *refChat) begun(t int) bool { return len(c.msgs) > 0 && second(c.msgs[0]) <= t }

// needless reports whether an acknowledgement made up to second t took out the V at index i of words.
func (c *refChat) needless(words []model.Message, i, t int) bool {
	for _, a := range c.acks {
		if a.at > t || !slices.ContainsFunc(words[i:], func(m model.Message) bool { return m.ID == a.upto }) {
			continue
		}
		answered := slices.ContainsFunc(words[i:], func(m model.Message) bool { return m.Side == model.SideAgent && second(m) <= a.at })
		if !answered {
			return true
		}
	}
	return false
}

// A refState is what holds of a chat at a second.
type refState struct {
	hasA, hasV, botAnswered, acked bool
	wh, wx, lastV                  int // −1: none; of the unanswered V
	run                            int
	firstV, lastWord               int
	owner                          model.AgentID
	named                          bool
	over                           bool
	overAt                         int
	openTo                         int  // until then it is known to have been open
	ended                          bool // it was closed, or a later chat began …
	closable                       int  // … at this moment at the earliest
	missed, dropped, botOnly       bool
	lane                           model.Lane
	waiting                        bool
	since                          int
}

func (f *refFloor) at(c *refChat, t int) refState {
	s := refState{wh: -1, wx: -1, lastV: -1, firstV: -1, lastWord: -1}
	words := c.upTo(t)
	for i, m := range words {
		s.lastWord = second(m)
		switch m.Side {
		case model.SideVisitor:
			if s.firstV < 0 {
				s.firstV = second(m)
			}
			s.hasV, s.acked = true, false
			if c.needless(words, i, t) {
				s.acked = true
				continue
			}
			s.run++
			s.lastV = second(m)
			if s.wh < 0 {
				s.wh = second(m)
			}
			if s.wx < 0 {
				s.wx = second(m)
			}
		case model.SideBot:
			s.botAnswered = s.botAnswered || s.hasV
			s.wx = -1
		case model.SideAgent:
			s.hasA, s.acked, s.owner = true, false, m.Sender
			s.wh, s.wx, s.lastV, s.run = -1, -1, -1, 0
		}
	}
	if from, ok := f.ownFrom(c); ok && from <= t {
		s.owner, s.named = c.named, true
	}
	f.ends(c, &s, t)
	end := t
	if s.over {
		end = s.overAt
	}
	if !s.hasA && !s.named && s.botAnswered {
		s.lane = model.LaneBot
		if s.wx >= 0 && end-s.wx >= 30 {
			s.lane = model.LaneBotSilent
		}
	}
	s.outcome()
	if s.run > 0 && !s.over && s.lane != model.LaneBot {
		s.waiting, s.since = true, s.start()
	}
	return s
}

// ownFrom is from when the agent whom the list names for c's thread is c's own.
func (f *refFloor) ownFrom(c *refChat) (from int, ok bool) {
	if c.named == 0 {
		return 0, false
	}
	first, looked, before := true, false, false
	for _, d := range f.chats {
		if d.thread == c.thread && d.id < c.id && c.thread.Thread != model.NoThread {
			first = false
			looked = looked || d.named != 0 || d.closed != 0
			before = before || d.named == c.named
		}
	}
	if first || looked && !before {
		return c.from, true
	}
	for _, m := range c.msgs {
		if m.Side == model.SideAgent && m.Sender == c.named {
			return max(c.from, second(m)), true
		}
	}
	return 0, false
}

// start is what the wait for the unanswered V counts from.
func (s *refState) start() int {
	switch {
	case s.hasA:
		return s.wh
	case s.wx >= 0:
		return s.wx
	}
	return s.lastV
}

// ends works out whether the chat is over.
func (f *refFloor) ends(c *refChat, s *refState, t int) {
	later := false
	over := func(at int) {
		if t >= at && (!s.over || at < s.overAt) {
			s.over, s.overAt = true, at
		}
	}
	last := s.lastWord
	if last < 0 {
		last = second(c.msgs[0])
	}
	over(last + 1800)
	for _, d := range f.chats {
		if d.thread == c.thread && d.id > c.id && d.begun(t) && second(d.msgs[0]) >= second(c.msgs[0]) {
			over(second(d.msgs[0]))
			later = true
		}
	}
	closed := c.closed > 0 && s.lastWord <= c.closed
	if closed {
		over(max(c.closed, s.lastWord))
	}
	s.openTo = s.overAt
	if s.ended = later || closed && c.closed <= t; s.ended { // it may have been over since its last word, or since a look found it open
		if s.closable = last; c.named != 0 {
			s.closable = max(last, c.from)
		}
		s.openTo = min(s.overAt, s.closable)
	}
}

func (s *refState) outcome() {
	switch {
	case !s.over:
	case s.hasA:
		s.dropped = s.run > 0
	case !s.hasV || s.acked:
	case s.lane == model.LaneBot:
		s.botOnly = true
	default:
		s.missed = true
	}
}

// A refTurn is a turn; reply −1 means open.
type refTurn struct {
	c            *refChat
	start, reply int
	total        int
	first        bool
	agent        model.AgentID
}

// turns returns the turns of a chat as known at second t, the open one included.
func (f *refFloor) turns(c *refChat, t int) []refTurn {
	var list []refTurn
	words := c.upTo(t)
	for i, m := range words {
		if m.Side != model.SideAgent {
			continue
		}
		// The state just before this A: of the words before it, at its second.
		before := *c
		before.msgs = words[:i]
		if len(before.msgs) == 0 {
			continue
		}
		before.acks = slices.DeleteFunc(slices.Clone(c.acks), func(a refAck) bool { return a.at >= second(m) })
		s := f.at(&before, second(m))
		if s.run > 0 {
			list = append(list, refTurn{c, s.start(), second(m), second(m) - s.firstV, !s.hasA, m.Sender})
		}
	}
	s := f.at(c, t)
	if s.run > 0 && (s.lane != model.LaneBot || f.blind && f.perhapsBot(c, t)) && !(c.closed > 0 && c.closed <= t && s.lastWord <= c.closed && c.closed-s.start() <= 10) {
		list = append(list, refTurn{c, s.start(), -1, 0, !s.hasA, s.owner})
	}
	return list
}

func (f *refFloor) target(first bool) int {
	if first {
		return int(f.limits.FirstReply.Within / time.Second)
	}
	return int(f.limits.NextReply.Within / time.Second)
}

// decided returns when a turn is decided, and whether in time.
func (f *refFloor) decided(t refTurn) (int, bool) {
	due := t.start + f.target(t.first)
	if t.reply >= 0 && t.reply <= due {
		return t.reply, true
	}
	return due, false
}

func refQuantile(list []int) model.Quantile {
	if len(list) == 0 {
		return model.Quantile{}
	}
	slices.Sort(list)
	at := func(p int) time.Duration {
		i := 0 // the smallest value that p per cent of all do not exceed
		for i = range list {
			if 100*(i+1) >= p*len(list) {
				break
			}
		}
		return time.Duration(list[i]) * time.Second
	}
	return model.Quantile{N: len(list), Median: at(50), P90: at(90)}
}

// window works out the figures of (from, t].
func (f *refFloor) window(from, t int) model.Window {
	w := model.Window{From: sec(from)}
	var first, total, next []int
	in := func(at int) bool { return from < at && at <= t }
	for _, c := range f.chats {
		if !c.begun(t) {
			continue
		}
		for _, u := range f.turns(c, t) {
			s := &w.NextService
			if u.first {
				s = &w.FirstService
			}
			if at, ok := f.decided(u); in(at) {
				s.Of++
				if ok {
					s.In++
				}
				s.Unsure += btoi(f.blind && f.unsure(u, t))
			}
			if u.reply < 0 || !in(u.reply) {
				continue
			}
			if u.first {
				first, total = append(first, u.reply-u.start), append(total, u.total)
			} else {
				next = append(next, u.reply-u.start)
			}
			w.Overtakes += btoi(f.overtook(u, t, f.blind))
			w.OvertakesUpTo += btoi(f.overtook(u, t, false))
		}
		c.rate(&w, t, in)
		s := f.at(c, t)
		if s.over && in(s.overAt) {
			either := f.blind && (s.missed || s.botOnly) && f.perhapsBot(c, t)
			sure := (!f.blind || s.openTo > from) && !either
			w.Missed += btoi(s.missed && sure)
			w.Dropped += btoi(s.dropped && sure)
			w.BotOnly += btoi(s.botOnly && sure)
			w.MissedUpTo += btoi(s.missed || either)
			w.DroppedUpTo += btoi(s.dropped)
			w.BotOnlyUpTo += btoi(s.botOnly || either)
		}
		var last model.AgentID
		for _, m := range c.upTo(t) {
			if m.Side == model.SideAgent {
				w.Replies += btoi(in(second(m)))
				w.Transfers += btoi(in(second(m)) && last != 0 && last != m.Sender)
				last = m.Sender
			}
			w.Visitors += btoi(m.Side == model.SideVisitor && in(second(m)))
		}
	}
	w.First, w.FirstTotal, w.Next = refQuantile(first), refQuantile(total), refQuantile(next)
	return w
}

// closable is the earliest that a chat may have been closed: it was, or a later
// one began, and it is not known to have been open for longer.
func (f *refFloor) closable(c *refChat, t int) int {
	first := 1 << 30
	for _, at := range []int{t, 1 << 30} { // by what is known then, and later
		if s := f.at(c, at); s.ended {
			first = min(first, s.closable)
		}
	}
	return first
}

// perhapsBot reports whether it depends on when a chat was closed whether a bot served it to the end.
func (f *refFloor) perhapsBot(c *refChat, t int) bool {
	s := f.at(c, t)
	if at, _ := c.looked(); s.over && s.lane == model.LaneBot {
		return at < 0 // which agent the list named for it is not known
	}
	return s.over && s.lane == model.LaneBotSilent && f.closable(c, t) < s.wx+30
}

// unsure reports whether an open turn may have to be left out: its chat may have
// been closed within 10 s of its start, or while a bot served it.
func (f *refFloor) unsure(u refTurn, t int) bool {
	return u.reply < 0 && (f.closable(u.c, t)-u.start <= 10 || f.perhapsBot(u.c, t))
}

// looked is when the first look at a chat was, and who owns it by that; −1: there was none.
func (c *refChat) looked() (at int, named model.AgentID) {
	switch {
	case c.named != 0:
		return c.from, c.named
	case c.closed > 0:
		return c.closed, 0
	}
	return -1, 0
}

// overtook reports whether the reply of a turn overtook another waiting chat of its agent.
// To be sure that chat has to be known to have been open then, and the agent's.
func (f *refFloor) overtook(u refTurn, t int, surely bool) bool {
	for _, d := range f.chats {
		if d == u.c || !d.begun(u.reply) {
			continue
		}
		if s := f.at(d, u.reply); s.waiting && s.owner == u.agent && u.start-s.since >= 30 {
			l, closable := f.at(d, t), f.closable(d, t)
			if surely && u.reply > closable && (!l.over || closable < l.overAt) {
				continue
			}
			if at, named := d.looked(); surely && (at < 0 || u.reply < at && named != 0 && named != u.agent) {
				continue
			}
			return true
		}
	}
	return false
}
