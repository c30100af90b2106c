package draw

import (
	"cmp"
	"time"

	"floorwatch/model"
)

// A Need says how much an agent needs help, from all of their waiting chats.
type Need struct {
	Level         model.Level   // the worst of any clock of any chat, and of the agent
	leastTimeLeft time.Duration // the least time left to a goal
	Waiting       int
	Over          int // … of them over their limit
	longest       time.Duration
	WorstChat     model.Level // of any chat, by the worst of its clocks, as its row's mark
	LongestLevel  model.Level // … of the chat that waits longest
}

// NeedsOf returns the needs of all agents; 0 is for the chats without an owner.
func NeedsOf(s *model.Snapshot) map[model.AgentID]Need {
	needs := make(map[model.AgentID]Need, len(s.Agents)+1)
	for id, level := range s.AgentLevels() {
		needs[id] = Need{Level: level}
	}
	for i := range s.Threads {
		r := s.Threads[i]
		if !r.Wait.Running {
			continue
		}
		n, sure := needs[r.Owner], model.LevelNone
		if !r.Unsure {
			sure = r.Level
		}
		if n.Waiting == 0 || r.TimeLeft < n.leastTimeLeft {
			n.leastTimeLeft = r.TimeLeft
		}
		if n.Waiting == 0 || r.Wait.For > n.longest {
			n.longest, n.LongestLevel = r.Wait.For, sure
		}
		n.WorstChat = max(n.WorstChat, sure)
		n.Waiting++
		if r.OverLimit() {
			n.Over++
		}
		needs[r.Owner] = n
	}
	return needs
}

// CompareNeed puts first who needs help most: by the level of the worst chat, then by time past the goal, by
// waiting chats, by concurrent chats.
func CompareNeed(a, b *model.AgentRow, needs map[model.AgentID]Need) int {
	x, y := needs[a.ID], needs[b.ID]
	left := 0
	switch {
	case x.Waiting > 0 && y.Waiting > 0:
		left = cmp.Compare(x.leastTimeLeft, y.leastTimeLeft)
	case x.Waiting != y.Waiting:
		left = cmp.Compare(y.Waiting, x.Waiting)
	}
	return cmp.Or(
		cmp.Compare(markedLevel(y.Level), markedLevel(x.Level)), left, cmp.Compare(y.Waiting, x.Waiting),
		cmp.Compare(b.Active, a.Active), cmp.Compare(AbsentRank(a), AbsentRank(b)),
	)
}

// markedLevel returns a level if it has a mark; all others are equal.
func markedLevel(l model.Level) model.Level {
	if l < model.LevelWarn {
		return model.LevelNone
	}
	return l
}

// UnassignedRow returns the row of the chats without an owner. ok is false if there are none.
func UnassignedRow(s *model.Snapshot) (row model.AgentRow, ok bool) {
	for i := range s.Threads {
		r := s.Threads[i]
		if r.Owner != 0 || !r.Wait.Running || r.OwnerState == model.AgentUnknown {
			continue
		}
		row.Waiting++
		if !r.Unsure {
			row.Level = max(row.Level, r.Level)
		}
		if !row.Oldest.Running || r.Wait.For > row.Oldest.For {
			row.Oldest = r.Wait
		}
	}
	return row, row.Waiting > 0
}

// AbsentRank returns 1 for an agent who is away and has no chat, else 0.
func AbsentRank(a *model.AgentRow) int {
	if a.State == model.AgentGone && a.Active == 0 && a.Waiting == 0 {
		return 1
	}
	return 0
}
