package board

import (
	"cmp"
	"iter"
	"slices"

	"floorwatch/model"
)

// The thread list names the agents of a whole thread. An agent belongs to a chat if it is the thread's
// first, if the agent joined or wrote in it, or if the agent was newly listed during it and not with an
// earlier chat. So a returning visitor's new chat has no owner until an agent takes it. An automation never
// owns a chat.

// An inheritance is what a chat's timeline depends on besides the chat itself: the agents listed with
// earlier chats of its thread, and how reliable the lists are.
type inheritance struct {
	listQuality
	later  bool            // the thread has earlier chats
	gone   model.Instant   // when all of this chat was found to be deleted; else Never
	looked bool            // the thread was listed while one of them was its newest
	named  []model.AgentID // the agents listed then

	machines map[model.AgentID]bool // the agents who are automations
	mixed    bool                   // some of them are listed with this chat
}

// inherits returns the inheritance of c.
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

// earlier yields the chats that came before c in its thread, with or without rows; some may be yielded
// twice.
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
		} else if !info.HasChat(c.id) {
			return // chats without a thread share a row, not a thread
		}
		for _, id := range info.AllChats() {
			if id < c.id && !yield(id) {
				return
			}
		}
	}
}

// A holding is an interval [from, to) in which an agent is listed who belongs to the chat.
type holding struct {
	agent    model.AgentID
	from, to model.Instant
}

// holdings returns when agents belonged to a chat of which n rows are known.
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
		if x.Last < looked { // a later read did not list them
			hd.to = x.Last + 1
		}
		if hd.from < hd.to {
			list = append(list, hd)
		}
	}
	return list
}

// joinedAt returns when an agent first joined c or wrote in it, among its first n rows; Never if they did
// not.
func (c *chat) joinedAt(a model.AgentID, n int) model.Instant {
	for i := range c.rows[:n] {
		if r := &c.rows[i]; r.SenderSide() == model.SideAgent && c.speakers[r.SpeakerIndex].Sender == a && a != 0 {
			return r.At()
		}
	}
	return model.Never
}

// ownersOf returns the changes of c's listed owner as known at limit, oldest first.
func (f *facts) ownersOf(in inheritance, c *chat, n int, limit model.Instant) []ownerChange {
	last := f.ownerChanges(limit) // changes of the whole thread's owner
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

// ownerAt returns the owner at a moment: the last listed one if that agent belongs to the chat, else the
// last to come of those who do.
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

// touchLater touches a chat and the later ones of its thread, whose owners depend on who was listed with it.
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
