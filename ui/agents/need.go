package agents

import (
	"cmp"
	"time"

	"floorwatch/model"
)

// A need is how much an agent needs help: what their waiting chats say together.
type need struct {
	level   model.Level   // the worst of any clock of any chat, and of the agent
	left    time.Duration // the least time left to a goal
	waiting int
	over    int // of them over their limit
}

// needsOf are those of all agents; 0 is that of the chats that nobody has.
func needsOf(s *model.Snapshot) map[model.AgentID]need {
	needs := make(map[model.AgentID]need, len(s.Agents)+1)
	for i := range s.Agents {
		needs[s.Agents[i].ID] = need{level: s.Agents[i].Level}
	}
	for i := range s.Threads {
		r := &s.Threads[i]
		if !r.Wait.Running {
			continue
		}
		n := needs[r.Owner]
		if n.waiting == 0 || r.TimeLeft < n.left {
			n.left = r.TimeLeft
		}
		n.waiting++
		if !r.Unsure { // else it may not wait at all
			n.level = max(n.level, r.Level)
		}
		if !r.Unsure && r.Level >= model.LevelCritical {
			n.over++
		}
		needs[r.Owner] = n
	}
	return needs
}

// compareNeed puts who needs help most first: by the level of the worst chat, then
// by how far one is past its goal, by waiting chats, by chats at once.
func compareNeed(a, b *model.AgentRow, needs map[model.AgentID]need) int {
	x, y := needs[a.ID], needs[b.ID]
	left := 0
	switch {
	case x.waiting > 0 && y.waiting > 0:
		left = cmp.Compare(x.left, y.left)
	case x.waiting != y.waiting:
		left = cmp.Compare(y.waiting, x.waiting)
	}
	return cmp.Or(
		cmp.Compare(marked(y.level), marked(x.level)), left, cmp.Compare(y.waiting, x.waiting),
		cmp.Compare(b.Active, a.Active), cmp.Compare(absent(a), absent(b)),
	)
}

// marked is a level as far as it has a mark: all without one are alike.
func marked(l model.Level) model.Level {
	if l < model.LevelWarn {
		return model.LevelNone
	}
	return l
}

// unassigned is the row of the chats that nobody has. ok is false where there are none.
func unassigned(s *model.Snapshot) (row model.AgentRow, ok bool) {
	for i := range s.Threads {
		r := &s.Threads[i]
		if r.Owner != 0 || !r.Wait.Running || r.OwnerState == model.AgentUnknown {
			continue
		}
		row.Waiting++
		row.Level = max(row.Level, r.Level)
		if !row.Oldest.Running || r.Wait.For > row.Oldest.For {
			row.Oldest, row.OldestKey = r.Wait, r.Key
		}
	}
	return row, row.Waiting > 0
}

// NextAlert selects the next agent on that way who has a chat over its limit, from the
// last on to the first. It reports whether there is one.
func (p *Pane) NextAlert(way int) bool {
	n := len(p.rows)
	for k := 1; k <= n; k++ {
		i := ((p.Cursor+way*k)%n + n) % n
		if p.OverLimit(p.all[p.rows[i]].ID) {
			p.Move(i - p.Cursor)
			p.Choose()
			return true
		}
	}
	return false
}

// OverLimit reports whether an agent has a chat over its limit.
func (p *Pane) OverLimit(id model.AgentID) bool { return p.needs[id].over > 0 }
