package board

import (
	"cmp"
	"iter"
	"slices"

	"floorwatch/model"
)

// The thread list names the agents of a whole thread. They are a chat's own where
// it is the thread's first, where they joined or spoke in it, and where a look
// newly found one who was not named with an earlier chat. So a returning visitor's
// new chat is nobody's until somebody takes it. An automation owns no chat.

// An inheritance is what a chat's timeline depends on beside the chat: what the
// earlier chats of its thread say of its agents, and how far lists are believed.
type inheritance struct {
	listQuality
	later  bool            // there are earlier chats
	gone   model.Instant   // when all of this one was found to be gone; else Never
	looked bool            // the thread was looked at while one of them was its newest
	named  []model.AgentID // who was named then

	machines map[model.AgentID]bool // the automations
	mixed    bool                   // some of them are named with this chat
}

// inherits returns what the earlier chats of its thread say of c's agents.
func (b *store) inherits(c *chat, f *facts) (in inheritance) {
	in.gone, in.listQuality = b.goneAt(c), b.listQuality
	if len(f.Owners) == 0 {
		return in
	}
	in.machines = b.automations.IDs
	machine := func(o model.Ownership) bool { return in.machines[o.Agent] }
	in.mixed = slices.ContainsFunc(f.Agents, machine) || slices.ContainsFunc(f.Owners, machine)
	for id := range b.earlier(c) {
		in.later = true
		p := b.factsOf(id)
		in.looked = in.looked || p.ListedFirst != model.Never
		for _, n := range p.Agents {
			in.named = append(in.named, n.Agent)
		}
	}
	return in
}

// earlier walks over the chats that came before c in its thread, with or without rows; perhaps twice over one.
func (b *store) earlier(c *chat) iter.Seq[model.ChatID] {
	return func(yield func(model.ChatID) bool) {
		if c.thread == nil {
			return
		}
		key := c.thread.key
		info := b.threadInfos[key]
		if !model.IsNoThread(key.Thread) {
			for _, d := range c.thread.chats {
				if d.id < c.id && !yield(d.id) {
					return
				}
			}
		} else if !info.Names(c.id) {
			return // loose chats are in one row, not in one thread
		}
		for _, id := range info.All() {
			if id < c.id && !yield(id) {
				return
			}
		}
	}
}

// A holding is a stretch of time, [from, to), in which the list names an agent who is the chat's own.
type holding struct {
	agent    model.AgentID
	from, to model.Instant
}

// holdings returns the agents named with a chat that are its own; n of its rows are known.
func (f *facts) holdings(in inheritance, c *chat, n int) []holding {
	var list []holding
	looked := max(f.ClosedLast, f.OpenLast)
	for _, x := range f.Agents {
		hd := holding{x.Agent, forever, forever}
		if in.machines[x.Agent] {
			continue
		}
		if !in.later {
			hd.from = x.First
		} else if !slices.Contains(in.named, x.Agent) && (in.looked || x.First > f.ListedFirst) {
			hd.from = x.First
		}
		if at := c.joinedAt(x.Agent, n); at != model.Never {
			hd.from = min(hd.from, max(x.First, at))
		}
		if x.Last < looked { // a later look did not find them
			hd.to = x.Last + 1
		}
		if hd.from < hd.to {
			list = append(list, hd)
		}
	}
	return list
}

// joinedAt is when an agent first joined c or spoke in it, among its first n rows; else Never.
func (c *chat) joinedAt(a model.AgentID, n int) model.Instant {
	for i := range c.rows[:n] {
		if r := &c.rows[i]; r.Speaks() == model.SideAgent && c.speakers[r.SpeakerIndex].Sender == a && a != 0 {
			return r.At()
		}
	}
	return model.Never
}

// ownersOf returns the changes of the owner whom the list names for c, as known at limit, the oldest first.
func (f *facts) ownersOf(in inheritance, c *chat, n int, limit model.Instant) []ownerChange {
	last := f.ownerChanges(limit) // of the thread
	if !in.later && !in.mixed || len(last) == 0 {
		return last
	}
	own := f.holdings(in, c, n)
	var points []model.Instant
	for _, hd := range own {
		points = append(points, hd.from, hd.to)
	}
	for _, o := range last {
		points = append(points, o.at)
	}
	slices.Sort(points)
	var list []ownerChange
	for _, at := range slices.Compact(points) {
		if at > limit || at == forever {
			break
		}
		owner := ownerAt(own, last, at)
		if k := len(list); k == 0 && owner == 0 || k > 0 && list[k-1].agent == owner {
			continue
		}
		list = append(list, ownerChange{at, owner})
	}
	return list
}

// ownerAt is the owner at a moment: the last one whom the list names, where that
// is one of the chat's own; else whoever came last among those.
func ownerAt(own []holding, last []ownerChange, at model.Instant) model.AgentID {
	own = slices.DeleteFunc(slices.Clone(own), func(hd holding) bool { return hd.from > at || hd.to <= at })
	if len(own) == 0 {
		return 0
	}
	for _, o := range slices.Backward(last) {
		if o.at > at {
			continue
		}
		if o.agent == 0 || slices.ContainsFunc(own, func(hd holding) bool { return hd.agent == o.agent }) {
			return o.agent
		}
		break
	}
	return slices.MaxFunc(own, func(a, b holding) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.agent, b.agent))
	}).agent
}

// touchLater touches a chat and the later ones of its thread, whose owner depends on who was named with it.
func (b *store) touchLater(id model.ChatID) {
	b.touchID(id)
	onward := func(t *thread) {
		if t == nil {
			return
		}
		for _, c := range t.chats {
			if c.id > id {
				b.touch(c)
			}
		}
	}
	if c := b.chats[id]; c != nil {
		onward(c.thread)
	}
	for _, k := range b.namedBy[id] {
		onward(b.threads[k])
	}
}
