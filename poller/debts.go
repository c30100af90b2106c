package poller

import (
	"hash/maphash"
	"time"

	"floorwatch/model"
	"floorwatch/poller/schedule"
)

const (
	failingFor = time.Minute // what was read before and fails for so long is owed; one retry must not flicker
	deniedFrom = 3           // failures in a row
)

// A debtList is all that is owed at a moment.
type debtList struct {
	debts    []model.Debt
	read, of int                      // of what can hold a word of the last hour
	owing    map[model.VisitorID]bool // whose it is that was never read of that
	old      bool                     // some of it was read before, and cannot be any more
}

// mark tells lists apart by their debts, whatever their order.
func (l *debtList) mark(seed maphash.Seed) uint64 {
	type plain struct {
		kind         model.DebtKind
		key          model.Key
		live, denied bool
		until        int64
	}
	sum := uint64(len(l.debts))
	for i := range l.debts {
		d := &l.debts[i]
		p := plain{d.Kind, d.Key, d.Live, d.Denied, 0}
		if !d.Until.IsZero() {
			p.until = d.Until.UnixNano()
		}
		sum += maphash.Comparable(seed, p)
	}
	return sum
}

// owe adds what can hold the newest chat of a thread and was never read.
func (l *debtList) owe(d model.Debt, hot time.Time) {
	d.Live = true
	l.debts = append(l.debts, d)
	if d.Until.IsZero() || d.Until.After(hot) {
		l.of++
		if l.owing == nil {
			l.owing = map[model.VisitorID]bool{}
		}
		l.owing[d.Key.Visitor] = true
	}
}

// debts lists what is owed.
func (c *coverage) debts(now time.Time) debtList {
	var l debtList
	hot, cutoff := c.out.server(now).Add(-hotSpan), c.cutoff(now)
	for _, v := range c.visitors.byID {
		c.ofVisitor(&l, v, hot, now)
	}
	for _, t := range c.threads.byKey {
		c.ofThread(&l, t, hot, now)
		c.past(&l, t, cutoff)
	}
	l.debts = append(l.debts, c.people.debts()...)
	for range c.discovery.unreadable() {
		l.owe(model.Debt{Kind: model.DebtUnlisted}, hot) // a visitor, but which one
	}
	return l
}

// since is since when the oldest of what was never read is known to exist, by the server's clock. What the first
// read has still to read has always been there, and what cannot be read any more is not new either: that is zero.
func (c *coverage) since(l *debtList, now time.Time) (oldest time.Time) {
	known := c.owing
	c.owing = nil
	c.caughtUp = c.caughtUp || c.over || len(l.owing) == 0 && (c.discovery.whole || !c.cfg.Discover)
	if !c.caughtUp || l.old {
		return oldest
	}
	for v := range l.owing {
		at, ok := known[v]
		if !ok {
			at = c.out.server(now)
		}
		if c.owing == nil {
			c.owing = map[model.VisitorID]time.Time{}
		}
		if c.owing[v] = at; oldest.IsZero() || at.Before(oldest) {
			oldest = at
		}
	}
	return oldest
}

// ofVisitor adds what is owed because a visitor's thread list was never read, or not wholly, or cannot be read any more.
func (c *coverage) ofVisitor(l *debtList, v *visitor, hot, now time.Time) {
	bad := v.look.Bad
	fails := !bad.IsZero() && now.Sub(bad) > failingFor
	if v.owed() || fails {
		l.old = l.old || fails
		l.owe(model.Debt{
			Kind: model.DebtUnlisted, Key: model.Key{Visitor: v.id, Thread: model.NoThread},
			Denied: denied(&v.look), Until: c.stamps.until(v),
		}, hot)
	}
}

// ofThread adds what is owed of the newest chat of a thread.
func (c *coverage) ofThread(l *debtList, t *target, hot, now time.Time) {
	d := model.Debt{Key: t.key, Denied: denied(&t.live)}
	switch {
	case t.unread():
		d.Kind, d.Until = model.DebtUnread, c.stamps.until(c.visitors.byID[t.key.Visitor])
		l.owe(d, hot)
		return
	case !t.live.Bad.IsZero() && now.Sub(t.good) > failingFor:
		d.Kind, d.Until, d.Live = model.DebtFailing, t.answered, true
		l.debts = append(l.debts, d)
	}
	if t.said.After(hot) || t.changed.After(hot) {
		l.read, l.of = l.read+1, l.of+1
	}
}

// past adds what is owed of a thread's earlier chats, and of the beginning of those that came cut short.
func (c *coverage) past(l *debtList, t *target, cutoff time.Time) {
	t.cursor.Debts(cutoff, func(until time.Time, lost bool) {
		kind := model.DebtEarlierChat
		if lost {
			kind = model.DebtLost
		}
		l.debts = append(l.debts, model.Debt{Kind: kind, Until: until})
	})
	for _, x := range t.long {
		if c.threads.limit.short(x) {
			l.debts = append(l.debts, model.Debt{Kind: model.DebtCapped, Key: t.key, Until: x.oldest})
		}
	}
}

// denied reports whether an entry failed so often that a retry is not all it needs.
func denied(e *schedule.Entry) bool { return e.Fails >= deniedFrom }

// weigh asks for a recount at once where more may be owed than before an answer: a
// count goes over all threads, and answers come ten times a second. What became less is
// counted with the next second, but for the debt whose payment may end the first read:
// a snapshot and a screen wait for that.
func (c *coverage) weigh(e *schedule.Entry, failed bool) {
	switch e.Kind {
	case schedule.KindProfiles:
		owes := listOwes{len(c.visitors.byID), c.discovery.unreadable(), c.discovery.whole}
		c.recount = c.recount || failed || owes != c.listOwed
		c.listOwed = owes
	case schedule.KindMessages, schedule.KindThreads:
		c.recount = c.recount || failed || c.threads.owesMore
	}
	if c.live -= c.threads.repaid; !c.over && c.threads.repaid > 0 && c.live <= 0 {
		c.recount = true
	}
	c.threads.owesMore, c.threads.repaid = false, 0
}

// A listOwes is what of the list of visitors makes something owed.
type listOwes struct {
	visitors, unreadable int
	whole                bool
}

// A tally counts what is owed of one visitor, and of that what may hide somebody who waits.
type tally struct{ all, live int }

func (t tally) less(o tally) bool { return t.all < o.all || t.live < o.live }

// tally counts what is owed of a visitor and his threads, as coverage counts it.
func (s *visitors) tally(v *visitor, now time.Time) (n tally) {
	if v.owed() {
		n.all, n.live = 1, 1
	}
	for _, t := range v.targets {
		if t.unread() {
			n.live++
		}
		n.all += s.threads.owes(t, now)
	}
	return n
}

// owed reports whether the visitor's thread list was never read, or not wholly.
func (v *visitor) owed() bool { return v.looked.IsZero() || v.short > 0 || v.doubtful() }

// unread reports whether the thread's newest chat was never read.
func (t *target) unread() bool { return !t.read || t.cursor.Pending() }
