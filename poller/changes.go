package poller

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/poller/schedule"
	"floorwatch/poller/throttle"
)

// followChange follows up a new or changed visitor. If every message changes a timestamp, the
// change is most likely a message, and the newest thread is requested first. Otherwise, or if that
// has no new message, the thread list is queued, and after it the rarely polled threads. Changes
// that never lead to anything (a visitor who browses the site may change with each page) are
// followed less and less often.
func (s *visitors) followChange(v *visitor, now time.Time) {
	v.changedAt = now
	s.threads.coverage.noteChanged(v)
	if v.unfollowed.IsZero() {
		v.unfollowed = s.out.asked
		if told := s.trust.discovery.told; !told.IsZero() { // it may have happened soon after the last time
			v.unfollowed = model.EarlierTime(v.unfollowed, told.Add(hiddenGrace-followGrace))
		}
	}
	if v.news.After(v.listReadForChange) {
		v.fruitless = 0 // whoever has written since is no longer restless
	}
	if v.listEntry.Running {
		v.again = true
		return
	}
	if s.askNewest(v, now) {
		return
	}
	s.countFruitless(v)
	c, due := schedule.PriorityFresh, v.listRead.Add(s.cfg.Waiting)
	if v.fruitless > 0 {
		c, due = schedule.PriorityQuiet, s.fruitlessDue(v)
	}
	if s.polledOften(v, now) {
		c, due = schedule.PriorityQuiet, model.LaterTime(due, v.listRead.Add(listenedEvery))
	}
	s.scheduleListFor(v, c, due)
}

// hurryUnread moves the threads of a changed visitor that the first read has not come to among those of the last hour, as
// coverage counts them: until they are read, what changed the timestamp may be a message in any of them.
func (s *visitors) hurryUnread(v *visitor, now time.Time) {
	if !s.isHot(v.stamp, now) {
		return
	}
	for _, t := range v.targets {
		if t.live.Queued && t.live.Priority == schedule.PriorityFirstRead {
			s.sched.Add(&t.live, schedule.PriorityLastHour, t.live.Due)
		}
	}
}

// How long a change may take to be followed before it counts as a debt: since the profile list was asked for it, and since
// the list had last shown that there was none, which after an outage is as long ago as the outage began.
const (
	followGrace = 5 * time.Second
	hiddenGrace = 15 * time.Second
)

// noteFollowed records that an answer about a visitor has arrived, after the last one that may belong to a change: the
// thread list and every thread that was to be read because of it, all requested after the profile list showed it.
func (v *visitor) noteFollowed() {
	pending := func(t *target) bool { return t.urgentSince.After(t.asked) }
	if v.listRead.After(v.rowChanged) && v.listEntry.Asked.After(v.rowChanged) && !slices.ContainsFunc(v.targets, pending) {
		v.unfollowed = time.Time{}
	}
}

// unfollowedChange reports whether the profile list has shown a change of a visitor that has not been followed to its end
// for longer than it usually takes: meanwhile a word in a known thread, or a new chat, is unknown. Changes of a visitor
// who often changes without a message prove nothing, nor do those of stamps that do not move by messages.
func (s *survey) unfollowedChange(v *visitor) bool {
	return s.byMessage && !v.unfollowed.IsZero() && s.now.Sub(v.unfollowed) > followGrace && v.fruitless <= fruitlessFew && !v.explained(s.delay)
}

// countFruitless counts consecutive changes without a new message or chat.
func (s *visitors) countFruitless(v *visitor) {
	if !v.changed && !v.listReadForChange.IsZero() {
		v.fruitless++
		if v.news.After(v.listReadForChange) {
			v.fruitless = 0
		}
	}
	v.changed = true
}

// fruitlessDue returns when the thread list is read after the next change of a visitor whose last changes led to nothing.
func (s *visitors) fruitlessDue(v *visitor) time.Time {
	return v.listReadForChange.Add(min(fruitlessMost, s.cfg.DiscoverEvery<<min(v.fruitless, 8)))
}

// scheduleListFor queues a visitor's thread list, unless it is due earlier already.
func (s *visitors) scheduleListFor(v *visitor, c schedule.Priority, due time.Time) {
	if v.listEntry.Queued && v.listEntry.Priority == schedule.PriorityWaitingLists && !due.Before(v.listEntry.Due) {
		return
	}
	if !v.listEntry.Queued || c < v.listEntry.Priority || c == v.listEntry.Priority && due.Before(v.listEntry.Due) {
		s.sched.Add(&v.listEntry, c, due)
	}
}

// Acquire's lists may name a chat, or a change, before its messages can be read: a server behind the same address that
// lags, for one. What a list promised is asked for again, at intervals of half the time that it has been missing. The
// third empty answer is believed all the same, since a chat need not have messages.
const (
	lagLeast = time.Second
	lagMost  = 2 * time.Minute

	changeLagMost = 30 * time.Second // for a thread list after a change
	quickAnswer   = time.Second      // half of the latest answers must be quicker for it
)

// lagAgain returns when to ask again for what was promised at a moment and has not arrived; zero: as usual.
func lagAgain(promised, now time.Time) time.Time {
	age := now.Sub(promised)
	if promised.IsZero() || age > lagMost {
		return time.Time{}
	}
	return now.Add(max(lagLeast, age/2))
}

// lacksNewest reports whether a visitor's timestamp is newer than every message of theirs, the newest of which is in
// t: a single answer may lack it.
func (s *visitors) lacksNewest(t *target, now time.Time) bool {
	v := s.visitor(t.key.Visitor)
	return !t.isClosed() && s.isHot(v.stamp, now) && v.spokenLast() == t && v.stamp.After(model.LaterTime(t.lastRow, t.lastMessage).Add(stampGrace))
}

// listPromised returns since when a visitor's thread list should name more than it does: chats are gone from it, or
// it is empty although the profile list names the visitor, who is new or (hot) may have written within the last hour.
func (v *visitor) listPromised(hot bool) time.Time {
	if v.empty >= emptyBelieved && (!v.bulk || hot) {
		return model.LaterTime(v.since, v.goneAt)
	}
	return v.goneAt
}

// explained reports whether a visitor's timestamp is that of their newest message, or newer by no more than it usually is (delay).
// If it is not although that message is news, something else, such as a new thread, changed it within the same round of the list.
func (v *visitor) explained(delay time.Duration) bool {
	t := v.spokenLast()
	return t != nil && v.stamp.Sub(model.LaterTime(t.lastRow, t.lastMessage)) <= delay+time.Second
}

// changeUnexplained returns when to read the thread list again after a change that has led to nothing: a new thread may
// lag behind it. A closing or a join is a change too, so it is read five times more at most, and only while there are
// requests to spare: where answers are slow, a read on its way would hold up the one after the visitor's next change.
func (v *visitor) changeUnexplained(b *base, now time.Time) time.Time {
	age := now.Sub(v.changedAt)
	if v.changedAt.IsZero() || age > changeLagMost || v.fruitless > fruitlessFew || !v.news.Before(v.changedAt) ||
		b.sched.Stretch() > 1 || b.flights.Latency() > quickAnswer {
		return time.Time{}
	}
	return now.Add(max(lagLeast, age))
}

// fruitlessFew is how many changes may lead to no message before a visitor counts as restless: closings and joins are changes too.
const fruitlessFew = 2

// askNewest requests a changed visitor's newest thread, and reports whether it did. If it
// has no new message, changedInVain queues the thread list.
func (s *visitors) askNewest(v *visitor, now time.Time) bool {
	if len(v.targets) == 0 || !s.trust.trusted() && !s.trust.mayBeTrusted() || v.fruitless > fruitlessFew {
		return false
	}
	t := slices.MaxFunc(v.targets, func(a, b *target) int { return cmp.Compare(a.newestID, b.newestID) })
	if !t.tried || t.live.Fails > throttle.NearTries {
		return false
	}
	t.listedChange = true
	if !t.live.Running && t.live.Priority > schedule.PriorityFresh {
		if t.live.Priority > schedule.PriorityWaiting {
			t.urgentSince = now // nobody was waiting in it, so its last read is not late
		}
		s.sched.Add(&t.live, schedule.PriorityFresh, model.LaterTime(now, t.live.Asked.Add(askedJustNow)))
	}
	return true
}

// changedInVain handles a changed visitor without new messages in the newest thread: a chat began or ended, or an agent joined.
func (s *visitors) changedInVain(id model.VisitorID, now time.Time) {
	v := s.visitor(id)
	if v.listEntry.Running {
		return
	}
	s.countFruitless(v)
	if v.fruitless > fruitlessFew {
		s.scheduleListFor(v, schedule.PriorityQuiet, s.fruitlessDue(v))
		return
	}
	s.scheduleListFor(v, schedule.PriorityFresh, model.LaterTime(now, v.listRead.Add(s.cfg.Waiting)))
}
