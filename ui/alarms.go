package ui

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
)

// newFor is how long an alarm counts as new and is named on the wall.
const newFor = 2 * time.Minute

// An alarm is a chat that waits, at the critical level or worse for it to count.
type alarm struct {
	chat  model.ChatID
	level model.Level
	at    time.Time // when it was first seen at this level; zero: it is not known when it came to it
}

// alarms remember since when each chat is as bad as it is. They hold no more
// than the chats that wait just now.
type alarms struct {
	known map[model.ChatID]alarm
}

// update takes another floor in. A chat whose level has risen is new. One that
// is bad when it is first seen is new only where settled: while the floor is
// being read for the first time it says nothing but that it has been read.
func (a *alarms) update(s *model.Snapshot, now time.Time, settled bool) {
	next := make(map[model.ChatID]alarm)
	for i := range s.Threads {
		r := &s.Threads[i]
		if !r.Wait.Running {
			continue
		}
		was, ok := a.known[r.Chat]
		switch {
		case !ok && settled, ok && r.Level > was.level:
			next[r.Chat] = alarm{r.Chat, r.Level, now}
		case !ok:
			next[r.Chat] = alarm{chat: r.Chat, level: r.Level}
		default:
			was.level = r.Level
			next[r.Chat] = was
		}
	}
	a.known = next
}

// bad is how many chats are critical or worse.
func (a *alarms) bad() int {
	n := 0
	for _, x := range a.known {
		if x.level >= model.LevelCritical {
			n++
		}
	}
	return n
}

// isNew reports whether an alarm has come up a short while ago.
func (a alarm) isNew(now time.Time) bool {
	age := now.Sub(a.at)
	return a.level >= model.LevelCritical && !a.at.IsZero() && age >= 0 && age < newFor
}

// fresh returns the new alarms, the worst first, then the newest.
func (a *alarms) fresh(now time.Time) []alarm {
	var out []alarm
	for _, x := range a.known {
		if x.isNew(now) {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(x, y alarm) int {
		return cmp.Or(cmp.Compare(y.level, x.level), y.at.Compare(x.at), cmp.Compare(x.chat, y.chat))
	})
	return out
}
