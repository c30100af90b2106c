package poller

import (
	"cmp"
	"context"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/schedule"
	"floorwatch/poller/throttle"
)

const recentFew = 3 // threads of a visitor in which a message without a new chat is likely

// A visitor is what is known of one visitor's threads.
type visitor struct {
	id        model.VisitorID
	listEntry schedule.Entry
	pages     threadPages        // of the thread list
	found     []model.ThreadInfo // on the previous pages
	chat      model.ChatID       // named by the profile list; 0 if none
	claims    map[model.ChatID]model.ThreadID
	named     map[model.ChatID]bool    // by the last complete thread list
	absent    map[model.ChatID]absence // named before, but not now
	memo      map[model.ThreadID]memo
	partly    bool // an earlier page had an unreadable row, or there are more pages than are read
	targets   []*target
	watched   bool
	bulk      bool // found by the first round
	probed    bool // … with an old timestamp, which is no evidence for timestamps if it is right
	again     bool // changed while its thread list was being read
	listRead  time.Time
	joinedDue time.Time // when to read the list for the author of a first answer

	stamp         time.Time // timestamp in the profile list, by the server's clock; zero: none readable
	page          int       // of the profile list that last had their row
	rowRead       time.Time // send time of the request that last brought their row of the profile list
	rowChanged    time.Time // when that row last changed
	silent        int       // consecutive messages that did not change it …
	unproved      time.Time // … and when the last one since was sent that was found too soon to tell; zero: none
	judged        bool      // the timestamp was compared with the newest message
	listReadTwice bool      // the list was read at least twice
	short         int       // consecutive incomplete thread lists
	empty         int       // … and empty ones
	since         time.Time // when the visitor became known
	goneAt        time.Time // when chats were last found gone; zero: never
	changedAt     time.Time // when a change was last followed
	unfollowed    time.Time // about when the list showed the first change that is not followed to its end; zero: none

	changed           bool      // has changed since the thread list was last read
	listReadForChange time.Time // when it was last read for a change
	fruitless         int       // consecutive changes without a message or chat
	news              time.Time // when the last message or chat arrived
	owing             owing
	debts             debtCount // as last counted
}

// visitors holds the visitors and their thread lists, from which it makes targets.
type visitors struct {
	*base
	threads *threads
	byID    map[model.VisitorID]*visitor
	all     []*visitor // the same visitors, for fast passes over all of them
}

// A memo is a thread's state in the last thread list.
type memo struct {
	last   model.ChatID
	unseen int
}

// listUnread reports whether the first read still lacks the visitor's thread list.
func (v *visitor) listUnread() bool { return v.bulk || v.listRead.IsZero() && (v.watched || v.changed) }

func (s *visitors) visitor(id model.VisitorID) *visitor {
	v := s.byID[id]
	if v == nil {
		v = &visitor{id: id, pages: threadPages{page: 1}, since: s.now(), claims: map[model.ChatID]model.ThreadID{}, memo: map[model.ThreadID]memo{}}
		v.listEntry = schedule.Entry{Kind: schedule.KindThreads, Rank: int64(-id)}
		v.listEntry.Ask = func(time.Time) schedule.Call { return s.askThreads(v) }
		s.byID[id] = v
		s.all = append(s.all, v)
	}
	return v
}

// claimed returns the thread of a chat according to the thread list.
func (s *visitors) claimed(v model.VisitorID, c model.ChatID) (model.ThreadID, bool) {
	if known := s.byID[v]; known != nil {
		t, ok := known.claims[c]
		return t, ok
	}
	return 0, false
}

// scheduleFirstList queues the thread list of a visitor found by the first round, last
// changed first: waiting visitors are among those.
func (s *visitors) scheduleFirstList(v *visitor, changed time.Time) {
	if v.listEntry.Queued || v.listEntry.Running {
		return
	}
	if !changed.IsZero() {
		v.listEntry.Rank = -changed.Unix() // before those without a date, whose rank is their id
	}
	v.bulk = true
	c := schedule.PriorityFirstLists
	if s.isHot(changed, s.began) {
		c = schedule.PriorityLastHour
	}
	s.sched.Add(&v.listEntry, c, s.began)
	if c == schedule.PriorityLastHour && s.threads.wild.holds {
		s.askUnlisted(v, s.began)
	}
}

// polledOften reports whether one of v's threads is polled every few seconds.
func (s *visitors) polledOften(v *visitor, now time.Time) bool {
	return slices.ContainsFunc(v.targets, func(t *target) bool { return s.threads.priorityOf(t, now) <= schedule.PriorityActive })
}

// askIdleThreads requests a changed visitor's rarely polled threads at once.
func (s *visitors) askIdleThreads(v *visitor, now time.Time) {
	v.changed, v.listReadForChange = false, now
	var seldom []*target
	for _, t := range v.targets {
		if t.tried && t.live.Fails <= throttle.NearTries && s.threads.priorityOf(t, now) > schedule.PriorityActive {
			seldom = append(seldom, t)
		}
	}
	slices.SortFunc(seldom, func(a, b *target) int { return cmp.Compare(b.newestID, a.newestID) })
	for _, t := range seldom[:min(recentFew, len(seldom))] {
		if v.fruitless <= fruitlessFew {
			t.promised = now
		}
		s.threads.askSoon(t, now)
	}
}

func (s *visitors) askThreads(v *visitor) schedule.Call {
	page := v.pages.page
	return func(ctx context.Context) (func(time.Time) error, error) {
		ans, err := s.src.Threads(ctx, v.id, page)
		if err != nil {
			return nil, err
		}
		return func(now time.Time) error {
			s.out.noteAnswer(ans.Meta, now)
			s.threads.doubts.CountRows(ans.Rows, ans.Drift, now)
			if ans.Rows > 0 && len(ans.List) == 0 {
				return unreadable(ans.Rows)
			}
			s.threads.coverage.noteChanged(v)
			s.gotThreads(v, ans, now)
			if slices.ContainsFunc(ans.List, func(ti model.ThreadInfo) bool { return s.ownerOf(v, ti) != v }) {
				s.threads.coverage.recount = true
			}
			return nil
		}, nil
	}
}

// gotThreads applies a page of a visitor's threads. Targets are updated once all pages
// have arrived.
func (s *visitors) gotThreads(v *visitor, ans acquire.Threads, now time.Time) {
	if len(ans.List) > 0 {
		s.out.send(model.Event{Threads: ans.List}, now)
	}
	news := false
	for _, ti := range ans.List {
		if v.pages.isNew(ti) {
			v.found, news = append(v.found, ti), true
		}
	}
	v.partly = v.partly || ans.Rows > len(ans.List)+ans.Drift.WrongThread
	if v.pages.next(ans.Rows, news) {
		s.sched.Add(&v.listEntry, v.listEntry.Priority, now)
		return
	}
	v.partly = v.partly || v.pages.cut()
	v.pages.again()
	found := v.found
	v.listReadTwice = !v.listRead.IsZero()
	v.found, v.listRead = nil, now
	s.judgeList(v, len(found))
	if v.short == 0 {
		s.noteGone(v, found, now)
	}
	s.place(v, found, now)
	s.judgeFirst(v.id, now)
	v.noteFollowed()
	s.scheduleListAgain(v, now)
}

// place creates or updates the targets of a visitor's threads.
func (s *visitors) place(v *visitor, found []model.ThreadInfo, now time.Time) {
	for _, ti := range found {
		owner := s.ownerOf(v, ti)
		for _, c := range chatsOf(ti) {
			owner.claims[c] = ti.ID
		}
	}
	slices.SortFunc(found, func(a, b model.ThreadInfo) int { return cmp.Compare(b.Last, a.Last) })
	for i, ti := range found {
		// In so long a list, threads long over are not requested.
		if len(found) > nearPages*acquire.PageSize && i >= recentFew && s.longOver(ti, now) {
			v.memo[ti.ID] = memo{ti.Last, ti.Unseen}
			continue
		}
		s.placeThread(s.ownerOf(v, ti), ti, i, now)
	}
	s.placeLoose(v, len(found) > 0, now)
	if v.changed {
		s.askIdleThreads(v, now)
	}
	v.bulk = false
}

// ownerOf returns the visitor of a row of v's thread list: the row's own, if it names one.
func (s *visitors) ownerOf(v *visitor, ti model.ThreadInfo) *visitor {
	if ti.Visitor > 0 && ti.Visitor != v.id {
		return s.visitor(ti.Visitor)
	}
	return v
}

// placeThread creates or updates a thread's target; place is its position among the visitor's threads, newest first.
func (s *visitors) placeThread(v *visitor, ti model.ThreadInfo, place int, now time.Time) {
	old, known := v.memo[ti.ID]
	seen := memo{ti.Last, ti.Unseen}
	v.memo[ti.ID] = seen
	key := model.Key{Visitor: v.id, Thread: ti.ID}
	s.adopt(v, ti, now)
	t := s.threads.byKey[key]
	if t == nil {
		if known && old == seen && place >= recentFew {
			return // it was read and had been silent for a long time
		}
		s.noteChat(v)
		c, stirred := schedule.PriorityFirstRead, s.lastActivity(v, ti, place, now)
		switch {
		case !v.bulk:
			c = schedule.PriorityFresh
		case ti.Unseen > 0, s.isHot(model.LaterTime(stirred, v.stamp), now): // as coverage counts it, whatever its row says, which only decides the rank
			c = schedule.PriorityLastHour
		}
		t = s.targetIn(c, key, chatsOf(ti), stirred, place, now)
	} else if t.cursor.Add(chatsOf(ti)...) {
		s.noteChat(v)
		v.news, t.promised = now, now
		s.threads.askSoon(t, now)
	}
	s.threads.doubts.ClosedEver = s.threads.doubts.ClosedEver || ti.Status == model.StatusClosed
	t.closed, t.owned = time.Time{}, len(ti.Agents) > 0
	if ti.Status == model.StatusClosed {
		t.closed = ti.At
	}
	s.threads.queuePast(t, now)
}

// lastActivity returns when something last happened in a thread, according to the lists and its chats' numbers.
func (s *visitors) lastActivity(v *visitor, ti model.ThreadInfo, place int, now time.Time) time.Time {
	at := ti.ActiveAt
	if place == 0 {
		at = model.LaterTime(at, v.stamp)
	}
	if at.IsZero() {
		at = s.clock.Before(ti.Last, s.out.server(now))
	}
	return at
}

// longOver reports whether a thread cannot have messages within the lookback: a chat lasts less than
// a day, and this one began longer ago.
func (s *visitors) longOver(ti model.ThreadInfo, now time.Time) bool {
	at := ti.ActiveAt
	if at.IsZero() {
		at = s.clock.Before(ti.Last, s.out.server(now))
	}
	return ti.Unseen == 0 && at.Before(s.cutoff(now).Add(-24*time.Hour))
}

// placeLoose keeps the target for chats without thread if the profile list names a chat that
// no thread has, or if nothing else is known.
func (s *visitors) placeLoose(v *visitor, threads bool, now time.Time) {
	key := model.Key{Visitor: v.id, Thread: model.NoThread}
	t := s.threads.byKey[key]
	if t != nil {
		s.dropClaimed(v, t)
		if threads && t.cursor.Empty() && !t.watched && key != s.threads.screen {
			s.threads.retire(t)
		}
	}
	owner, claimed := v.claims[v.chat]
	loose := v.chat > 0 && (!claimed || owner == model.NoThread)
	switch {
	case t != nil && loose && t.cursor.Add(v.chat):
		v.news, t.promised = now, now
		s.threads.askSoon(t, now)
	case t == nil && loose:
		s.newTarget(key, []model.ChatID{v.chat}, !v.bulk, now)
	case t == nil && !threads && len(v.targets) == 0:
		s.newTarget(key, nil, !v.bulk, now)
	}
}

func (s *visitors) dropClaimed(v *visitor, t *target) {
	if t.cursor.Drop(func(c model.ChatID) bool {
		owner, ok := v.claims[c]
		return ok && owner != t.key.Thread
	}) {
		t.waiting, t.lastRow, t.changed = false, time.Time{}, time.Time{}
	}
}

// scheduleListAgain queues the next read of a visitor's thread list, if one is needed.
func (s *visitors) scheduleListAgain(v *visitor, now time.Time) {
	soon := cmp.Or(v.changeUnexplained(s.base, now), lagAgain(v.listPromised(s.isHot(v.stamp, now)), now))
	switch {
	case v.again:
		v.again = false
		s.followChange(v, now)
	case v.short > 0:
		s.sched.Add(&v.listEntry, schedule.PriorityQuiet, now.Add(throttle.UnreadableAgain(v.short)))
	case v.doubtful(), len(v.absent) > 0:
		s.sched.Add(&v.listEntry, v.listEntry.Priority, now.Add(emptyAgain))
	case !soon.IsZero() && !v.waits(s.threads, now):
		s.sched.Add(&v.listEntry, schedule.PriorityActive, soon)
	case v.watched:
		s.sched.Add(&v.listEntry, schedule.PriorityWatchedLists, now.Add(throttle.SpreadBy(s.rng, s.cfg.DiscoverEvery)))
	case v.waits(s.threads, now), s.inTurn(v, now) && (s.threads.stamps.needLists() || s.audits() && v.anyRead()): // do not wait for the thread's next answer, which may take minutes
		s.scheduleList(v.id, now)
	}
}

// newTarget starts to poll a thread; urgent ones are requested at once.
func (s *visitors) newTarget(key model.Key, chats []model.ChatID, urgent bool, now time.Time) *target {
	c, changed := schedule.PriorityFirstRead, s.visitor(key.Visitor).stamp
	switch {
	case urgent:
		c = schedule.PriorityFresh
	case s.isHot(changed, now):
		c = schedule.PriorityLastHour
	}
	return s.targetIn(c, key, chats, changed, 0, now)
}

// targetIn starts to poll a thread with a priority; in the first read the one active last comes first.
func (s *visitors) targetIn(c schedule.Priority, key model.Key, chats []model.ChatID, stirred time.Time, place int, now time.Time) *target {
	v := s.visitor(key.Visitor)
	rank := v.listEntry.Rank
	if !stirred.IsZero() {
		rank = -stirred.Unix()
	}
	if place > 0 && !v.stamp.IsZero() {
		rank = max(rank, -v.stamp.Unix()) // after the newest, whatever the others contain
	}
	t := s.threads.start(key, chats, rank+int64(place), c, now)
	v.targets = append(v.targets, t)
	if c == schedule.PriorityFresh {
		v.news = now
	}
	return t
}

// release removes a target that is no longer polled.
func (s *visitors) release(t *target) {
	v := s.visitor(t.key.Visitor)
	v.targets = slices.DeleteFunc(v.targets, func(o *target) bool { return o == t })
}

// prune removes visitors that have had no thread to poll for a long time.
func (s *visitors) prune(now time.Time) {
	s.all = slices.DeleteFunc(s.all, func(v *visitor) bool {
		gone := len(v.targets) == 0 && !v.watched && !v.listEntry.Queued && !v.listEntry.Running && now.Sub(v.listRead) > s.cfg.Lookback
		if gone {
			delete(s.byID, v.id)
		}
		return gone
	})
}

// chatsOf returns all chats that a row of the thread list names.
func chatsOf(ti model.ThreadInfo) []model.ChatID {
	return append(slices.Clone(ti.Chats), ti.Last)
}

// chatsIn returns the chats of a thread according to the thread list.
func (s *visitors) chatsIn(k model.Key) []model.ChatID {
	var chats []model.ChatID
	if v := s.byID[k.Visitor]; v != nil {
		for c, thread := range v.claims {
			if thread == k.Thread {
				chats = append(chats, c)
			}
		}
	}
	return chats
}
