package poller

import (
	"time"

	"floorwatch/model"
	"floorwatch/poller/schedule"
)

const (
	failingFor = time.Minute // what was read before and fails for so long is owed; one retry must not flicker
	deniedFrom = 3           // failures in a row
)

// A survey is one pass over all visitors and their threads: what is owed at a moment, and how old the rest is. It is
// made once a second and where more may be owed than before, so it looks at each of them once and keeps its memory.
type survey struct {
	*coverage
	now, server time.Time // by our clock and by the server's
	hot, cutoff time.Time // by the server's clock: what can hold a word of the last hour, and of the lookback
	byWords     bool      // each word is known to move a stamp

	debts     []model.Debt
	read, of  int       // of what can hold a word of the last hour
	owes      bool      // something of that was never read …
	owesSince time.Time // … and since when the oldest of it is known to exist, by the server's clock
	old       bool      // some of what is owed was read before, and cannot be any more

	late       oldestRead
	answer     time.Time // the oldest answer of a thread that is not known closed, by our clock
	oldestList time.Time // the oldest thread list of a visitor whom no stamp watches, by our clock …
	stopped    int       // visitors whose stamps do not move though those of others do
	unwatched  int       // … and how many those are
	silent     int       // threads whose chat was over by silence and is not reported closed
}

// survey makes a pass.
func (c *coverage) survey(now time.Time) *survey {
	server := c.out.server(now)
	s := &survey{
		coverage: c, now: now, server: server, hot: server.Add(-hotSpan), cutoff: c.cutoff(now), byWords: c.stamps.byWords(),
		debts: c.spare, late: c.throughput.allInTime(now), answer: now, oldestList: now,
	}
	c.passes++
	for _, v := range c.visitors.all {
		s.visitor(v)
	}
	s.debts = append(s.debts, c.people.debts()...)
	for range c.discovery.unreadable() {
		if s.owe(model.Debt{Kind: model.DebtUnlisted}) { // a visitor, but which one
			s.noteOwing(&c.unreadable)
		}
	}
	c.catchUp(s)
	if c.spare = nil; !c.over { // the next pass of the first read finds about as many
		c.spare = s.debts[:0]
	}
	return s
}

// visitor looks at a visitor and their threads.
func (s *survey) visitor(v *visitor) {
	owes := s.ofVisitor(v)
	for _, t := range v.targets {
		owes = s.ofThread(t, v) || owes
		s.past(t)
		s.ages(t, v)
	}
	if owes {
		s.noteOwing(&v.owing)
	}
	if v.silent >= stoppedFrom {
		s.stopped++
	}
	if !v.listRead.IsZero() && !v.watched && s.visitors.inTurn(v, s.now) {
		s.unwatched++
		s.oldestList = earlier(s.oldestList, v.listRead)
	}
}

// ages looks at how old is what is known of a thread.
func (s *survey) ages(t *target, v *visitor) {
	s.throughput.include(&s.late, t, v)
	if t.isClosed() {
		return
	}
	if t.read {
		s.answer = earlier(s.answer, t.lastGood)
	}
	if !t.lastMessage.IsZero() && s.server.Sub(t.lastMessage) > quietFor {
		s.silent++
	}
}

// owe adds what can hold the newest chat of a thread and was never read, and reports whether that can hold a word of the last hour.
func (s *survey) owe(d model.Debt) bool {
	d.Live = true
	s.debts = append(s.debts, d)
	if !d.Until.IsZero() && !d.Until.After(s.hot) {
		return false
	}
	s.of++
	return true
}

// An owing says since when something of the last hour is owed of a visitor.
type owing struct {
	since time.Time // by the server's clock
	pass  int       // the last one that found it
}

// noteOwing notes that a pass has found something owed of the last hour.
func (s *survey) noteOwing(o *owing) {
	if o.pass == 0 || o.pass != s.kept && o.pass != s.passes {
		o.since = s.server
	}
	if o.pass = s.passes; !s.owes || o.since.Before(s.owesSince) {
		s.owesSince = o.since
	}
	s.owes = true
}

// catchUp decides whether what a pass found owed of the last hour has come since all of it was read once. What the first
// read has still to read has always been there, and what cannot be read any more is not new either.
func (c *coverage) catchUp(s *survey) {
	c.caughtUp = c.caughtUp || c.over || !s.owes && (c.discovery.whole || !c.cfg.Discover)
	if c.kept = c.passes; !c.caughtUp || s.old {
		c.kept, s.owesSince = 0, time.Time{} // the next pass knows of nothing
	}
}

// fingerprint tells lists of debts apart, whatever their order.
func fingerprint(list []model.Debt) uint64 {
	sum := uint64(len(list))
	for i := range list {
		d := &list[i]
		h := uint64(d.Kind) + 1
		for _, n := range [...]int64{int64(d.Key.Visitor), int64(d.Key.Thread), d.Until.Unix(), int64(d.Until.Nanosecond())} {
			h = (h ^ uint64(n)) * 0x9e3779b97f4a7c15
			h ^= h >> 29
		}
		if d.Live {
			h += 1 << 62
		}
		if d.Denied {
			h += 1 << 61
		}
		sum += h * 0x9e3779b97f4a7c15
	}
	return sum
}

// until is when the last word of a visitor was sent at the latest; zero where that is not known.
func (s *survey) until(v *visitor) time.Time {
	if !s.byWords || v.silent > 0 {
		return time.Time{}
	}
	return v.stamp
}

// ofVisitor adds what is owed because a visitor's thread list was never read, or not wholly, or cannot be read any
// more, and reports whether that can hold a word of the last hour.
func (s *survey) ofVisitor(v *visitor) bool {
	bad := v.listEntry.Bad
	fails := !bad.IsZero() && s.now.Sub(bad) > failingFor
	if !fails && !v.owed() {
		return false
	}
	s.old = s.old || fails
	return s.owe(model.Debt{
		Kind: model.DebtUnlisted, Key: model.Key{Visitor: v.id, Thread: model.NoThread},
		Denied: denied(&v.listEntry), Until: s.until(v),
	})
}

// ofThread adds what is owed of the newest chat of a thread, and reports whether what was never read of it can hold a word of the last hour.
func (s *survey) ofThread(t *target, v *visitor) bool {
	if t.unread() {
		return s.owe(model.Debt{Kind: model.DebtUnread, Key: t.key, Denied: denied(&t.live), Until: s.until(v)})
	}
	if bad := t.live.Bad; !bad.IsZero() && s.now.Sub(t.lastGood) > failingFor {
		s.debts = append(s.debts, model.Debt{Kind: model.DebtFailing, Key: t.key, Denied: denied(&t.live), Until: t.answered, Live: true})
	}
	switch {
	case s.ofRows(t, v):
		return true
	case t.lastMessage.After(s.hot), t.changed.After(s.hot):
		s.read, s.of = s.read+1, s.of+1
	}
	return false
}

// ofRows adds the chats of a thread that have rows without a sender and a time, and reports whether any of these rows can be
// of the last hour. Three answers in a row with such a row count as three failures.
func (s *survey) ofRows(t *target, v *visitor) (recent bool) {
	for c, x := range t.unknown {
		until, newest := x.since, t.isNewest(c)
		if !newest { // it was over when the next one began
			until = earlier(until, s.clock.Before(t.cursor.After(c), s.server))
		}
		if stamp := s.until(v); !stamp.IsZero() {
			until = earlier(until, stamp)
		}
		switch {
		case !x.owed() || !until.After(s.cutoff):
		case newest && until.After(s.hot):
			recent = s.owe(model.Debt{Kind: model.DebtUnread, Key: t.key, Denied: x.answers >= deniedFrom, Until: until}) || recent
		default:
			s.debts = append(s.debts, model.Debt{Kind: model.DebtLost, Until: until})
		}
	}
	return recent
}

// past adds what is owed of a thread's earlier chats, and of the beginning of those that came cut short.
func (s *survey) past(t *target) {
	t.cursor.Debts(s.cutoff, func(until time.Time, lost bool) {
		kind := model.DebtEarlierChat
		if lost {
			kind = model.DebtLost
		}
		s.debts = append(s.debts, model.Debt{Kind: kind, Until: until})
	})
	for _, x := range t.long {
		if s.threads.limit.short(x) {
			s.debts = append(s.debts, model.Debt{Kind: model.DebtCapped, Key: t.key, Until: x.oldest})
		}
	}
}

// denied reports whether an entry failed so often that a retry is not all it needs.
func denied(e *schedule.Entry) bool { return e.Fails >= deniedFrom }

// scheduleRecount asks for a recount at once where more may be owed than before an answer: a
// count goes over all threads, and answers come ten times a second. What became less is
// counted with the next second, but for the debt whose payment may end the first read:
// a snapshot and a screen wait for that.
func (c *coverage) scheduleRecount(e *schedule.Entry, failed bool) {
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

// A debtCount counts what is owed of one visitor, and of that what may hide somebody who waits.
type debtCount struct{ all, live int }

// countDebts counts what is owed of a visitor and their threads, as coverage counts it.
func (s *visitors) countDebts(v *visitor, now time.Time) (n debtCount) {
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
func (v *visitor) owed() bool { return v.listRead.IsZero() || v.short > 0 || v.doubtful() }

// unread reports whether the thread's newest chat was never read.
func (t *target) unread() bool { return !t.read || t.cursor.Pending() }
