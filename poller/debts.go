package poller

import (
	"time"

	"floorwatch/model"
	"floorwatch/poller/schedule"
)

const (
	failingFor = time.Minute // a thread read before counts as a debt after failing for so long; a single retry must not flicker
	deniedFrom = 3           // consecutive failures
)

// A survey is one pass over all visitors and their threads: the debts at a moment, and how old the rest is. There is one
// per second and whenever there are more debts than told, so it visits each thread once and reuses memory.
type survey struct {
	*coverage
	now, server time.Time     // by our clock and by the server's
	hot, cutoff time.Time     // by the server's clock: the start of the last hour, and of the lookback
	byMessage   bool          // every message is known to move a stamp …
	delay       time.Duration // … so long after it

	debts     []model.Debt
	read, of  int       // of what may contain messages of the last hour
	owes      bool      // part of that was never read …
	owesSince time.Time // … and since when the oldest part is known to exist, by the server's clock
	old       bool      // some debts were read before and now fail

	late       oldestRead
	answer     time.Time // the oldest answer of a thread not known to be closed, by our clock
	oldestList time.Time // the oldest thread list of a visitor without useful timestamps, by our clock …
	unwatched  int       // … and the number of those visitors
	oldestPage time.Time // the oldest page of the profile list with a known visitor, by our clock, if pages show changes in turn
	stopped    int       // visitors whose stamps do not move though those of others do
	silent     int       // threads whose chat ended by silence and is not reported as closed
}

// survey makes a pass and returns the result.
func (c *coverage) survey(now time.Time) *survey {
	s := c.newSurvey(now)
	c.passes++
	for _, v := range c.visitors.all {
		s.visitor(v)
	}
	s.debts = append(s.debts, c.people.debts()...)
	for range c.discovery.unreadable() {
		if s.owe(model.Debt{Kind: model.DebtUnlisted}) { // an unknown visitor
			s.noteOwing(&c.unreadable)
		}
	}
	c.catchUp(s)
	if c.spare = nil; !c.over { // the next pass of the first read finds about as many debts
		c.spare = s.debts[:0]
	}
	return s
}

// newSurvey returns a survey of nobody yet.
func (c *coverage) newSurvey(now time.Time) *survey {
	server := c.out.server(now)
	return &survey{
		coverage: c, now: now, server: server, hot: server.Add(-hotSpan), cutoff: c.cutoff(now), byMessage: c.stamps.byMessage(), delay: c.stamps.delay(),
		debts: c.spare, late: c.throughput.allInTime(now), answer: now, oldestList: now, oldestPage: now,
	}
}

// debtsOf adds the debts of a visitor and their threads, and notes how many there are.
func (s *survey) debtsOf(v *visitor) {
	first := len(s.debts)
	recent := s.ofVisitor(v)
	for _, t := range v.targets {
		recent = s.ofThread(t, v) || recent
		s.past(t)
	}
	v.debts = debtCount{all: len(s.debts) - first, recent: recent}
	for i := range s.debts[first:] {
		if s.debts[first+i].Live {
			v.debts.live++
		}
	}
	if !recent {
		v.owing = owing{}
		return
	}
	s.noteOwing(&v.owing)
}

// visitor adds a visitor and their threads.
func (s *survey) visitor(v *visitor) {
	s.debtsOf(v)
	for _, t := range v.targets {
		s.ages(t, v)
	}
	if v.silent >= stoppedFrom {
		s.stopped++
	}
	if v.listRead.IsZero() || v.watched || !s.visitors.inTurn(v, s.now) {
		return
	}
	s.unwatched++
	s.oldestList = model.EarlierTime(s.oldestList, v.listRead)
	if at, read := s.discovery.read[v.page]; read && s.discovery.turns() {
		s.oldestPage = model.EarlierTime(s.oldestPage, at)
	}
}

// ages adds the age of a thread's data.
func (s *survey) ages(t *target, v *visitor) {
	s.throughput.include(&s.late, t, v)
	if t.isClosed() {
		return
	}
	if t.read {
		s.answer = model.EarlierTime(s.answer, t.lastGood)
	}
	if !t.lastMessage.IsZero() && s.server.Sub(t.lastMessage) > quietFor {
		s.silent++
	}
}

// owe adds a debt that was never read and may contain the newest chat of a thread, and reports whether it may contain messages of the last hour.
func (s *survey) owe(d model.Debt) bool {
	d.Live = true
	s.debts = append(s.debts, d)
	if !d.Until.IsZero() && !d.Until.After(s.hot) {
		return false
	}
	s.of++
	return true
}

// An owing says since when part of the last hour is unread for a visitor.
type owing struct {
	since time.Time // by the server's clock
	pass  int       // the last one that found it, or was the last one when an answer did
}

// noteOwing records that a pass has found a debt of the last hour.
func (s *survey) noteOwing(o *owing) {
	if o.pass == 0 || o.pass != s.kept && o.pass != s.passes {
		o.since = s.server
	}
	if o.pass = s.passes; !s.owes || o.since.Before(s.owesSince) {
		s.owesSince = o.since
	}
	s.owes = true
}

// catchUp decides whether the debts of the last hour arose after all of it was read once. What the first read has not
// read yet is not new, nor are threads that fail now.
func (c *coverage) catchUp(s *survey) {
	c.caughtUp = c.caughtUp || c.over || !s.owes && (c.discovery.whole || !c.cfg.Discover)
	if c.kept = c.passes; !c.caughtUp || s.old {
		c.kept, s.owesSince = 0, time.Time{} // the next pass starts over
	}
}

// fingerprint returns a hash of a list of debts that does not depend on their order.
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

// until returns the latest possible time of a visitor's last message; zero if it is not known.
func (s *survey) until(v *visitor) time.Time {
	if !s.byMessage || v.silent > 0 {
		return time.Time{}
	}
	return v.stamp
}

// ofVisitor adds the debt of a visitor whose thread list was never read, or not completely, or fails, or who has changed
// since all that is known of them was read, and reports whether it may contain messages of the last hour.
func (s *survey) ofVisitor(v *visitor) bool {
	bad := v.listEntry.Bad
	fails := !bad.IsZero() && s.now.Sub(bad) > failingFor
	if !fails && !v.owed() && !s.unfollowedChange(v) {
		return false
	}
	s.old = s.old || fails
	return s.owe(model.Debt{
		Kind: model.DebtUnlisted, Key: model.Key{Visitor: v.id, Thread: model.NoThread},
		Denied: denied(&v.listEntry), Until: s.until(v),
	})
}

// ofThread adds the debts of a thread's newest chat, and reports whether one that was never read may contain messages of the last hour.
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

// ofRows adds the chats of a thread that have rows without a sender and a time, or without a time, and reports whether
// any of these rows can be of the last hour. Three answers in a row with such a row count as three failures.
func (s *survey) ofRows(t *target, v *visitor) (recent bool) {
	for c, x := range t.unknown {
		until, newest := x.since, t.isNewest(c)
		if !newest { // it ended before the next one began
			until = model.EarlierTime(until, s.clock.Before(t.cursor.After(c), s.server))
		}
		if stamp := s.until(v); !stamp.IsZero() {
			until = model.EarlierTime(until, stamp)
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

// past adds the debts of a thread's earlier chats, and of chats whose first messages are missing.
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

// denied reports whether an entry has failed so often that retries alone will not help.
func denied(e *schedule.Entry) bool { return e.Fails >= deniedFrom }

// noteChanged is called for each visitor whose debts an answer may change.
func (c *coverage) noteChanged(v *visitor) { c.changed = append(c.changed, v) }

// afterAnswer is called after an answer or a failure was applied. It requests a recount at once if there may be more
// debts than told: a count passes over all threads, and answers arrive ten times a second. Fewer debts are counted in the
// next second, except when the last debt that hides a wait is settled: that ends the first read, for which a snapshot and
// a screen wait, or makes the waits exact again after a newcomer.
func (c *coverage) afterAnswer(e *schedule.Entry, failed bool, now time.Time) {
	switch e.Kind {
	case schedule.KindProfiles:
		owes := listOwes{len(c.visitors.byID), c.discovery.unreadable(), c.discovery.whole}
		c.recount = c.recount || failed || owes != c.listOwed
		c.listOwed = owes
	case schedule.KindMessages, schedule.KindThreads:
		c.recount = c.recount || failed
	}
	for _, v := range c.changed {
		c.countAgain(v, now)
	}
	c.changed = c.changed[:0]
}

// countAgain counts the debts of one visitor.
func (c *coverage) countAgain(v *visitor, now time.Time) {
	before := v.debts
	c.newSurvey(now).debtsOf(v)
	after := v.debts
	c.owed.all += after.all - before.all
	c.owed.live += after.live - before.live
	more := c.owed.all > c.told.all || c.owed.live > c.told.live || after.recent && !before.recent
	last := after.live < before.live && c.owed.live <= 0
	c.recount = c.recount || more || last
}

// A listOwes is the state of the profile list that causes debts.
type listOwes struct {
	visitors, unreadable int
	whole                bool
}

// A debtCount counts debts.
type debtCount struct {
	all    int
	live   int  // those that may hide a wait
	recent bool // of one visitor: something that was never read may contain messages of the last hour
}

// owed reports whether the visitor's thread list was never read, or not completely.
func (v *visitor) owed() bool { return v.listRead.IsZero() || v.short > 0 || v.doubtful() }

// unread reports whether the thread's newest chat was never read.
func (t *target) unread() bool { return !t.read || t.cursor.Pending() }
