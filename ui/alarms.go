package ui

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
)

// newFor is how long an alarm counts as new and is named on the wall.
const newFor = 2 * time.Minute

// An alarm is a chat whose wait has reached the critical or the severe level.
type alarm struct {
	chat  model.ChatID
	level model.Level
	at    time.Time // when it was first seen at this level; zero: it was so from the start
}

// alarms remember since when each chat is as bad as it is. They hold no more
// than the chats that are bad just now. The zero alarms have seen nothing yet.
type alarms struct {
	known   map[model.ChatID]alarm
	started bool
}

// update takes another floor in. What is bad when the wall starts is not new,
// nor what the first read brings: settled is when that is over.
func (a *alarms) update(s *model.Snapshot, now time.Time, settled bool) {
	next := make(map[model.ChatID]alarm)
	for i := range s.Threads {
		r := &s.Threads[i]
		if !r.Wait.Running || r.Level < model.LevelCritical {
			continue
		}
		was, ok := a.known[r.Chat]
		switch {
		case !a.started:
			next[r.Chat] = alarm{chat: r.Chat, level: r.Level}
		case !ok || r.Level > was.level:
			next[r.Chat] = alarm{r.Chat, r.Level, now}
		default:
			was.level = r.Level
			next[r.Chat] = was
		}
	}
	a.known = next
	a.started = a.started || settled
}

// isNew reports whether an alarm has come up a short while ago.
func (a alarm) isNew(now time.Time) bool {
	age := now.Sub(a.at)
	return !a.at.IsZero() && age >= 0 && age < newFor
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
