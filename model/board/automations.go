package board

import (
	"maps"
	"slices"

	"floorwatch/model"
)

// mark notes whether a row is an automation's.
func (b *store) mark(l *model.Observation) {
	l.Flags &^= model.FlagAutomation
	l.Set(model.FlagAutomation, b.automations.IDs[l.Sender])
}

// sortAgents finds out anew which agents are automations, where agents have come
// or changed, and marks the rows of those who are no longer what they were.
func (b *Board) sortAgents() {
	if !b.unsorted {
		return
	}
	b.unsorted = false
	old := b.automations
	b.automations = b.cfg.People.Automations(b.agents)
	if maps.Equal(old.IDs, b.automations.IDs) {
		return
	}
	for _, c := range b.chats {
		if c.remark(old.IDs, b.automations.IDs) {
			b.touch(c)
		}
	}
	for id, f := range b.facts { // an automation owns no chat
		changed := func(o model.Ownership) bool { return old.IDs[o.Agent] != b.automations.IDs[o.Agent] }
		if slices.ContainsFunc(f.Agents, changed) || slices.ContainsFunc(f.Owners, changed) {
			b.touchOnward(id)
		}
	}
}

// remark marks the rows of those who are an automation now and were none, or the other way round.
func (c *chat) remark(old, now map[model.AgentID]bool) (changed bool) {
	for i := range c.rows {
		r := &c.rows[i]
		if a := c.voices[r.SpeakerIndex].Sender; old[a] != now[a] {
			r.Flags ^= model.FlagAutomation
			changed = true
		}
	}
	return changed
}
