package board

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"floorwatch/model"
)

// A thread is the chats that share one row of the screen.
type thread struct {
	key     model.Key
	chats   []*chat      // ordered by id
	entry   *threadEntry // in the Board's metrics
	changed bool         // to be updated in the metrics

	sibling *thread // another thread of the same visitor
}

// keyOf returns the thread of a chat: the one whose thread list entry names it (of several the newest entry,
// then the larger thread id), else the one for which its messages were requested, else its visitor's chats
// without thread.
func (b *store) keyOf(c *chat) model.Key {
	if list := b.namedBy[c.id]; len(list) > 0 {
		return slices.MaxFunc(list, func(k, l model.Key) int {
			x, y := b.threadInfos[k], b.threadInfos[l]
			return cmp.Or(x.At.Compare(y.At), cmp.Compare(k.Thread, l.Thread), cmp.Compare(k.Visitor, l.Visitor))
		})
	}
	return model.Key{Visitor: c.visitor(), Thread: c.threadHint()}
}

// nameChats records which chats the thread list entry t names, compared with the former entry old.
func (b *store) nameChats(k model.Key, old, t *model.ThreadInfo) {
	if !slices.Equal(old.AllChats(), t.AllChats()) { // whether an agent belongs to a chat depends on the earlier ones
		for _, id := range t.AllChats() {
			b.touchID(id)
		}
		if held := b.threads[k]; held != nil { // assigned to the thread by their messages
			for _, c := range held.chats {
				b.touch(c)
			}
		}
	}
	for _, id := range t.AllChats() {
		if list := b.namedBy[id]; !slices.Contains(list, k) {
			b.namedBy[id] = append(list, k)
			b.touchID(id)
		} else if len(list) > 1 {
			b.touchID(id) // k's entry may be the newest now
		}
	}
	for _, id := range old.AllChats() {
		if !t.HasChat(id) {
			b.unname(id, k)
		}
	}
}

func (b *store) unname(id model.ChatID, k model.Key) {
	list := slices.DeleteFunc(b.namedBy[id], func(l model.Key) bool { return l == k })
	if b.namedBy[id] = list; len(list) == 0 {
		delete(b.namedBy, id)
	}
	b.touchID(id)
}

// nextOf returns when the next chat of the thread began, as known at limit; Never if none did.
func (t *thread) nextOf(c *chat, limit model.Instant) model.Instant {
	next := model.Never
	if len(t.chats) == 1 {
		return next
	}
	start := c.rows[0].At()
	for _, d := range t.chats { // where id and time disagree (an id that is not a number), neither chat ends the other
		if s := d.rows[0].At(); s <= limit && d.id > c.id && s >= start {
			next = model.Earlier(next, s)
		}
	}
	return next
}

// begunBefore reports whether c began before d. The row of a thread shows the chat that began last.
func (c *chat) begunBefore(d *chat) bool {
	return cmp.Or(cmp.Compare(c.rows[0].At(), d.rows[0].At()), cmp.Compare(c.id, d.id)) < 0
}

// joinThread moves c into the thread of key k.
func (b *store) joinThread(c *chat, k model.Key) {
	if c.thread != nil {
		if c.thread.key == k {
			return
		}
		b.leaveThread(c)
	}
	t := b.threads[k]
	if t == nil {
		t = &thread{key: k, sibling: b.byVisitor[k.Visitor]}
		b.threads[k], b.byVisitor[k.Visitor] = t, t
	}
	i, _ := slices.BinarySearchFunc(t.chats, c.id, func(d *chat, id model.ChatID) int { return cmp.Compare(d.id, id) })
	t.chats = slices.Insert(t.chats, i, c)
	c.thread = t
	for _, d := range t.chats[i+1:] {
		d.changed = true
	}
}

func (b *store) leaveThread(c *chat) {
	t := c.thread
	if t == nil {
		return
	}
	c.thread = nil
	for _, d := range t.chats {
		d.changed = d.changed || d.id > c.id
	}
	t.chats = slices.DeleteFunc(t.chats, func(d *chat) bool { return d == c })
	if len(t.chats) == 0 {
		b.removeThread(t)
		return
	}
	b.touchThread(t)
}

// entryIn returns the entry of a thread at the moment of m, which for a past one is not the thread's own; nil: none.
func (t *thread) entryIn(m *metrics) *threadEntry {
	switch {
	case t == nil:
		return nil
	case !m.past:
		return t.entry
	}
	if i := slices.IndexFunc(m.threads, func(te *threadEntry) bool { return te.thread == t }); i >= 0 {
		return m.threads[i]
	}
	return nil
}

// Earlier returns the chats of a thread that began before the one that its row shows, as known at now,
// oldest first.
func (b *Board) Earlier(k model.Key, now time.Time) []model.EarlierChat {
	m := b.metricsAt(now)
	te := b.threads[k].entryIn(m)
	if te == nil || te.newest == nil {
		return nil
	}
	var list []model.EarlierChat
	shown := te.shownChat(m.now)
	for _, e := range te.entries {
		if e.chat.begunBefore(shown.chat) {
			list = append(list, m.earlier(e))
		}
	}
	return list
}

// earlier summarises an earlier chat of a thread.
func (m *metrics) earlier(e *chatEntry) model.EarlierChat {
	out := model.EarlierChat{Chat: e.chat.id, Began: e.start.Time(), LastAt: e.chat.rows[e.rows-1].At().Time(), Agent: e.lastAgent}
	if out.Agent == 0 {
		out.Agent = e.owner
	}
	if out.Agent != 0 {
		out.Name = m.agentName(out.Agent)
	}
	if e.isOver(m.now) {
		out.How, _, _ = strings.Cut(e.endedAs(e.outcome(m.now)), ":")
	}
	out.First, out.Answered = e.firstResponse()
	return out
}

// firstResponse returns how long the first response took; answered is false if no first response counts.
func (tl *timeline) firstResponse() (took time.Duration, answered bool) {
	for i := range tl.turns {
		if t := &tl.turns[i]; t.first {
			return t.spent, true
		}
	}
	return 0, false
}

// removeThread removes a thread that has lost its last chat.
func (b *store) removeThread(t *thread) {
	delete(b.threads, t.key)
	v := t.key.Visitor
	switch f := b.byVisitor[v]; {
	case f != t:
		for f.sibling != t {
			f = f.sibling
		}
		f.sibling = t.sibling
	case t.sibling == nil:
		delete(b.byVisitor, v)
	default:
		b.byVisitor[v] = t.sibling
	}
	if t.entry != nil {
		t.entry.metrics.removeThread(t.entry)
		t.entry = nil
	}
}

// touchThread marks t as changed, for the metrics.
func (b *store) touchThread(t *thread) {
	if !t.changed {
		t.changed = true
		b.changedThreads = append(b.changedThreads, t)
	}
}

// touch marks c as changed: its timeline has to be built again.
func (b *store) touch(c *chat) {
	c.changed = true
	if !c.touched {
		c.touched = true
		b.touched = append(b.touched, c)
	}
}

// assignThreads puts each touched chat into its thread.
func (b *store) assignThreads() {
	for _, c := range b.touched {
		c.touched = false
		if len(c.rows) > 0 {
			c.packSpeakers()
			c.markFlood()
			b.joinThread(c, b.keyOf(c))
			b.touchThread(c.thread)
		}
	}
	clear(b.touched) // do not keep removed chats alive
	b.touched = b.touched[:0]
}

// factsOf returns the facts of a chat. They must not be changed, since chats without facts share one value.
func (b *store) factsOf(id model.ChatID) *facts {
	if f := b.facts[id]; f != nil {
		return f
	}
	return b.noFacts
}
