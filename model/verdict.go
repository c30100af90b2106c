package model

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"time"
)

// This file is the only one that says what is critical. Every face (the alerts
// and who is called, the wall, lines of text, the snapshot with its exit status
// and gauges) shows what Concerns lists, and takes its one word from Worst.

// A ConcernKind is what a Concern is about.
type ConcernKind uint8

// Kinds of concerns, each with its word in a Notice (String). The last four are
// of alerts alone: they say nothing of how bad the floor is.
const (
	ConcernWait       ConcernKind = iota // a chat: its visitor waits, is unseen, or was seen without a reply
	ConcernFirstReply                    // the service level of first responses, over 30 minutes
	ConcernNextReply                     // … of next responses
	ConcernMissed                        // missed chats, over 30 minutes
	ConcernData                          // how old the data are, or that they are not current
	ConcernCoverage                      // a part of the floor that is not read
	ConcernAssigned                      // an agent has a waiting chat and has not written in it since
	ConcernFlood                         // a visitor floods a chat with messages
	ConcernRoute                         // an alert route fails
	ConcernTest                          // a trial of a route
)

var concernWords = [...]string{"wait", "first_reply", "next_reply", "missed", "data", "coverage", "assigned", "flood", "route", "test"}

// String is the word for a kind where programs read it.
func (k ConcernKind) String() string {
	return concernWords[min(k, ConcernTest)]
}

// ConcernKindOf is the kind that has a word.
func ConcernKindOf(word string) (kind ConcernKind, known bool) {
	i := slices.Index(concernWords[:], word)
	return ConcernKind(max(0, i)), i >= 0
}

// Figure is the figure that such a concern is about; FigureNone where it is
// about a chat, the data or no figure of the floor. Its title and value are the
// words of every sentence about it.
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
	Level    Level        // LevelWarn or worse; of data that are not current but not old yet it is less
	Closed   bool         // outside business hours, when nobody is called for waits and figures and they count in no verdict
	Unsure   bool         // of a wait: what it rests on is so old that it may be over
	Key      Key          // of a wait, an assigned chat or a flood: the thread
	Chat     ChatID       // likewise; 0: the concern is about a figure
	Reason   Reason       // of a wait: which clock has reached the limit
	Clock    Clock        // of a wait: the visitor's; of data: the age of the last good answer, not running where there was none; of coverage: how long, where it is known
	Service  ServiceLevel // of a service level
	Count    int          // of missed chats
	State    State        // of data and coverage
	Sentence string       // of coverage: what is missing; of a route: why it fails
}

// A Reason is the clock that brought a waiting chat to its level, and how far it came: the wait
// itself where several came as far. It stays when the clock has stopped, as the level does.
type Reason struct {
	Clock WaitClock
	For   time.Duration
	Over  time.Duration // for how long one of the clocks has been at its critical limit or above it
}

// A WaitClock is one of the clocks of a wait that have limits.
type WaitClock uint8

// Clocks of a wait.
const (
	ClockWait   WaitClock = iota
	ClockUnseen           // no agent has seen what the visitor wrote
	ClockSeen             // an agent has, and has not answered
)

// Concerns lists what has reached a limit: a chat once, however many of its
// clocks have, in the order of Threads; then the figures; then the data and
// what is not known. h is the Health of the same moment and dataAge how old data
// may be. A figure is listed only where what was not read cannot undo it.
func (s *Snapshot) Concerns(h Health, dataAge Thresholds) []Concern {
	var list []Concern
	for _, r := range s.WaitingRows() {
		if r.Level >= LevelWarn {
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
	w := &s.Headline.HalfHour // of a closed floor, what it was before
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
	data := Concern{Kind: ConcernData, Clock: s.answerAge(h, dataAge), State: s.state(h)}
	data.Level = data.Clock.Level
	if data.State == StateTokenRejected || data.State == StatePortal {
		data.Level = LevelCritical // this does not mend itself
	}
	if data.Level >= LevelWarn || data.notCurrent() {
		list = append(list, data)
	}
	if data.notCurrent() {
		return list // nothing is known of now, coverage included
	}
	return append(list, s.coverageConcerns(h)...)
}

// waitConcern is that of a chat that waits. What was seen is as old as the answer
// for its thread; what was said can be known later than that.
func (s *Snapshot) waitConcern(r *Row) Concern {
	c := Concern{Kind: ConcernWait, Level: r.Level, Reason: r.Reason, Key: r.Key, Chat: r.Chat, Clock: r.Wait, Closed: r.Wait.Paused}
	old := func(at time.Time) bool { return !at.IsZero() && s.Now.Sub(at) > oldReadAfter }
	switch {
	case old(s.KnownUntil(r)), old(r.PolledAt) && r.Wait.Level < LevelWarn:
		c.Unsure = true
	case old(r.PolledAt):
		c.Level, c.Reason = r.Wait.Level, Reason{For: r.Wait.For}
	}
	return c
}

// WaitLevel is that of the wait itself: what colours it, beside the mark of the row.
func (r *Row) WaitLevel() Level { return r.clockLevel(r.Wait, r.Reason.Clock == ClockWait) }

// SightLevel is that of what has been seen, and of what was unseen for too long
// before: what colours the words about it.
func (r *Row) SightLevel() Level {
	level := r.clockLevel(r.Unseen, r.Reason.Clock == ClockUnseen)
	return max(level, r.clockLevel(r.SeenFor, r.Reason.Clock == ClockSeen))
}

// clockLevel is the level of one clock: its own, and the row's where it is the cause.
func (r *Row) clockLevel(c Clock, cause bool) Level {
	if cause && r.Level >= LevelWarn {
		return max(c.Level, r.Level)
	}
	return c.Level
}

// coverageConcerns lists that a part of the floor is not read, or read late, as
// one concern. It is critical after a minute.
func (s *Snapshot) coverageConcerns(h Health) []Concern {
	words := s.WaitingReadAge()
	if s.Coverage.Derived && words.For <= oldReadAfter {
		return nil // an older program tells of its data alone
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

// answerAge is the age of the last good answer of any kind.
func (s *Snapshot) answerAge(h Health, limit Thresholds) Clock {
	if h.LastGood.IsZero() {
		return Clock{}
	}
	age := max(0, s.Now.Sub(h.LastGood))
	return Clock{Running: true, Since: h.LastGood, For: age, Level: limit.Level(age)}
}

// DataAge is the age of what is shown: that of the last good answer, or of the
// oldest words of a thread that waits, where those are older. The clock does
// not run where nothing has been read.
func (s *Snapshot) DataAge(h Health, limit Thresholds) Clock {
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
	return Clock{Running: true, Since: since, For: age, Level: limit.Level(age)}
}

// Stale reports whether nothing that is shown is of now, so that no face may show a
// level or let a clock run: no good answer of any kind has come for as long as data may
// be old, or nothing comes at the moment and what is shown is as old as that. Where
// only some waiting chats were last read so long ago the floor is LATE and their rows
// are Unsure; where nothing has been read yet there is nothing that could be old.
func (s *Snapshot) Stale(h Health, dataAge Thresholds) bool {
	return s.answerAge(h, dataAge).Level >= LevelCritical ||
		!s.state(h).Current() && s.DataAge(h, dataAge).Level >= LevelCritical
}

// Outdated is s as it is shown once nothing of it is of now: what it says stands, but
// nothing has a level, and of no wait is it known whether it goes on. Rows of which that
// says nothing are those of s. See LastGood, which keeps it.
func (s *Snapshot) Outdated() *Snapshot {
	out := *s
	out.Threads, out.Agents = slices.Clone(s.Threads), slices.Clone(s.Agents)
	for i, r := range out.Threads {
		if r.Wait.Running || r.Unsure || r.Flood.Running {
			own := *r
			own.Unsure, own.AsOf, own.Reason = r.Wait.Running, time.Time{}, Reason{}
			for _, l := range []*Level{&own.Level, &own.Wait.Level, &own.Unseen.Level, &own.SeenFor.Level, &own.Assigned.Level, &own.Flood.Level} {
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

// A LastGood is the floor as of the last good answer: what is shown once nothing is of now.
type LastGood struct {
	Snapshot *Snapshot // nil: none has come
	at       time.Time // of the answer
	shown    *Snapshot // see Shown
}

// Update takes s as the floor of a good answer that came at a moment, if it is not the one that s was kept for.
func (g *LastGood) Update(s *Snapshot, at time.Time) {
	if g.Snapshot == nil || !at.Equal(g.at) {
		*g = LastGood{Snapshot: s, at: at}
	}
}

// Shown is the floor as it is shown: Outdated, worked out once for each good answer.
func (g *LastGood) Shown() *Snapshot {
	if g.shown == nil {
		g.shown = g.Snapshot.Outdated()
	}
	return g.shown
}

// notCurrent reports whether the data that c is about say nothing of now: none
// has come yet, none comes at the moment, or they are too old.
func (c *Concern) notCurrent() bool {
	return !c.Clock.Running || c.Clock.Level >= LevelCritical || !c.State.Current()
}

// Current reports whether answers come in, so that what is shown is of now.
func (s State) Current() bool {
	switch s {
	case StateStarting, StateRetrying, StateTokenRejected, StatePortal, StateAPIError, StatePaused:
		return false
	}
	return true
}

// Worst is how bad the floor is: the worst level among the concerns that are
// known to hold, those of data and coverage left out, and LevelOK where there
// are none. current is false where that cannot be said of now: the data are not
// current, or nothing bad is known and somebody may wait who is not known either.
func Worst(list []Concern, c Coverage) (level Level, current bool) {
	level, current = LevelOK, IsCurrent(list, c)
	known := c.waitBound(c.AsOf()) == BoundExact
	for i := range list {
		switch x := &list[i]; x.Kind {
		case ConcernCoverage:
			known = known && (x.State != StateLate || x.Clock.For <= oldReadAfter)
		case ConcernWait, ConcernFirstReply, ConcernNextReply, ConcernMissed:
			if !x.Unsure && !x.Closed {
				level = max(level, x.Level)
			}
		}
	}
	return level, current && (level > LevelOK || known)
}

// IsCurrent reports whether what is known is of now: answers come, and their times can be trusted.
func IsCurrent(list []Concern, c Coverage) bool {
	for i := range list {
		if x := &list[i]; x.Kind == ConcernData && x.notCurrent() {
			return false
		}
	}
	return !c.Anomalies.Zone
}

// AlertID names one alert of a floor for programs that take it: the same for
// whoever finds it, another for the next wait of the same chat. began is when
// the visitor's wait began; zero for a figure, whose alerts have one name.
func AlertID(floor string, kind ConcernKind, chat ChatID, began time.Time) string {
	text := floor + "\n" + kind.String() + "\n" + strconv.FormatInt(int64(chat), 10) + "\n"
	if !began.IsZero() {
		text += strconv.FormatInt(began.Unix(), 10)
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}
