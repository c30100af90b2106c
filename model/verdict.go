package model

import (
	"crypto/sha256"
	"encoding/hex"
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
	ConcernAssigned                      // a chat was given to an agent
	ConcernFlood                         // a visitor floods a chat with messages
	ConcernRoute                         // a route by which alerts go out fails, or was away
	ConcernTest                          // a trial of a route
)

var concernWords = [...]string{"wait", "first_reply", "next_reply", "missed", "data", "coverage", "assigned", "flood", "route", "test"}

// String is the word for a kind where programs read it.
func (k ConcernKind) String() string {
	return concernWords[min(k, ConcernTest)]
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
	Kind    ConcernKind
	Level   Level        // LevelWarn or worse; of data that are not current but not old yet it is less
	Key     Key          // of a wait: the thread
	Chat    ChatID       // of a wait; 0: the concern is about a figure
	Clock   Clock        // of a wait: the visitor's; of data: their age, not running where nothing has been read
	Service ServiceLevel // of a service level
	Count   int          // of missed chats
	State   State        // of data
}

// Concerns lists what has reached a limit: a chat once, however many of its
// clocks have, in the order of Threads; then the figures; then the data. h is
// the Health of the same moment and dataAge how old data may be.
func (s *Snapshot) Concerns(h Health, dataAge Steps) []Concern {
	var list []Concern
	for i := range s.Threads {
		if r := &s.Threads[i]; r.Wait.Running && r.Level >= LevelWarn {
			list = append(list, Concern{Kind: ConcernWait, Level: r.Level, Key: r.Key, Chat: r.Chat, Clock: r.Wait})
		}
	}
	w := &s.Headline.HalfHour
	for _, c := range [...]Concern{
		{Kind: ConcernFirstReply, Level: w.FirstService.Level, Service: w.FirstService},
		{Kind: ConcernNextReply, Level: w.NextService.Level, Service: w.NextService},
		{Kind: ConcernMissed, Level: w.MissedLevel, Count: w.Missed},
	} {
		if c.Level >= LevelWarn {
			list = append(list, c)
		}
	}
	data := Concern{Kind: ConcernData, Clock: s.DataAge(h, dataAge), State: h.State}
	data.Level = data.Clock.Level
	if h.State == StateTokenRejected || h.State == StatePortal {
		data.Level = LevelCritical // this does not mend itself
	}
	if data.Level >= LevelWarn || data.notCurrent() {
		list = append(list, data)
	}
	return list
}

// DataAge is the age of what is shown: that of the last good answer, or of the
// oldest answer for a thread that waits, where that is older. The clock does
// not run where nothing has been read.
func (s *Snapshot) DataAge(h Health, limit Steps) Clock {
	if h.LastGood.IsZero() {
		return Clock{}
	}
	since := h.LastGood
	for i := range s.Threads {
		if r := &s.Threads[i]; r.Wait.Running && !r.PolledAt.IsZero() && r.PolledAt.Before(since) {
			since = r.PolledAt
		}
	}
	age := max(0, s.Now.Sub(since))
	return Clock{Running: true, Since: since, For: age, Level: limit.Level(age)}
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

// Worst is how bad the floor is: the worst level among the concerns, those of
// data and coverage left out, and LevelOK where there are none. current is
// false where that cannot be said of now: the data are not current, or nothing
// bad is known and a part of the floor is not known either.
func Worst(list []Concern, c Coverage) (level Level, current bool) {
	level, current = LevelOK, true
	for i := range list {
		switch x := &list[i]; x.Kind {
		case ConcernData:
			current = current && !x.notCurrent()
		case ConcernWait, ConcernFirstReply, ConcernNextReply, ConcernMissed:
			level = max(level, x.Level)
		}
	}
	return level, current && (level > LevelOK || c.knowsWaits())
}

// knowsWaits reports whether all who can wait now are known.
func (c *Coverage) knowsWaits() bool {
	return !c.List.Unfinished && c.List.FailsSince.IsZero() && c.Debts.Touching(true, 30*time.Minute) == 0 && !c.Doubt.Zone
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
