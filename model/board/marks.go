package board

import (
	"maps"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// Properties of rows that the Board derives and no Message carries.

// setFlags marks a row as an automation's or as deleted. The text of a deleted message is dropped.
func (b *store) setFlags(obs *model.Observation) {
	obs.Flags &^= model.FlagAutomation | model.FlagGone
	obs.SetFlags(model.FlagAutomation, b.automations.IDs[obs.Sender])
	if b.isGone(obs.Chat, &obs.StoredMessage) {
		obs.SetFlags(model.FlagGone, true)
		obs.Text, obs.Source = safetext.Text{}, safetext.Text{}
	}
}

// isGone reports whether a row was found to be deleted in Acquire after it was last read there.
func (b *store) isGone(c model.ChatID, r *model.StoredMessage) bool {
	one, _ := b.gone.At(model.GoneID{Chat: c, Message: r.ID})
	all, _ := b.gone.At(model.GoneID{Chat: c})
	return max(one, all) > r.Last
}

// putGone records what Acquire no longer has.
func (b *store) putGone(g *model.Gone) {
	b.gone.Record(g)
	c := b.chats[g.Chat]
	if c == nil {
		return
	}
	for i := range c.rows {
		if r := &c.rows[i]; !r.Has(model.FlagGone) && b.isGone(c.id, r) {
			r.SetFlags(model.FlagGone, true)
			r.Text = safetext.Text{}
			delete(c.sources, r.ID)
			b.touch(c)
		}
	}
}

// goneAt returns when all of c was found to be deleted; Never if any row still exists.
func (b *store) goneAt(c *chat) model.Instant {
	at, ok := b.gone.At(model.GoneID{Chat: c.id})
	if !ok || slices.ContainsFunc(c.rows, func(r model.StoredMessage) bool { return !r.Has(model.FlagGone) }) {
		return model.Never
	}
	return at
}

// floodFor is how long a flood lasts after its last message.
const floodFor = 5 * time.Minute

// A flood is a time in which a visitor wrote more messages than count: from the first excess message to the
// last.
type flood struct{ from, last model.Instant }

// floodAt returns since when the visitor has flooded c at now; Never if they do not.
func (c *chat) floodAt(now model.Instant) model.Instant {
	for _, f := range c.floods {
		if f.from <= now && now < f.last.Add(floodFor) {
			return f.from
		}
	}
	return model.Never
}

// markFlood marks the visitor's rows of c above the first 50 of their minute.
func (c *chat) markFlood() {
	c.floods = nil
	if len(c.rows) <= model.FloodFrom {
		return
	}
	minute, n := int64(0), 0
	for i := range c.rows {
		r := &c.rows[i]
		r.Flags &^= model.FlagFlood
		if r.MessageSide() != model.SideVisitor {
			continue
		}
		if m := minuteOf(r.At()); n == 0 || m != minute {
			minute, n = m, 0
		}
		n++
		if r.SetFlags(model.FlagFlood, n > model.FloodFrom); n > model.FloodFrom {
			c.noteFlood(r.At())
		}
	}
}

// noteFlood extends the last flood by an excess message, or starts a new one.
func (c *chat) noteFlood(at model.Instant) {
	if n := len(c.floods); n > 0 && at < c.floods[n-1].last.Add(floodFor) {
		c.floods[n-1].last = at
		return
	}
	c.floods = append(c.floods, flood{at, at})
}

// findAutomations determines which agents are automations, if agents have changed, and updates the rows of
// those who became one or ceased to be one.
func (b *Board) findAutomations() {
	if !b.agentsChanged {
		return
	}
	b.agentsChanged = false
	if b.metrics != nil {
		b.metrics.roster = nil
	}
	old := b.automations
	b.automations = b.cfg.People.Automations(b.agents)
	if maps.Equal(old.IDs, b.automations.IDs) {
		return
	}
	for _, c := range b.chats {
		if c.reflagAutomations(old.IDs, b.automations.IDs) {
			b.touch(c)
		}
	}
	for id, f := range b.facts { // owners may change: an automation owns no chat
		changed := func(o model.Ownership) bool { return old.IDs[o.Agent] != b.automations.IDs[o.Agent] }
		if slices.ContainsFunc(f.Agents, changed) || slices.ContainsFunc(f.Owners, changed) {
			b.touchLater(id)
		}
	}
}

// reflagAutomations updates the rows of agents who became an automation or ceased to be one.
func (c *chat) reflagAutomations(old, now map[model.AgentID]bool) (changed bool) {
	for i := range c.rows {
		r := &c.rows[i]
		if a := c.speakers[r.SpeakerIndex].Sender; old[a] != now[a] {
			r.Flags ^= model.FlagAutomation
			changed = true
		}
	}
	return changed
}

// ignoredThreads returns the number of threads of ignored visitors, which are in no figure and no list.
func (b *Board) ignoredThreads() int {
	n := 0
	if len(b.cfg.People.Ignore) > 0 {
		for k := range b.threads {
			n += int(count(b.cfg.People.Ignores(k.Visitor)))
		}
	}
	return n
}
