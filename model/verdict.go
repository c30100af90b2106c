package model

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"time"
)

// This file alone decides what is critical. Every face (alerts and notifications, the wall, lines of text, snapshot with its
// exit status and gauges) shows what Concerns returns, and takes the overall level from Worst.

// A ConcernKind is what a Concern is about.
type ConcernKind uint8

// Kinds of concerns, each with its word for programs (String). The last four are only for alerts and do not affect
// the level of the floor.
const (
	ConcernWait       ConcernKind = iota // a chat: the visitor waits, is unseen, or was seen without a reply
	ConcernFirstReply                    // service level of first responses over 30 minutes
	ConcernNextReply                     // … of next responses
	ConcernMissed                        // missed chats over 30 minutes
	ConcernData                          // the data are old or not current
	ConcernCoverage                      // part of the floor is not read
	ConcernAssigned                      // an agent has a waiting chat and has not written in it since it was assigned
	ConcernFlood                         // a visitor floods a chat with messages
	ConcernRoute                         // an alert route fails
	ConcernTest                          // a test of a route
)

var concernWords = [...]string{"wait", "first_reply", "next_reply", "missed", "data", "coverage", "assigned", "flood", "route", "test"}

// String is the word for programs.
func (k ConcernKind) String() string {
	return concernWords[min(k, ConcernTest)]
}

// ConcernKindOf is the reverse of String.
func ConcernKindOf(word string) (kind ConcernKind, known bool) {
	i := slices.Index(concernWords[:], word)
	return ConcernKind(max(0, i)), i >= 0
}

// Figure returns the figure that such a concern is about, whose title and value its sentences use; FigureNone if
// it is about a chat, the data or no figure of the floor.
func (k ConcernKind) Figure() FigureID {
	switch k {
	case ConcernFirstReply:
		return FigureFirstService
	case ConcernNextReply:
		return FigureNextService
	case ConcernMissed:
		return FigureMissed
	}
	return FigureNone
}

// A Concern is one thing that has reached a limit.
type Concern struct {
	Kind     ConcernKind
	Level    Level        // LevelWarn or worse; lower for data that are not current but not old yet
	AtMost   Level        // of a wait: the worse level that it has if nothing has been seen since that was last read; else Level
	Closed   bool         // outside business hours: waits and figures then alert nobody and do not affect the level of the floor
	Unsure   bool         // of a wait: what is known is so old that it may be over
	Key      Key          // of a wait, an assigned chat or a flood: the thread
	Chat     ChatID       // likewise; 0: it is about a figure
	Reason   Reason       // of a wait: which clock has reached the limit
	Clock    Clock        // of a wait: the wait; of data: the age of the last good answer, not running if there was none; of coverage: for how long, if known
	Service  ServiceLevel // of a service level
	Count    int          // of missed chats
	State    State        // of data and coverage
	Sentence string       // of coverage: what is missing; of a route: why it fails
}

// A Reason is the clock that gave a waiting chat its level, and its value: the wait itself if several reached that
// level. It remains when the clock has stopped, as the level does.
type Reason struct {
	Clock WaitClock
	For   time.Duration
	Over  time.Duration // for how long one of the clocks has been at or above its critical limit
}

// A WaitClock is one of the clocks of a wait that have limits.
type WaitClock uint8

// Clocks of a wait.
const (
	ClockWait   WaitClock = iota // since the first unanswered message of the visitor
	ClockUnseen                  // no agent has seen the visitor's message
	ClockSeen                    // an agent has seen it and not replied
)

// Concerns returns everything that has reached a limit: waits, one for each chat however many of its clocks have; chats
// assigned without a reply and floods; failing routes; figures, unless what has not been read could change that; then data
// and coverage. Chats are in the order of Threads. h is the Health of the same moment.
func (s *Snapshot) Concerns(h Health) []Concern {
	var list []Concern
	for _, r := range s.WaitingRows() {
		if max(r.Level, r.Unconfirmed) >= LevelWarn {
			list = append(list, s.waitConcern(r))
		}
	}
	for i := range s.Threads {
		r := s.Threads[i]
		if r.Assigned.Level >= LevelWarn && r.AsOf.IsZero() && !r.Unsure {
			list = append(list, Concern{Kind: ConcernAssigned, Level: r.Assigned.Level, Key: r.Key, Chat: r.Chat, Clock: r.Assigned, Closed: r.Assigned.Paused})
		}
		if r.Flood.Running {
			list = append(list, Concern{Kind: ConcernFlood, Level: r.Flood.Level, Key: r.Key, Chat: r.Chat, Clock: r.Flood, Closed: r.Flood.Paused})
		}
	}
	if !h.Route.IsEmpty() {
		list = append(list, Concern{Kind: ConcernRoute, Level: LevelCritical, Sentence: h.Route.String()})
	}
	w := &s.Headline.HalfHour // of a closed floor, as of its closing
	for _, f := range [...]struct {
		figure FigureID
		Concern
	}{
		{FigureFirstService, Concern{Kind: ConcernFirstReply, Service: w.FirstService}},
		{FigureNextService, Concern{Kind: ConcernNextReply, Service: w.NextService}},
		{FigureMissed, Concern{Kind: ConcernMissed, Count: w.Missed}},
	} {
		if f.Level = FigureOf(f.figure).Value(s, Subject{}).Level; f.Level >= LevelWarn {
			f.Closed = s.Closed
			list = append(list, f.Concern)
		}
	}
	data := Concern{Kind: ConcernData, Clock: s.answerAge(h), State: s.state(h)}
	data.Level = data.Clock.Level
	if data.State == StateTokenRejected || data.State == StatePortal {
		data.Level = LevelCritical // this needs somebody to act
	}
	if data.Level >= LevelWarn || data.notCurrent() {
		list = append(list, data)
	}
	if data.notCurrent() {
		return list // the coverage is not current either
	}
	return append(list, s.coverageConcerns(h)...)
}

// waitConcern returns the Concern of a waiting chat. If it has reached a limit only by what has been seen, and that is
// too old, it is unsure.
func (s *Snapshot) waitConcern(r *Row) Concern {
	c := Concern{Kind: ConcernWait, Level: r.Level, Reason: r.Reason, Key: r.Key, Chat: r.Chat, Clock: r.Wait, Closed: r.Wait.Paused}
	c.AtMost = max(r.Level, r.Unconfirmed)
	if at := s.KnownUntil(r); !at.IsZero() && s.Now.Sub(at) > oldReadAfter || r.Level < LevelWarn {
		c.Level, c.Unsure = c.AtMost, true
	}
	return c
}

// AgentLevels are the levels of the agents: the worst of any clock of a chat that certainly waits for them, and the
// agent's own, if what it is based on is known. 0 is that of the chats without an agent.
func (s *Snapshot) AgentLevels() map[AgentID]Level {
	levels := make(map[AgentID]Level, len(s.Agents)+1)
	for i := range s.Agents {
		levels[s.Agents[i].ID] = s.ownLevel(&s.Agents[i])
	}
	for _, r := range s.WaitingRows() {
		if !r.Unsure { // else it may not wait at all
			levels[r.Owner] = max(levels[r.Owner], r.Level)
		}
	}
	return levels
}

// ownLevel is that of an agent's chats at once, longest wait and silence, without those whose level is not certain.
func (s *Snapshot) ownLevel(a *AgentRow) Level {
	certain, known := LevelNone, true
	for _, id := range [...]FigureID{FigureAgentActive, FigureAgentOldest, FigureAgentSilent} {
		v := FigureOf(id).OfAgent(s, a, false)
		certain = max(certain, v.Level)
		known = known && v.Bound != BoundUnknown && v.Bound != BoundAbout
	}
	if known {
		return a.Level
	}
	return certain
}

// coverageConcerns returns at most one Concern: part of the floor is not read, or read late. It is critical after
// a minute.
func (s *Snapshot) coverageConcerns(h Health) []Concern {
	words := s.WaitingReadAge()
	if s.Coverage.Derived && words.For <= oldReadAfter {
		return nil // an older program reports only the age of its data
	}
	c := Concern{Kind: ConcernCoverage, State: s.state(h), Level: LevelWarn}
	since := c.Clock
	if c.State == StatePartial {
		c.Sentence = s.partialSentence()
		f := s.Coverage.List.FailingSince
		if f.IsZero() && s.Coverage.listOmitsVisitors(s.Now) {
			f = s.Coverage.List.MissingSince
		}
		if !f.IsZero() {
			since = Clock{Running: true, Since: f, For: max(0, s.Now.Sub(f))}
		}
	}
	if c.State == StateLate || words.For > oldReadAfter {
		if c.State, since = StateLate, words; c.Sentence != "" {
			c.Sentence += "; "
		}
		c.Sentence += s.lateSentence()
	}
	if c.Clock = since; c.Sentence == "" {
		return nil
	}
	if since.For >= staleAfter || len(s.Coverage.Debts.Denied) > 0 || s.Coverage.Debts.staleLive(s.Now) {
		c.Level = LevelCritical
	}
	return []Concern{c}
}

// answerAge returns the age of the last good answer of any kind.
func (s *Snapshot) answerAge(h Health) Clock {
	if h.LastGood.IsZero() {
		return Clock{}
	}
	age := max(0, s.Now.Sub(h.LastGood))
	return Clock{Running: true, Since: h.LastGood, For: age, Level: s.Limits.DataAge.Level(age)}
}

// DataAge returns the age of what is shown: of the last good answer, or of the oldest read of a waiting thread if
// older. It does not run if nothing has been read.
func (s *Snapshot) DataAge(h Health) Clock {
	if h.LastGood.IsZero() {
		return Clock{}
	}
	since := h.LastGood
	for _, r := range s.WaitingRows() {
		if at := s.KnownUntil(r); !at.IsZero() && at.Before(since) {
			since = at
		}
	}
	age := max(0, s.Now.Sub(since))
	return Clock{Running: true, Since: since, For: age, Level: s.Limits.DataAge.Level(age)}
}

// Stale reports whether nothing that is shown is current, so that no face may show a level or a running clock: the
// last good answer is older than the critical data age, or no answers arrive now and the data are that old. If
// only some waiting chats were read that long ago, the floor is LATE and their rows are Unsure; if nothing has
// been read, nothing is stale.
func (s *Snapshot) Stale(h Health) bool {
	return s.answerAge(h).Level >= LevelCritical ||
		!s.state(h).Current() && s.DataAge(h).Level >= LevelCritical
}

// Outdated returns s as it is shown when it is no longer current: its contents remain, but without levels, and it
// is unknown whether the waits go on. Unaffected rows are shared with s. LastGood caches it.
func (s *Snapshot) Outdated() *Snapshot {
	out := *s
	out.Old = true
	out.Threads, out.Agents = slices.Clone(s.Threads), slices.Clone(s.Agents)
	for i, r := range out.Threads {
		if r.Wait.Running || r.Unsure || r.Flood.Running {
			own := *r
			own.Unsure, own.AsOf, own.Reason = r.Wait.Running, time.Time{}, Reason{}
			for _, l := range []*Level{&own.Level, &own.Unconfirmed, &own.Wait.Level, &own.Unseen.Level, &own.SeenFor.Level, &own.Assigned.Level, &own.Flood.Level} {
				*l = LevelNone
			}
			out.Threads[i] = &own
		}
	}
	for i := range out.Agents {
		a := &out.Agents[i]
		a.Level, a.ActiveLevel, a.Oldest.Level, a.Silent.Level = LevelNone, LevelNone, LevelNone, LevelNone
	}
	h := &out.Headline
	h.WaitingLevel, h.Longest.Level, h.SeenLongest.Level, h.OfflineOldest.Level = LevelNone, LevelNone, LevelNone, LevelNone
	for _, w := range []*Window{&h.HalfHour, &h.Today} {
		w.FirstService.Level, w.NextService.Level, w.MissedLevel = LevelNone, LevelNone, LevelNone
	}
	return &out
}

// A LastGood is the floor as of the last good answer, which is shown when nothing is current. It is not safe for
// concurrent use.
type LastGood struct {
	Snapshot *Snapshot // nil: there was none
	at       time.Time // time of the answer
	shown    *Snapshot // see Shown
}

// sameAnswer is by how much the reported time of one answer can differ from report to report: it is computed from
// our clock each time, which is slewed and steps by fractions of a second.
const sameAnswer = 500 * time.Millisecond

// Update stores s as the floor as of a good answer at a moment, unless that answer's is stored already: without new
// answers only the clocks of s would run on.
func (g *LastGood) Update(s *Snapshot, at time.Time) {
	if g.Snapshot == nil || at.Sub(g.at).Abs() > sameAnswer {
		*g = LastGood{Snapshot: s, at: at}
	}
}

// Shown returns Outdated of the Snapshot, computed once for each answer.
func (g *LastGood) Shown() *Snapshot {
	if g.shown == nil {
		g.shown = g.Snapshot.Outdated()
	}
	return g.shown
}

// notCurrent reports whether the data that c is about are not current: there are none yet, none arrive now, or
// they are too old.
func (c *Concern) notCurrent() bool {
	return !c.Clock.Running || c.Clock.Level >= LevelCritical || !c.State.Current()
}

// Current reports whether answers arrive, so that what is shown is current.
func (s State) Current() bool {
	switch s {
	case StateStarting, StateRetrying, StateTokenRejected, StatePortal, StateAPIError, StatePaused:
		return false
	}
	return true
}

// Worst returns the overall level of the floor: the worst of the waits and figures that certainly count (Counts), or
// LevelOK. current is false if that is not certain now: the data are not current, or nothing bad is
// known but an unknown visitor may be waiting.
func Worst(list []Concern, c Coverage) (level Level, current bool) {
	level, current = LevelOK, IsCurrent(list, c)
	known := c.waitBound(c.AsOf()) == BoundExact
	for i := range list {
		switch x := &list[i]; x.Kind {
		case ConcernCoverage:
			known = known && (x.State != StateLate || x.Clock.For <= oldReadAfter)
		default:
			if x.Counts() {
				level = max(level, x.Level)
			}
		}
	}
	return level, current && (level > LevelOK || known)
}

// Counts reports whether c says how bad the floor is: a wait or a figure that is known to be at
// its limit, in business hours.
func (c *Concern) Counts() bool { return c.Kind.OfFloor() && !c.Unsure && !c.Closed }

// OfFloor reports whether such a concern is a wait or a figure over its limit, and not what is wrong besides.
func (k ConcernKind) OfFloor() bool { return k == ConcernWait || k.Figure() != FigureNone }

// OfChat reports whether such a concern is about one chat.
func (k ConcernKind) OfChat() bool {
	return k == ConcernWait || k == ConcernAssigned || k == ConcernFlood
}

// IsCurrent reports whether the data are current: answers arrive, and their times can be trusted.
func IsCurrent(list []Concern, c Coverage) bool {
	for i := range list {
		if x := &list[i]; x.Kind == ConcernData && x.notCurrent() {
			return false
		}
	}
	return !c.Anomalies.Zone
}

// AlertID identifies an alert of a floor for the programs that receive it. It is the same whoever computes it, and
// different for the next wait of the same chat. began is the start of the visitor's wait; zero for a figure, whose
// alerts share one id.
func AlertID(floor string, kind ConcernKind, chat ChatID, began time.Time) string {
	text := floor + "\n" + kind.String() + "\n" + strconv.FormatInt(int64(chat), 10) + "\n"
	if !began.IsZero() {
		text += strconv.FormatInt(began.Unix(), 10)
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}
