package history

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

// slot adds a slot, or an agent's day, that ends at end.
func (b *builder) slot(d *ledger.Day, s *ledger.Slot, end time.Time) {
	label := d.Agents[s.Agent]
	key := teamKey{nobody: s.Agent == 0, name: label.Team}
	team := b.teams[key]
	if team == nil {
		team = &teamRow{PeriodRow: ledger.PeriodRow{Name: label.Team, Agent: -1}}
		if key.nobody {
			team.Agent = 0
		}
		b.teams[key] = team
	}
	if s.Agent >= 0 {
		if b.agents[s.Agent] == nil {
			b.agents[s.Agent] = &ledger.PeriodRow{Agent: s.Agent}
		}
		sum(&b.agents[s.Agent].SlotFigures, &s.SlotFigures, end.Equal(b.until))
	}
	team.slot.AddConcurrent(&s.SlotFigures)
	b.count(&b.r.Total, s) // finish adds up its figures from the teams
	b.count(&team.PeriodRow, s)
	if row := b.buckets.at(s.Start); row != nil {
		b.count(row, s)
	}
}

// A teamKey is a team, the agents without one, or the chats without an owner.
type teamKey struct {
	nobody bool
	name   safetext.Text
}

// A teamRow is a team's row and the sum of its agents in the slot being added. Merging into a long histogram is slow;
// with this sum it is done once a team and slot instead of once an agent and slot.
type teamRow struct {
	ledger.PeriodRow
	slot ledger.SlotFigures
}

// slotOver adds the teams' sums of the slot from start to end to the rows that it belongs to.
func (b *builder) slotOver(start, end time.Time) {
	if start.IsZero() {
		return // there was no slot yet
	}
	row := b.buckets.at(start)
	for _, team := range b.teams {
		if row != nil {
			sum(&row.SlotFigures, &team.slot, end.Equal(row.To))
		}
		sum(&team.SlotFigures, &team.slot, end.Equal(b.until))
		team.slot.Reset()
	}
}

// sum adds figures of a slot; last is true if the row ends with that slot.
func sum(into, f *ledger.SlotFigures, last bool) {
	if last {
		into.AddConcurrent(f)
		return
	}
	into.Add(f)
}

// count counts the agents who wrote something.
func (b *builder) count(row *ledger.PeriodRow, s *ledger.Slot) {
	if s.Replies == 0 || s.Agent <= 0 {
		return
	}
	if b.wrote[row] == nil {
		b.wrote[row] = map[model.AgentID]bool{}
	}
	if !b.wrote[row][s.Agent] {
		b.wrote[row][s.Agent] = true
		row.ActiveAgents++
	}
}

func (b *builder) found(f ledger.Finding) {
	f.At = f.At.In(b.q.Period.Loc)
	switch {
	case f.Kind == ledger.FindingLate:
		if b.late = append(b.late, f); len(b.late) > 100*worst {
			b.keepWorstLate()
		}
	case f.Kind == ledger.FindingWaiting && !ledger.SlotStart(f.At).Equal(ledger.SlotStart(b.until)):
		// It waited at the end of its slot; only the chats of the last slot still wait.
	default:
		b.r.Found = append(b.r.Found, f)
		if n := len(b.r.Found); b.q.Chats > 0 && n > 2*b.q.Chats {
			b.r.Found = ledger.Worst(b.r.Found, b.q.Chats)
			b.r.NotKept += n - len(b.r.Found)
		}
	}
}

func (b *builder) keepWorstLate() {
	slices.SortStableFunc(b.late, func(x, y ledger.Finding) int { return cmp.Compare(y.Waited, x.Waited) })
	b.late = b.late[:min(len(b.late), worst)]
}
