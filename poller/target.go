package poller

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/cursor"
	"floorwatch/poller/evidence"
	"floorwatch/poller/schedule"
	"floorwatch/poller/throttle"
)

// Ages of a chat's last message, as in the metrics.
const (
	activeFor = 5 * time.Minute
	quietFor  = 30 * time.Minute // from then on the chat is over and nobody waits in it
)

// A target is a thread that is polled.
type target struct {
	key               model.Key
	live              schedule.Entry // its newest chat, repeatedly
	past              schedule.Entry // its earlier chats, once
	cursor            cursor.Cursor
	memory            cursor.SeenIDs // ids in earlier answers
	watched           bool           // a [[watch]] section names it; never retired
	listedChange      bool           // the visitor's timestamp changed, and this thread is requested for it
	promised          time.Time      // when a list named something newer than this thread's messages, by our clock; zero: it has arrived
	cameEmpty         bool           // the last answer was empty, although the thread has messages
	owned             bool           // the thread list names an agent
	read              bool           // read successfully at least once
	unreadableAnswers int            // consecutive answers with an unreadable row
	emptyAnswers      int            // empty answers while no chat was known that they should have contained
	tried             bool           // answered at least once, possibly with only unreadable rows

	newestID    model.MessageID // the largest id delivered
	born        time.Time       // by the server's clock
	asked       time.Time       // send time of the request of the last good answer, by our clock
	lastGood    time.Time       // the last good answer, by our clock …
	answered    time.Time       // … and by the server's
	lastMessage time.Time       // the newest message, by the server's clock
	closed      time.Time       // the last read of the thread list that found it closed, by the server's clock; zero: the last one did not
	long        map[model.ChatID]longChat
	unknown     map[model.ChatID]unknownRows
	lastChat    model.ChatID // the newest chat with messages as of the last answer
	lastRow     time.Time    // time of the newest chat's last row, by the server's clock
	changed     time.Time    // when an answer last had a new message
	urgentSince time.Time    // since when an answer is urgent, by our clock
	joined      model.ChatID // the chat for whose first answer the thread list was read
	waiting     bool         // the visitor wrote last in the newest chat
}

// failing reports whether the thread cannot be read: the last request failed, or no answer has had a readable row yet.
func (t *target) failing() bool { return t.live.Fails > 0 || t.tried && !t.read }

// isClosed reports whether the thread is known to be closed: a message after the read that found it closed reopens it, as on the Board.
func (t *target) isClosed() bool { return !t.closed.IsZero() && !t.lastMessage.After(t.closed) }

// priorityAt derives the priority from the answers. It uses changed in addition to sent
// times because those may be off by a time zone, which would make a busy floor look idle.
func (t *target) priorityAt(now time.Time) schedule.Priority {
	last := t.lastRow
	last = model.EarlierTime(last, now)
	last = model.LaterTime(last, t.changed)
	switch age := now.Sub(last); {
	case last.IsZero() || age >= quietFor:
		return schedule.PriorityIdle
	case t.waiting && !t.isClosed():
		return schedule.PriorityWaiting
	case age < activeFor:
		return schedule.PriorityActive
	}
	return schedule.PriorityQuiet
}

// updateWaiting updates the facts for the priority from the newest chat's messages. Automations' messages are not answers.
func (t *target) updateWaiting(msgs []model.Message, newest model.ChatID, automations map[model.AgentID]bool) {
	var last, visitor, agent, bot sentOrder
	missed := false
	for i := range msgs {
		m := &msgs[i]
		if m.Chat != newest {
			continue
		}
		missed = missed || m.Missed || m.Offline
		last = last.later(sentOrderOf(m)) // an event too: "joined" is a sign of life
		if m.Kind != model.KindMessage && (m.Kind != model.KindUnknown || m.Side != model.SideVisitor) {
			continue
		}
		at := sentOrderOf(m)
		if automations[m.Sender] {
			continue
		}
		switch m.Side {
		case model.SideVisitor:
			visitor = visitor.later(at)
		case model.SideAgent:
			agent = agent.later(at)
		case model.SideBot:
			bot = bot.later(at)
		}
	}
	if agent.id == 0 && !t.owned { // a bot's message does not count once a human has the chat
		agent = bot
	}
	t.lastRow = last.at
	t.waiting = !missed && visitor.id != 0 && agent.later(visitor).id == visitor.id
}

// A sentOrder orders messages as the metrics do: by sent time, then id.
type sentOrder struct {
	at time.Time
	id model.MessageID // 0: none
}

func sentOrderOf(m *model.Message) sentOrder {
	if m.SentAt.IsZero() {
		return sentOrder{m.FirstAt, m.ID}
	}
	return sentOrder{m.SentAt, m.ID}
}

func (a sentOrder) later(b sentOrder) sentOrder {
	if a.id == 0 || b.at.After(a.at) || b.at.Equal(a.at) && b.id > a.id {
		return b
	}
	return a
}

// threads are the polled threads.
type threads struct {
	*base
	log      *slog.Logger
	visitors *visitors
	byKey    map[model.Key]*target
	screen   model.Key      // the thread on the screen
	modes    [2]cursor.Mode // learned: the mode for chats of threads, and for chats without thread
	overlaps [2]bool        // learned: whether answers repeat earlier messages
	later    [2]bool        // learned: whether answers contain chats later than the requested one
	coverage *coverage
	doubts   *evidence.Doubts
	stamps   *timestamps
	limit    answerLimit // learned: maximum rows of an answer
	recalled recollection
	wild     wildcard
}

// start begins to poll a thread; a fresh one is requested at once.
func (s *threads) start(key model.Key, chats []model.ChatID, rank int64, c schedule.Priority, now time.Time) *target {
	t := &target{key: key, born: s.out.server(now), lastGood: now}
	t.live = schedule.Entry{Kind: schedule.KindMessages, Rank: rank, Ask: func(time.Time) schedule.Call { return s.askLive(t) }}
	t.past = schedule.Entry{Kind: schedule.KindMessages, Rank: rank, Ask: func(now time.Time) schedule.Call { return s.askPast(t, now) }}
	t.cursor.Add(chats...)
	if c <= schedule.PriorityLastHour { // not for an old thread, which may well be empty
		t.promised = now
	}
	s.byKey[key] = t
	due := s.began
	if c == schedule.PriorityFresh {
		due = time.Time{}
	}
	s.sched.Add(&t.live, c, due)
	return t
}

// askSoon queues a target in which something new was found.
func (s *threads) askSoon(t *target, now time.Time) {
	if t.live.Priority > schedule.PriorityWaiting {
		t.urgentSince = now
		s.sched.Add(&t.live, schedule.PriorityFresh, t.live.Asked.Add(s.cfg.Waiting))
	}
}

// retire stops polling a thread without messages for longer than lookback.
func (s *threads) retire(t *target) {
	s.sched.Retire(&t.live)
	s.sched.Retire(&t.past)
	delete(s.byKey, t.key)
	s.visitors.release(t)
}

// askLive returns the next request for the messages of the target's newest chat.
func (s *threads) askLive(t *target) schedule.Call {
	q := t.cursor.Ask(s.modeFor(t.key))
	if !t.read {
		q = s.widen(t, q)
	}
	return s.askMessages(t, q, s.gotLive)
}

func (s *threads) askMessages(t *target, q cursor.Question, got func(*target, cursor.Question, acquire.Messages, time.Time)) schedule.Call {
	req := acquire.MessagesRequest{Visitor: t.key.Visitor, Thread: t.key.Thread, LastChat: q.Number}
	return func(ctx context.Context) (func(time.Time) error, error) {
		ans, err := s.src.Messages(ctx, req)
		if err != nil {
			return nil, err
		}
		return func(now time.Time) error {
			s.out.noteAnswer(ans.Meta, now)
			s.doubts.CountMessages(&ans, now)
			if ans.Rows > 0 && (len(ans.Messages) == 0 || ans.Unknown == ans.Rows) { // this says nothing about the cursor
				t.tried = true
				return unreadable(ans.Rows)
			}
			s.coverage.noteChanged(s.visitors.visitor(t.key.Visitor))
			s.noteLong(t, &ans)
			end := s.endMissing(t, &ans)
			t.noteUnknown(q.Chat, ans.Unknown+ans.Undated+end, end > 0, s.out.server(now))
			got(t, q, ans, now)
			return nil
		}, nil
	}
}

// gotLive applies an answer about a target's newest chat.
func (s *threads) gotLive(t *target, q cursor.Question, ans acquire.Messages, now time.Time) {
	if t.unreadableAnswers++; ans.Drift.Malformed == 0 {
		t.unreadableAnswers = 0
	}
	empty, before, first := t.cursor.Missing(q.Chat), t.newestID, !t.read
	mode, again := t.cursor.Answered(q, s.chatsOf(t, ans.Messages), s.modeFor(t.key))
	if ans.Rows == 0 && t.newestID == 0 && t.cursor.Empty() {
		t.emptyAnswers++
		again = again || t.emptyAnswers < emptyBelieved
	}
	s.modes[modeIndex(t.key)] = mode
	s.update(t, &ans, empty, now)
	e := model.Event{Messages: ans.Messages, Chats: ans.Cut}
	e.Gaps, e.Gone = s.compare(t, q, ans, t.live.Asked, now)
	s.noteEmptyAnswer(t, ans.Rows, now)
	if !again {
		t.asked, t.lastGood, t.answered, t.read = t.live.Asked, now, s.out.server(now), true
		e.Polled = []model.Polled{{Key: t.key, At: t.answered}}
	}
	s.visitors.judgeFirst(t.key.Visitor, now)
	s.out.send(e, now)
	s.tryWildcard(t, q, now)
	if s.wild.holds && t.waiting && t.key.Thread == model.NoThread {
		s.visitors.listFirst(t.key.Visitor)
	}
	if t.newestID != before && t.cursor.Arrived() {
		t.promised = time.Time{}
	}
	v := s.visitors.visitor(t.key.Visitor)
	if t.listedChange && !again {
		switch t.listedChange = false; {
		case t.newestID == before:
			t.promised = now
			s.visitors.changedInVain(v.id, now)
		case !v.explained(s.stamps.delay()):
			s.visitors.changedInVain(v.id, now)
		default:
			v.unfollowed = time.Time{}
		}
	}
	v.noteFollowed()
	s.requeue(t, now, again)
	if soon := t.live.Asked.Add(s.cfg.Waiting); first && t.read && s.visitors.lacksNewest(t, now) && t.live.Due.After(soon) {
		s.sched.Add(&t.live, min(t.live.Priority, schedule.PriorityActive), soon)
	}
}

// update updates the facts for the priority from an answer. empty says that the chat was
// requested before and had nothing, so that its first message is news too. If rows are
// unreadable and nothing is new, messages missing from the answer still count.
func (s *threads) update(t *target, ans *acquire.Messages, empty bool, now time.Time) {
	msgs, partly := ans.Messages, ans.Drift.Malformed > 0
	s.clock.Note(msgs)
	fresh := t.newestID
	for i := range msgs {
		if s.belongs(t, &msgs[i]) {
			fresh = max(fresh, msgs[i].ID)
			s.learnFrom(t, &msgs[i], now)
		}
	}
	if fresh > t.newestID && t.read && (t.newestID > 0 || empty) {
		t.changed = s.out.server(now)
		s.visitors.visitor(t.key.Visitor).news = now
	}
	news := fresh > t.newestID
	t.newestID = fresh
	waited, last := t.waiting, t.cursor.LastDelivered()
	begun := last != t.lastChat && (t.read || t.live.Priority == schedule.PriorityFresh)
	defer func() {
		if (waited || begun) && !t.waiting && t.joined != last { // answered, possibly before it was found
			t.joined = last
			s.visitors.visitor(t.key.Visitor).joinedDue = now.Add(joinedAfter)
		}
	}()
	t.lastChat = last
	if last != 0 && (news || !partly) && slices.ContainsFunc(msgs, func(m model.Message) bool { return m.Chat == last }) {
		t.updateWaiting(msgs, last, s.people.automations)
		if s.people.noteSenders(msgs, t.lastRow) {
			s.coverage.recount = true
		}
	}
}

// requeue queues a target after its answer; at once if again is set.
func (s *threads) requeue(t *target, now time.Time, again bool) {
	s.queuePast(t, now)
	if again {
		c, due := min(t.live.Priority, schedule.PriorityWaiting), now // a change that was found stays one
		if !t.read && t.live.Priority >= schedule.FirstBulk {         // its first read continues, before those of older threads
			c, due = t.live.Priority, s.began
		}
		s.sched.Add(&t.live, c, due)
		return
	}
	t.tried = true
	c := s.priorityOf(t, now)
	if c == schedule.PriorityIdle && s.stale(t, now) {
		s.retire(t)
		return
	}
	if c < schedule.PriorityIdle || !s.trust.trusted() || s.sched.Stretch() <= 1 {
		s.visitors.scheduleList(t.key.Visitor, now)
	}
	every := s.sched.Interval(c)
	switch silent := s.visitors.visitor(t.key.Visitor).silent > 0; {
	case c == schedule.PriorityIdle:
		every = s.idleEvery(t, now)
	case c == schedule.PriorityActive && silent:
		every = s.cfg.Active
	case c == schedule.PriorityQuiet && silent:
		every = s.cfg.Quiet
	}
	if !t.isClosed() && !s.stamps.byMessage() && s.sched.Stretch() <= 1 {
		every = min(every, s.cfg.turnEvery())
	}
	every = throttle.SpreadBy(s.rng, every)
	if (t.live.Priority == schedule.PriorityFirstRead || t.live.Priority == schedule.PriorityLastHour) && c >= schedule.PriorityQuiet {
		every = time.Duration(float64(every) * s.firstPhase())
	}
	switch {
	case t.unreadableAnswers == 1: // the unreadable row may be a waiting visitor's message
		if every = min(every, s.cfg.Waiting); t.live.Priority == schedule.PriorityFresh || t.live.Priority >= schedule.FirstBulk {
			c = t.live.Priority
		}
	case t.unreadableAnswers > 1:
		every = min(every, throttle.UnreadableAgain(t.unreadableAnswers-1))
	case s.overlaps[modeIndex(t.key)] && t.memory.Doubtful(t.cursor.LastDelivered(), now): // the missing one may be why the visitor waits, or why not
		c, every = min(c, schedule.PriorityWaiting), min(every, s.cfg.Waiting)
	}
	due := t.live.Asked.Add(every)
	if soon := lagAgain(t.promised, now); !soon.IsZero() && soon.Before(due) {
		c, due = min(c, schedule.PriorityActive), soon
	}
	s.sched.Add(&t.live, c, due)
}

// firstPhase returns the progress of the first read, from 0 to 1. A thread is requested
// again after that part of its interval: the first read reaches hundreds within seconds,
// which would all be due together a whole interval later.
func (s *threads) firstPhase() float64 {
	left := s.sched.Queued(schedule.PriorityFirstRead) + s.sched.Queued(schedule.PriorityLastHour)
	done := len(s.byKey) - left
	left += s.sched.Queued(schedule.PriorityFirstLists)
	return float64(done) / float64(done+left)
}

func (s *threads) priorityOf(t *target, now time.Time) schedule.Priority {
	if t.key == s.screen {
		return schedule.PriorityWaiting
	}
	return t.priorityAt(s.out.server(now))
}

// stale reports whether t has had no message for longer than lookback.
func (s *threads) stale(t *target, now time.Time) bool {
	last := t.lastRow
	last = model.LaterTime(last, t.changed)
	if last.IsZero() {
		last = t.born
	}
	return !t.watched && t.read && s.out.server(now).Sub(last) > s.cfg.Lookback
}

// modeFor returns the mode of requests for chats like k's in this account.
func (s *threads) modeFor(k model.Key) cursor.Mode { return s.modes[modeIndex(k)] }

func modeIndex(k model.Key) int {
	if k.Thread == model.NoThread {
		return 1
	}
	return 0
}
